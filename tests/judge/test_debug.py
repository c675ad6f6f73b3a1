"""`dlgrade check --debug`: an author stops in a judge test and looks around, on a real terminal."""

from __future__ import annotations

import os
import pty
import select
import shutil
import sys
import time
from pathlib import Path

import pytest

from grader.catalogue.exercise import Catalogue
from grader.grading.client import JudgeProcess
from grader.judge.protocol import Job, Options, Trust
from grader.verdict import Verdict

from .conftest import CATALOGUE

pytestmark = pytest.mark.slow


def read_until(terminal: int, word: bytes, seconds: float = 60.0) -> bytes:
    """What the terminal shows, up to and with `word`."""
    shown = b""
    deadline = time.monotonic() + seconds
    while word not in shown and time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.2)[0]:
            shown += os.read(terminal, 4096)
    assert word in shown, shown.decode()
    return shown


@pytest.fixture
def stopping(tmp_path: Path) -> Path:
    """The fixture catalogue, with a breakpoint in one of its tests."""
    shutil.copytree(CATALOGUE, tmp_path, dirs_exist_ok=True)
    tests = tmp_path / "exercises/toolbox/test_public.py"
    tests.write_text(tests.read_text().replace("(size=size)\n", "(size=size)\n    breakpoint()\n", 1))
    return tmp_path


def test_breakpoint_opens_pdb_where_the_test_stands(stopping: Path) -> None:
    """Variables of the test and answers of the submission can be asked for; then the check goes on to its report."""
    reference = stopping / "solutions/toolbox/reference.py"
    command = [sys.executable, "-m", "grader", "check", "toolbox", str(reference), "--case", "scale", "--debug"]
    command += ["--sandbox", "process", "--catalogue", str(stopping)]
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    try:
        read_until(terminal, b"(Pdb)")
        os.write(terminal, b"p 'size is', size, submission.scale(21.0, 2.0)\n")
        assert b"('size is', 1, 42.0)" in read_until(terminal, b"42.0)")
        for size in (b"2", b"5"):
            os.write(terminal, b"c\n")
            read_until(terminal, b"(Pdb)")
            os.write(terminal, b"p 'size is', size\n")
            read_until(terminal, b"('size is', " + size + b")")
        os.write(terminal, b"c\n")
        read_until(terminal, b"--seed")
    finally:
        os.close(terminal)
        os.waitpid(pid, 0)


def test_breakpoint_without_debug_says_what_it_needs(stopping: Path) -> None:
    """A forgotten one is a fault of the test, and the report names the option."""
    exercise = Catalogue(stopping)["toolbox"]
    with JudgeProcess(exercise, Options(sandbox="process", trust=Trust.OURS)) as judge:
        judged = judge.judge(Job(exercise.reference.read_bytes(), seed="0", cases=("scale",)))
    (failure,) = [case.failure for case in judged.cases if case.verdict is Verdict.IE]
    assert failure is not None
    assert failure.kind == "internal" and "needs `dlgrade check --debug`" in failure.facts["error"]
