"""The machine is full, read-only, or busy with another check of the same file."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.progress.history import NAME, opened

from .conftest import Learner, assert_sound, assert_works, finish

pytestmark = pytest.mark.slow


def _mounted(folder: Path, options: str) -> Iterator[Path]:
    """A small file system of its own; only root may."""
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"no file system can be mounted here: {made.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of 128 KiB."""
    yield from _mounted(tmp_path / "small", "size=128k,mode=777")


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A disk that takes nothing."""
    yield from _mounted(tmp_path / "read-only", "ro,size=128k,mode=777")


def recorded(state: Path) -> list[str]:
    """The verdicts in the history below this folder."""
    with opened(print, place=state / "dlgrade" / NAME) as history:
        return [one.verdict for one in history.attempts()]


def fill(folder: Path, *, but: int) -> None:
    """Leave `but` bytes."""
    with open(folder / "filler", "wb", buffering=0) as file:
        with contextlib.suppress(OSError):  # full
            while True:
                file.write(bytes(4096))
        file.truncate(file.tell() - but)


@pytest.mark.parametrize("sandbox", ["process", "bubblewrap", pytest.param("docker", marks=pytest.mark.docker)])
@pytest.mark.parametrize("left", [0, 4096, 16384])
def test_no_room_for_temporary_files(learner: Learner, small: Path, sandbox: str, left: int) -> None:
    """With TMPDIR on a full disk a check works, or says that it is our fault and what to do."""
    fill(small, but=left)
    assert_sound(learner.check(sandbox=sandbox, TMPDIR=str(small)))
    (small / "filler").unlink()
    assert_works(learner.check(sandbox=sandbox, TMPDIR=str(small)))
    assert list(small.iterdir()) == []


def test_no_room_for_the_history(learner: Learner, small: Path) -> None:
    """With the history on a full disk a check works and says that nothing is recorded; later attempts are."""
    fill(small, but=0)
    said = learner.check(sandbox="process", XDG_STATE_HOME=str(small))
    assert_works(said)
    assert "could not be written" in said.err
    (small / "filler").unlink()
    assert_works(learner.check(sandbox="process", XDG_STATE_HOME=str(small)))
    assert recorded(small) == ["AC"]


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_no_room_for_the_report(learner: Learner, options: tuple[str, ...]) -> None:
    """With the report on a full disk the exit code says that it is our fault, and standard error what is wrong."""
    with open("/dev/full", "w") as full:
        said = finish(learner.start(*options, sandbox="process", stdout=full.fileno()))
    assert said.code == 3
    assert "Traceback" not in said.err
    assert "No space left" in said.err


def test_a_read_only_home(learner: Learner, read_only: Path) -> None:
    """With a home that cannot be written a check works, and says that progress is not recorded."""
    environment = {key: value for key, value in learner.environment.items() if key != "XDG_STATE_HOME"}
    said = Learner(learner.folder, environment).check(sandbox="process", HOME=str(read_only))
    assert_works(said)
    assert "Progress is not recorded" in said.err


def test_two_checks_of_one_file(learner: Learner) -> None:
    """Two checks at once of one file both work, and the history has an attempt of each."""
    both = [learner.start(sandbox="process") for _ in range(2)]
    for command in both:
        assert_works(finish(command))
    assert recorded(Path(learner.environment["XDG_STATE_HOME"])) == ["AC", "AC"]
    assert not [name for name in os.listdir(learner.folder) if name != "toolbox.py"]
