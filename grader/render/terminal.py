"""How large the terminal is."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

NARROWEST, LOWEST = 20, 5
_UNKNOWN = os.terminal_size((80, 25))


def terminal_size(environ: Mapping[str, str] = os.environ) -> os.terminal_size:
    """Columns and lines: those that COLUMNS and LINES name, else the terminal's own, else 80 by 25.

    A number on which no line of ours would fit is taken for unknown: COLUMNS=0 comes from editors, and from terminals
    that are not drawn yet.
    """
    found = _of_the_terminal()
    columns, lines = _named(environ.get("COLUMNS", "")), _named(environ.get("LINES", ""))
    return os.terminal_size(
        (
            next(one for one in (columns, found.columns, _UNKNOWN.columns) if one >= NARROWEST),
            next(one for one in (lines, found.lines, _UNKNOWN.lines) if one >= LOWEST),
        )
    )


def _named(text: str) -> int:
    return int(text) if re.fullmatch("[0-9]{1,5}", text) else 0


def _of_the_terminal() -> os.terminal_size:
    """That of the first of our streams that is one."""
    for descriptor in (0, 1, 2):
        try:
            return os.get_terminal_size(descriptor)
        except OSError:
            continue
    return _UNKNOWN
