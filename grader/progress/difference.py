"""A file against an attempt, line by line."""

from __future__ import annotations

import difflib


def difference(before: bytes, now: bytes, names: tuple[str, str], context: int = 3) -> list[str]:
    """The lines of a unified diff; none where both are the same text."""
    old, new = (one.decode("utf-8", "replace").splitlines() for one in (before, now))
    return list(difflib.unified_diff(old, new, *names, n=context, lineterm=""))
