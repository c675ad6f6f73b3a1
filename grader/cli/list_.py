"""`dlgrade list`."""

from __future__ import annotations

import click

from grader.cli.completing import paths, topics
from grader.cli.options import attempts_made, catalogue_option, language_option, open_catalogue


@click.command("list")
@click.option("--topic", shell_complete=topics, help="List only exercises on this topic.")
@click.option(
    "--difficulty",
    type=click.Choice(["easy", "medium", "hard"], case_sensitive=False),
    help="List only exercises of this difficulty.",
)
@click.option(
    "--framework",
    type=click.Choice(["python", "numpy", "torch"], case_sensitive=False),
    help="List only exercises in this framework.",
)
@click.option(
    "--path",
    shell_complete=paths,
    help="List the exercises of this learning path, in its order; the page of exercises has them all.",
)
@language_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line, nothing else.")
@catalogue_option
def list_(
    topic: str | None,
    difficulty: str | None,
    framework: str | None,
    path: str | None,
    lang: str,
    as_json: bool,
    catalogue: str | None,
) -> None:
    """List the exercises, and mark those you have solved or tried."""
    from grader.catalogue.listing import listed, record
    from grader.progress.standing import Standings

    found = open_catalogue(catalogue)
    exercises = listed(found, topic=topic, difficulty=difficulty, framework=framework, path=path)
    standings = Standings(attempts_made())
    if as_json:
        import json

        for exercise in exercises:
            state = standings[exercise.slug].state
            click.echo(json.dumps(record(exercise, found.ways, state=state), ensure_ascii=True))
        return
    from grader.render.console import open_console
    from grader.render.lists import print_list

    print_list(exercises, open_console(), lang, standings)
