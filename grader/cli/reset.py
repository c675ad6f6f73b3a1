"""`dlgrade reset`."""

from __future__ import annotations

import shlex

import click

from grader.cli.answers import answer
from grader.cli.completing import answers
from grader.cli.options import catalogue_option, language_option, open_catalogue, say, tell
from grader.texts import Text


@click.command()
@click.argument("what", metavar="EXERCISE|FILE", shell_complete=answers)
@language_option
@catalogue_option
def reset(what: str, lang: str, catalogue: str | None) -> None:
    """Begin anew: put the stub in a file's place. Your code is kept beside it, and in the history."""
    from grader.progress.reset import reset as put_back

    path, exercise = answer(what, open_catalogue(catalogue))
    kept = put_back(exercise, path, lang, tell)
    say(
        Text(
            f"{path} is the stub again. Your code is in {shlex.quote(str(kept))}.",
            f"{path} 已恢复为代码框架。你的代码保存在 {shlex.quote(str(kept))}。",
        )
    )
