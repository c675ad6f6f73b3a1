"""Requests that go together: each is made after those before it, and answered as it was then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.authoring.quick.in_process import NearWorker
from grader.judge.far.batch import Asked, Batch
from grader.judge.far.proxy import Side
from grader.judge.far.replay import ReplayedWorker
from grader.judge.far.session import Fault, Worker
from grader.verdict import Verdict
from tests.authoring.quick.test_in_process import OPTIONS

CODE = b"""
import numpy as np

_buffer = np.zeros(2)

class Counter:
    def __init__(self):
        self.count = 0

    def add(self, n):
        self.count += n
        return self.count

class Leaves:
    def __getitem__(self, key):
        raise SystemExit

def leaves():
    return Leaves()

def counters(n):
    return [Counter() for _ in range(n)], {"last": Counter()}

def fill(value):
    _buffer[:] = value
    return _buffer

def fail(x):
    raise KeyError(x)

def ask(f, x):
    return f(x)
"""


@pytest.fixture(params=[NearWorker, lambda: ReplayedWorker(NearWorker())], ids=["near", "taped"])
def far(request: pytest.FixtureRequest) -> Side:
    """A side with the code loaded."""
    worker: Worker = request.param()
    far = Side(worker.open(OPTIONS, 60.0), "numpy", "submission")
    far.ask("load", source=CODE, adapter=None, entries=[], seed=0)
    return far


def call(batch: Batch, target: Any, *args: Any, then: Callable[[Asked], None] | None = None) -> Asked:
    """One more call; `target` is an object, or the name of one of the module's."""
    if isinstance(target, str):
        target = batch.add("get", {"target": batch.far.module, "name": target}).brought()
    return batch.add("call", {"target": target, "args": args, "kwargs": {}, "want": "value"}, then)


def test_an_answer_is_an_argument_of_those_that_follow(far: Side) -> None:
    """Objects that stay there, wherever they are in it; and afterwards they are any other's."""
    batch = Batch(far)
    made = call(batch, "counters", 2)
    adds = [batch.add("get", {"target": made.brought(path), "name": "add"}) for path in ((0, 1), (1, "last"))]
    counts = [call(batch, add.brought(), 3) for add in (*adds, *adds)]
    batch.send()
    assert [count.value for count in counts] == [3, 3, 6, 6]
    assert made.brought((0, 1)).add(1) == 7
    assert counts[0].arguments["target"] is adds[0].value


def test_an_answer_is_as_it_was_then(far: Side) -> None:
    """Not as later requests have left it."""
    heard: list[Any] = []
    batch = Batch(far)
    for value in (1.0, 2.0):
        call(batch, "fill", value, then=lambda asked: heard.append(asked.value.tolist()))
    batch.send()
    assert heard == [[1.0, 1.0], [2.0, 2.0]]


def test_whoever_raises_stops_those_alone_that_need_its_answer(far: Side) -> None:
    """The others are made."""
    heard: list[Asked] = []
    batch = Batch(far)
    failed = call(batch, "fail", "x", then=heard.append)
    lacking = call(batch, failed.brought(), then=heard.append)
    elsewhere = call(batch, call(batch, "fill", 0.0).brought(("none",)), then=heard.append)
    after = call(batch, "fill", 5.0)
    batch.send()
    assert failed.raised is not None and failed.raised.record["type"] == "KeyError"
    assert not heard
    for asked in (failed, lacking, elsewhere):
        assert not asked.made
        with pytest.raises(LookupError):
            asked.brought()
    assert lacking.raised is None and elsewhere.raised is None
    assert after.value.tolist() == [5.0, 5.0]


def test_what_is_looked_into_may_raise_anything(far: Side) -> None:
    """That stops nothing but the request that needs it."""
    batch = Batch(far)
    lacking = call(batch, call(batch, "leaves").brought((0,)))
    after = call(batch, "fill", 5.0)
    batch.send()
    assert not lacking.made and lacking.raised is None
    assert after.value.tolist() == [5.0, 5.0]


def test_a_function_of_the_judges_is_asked_meanwhile(far: Side) -> None:
    """As in a request of its own."""
    batch = Batch(far)
    asked = [call(batch, "ask", lambda x: 2 * x, x) for x in (1.0, np.ones(2))]
    batch.send()
    assert asked[0].value == 2.0 and asked[1].value.tolist() == [2.0, 2.0]


def test_a_place_without_a_name_on_the_wire(far: Side) -> None:
    """It is said at once; the child would not understand it."""
    made = call(Batch(far), "counters", 1)
    for path in ((1.5,), (-1,), (True,), (("a",),)):
        with pytest.raises(LookupError):
            made.brought(path)


@pytest.mark.parametrize(
    "found",
    [None, [], [{}], [{"value": 1}, {"value": 1}], [{"value": 1, "raised": {}}], [{"lacking": 1}], [3]],
    ids=repr,
)
def test_what_is_no_answer(far: Side, monkeypatch: pytest.MonkeyPatch, found: Any) -> None:
    """Who answers need not be our child."""
    monkeypatch.setattr(far.session, "request", lambda *_: found)
    batch = Batch(far)
    batch.add("null", {"args": ()})
    with pytest.raises(Fault) as caught:
        batch.send()
    assert caught.value.verdict is Verdict.PE


def test_nothing_is_asked_where_nothing_was_added(far: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty batch costs no exchange."""
    monkeypatch.setattr(far.session, "request", lambda *_: pytest.fail("asked"))
    Batch(far).send()
