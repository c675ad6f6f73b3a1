"""The saves of a file, noticed by looking at it: a network mount or a container's volume tells of none.

A look is one `stat`, which costs some microseconds; the file is read only when that has changed.
"""

from __future__ import annotations

import hashlib
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

EVERY_S = 0.02


class Saves:
    """Calls `changed` in a thread of its own when the bytes of a file are others; a context manager."""

    def __init__(self, path: Path, changed: Callable[[], object], *, every_s: float = EVERY_S) -> None:
        self._path, self._changed, self._every_s = path, changed, every_s
        self._seen = self._status()
        self._digest = self._read()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True, name="saves")

    def __enter__(self) -> Saves:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _read(self) -> bytes:
        """Of the file's bytes as they are now; b"" where it cannot be read."""
        if not self._status():
            return b""
        try:
            with self._path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").digest()
        except OSError:
            return b""

    def _look(self) -> None:
        while not self._ended.wait(self._every_s):
            status = self._status()
            if status == self._seen:
                continue
            self._seen = status
            digest = self._read()
            if digest != self._digest:
                self._digest = digest
                self._changed()

    def _status(self) -> tuple[int, ...]:
        """The marks of a save: an editor may write the file anew, or put another in its place; () for no file."""
        try:
            found = os.stat(self._path)
        except OSError:
            return ()
        if not stat.S_ISREG(found.st_mode):  # a pipe would be waited for
            return ()
        return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
