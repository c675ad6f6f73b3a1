"""When an answer counts as the expected value, and what is said when it does not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.judge import context
from grader.judge.compare import TOLERANCES, WrongAnswer, compare, compare_exactly
from grader.judge.values import plain_array
from grader.report import Mismatch
from grader.worker import wire

NAN, INF = float("nan"), float("inf")
F64 = np.array([1.0, 2.0])


def array(values: Any, dtype: str = "float64") -> np.ndarray[Any, Any]:
    """An ndarray."""
    return np.array(values, dtype=dtype)


def tensor(values: Any, dtype: str = "float32") -> np.ndarray[Any, Any]:
    """What a tensor is on this side, as it comes off the wire."""
    plain = np.array(values, dtype="float32" if dtype == "bfloat16" else dtype)
    data = wire.bfloat16_from_float32(plain) if dtype == "bfloat16" else plain
    return plain_array(wire.Array("torch", dtype, plain.shape, False, data.tobytes()))


def mismatch(actual: Any, expected: Any, **options: Any) -> Mismatch | None:
    """What `compare` finds; None where they are equal."""
    try:
        compare(actual, expected, **options)
    except WrongAnswer as wrong:
        return wrong.mismatch
    return None


def aspect(actual: Any, expected: Any, **options: Any) -> str:
    """The aspect in which they differ, or ""."""
    found = mismatch(actual, expected, **options)
    return found.aspect if found else ""


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (array([1.0, 2.0 + 1e-8]), F64),
        (array([1.0, 2.0], "float32"), F64),  # the statement leaves the dtype open
        (array([1, 2], "int64"), F64),
        (array([NAN, INF, -INF, 0.0]), array([NAN, INF, -INF, 0.0])),
        (array(2.5), 2.5),
        (2.5, array(2.5)),
        (2.5, 2.5),
        (3, 3.0),
        (array([]), array([])),
        (array([True, False], "bool"), array([True, False], "bool")),
        (array([1 + 2j], "complex128"), array([1 + 2j], "complex128")),
        (array([1.0]), array([1 + 0j], "complex128")),
        ([F64, 1.0], (F64, 1.0)),  # several values, as a list or as a tuple
        ({"a": F64, "b": [1.0]}, {"b": [1.0], "a": F64}),
        ("text", "text"),
        (b"bytes", b"bytes"),
        (None, None),
        (tensor([1.0, 2.0]), tensor([1.0, 2.0])),
        (tensor([1.0, 2.0]), F64),  # a formula of the test's own is no tensor
        (tensor([1.0, 2.0], "bfloat16"), tensor([1.0, 2.0], "bfloat16")),
        (array([0.0, 1e6 + 1e-4]), array([1e-4, 1e6])),  # the floor is relative to the largest value
    ],
    ids=repr,
)
def test_equal(actual: Any, expected: Any) -> None:
    """A right answer passes, whatever its style."""
    assert mismatch(actual, expected) is None


@pytest.mark.parametrize(
    ("actual", "expected", "found"),
    [
        (array([1.0, 2.0 + 1e-5]), F64, "values"),
        (array([1.0, NAN]), F64, "finite"),
        (array([1.0, INF]), F64, "finite"),
        (array([1.0, 2.0]), array([1.0, NAN]), "values"),
        (array([INF]), array([-INF]), "values"),
        (array([INF]), array([1e308]), "finite"),
        (array([NAN]), array([INF]), "values"),
        (array([[1.0, 2.0]]), F64, "shape"),
        (array([2.0, 2.0]), array([2.0]), "shape"),  # numpy would broadcast
        (2.0, array([2.0]), "type"),
        (array([2.0]), 2.0, "shape"),
        (array([]), array([[]]), "shape"),
        (array([True, True], "bool"), array([1, 1], "int64"), "dtype"),
        (array([1, 0], "int64"), array([True, False], "bool"), "dtype"),
        (array([1.0 + 0j], "complex128"), array([1.0]), "dtype"),
        (array([1, 3], "int64"), array([1, 2], "int64"), "values"),
        (array([2**53 + 1], "int64"), array([2**53], "int64"), "values"),
        ([1.0, 2.0], F64, "type"),
        (None, F64, "none"),
        ("1.0", 1.0, "type"),
        (F64, [1.0, 2.0], "type"),
        ((F64,), (F64, F64), "length"),
        ((F64, F64, F64), (F64, F64), "length"),
        ({"a": F64}, {"b": F64}, "keys"),
        ({"a": F64, "b": F64}, {"a": F64}, "keys"),
        ({1: F64}, {"1": F64}, "keys"),
        ([F64], {"a": F64}, "type"),
        (0.0, None, "type"),
        (None, 0.0, "none"),
        (F64, tensor([1.0, 2.0]), "type"),  # the reference's answer was a tensor
        (array([1.001], "float16"), array([1.0]), "values"),  # computed too coarsely
        (tensor([1.01], "bfloat16"), tensor([1.0]), "values"),
    ],
    ids=repr,
)
def test_different(actual: Any, expected: Any, found: str) -> None:
    """A wrong answer fails, and in what is named."""
    assert aspect(actual, expected) == found


@pytest.mark.parametrize("dtype", TOLERANCES)
def test_tolerances_come_from_the_dtype(dtype: str) -> None:
    """Just inside passes, and just outside fails; for bfloat16 as a tensor, for numpy has none."""
    rtol, scaled = TOLERANCES[dtype]
    allowed = rtol + scaled
    unit = 2.0**-7 if dtype == "bfloat16" else float(np.finfo(dtype).eps)
    make = tensor if dtype == "bfloat16" else array
    inside, outside = 1 + (allowed // unit) * unit, 1 + (allowed // unit + 2) * unit
    assert aspect(make([inside], dtype), make([1.0], dtype)) == ""
    assert aspect(make([outside], dtype), make([1.0], dtype)) == "values"


def test_float32_where_float64_was_expected_gets_float32s_tolerance() -> None:
    """The statement leaves it open; float16 gets no more for it."""
    assert aspect(array([1.00005], "float32"), array([1.0])) == ""
    assert aspect(array([1.00005]), array([1.0])) == "values"
    assert aspect(array([1.0005], "float16"), array([1.0])) == "values"


def test_the_floor_is_never_larger_than_the_values() -> None:
    """An `atol` as numpy has it would let everything small pass."""
    assert aspect(array([0.0, 0.0]), array([1e-12, 2e-12])) == "values"


def test_given_tolerances_replace_those_of_the_dtype() -> None:
    """`atol` is absolute then."""
    assert aspect(array([1.1]), array([1.0]), atol=0.2) == ""
    assert aspect(array([1.1]), array([1.0]), rtol=0.2) == ""
    assert aspect(array([1.0 + 1e-9]), array([1.0]), rtol=0.0, atol=0.0) == "values"
    assert aspect(array([1.1]), array([1.0]), tolerances={"float64": (0.2, 0.0)}) == ""


def test_a_pinned_dtype_is_asked_for() -> None:
    """Only where the statement pins it."""
    assert aspect(array([1.0], "float32"), array([1.0], "float32"), dtype="float32") == ""
    assert aspect(array([1.0]), array([1.0], "float32"), dtype="float32") == "dtype"
    assert aspect(tensor([1.0], "bfloat16"), array([1.0], "float32"), dtype="bfloat16") == ""


def test_a_mismatch_says_where_and_how_far() -> None:
    """What the report shows: the first place, the worst one, counts, errors, tolerances."""
    found = mismatch(array([[1.0, 2.5], [4.0, 4.0]]), array([[1.0, 2.0], [3.0, 4.0]]), what="dx")
    assert found is not None and (found.what, found.count, found.total) == ("dx", 2, 4)
    assert (found.first_index, found.first_expected, found.first_actual) == ((0, 1), "2.0", "2.5")
    assert (found.worst_index, found.worst_expected, found.worst_actual) == ((1, 0), "3.0", "4.0")
    assert found.max_abs_error == 1.0 and found.max_rel_error == pytest.approx(1 / 3)
    assert found.rtol == 1e-7 and found.atol == pytest.approx(4e-9)


def test_a_place_in_a_nest_is_named() -> None:
    """As a learner would write it."""
    found = mismatch({"dx": (F64, F64 + 1)}, {"dx": (F64, F64)}, what="grads")
    assert found is not None and found.what == "grads['dx'][1]"


def exactly(actual: Any, expected: Any) -> str:
    """The aspect in which they differ when nothing is tolerated, or ""."""
    try:
        compare_exactly(actual, expected)
    except WrongAnswer as wrong:
        return wrong.mismatch.aspect
    return ""


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ([1, 2], [1, 2]),
        ((1, 2), [1, 2]),
        (array(3, "int64"), 3),  # numpy's own integer
        (array(True, "bool"), True),
        ({"a": 1, "b": [1, (2, "x")]}, {"a": 1, "b": [1, (2, "x")]}),
        ({1: (1, 2)}, {1: [1, 2]}),
        ({"a": F64}, {"a": F64}),
        ([F64, None], [F64, None]),
        ("文", "文"),
        (array([NAN]), array([NAN])),
        (2.0, 2.0),
    ],
    ids=repr,
)
def test_exactly_equal(actual: Any, expected: Any) -> None:
    """Equal in type and value."""
    assert exactly(actual, expected) == ""


@pytest.mark.parametrize(
    ("actual", "expected", "found"),
    [
        ([1, 3], [1, 2], "values"),
        ([1, 2, 3], [1, 2], "length"),
        (True, 1, "type"),
        (1, True, "type"),
        (1.0, 1, "type"),
        ("1", 1, "type"),
        ([True], [1], "type"),
        ([1.0], [1], "type"),
        ({"a": True}, {"a": 1}, "type"),
        ({"a": 1.0}, {"a": 1}, "type"),
        ({True: 1}, {1: 1}, "keys"),
        ({"a": [1]}, {"a": [2]}, "values"),
        ({"a": F64 + 1e-12}, {"a": F64}, "values"),
        ([["a"], ["b"]], [["a"], ["c"]], "values"),
        ("a", "b", "values"),
        (b"a", "a", "type"),
        (None, "", "none"),
        (array(3, "int64"), 4, "values"),
        (array(1, "int64"), True, "type"),
        (array(True, "bool"), 1, "type"),
        (array([3], "int64"), 3, "type"),
        (array([1.0 + 1e-12]), array([1.0]), "values"),
    ],
    ids=repr,
)
def test_exactly_different(actual: Any, expected: Any, found: str) -> None:
    """What Python's == would let pass fails here: 1 is neither 1.0 nor True."""
    assert exactly(actual, expected) == found


@pytest.mark.parametrize(
    ("actual", "expected", "used"),
    [
        (array([1.0, 2.5]), array([1.0, 2.0]), 0.5),
        (array([1.0, -2.0]), array([1.5, -2.0]), 0.5),
        (array([1.0, NAN, INF]), array([1.25, NAN, INF]), 0.25),
        ([2.0, {"a": array([5.0])}], [1.9, {"a": array([4.0])}], 1.0),
        (array([3, 4]), array([3, 4]), 0.0),
        ("a", "a", 0.0),
    ],
    ids=str,
)
def test_how_much_of_the_tolerance_was_needed(actual: Any, expected: Any, used: float) -> None:
    """Of whatever is compared in a case, the largest share counts."""
    context.take_tolerance_used()
    compare(expected, expected)
    compare(actual, expected, rtol=0.0, atol=1.0)
    assert context.take_tolerance_used() == pytest.approx(used)
    assert context.take_tolerance_used() == 0.0


@pytest.mark.parametrize("wrong", [[1.0, 5.0], [1.5, NAN], [1.5, INF]], ids=str)
def test_what_is_refused_needed_no_tolerance(wrong: list[float]) -> None:
    """A test may catch a refusal and try another expected value."""
    context.take_tolerance_used()
    with pytest.raises(WrongAnswer):
        compare(array(wrong), F64, rtol=0.0, atol=1.0)
    assert context.take_tolerance_used() == 0.0


def test_the_place_is_named_in_both_languages() -> None:
    """A step into a nest stands behind words with a comma, and behind a name of the code without."""
    with pytest.raises(WrongAnswer) as caught:
        compare([np.zeros(2)], [np.ones(2)], what="params after step 2", what_zh="第 2 步之后的 params")
    assert caught.value.mismatch.what == "params after step 2, [0]"
    assert caught.value.mismatch.what_zh == "第 2 步之后的 params，[0]"
    with pytest.raises(WrongAnswer) as caught:
        compare([np.zeros(2)], [np.ones(2)], what="grads")
    assert (caught.value.mismatch.what, caught.value.mismatch.what_zh) == ("grads[0]", "grads[0]")
