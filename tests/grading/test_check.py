"""From files to entries, and what of many cannot be judged."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from grader.catalogue.exercise import Catalogue
from grader.errors import GraderError, UsageError
from grader.grading import check
from grader.grading.check import Request, Sparing, survey
from grader.grading.client import Unavailable
from grader.grading.course import Course
from grader.grading.policy import Policy
from grader.judge.protocol import Options, Ready
from grader.numbers import span
from grader.submission.submission import submission_of
from grader.texts import Text, as_text
from grader.verdict import Verdict

ROOT = Path(__file__).resolve().parent.parent / "catalogue"
KNOWN = Catalogue(ROOT)
REFERENCE = ROOT / "solutions" / "toolbox" / "reference.py"


def asked(*paths: Path, exercise: str | None = None, cases: tuple[str, ...] = ()) -> Request:
    """A request for these files."""
    return Request(paths, exercise, Policy("seed", cases), Options())


def test_the_course_counts_by_verdict_and_tells_what_is_left() -> None:
    """One line, in both languages; of a single submission there is nothing to count."""
    said: list[Text] = []
    course = Course(4, lambda one: said.append(as_text(one)))
    course.of("a.py")("case 1")
    for verdict in (Verdict.WA, Verdict.AC, Verdict.WA):
        course.done(verdict)
    course.of("b.py")("case 2")
    assert said[0].en == "0/4 done · a.py: case 1"
    assert re.fullmatch(r"3/4 done \(1 AC, 2 WA\), \S+/s, .+ left · b\.py: case 2", said[1].en)
    assert said[1].zh.startswith("已完成 3/4（1 AC, 2 WA），每秒")
    Course(1, lambda one: said.append(as_text(one))).of("c.py")("case 3")
    assert said[2].en == "c.py: case 3"


@pytest.mark.parametrize(
    ("seconds", "en", "zh"),
    [
        (12, "12 s", "12 秒"),
        (89.4, "89 s", "89 秒"),
        (600, "10 min", "10 分钟"),
        (5400, "1 h 30 min", "1 小时 30 分钟"),
    ],
)
def test_a_time_to_wait_is_told_as_people_do(seconds: float, en: str, zh: str) -> None:
    """A class takes hours."""
    assert span(seconds) == Text(en, zh)


def test_each_file_is_an_entry_or_refused(tmp_path: Path) -> None:
    """What is wrong with one stops no other; an exercise that is named is everybody's."""
    shutil.copy(REFERENCE, tmp_path / "toolbox.py")
    shutil.copy(REFERENCE, tmp_path / "ann.py")
    (tmp_path / "bob.py").touch()
    found = survey(asked(tmp_path), KNOWN)
    assert [(entry.submission.name, entry.exercise.slug) for entry in found.entries] == [
        (str(tmp_path / "toolbox.py"), "toolbox")
    ]
    assert {refusal.kind for refusal in found.refused} == {"unassigned", "empty"} and found.many
    found = survey(asked(tmp_path, exercise="toolbox"), KNOWN)
    assert len(found.entries) == 2 and [refusal.kind for refusal in found.refused] == ["empty"]
    assert not survey(asked(tmp_path / "toolbox.py"), KNOWN).many


def test_an_exercise_that_is_none_is_an_error(tmp_path: Path) -> None:
    """Before a file is read."""
    with pytest.raises(UsageError, match='no exercise "toolbx"'):
        survey(asked(tmp_path, exercise="toolbx"), KNOWN)


def sparing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> tuple[list[str], Any]:
    """The names that a judge was asked for which raises `error`, and what judges one of many."""
    names: list[str] = []

    def judge(turn: object, submission: Any, policy: Policy, **others: object) -> None:
        names.append(submission.name)
        raise error

    monkeypatch.setattr(check, "judge", judge)
    one = Sparing()
    turn = SimpleNamespace(judge=SimpleNamespace(exercise=KNOWN["toolbox"], machine=Ready(), log=lambda: ""))
    return names, lambda name: one(turn, submission_of("x", name), Policy("seed"), lambda said: None)  # type: ignore[arg-type]


@pytest.mark.parametrize(("error", "times"), [(GraderError("e", "r"), 2), (Unavailable("e", "r"), 1)])
def test_of_many_a_fault_of_ours_is_a_report(monkeypatch: pytest.MonkeyPatch, error: GraderError, times: int) -> None:
    """IE, with the error and the remedy; a judge that cannot begin is not asked again."""
    names, judge_one = sparing(monkeypatch, error)
    for name in ("a.py", "b.py"):
        report = judge_one(name)
        assert (report.submission, report.verdict, report.exercise) == (name, Verdict.IE, "toolbox")
        assert report.internal is not None and report.internal.facts["error"] == "e"
        assert report.internal.facts["remedy"] == "r" and report.provenance.seed == "seed"
    assert len(names) == times


def test_what_was_asked_for_and_cannot_be_had_is_no_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """It concerns the whole command."""
    _, judge_one = sparing(monkeypatch, UsageError("no such case", "r"))
    with pytest.raises(UsageError):
        judge_one("a.py")
