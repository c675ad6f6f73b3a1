"""Progress on standard error, wherever a person waits more than a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

QUIET_S = 0.7
_EVERY_S = 10.0


class Progress:
    """One line that is rewritten on a terminal; elsewhere (a log) a line when ten seconds have gone by."""

    def __init__(self, stream: TextIO, columns: int) -> None:
        self._stream, self._columns = stream, columns
        self._terminal = stream.isatty()
        self._started = self._last = time.monotonic()
        self._shown = False

    def show(self, text: str) -> None:
        """What is going on now."""
        from grader.escape import LINE, student_text

        now = time.monotonic()
        if self._terminal and now - self._started > QUIET_S:
            line = student_text(text, LINE)[: self._columns - 3]
            self._stream.write(f"\r\x1b[K… {line}")
            self._stream.flush()
            self._shown = True
        elif not self._terminal and now - self._last > _EVERY_S:
            self._last = now
            self._stream.write(f"{student_text(text, LINE)}\n")
            self._stream.flush()

    def clear(self) -> None:
        """Remove the line."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._shown = False


@contextmanager
def shown_progress(stream: TextIO | None = None) -> Iterator[Progress]:
    """A `Progress` that leaves no line behind."""
    import shutil

    progress = Progress(stream or sys.stderr, shutil.get_terminal_size().columns)
    try:
        yield progress
    finally:
        progress.clear()
