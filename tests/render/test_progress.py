"""Whoever waits sees for what, and nothing of it stays."""

from __future__ import annotations

import io
import time

import pytest

from grader.render import progress
from grader.render.progress import Progress, shown_progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """It says so."""
        return True


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little time is much here."""
    monkeypatch.setattr(progress, "QUIET_S", 0.2)
    monkeypatch.setattr(progress, "_EVERY_S", 0.4)


def test_a_short_wait_shows_nothing() -> None:
    """What is over at once leaves no trace, not even later."""
    stream = Terminal()
    with shown_progress(stream) as shown:
        shown.show("soon over")
    time.sleep(0.4)
    assert stream.getvalue() == ""


def test_one_long_wait_is_shown_although_nothing_new_is_said() -> None:
    """A text that came too soon is shown once it is time, the latest of several; and removed at the end."""
    stream = Terminal()
    with shown_progress(stream) as shown:
        shown.show("looking")
        shown.show("asking the engine")
        assert stream.getvalue() == ""
        time.sleep(0.5)
        assert "asking the engine" in stream.getvalue() and "looking" not in stream.getvalue()
        shown.show("\x1b[2Jstarting")
        assert r"\x1b[2Jstarting" in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_a_cleared_text_does_not_come_back() -> None:
    """What was cleared before it was shown is forgotten."""
    stream = Terminal()
    shown = Progress(stream, 80)
    shown.show("asking")
    shown.clear()
    time.sleep(0.4)
    assert stream.getvalue() == ""


def test_a_log_gets_a_line_now_and_then() -> None:
    """Elsewhere than on a terminal: no control characters, the latest text, and not every one."""
    stream = io.StringIO()
    with shown_progress(stream) as shown:
        for number in range(3):
            shown.show(f"step {number}")
        assert stream.getvalue() == ""
        time.sleep(0.7)
        assert stream.getvalue() == "step 2\n"
        shown.show("step 3")
        assert stream.getvalue() == "step 2\n"
