"""The source of the last accepted answer to each exercise, to compare a later one with it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from grader import state
from grader.errors import UsageError
from grader.texts import Text


def path(slug: str, environ: Mapping[str, str] = os.environ) -> Path:
    """Where it is, if there is one."""
    return state.folder(environ) / "accepted" / f"{slug}.py"


def keep(slug: str, source: bytes) -> None:
    """Keep an accepted source in the place of an earlier one.

    Raises:
        UsageError: it cannot be written.
    """
    place = path(slug)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        written = place.with_suffix(f".{os.getpid()}")
        written.write_bytes(source)
        written.replace(place)
    except OSError as error:
        raise UsageError(
            Text(f'"{place}" could not be written: {error.strerror}.', f"无法写入“{place}”：{error.strerror}。"),
            Text("The accepted answer is not kept.", "没有保存已通过的答案。"),
        ) from None


def last(slug: str) -> str | None:
    """The source, or None where nothing was accepted yet."""
    try:
        return path(slug).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
