"""`dlgrade assignment`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from grader.cli.options import catalogue_option, open_catalogue, say, spoken_option
from grader.cli.sections import Sections
from grader.texts import Text


@click.group(cls=Sections)
def assignment() -> None:
    """Make an assignment, and say what it means."""


@click.command("new")
@click.argument("slug")
@click.option("--exercise", "exercises", metavar="EXERCISE", multiple=True, help="An exercise of it. May be repeated.")
@click.option(
    "--to",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    default=Path("assignments"),
    help="Write the files to this folder (default: assignments).",
)
@spoken_option
@catalogue_option
def new(slug: str, exercises: tuple[str, ...], folder: Path, catalogue: str | None) -> None:
    """Write the assignment, its extensions and its secret seed. Never overwrites a file."""
    from grader.klass.new import new as write

    known = open_catalogue(catalogue)
    for exercise in exercises:
        known[exercise]  # raises, with the near names
    for path, written in write(slug, folder, exercises, datetime.now().astimezone()):
        say(str(path) if written else Text(f"{path} already exists; left unchanged", f"{path} 已存在，未作改动"))
    say(Text("Then: ", "下一步：") + f"dlgrade assignment check {folder / f'{slug}.toml'}")


@click.command("check")
@click.argument("assignment")
@spoken_option
@catalogue_option
def check(assignment: str, catalogue: str | None) -> None:
    """Check an assignment (its name or its file), and say in plain words what it means."""
    from grader.klass.assignment import Assignment, path_of
    from grader.klass.explain import explained

    for said in explained(Assignment.load(path_of(assignment)), open_catalogue(catalogue)):
        say(said)


assignment.add({"Commands": [new, check]})
