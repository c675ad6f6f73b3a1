"""`dlgrade image`."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.options import say
from grader.cli.sections import Sections


@click.group(cls=Sections)
def image() -> None:
    """Build, save and load the sandbox images of the Docker engine."""


def _targets(target: str) -> tuple[str, ...]:
    return ("numpy", "torch") if target == "all" else (target,)


_target_option = click.option(
    "--target", type=click.Choice(["all", "numpy", "torch"]), default="all", help="The image (default: both)."
)


@click.command("build")
@_target_option
def image_build(target: str) -> None:
    """Build the images that the engine does not have yet. `dlgrade check` does so when it needs one."""
    from grader.sandbox.docker.engine import find
    from grader.sandbox.docker.image import ensure, recipe

    engine = find()
    for one in _targets(target):
        found = ensure(one, lambda line: say(line, to_error=True), engine=engine, recipe=recipe())
        say(f"{recipe().tag(one)}  {found}")


@click.command("save")
@click.argument("file", type=click.Path(path_type=Path))
@_target_option
def image_save(file: Path, target: str) -> None:
    """Save the images to FILE, for example as a cache in CI."""
    from grader.sandbox.docker.engine import find
    from grader.sandbox.docker.image import recipe, save

    save(file, _targets(target), lambda line: say(line, to_error=True), engine=find(), recipe=recipe())


@click.command("load")
@click.argument("file", type=click.Path(path_type=Path))
def image_load(file: Path) -> None:
    """Load the images in FILE into the engine."""
    from grader.sandbox.docker.engine import find
    from grader.sandbox.docker.image import load

    load(file, lambda line: say(line, to_error=True), engine=find())


image.add({"Commands": [image_build, image_save, image_load]})
