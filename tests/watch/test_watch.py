"""`dlgrade watch` on a real terminal: saves, keys, and an end that leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader import cli
from grader.progress import history
from grader.progress.attempt import NOT_JUDGED, Attempt
from grader.progress.history import opened
from tests.watch.watched import Watched

CATALOGUE = Path(__file__).resolve().parent.parent / "catalogue"
TOOLBOX = CATALOGUE / "solutions" / "toolbox"
RIGHT = (TOOLBOX / "reference.py").read_text(encoding="utf-8")
WRONG = (TOOLBOX / "wrong" / "added.py").read_text(encoding="utf-8")
ENDLESS = RIGHT.replace("return x * factor", "while True: pass")

pytestmark = [pytest.mark.slow, pytest.mark.alone]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A learner's folder."""
    path = tmp_path / "mine"
    path.mkdir()
    return path


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A state folder of its own, the fixture catalogue, and a mark on all processes."""
    state = str(tmp_path / "state")
    return {"XDG_STATE_HOME": state, "DLGRADE_CATALOGUE": str(CATALOGUE), "DLGRADE_LANG": "en", "MARK": state}


@pytest.fixture
def watched(folder: Path, environ: dict[str, str]) -> Iterator[Watched]:
    """The wrong answer, watched."""
    (folder / "toolbox.py").write_text(f"# dlgrade: toolbox\n{WRONG}")
    with Watched(folder, "--sandbox", "process", "--no-time", **environ) as watched:
        watched.judged("WA")
        yield watched


def left(environ: dict[str, str]) -> list[str]:
    """The processes that bear the mark."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if f"MARK={environ['MARK']}".encode() in (path / "environ").read_bytes():
                found.append((path / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def recorded(environ: dict[str, str]) -> tuple[Attempt, ...]:
    """The attempts in the history."""
    with opened(print, place=history.path(environ)) as known:
        return known.attempts()


def source(environ: dict[str, str], attempt: Attempt) -> bytes:
    """The code of one."""
    with opened(print, place=history.path(environ)) as known:
        return known.source(attempt.sha256) or b""


def assert_nothing_left(environ: dict[str, str]) -> None:
    """Soon no process is."""
    deadline = time.monotonic() + 20
    while left(environ) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left(environ) == []


def test_from_save_to_save(watched: Watched, folder: Path, environ: dict[str, str]) -> None:
    """Old results are greyed at once, what changed is told, and each end of a run is recorded."""
    path = folder / "toolbox.py"
    path.write_text(RIGHT)
    assert watched.shows("checking ...") < 5
    watched.judged("AC")
    assert "Now pass: " in watched.frame and "d diff" in watched.frame
    path.touch()
    watched.read(0.5)
    assert "checking" not in watched.frame, "no byte has changed"
    watched.saved(path, "def scale(:\n", "CE")
    path.unlink()
    watched.shows("There is no file")
    path.write_text("def scale(:\n")
    watched.judged("CE")
    watched.saved(path, WRONG, "WA")
    watched.press("q")
    assert watched.ended() == 1
    assert watched.settings() == watched.before
    assert_nothing_left(environ)
    assert [one.verdict for one in recorded(environ)] == ["WA", "AC", "CE", "WA"]


def test_a_save_during_a_check_is_not_lost(watched: Watched, folder: Path) -> None:
    """The check is ended, however long it would have taken, and the new text judged; many saves are one run."""
    path = folder / "toolbox.py"
    path.write_text(ENDLESS)
    watched.shows("checking ...")
    watched.read(1.0)
    path.write_text(RIGHT)
    assert watched.judged("AC") < 8  # a case may take ten seconds
    for number in range(10):
        path.write_text(f"{ENDLESS}\n# {number}\n")
        time.sleep(0.03)
    path.write_text(WRONG)
    watched.judged("WA")


def test_the_keys(watched: Watched, folder: Path, environ: dict[str, str]) -> None:
    """Each does what the last line says; a reset asks first, and keeps the code beside the file and in the history."""
    path = folder / "toolbox.py"
    watched.press("h")
    watched.shows("Hint 1")
    watched.press("l")
    watched.shows("0 of 3 solved")
    watched.press("x")
    watched.shows("once more")
    watched.press(" ")
    watched.shows("Values are scaled")
    assert path.read_text().endswith(WRONG)
    watched.saved(path, RIGHT, "AC")
    watched.saved(path, f"{RIGHT}# more\n", "AC")
    watched.press("d")
    watched.shows("as the last accepted")
    watched.saved(path, WRONG, "WA")
    watched.press("d")
    watched.shows("-    return x * factor")
    watched.press("x")
    watched.shows("once more")
    watched.press("x")
    watched.shows("still the stub")
    assert [one.read_text() for one in folder.glob("*.bak")] == [WRONG]
    (reset,) = (one for one in recorded(environ) if one.verdict == NOT_JUDGED)
    assert source(environ, reset) == WRONG.encode()
    watched.press("r")
    watched.shows("checking ...")
    watched.press("n")
    watched.until(lambda one: "toolbox.py" not in one.frame)
    assert len(list(folder.glob("*.py"))) > 2, "the next exercise has its stub"


def test_a_screen_that_is_resized(watched: Watched) -> None:
    """It is drawn anew, as large as it is."""
    watched.resize(120, 40)
    watched.until(lambda one: one.frame.count("\n") == 39)
    watched.resize(40, 10)
    watched.until(lambda one: one.frame.count("\n") == 9)
    assert "WA" in watched.frame


@pytest.mark.parametrize(
    ("how", "code"), [("\x03", 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGKILL, -9)]
)
def test_an_end_in_the_middle_leaves_nothing(
    watched: Watched, folder: Path, environ: dict[str, str], how: str | signal.Signals, code: int
) -> None:
    """Ctrl-C and every signal: no process, and, where we can, the terminal as it was."""
    (folder / "toolbox.py").write_text(ENDLESS)
    watched.shows("checking ...")
    watched.read(1.0)
    if isinstance(how, str):
        watched.press(how)
    else:
        os.kill(watched.process.pid, how)
    assert watched.ended() == code
    assert how is signal.SIGKILL or watched.settings() == watched.before
    assert_nothing_left(environ)


def test_a_notebook_is_watched(folder: Path, environ: dict[str, str]) -> None:
    """As a file is."""
    cell: dict[str, object] = {"cell_type": "code", "source": WRONG}
    notebook = {"nbformat": 4, "cells": [cell]}
    (folder / "toolbox.ipynb").write_text(json.dumps(notebook))
    with Watched(folder, "toolbox", "--sandbox", "process", "--no-time", **environ) as watched:
        watched.judged("WA")
        assert "toolbox.ipynb" in watched.frame and "d diff" not in watched.frame
        cell["outputs"] = [{"output_type": "stream", "text": "as the kernel saves it"}]
        (folder / "toolbox.ipynb").write_text(json.dumps(notebook))
        watched.shows("checking ...")
        watched.judged("WA")
        watched.press("q")
        watched.ended()
    (attempt,) = recorded(environ)  # no code has changed, so nothing was judged
    assert attempt.notebook and b"return x + factor" in source(environ, attempt)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["toolbox.py"], "needs a terminal"), ([], "needs a terminal")],
)
def test_without_a_terminal_it_refuses(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """And names what a program can do."""
    assert cli.run(["watch", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error and "dlgrade check FILE --json" in error


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "No file in this folder answers an exercise"),
        (["toolbox"], "dlgrade start toolbox"),
        (["gone.py"], "There is no file"),
        (["other.py"], "which exercise"),
    ],
)
def test_what_cannot_be_watched(folder: Path, environ: dict[str, str], arguments: list[str], said: str) -> None:
    """Is told before the screen is taken."""
    (folder / "other.py").write_text("x = 1\n")
    with Watched(folder, *arguments, **environ) as watched:
        assert watched.ended() == 2
        assert said in watched.text
