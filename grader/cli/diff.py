"""`dlgrade diff`."""

from __future__ import annotations

import click

from grader.cli.answers import answer
from grader.cli.completing import answers, attempts
from grader.cli.options import catalogue_option, open_catalogue, say, spoken_option, tell
from grader.texts import Text


@click.command()
@click.argument("what", metavar="EXERCISE|FILE", shell_complete=answers)
@click.argument("attempt", type=click.IntRange(1), required=False, shell_complete=attempts)
@spoken_option
@catalogue_option
def diff(what: str, attempt: int | None, catalogue: str | None) -> None:
    """Compare your file with the answer of yours that was accepted last, or with an attempt.

    ATTEMPT is its number, as `dlgrade history` shows it. Of a notebook, the code that is judged is compared.
    """
    from grader.grading.module import code_of
    from grader.progress.difference import difference
    from grader.progress.history import opened
    from grader.progress.lookup import code_kept
    from grader.render.console import open_console
    from grader.render.difference import print_difference
    from grader.submission.files import read_submission

    path, exercise = answer(what, open_catalogue(catalogue))
    now = code_of(read_submission(path), exercise)
    with opened(tell) as history:
        before, source = code_kept(history, exercise.slug, attempt)
    lines = difference(source, now, (f"{exercise.slug} {before.number} ({before.verdict})", str(path)))
    if lines:
        print_difference(lines, open_console())
    else:
        say(
            Text(
                f"{path} is the same as attempt {before.number} ({before.verdict}).",
                f"{path} 与第 {before.number} 次尝试（{before.verdict}）相同。",
            ),
            to_error=True,
        )
