"""Memory layouts of arguments: the same values with other strides, made beside the submission."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from grader.catalogue.exercise import Exercise
from grader.catalogue.promises import LAYOUTS
from grader.judge.far.proxy import Side
from grader.judge.far.session import Session
from grader.judge.standard.entries import CALLS, Called, Entries
from grader.judge.standard.trace import Trace
from grader.tensor import Tensor

# Each entry point gets each layout in this many tests, and in one at least where any test of it shows a difference.
TIMES = 2


def planned(exercise: Exercise, traces: Sequence[Trace | None]) -> list[list[str]]:
    """For each of these tests, the layouts in which it is run once more: one of each, and those that are missing then.

    An array of torch has no strides below zero, and is never read-only; nor is one that a call may change.
    """
    layouts: tuple[str, ...] = LAYOUTS[:2] if exercise.framework == "torch" else LAYOUTS[:3]
    if exercise.framework == "numpy" and "inputs_untouched" in exercise.promises:
        layouts = LAYOUTS
    shown = [[_shown(trace, layout) for layout in layouts] for trace in traces]
    plan: list[list[str]] = [[] for _ in traces]
    tried: Counter[tuple[str, str]] = Counter()

    def run(test: int, place: int) -> None:
        plan[test].append(layouts[place])
        tried.update((name, layouts[place]) for name in shown[test][place])

    for test, by_layout in enumerate(shown):
        lacking = [
            sum(max(0, TIMES - tried[name, layout]) for name in names)
            for layout, names in zip(layouts, by_layout, strict=True)
        ]
        if max(lacking):
            run(test, lacking.index(max(lacking)))
    for test, by_layout in enumerate(shown):
        for place, names in enumerate(by_layout):
            if any(not tried[name, layouts[place]] for name in names):
                run(test, place)
    return plan


class LaidOut(Side):
    """The side of a test whose calls of entry points get their arrays in one layout."""

    def __init__(self, session: Session, framework: str, entries: Entries, layout: str) -> None:
        super().__init__(session, framework, "submission")
        self._called, self._layout = Called(entries), layout

    def ask(self, op: str, **arguments: Any) -> Any:
        """As any side; what is kept over there is an argument of the call that follows."""
        if (self._called.name(op, arguments) and op in CALLS) or op == "keep":
            arguments["layout"] = self._layout
        return super().ask(op, **arguments)


def _shown(trace: Trace | None, layout: str) -> set[str]:
    """The entry points that a test calls with arrays that lie otherwise in memory then."""
    axes = 2 if layout == "fortran" else 1
    calls = _calls(trace) if trace is not None else ()
    return {name for name, shapes in calls if any(sum(size > 1 for size in shape) >= axes for shape in shapes)}


def _calls(trace: Trace) -> Iterator[tuple[str, list[tuple[int, ...]]]]:
    """The submission's entry points that a test calls, each with the shapes of its arrays."""
    kept: list[tuple[int, ...]] = []
    for request in trace.requests:
        if request.mine and request.op == "keep":
            kept += _shapes(request.arguments["value"])
        elif request.mine and request.watched and request.op in CALLS:
            yield request.watched, [*kept, *_shapes((request.arguments["args"], request.arguments["kwargs"]))]
            kept.clear()


def _shapes(value: Any) -> Iterator[tuple[int, ...]]:
    if isinstance(value, np.ndarray):
        yield value.shape
    elif isinstance(value, Tensor):
        yield value.data.shape
    elif isinstance(value, list | tuple | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _shapes(item)
