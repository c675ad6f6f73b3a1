"""Whether a value is what it was is told to the bit, and whatever its type."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.judge.standard.changed import changed
from grader.worker import wire

NAN = float("nan")


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, 3, 1.5, NAN, "text", b"bytes", [], (), {}, [1, (2.0, NAN)], {"a": [NAN]}),
        *(np.arange(3), np.array([NAN, -0.0]), np.zeros((0, 2)), np.float32(2.5), np.float64(NAN)),
        *(wire.Handle(3, "object"), [wire.Callback(1)]),
    ],
    ids=repr,
)
def test_what_stays_is_no_change(value: Any) -> None:
    """Nor is a NaN that stays one."""
    assert changed(value, value) is None


@pytest.mark.parametrize(
    ("before", "now", "where"),
    [
        (1, 2, ""),
        (1, 1.0, ""),
        (1, True, ""),
        (0.0, NAN, ""),
        ("a", b"a", ""),
        (None, 0, ""),
        ([1, 2], [1, 3], "[1]"),
        ([1, 2], [1], ""),
        ([1], (1,), ""),
        ({"a": 1, "b": [0]}, {"a": 1, "b": [1]}, "b[0]"),
        ({"a": 1}, {"b": 1}, ""),
        (np.zeros(2), np.array([0.0, -0.0]), ""),
        (np.zeros(2), np.zeros(2, np.float32), ""),
        (np.zeros(2), np.zeros((2, 1)), ""),
        (np.zeros(2), None, ""),
        (np.float64(1.0), 1.0, ""),
        ((np.zeros(1), np.zeros(1)), (np.zeros(1), np.ones(1)), "[1]"),
    ],
)
def test_whatever_changes_is_told_with_its_place(before: Any, now: Any, where: str) -> None:
    """The first change, with what it was and what it is."""
    found = changed(before, now)
    assert found is not None
    assert (found.what, found.expected != found.actual) == (where, True)


def test_objects_that_stay_with_the_submission_are_not_looked_into() -> None:
    """A handle has another number each time."""
    assert changed([wire.Handle(3, "Node"), 1], [wire.Handle(4, "Node"), 1]) is None
    assert changed([wire.Handle(3, "Node"), 1], [wire.Handle(4, "Node"), 2]) is not None
