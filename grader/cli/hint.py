"""`dlgrade hint`."""

from __future__ import annotations

import click

from grader.cli.completing import exercises
from grader.cli.options import catalogue_option, language_option, open_catalogue, say, tell
from grader.texts import Text


@click.command()
@click.argument("exercise", shell_complete=exercises)
@click.option("--all", "everything", is_flag=True, help="Show all of them at once.")
@language_option
@catalogue_option
def hint(exercise: str, everything: bool, lang: str, catalogue: str | None) -> None:
    """Show the hints of an exercise: each time one more, nearer to the solution."""
    from grader.progress.hints import shown_next
    from grader.render.console import open_console
    from grader.render.statement import print_hints

    found = open_catalogue(catalogue)[exercise]
    if found.hints:
        print_hints(found, shown_next(found, tell, everything=everything), open_console(), lang)
    else:
        say(Text("This exercise has no hints.", "这道题没有提示。"))
