"""Whatever fails on our side, nobody's mark shows it: the command works all the same, or says IE and what to do.

The tests of this folder run the command as a person does, with a right answer, and let something fail meanwhile.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

CATALOGUE = Path(__file__).resolve().parent.parent / "catalogue"
RIGHT = (CATALOGUE / "solutions/toolbox/reference.py").read_text(encoding="utf-8")
COMMAND = [sys.executable, "-c", "from grader.cli import main; main()"]


@dataclass(frozen=True)
class Said:
    """What a command came to."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Learner:
    """A learner's folder, with a right answer to `toolbox`, and the environment of their commands."""

    folder: Path
    environment: Mapping[str, str]

    @property
    def submission(self) -> Path:
        """The right answer."""
        return self.folder / "toolbox.py"

    def start(
        self, *options: str, sandbox: str, stdout: int = subprocess.PIPE, **environment: str
    ) -> subprocess.Popen[str]:
        """Begin to check the submission."""
        return subprocess.Popen(
            [*COMMAND, "check", "toolbox", str(self.submission), "--sandbox", sandbox, "--no-time", *options],
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder,
            env={**self.environment, **environment},
        )

    def check(self, *options: str, sandbox: str, **environment: str) -> Said:
        """Check the submission."""
        return finish(self.start(*options, sandbox=sandbox, **environment))


def finish(process: subprocess.Popen[str], timeout_s: float = 120.0) -> Said:
    """Wait for a command."""
    out, err = process.communicate(timeout=timeout_s)
    return Said(process.returncode, out, err)


def assert_works(said: Said) -> None:
    """The right answer was accepted."""
    assert said.code == 0, said
    assert "accepted" in said.out or "AC" in said.out, said


def assert_sound(said: Said) -> None:
    """The right answer was accepted, or nothing was graded, with the reason and the remedy, and without a traceback."""
    if said.code == 0:
        assert_works(said)
        return
    assert said.code == 3, said
    assert "Traceback" not in said.err, said
    told = said.err if "Cannot grade: " in said.err else said.out
    assert any(word in told.lower() for word in ("cannot grade", "our fault", "internal error")), said
    assert REMEDY_WORDS & set(told.lower().replace(",", " ").replace(".", " ").split()), said


# Every remedy asks for one of these.
REMEDY_WORDS = {"try", "run", "start", "look", "make", "check", "install", "give"}


def slow(source: str, seconds: float = 0.3) -> str:
    """The right answer, taking its time in each call, so that there is a middle in which something can fail."""
    return source.replace("return x * factor", f"import time; time.sleep({seconds}); return x * factor")


def eventually(holds: Callable[[], bool], wait_s: float = 15.0) -> bool:
    """Whether it becomes true in time."""
    end = time.monotonic() + wait_s
    while not (gaps := holds()) and time.monotonic() < end:
        time.sleep(0.05)
    return gaps


@pytest.fixture
def learner(tmp_path: Path) -> Learner:
    """A learner with a home of their own."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "toolbox.py").write_text(RIGHT, encoding="utf-8")
    environment = {
        **os.environ,
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "DLGRADE_CATALOGUE": str(CATALOGUE),
        "DLGRADE_LANG": "en",
        "COLUMNS": "150",
    }
    return Learner(folder, environment)
