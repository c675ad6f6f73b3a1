"""`dlgrade progress`."""

from __future__ import annotations

import json

import click

from grader.cli.options import attempts_made, catalogue_option, language_option, open_catalogue


@click.command()
@language_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, nothing else.")
@catalogue_option
def progress(lang: str, as_json: bool, catalogue: str | None) -> None:
    """Show how far you are, by path and topic: solved, tried, attempts, best time."""
    from grader.progress.standing import Standings, groups

    known = open_catalogue(catalogue)
    standings = Standings(attempts_made())
    found = groups(known, standings)
    if as_json:
        record = {
            "format": "dlgrade/progress/1",
            "exercises": [standings[slug].to_json() for slug in known.slugs],
            "groups": [one.to_json() for one in found],
        }
        click.echo(json.dumps(record, ensure_ascii=True))
        return
    from grader.render.console import open_console
    from grader.render.progress_made import print_progress

    print_progress([standings[slug] for slug in known.slugs], found, open_console(), lang)
