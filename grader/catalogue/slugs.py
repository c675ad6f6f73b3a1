"""The names of a catalogue's exercises, from its folders alone: a shell that completes one cannot wait for more."""

from __future__ import annotations

from pathlib import Path


def slugs_in(root: Path) -> tuple[str, ...]:
    """The names of all exercises in the catalogue at `root`, sorted; none where there is no catalogue."""
    return tuple(sorted(path.parent.name for path in (root / "exercises").glob("*/exercise.toml")))
