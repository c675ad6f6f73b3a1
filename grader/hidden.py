"""The limits on what is told of a hidden case's failure: the one place that knows them.

Told are the sentence and the hint (from the manifest), in which aspect an answer is wrong, numbers of ours, the name of
a built-in exception type, and the failing line of the learner's own code. No inputs, no values, no prints, no message.
The judge makes its results so (`grader.judge.disclose`), and what people read is made so again, whatever a record from
elsewhere holds (`grader.render.explain`).
"""

from __future__ import annotations

import builtins
from dataclasses import replace

from grader.catalogue.promises import BROKEN
from grader.report import ASPECTS, CaseResult, Failure, Raised

# The facts that are the judge's own; an exit status, say, is the submission's choice.
_FACTS = ("limit_s", "limit_bytes", "returned_none", "alone")


def told_of(case: CaseResult) -> Failure | None:
    """The case's failure as it may be told: whole where the case is public."""
    return told(case.failure) if case.hidden and case.failure is not None else case.failure


def told(failure: Failure) -> Failure:
    """Only what the submission cannot use to tell its author about the inputs: numbers of ours, no text of its own."""
    if failure.kind == "internal":  # about our test file, not about the submission
        return failure
    facts = {name: value for name, value in failure.facts.items() if name in _FACTS and not isinstance(value, str)}
    aspect = failure.mismatch.aspect if failure.mismatch is not None else failure.facts.get("aspect")
    if aspect in ASPECTS:
        facts["aspect"] = aspect
    if failure.kind == "promise" and failure.facts.get("reason") in BROKEN:
        facts["reason"] = failure.facts["reason"]
    return Failure(failure.kind, facts, raised=told_raised(failure.raised))


def told_raised(raised: Raised | None) -> Raised | None:
    """The type if it is a built-in exception's name, and the innermost line of the learner's own code."""
    if raised is None:
        return None
    kind = getattr(builtins, raised.type, None)
    known = isinstance(kind, type) and issubclass(kind, BaseException)
    frames = tuple(replace(frame, function="") for frame in raised.frames[-1:])
    return Raised(raised.type if known else "", "", frames)
