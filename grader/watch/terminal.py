"""The terminal while a file is watched: a screen of its own, keys one by one, and afterwards all as it was."""

from __future__ import annotations

import io
import os
import select
import signal
import sys
import termios
import threading
import tty
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any

from grader.render.terminal import LOWEST, NARROWEST

# So many bytes may come at once from somebody who types quickly.
_TYPED = 4
# Another screen, without a cursor and without wrapping; and back.
_ENTER, _LEAVE = "\x1b[?1049h\x1b[?25l\x1b[?7l", "\x1b[?7h\x1b[?25h\x1b[?1049l"
# Terminals that know it show a frame when it is whole.
_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"


class Terminated(SystemExit):
    """Somebody ended the program by a signal; its exit code is the shell's word for that."""


class Terminal:
    """Draws frames on standard output."""

    def size(self) -> os.terminal_size:
        """As it is now; never so small that nothing fits."""
        columns, lines = os.get_terminal_size(1)
        return os.terminal_size((max(columns, NARROWEST), max(lines, LOWEST)))

    def draw(self, lines: Sequence[str]) -> None:
        """Show these lines, which may hold colours; they are as many as the screen has.

        Each is cleared before it is written: behind its last cell there is no place from which to clear.
        """
        frame = "\r\n".join(f"\x1b[K{line}" for line in lines)
        sys.stdout.write(f"{_BEGIN}\x1b[H{frame}{_END}")
        sys.stdout.flush()


@contextmanager
def opened(pressed: Callable[[str], object]) -> Iterator[Terminal]:
    """The terminal, whose keys are given to `pressed` in a thread; "" means that it has gone.

    Raises in the body:
        Terminated: by SIGTERM or SIGHUP.
        KeyboardInterrupt: by Ctrl-C.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    before = termios.tcgetattr(0)
    handlers = {number: signal.signal(number, _terminate) for number in (signal.SIGTERM, signal.SIGHUP)}
    ended = threading.Event()
    reader = threading.Thread(target=_read, args=(pressed, ended), daemon=True, name="keys")
    try:
        tty.setcbreak(0)
        _without_suspending()
        sys.stdout.write(_ENTER)
        reader.start()
        yield Terminal()
    finally:
        ended.set()
        for number, handler in handlers.items():
            signal.signal(number, handler)
        try:
            sys.stdout.write(_LEAVE)
            sys.stdout.flush()
            termios.tcsetattr(0, termios.TCSADRAIN, before)
        except (OSError, termios.error):  # it has gone
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115  # what is said from now on, nobody hears


def _without_suspending() -> None:
    """Ctrl-Z would leave the shell on our screen."""
    attributes: list[Any] = termios.tcgetattr(0)
    attributes[6][termios.VSUSP] = b"\0"
    termios.tcsetattr(0, termios.TCSANOW, attributes)


def _read(pressed: Callable[[str], object], ended: threading.Event) -> None:
    while not ended.is_set():
        if not select.select([0], [], [], 0.2)[0]:
            continue
        try:
            typed = os.read(0, 1024)
        except OSError:
            typed = b""
        if not typed:
            pressed("")
            return
        if len(typed) <= _TYPED and not typed.startswith(b"\x1b["):  # neither pasted nor an arrow
            for key in typed.decode("utf-8", "ignore"):
                pressed(key)


def _terminate(number: int, _frame: FrameType | None) -> None:
    raise Terminated(128 + number)
