"""`dlgrade solution`."""

from __future__ import annotations

import click

from grader.cli.options import catalogue_option, open_catalogue
from grader.verdict import EXIT_USAGE


@click.command()
@click.argument("exercise")
@click.option("--spoil", is_flag=True, help="Before you have solved it.")
@catalogue_option
def solution(exercise: str, spoil: bool, catalogue: str | None) -> int:
    """Our solution, once yours has been accepted."""
    from grader import journal

    found = open_catalogue(catalogue)[exercise]
    if not spoil and exercise not in journal.accepted():
        click.echo(f'"{exercise}" is not accepted yet. Check yours first, or ask with --spoil.', err=True)
        return EXIT_USAGE
    click.echo(found.reference.read_text(encoding="utf-8"), nl=False)
    return 0
