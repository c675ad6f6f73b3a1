"""What several commands share: options, and what they open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.texts import default_language

if TYPE_CHECKING:
    from grader.catalogue import Catalogue

SANDBOXES = ("auto", "docker", "bubblewrap", "process")
Command = Callable[..., Any]


def open_catalogue(root: str | None) -> Catalogue:
    """The catalogue at `root`; the shipped one for None."""
    from grader.catalogue import Catalogue, shipped

    return Catalogue(Path(root) if root else shipped())


def catalogue_option(command: Command) -> Command:
    """`--catalogue`, as `catalogue`."""
    return click.option(
        "--catalogue",
        metavar="PATH",
        envvar="DLGRADE_CATALOGUE",
        help="A folder with exercises/ and solutions/ instead of the shipped one.",
    )(command)


def language_option(command: Command) -> Command:
    """`--lang`, as `lang`."""
    return click.option(
        "--lang", type=click.Choice(["en", "zh"]), default=default_language, help="The language of texts and reports."
    )(command)


def sandbox_options(command: Command) -> Command:
    """`--sandbox` and `--runtime`, as `sandbox` and `runtime`."""
    options = [
        click.option("--sandbox", type=click.Choice(SANDBOXES), default="auto", help="Where submissions run."),
        click.option("--runtime", default="", help='Another runtime of the Docker engine, such as "runsc".'),
    ]
    for option in reversed(options):
        command = option(command)
    return command
