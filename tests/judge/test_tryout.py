"""Trials of an input: both sides, step by step."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from grader.grading.client import JudgeProcess
from grader.judge.protocol import Try
from grader.tried import Tried

TryIt = Callable[..., Tried]


@pytest.fixture
def tried(process: JudgeProcess, right: str) -> TryIt:
    """Try an input on the reference with one change."""

    def run(given: Any, old: str = "", new: str = "") -> Tried:
        assert old in right
        return process.tried(Try(right.replace(old, new).encode(), json.dumps(given), "x.json"))

    return run


ARRAY = {"array": [[1, 2], [3, 4]]}


def test_equal_answers_and_different_ones(tried: TryIt) -> None:
    """Both answers stand there, with the first element that differs."""
    found = tried({"call": "scale", "args": [ARRAY]})
    assert found.same and not found.fails and "[2., 4.]" in found.steps[0].reference.shown  # type: ignore[union-attr]
    found = tried({"call": "scale", "args": [ARRAY, 3]}, "x * factor", "x * 2")
    step = found.steps[0]
    assert found.same is False and not found.fails
    assert step.mismatch is not None and step.mismatch.first_index == (0, 0) and step.mismatch.count == 4
    assert [name for name, _ in step.call.arguments] == ["x", "factor"]


def test_an_object_keeps_its_state_on_each_side(tried: TryIt) -> None:
    """Objects, their methods and attributes; what an earlier step has left is an argument of a later one."""
    calls = [
        {"new": "Counter", "args": [5], "as": "counter"},
        {"call": "counter.add", "args": [2], "as": "seven"},
        {"set": "counter.total", "value": 1},
        {"call": "counter.add", "args": [{"use": "seven"}]},
        {"get": "counter.total"},
    ]
    found = tried({"calls": calls}, "self.total += n", "self.total += n + (n > 2)")
    assert [step.same for step in found.steps] == [None, True, True, False, False]
    assert [step.reference.shown for step in found.steps[3:]] == ["8", "8"]  # type: ignore[union-attr]
    assert [step.submission.shown for step in found.steps[3:]] == ["9", "9"]  # type: ignore[union-attr]


def test_a_function_of_the_input_is_counted(tried: TryIt) -> None:
    """It answers both sides; how often each asks is told, and no time."""
    given = {"call": "solve", "args": [{"function": "lambda x: (x - 0.3) ** 2"}, 0, 1]}
    found = tried(given, "1e-4", "1e-3")
    (mine, theirs), *others = found.asked
    assert not others and 0 < mine < theirs and found.timing is None and found.same is False


def test_a_function_that_raises_is_told_as_such(tried: TryIt) -> None:
    """It is the input's fault, and no mark of the submission's."""
    found = tried({"call": "solve", "args": [{"function": "lambda x: 1 / 0"}, 0, 1]})
    assert found.remark is not None and "ZeroDivisionError" in found.remark.en and not found.fails


def test_a_function_can_read_neither_side(tried: TryIt) -> None:
    """It runs in a process of its own: the module of the submission is not there."""
    source = ["def f(x):", "    import sys", "    return x if 'scale' in vars(sys.modules['submission']) else -x"]
    found = tried({"call": "solve", "args": [{"function": source}, 0, 1]})
    assert found.same and found.steps[0].reference.shown.startswith("0.9999")  # type: ignore[union-attr]


def test_an_input_that_the_reference_refuses(tried: TryIt) -> None:
    """The statement promises nothing there; a submission that raises as well has not failed."""
    found = tried({"call": "scale", "args": [None]})
    theirs = found.steps[0].reference
    assert theirs is not None and theirs.failure is not None and theirs.failure.raised is not None
    assert theirs.failure.raised.type == "TypeError" and not theirs.failure.raised.frames
    assert found.same is None and not found.fails


def test_a_submission_that_raises_has_its_own_line(tried: TryIt) -> None:
    """What follows is not reached by it; the reference goes on."""
    calls = [{"call": "scale", "args": [ARRAY]}, {"call": "scale", "args": [ARRAY]}]
    found = tried({"calls": calls}, "return x * factor", "print('here'); return x.missing")
    first, second = found.steps
    assert found.fails and first.submission is not None and first.submission.failure is not None
    raised = first.submission.failure.raised
    assert raised is not None and raised.type == "AttributeError" and "x.missing" in raised.frames[-1].text
    assert second.submission is None and second.reference is not None and found.prints == "here\n"


def test_the_adapter_is_called_as_tests_do(tried: TryIt) -> None:
    """With the submission's module in front."""
    found = tried({"call": "adapter.twice", "args": [[1, 2]]})
    assert found.same and found.steps[0].reference.shown == "[2.0, 4.0]"  # type: ignore[union-attr]


def test_what_does_not_load(tried: TryIt) -> None:
    """The reason, as in a report."""
    found = tried({"call": "total", "args": [3]}, "def total", "def totals")
    assert found.load == "CE" and found.load_failure is not None and found.load_failure.kind == "missing"
