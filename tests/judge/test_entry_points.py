"""Whether a submission's definitions take the calls that the exercise makes, and what is said when they do not."""

from __future__ import annotations

import functools
import math
from dataclasses import replace
from typing import Any

import pytest

from grader.catalogue.exercise import Entry, Exercise
from grader.judge.entry_points import check_entries, load_fault
from grader.judge.far.session import SubmissionRaised
from grader.verdict import Verdict
from grader.worker.child import _parameters

SIGNATURE = "(x, axis=-1)"


def failure(exercise: Exercise, value: Any, signature: str = SIGNATURE) -> dict[str, Any] | None:
    """The facts of what is wrong with an entry point of this value; None where nothing is."""
    entries = (Entry("f", "function", signature, {}),)
    described = {
        "names": ["f"],
        "entries": {"f": {"kind": "function", "parameters": _parameters(value), "methods": {}}},
    }
    found = check_entries(replace(exercise, entries=entries), described)
    return None if found is None else found.facts


def by_axis(x: Any, axis: int = -1, base: float = 2.0) -> None:
    """Has one parameter more, with a default."""


class Callable:
    """Calls what it wraps."""

    def __init__(self, function: Any) -> None:
        functools.update_wrapper(self, function)

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        """Takes anything."""


@pytest.mark.parametrize(
    "value",
    [
        lambda x, axis=-1: 0,
        lambda x, axis=0, *rest: 0,
        lambda x, axis=-1, *, dtype=None: 0,
        lambda x, axis=-1, **more: 0,
        lambda x, /, axis=-1: 0,
        lambda *args, **kwargs: 0,
        by_axis,
        functools.partial(by_axis, base=math.e),
        functools.lru_cache(by_axis),
        Callable(by_axis),
        max,
    ],
)
def test_what_takes_the_calls_fits(toolbox: Exercise, value: Any) -> None:
    """However it was made: a function, a partial, a callable object; more parameters need defaults."""
    assert failure(toolbox, value) is None


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (lambda x, *, axis=-1: 0, "f(x, *, axis=...)"),
        (lambda x, *rest, axis=-1: 0, "f(x, *rest, axis=...)"),
        (lambda *, x, axis=-1: 0, "f(*, x, axis=...)"),
        (lambda x, axis=-1, /: 0, "f(x, axis=..., /)"),
        (lambda x, axis=-1, *, dtype: 0, "f(x, axis=..., *, dtype)"),
        (lambda x, /, *, axis=-1: 0, "f(x, /, *, axis=...)"),
        (lambda x, axis: 0, "f(x, axis)"),
        (lambda axis=-1, x=0: 0, "f(axis=..., x=...)"),
        (lambda *args: 0, "f(*args)"),
        (lambda x, **more: 0, "f(x, **more)"),
        (functools.partial(by_axis, axis=-1), "f(x, *, axis=..., base=...)"),
    ],
)
def test_what_cannot_take_the_calls_is_shown_as_python_writes_it(toolbox: Exercise, value: Any, shown: str) -> None:
    """A call gives any argument by its place or by its name; a parameter that cannot be met so is CE."""
    assert failure(toolbox, value) == {"name": "f", "expected": f"f{SIGNATURE}", "actual": shown}


def test_a_parameter_that_is_pinned_by_name_may_be_so(toolbox: Exercise) -> None:
    """The statement decides."""
    assert failure(toolbox, lambda x, *, axis=-1: 0, "(x, *, axis=-1)") is None


@pytest.mark.parametrize(
    ("source", "python", "reason", "line"),
    [
        ('x = 1\ny = f"{d["a"]}"\n', "3.11.2", "newer", 2),
        ('x = 1\ny = f"{d["a"]}"\n', "3.12.1", None, 7),
        ('type X = int\ny = t"{x}"\n', "3.13.0", "newer", 2),
    ],
)
def test_a_sandbox_with_an_older_python_is_named(source: str, python: str, reason: str | None, line: int) -> None:
    """What the judge's Python reads and the sandbox's does not needs the version that it needs."""
    record = {"type": "SyntaxError", "builtin": "SyntaxError", "message": "m", "frames": [], "line": 7, "column": 1}
    verdict, found = load_fault(SubmissionRaised(record), source.encode(), python)
    assert verdict is Verdict.CE
    assert (found.facts.get("reason"), found.facts["line"]) == (reason, line)
