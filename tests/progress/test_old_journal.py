"""What an earlier program kept is taken over once; nothing of it is lost."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.progress import old_journal
from grader.progress.attempt import Attempt
from grader.progress.history import NAME, opened
from tests.progress.test_history import Told

CODE = b"def f(): return 1\n"
DIGEST = hashlib.sha256(CODE).hexdigest()


def line(exercise: str, at: int = 1, **others: object) -> bytes:
    """A line as the earlier program wrote it."""
    entry = {
        "format": old_journal.FORMAT,
        "at": f"2026-01-{at:02}T00:00:00+00:00",
        "exercise": exercise,
        "verdict": "AC",
        "complete": True,
        "points": 3,
        "max_points": 3.0,
        "submission_sha256": DIGEST,
        "exercise_digest": "e",
    }
    return json.dumps(entry | others).encode() + b"\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A state folder."""
    return tmp_path


def taken_over(folder: Path, told: Told) -> tuple[Attempt, ...]:
    """The attempts of the history in the folder."""
    with opened(told, place=folder / NAME) as history:
        return history.attempts()


def test_lines_and_sources_are_taken_over(folder: Path) -> None:
    """By whoever reads the history first; the old files stay under other names, and nothing is said."""
    told = Told()
    (folder / "journal.jsonl").write_bytes(line("a") + line("a", 2, verdict="WA") + line("b", 3, complete=False))
    (folder / "accepted").mkdir()
    (folder / "accepted" / "a.py").write_bytes(CODE)
    before = (folder / "journal.jsonl").read_bytes()
    for _ in range(2):
        found = taken_over(folder, told)
        assert [(one.exercise, one.verdict, one.complete, one.points) for one in found] == [
            *(("a", "AC", True, 3.0), ("a", "WA", True, 3.0), ("b", "AC", False, 3.0))
        ]
    with opened(told, place=folder / NAME) as history:
        assert history.last_accepted("a") == (found[0], CODE)
    assert (folder / "journal.jsonl.old").read_bytes() == before and not (folder / "journal.jsonl").exists()
    assert (folder / "accepted.old" / "a.py").read_bytes() == CODE
    assert told == []


def test_a_source_of_which_no_line_tells_was_accepted_all_the_same(folder: Path) -> None:
    """The journal may have been damaged."""
    (folder / "accepted").mkdir()
    (folder / "accepted" / "a.py").write_bytes(CODE)
    (attempt,) = taken_over(folder, Told())
    assert attempt.accepted and attempt.exercise == "a" and attempt.at


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
        line("b", verdict="QQ"),
        b'["AC"]\n',
        b'{"format": "dlgrade/journal/1", "verdict": ["AC"], "complete": 1}\n',
    ],
    ids=range(11),
)
def test_a_damaged_line_is_said_and_hides_none_of_ours(folder: Path, other: bytes) -> None:
    """Torn, binary, endlessly nested, of another version: the lines before and after still count."""
    told = Told()
    (folder / "journal.jsonl").write_bytes(line("a") + other + line("c", 2))
    assert [one.exercise for one in taken_over(folder, told)] == ["a", "c"]
    (said,) = told
    assert said.startswith("1 line of your old journal could not be read") and "journal.jsonl.old" in said


def test_a_run_that_was_killed_in_between_is_repeated(folder: Path) -> None:
    """The same lines are the same attempts, two alike are two, and no name is taken from another file."""
    lines = line("a") + line("a")
    for _ in range(2):
        (folder / "journal.jsonl").write_bytes(lines)
        assert len(taken_over(folder, Told())) == 2
    assert (folder / "journal.jsonl.old").exists() and (folder / "journal.jsonl.old1").exists()


def test_a_journal_that_is_no_file_is_told(folder: Path) -> None:
    """It stays where it is, and so does what is beside it."""
    os.mkfifo(folder / "journal.jsonl")
    with pytest.raises(UsageError, match="could not be taken over: it is not a regular file") as raised:
        taken_over(folder, Told())
    assert "moved it away" in raised.value.remedy
