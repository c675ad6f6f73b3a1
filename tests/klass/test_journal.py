"""The journal: what comes into it, what is read of it, and what a broken one costs."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.klass import journal
from grader.verdict import Verdict
from tests.samples import SAMPLES

AC = SAMPLES["ac"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the journal will be; its folder is there."""
    (tmp_path / "dlgrade").mkdir()
    return tmp_path / "dlgrade" / "journal.jsonl"


def line(exercise: str, **others: object) -> bytes:
    """A line as `add` writes it."""
    entry = {"format": journal.FORMAT, "exercise": exercise, "verdict": "AC", "complete": True} | others
    return json.dumps(entry).encode() + b"\n"


def test_an_accepted_exercise_is_known(path: Path) -> None:
    """What `add` writes, `accepted` reads; the folders are made."""
    path.parent.rmdir()
    journal.add(AC, path)
    journal.add(SAMPLES["wa"], path)
    assert AC.verdict is Verdict.AC and journal.accepted(path) == {AC.exercise}


def test_no_journal_is_an_empty_one(path: Path) -> None:
    """Whoever has checked nothing has no file, perhaps no folder, or a file in the folder's place."""
    assert journal.accepted(path) == journal.accepted(path / "none") == frozenset()
    path.touch()
    assert journal.accepted(path / "none") == frozenset()


@pytest.mark.parametrize(
    "other",
    [
        b"[" * 200_000 + b"\n",
        b'{"format":' * 50_000 + b"\n",
        b"1" * 10_000 + b"\n",
        b"\xff\xfe\x00\xd8\n",
        b"\0" * 4096 + b"\n",
        b"x" * 3_000_000 + b"\n",
        line("b")[:-20] + b"\n",
        line("b", format="dlgrade/journal/2"),
        line("b", complete=False),
        line("b", verdict="WA"),
        b'["AC"]\n' + b"null\n" + b"\n\r\n",
        b'{"format": "dlgrade/journal/1", "verdict": ["AC"], "complete": 1}\n',
    ],
    ids=range(12),
)
def test_lines_of_others_hide_none_of_ours(path: Path, other: bytes) -> None:
    """Torn, binary, endlessly nested, of another version: the lines before and after still count."""
    path.write_bytes(line("a") + other + line("c"))
    assert journal.accepted(path) == {"a", "c"}


@pytest.mark.parametrize("torn", [b"{", line("b")[:30], line("a") + line("b")[:-1], b"\xff"])
def test_a_torn_last_line_does_not_take_the_next_one_with_it(path: Path, torn: bytes) -> None:
    """After a full disk or a killed process the next AC is recorded, and so is the one after it."""
    path.write_bytes(torn)
    journal.add(AC, path)
    journal.add(AC, path)
    assert AC.exercise in journal.accepted(path)
    assert [json.loads(one)["exercise"] for one in path.read_bytes().splitlines()[-2:]] == [AC.exercise] * 2


@pytest.mark.parametrize("kind", ["fifo", "socket", "folder", "device", "loop"])
def test_what_is_no_file_is_refused_at_once(path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits for a pipe's other end, or reads a device to its end; the sentence names the path."""
    monkeypatch.chdir(path.parent)
    unix = socket.socket(socket.AF_UNIX)
    {
        "fifo": lambda: os.mkfifo(path),
        "socket": lambda: unix.bind(path.name),
        "folder": path.mkdir,
        "device": lambda: path.symlink_to("/dev/zero"),
        "loop": lambda: path.symlink_to(path),
    }[kind]()
    with pytest.raises(UsageError, match=r"could not be read: \w") as reading:
        journal.accepted(path)
    with pytest.raises(UsageError, match=r"could not be written: \w") as writing:
        journal.add(AC, path)
    unix.close()
    assert str(path) in reading.value.message and str(path) in writing.value.message


def test_where_it_is(tmp_path: Path) -> None:
    """XDG_STATE_HOME, if it is absolute; else below the home folder."""
    assert journal.path({"XDG_STATE_HOME": "/state", "HOME": "/home/ada"}) == Path("/state/dlgrade/journal.jsonl")
    at_home = Path("/home/ada/.local/state/dlgrade/journal.jsonl")
    assert journal.path({"XDG_STATE_HOME": "state", "HOME": "/home/ada"}) == at_home
    assert journal.path({"HOME": "/home/ada"}) == at_home
    assert journal.path({}).is_absolute()
