"""`dlgrade new`: a new exercise's files, small and already working, with TODO wherever an author must think."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from grader.catalogue.start import write_new
from grader.errors import UsageError

TODO = "TODO"


def new(slug: str, catalogue: Path, framework: str) -> Iterator[Path]:
    """Write exercises/<slug> and solutions/<slug> below `catalogue`; each path as it is written.

    Raises:
        UsageError: the slug cannot be one, is taken, or the folder cannot be written to.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", slug) or keyword.iskeyword(slug):
        raise UsageError(
            f"\"{slug}\" cannot be an exercise's name: it is a Python module's and a function's name too.",
            "Use small letters, digits and underscores, such as gradient_clipping.",
        )
    parts = {"exercise": catalogue / "exercises" / slug, "solution": catalogue / "solutions" / slug}
    for folder in parts.values():
        if folder.exists():
            raise UsageError(f'"{folder}" already exists.', "Choose another name, or go on with what is there.")
    values = {"slug": slug, "framework": framework}
    try:
        for part, folder in parts.items():
            for source, place in _templates(files("grader.authoring") / "scaffold" / part, folder):
                place.parent.mkdir(parents=True, exist_ok=True)
                write_new(place, Template(source.read_text(encoding="utf-8")).substitute(values))
                yield place
    except OSError as error:
        raise UsageError(
            f'"{error.filename}" could not be written: {error.strerror}.', "Name a folder of yours with --catalogue."
        ) from None


def _templates(folder: Traversable, place: Path) -> Iterator[tuple[Traversable, Path]]:
    """Each template, and where it goes; Python ones end in .txt, for they are not modules of ours."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        target = place / entry.name.removesuffix(".txt")
        if entry.is_dir():
            yield from _templates(entry, target)
        else:
            yield entry, target
