"""Every pair of types: what comes off the wire beside what a test expects, alone, in nests and nearly equal."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.judge.compare import (
    How,
    WrongAnswer,
    alike,
    compare,
    compare_exactly,
    compare_shape,
    difference_in_kind,
)
from grader.judge.values import NoGradient, Opaque, plain_array
from grader.report import Mismatch
from grader.worker import wire


class Thing(Opaque):
    """An object that stayed on the far side, and says of its type what it likes."""

    def __init__(self, type_name: str) -> None:
        self._type_name = type_name

    @property
    def type_name(self) -> str:
        """As it was given."""
        return self._type_name

    def __eq__(self, other: object) -> bool:
        raise TypeError("as a Proxy does")

    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return f"<{self._type_name}>"


@st.composite
def arrays(draw: st.DrawFn) -> np.ndarray[Any, Any]:
    """An array of any kind, dtype and few axes, as it comes off the wire."""
    kind, dtype = draw(st.sampled_from(["numpy", "torch"])), draw(st.sampled_from(sorted(wire.DTYPES)))
    shape = tuple(draw(st.lists(st.integers(0, 3), max_size=3)))
    size = math.prod(shape) * wire.DTYPES[dtype].itemsize
    data = draw(st.binary(min_size=size, max_size=size))
    if dtype == "bool":
        data = bytes(byte & 1 for byte in data)
    return plain_array(wire.Array(kind, dtype, shape, False, data))


def scalar(array: np.ndarray[Any, Any]) -> Any:
    """One of numpy's scalars."""
    return array.reshape(-1)[0] if array.size else np.float32(0.1)


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from(["70", "16380"]).map(lambda bits: 2 ** int(bits)),  # Python has no decimal digits for the latter
    st.floats(),
    st.text(max_size=5),
    st.binary(max_size=5),
    st.sampled_from(["x" * 3000, "x" * 2999 + "y", b"x" * 3000, "\ud800"]),
    arrays(),
    arrays().map(scalar),
    st.builds(Thing, st.sampled_from(["list", "numpy.ndarray", "generator", "None"])),
    st.just(NoGradient("q")),
)
KEYS = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(0, 2), st.floats(), st.text(max_size=2), st.just(np.int64(1))),
    lambda keys: st.tuples(keys, keys),
    max_leaves=3,
)
VALUES = st.recursive(
    LEAVES,
    lambda values: st.one_of(
        st.lists(values, max_size=12), st.tuples(values, values), st.dictionaries(KEYS, values, max_size=3)
    ),
    max_leaves=8,
)


@st.composite
def nearly(draw: st.DrawFn, value: Any) -> Any:
    """`value` with one small change somewhere, such as a float for an int."""
    if isinstance(value, list | tuple) and value:
        at = draw(st.integers(0, len(value) - 1))
        changed = [*value[:at], draw(nearly(value[at])), *value[at + 1 :]]
        return type(value)(changed)
    if isinstance(value, dict) and value:
        key = draw(st.sampled_from(list(value)))
        return value | {key: draw(nearly(value[key]))}
    changes: list[Any] = [[value], value, None]
    if type(value) in (int, float) and abs(value) < 2**53:
        changes += [float(value), np.float32(value), value + 1e-12, str(value)]
    if isinstance(value, str | bytes):
        changes += [value + value[:1], value[:-1]]
    if isinstance(value, np.ndarray | np.generic) and value.dtype.kind in "fiu":
        with np.errstate(all="ignore"):
            changes += [value.astype("float32"), value.astype("float64") * (1 + 1e-12), np.asarray(value).tolist()]
    return draw(st.sampled_from(changes))


def found(function: Any, actual: Any, expected: Any) -> Mismatch | None:
    """The mismatch, if there is one; nothing else may come of it."""
    try:
        function(actual, expected)
    except WrongAnswer as wrong:
        return wrong.mismatch
    return None


def assert_tells_apart(mismatch: Mismatch | None) -> None:
    """What is shown of the two sides is not the same."""
    if mismatch is None:
        return
    whole, first = (mismatch.expected, mismatch.actual), (mismatch.first_expected, mismatch.first_actual)
    assert whole[0] != whole[1] or first[0] != first[1], mismatch
    if mismatch.total <= 1:  # then the report has no line for a first element
        assert whole[0] != whole[1], mismatch
    assert all(len(side) < 1000 for side in (*whole, *first))


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_any_pair_is_equal_or_a_wrong_answer_that_shows_why(data: st.DataObject) -> None:
    """Whatever is answered, whatever is expected: no exception, and the two sides are shown as different."""
    expected = data.draw(VALUES)
    actual = data.draw(st.one_of(VALUES, nearly(expected)))
    for function in (compare, compare_exactly):
        assert_tells_apart(found(function, actual, expected))
    assert_tells_apart(difference_in_kind(actual, expected))


def has_opaque(value: Any) -> bool:
    """Whether there is an object in it that cannot be compared."""
    if isinstance(value, dict):
        return any(map(has_opaque, value.values()))
    return isinstance(value, Opaque) or (isinstance(value, list | tuple) and any(map(has_opaque, value)))


@settings(deadline=None, max_examples=100)
@given(VALUES)
def test_everything_is_equal_to_itself(value: Any) -> None:
    """NaN, the longest ints and odd keys too; of an object that stayed away nobody knows."""
    for function in (compare, compare_exactly):
        assert (found(function, value, value) is None) is not has_opaque(value)
    assert difference_in_kind(value, value) is None


ROW = np.array([1.0, 2.0])
MATRIX = np.array([[1.0, 2.0], [3.0, 4.0]])


@pytest.mark.parametrize(
    ("actual", "expected", "aspect", "said"),
    [
        ([ROW, ROW], MATRIX, "type", ("numpy.ndarray", "list[numpy.ndarray]")),
        (None, MATRIX, "none", ("numpy.ndarray", "None")),
        ("x", MATRIX, "type", ("numpy.ndarray", "str")),
        (b"x", MATRIX, "type", ("numpy.ndarray", "bytes")),
        (MATRIX, None, "type", ("None", "numpy.ndarray")),
        (MATRIX, "x", "type", ("str", "numpy.ndarray")),
        (Thing("bytearray"), b"x", "type", ("bytes", "bytearray")),
        (Thing("numpy.ndarray of strings"), MATRIX, "type", ("numpy.ndarray", "numpy.ndarray of strings")),
        (Thing("numpy.ndarray"), MATRIX, "type", ("numpy.ndarray", "submission.numpy.ndarray")),
        ({"a": 1}, [1], "type", ("list[int]", "dict")),
        ((MATRIX,), MATRIX, "type", ("numpy.ndarray", "tuple[numpy.ndarray]")),
        ([(1, 2.0)], [(1, 2)], "type", ("list[tuple[int, int]]", "list[tuple[int, float]]")),
        (NoGradient("q"), MATRIX, "gradient", ("numpy.ndarray", "q")),
        (np.array([1j, 0]), ROW, "dtype", ("float64", "complex128")),
    ],
    ids=repr,
)
def test_types_are_named_as_a_learner_would(actual: Any, expected: Any, aspect: str, said: tuple[str, str]) -> None:
    """Both sides, and what is inside them."""
    mismatch = found(compare_exactly, actual, expected)
    assert mismatch is not None and mismatch.aspect == aspect
    assert (mismatch.expected, mismatch.actual) == said


@pytest.mark.parametrize(
    ("actual", "expected", "said"),
    [
        ([257.0, 258.0], [257, 258], ("list[int]", "list[float]")),
        (-1.125801890123, -1.125801890124, ("-1.125801890124", "-1.125801890123")),
        (
            np.array([-1.125801890123]),
            np.array([-1.125801890124]),
            ("[-1.125801890124]  shape (1,), float64", "[-1.125801890123]  shape (1,), float64"),
        ),
        ([1.0, 1.0 + 1e-12], [1.0, 1.0], ("[1.0, 1.0]", "[1.0, 1.000000000001]")),
        ("a" * 2000 + "b", "a" * 2000 + "c", ("…'" + "a" * 60 + "c'", "…'" + "a" * 60 + "b'")),
        ({1: 0}, {True: 0}, ("[True]", "[1]")),
        ([1, 2, 3], [1, 2], ("[1, 2]  length 2", "[1, 2, 3]  length 3")),
    ],
    ids=["floats for ints", "digits", "digits in an array", "digits in a list", "long texts", "keys", "length"],
)
def test_what_made_the_difference_is_in_sight(actual: Any, expected: Any, said: tuple[str, str]) -> None:
    """The type, as many digits as it takes, the place in a long text."""
    mismatch = found(compare_exactly, actual, expected)
    assert mismatch is not None and (mismatch.expected, mismatch.actual) == said


def test_a_difference_in_a_nest_is_shown_with_all_that_stands_around_it() -> None:
    """Whoever has the order wrong sees it; the first wrong item is named, and what is wrong with it."""
    expected, answer = [((2, 0), -0.9), ((1, 2, 0), -1.5)], [((1, 2, 0), -1.5), ((2, 0), -0.9)]
    mismatch = found(compare, answer, expected)
    assert mismatch is not None and mismatch.aspect == "length"
    assert mismatch.expected == "[((2, 0), -0.9), ((1, 2, 0), -1.5)]"
    assert mismatch.actual == "[((1, 2, 0), -1.5), ((2, 0), -0.9)]"
    assert (mismatch.count, mismatch.total, mismatch.first_index) == (2, 2, (0, 0))
    assert (mismatch.first_expected, mismatch.first_actual) == ("(2, 0)  length 2", "(1, 2, 0)  length 3")


def test_a_list_is_a_tuple_unless_the_statement_says_so() -> None:
    """Several values may come back as either; what is pinned is pinned on every level."""
    assert found(compare_exactly, [[1, 2]], [(1, 2)]) is None
    mismatch = found(lambda mine, theirs: compare_exactly(mine, theirs, strict=True), [[1, 2]], [(1, 2)])
    assert mismatch is not None and mismatch.aspect == "type"
    assert (mismatch.expected, mismatch.actual) == ("list[tuple[int, int]]", "list[list[int]]")


@pytest.mark.parametrize("expected", [{1, 2}, np.array(["a"]), object()], ids=["set", "array", "object"])
def test_what_no_answer_can_be_is_the_test_s_fault(expected: Any) -> None:
    """It is told as an error in the test, not as a wrong answer."""
    with pytest.raises(TypeError, match="a test expects"):
        compare(1, expected)


def test_kinds_look_at_no_value() -> None:
    """Types, shapes and keys; the number of items in a list is a value."""
    assert difference_in_kind((MATRIX, [1, 2, 3], 5), (MATRIX + 1, [0], 2.5)) is None
    for actual, expected, aspect in (
        (None, (MATRIX, ROW), "none"),
        (MATRIX, (MATRIX, ROW), "type"),
        ((MATRIX,), (MATRIX, ROW), "length"),
        ((MATRIX, ROW[:1]), (MATRIX, ROW), "shape"),
        ({"a": 1}, {"b": 1}, "keys"),
    ):
        mismatch = difference_in_kind(actual, expected)
        assert mismatch is not None and mismatch.aspect == aspect


@pytest.mark.parametrize(
    ("actual", "dtype", "aspect"),
    [
        (MATRIX, None, ""),
        (MATRIX > 0, "bool", ""),
        ([ROW, ROW], None, "type"),
        (None, None, "none"),
        (ROW, None, "shape"),
        (MATRIX > 0, None, "dtype"),
        (MATRIX, "bool", "dtype"),
        (MATRIX.astype("float32"), "float64", "dtype"),
    ],
    ids=repr,
)
def test_a_shape_is_that_of_an_array(actual: Any, dtype: str | None, aspect: str) -> None:
    """What numpy would make an array of is none yet."""
    mismatch = found(lambda mine, shape: compare_shape(mine, shape, dtype=dtype), actual, (2, 2))
    assert (mismatch.aspect if mismatch else "") == aspect


@pytest.mark.parametrize(
    ("first", "second", "how", "same"),
    [
        (1.0, 1.0 + 1e-12, How(), True),
        (1.0, 1.0 + 1e-8, How(), False),  # tolerated, and another answer all the same
        (1.0, 1.0 + 1e-8, How(rtol=1e-3, atol=0.0), True),
        (1.0, 1.0 + 1e-12, How(0.0, 0.0, exact=True), False),
        (ROW, ROW.astype("float32"), How(), False),
        ([ROW, None], (ROW, None), How(), True),
        (Thing("set"), Thing("set"), How(), True),
        (Thing("set"), Thing("list"), How(), False),
        (math.nan, math.nan, How(), True),
    ],
    ids=repr,
)
def test_two_answers_are_one_only_if_they_are_much_nearer_than_is_tolerated(
    first: Any, second: Any, how: How, same: bool
) -> None:
    """Of one dtype, and of one type where nobody can look inside."""
    assert alike(first, second, how) is same
