"""A job that is abandoned, at whatever point, leaves nothing of itself to the next one."""

from __future__ import annotations

import threading
import time
from concurrent.futures import CancelledError

import pytest

from grader.catalogue.exercise import Exercise
from grader.errors import GraderError
from grader.grading.client import JudgeProcess
from grader.judge.protocol import Job, Options
from grader.report import CaseResult
from grader.verdict import Verdict

pytestmark = pytest.mark.slow

OWN = Options(sandbox="process")


class _Enough(Exception):
    """Raised by whoever waits."""


def after(count: int) -> object:
    """What is called with each case, and raises at the one of that number."""
    seen: list[str] = []

    def on_case(case: CaseResult) -> None:
        seen.append(case.id)
        if len(seen) == count:
            raise _Enough

    return on_case


def test_whoever_abandons_a_job_leaves_nothing_of_it_to_the_next(toolbox: Exercise, right: str) -> None:
    """Abandoned after each of its cases in turn, a wrong answer's job never shows in the report of another."""
    wrong = right.replace("x * factor", "x + factor").encode()
    with JudgeProcess(toolbox, OWN) as judge:
        alone = judge.judge(Job(wrong, "0", diagnose=False))
        for count in range(1, len(alone.cases) + 1):
            with pytest.raises(_Enough):
                judge.judge(Job(wrong, "0"), on_case=after(count))  # type: ignore[arg-type]
            followed = judge.judge(Job(right.encode(), "0"))
            assert followed.verdict is Verdict.AC and len(followed.cases) == len(alone.cases), count
            again = judge.judge(Job(wrong, "0", diagnose=False))
            assert [(case.id, case.verdict) for case in again.cases] == [
                (case.id, case.verdict) for case in alone.cases
            ]


def test_examples_after_an_abandoned_job_are_their_own(toolbox: Exercise, right: str) -> None:
    """What comes late of a job is no answer to another kind of question either."""
    with JudgeProcess(toolbox, OWN) as judge:
        with pytest.raises(_Enough):
            judge.judge(Job(right.encode(), "0"), on_case=after(1))  # type: ignore[arg-type]
        assert "Expected" in judge.examples(">>> 1 + 1\n3\n")


def test_a_running_job_can_be_cancelled(toolbox: Exercise, right: str) -> None:
    """Even one that hangs: it ends at once, and the judge serves the next one."""
    endless = right.replace("return x * factor", "while True: pass").encode()
    with JudgeProcess(toolbox, OWN) as judge:
        judge.judge(Job(right.encode(), "0"))
        threading.Timer(0.5, judge.cancel).start()
        started = time.monotonic()
        with pytest.raises(CancelledError):
            judge.judge(Job(endless, "0", case_limit_s=100.0))
        assert time.monotonic() - started < 50  # not when a case's own limit had come
        assert judge.judge(Job(right.encode(), "0")).verdict is Verdict.AC


def test_a_judge_that_is_silent_for_too_long_is_ended(toolbox: Exercise, right: str) -> None:
    """A hang of ours is our fault, and told as such."""
    with JudgeProcess(toolbox, OWN, command=["sleep", "100"], silence_s=0.3) as judge:
        with pytest.raises(GraderError, match=r"said nothing for 0\.3 s"):
            judge.judge(Job(right.encode(), "0"))
        assert not judge.alive
