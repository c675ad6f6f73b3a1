"""The judge's findings on one submission, and the verdict that follows from them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from grader.report import CaseResult, Diagnosis, Failure, LoadFailure, Timing, Violation, decide, points
from grader.verdict import Verdict


@dataclass(frozen=True)
class Judged:
    """The findings on one submission: in the source, while loading, in the cases, and beyond them.

    load: the verdict of loading, None where it loaded. violations: of rules, in the source or at run time. internal:
    why it could not be judged, which is our fault. tolerance_used: for the cases that passed and compare within a
    tolerance, the largest share of it that was needed.
    """

    cases: tuple[CaseResult, ...] = ()
    load: Verdict | None = None
    load_failure: LoadFailure | None = None
    diagnosis: Diagnosis | None = None
    timing: tuple[Timing, ...] = ()
    internal: Failure | None = None
    violations: tuple[Violation, ...] = ()
    phases: dict[str, float] = field(default_factory=dict)
    tolerance_used: dict[str, float] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        """The submission's verdict; every command of ours takes it from here."""
        if self.internal is not None:
            return Verdict.IE
        return decide(self.cases, load=self.load, violated=bool(self.violations))

    @property
    def points(self) -> float:
        """The points that the submission earns."""
        return points(self.cases, self.verdict)

    @property
    def max_points(self) -> float:
        """The points that a right answer earns."""
        return sum(case.points for case in self.cases)

    @property
    def failing(self) -> frozenset[str]:
        """The ids of the cases that fail; none when the code did not load."""
        return frozenset(case.id for case in self.cases if case.verdict not in (Verdict.AC, None))

    def completed(self, manifest: tuple[CaseResult, ...]) -> Judged:
        """With each case of the manifest; one without an outcome is added as one that nobody can explain."""
        known = {case.id for case in self.cases}
        return replace(self, cases=(*self.cases, *(case for case in manifest if case.id not in known)))
