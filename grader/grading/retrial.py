"""The retrial of a submission whose judge ended under it, so that it costs this submission only.

It is judged again, by a fresh judge. If a second one ends in the same way at the same step, while one lives that judges
the reference, it was an answer's doing: the case that they were at is failed, and the rest is not run. Judges that end
otherwise, as if somebody ended them, are our fault: then this submission is not graded.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from dataclasses import replace

from grader.grading.client import JudgeEnded
from grader.grading.pool import Turn
from grader.judge.judged import Judged
from grader.judge.own import LAST_SIGNAL
from grader.judge.protocol import Job, Step
from grader.limits import OWN_BYTES, OWN_S, TRIES
from grader.report import CaseResult, Failure, LoadFailure, internal
from grader.texts import Tell, Text
from grader.verdict import Verdict

log = logging.getLogger(__name__)
_AGAIN = Text("the judge ended; trying once more", "评测进程意外结束，正在重试")
_BEYOND = Text("The rule check and the timing can run", "规则检查和计时能够完成")


def judged(
    turn: Turn,
    job: Job,
    on_case: Callable[[CaseResult], object] = lambda case: None,
    progress: Tell = lambda text: None,
    *,
    given_up: Callable[[], bool] = lambda: False,
) -> Judged:
    """The findings of the turn's judge, or of a fresh one in its place; `on_case` gets no case twice.

    Raises:
        GraderError: no judge could work.
        CancelledError: it was given up.
    """
    tries: list[_Try] = []
    told: set[str] = set()
    manifest: tuple[CaseResult, ...] = ()

    def tell(case: CaseResult) -> None:
        if case.id not in told:
            told.add(case.id)
            on_case(case)

    while len(tries) < TRIES:
        one = _Try(tell, progress)
        try:
            return turn.judge.judge(job, one.on_case, one.on_step, given_up=given_up, alone=turn.alone)
        except JudgeEnded as ended:
            if given_up():
                raise CancelledError from None
            one.ended = ended
            manifest = turn.judge.manifest or manifest
        tries.append(one)
        log.debug("a judge ended with status %d at %s", one.ended.status, one.step)
        turn.renew()
        if any(one.ends_like(other) for other in tries[:-1]):
            if not _lives_through_the_reference(turn, job, progress):
                break
            found = _blamed(one, job, manifest)
            for case in found.cases:
                tell(case)
            return found
        progress(_AGAIN)
    last = tries[-1].ended
    return Judged(internal=internal(last.said, last.advice)).completed(manifest)


class _Try:
    """One try with one judge: the cases that it judged, and where it ended."""

    def __init__(self, tell: Callable[[CaseResult], object], progress: Tell) -> None:
        self.cases: list[CaseResult] = []
        self.step: Step | None = None
        self.ended = JudgeEnded(0, "")
        self._tell, self._progress = tell, progress

    def on_case(self, case: CaseResult) -> None:
        """Keep it."""
        self.cases.append(case)
        self._tell(case)

    def on_step(self, step: Step) -> None:
        """Keep where it is."""
        self.step = step
        self._progress(step.text)

    def ends_like(self, other: _Try) -> bool:
        """Whether both ended at one step, and in one way; before the first step no answer has come."""
        at_one = self.step is not None and other.step is not None and self.step.text == other.step.text
        return at_one and self.ended.status == other.ended.status


def _lives_through_the_reference(turn: Turn, job: Job, progress: Tell) -> bool:
    reference = turn.judge.exercise.reference.read_bytes()
    try:
        turn.judge.judge(
            replace(job, source=reference, prefetch=False, final=False), on_step=lambda step: progress(step.text)
        )
    except JudgeEnded:
        turn.renew()
        return False
    return True


def _blamed(one: _Try, job: Job, manifest: tuple[CaseResult, ...]) -> Judged:
    """The results, with the blame put where the judge ended: on loading, on a case, or on what follows the cases."""
    assert one.step is not None
    verdict, failure = _verdict(one.ended.status)
    if one.step.case:
        return Judged(tuple(_cases(one, job, manifest, verdict, failure)))
    if not one.cases:
        unread = LoadFailure("protocol", {"reason": "an unknown description of the entry points"})
        skipped = tuple(replace(case, skipped="not loaded") for case in manifest)
        return Judged(skipped, load=Verdict.CE, load_failure=unread)
    if any(case.verdict not in (Verdict.AC, None) for case in one.cases):  # in the diagnosis, which changes no mark
        return Judged(tuple(one.cases))
    beyond = CaseResult("sandbox", _BEYOND, False, 0, verdict, failure=failure)
    return Judged((*one.cases, beyond))


def _cases(
    one: _Try, job: Job, manifest: tuple[CaseResult, ...], verdict: Verdict, failure: Failure
) -> Iterator[CaseResult]:
    assert one.step is not None
    judged = {case.id: case for case in one.cases}
    for case in manifest:
        if case.id == one.step.case:
            yield replace(case, verdict=verdict, failure=failure)
        elif case.id in judged:
            yield judged[case.id]
        else:
            chosen = job.cases is None or case.id in job.cases
            yield replace(case, skipped="judge ended" if chosen else "not selected")


def _verdict(status: int) -> tuple[Verdict, Failure]:
    """The verdict and the failure for the answer that the judge worked on, from the exit status of the judge."""
    if status == -LAST_SIGNAL:
        return Verdict.TLE, Failure("unusable", {"limit_s": OWN_S})
    if status == -signal.SIGKILL:  # by the kernel, for there was no memory left
        return Verdict.MLE, Failure("unusable", {"limit_bytes": OWN_BYTES})
    return Verdict.WA, Failure("unusable")
