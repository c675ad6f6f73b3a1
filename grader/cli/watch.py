"""`dlgrade watch`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.answers import answer, exercise_answered
from grader.cli.completing import answers
from grader.cli.options import ISOLATIONS, catalogue_option, language_option, open_catalogue, sandbox_options, say
from grader.errors import UsageError
from grader.texts import Text
from grader.verdict import EXIT_AC, EXIT_REJECTED

if TYPE_CHECKING:
    from grader.catalogue.exercise import Catalogue


@click.command()
@click.argument("what", metavar="[FILE|EXERCISE]", required=False, shell_complete=answers)
@sandbox_options
@click.option(
    "--isolation",
    type=click.Choice(ISOLATIONS),
    default=ISOLATIONS[1],
    help="shared: one sandbox for all runs, while none leaves anything in it (the default). fresh: a new one each.",
)
@click.option("--no-time", is_flag=True, help="Do not time an accepted answer.")
@click.option(
    "--poll",
    metavar="SECONDS",
    type=click.FloatRange(0.005, 60),
    help="Look at the file every so many seconds (default: 0.02), for a mount on which a look is dear.",
)
@language_option
@catalogue_option
def watch(
    what: str | None,
    sandbox: str,
    runtime: str,
    isolation: str,
    no_time: bool,
    poll: float | None,
    lang: str,
    catalogue: str | None,
) -> int:
    """Judge a file at each save, on one screen.

    Without an argument it is the file in this folder that was changed last and answers an exercise.

    Keys: r run, h hint, n next exercise, l list, d diff to the last accepted answer, x reset to the stub, q quit.
    """
    _require_terminal()
    from grader.judge.protocol import Isolation, Options
    from grader.watch.loop import Settings
    from grader.watch.loop import watch as loop
    from grader.watch.saves import EVERY_S

    known = open_catalogue(catalogue)
    path, exercise = answer(what or _newest(known), known)
    options = Options(sandbox=sandbox, runtime=runtime, isolation=Isolation(isolation))
    settings = Settings(lang, options, time_s=0.0 if no_time else 3.0, every_s=poll or EVERY_S)
    report = loop(exercise, path, known, settings)
    if report is None:
        return EXIT_REJECTED
    said = Text(*(f"{report.verdict} {report.verdict.words(one)} · " for one in ("en", "zh")))
    say(said + report.submission)
    return EXIT_AC if report.verdict == "AC" else EXIT_REJECTED


def _require_terminal() -> None:
    try:
        import termios  # noqa: F401
    except ImportError:
        possible = False
    else:
        possible = os.isatty(0) and os.isatty(1) and os.environ.get("TERM") != "dumb"
    if not possible:
        raise UsageError(
            Text(
                "`dlgrade watch` needs a terminal for its screen and keys.",
                "`dlgrade watch` 需要终端来显示画面和接收按键。",
            ),
            Text(
                "For a program, run `dlgrade check FILE --json` after each save.",
                "在程序中，请在每次保存后运行 `dlgrade check FILE --json`。",
            ),
        )


def _newest(known: Catalogue) -> str:
    """The file in this folder that was changed last, of those that answer an exercise."""
    from grader.submission.files import find_submissions

    found = [path for path in find_submissions([Path()]).files if path.parent == Path() and _answers(path, known)]
    if not found:
        raise UsageError(
            Text("No file in this folder answers an exercise.", "这个文件夹中没有回答题目的文件。"),
            Text(
                "Name one, or begin with `dlgrade start EXERCISE`.", "请写出文件，或先运行 `dlgrade start EXERCISE`。"
            ),
        )
    return str(max(found, key=lambda path: path.stat().st_mtime_ns))


def _answers(path: Path, known: Catalogue) -> bool:
    from grader.submission.refused import Refused

    try:
        return bool(exercise_answered(path, known))
    except Refused:
        return False
