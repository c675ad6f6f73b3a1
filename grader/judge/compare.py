"""Comparing answers with expected values, on the trusted side.

What is expected decides how: None, text and bytes are compared exactly; a Python number, numpy's scalar and an array
without axes are one kind, a number; then arrays; then nests of these. An answer of another kind is a wrong answer that
says so, never an exception: for every kind there is one function in `_RULES`, and it takes any answer.

The order is fixed: type, shape, dtype (only where the test names one), then values. Shape comes before values
because numpy's own comparisons broadcast. NaN and infinities must stand in the same places; then, for what is
finite, |actual - expected| <= atol + rtol * |expected|, written so that a NaN anywhere fails.

Tolerances come from the dtype: the expected value's, or the answer's where that is coarser, but never coarser than
float32 unless the expected value is: who computes in float16 what was asked in float64 is wrong. `atol` is relative to
the largest finite expected magnitude, so it is never a floor larger than the values.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from grader.judge import context
from grader.judge.preview import keys, numbers, preview, preview_both, with_length
from grader.judge.values import NoGradient, Opaque, as_tensor, dtype_of, kind_of, type_words
from grader.report import Mismatch
from grader.texts import Text

# dtype: (rtol, atol relative to the largest expected magnitude)
TOLERANCES: dict[str, tuple[float, float]] = {
    "float64": (1e-7, 1e-9),
    "complex128": (1e-7, 1e-9),
    "float32": (1e-4, 1e-5),
    "complex64": (1e-4, 1e-5),
    "float16": (1e-2, 1e-3),
    "bfloat16": (3e-2, 8e-3),
}


_NEARER = 0.01


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
    what_zh: str = "",
    tolerances: Mapping[str, tuple[float, float]] = TOLERANCES,
) -> None:
    """Compare numbers, arrays, and nested tuples, lists and dicts of them.

    Args:
        actual: the submission's answer, as it came off the wire.
        expected: the trusted value.
        rtol, atol: replace the dtype's tolerances; `atol` is absolute then.
        dtype: the dtype that the statement pins for arrays; None leaves it open.
        what, what_zh: name the compared value in the report: "dx" in both languages, or "params after step 2".
        tolerances: per dtype, as TOLERANCES.

    Raises:
        WrongAnswer: they differ.
        TypeError: what is expected is nothing that an answer could be.
    """
    _compare(actual, expected, How(rtol, atol, dtype, tolerances), Text(what, what_zh or what))


def compare_exactly(actual: Any, expected: Any, *, what: str = "", what_zh: str = "", strict: bool = False) -> None:
    """Compare without tolerance: strings, integers, booleans, None, arrays of them, and nests.

    Args:
        actual, expected, what, what_zh: as for `compare`.
        strict: a list is not taken for a tuple, nor a tuple for a list; else either may hold
            the several values that a function returns.

    Raises:
        WrongAnswer, TypeError: as for `compare`.
    """
    _compare(actual, expected, How(0.0, 0.0, exact=True, strict=strict), Text(what, what_zh or what))


def difference_in_kind(actual: Any, expected: Any, *, tensors: bool = False) -> Mismatch | None:
    """How an answer differs from the expected one in types, shapes and keys; None where it does in values at most.

    Args:
        tensors: a number will not do where a tensor without axes is expected.
    """
    how = How(kinds=True, tensors=tensors)
    found = _find(actual, expected, how)
    return None if found is None else _mismatch(found, actual, expected, how, Text("", ""))


def compare_shape(
    actual: Any, shape: tuple[int, ...], *, dtype: str | None = None, what: str = "", what_zh: str = ""
) -> None:
    """Compare the shape of an array (in a torch exercise: a tensor), and its dtype where one is named.

    Raises:
        WrongAnswer: it is none, or another one.
    """
    expected = np.broadcast_to(np.zeros((), dtype="float64" if dtype in (None, "bfloat16") else dtype), shape)
    if context.current().framework == "torch":
        expected = as_tensor(expected)
    _compare(actual, expected, How(dtype=dtype, kinds=True, tensors=bool(shape)), Text(what, what_zh or what))


def alike(first: Any, second: Any, how: How) -> bool:
    """Whether two answers are one: of the same dtypes, and a hundred times nearer to each other than `how` tolerates.

    Two programs that make one mistake round differently, but two mistakes may differ by little.
    """
    tolerances = {name: (rtol * _NEARER, atol * _NEARER) for name, (rtol, atol) in how.tolerances.items()}
    rtol, atol = (None if given is None else given * _NEARER for given in (how.rtol, how.atol))
    nearer = replace(how, rtol=rtol, atol=atol, dtype=None, tolerances=tolerances, twins=True, tolerance_used=[])
    return _find(first, second, nearer) is None


@dataclass(frozen=True)
class How:
    """How to compare; the arguments of the functions above. `twins` are two answers, and not one and the truth."""

    rtol: float | None = None
    atol: float | None = None
    dtype: str | None = None
    tolerances: Mapping[str, tuple[float, float]] = field(default_factory=lambda: TOLERANCES)
    exact: bool = False
    strict: bool = False
    kinds: bool = False
    tensors: bool = False
    twins: bool = False
    tolerance_used: list[float] = field(default_factory=lambda: [0.0])  # the shares of tolerances that were needed


@dataclass(frozen=True)
class _Difference:
    """The first difference: in which aspect, the path to it, what stands there, and `details` of a Mismatch."""

    aspect: str
    expected: Any
    actual: Any
    path: tuple[Any, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)


_Found = _Difference | None


def _compare(actual: Any, expected: Any, how: How, what: Text) -> None:
    context.note_compared(actual, expected, how)
    found = _find(actual, expected, how)
    if found is not None:
        raise WrongAnswer(_mismatch(found, actual, expected, how, what))
    context.note_tolerance_used(max(how.tolerance_used))


def _find(actual: Any, expected: Any, how: How) -> _Found:
    rule = _RULES.get(_kind(expected))
    if rule is None:
        raise TypeError(f"a test expects a {type(expected).__name__}, which no answer can be")
    return rule(actual, expected, how)


# ---------------------------------------------------------------- what is said


def _mismatch(found: _Difference, actual: Any, expected: Any, how: How, what: Text) -> Mismatch:
    """The difference as the report has it."""
    at = 0  # the first step of the path below which values are so plain that the whole of them can be shown
    while at < len(found.path) and not _is_plain(expected):
        expected, actual = expected[found.path[at]], _item(actual, found.path[at])
        at += 1
    if found.aspect in ("values", "finite", "length") and at < len(found.path):
        return _in_nest(found, actual, expected, how, _place(what, found.path[:at]), found.path[at:])
    if found.aspect == "type" and _wanted_type(expected) != type_words(actual):
        place = _place(what, found.path[:at])
        return Mismatch("type", place.en, _wanted_type(expected), type_words(actual), what_zh=place.zh)
    place = _place(what, found.path)
    return Mismatch(found.aspect, place.en, *_shown(found), what_zh=place.zh, **found.details)


def _in_nest(found: _Difference, actual: Any, expected: Any, how: How, what: Text, path: tuple[int, ...]) -> Mismatch:
    """A difference in a nest that is shown whole: how many of its items are wrong, and the first of them."""
    first_expected, first_actual = _shown(found)
    details: dict[str, Any] = {
        name: found.details.get(name) for name in ("max_abs_error", "max_rel_error", "rtol", "atol")
    }
    if found.details.get("total") == 1:
        first_expected, first_actual = found.details["first_expected"], found.details["first_actual"]
    same = zip(actual, expected, strict=False)  # of one length, unless it is the lengths that differ
    wrong = sum(_find(mine, theirs, how) is not None for mine, theirs in same)
    return Mismatch(
        found.aspect,
        what.en,
        *preview_both(expected, actual),
        what_zh=what.zh,
        count=wrong,
        total=len(expected),
        first_index=path,
        first_expected=first_expected,
        first_actual=first_actual,
        **details,
    )


def _shown(found: _Difference) -> tuple[str, str]:
    """The expected side and the answer's."""
    expected, actual = found.expected, found.actual
    if found.aspect in ("shape", "dtype", "opaque"):
        return str(expected), str(actual)
    if found.aspect == "gradient":
        return _wanted_type(expected), actual.name
    if found.aspect in ("none", "type"):
        wanted, got = _wanted_type(expected), type_words(actual)
        return wanted, got if got != wanted else f"submission.{got}"
    if found.aspect == "length":
        return with_length(preview(expected), expected), with_length(preview(actual), actual)
    return preview_both(expected, actual)


def _wanted_type(expected: Any) -> str:
    """A learner's name for the type of the expected value; a number has its Python name, whoever made it."""
    if _kind(expected) == "number" and not _is_tensor(expected):
        return type(np.asarray(expected).item()).__name__
    return type_words(expected, "torch.Tensor" if context.current().framework == "torch" else "numpy.ndarray")


def _is_plain(value: Any) -> bool:
    """Whether it is a list or a tuple, and holds no arrays and no dicts on any level."""
    if not isinstance(value, list | tuple):
        return False
    return all(_kind(item) in ("none", "text", "number") or _is_plain(item) for item in value)


def _item(value: Any, step: Any) -> Any:
    """`value[step]`, for a key too that only a person would call the same."""
    if not isinstance(value, dict):
        return value[step]
    return next(item for key, item in value.items() if _canonical(key) == _canonical(step))


def _place(what: Text, path: tuple[Any, ...]) -> Text:
    """A place in what is compared, as a learner would write it: "grads['dx'][1]"."""
    steps = "".join(f"[{preview(step, 80)}]" for step in path)
    return what + (Text(f", {steps}", f"，{steps}") if steps and " " in what.en else steps)


# ---------------------------------------------------------------- kinds


def _kind(value: Any) -> str:
    """The kind of what is expected, or of an answer."""
    if value is None:
        return "none"
    if isinstance(value, np.ndarray | np.generic):
        if value.dtype.kind not in "biufc":
            return "other"
        return "array" if value.ndim else "number"
    for kind, types in (("number", (bool, int, float, complex)), ("text", (str, bytes)), ("dict", dict)):
        if isinstance(value, types):
            return kind
    if isinstance(value, list | tuple):
        return "sequence"
    if isinstance(value, NoGradient):
        return "no gradient"
    return "opaque" if isinstance(value, Opaque) else "other"


def _none(actual: Any, expected: None, how: How) -> _Found:
    return None if actual is None or isinstance(actual, NoGradient) else _of_type(actual, expected)


def _no_gradient(actual: Any, expected: NoGradient, how: How) -> _Found:
    return _none(actual, None, how)


def _opaque(actual: Any, expected: Opaque, how: How) -> _Found:
    """An earlier answer was expected once more, and could not be compared even then."""
    if how.kinds and isinstance(actual, Opaque):
        return None
    if how.twins and isinstance(actual, Opaque) and actual.type_name == expected.type_name:
        return None
    return _Difference("opaque", "", type_words(actual if isinstance(actual, Opaque) else expected))


def _text(actual: Any, expected: str | bytes, how: How) -> _Found:
    if type(actual) is not type(expected):
        return _of_type(actual, expected)
    return None if how.kinds or actual == expected else _Difference("values", expected, actual)


def _number(actual: Any, expected: Any, how: How) -> _Found:
    kind = _kind(actual)
    if kind == "array":
        found = _shape(actual, np.shape(expected))
        return _of_type(actual, expected) if how.exact and type(expected) in (bool, int) else found
    if kind != "number" or (how.tensors and not _is_tensor(actual)):
        return _of_type(actual, expected)
    if how.exact and type(expected) in (bool, int):
        wanted = "b" if type(expected) is bool else "iu"
        if np.asarray(actual).dtype.kind not in wanted and not (type(actual) is int and wanted == "iu"):
            return _of_type(actual, expected)
        return None if how.kinds or actual == expected else _Difference("values", expected, actual)
    if type(actual) is int and type(expected) is int:
        return None if how.kinds or actual == expected else _Difference("values", expected, actual)
    return _values(actual, expected, how)


def _array(actual: Any, expected: np.ndarray[Any, Any], how: How) -> _Found:
    if _kind(actual) == "number" and isinstance(actual, np.ndarray | np.generic):
        return _shape(actual, expected.shape)
    if isinstance(actual, np.ndarray) and _kind(actual) == "other":  # an answer that the test has made an array of
        return _Difference("dtype", dtype_of(expected), dtype_of(actual))
    # The judge's own formulas are plain ndarrays; only an answer of the reference knows that it was a tensor.
    if _kind(actual) != "array" or (kind_of(expected) == "torch" and not _is_tensor(actual)):
        return _of_type(actual, expected)
    return _shape(actual, expected.shape) or _values(actual, expected, how)


def _sequence(actual: Any, expected: list[Any] | tuple[Any, ...], how: How) -> _Found:
    if not isinstance(actual, list | tuple) or (how.strict and type(actual) is not type(expected)):
        return _of_type(actual, expected)
    if len(actual) != len(expected) and not (how.kinds and isinstance(expected, list)):
        return _Difference("length", expected, actual)
    pairs = enumerate(zip(actual, expected, strict=not how.kinds))
    return next((_under(index, found) for index, pair in pairs if (found := _find(*pair, how)) is not None), None)


def _dict(actual: Any, expected: dict[Any, Any], how: How) -> _Found:
    if not isinstance(actual, dict):
        return _of_type(actual, expected)
    mine, theirs = ({_canonical(key): key for key in mapping} for mapping in (actual, expected))
    if mine.keys() != theirs.keys():
        return _Difference("keys", *_keys_apart(mine, theirs))
    pairs = ((key, (actual[mine[same]], expected[key])) for same, key in theirs.items())
    return next((_under(key, found) for key, pair in pairs if (found := _find(*pair, how)) is not None), None)


_RULES: dict[str, Callable[[Any, Any, How], _Found]] = {
    "none": _none,
    "no gradient": _no_gradient,
    "opaque": _opaque,
    "text": _text,
    "number": _number,
    "array": _array,
    "sequence": _sequence,
    "dict": _dict,
}


def _is_tensor(value: Any) -> bool:
    return isinstance(value, np.ndarray) and kind_of(value) == "torch"


def _under(step: Any, found: _Difference) -> _Difference:
    return replace(found, path=(step, *found.path))


def _of_type(actual: Any, expected: Any) -> _Difference:
    if isinstance(actual, NoGradient):
        return _Difference("gradient", expected, actual)
    return _Difference("none" if actual is None else "type", expected, actual)


def _shape(actual: Any, expected: tuple[int, ...]) -> _Found:
    found = np.shape(actual)
    return None if found == expected else _Difference("shape", expected, found)


def _canonical(key: Any) -> Any:
    """A key that equals another only if a person would say so: to Python 1, 1.0 and True are one, and NaN is none."""
    if isinstance(key, tuple):
        return tuple(map(_canonical, key))
    plain = key.item() if isinstance(key, np.generic) else key
    return type(plain), "nan" if isinstance(plain, float) and math.isnan(plain) else plain


def _keys_apart(mine: dict[Any, Any], theirs: dict[Any, Any]) -> tuple[list[Any], list[Any]]:
    """The expected keys and the answer's: all of them, where that shows the difference."""
    everything = keys(theirs.values()), keys(mine.values())
    if len(set(preview_both(*everything))) == 2:
        return everything
    missing, added = ([of[key] for key in of.keys() - other.keys()] for of, other in ((theirs, mine), (mine, theirs)))
    return keys(missing), keys(added)


# ---------------------------------------------------------------- values


def _values(actual: Any, expected: Any, how: How) -> _Found:
    """Arrays, or numbers, of one shape."""
    got, wanted = _as_array(actual), _as_array(expected)
    if how.dtype is not None and dtype_of(got) != how.dtype:
        return _Difference("dtype", how.dtype, dtype_of(got))
    if not _comparable(got, wanted) or (how.twins and dtype_of(got) != dtype_of(wanted)):
        if isinstance(actual, np.ndarray | np.generic):
            return _Difference("dtype", dtype_of(wanted), dtype_of(got))
        return _of_type(actual, expected)
    if how.kinds:
        return None
    relative, scale = _tolerance(got, wanted, how.tolerances)
    with np.errstate(all="ignore"):
        found, tolerance_used = _compare_values(
            got, wanted, relative if how.rtol is None else how.rtol, how.atol, scale
        )
    how.tolerance_used.append(tolerance_used)
    return found


def _as_array(value: Any) -> np.ndarray[Any, Any]:
    """`value` as an array of numbers; an int too large for any dtype as the float that it is near to, or NaN."""
    array = np.asarray(value)
    if array.dtype.kind != "O":
        return array
    try:
        return np.asarray(float(value))
    except OverflowError:
        return np.asarray(math.nan)


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
    got: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any], rtol: float, atol: float | None, scale: float
) -> tuple[_Found, float]:
    """The difference, and how much of the tolerance was needed where there is none."""
    if wanted.dtype.kind in "biu" and got.dtype.kind in "biu":
        good, tolerance_used = got == wanted, 0.0
        error = np.where(good, 0.0, np.abs(got.astype(np.float64) - wanted.astype(np.float64)))
        tolerance_atol = 0.0
        expected, answer = wanted.astype(np.float64), got.astype(np.float64)
    else:
        wide = np.complex128 if wanted.dtype.kind == "c" else np.float64
        expected, answer = wanted.astype(wide, copy=False), got.astype(wide, copy=False)
        magnitude = np.abs(expected)
        finite = np.isfinite(expected)
        tolerance_atol = scale * float(magnitude.max(initial=0.0, where=finite)) if atol is None else atol
        error = np.abs(answer - expected)
        allowed = tolerance_atol + rtol * magnitude
        close = error <= allowed  # False wherever a NaN takes part
        tolerance_used = float((error / allowed).max(initial=0.0, where=finite & (allowed > 0)))
        if close.all() and finite.all():  # so it is nearly always
            return None, tolerance_used
        good = np.where(finite, close & np.isfinite(answer), _same_special(answer, expected))
    if good.all():
        return None, tolerance_used
    wrong = np.argwhere(~good)
    first = tuple(int(i) for i in wrong[0])
    badness = np.where(good, -1.0, np.where(np.isfinite(error), error, np.inf))
    relative = np.where(good, 0.0, error / np.abs(expected))
    worst = tuple(int(i) for i in np.unravel_index(int(np.argmax(badness)), badness.shape))
    finite_errors = error[~good & np.isfinite(error)]
    finite_relative = relative[~good & np.isfinite(relative)]
    first_expected, first_actual = numbers(wanted[first], got[first])
    worst_expected, worst_actual = numbers(wanted[worst], got[worst])
    details = {
        "count": len(wrong),
        "total": int(good.size),
        "first_index": first,
        "first_expected": first_expected,
        "first_actual": first_actual,
        "worst_index": worst,
        "worst_expected": worst_expected,
        "worst_actual": worst_actual,
        "max_abs_error": float(finite_errors.max()) if finite_errors.size else None,
        "max_rel_error": float(finite_relative.max()) if finite_relative.size else None,
        "rtol": rtol,
        "atol": tolerance_atol,
    }
    lost = bool((np.isfinite(expected) & ~np.isfinite(answer)).any())
    return _Difference("finite" if lost else "values", wanted, got, details=details), 0.0


def _same_special(answer: np.ndarray[Any, Any], expected: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Where both are NaN, or both the same infinity."""
    both: np.ndarray[Any, Any] = (np.isnan(answer) & np.isnan(expected)) | (answer == expected)
    return both
