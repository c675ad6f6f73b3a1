"""`dlgrade solution`."""

from __future__ import annotations

import click

from grader.cli.options import catalogue_option, open_catalogue, say, solved
from grader.verdict import EXIT_USAGE


@click.command()
@click.argument("exercise")
@click.option("--spoil", is_flag=True, help="Before you have solved it.")
@catalogue_option
def solution(exercise: str, spoil: bool, catalogue: str | None) -> int:
    """Our solution, once yours has been accepted."""
    found = open_catalogue(catalogue)[exercise]
    if not spoil and exercise not in solved():
        say(f'"{exercise}" is not accepted yet. Check yours first, or ask with --spoil.', to_error=True)
        return EXIT_USAGE
    say(found.reference.read_text(encoding="utf-8").removesuffix("\n"))
    return 0
