"""Points from a report, with the cases left out that count for nobody."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from grader.klass.store import Void
from grader.limits import MOST_TIMEOUTS
from grader.report import CaseResult, Report, decide
from grader.verdict import Verdict


@dataclass(frozen=True)
class Score:
    """The share of an exercise's points that a report is worth, 0 to 1; None where we are at fault: it is no mark."""

    share: Fraction | None
    verdict: Verdict
    passed: int
    cases: int


def points_of(report: Report, voids: Sequence[Void] = ()) -> dict[str, Fraction]:
    """The share of an exercise's points that each case is worth, by its id; void cases that are left out have none."""
    void = {one.case: one.how for one in voids}
    worth = {case.id: Fraction(str(case.points)) for case in report.cases if void.get(case.id) != "rescale"}
    most = sum(worth.values())
    return {case: points / most if most else Fraction(0) for case, points in worth.items()}


def leaves_out(report: Report, voids: Sequence[Void]) -> bool:
    """Whether cases that count were not run because others took too long, of which too few count."""
    void = {one.case for one in voids}
    counted = [case for case in report.cases if case.id not in void]
    return sum(case.timed_out for case in counted) < MOST_TIMEOUTS and any(map(_is_left_out, counted))


def _is_left_out(case: CaseResult) -> bool:
    return case.skipped == "time limit"


def _limited(cases: Iterable[CaseResult], void: Container[str]) -> Iterator[CaseResult]:
    """The cases, those left out that come after too many that took too long; void ones are not among these.

    So a report in which all cases were run is worth what one is that ended there.
    """
    timeouts = 0
    for case in cases:
        if case.id not in void and timeouts >= MOST_TIMEOUTS and case.verdict is not None:
            yield replace(case, verdict=None, skipped="time limit", failure=None)
        else:
            yield case
            timeouts += case.id not in void and case.timed_out


def score(report: Report, voids: Sequence[Void] = ()) -> Score:
    """The score of a report.

    Args:
        voids: of its exercise. What a void case is worth goes to every report whose cases were run ("grant"), or to the
            other cases ("rescale"); that the case itself failed, or was our fault, says nothing then.
    """
    void = {one.case: one.how for one in voids}
    cases = tuple(_limited(report.cases, void))
    counted = tuple(case for case in cases if case.id not in void)
    refused = report.load_failure is not None or bool(report.violations)
    verdict = report.verdict
    if len(counted) < len(report.cases) and counted and report.internal is None and not refused:
        without = decide(counted)
        # Cases that were not run for a void case's sake are no fault of ours.
        verdict = without if without is not Verdict.IE or report.verdict is Verdict.IE else report.verdict
    passed = sum(case.verdict is Verdict.AC for case in counted)
    if verdict is Verdict.IE:
        return Score(None, verdict, passed, len(counted))
    worth = points_of(report, voids)
    if not any(worth.values()):  # no case is worth anything: all or nothing
        return Score(Fraction(verdict is Verdict.AC), verdict, passed, len(counted))
    earned = [case.id for case in cases if case.verdict is Verdict.AC or void.get(case.id) == "grant"]
    share = sum((worth.get(case, Fraction(0)) for case in earned), Fraction(0)) if not refused else Fraction(0)
    return Score(share, verdict, passed, len(counted))
