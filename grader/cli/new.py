"""`dlgrade new`."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.options import say


@click.command("new")
@click.argument("slug")
@click.option(
    "--framework", type=click.Choice(["python", "numpy", "torch"]), default="python", help="Of what it takes."
)
@click.option(
    "--catalogue", type=click.Path(path_type=Path), default=Path(), help="The catalogue's folder (default: this one)."
)
def new_(slug: str, framework: str, catalogue: Path) -> int:
    """Begin an exercise of your own: docs/authoring.md."""
    from grader.new import new

    for path in new(slug, catalogue, framework):
        say(str(path))
    say(f"Write what they ask for, then: dlgrade verify {slug} --mutants --catalogue {catalogue}")
    return 0
