"""Code that several commands share: their options, how they open the catalogue, and how they print a message."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.speaking import speak
from grader.errors import DlgradeError, UsageError
from grader.texts import LANGUAGES, Said, as_text, default_language

if TYPE_CHECKING:
    from grader.catalogue.exercise import Catalogue
    from grader.progress.attempt import Attempt

SANDBOXES = ("auto", "docker", "bubblewrap", "process")
REQUIRED = ("docker", "docker:shared", "bubblewrap", "bubblewrap:shared", "process")
ISOLATIONS = ("fresh", "shared")
Command = Callable[..., Any]


def open_catalogue(root: str | None) -> Catalogue:
    """The catalogue at `root`; the shipped one for None."""
    from grader.catalogue.exercise import Catalogue
    from grader.installed import shipped

    return Catalogue(Path(root) if root else shipped())


def catalogue_option(command: Command) -> Command:
    """`--catalogue`, as `catalogue`."""
    return click.option(
        "--catalogue",
        metavar="PATH",
        envvar="DLGRADE_CATALOGUE",
        help="Use this folder with exercises/ and solutions/ instead of the shipped catalogue.",
    )(command)


@contextmanager
def logged_to_stderr() -> Iterator[None]:
    """Tell on stderr what the grader does, with the milliseconds since it was started."""
    import logging

    from grader.escape import WHOLE, safe_text

    class Safe(logging.Formatter):
        """Lines that may hold a submission's words."""

        def format(self, record: logging.LogRecord) -> str:
            return safe_text(super().format(record), WHOLE)

    handler = logging.StreamHandler()
    handler.setFormatter(Safe("%(relativeCreated)7.0f ms  %(threadName)s  %(message)s"))
    logger = logging.getLogger("grader")
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


def language_option(command: Command) -> Command:
    """`--lang`, as `lang`."""
    return _language(command, expose_value=True)


def spoken_option(command: Command) -> Command:
    """`--lang`, for a command that says little: the texts follow it by themselves."""
    return _language(command, expose_value=False)


def _language(command: Command, *, expose_value: bool) -> Command:
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default=default_language,
        is_eager=True,  # what is wrong with the other arguments is told in it
        callback=_speak,
        expose_value=expose_value,
        help="The language of texts and reports.",
    )(command)


def _speak(_context: click.Context, _parameter: click.Parameter, lang: str) -> str:
    speak(lang)
    return lang


def sandbox_options(command: Command) -> Command:
    """`--sandbox` and `--runtime`, as `sandbox` and `runtime`."""
    options = [
        click.option(
            "--sandbox", type=click.Choice(SANDBOXES), default="auto", help="The sandbox in which submissions run."
        ),
        click.option("--runtime", default="", help='Use another runtime of the Docker engine, such as "runsc".'),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def isolation_option(command: Command) -> Command:
    """`--isolation`, as `isolation`."""
    return click.option(
        "--isolation",
        type=click.Choice(ISOLATIONS),
        default=ISOLATIONS[0],
        help="fresh: a sandbox for each submission (the default). shared: one for many, faster, not for marks.",
    )(command)


def say(said: Said, *, to_error: bool = False) -> None:
    """Print what is said on a line of its own, made safe: it may quote the name of somebody's file."""
    from grader.escape import steady

    click.echo(steady(as_text(said).localized(default_language())), err=to_error)


def tell(said: Said) -> None:
    """Say it on standard error."""
    say(said, to_error=True)


def warn(error: DlgradeError) -> None:
    """Tell what could not be done where a command goes on without it."""
    for said in (error.said, error.advice):
        say(said, to_error=True)


def attempts_made() -> tuple[Attempt, ...]:
    """All attempts of the history; none, and a warning, where it cannot be read."""
    from grader.progress.history import opened

    try:
        with opened(tell) as history:
            return history.attempts()
    except UsageError as error:
        warn(error)
        return ()


def solved() -> frozenset[str]:
    """The exercises that are accepted in the history; none, and a warning, where it cannot be read."""
    from grader.progress.history import opened

    try:
        with opened(tell) as history:
            return history.solved()
    except UsageError as error:
        warn(error)
        return frozenset()
