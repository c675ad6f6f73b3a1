"""Comparing answers with expected values, on the trusted side.

The order is fixed: type, shape, dtype (only where the test names one), then values. Shape comes before values
because numpy's own comparisons broadcast. NaN and infinities must stand in the same places; then, for what is
finite, |actual - expected| <= atol + rtol * |expected|, written so that a NaN anywhere fails.

Tolerances come from the dtype: the expected value's, or the answer's where that is coarser, but never coarser than
float32 unless the expected value is: who computes in float16 what was asked in float64 is wrong. `atol` is relative to
the largest finite expected magnitude, so it is never a floor larger than the values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.judge.context import note_used
from grader.judge.preview import number, preview
from grader.judge.remote import Remote, dtype_of, kind_of, type_name
from grader.report import Mismatch

# dtype: (rtol, atol relative to the largest expected magnitude)
TOLERANCES: dict[str, tuple[float, float]] = {
    "float64": (1e-7, 1e-9),
    "complex128": (1e-7, 1e-9),
    "float32": (1e-4, 1e-5),
    "complex64": (1e-4, 1e-5),
    "float16": (1e-2, 1e-3),
    "bfloat16": (3e-2, 8e-3),
}


class WrongAnswer(AssertionError):
    """The answer is not the expected one; `mismatch` says where."""

    def __init__(self, mismatch: Mismatch) -> None:
        super().__init__(f"{mismatch.aspect} of {mismatch.what or 'the answer'}")
        self.mismatch = mismatch


def compare(
    actual: Any,
    expected: Any,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    dtype: str | None = None,
    what: str = "",
    tolerances: Mapping[str, tuple[float, float]] = TOLERANCES,
) -> None:
    """Compare numbers, arrays, and nested tuples, lists and dicts of them.

    Args:
        actual: the submission's answer, as it came off the wire.
        expected: the trusted value.
        rtol, atol: replace the dtype's tolerances; `atol` is absolute then.
        dtype: the dtype that the statement pins for arrays; None leaves it open.
        what: names the compared value in the report, such as "dx" or "running_mean".
        tolerances: per dtype, as TOLERANCES.

    Raises:
        WrongAnswer: they differ.
    """
    if isinstance(expected, dict):
        _same_type(actual, expected, dict, what)
        _same_keys(actual, expected, what)
        pairs: Any = ((f"{what}[{key!r}]", actual[key], value) for key, value in expected.items())
    elif isinstance(expected, list | tuple):
        _same_type(actual, expected, type(expected), what)
        if len(actual) != len(expected):
            raise WrongAnswer(Mismatch("length", what, str(len(expected)), str(len(actual))))
        pairs = ((f"{what}[{i}]", a, e) for i, (a, e) in enumerate(zip(actual, expected, strict=True)))
    else:
        _compare_leaf(actual, expected, rtol, atol, dtype, what, tolerances)
        return
    for name, part, value in pairs:
        compare(part, value, rtol=rtol, atol=atol, dtype=dtype, what=name, tolerances=tolerances)


def compare_exactly(actual: Any, expected: Any, *, what: str = "") -> None:
    """Compare without tolerance: strings, integers, booleans, None, arrays of them, and nests.

    Raises:
        WrongAnswer: they differ.
    """
    if isinstance(expected, np.ndarray | np.generic | float):
        compare(actual, expected, rtol=0.0, atol=0.0, what=what)
    elif isinstance(expected, dict):
        _same_type(actual, expected, dict, what)
        _same_keys(actual, expected, what)
        for key, value in expected.items():
            compare_exactly(actual[key], value, what=f"{what}[{key!r}]")
    elif isinstance(expected, list | tuple):
        _same_type(actual, expected, type(expected), what)
        if len(actual) != len(expected):
            raise WrongAnswer(Mismatch("length", what, _items(expected), _items(actual)))
        wrong = [i for i, (a, e) in enumerate(zip(actual, expected, strict=True)) if not _exactly(a, e)]
        if wrong:
            first = wrong[0]
            raise WrongAnswer(
                Mismatch(
                    "values",
                    what,
                    preview(expected),
                    preview(actual),
                    count=len(wrong),
                    total=len(expected),
                    first_index=(first,),
                    first_expected=preview(expected[first]),
                    first_actual=preview(actual[first]),
                )
            )
    elif not _exactly(actual, expected):
        if type(actual) is not type(expected) and not _is_scalar_of(actual, expected):
            raise WrongAnswer(Mismatch("type", what, type_name(expected), type_name(actual)))
        raise WrongAnswer(Mismatch("values", what, preview(expected), preview(actual), count=1, total=1))


def _exactly(actual: Any, expected: Any) -> bool:
    if isinstance(actual, Remote):
        return False
    if _is_scalar_of(actual, expected):
        return bool(actual == expected)
    if isinstance(expected, bool) or isinstance(actual, bool):
        return actual is expected
    if isinstance(expected, list | tuple | dict):
        try:
            compare_exactly(actual, expected)
        except WrongAnswer:
            return False
        return True
    if isinstance(actual, np.ndarray) or isinstance(expected, np.ndarray):
        try:
            compare(actual, expected, rtol=0.0, atol=0.0)
        except WrongAnswer:
            return False
        return True
    return type(actual) is type(expected) and bool(actual == expected)


def _is_scalar_of(actual: Any, expected: Any) -> bool:
    """Whether it is numpy's or torch's own integer where an int is expected, or its boolean for a bool."""
    if not isinstance(actual, np.ndarray) or actual.ndim:
        return False
    return type(expected) in (bool, int) and actual.dtype.kind in ("b" if type(expected) is bool else "iu")


def _same_type(actual: Any, expected: Any, kind: type, what: str) -> None:
    wanted: Any = kind
    if kind in (list, tuple):
        wanted = (list, tuple)  # a function that returns several values may return either
    if not isinstance(actual, wanted):
        raise WrongAnswer(Mismatch("type", what, type_name(expected), type_name(actual)))


def _same_keys(actual: dict[Any, Any], expected: dict[Any, Any], what: str) -> None:
    """The same keys of the same types: to Python 1, 1.0 and True are one key."""
    if {(type(key), key) for key in actual} != {(type(key), key) for key in expected}:
        keys = preview(sorted(expected, key=repr)), preview(sorted(actual, key=repr))
        raise WrongAnswer(Mismatch("keys", what, *keys))


def _compare_leaf(
    actual: Any,
    expected: Any,
    rtol: float | None,
    atol: float | None,
    dtype: str | None,
    what: str,
    tolerances: Mapping[str, tuple[float, float]],
) -> None:
    if expected is None or isinstance(expected, str | bytes):
        compare_exactly(actual, expected, what=what)
        return
    wanted = np.asarray(expected)
    if not _isnumber(actual):
        raise WrongAnswer(Mismatch("type", what, type_name(expected), type_name(actual)))
    if wanted.ndim and not isinstance(actual, np.ndarray):
        raise WrongAnswer(Mismatch("type", what, type_name(expected), type_name(actual)))
    # The judge's own formulas are plain ndarrays; only an answer of the reference knows that it was a tensor.
    both = isinstance(actual, np.ndarray) and isinstance(expected, np.ndarray) and actual.ndim
    if both and kind_of(expected) == "torch" and kind_of(actual) != "torch":
        raise WrongAnswer(Mismatch("type", what, type_name(expected), type_name(actual)))
    got = np.asarray(actual)
    if got.shape != wanted.shape:
        raise WrongAnswer(Mismatch("shape", what, str(wanted.shape), str(got.shape)))
    if dtype is not None and dtype_of(got) != dtype:
        raise WrongAnswer(Mismatch("dtype", what, dtype, dtype_of(got)))
    if (wanted.dtype.kind in "bfc" or got.dtype.kind in "bc") and not _comparable(got, wanted):
        raise WrongAnswer(Mismatch("dtype", what, dtype_of(wanted), dtype_of(got)))
    relative, scale = _tolerance(got, wanted, tolerances)
    _compare_values(got, wanted, relative if rtol is None else rtol, atol, scale, what)


def _isnumber(value: Any) -> bool:
    return type(value) in (bool, int, float) or (isinstance(value, np.ndarray) and value.dtype.kind in "biufc")


def _comparable(got: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any]) -> bool:
    """Booleans with booleans, complex numbers only where complex ones are expected, reals with reals."""
    if (got.dtype.kind == "b") != (wanted.dtype.kind == "b"):
        return False
    return bool(wanted.dtype.kind == "c" or got.dtype.kind != "c")


def _tolerance(
    got: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any], tolerances: Mapping[str, tuple[float, float]]
) -> tuple[float, float]:
    expected, actual = dtype_of(wanted), dtype_of(got)
    if expected not in tolerances:
        return (0.0, 0.0) if wanted.dtype.kind in "biu" else tolerances["float64"]
    if expected == "float64" and actual == "float32":
        return tolerances["float32"]
    return tolerances[expected]


def _compare_values(
    got: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any], rtol: float, atol: float | None, scale: float, what: str
) -> None:
    if wanted.dtype.kind in "biu" and got.dtype.kind in "biu":
        good, used = got == wanted, 0.0
        error = np.where(good, 0.0, np.abs(got.astype(np.float64) - wanted.astype(np.float64)))
        tolerance_atol = 0.0
        expected = wanted.astype(np.float64)
    else:
        wide = np.complex128 if wanted.dtype.kind == "c" else np.float64
        expected, answer = wanted.astype(wide, copy=False), got.astype(wide, copy=False)
        magnitude = np.abs(expected)
        finite = np.isfinite(expected)
        tolerance_atol = scale * float(magnitude.max(initial=0.0, where=finite)) if atol is None else atol
        with np.errstate(all="ignore"):
            error = np.abs(answer - expected)
            allowed = tolerance_atol + rtol * magnitude
            close = error <= allowed  # False wherever a NaN takes part
            used = float((error / allowed).max(initial=0.0, where=finite & (allowed > 0)))
        if close.all() and finite.all():  # so it is nearly always
            note_used(used)
            return
        good = np.where(finite, close & np.isfinite(answer), _same_special(answer, expected))
    if good.all():
        note_used(used)
        return
    wrong = np.argwhere(~good)
    first = tuple(int(i) for i in wrong[0])
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        badness = np.where(good, -1.0, np.where(np.isfinite(error), error, np.inf))
        relative = np.where(good, 0.0, error / np.abs(expected))
    worst = tuple(int(i) for i in np.unravel_index(int(np.argmax(badness)), badness.shape))
    finite_errors = error[~good & np.isfinite(error)]
    finite_relative = relative[~good & np.isfinite(relative)]
    raise WrongAnswer(
        Mismatch(
            "values",
            what,
            preview(wanted),
            preview(got),
            count=len(wrong),
            total=int(good.size),
            first_index=first,
            first_expected=number(wanted[first]),
            first_actual=number(got[first]),
            worst_index=worst,
            worst_expected=number(wanted[worst]),
            worst_actual=number(got[worst]),
            max_abs_error=float(finite_errors.max()) if finite_errors.size else None,
            max_rel_error=float(finite_relative.max()) if finite_relative.size else None,
            rtol=rtol,
            atol=tolerance_atol,
        )
    )


def _same_special(answer: np.ndarray[Any, Any], expected: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Where both are NaN, or both the same infinity."""
    both: np.ndarray[Any, Any] = (np.isnan(answer) & np.isnan(expected)) | (answer == expected)
    return both


def _items(value: list[Any] | tuple[Any, ...]) -> str:
    return f"{len(value)}: {preview(value)}"
