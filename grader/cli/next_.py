"""`dlgrade next`."""

from __future__ import annotations

import json

import click

from grader.cli.options import attempts_made, catalogue_option, language_option, open_catalogue, say
from grader.texts import Text

_MOST = 3


@click.command("next")
@language_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line, the best first, nothing else.")
@catalogue_option
def next_(lang: str, as_json: bool, catalogue: str | None) -> None:
    """Show what to do next, and why."""
    from grader.progress.standing import Standings
    from grader.progress.suggestion import suggestions

    found = suggestions(open_catalogue(catalogue), Standings(attempts_made()))
    if as_json:
        for one in found:
            click.echo(json.dumps(one.to_json(), ensure_ascii=True))
        return
    if not found:
        say(Text("Every exercise is solved.", "所有题目都已解决。"))
        return
    from grader.render.console import open_console
    from grader.render.progress_made import print_suggestions

    elsewhere = ("--catalogue", catalogue) if catalogue else ()
    print_suggestions(found[:_MOST], open_console(), lang, elsewhere)
