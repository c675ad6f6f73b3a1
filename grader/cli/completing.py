"""What a shell offers at Tab for the arguments of our commands; nothing heavy is imported for it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

ANSWERS = (".py", ".ipynb")


def exercises(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The exercises of the catalogue."""
    from grader.catalogue.slugs import slugs_in

    return [_item(slug) for slug in slugs_in(_catalogue(context)) if slug.startswith(begun)]


def topics(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The topics of the catalogue, each as one word: "linear-algebra"."""
    from grader.catalogue.slugs import topics_in

    words = ("-".join(topic.split()) for topic in topics_in(_catalogue(context)))
    return [_item(topic) for topic in words if topic.startswith(begun)]


def paths(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The ids of the catalogue's learning paths, with their titles."""
    from grader.catalogue.slugs import paths_in

    found = paths_in(_catalogue(context)).items()
    return [_item(name, help=title or None) for name, title in found if name.startswith(begun)]


def cases(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The ids of the cases of the exercise that is named before, or that a file named before answers."""
    from grader.catalogue.slugs import cases_in, slugs_in

    # Behind an option that still lacks its value, click leaves the words before it where they were.
    named = [Path(str(word)) for word in (*(context.params.get("paths") or ()), *context.args)]
    root = _catalogue(context)
    known = slugs_in(root)
    for slug in (slug for path in named for slug in (_mark(path), path.stem)):
        if slug in known:
            return [_item(case) for case in cases_in(root, slug) if case.startswith(begun)]
    return []


def _catalogue(context: click.Context) -> Path:
    """The one that is named on the line or in the environment; else the shipped one."""
    from grader.installed import shipped

    root = context.params.get("catalogue") or os.environ.get("DLGRADE_CATALOGUE")
    return Path(root) if root else shipped()


def _mark(path: Path) -> str:
    """The exercise that the file says it answers; "" where it says none, or cannot be read."""
    from grader.errors import DlgradeError
    from grader.submission.files import read_submission

    try:
        return read_submission(path).marker or ""
    except (OSError, DlgradeError):
        return ""


def answers(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The exercises, and the modules and notebooks of this folder; of another one, its files."""
    found = [] if os.sep in begun else [*exercises(context, parameter, begun), *map(_item, _answers(begun))]
    return found or files(context, parameter, begun)


def _item(value: str, *, kind: str = "plain", help: str | None = None) -> CompletionItem:
    from click.shell_completion import CompletionItem  # only a shell needs it

    return CompletionItem(value, type=kind, help=help)


def _answers(begun: str) -> list[str]:
    """The files here that may be answers; a hidden one only for who asks for it."""
    names = sorted(name for name in os.listdir() if name.startswith(begun) and name.endswith(ANSWERS))
    return [name for name in names if begun.startswith(".") or not name.startswith(".")]


def files(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Whatever files the shell finds."""
    return [_item(begun, kind="file")]


def assignments(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The names of those in assignments/; else whatever files the shell finds."""
    names = sorted(path.stem for path in Path("assignments").glob("*.toml") if "." not in path.stem)
    return [_item(name) for name in names if name.startswith(begun)] or files(context, parameter, begun)


def attempts(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The numbers of the attempts at the exercise that is named before, the newest first."""
    from grader.progress.attempt import local_time
    from grader.progress.history import opened

    what = Path(str(context.params.get("what") or context.params.get("exercise"))).stem
    try:
        with opened(lambda said: None) as history:
            found = history.attempts(what)
    except Exception:  # a shell has no place for it
        return []
    told = [(str(one.number), f"{local_time(one.at)} {one.verdict}".strip()) for one in reversed(found)]
    return [_item(number, help=help) for number, help in told if number.startswith(begun)]
