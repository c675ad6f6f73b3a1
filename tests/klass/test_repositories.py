"""Git repositories as hand-ins: the commit that counts, and nothing of theirs runs."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.klass.assignment import Assigned, Assignment, Extension, Limits
from grader.klass.handins import Collected, collect
from grader.klass.lateness import Late
from grader.klass.repositories import write_commit
from grader.klass.roster import Roster, Student
from grader.submission.archives import Room
from grader.texts import Text

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

DUE = datetime(2026, 10, 5, 12, tzinfo=UTC)
ROSTER = Roster((Student("s001", "Ada"), Student("s002", "Bob")))


def assignment(**more: object) -> Assignment:
    """One exercise, due, with ten minutes of grace."""
    late = Late("cutoff", grace=timedelta(minutes=10))
    exercises = (Assigned("stable_softmax", Fraction(10)),)
    return Assignment("hw1", Path("hw1.toml"), Text("", ""), exercises, due=DUE, late=late, **more)  # type: ignore[arg-type]


def git(path: Path, *arguments: str, when: datetime = DUE) -> None:
    """Run git there, with that clock."""
    stamp = str(int(when.timestamp())) + " +0000"
    people = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    dates = {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(
        ["git", "-C", str(path), *arguments], check=True, capture_output=True, env={**os.environ, **people, **dates}
    )


def committed(path: Path, *commits: tuple[timedelta, dict[str, bytes]]) -> Path:
    """A repository with these commits, at their times from the due date on."""
    path.mkdir(parents=True)
    git(path, "init", "-q")
    for behind, files in commits:
        for name, content in files.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(content)
        git(path, "add", "-A")
        git(path, "commit", "-q", "-m", "x", when=DUE + behind)
    return path


def answer(found: Collected) -> tuple[bytes, datetime | None]:
    """The only hand-in of Ada's."""
    (one,) = [one for one in found.handins if one.student_id == "s001"]
    return one.source, one.submitted


def test_a_folder_of_clones_may_be_named_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a relative path, as one types it."""
    committed(tmp_path / "handins" / "s001", (-HOUR, {NAME: b"x = 1"}))
    monkeypatch.chdir(tmp_path)
    assert answer(collect(Path("handins"), assignment(), ROSTER)) == (b"x = 1", DUE - HOUR)


HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NAME = "stable_softmax.py"


@pytest.mark.parametrize(
    ("times", "which"),
    [
        ((-2 * HOUR, -HOUR, HOUR), 1),
        ((-2 * HOUR, 0 * HOUR, HOUR), 1),
        ((-2 * HOUR, 10 * MINUTE, HOUR), 1),
        ((-2 * HOUR, 11 * MINUTE, HOUR), 0),
        ((HOUR, 2 * HOUR, 3 * HOUR), 2),
    ],
)
def test_the_last_commit_up_to_the_due_date_counts(tmp_path: Path, times: tuple[timedelta, ...], which: int) -> None:
    """Grace included; where all are late, the last. Its time is the hand-in's, and its name stands in the file's."""
    commits = [(behind, {NAME: f"# {number}".encode()}) for number, behind in enumerate(times)]
    path = committed(tmp_path / "s001", *commits)
    (path / NAME).write_bytes(b"# not committed")
    found = collect(tmp_path, assignment(), ROSTER)
    assert answer(found) == (f"# {which}".encode(), DUE + times[which])
    assert not found.problems and f"{path}@" in found.handins[0].name and found.handins[0].name.endswith(NAME)


def test_an_extension_moves_the_commit_too(tmp_path: Path) -> None:
    """The student's own due date counts."""
    committed(tmp_path / "s001", (-HOUR, {NAME: b"# 0"}), (5 * HOUR, {NAME: b"# 1"}))
    extended = assignment(extensions={"s001": Extension("s001", DUE + 6 * HOUR)})
    assert answer(collect(tmp_path, extended, ROSTER))[0] == b"# 1"


def test_the_list_of_times_comes_before_the_commits(tmp_path: Path) -> None:
    """A commit's time is the student's word."""
    committed(tmp_path / "s001", (-HOUR, {NAME: b"# 0"}))
    (tmp_path / "submitted.csv").write_text("student,submitted\ns001,2026-10-09T00:00:00Z\n")
    assert answer(collect(tmp_path, assignment(), ROSTER))[1] == datetime(2026, 10, 9, tzinfo=UTC)


def test_links_and_other_repositories_are_no_answers(tmp_path: Path) -> None:
    """A link in a commit leads nowhere; the folder's other files are taken."""
    (tmp_path / "secret.py").write_text("# secret")
    path = committed(tmp_path / "subs" / "s001", (-HOUR, {"a/" + NAME: b"# 0"}))
    (path / NAME).symlink_to(tmp_path / "secret.py")
    git(path, "add", "-A")
    git(path, "commit", "-q", "-m", "x", when=DUE - MINUTE)
    found = collect(tmp_path / "subs", assignment(), ROSTER)
    assert answer(found)[0] == b"# 0"


def test_nothing_of_a_repository_runs(tmp_path: Path) -> None:
    """Hooks, filters, a monitor of files, a pager, a way to fetch: none is asked."""
    path = committed(tmp_path / "s001", (-HOUR, {NAME: b"# 0", ".gitattributes": b"*.py filter=evil diff=evil\n"}))
    evil = f"touch {tmp_path / 'ran'}"
    for key in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "core.editor",
        "filter.evil.smudge",
        "diff.evil.textconv",
    ):
        git(path, "config", key, evil)
    git(path, "config", "core.hooksPath", str(tmp_path / "hooks"))
    git(path, "config", "core.repositoryFormatVersion", "1")
    git(path, "config", "protocol.ext.allow", "always")
    git(path, "config", "extensions.partialClone", "origin")
    git(path, "config", "remote.origin.url", f"ext::{evil}")
    git(path, "config", "remote.origin.promisor", "true")
    assert answer(collect(tmp_path, assignment(), ROSTER))[0] == b"# 0"
    blob = hashlib.sha1(b"blob 3\0# 0").hexdigest()
    (path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    found = collect(tmp_path, assignment(), ROSTER)
    assert not found.handins and [one.kind for one in found.problems] == ["unusable"]
    assert not (tmp_path / "ran").exists()


def test_a_repository_that_cannot_be_read_is_one_students_problem(tmp_path: Path) -> None:
    """Without a commit, or too large: told with what git says, and the others are collected."""
    committed(tmp_path / "s001")
    committed(tmp_path / "s002", (-HOUR, {NAME: b"# 0", "b.py": b"", "c.py": b""}))
    found = collect(tmp_path, assignment(limits=Limits(hand_in_files=2)), ROSTER)
    assert [(one.student_id, one.kind) for one in found.problems] == [("s001", "unusable"), ("s002", "archive_files")]
    with pytest.raises(UsageError) as caught:
        write_commit(tmp_path / "s001", None, tmp_path, Room())
    assert str(tmp_path / "s001") in caught.value.message and "Clone it again" in caught.value.remedy


def test_a_missing_git_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the remedy hands in the files."""
    committed(tmp_path / "s001", (-HOUR, {NAME: b"# 0"}))
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    (problem,) = collect(tmp_path, assignment(), ROSTER).problems
    assert "git is not installed" in problem.reason.en and ".git" in problem.remedy.en


def test_a_class_of_repositories_in_a_folder_more(tmp_path: Path) -> None:
    """As the host's tool clones them: a folder of clones, named after the students."""
    for number, student in enumerate(("hw1-s001", "hw1-s002")):
        committed(tmp_path / "hw1-submissions" / student, (-HOUR, {NAME: f"# {number}".encode()}))
    found = collect(tmp_path, assignment(), ROSTER)
    assert {one.student_id: one.source for one in found.handins} == {"s001": b"# 0", "s002": b"# 1"}
