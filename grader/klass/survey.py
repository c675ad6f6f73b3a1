"""What would be graded, in plain words: whose each file is and what is wrong, seen before anything runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.klass.assignment import Assignment
from grader.klass.explain import moment
from grader.klass.handins import Collected, HandIn
from grader.klass.roster import Roster
from grader.texts import Text


def surveyed(found: Collected, assignment: Assignment, roster: Roster | None, place: Path) -> Iterator[Text]:
    """The sentences about a collection, each on a line of its own: hand-ins, what is missing, problems, a count.

    Args:
        place: where they were collected; what lies in it is named from there.
    """
    yield Text(f"In {place}:", f"{place} 中：")
    for one in found.handins:
        yield _line(one, assignment, _named(one.student_id, roster), _within(one.name, place))
    for student, exercises in found.missing.items():
        yield Text(f"missing  {_named(student, roster)}: ", f"缺交  {_named(student, roster)}：") + ", ".join(exercises)
    for problem in found.problems:
        who = f" ({_named(problem.student_id, roster)})" if problem.student_id else ""
        name = _within(problem.name, place)
        yield Text(f"problem  {name}{who}: ", f"问题  {name}{who}：") + problem.reason
        yield "         " + problem.remedy
    for name in found.passed_over:
        yield Text("passed over: ", "已跳过：") + _within(name, place)
    yield _count(found)


def _within(name: str, place: Path) -> str:
    """A name without the folder or the archive that it begins with."""
    for start in (f"{place}/", f"{place.name}/"):
        if name.startswith(start):
            return name.removeprefix(start)
    return name


def _line(one: HandIn, assignment: Assignment, who: str, name: str) -> Text:
    """A hand-in: whose, which exercise and attempt, when, from which file."""
    when = Text(f", {moment(one.submitted)}", f"，{moment(one.submitted)}") if one.submitted else Text("", "")
    attempt = Text(f", attempt {one.attempt}", f"，第 {one.attempt} 次") if one.attempt > 1 else Text("", "")
    lateness = assignment.lateness(one.student_id, one.submitted)
    late = "  " + lateness.reason if lateness.days_late else Text("", "")
    return f"{who}  {one.exercise}" + attempt + when + f"  {name}" + late


def _named(student: str, roster: Roster | None) -> str:
    name = roster[student].name if roster and student in roster else ""
    return f"{student} {name}" if name and name != student else student


def _count(found: Collected) -> Text:
    students = len({one.student_id for one in found.handins})
    count = len(found.problems)
    problems = Text(f"; problems: {count}", f"；问题：{count} 个") if count else Text("; no problems", "；没有问题")
    missing = sum(map(len, found.missing.values()))
    return (
        Text(
            f"Hand-ins: {len(found.handins)}; students: {students}; missing: {missing}",
            f"提交：{len(found.handins)} 份；学生：{students} 名；缺交：{missing} 份",
        )
        + problems
        + Text(".", "。")
    )
