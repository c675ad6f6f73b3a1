"""Statistics of a class: how marks are spread, which cases tell strong answers from weak ones, common mistakes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from grader.klass.gradebook import Gradebook
from grader.klass.marks import Row
from grader.report import Report
from grader.texts import Text
from grader.verdict import Verdict

BINS = 10


@dataclass(frozen=True)
class CaseStatistics:
    """One case over a class.

    passed: the share of those who were graded. discrimination: the correlation of passing it with the number of other
    cases that were passed, from -1 to 1; None where all fare alike. Near 0 or below, a case is worth a look.
    """

    id: str
    title: Text
    hidden: bool
    passed: float
    discrimination: float | None


@dataclass(frozen=True)
class ExerciseStatistics:
    """One exercise over a class: `graded` reports, the cases, and how many made which known mistake."""

    slug: str
    title: Text
    graded: int
    cases: tuple[CaseStatistics, ...]
    mistakes: tuple[tuple[Text, int], ...]


def distribution(rows: Sequence[Row], most: float) -> list[int]:
    """How many students have which share of all points, in BINS bins; who is not graded is in none."""
    counts = [0] * BINS
    for row in rows:
        if row.points is not None:
            counts[max(0, min(BINS - 1, math.floor(float(row.points) / most * BINS)))] += 1
    return counts


def exercises(book: Gradebook) -> list[ExerciseStatistics]:
    """The statistics of each exercise of which something was graded."""
    found = []
    for at, slug in enumerate(book.assignment.slugs):
        seen = _Seen()
        for row in book.rows:
            mark = row.marks[at]
            report = book.report(mark) if mark.points is not None else None
            if report is not None and report.verdict is not Verdict.IE:
                seen.add(report)
        if seen.passed:
            found.append(seen.statistics(slug))
    return found


class _Seen:
    """The reports on one exercise, as far as they are kept: which cases each passed, and its mistake."""

    def __init__(self) -> None:
        self.passed: list[frozenset[str]] = []
        self._cases: dict[str, tuple[Text, bool]] = {}
        self._mistakes: Counter[Text] = Counter()
        self._title = Text("", "")

    def add(self, report: Report) -> None:
        """Keep it."""
        self._title = report.title
        self._cases.update({case.id: (case.title, case.hidden) for case in report.cases})
        self.passed.append(frozenset(case.id for case in report.cases if case.verdict is Verdict.AC))
        if report.diagnosis is not None:
            self._mistakes[report.diagnosis.explanation] += 1

    def statistics(self, slug: str) -> ExerciseStatistics:
        """Of all of them."""
        cases = tuple(self._case(name, *told) for name, told in self._cases.items())
        return ExerciseStatistics(slug, self._title, len(self.passed), cases, tuple(self._mistakes.most_common()))

    def _case(self, name: str, title: Text, hidden: bool) -> CaseStatistics:
        passes = [float(name in one) for one in self.passed]
        others = [float(len(one - {name})) for one in self.passed]
        return CaseStatistics(name, title, hidden, sum(passes) / len(passes), _correlation(passes, others))


def _correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Pearson's; None where one of them does not vary."""
    if all(a == b for a, b in pairwise(one)) or all(a == b for a, b in pairwise(other)):
        return None
    means = sum(one) / len(one), sum(other) / len(other)
    pairs = [(a - means[0], b - means[1]) for a, b in zip(one, other, strict=True)]
    norms = math.sqrt(sum(a * a for a, _ in pairs)) * math.sqrt(sum(b * b for _, b in pairs))
    return sum(a * b for a, b in pairs) / norms
