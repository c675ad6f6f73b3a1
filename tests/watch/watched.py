"""`dlgrade watch` on a terminal of its own, whose frames a test can read."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

_FRAME = re.compile(r"\x1b\[\?2026h\x1b\[H(.*?)\x1b\[\?2026l", re.DOTALL)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m|\x1b\[K|\x1b\[\?\d+[hl]")


class Watched:
    """A running `dlgrade watch`; a context manager that ends it."""

    def __init__(self, folder: Path, *arguments: str, columns: int = 80, lines: int = 24, **environ: str) -> None:
        self._terminal, inside = pty.openpty()
        self.resize(columns, lines)
        self.before = termios.tcgetattr(inside)
        command = [sys.executable, "-c", "from grader.cli import main; main()", "watch", *arguments]
        unset = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        self.process = subprocess.Popen(
            command,
            stdin=inside,
            stdout=inside,
            stderr=inside,
            cwd=folder,
            env=unset | {"TERM": "xterm-256color", **environ},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # so that Ctrl-C reaches it
        )
        self._inside = inside
        self.text = self._newest = ""

    def __enter__(self) -> Watched:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self._terminal)
        os.close(self._inside)

    def resize(self, columns: int, lines: int) -> None:
        """As somebody who pulls at the window's corner."""
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._terminal, keys.encode())

    def settings(self) -> list[object]:
        """The terminal's modes."""
        return termios.tcgetattr(self._inside)

    @property
    def raw(self) -> str:
        """The newest whole frame, with its colours; what is older is forgotten."""
        frames = _FRAME.findall(self.text)
        if frames:
            self._newest = frames[-1]
            self.text = self.text[self.text.rindex("\x1b[?2026l") :]
        return self._newest

    @property
    def frame(self) -> str:
        """The newest frame, as somebody reads it."""
        return _COLOURS.sub("", self.raw).replace("\r\n", "\n")

    def read(self, wait_s: float) -> bool:
        """Take what it has written; False where that is nothing in this time."""
        if not select.select([self._terminal], [], [], wait_s)[0]:
            return False
        try:
            got = os.read(self._terminal, 1 << 16)
        except OSError:
            return False
        self.text += got.decode("utf-8", "replace")
        return bool(got)

    def until(self, seen: Callable[[Watched], bool], wait_s: float = 60.0) -> float:
        """Read until a frame shows something; how long that took."""
        began = time.monotonic()
        while not seen(self):
            assert time.monotonic() - began < wait_s, f"not seen within {wait_s} s:\n{self.frame}"
            self.read(0.05)
        return time.monotonic() - began

    def shows(self, text: str, wait_s: float = 60.0) -> float:
        """Read until the newest frame has this text."""
        return self.until(lambda one: text in one.frame, wait_s)

    def judged(self, verdict: str) -> float:
        """Read until there is this verdict, and nothing is being checked."""
        return self.until(lambda one: f"\n {verdict}  " in one.frame)

    def saved(self, path: Path, text: str, verdict: str) -> None:
        """Save the file, and read until the new text has this verdict."""
        path.write_text(text)
        self.shows("checking ...")
        self.judged(verdict)

    def ended(self, wait_s: float = 30.0) -> int:
        """Its exit code, once it has ended."""
        began = time.monotonic()
        while self.process.poll() is None:
            assert time.monotonic() - began < wait_s, self.frame
            self.read(0.05)
        while self.read(0.0):
            pass
        return self.process.returncode
