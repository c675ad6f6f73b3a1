"""`dlgrade show`."""

from __future__ import annotations

import click

from grader.cli.completing import exercises
from grader.cli.options import catalogue_option, language_option, open_catalogue


@click.command()
@click.argument("exercise", shell_complete=exercises)
@language_option
@catalogue_option
def show(exercise: str, lang: str, catalogue: str | None) -> None:
    """Show the statement of an exercise."""
    from grader.render.console import open_console
    from grader.render.statement import print_statement

    print_statement(open_catalogue(catalogue)[exercise], open_console(), lang)
