"""Which tests are run once more in which layout."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.catalogue.exercise import Catalogue, Exercise
from grader.judge.standard.layout import TIMES, planned
from grader.judge.standard.trace import Request, Trace


@pytest.fixture(scope="module")
def keeper() -> Exercise:
    """An exercise that promises it, and that its arguments are left alone."""
    return Catalogue(Path(__file__).parents[2] / "catalogue")["keeper"]


def trace(*calls: tuple[str, Any]) -> Trace:
    """A test that makes these calls."""
    requests = [Request("call", {"args": (value,), "kwargs": {}}, True, name) for name, value in calls]
    return Trace(requests)


def test_every_entry_point_gets_every_layout_and_few_of_them_often(keeper: Exercise) -> None:
    """However many tests there are, and in one test where there is one alone."""
    x = np.ones((2, 2))
    plan = planned(keeper, [trace(("scale", x))] * 20 + [trace(("unscale", [x]))])
    assert plan[:4] == [["fortran"], ["strided"], ["reversed"], ["read_only"]]
    assert sum(map(len, plan[:20])) == 4 * TIMES
    assert plan[20] == ["fortran", "strided", "reversed", "read_only"]


def test_only_what_lies_otherwise_then_is_tried(keeper: Exercise) -> None:
    """A row is the same in Fortran order, one element in any; what is no array has no layout."""
    plan = planned(keeper, [trace(("scale", np.ones((1, 3)))), trace(("scale", np.ones(1)), ("words", "a b")), None])
    assert plan == [["strided", "reversed", "read_only"], [], []]


def test_a_kept_array_is_one_of_the_next_call(keeper: Exercise) -> None:
    """So is it sent where a test asks for the arguments as they are afterwards."""
    kept = trace(("scale", 1.0))
    kept.requests.insert(0, Request("keep", {"value": np.ones((2, 2))}, True, ""))
    assert planned(keeper, [kept])[0][0] == "fortran"


@pytest.mark.parametrize(
    ("change", "layouts"),
    [
        ({"promises": ("any_layout",)}, ["fortran", "strided", "reversed"]),
        ({"framework": "torch"}, ["fortran", "strided"]),
    ],
)
def test_what_the_framework_and_the_promises_allow(
    keeper: Exercise, change: dict[str, Any], layouts: list[str]
) -> None:
    """Who may change an argument gets none that is read-only; torch has neither those nor strides below zero."""
    assert planned(replace(keeper, **change), [trace(("scale", np.ones((2, 2))))]) == [layouts]
