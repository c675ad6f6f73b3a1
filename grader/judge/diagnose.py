"""Diagnosis: which known mistake gives the very answers that the submission gave.

Each case runs again with a mistake of ours in the submission's place, on the same generator, in the reference's
sandbox. A mistake is named only if it fails and passes the same cases as the submission, and where it fails gives the
same answer at the same place: everything that the test has compared agrees far more closely than the test asks for.
That two raise an exception of one type tells nothing of either, nor does it where the test expects something else of
each, as of two layers that start at random. So there must be answers that agree in two failed cases; or in the only
one, where that they are not finite is too little. If several mistakes qualify, none is named.

A mistake that some case always catches is out when the submission passes that case; most go this way, unrun.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from grader.catalogue.exercise import Mistake
from grader.judge.case_run import Failed, Seen
from grader.judge.compare import How, alike
from grader.judge.far.children import Code
from grader.judge.own import OwnTime
from grader.judge.suite import JudgePlugin
from grader.limits import DIAGNOSIS_S
from grader.report import Diagnosis, Failure
from grader.verdict import Verdict

_AS_USUAL = How()
_EXPLAINABLE = (Verdict.WA, Verdict.RTE)


def diagnose(
    plugin: JudgePlugin, failed: list[Failed], passed: frozenset[str], seed: str, *, stop: Callable[[], bool]
) -> Diagnosis | None:
    """The one mistake that explains the failures; None when none does, several do, or time ran out.

    Args:
        failed, passed: what the submission's cases came to; of the passed ones the ids.
        stop: whether nobody waits for it any more; asked now and then.
    """
    deadline, own = time.monotonic() + DIAGNOSIS_S, OwnTime(plugin.children.own_s)
    found: list[tuple[Mistake, tuple[str, ...]]] = []
    for mistake in plugin.exercise.mistakes:
        if mistake.verdict in _EXPLAINABLE and not passed.intersection(mistake.caught_by):
            code = Code(mistake.source, "submission")
            cases = _agreement(plugin, code, failed, seed, own)
            if cases and _passes(plugin, code, passed, seed, lambda: stop() or time.monotonic() > deadline):
                found.append((mistake, cases))
            if stop() or time.monotonic() > deadline:
                return None
    if len(found) != 1:
        return None
    mistake, cases = found[0]
    return Diagnosis(mistake.name, mistake.explanation, cases)


def _agreement(plugin: JudgePlugin, code: Code, failed: list[Failed], seed: str, own: OwnTime) -> tuple[str, ...]:
    """The failed cases in which the mistake's answers are the submission's; empty when it does not qualify."""
    agreed: list[Failed] = []
    for failure in failed:
        other = plugin.replay(failure.case, code, seed)
        if other is None or other.item is not failure.item or other.seen.failure.kind != failure.seen.failure.kind:
            return ()
        if failure.seen.failure.kind != "mismatch":  # an exception, or no answer at all
            continue
        with own:
            same = _same(failure.seen, other.seen)
        if same is False:
            return ()
        if same:
            agreed.append(failure)
    enough = len(agreed) >= 2 or (len(failed) == 1 and all(_is_telling(one.seen.failure) for one in agreed))
    return tuple(one.case.spec.id for one in agreed) if enough else ()


def _passes(plugin: JudgePlugin, code: Code, passed: frozenset[str], seed: str, stop: Callable[[], bool]) -> bool:
    """Whether the mistake passes what the submission passes of the exercise's own cases."""
    own = [case for name, case in plugin.cases.items() if name in passed]
    return all(not stop() and plugin.replay(case, code, seed) is None for case in own)


def _is_telling(failure: Failure) -> bool:
    """Whether a single one tells enough: many roads lead to NaN."""
    return failure.mismatch is not None and failure.mismatch.aspect != "finite"


def _same(mine: Seen, theirs: Seen) -> bool | None:
    """Whether two answers are wrong in the same way; None where that cannot be told.

    Where no comparison found them wrong but a condition did not hold, all that was answered is looked at.
    """
    first, second = mine.failure.mismatch, theirs.failure.mismatch
    if first is None or second is None or not mine.answers or len(mine.compared) != len(theirs.compared):
        return False
    if (first.aspect, first.what) != (second.aspect, second.what):
        return False
    told = True
    for (answer, truth, how), (other, its_truth, _) in zip(mine.compared, theirs.compared, strict=True):
        if not alike(answer, other, how):
            if alike(truth, its_truth, how):
                return False
            told = False  # of each the test expects what fits to what it has answered before
    if told and first.aspect == "statement":
        return alike(mine.answers, theirs.answers, _AS_USUAL)
    return told or None
