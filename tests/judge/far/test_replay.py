"""The reference's answers, kept: the same as given anew, and given anew wherever something differs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.authoring.quick.in_process import NearWorker
from grader.judge.far.proxy import Side
from grader.judge.far.replay import ReplayedWorker
from grader.judge.far.session import SubmissionRaised
from tests.authoring.quick.test_in_process import OPTIONS

CODE = b"""
import os

class Counter:
    def __init__(self):
        self.count = 0

    def add(self, n):
        self.count += n
        return self.count

def anew():
    return os.urandom(8)

def same(x):
    return x

def apply(f, x):
    return f(x)

def fail(x):
    raise KeyError(x)
"""


@pytest.fixture
def worker() -> ReplayedWorker:
    """A worker without a tape."""
    return ReplayedWorker(NearWorker())


def case(worker: ReplayedWorker, seed: int = 0) -> Side:
    """A case that begins."""
    far = Side(worker.open(OPTIONS, 60.0), "numpy", "reference")
    far.ask("load", source=CODE, adapter=None, entries=[], seed=seed)
    return far


def test_the_same_questions_hear_the_same_answers(worker: ReplayedWorker) -> None:
    """Not the code, whose answer would be another each time; and no answer is shared between two cases."""
    first, second = case(worker), case(worker)
    assert first.module.anew() == second.module.anew() != first.module.anew()
    x = np.arange(3.0)
    for far in (case(worker), case(worker)):
        assert far.module.same(x).tolist() == [0, 1, 2]
        far.module.same(x)[:] = 7


def test_an_exception_is_kept_like_a_value(worker: ReplayedWorker) -> None:
    """It is an answer."""
    for far in (case(worker), case(worker)):
        with pytest.raises(SubmissionRaised) as raised:
            far.module.fail("x")
        assert raised.value.record["type"] == "KeyError"


def test_another_question_is_answered_by_code_that_has_heard_all_before(worker: ReplayedWorker) -> None:
    """And the tape stays what it was."""

    def counted(*steps: int) -> list[int]:
        add = case(worker).module.Counter.keep().add
        return [add(step) for step in steps]

    assert counted(1, 2, 3) == [1, 3, 6]
    assert counted(1, 5, 3) == [1, 6, 9]
    assert counted(1, 2, 3) == [1, 3, 6]


@pytest.mark.parametrize("other", [1.0, True, np.int64(2), -0.0], ids=repr)
def test_equal_is_not_the_same(worker: ReplayedWorker, other: Any) -> None:
    """1, 1.0 and True are three questions."""
    for value in (1, 0.0, other):
        found = case(worker).module.same(value)
        assert repr(found) == repr(value.item() if isinstance(value, np.generic) else value)


def test_another_seed_is_another_tape(worker: ReplayedWorker) -> None:
    """The code may draw random numbers."""
    assert case(worker, 0).module.anew() != case(worker, 1).module.anew()


def test_a_call_that_asks_back_is_never_kept(worker: ReplayedWorker) -> None:
    """The judge's function has an effect in the judge."""
    for _ in range(2):
        far, called = case(worker), []

        def noted(x: int, called: list[int] = called) -> int:
            called.append(x)
            return 2 * x

        assert far.module.same("before") == "before"
        assert far.module.apply(noted, 3) == 6 and called == [3]
        assert far.module.same("after") == "after"


def test_what_is_measured_is_done_anew(worker: ReplayedWorker) -> None:
    """A cost is not known from a record; all that went before is done first."""
    first = case(worker).module.Counter.keep().add(1)
    far = case(worker)
    add = far.module.Counter.keep().add
    far.session.awake()
    assert add(1) == first == 1 and add(1) == 2


def test_nothing_is_kept_of_what_is_measured(worker: ReplayedWorker) -> None:
    """Thousands of calls are timed, and their answers together may be larger than the judge's memory."""
    far = case(worker)
    far.module.same("before")
    (tape,) = worker._tapes.values()
    before = tape.size, len(tape.answers)
    far.session.awake()
    for _ in range(3):
        far.module.same(np.zeros(1000))
    assert (tape.size, len(tape.answers)) == before
