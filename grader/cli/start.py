"""`dlgrade start`."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from grader.cli.options import catalogue_option, language_option, open_catalogue, say


@click.command()
@click.argument("exercise")
@click.option("--to", "folder", metavar="FOLDER", default=".", help="Where to (default: here).")
@language_option
@catalogue_option
def start(exercise: str, folder: str, lang: str, catalogue: str | None) -> None:
    """Get the stub, the statement and the public tests. Never overwrites your work."""
    from grader.start import start as write

    for path, written in write(open_catalogue(catalogue)[exercise], Path(folder), lang):
        say(f"{path}" if written else f"{path} is there already, and left as it is")
    elsewhere = f" --catalogue {shlex.quote(catalogue)}" if catalogue else ""
    file = shlex.quote(str(Path(folder, f"{exercise}.py")))
    say(f"Then: dlgrade check {file}{elsewhere}")
