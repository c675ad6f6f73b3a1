"""The names in a catalogue, from its files alone: a shell that completes one cannot wait until all are understood.

What cannot be read names nothing here; a command that opens it says what is wrong.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from grader.catalogue.paths import NAME as PATHS
from grader.catalogue.promises import PREFIX, PROMISES

_TEST = re.compile(r"^(?:async )?def test_(\w+)", re.MULTILINE)


def slugs_in(root: Path) -> tuple[str, ...]:
    """The names of all exercises in the catalogue at `root`, sorted; none where there is no catalogue."""
    return tuple(sorted(path.parent.name for path in (root / "exercises").glob("*/exercise.toml")))


def topics_in(root: Path) -> tuple[str, ...]:
    """The topics of all exercises, sorted."""
    named = (_toml(root / "exercises" / slug / "exercise.toml").get("topics") for slug in slugs_in(root))
    return tuple(sorted({str(topic) for topics in named if isinstance(topics, list) for topic in topics}))


def paths_in(root: Path) -> dict[str, str]:
    """The ids of the learning paths in their order, each with its English title; "" where that is not to be found."""
    found = _toml(root / "exercises" / PATHS).get("path")
    tables = [one for one in found if isinstance(one, dict) and "id" in one] if isinstance(found, list) else []
    titles = (one["title"] if isinstance(one.get("title"), dict) else {} for one in tables)
    return {str(one["id"]): str(title.get("en", "")) for one, title in zip(tables, titles, strict=True)}


def cases_in(root: Path, slug: str) -> tuple[str, ...]:
    """The ids of an exercise's cases, public ones first, then those of its promises."""
    folder = root / "exercises" / slug
    texts = (_text(folder / f"test_{kind}.py") for kind in ("public", "hidden"))
    written = [found for text in texts for found in _TEST.findall(text)]
    promises = _toml(folder / "exercise.toml").get("promises")
    given = promises if isinstance(promises, dict) else {}
    return (*written, *(f"{PREFIX}{name}" for name in PROMISES if given.get(name) is True))


def _toml(path: Path) -> dict[str, Any]:
    import tomllib  # `dlgrade --help` has no need of it

    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError:
        return {}


def _text(path: Path) -> str:
    """What the file holds; "" where there is none."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
