"""Whose fault it is when the judge fails on an answer, found by experiment.

A comparison, a test, a workload can raise anything on an answer that nobody thought of, or never come to an end. The
same work is done once more with the reference in the submission's place: if that goes well, the answer was to blame;
if not, the fault is ours. It is the one rule for all that the judge does with answers.
"""

from __future__ import annotations

import gc
import sys
import traceback
from collections.abc import Callable

from grader.errors import GraderError
from grader.judge.far.session import Fault, SubmissionRaised
from grader.judge.own import OwnTimeOver
from grader.limits import OWN_BYTES
from grader.report import Failure
from grader.sandbox import SandboxGone
from grader.verdict import Verdict

# What an answer can bring the judge's own work to. `GraderError` and `SandboxGone`, which are among it, it cannot.
FAILURES = (Exception, OwnTimeOver)
_LIMITS = (Verdict.TLE, Verdict.MLE, Verdict.OLE)


def blamed(error: BaseException, goes_well: Callable[[], bool]) -> tuple[Verdict, Failure] | None:
    """The verdict and the failure for a submission that brought the judge to `error`; None where it is not to blame.

    Args:
        error: what the work with its answers raised.
        goes_well: does the same work with the reference in the submission's place, and says whether that goes well;
            what it raises says that it does not.

    Raises:
        GraderError, SandboxGone: the experiment could not be made.
    """
    traceback.clear_frames(error.__traceback__)  # they hold all that the failed work held: the experiment needs room
    gc.collect()
    try:
        if not goes_well():
            return None
    except (GraderError, SandboxGone):
        raise
    except (Fault, *FAILURES) as ours:
        note("the experiment with the reference", ours)
        return None
    return _told(error)


def _told(error: BaseException) -> tuple[Verdict, Failure]:
    if isinstance(error, OwnTimeOver):
        return Verdict.TLE, Failure("unusable", {"limit_s": error.limit_s})
    if isinstance(error, MemoryError):
        return Verdict.MLE, Failure("unusable", {"limit_bytes": OWN_BYTES})
    if isinstance(error, Fault) and error.verdict in _LIMITS:  # the reference's, on what the submission gave it
        return error.verdict, Failure("unusable", error.failure.facts)
    if isinstance(error, SubmissionRaised):  # the reference did, likewise
        return Verdict.WA, Failure("unusable", {"error": error.record["type"]})
    return Verdict.WA, Failure("unusable", {"error": type(error).__name__})


def message(error: BaseException) -> str:
    """Its type and its text, cut; a text may be made of an answer, and raise too."""
    try:
        return f"{type(error).__name__}: {error}"[:500]
    except FAILURES:
        return type(error).__name__


def note(what: str, error: BaseException) -> None:
    """Write to the judge's standard error what failed, for us: it changes no mark."""
    lines = "".join(traceback.format_tb(error.__traceback__, limit=-20))
    print(f"{what} failed: {message(error)}\n{lines}", file=sys.stderr)
