"""All that the screen shows, as data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from grader.catalogue.exercise import Exercise
from grader.report import CaseResult, Report
from grader.texts import Text
from grader.verdict import Verdict

NOTHING = Text("", "")


@dataclass(frozen=True)
class Change:
    """The titles of the cases that pass since the last run, and of those that fail since then."""

    passing: tuple[Text, ...] = ()
    failing: tuple[Text, ...] = ()


@dataclass(frozen=True)
class View:
    """The state of the file that is watched, as far as it is known.

    report: of the last run that came to its end; while `checking`, of an older state of the file. before: the one
    before that. cases: those judged so far of the run that goes on. trouble: why the file could not be judged, and what
    to do. doing: what a run waits for. over: prints what a key asked for, in place of the result. keys: those that do
    something.
    """

    exercise: Exercise
    path: Path
    report: Report | None = None
    before: Report | None = None
    cases: tuple[CaseResult, ...] = ()
    checking: bool = True
    trouble: tuple[Text, ...] = ()
    doing: Text = NOTHING
    over: Callable[[Console], object] | None = None
    keys: str = "rnlxq"

    @property
    def total(self) -> int:
        """How many cases there are; 0 while nobody knows."""
        return max(len(self.report.cases) if self.report else 0, len(self.cases))

    @property
    def change(self) -> Change:
        """The difference that the last run made, or the one that goes on, as far as it is known."""
        if self.checking:
            return changed(self.report.cases if self.report else (), self.cases)
        if self.report is None or self.before is None:
            return Change()
        return changed(self.before.cases, self.report.cases)


def changed(before: Iterable[CaseResult], after: Iterable[CaseResult]) -> Change:
    """The cases that were run both times and went otherwise."""
    passed = {case.id: case.verdict is Verdict.AC for case in before if case.verdict is not None}
    run = [case for case in after if case.verdict is not None and case.id in passed]
    others = [case for case in run if passed[case.id] is not (case.verdict is Verdict.AC)]
    return Change(
        tuple(case.title for case in others if case.verdict is Verdict.AC),
        tuple(case.title for case in others if case.verdict is not Verdict.AC),
    )
