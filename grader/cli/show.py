"""`dlgrade show`."""

from __future__ import annotations

import click

from grader.cli.options import catalogue_option, language_option, open_catalogue


@click.command()
@click.argument("exercise")
@click.option("--hint", type=click.IntRange(1), metavar="N", help="Show the first N of the three hints instead.")
@language_option
@catalogue_option
def show(exercise: str, hint: int | None, lang: str, catalogue: str | None) -> None:
    """Show the statement of an exercise, or its hints."""
    from grader.render.console import open_console
    from grader.render.statement import print_hints, print_statement

    found = open_catalogue(catalogue)[exercise]
    if hint is None:
        print_statement(found, open_console(), lang)
    else:
        print_hints(found, hint, open_console(), lang)
