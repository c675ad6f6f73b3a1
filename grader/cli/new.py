"""`dlgrade new`."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.options import say


@click.command("new")
@click.argument("slug")
@click.option(
    "--framework",
    type=click.Choice(["python", "numpy", "torch"]),
    default="python",
    help="The framework of the arguments.",
)
@click.option(
    "--catalogue",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The folder of the catalogue (default: the current one).",
)
def new_(slug: str, framework: str, catalogue: Path) -> int:
    """Create the files of a new exercise (see docs/authoring.md)."""
    from grader.authoring.new import new

    for path in new(slug, catalogue, framework):
        say(str(path))
    say(f"Fill in what they ask for, then: dlgrade verify {slug} --mutants --catalogue {catalogue}")
    return 0
