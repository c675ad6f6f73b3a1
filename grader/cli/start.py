"""`dlgrade start`."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from grader.cli.completing import exercises
from grader.cli.options import catalogue_option, language_option, open_catalogue, say
from grader.texts import Text


@click.command()
@click.argument("exercise", shell_complete=exercises)
@click.option(
    "--to", "folder", metavar="FOLDER", default=".", help="Write the files to this folder (default: the current one)."
)
@click.option("--notebook", is_flag=True, help="Write one notebook, EXERCISE.ipynb, instead of the files.")
@language_option
@catalogue_option
def start(exercise: str, folder: str, notebook: bool, lang: str, catalogue: str | None) -> None:
    """Get the stub, the statement and the public tests. Never overwrites your work."""
    from grader.catalogue.start import start as write

    for path, written in write(open_catalogue(catalogue)[exercise], Path(folder), lang, notebook=notebook):
        say(f"{path}" if written else Text(f"{path} already exists; left unchanged", f"{path} 已存在，未作改动"))
    elsewhere = f" --catalogue {shlex.quote(catalogue)}" if catalogue else ""
    file = shlex.quote(str(Path(folder, f"{exercise}{'.ipynb' if notebook else '.py'}")))
    say(Text("Then: ", "下一步：") + f"dlgrade check {file}{elsewhere}")
