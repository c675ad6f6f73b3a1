"""What would be graded, in plain words: whose each file is and what is wrong, seen before anything runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from grader.klass.assignment import Assignment
from grader.klass.explain import moment
from grader.klass.handins import Collected, HandIn
from grader.klass.roster import Roster
from grader.texts import Text


def surveyed(found: Collected, assignment: Assignment, roster: Roster | None) -> Iterator[Text]:
    """The sentences about a collection, each on a line of its own: hand-ins, what is missing, problems, a count."""
    for one in found.handins:
        yield _line(one, assignment)
    for student, exercises in found.missing.items():
        yield Text(f"missing  {_named(student, roster)}: ", f"缺交  {_named(student, roster)}：") + ", ".join(exercises)
    for problem in found.problems:
        who = f" ({_named(problem.student_id, roster)})" if problem.student_id else ""
        yield Text(f"problem  {problem.name}{who}: ", f"问题  {problem.name}{who}：") + problem.reason
        yield "         " + problem.remedy
    for name in found.passed_over:
        yield Text("passed over: ", "已跳过：") + name
    yield _count(found)


def _line(one: HandIn, assignment: Assignment) -> Text:
    """A hand-in: whose, which exercise and attempt, when, from which file."""
    when = Text(f", {moment(one.submitted)}", f"，{moment(one.submitted)}") if one.submitted else Text("", "")
    attempt = Text(f", attempt {one.attempt}", f"，第 {one.attempt} 次") if one.attempt > 1 else Text("", "")
    lateness = assignment.lateness(one.student_id, one.submitted)
    late = Text(" ", "") + lateness.reason if lateness.days_late else Text("", "")
    line = Text(f"{one.student_id}  {one.exercise}", f"{one.student_id}  {one.exercise}") + attempt + when
    return line + f"  {one.name}" + late


def _named(student: str, roster: Roster | None) -> str:
    name = roster[student].name if roster and student in roster else ""
    return f"{student} {name}" if name and name != student else student


def _count(found: Collected) -> Text:
    students = len({one.student_id for one in found.handins})
    kinds = Counter(problem.kind for problem in found.problems)
    listed = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
    problems = Text(f"; problems: {listed}", f"；问题：{listed}") if kinds else Text("; no problems", "；没有问题")
    missing = sum(map(len, found.missing.values()))
    return (
        Text(
            f"Hand-ins: {len(found.handins)}; students: {students}; missing: {missing}",
            f"提交：{len(found.handins)} 份；学生：{students} 名；缺交：{missing} 份",
        )
        + problems
        + Text(".", "。")
    )
