"""The dtypes of an answer beside those of the reference's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.judge.standard.dtypes import Dtypes, narrowed, other_dtype
from grader.judge.standard.trace import Request, Trace

SINGLE, DOUBLE = np.zeros(2, np.float32), np.zeros(2)


@pytest.mark.parametrize(
    ("expected", "actual", "what"),
    [
        (SINGLE, DOUBLE, ""),
        (np.float64(1), np.float32(1), ""),
        ((DOUBLE, [SINGLE]), (DOUBLE, [DOUBLE]), "[1][0]"),
        ({"a": DOUBLE, "b": SINGLE}, {"b": DOUBLE}, "['b']"),
    ],
)
def test_the_first_that_differs_is_named(expected: Any, actual: Any, what: str) -> None:
    """However deep it is."""
    found = other_dtype(expected, actual)
    assert found is not None and (found.aspect, found.what) == ("dtype", what)
    assert found.expected != found.actual


@pytest.mark.parametrize(
    ("expected", "actual"),
    [(SINGLE, SINGLE + 1), (SINGLE, [0.0, 0.0]), (SINGLE, None), ([SINGLE], (SINGLE, DOUBLE)), (1.0, DOUBLE), ("a", 1)],
)
def test_what_is_of_another_form_is_the_business_of_tests(expected: Any, actual: Any) -> None:
    """Values, types and lengths are compared there."""
    assert other_dtype(expected, actual) is None


def test_only_float64_is_narrowed() -> None:
    """In nests; what is an integer, a number of Python's or no number stays."""
    ints = np.arange(2)
    now = narrowed({"a": (DOUBLE, ints), "b": [1.5, "x", SINGLE]})
    assert (now["a"][0].dtype, now["a"][1] is ints, now["b"][:2], now["b"][2] is SINGLE) == (
        np.float32,
        True,
        [1.5, "x"],
        True,
    )


def test_few_tests_of_each_entry_point_are_asked_again() -> None:
    """So it costs the same, however many tests there are; another entry point is asked all the same."""
    dtypes = Dtypes()
    one, both = ([Request("call", {}, True, name) for name in names] for names in (["f"], ["f", "g"]))
    assert [dtypes.wants(Trace(one)) for _ in range(4)] == [True, True, False, False]
    assert [dtypes.wants(Trace(both)) for _ in range(3)] == [True, True, False]
    assert not dtypes.wants(Trace([Request("get", {}, True, "")]))
