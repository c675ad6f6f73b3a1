"""What came of an input: step by step, what a submission and the reference answer. A trial, and no verdict.

As a report, it holds facts only; `grader.render.tried` makes sentences of them. Its JSON form: docs/report-format.md.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from grader.report import Bounded, CallShown, Failure, LoadFailure, Mismatch, Timing, Violation, plain
from grader.texts import Text
from grader.verdict import Verdict

FORMAT = "dlgrade/trial/1"


@dataclass(frozen=True)
class Answer(Bounded):
    """One side's answer to a step: the value as a person reads it and its type; or the failure, if it has none."""

    shown: str = ""
    type: str = ""
    failure: Failure | None = None


@dataclass(frozen=True)
class TriedStep:
    """One step: what it does, the call as it reads, and both answers; None for a side that an earlier step had ended.

    does: "call", "new", "get", "set" or "weights"; of the last three the call's name is what it is about.
    same: whether the answers are equal within the exercise's tolerances; None where one is missing. mismatch: how not.
    """

    does: str
    call: CallShown
    submission: Answer | None = None
    reference: Answer | None = None
    same: bool | None = None
    mismatch: Mismatch | None = None


@dataclass(frozen=True)
class Tried:
    """All steps; what the submission printed; and the time of the last call, where both sides came to its end.

    reference: whether it is on this machine. load_failure: why the submission could not be loaded. asked: how often
    each function of the input was called, as [submission, reference]. fault: ours, which ended the trial.
    """

    steps: tuple[TriedStep, ...] = ()
    reference: bool = True
    load: Verdict | None = None
    load_failure: LoadFailure | None = None
    prints: str = ""
    prints_cut: bool = False
    timing: Timing | None = None
    asked: tuple[tuple[int, int], ...] = ()
    remark: Text | None = None
    fault: Failure | None = None

    @property
    def same(self) -> bool | None:
        """Whether all answers are equal; None where the reference has none that could be compared."""
        compared = [step.same for step in self.steps if step.same is not None]
        return all(compared) if compared else None

    @property
    def fails(self) -> bool:
        """Whether the submission fails where the reference answers, or cannot be loaded."""
        failed = [one for one in self.steps if one.submission is not None and one.submission.failure is not None]
        theirs = [one.reference is not None and one.reference.failure is not None for one in failed]
        return self.load_failure is not None or (bool(failed) and not all(theirs))


@dataclass(frozen=True)
class Trial:
    """A trial as it is told: of which submission, in which exercise, and what the source alone shows."""

    exercise: str
    title: Text
    submission: str
    input: str
    tried: Tried
    sandbox: str = ""
    violations: tuple[Violation, ...] = ()
    warnings: tuple[Text, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As one JSON object."""
        return {"format": FORMAT, "same": self.tried.same, **plain(asdict(self))}
