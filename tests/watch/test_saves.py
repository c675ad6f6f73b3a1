"""A save is noticed soon, whatever way an editor has of writing; what changes no byte is none."""

from __future__ import annotations

import os
import queue
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.watch.saves import Saves


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file that is watched."""
    path = tmp_path / "a.py"
    path.write_text("x = 1\n")
    return path


@pytest.fixture
def noticed(file: Path) -> Iterator[queue.Queue[float]]:
    """When saves were noticed."""
    found: queue.Queue[float] = queue.Queue()
    with Saves(file, lambda: found.put(time.monotonic())):
        yield found


def replaced(path: Path) -> None:
    """As most editors save."""
    other = path.with_suffix(".tmp")
    other.write_text("x = 2\n")
    other.replace(path)


def same_time(path: Path) -> None:
    """Another text of the same length, with the old time of change."""
    status = path.stat()
    path.write_text("x = 2\n")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize(
    "save", [lambda path: path.write_text("x = 22\n"), lambda path: path.unlink(), replaced, same_time]
)
def test_a_save_is_noticed(file: Path, noticed: queue.Queue[float], save: Callable[[Path], object]) -> None:
    """Once."""
    save(file)
    noticed.get(timeout=10)
    with pytest.raises(queue.Empty):
        noticed.get(timeout=0.2)


def touched(path: Path) -> None:
    """Without a write."""
    path.touch()


def written_again(path: Path) -> None:
    """The same text, by an editor that replaces the file."""
    other = path.with_suffix(".tmp")
    other.write_bytes(path.read_bytes())
    other.replace(path)


@pytest.mark.parametrize("save", [touched, written_again])
def test_what_changes_no_byte_is_no_save(
    file: Path, noticed: queue.Queue[float], save: Callable[[Path], object]
) -> None:
    """Nothing is called."""
    save(file)
    with pytest.raises(queue.Empty):
        noticed.get(timeout=0.3)


@pytest.mark.alone
def test_how_soon(file: Path, noticed: queue.Queue[float]) -> None:
    """Most saves are noticed within 50 ms."""
    took = []
    for number in range(5):
        file.write_text(f"x = {number + 10}\n")
        saved = time.monotonic()
        took.append(noticed.get(timeout=10) - saved)
        time.sleep(0.05)
    assert sorted(took)[1] < 0.05
