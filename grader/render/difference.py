"""The lines of a diff in colour."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text as Styled

from grader.escape import ROW, safe_text

_STYLES = {"+": "green", "-": "red", "@": "cyan"}


def print_difference(lines: Iterable[str], console: Console) -> None:
    """Print the lines of a unified diff, whole: where they are cut or wrapped, is the terminal's matter."""
    for line in lines:
        console.print(Styled(safe_text(line, ROW), _STYLES.get(line[:1], "")), soft_wrap=True)
