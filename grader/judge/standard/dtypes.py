"""Dtypes of answers: what the reference answers to the same arguments is what the statement promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from grader.judge.far.batch import Asked, Batch
from grader.judge.far.proxy import Call, Side
from grader.judge.far.session import Fault
from grader.judge.standard.entries import CALLS
from grader.judge.standard.trace import Replay, Request, Trace
from grader.judge.values import dtype_of
from grader.report import Mismatch

# This many tests of each entry point are asked with float32 in the place of float64.
TIMES = 2


class Dtypes:
    """Asks for the requests of tests once more, and looks at the dtypes of the answers; values are the tests' business.

    found: the first call whose answer has another dtype than the reference's.
    """

    def __init__(self) -> None:
        self.found: tuple[Call, Mismatch] | None = None
        self._tried: Counter[str] = Counter()

    def see(self, request: Request, asked: Asked) -> None:
        """Compare the answer's dtypes with the reference's; `found` keeps the first call in which they differ."""
        if self.found is None and request.watched and request.answer is not None:
            mismatch = other_dtype(request.answer, asked.value)
            if mismatch is not None:
                args, kwargs = asked.arguments.get("args", ()), asked.arguments.get("kwargs", {})
                self.found = Call(request.watched, args, kwargs), mismatch

    def wants(self, trace: Trace) -> bool:
        """Whether a test calls an entry point that few tests before it called."""
        names = {request.watched for request in trace.requests if request.mine and request.op in CALLS} - {""}
        wanted = any(self._tried[name] < TIMES for name in names)
        self._tried.update(names)
        return wanted

    def ask(self, trace: Trace, far: Side) -> None:
        """The requests of a test, as they were written down with the reference."""
        batch = Batch(far)

        def ask(request: Request, arguments: dict[str, Any]) -> Asked:
            return batch.add(request.op, arguments, partial(self.see, request))

        replay = Replay(trace, ask, lambda number: far.module if number == 0 else far.module.adapter)
        replay.go_on(len(trace.requests) + 1)
        try:
            batch.send()
        except Fault:  # it did not survive this, which says nothing of dtypes
            return


def other_dtype(expected: Any, actual: Any, what: str = "") -> Mismatch | None:
    """The first array of numbers in an answer that has another dtype; what is of another form is passed over."""
    if isinstance(expected, np.ndarray | np.generic) and isinstance(actual, np.ndarray | np.generic):
        one, other = dtype_of(expected), dtype_of(actual)
        return None if one == other else Mismatch("dtype", what, one, other)
    found = (other_dtype(one, other, f"{what}[{key!r}]") for key, one, other in _parts(expected, actual))
    return next(filter(None, found), None)


def _parts(expected: Any, actual: Any) -> Iterator[tuple[Any, Any, Any]]:
    """The items of both at each place that both have: (place, expected, actual)."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        yield from ((key, expected[key], actual[key]) for key in expected if key in actual)
    elif isinstance(expected, list | tuple) and isinstance(actual, list | tuple):
        yield from ((index, *pair) for index, pair in enumerate(zip(expected, actual, strict=False)))


def narrowed(value: Any) -> Any:
    """`value` with float32 in the place of float64."""
    if isinstance(value, np.ndarray):
        return value.astype(np.float32) if value.dtype == np.float64 else value
    if isinstance(value, list | tuple):
        return type(value)(map(narrowed, value))
    if isinstance(value, dict):
        return {key: narrowed(item) for key, item in value.items()}
    return value
