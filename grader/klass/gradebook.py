"""The gradebook: the marks of a class with all that a sink may tell of them, and what students may see of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from grader.klass.assignment import Assignment
from grader.klass.marks import Mark, Row, rows
from grader.klass.store import Store, Trouble, Void
from grader.report import Report


@dataclass(frozen=True)
class Gradebook:
    """The marks of a class at a time. Reports are read when they are asked for: a class has many."""

    assignment: Assignment
    store: Store
    rows: tuple[Row, ...]
    problems: tuple[Trouble, ...]
    voids: tuple[Void, ...]
    at: datetime
    lang: str = "en"

    @property
    def marks(self) -> Iterator[Mark]:
        """All of them."""
        return (mark for row in self.rows for mark in row.marks)

    @property
    def states(self) -> Counter[str]:
        """How many marks are in which state."""
        return Counter(mark.state for mark in self.marks)

    def report(self, mark: Mark) -> Report | None:
        """The report on the hand-in that counts, under its own name; None where there is none."""
        if mark.handin is None or not mark.handin.result:
            return None
        report = self.store.report(mark.handin.result)
        return replace(report, submission=mark.handin.name) if report is not None else None

    def shown(self, mark: Mark) -> Report | None:
        """As `report`, and as much of it as its student may see."""
        report = self.report(mark)
        if report is None or self.hidden_shown(mark.student):
            return report
        cases = tuple(case for case in report.cases if not case.hidden)
        names = {case.id for case in cases}
        diagnosis = report.diagnosis
        if diagnosis is not None:
            public = tuple(name for name in diagnosis.cases if name in names)
            diagnosis = replace(diagnosis, cases=public) if public else None
        return replace(report, cases=cases, diagnosis=diagnosis)

    def hidden_shown(self, student: str) -> bool:
        """Whether this student may see what came of hidden cases, now."""
        when = self.assignment.hidden_results
        if when == "after_due":
            due = self.assignment.due_for(student)
            return due is not None and self.at > due
        return when == "always"


def gradebook(store: Store, assignment: Assignment, lang: str = "en", at: datetime | None = None) -> Gradebook:
    """The gradebook by what is in the journal."""
    return Gradebook(
        assignment, store, rows(store, assignment), store.problems(), store.voids(), at or datetime.now(UTC), lang
    )
