"""Progress on standard error, wherever a person waits more than a second."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from grader.render.terminal import terminal_size
from grader.texts import Said, as_text, default_language

QUIET_S = 0.7
_EVERY_S = 10.0


class Progress:
    """One line that is rewritten on a terminal; elsewhere (a log) a line when ten seconds have gone by.

    A text that comes too soon is kept, and shown when it is time if nothing has taken its place, so a long wait always
    says what it waits for.
    """

    def __init__(self, stream: TextIO, columns: int, lang: str = "en") -> None:
        self._stream, self._columns, self._lang = stream, columns, lang
        self._terminal = stream.isatty()
        self._due = time.monotonic() + (QUIET_S if self._terminal else _EVERY_S)
        self._text = ""
        self._shown = False
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()

    def show(self, said: Said) -> None:
        """Say what is going on now."""
        with self._lock:
            self._text = as_text(said).localized(self._lang)
            self._write_if_due()

    def clear(self) -> None:
        """Remove the line, and forget what it said."""
        with self._lock:
            self._text = ""
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            if self._shown:
                self._stream.write("\r\x1b[K")
                self._stream.flush()
                self._shown = False

    def _write_if_due(self) -> None:
        wait_s = self._due - time.monotonic()
        if wait_s <= 0:
            self._write()
        elif self._timer is None:
            self._timer = threading.Timer(wait_s, self._at_last)
            self._timer.daemon = True
            self._timer.start()

    def _at_last(self) -> None:
        with self._lock:
            self._timer = None
            if self._text:
                self._write_if_due()

    def _write(self) -> None:
        from grader.escape import LINE, safe_text

        line = safe_text(self._text, LINE)
        if self._terminal:
            self._stream.write(f"\r\x1b[K… {line[: self._columns - 3]}")
            self._shown = True
        else:
            self._stream.write(f"{line}\n")
            self._due = time.monotonic() + _EVERY_S
        self._stream.flush()


@contextmanager
def shown_progress(stream: TextIO | None = None) -> Iterator[Progress]:
    """A `Progress` that leaves no line behind."""
    progress = Progress(stream or sys.stderr, terminal_size().columns, default_language())
    try:
        yield progress
    finally:
        progress.clear()
