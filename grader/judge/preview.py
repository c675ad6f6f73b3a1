"""Values as a person reads them in a report: short, with shape and dtype, and two of them told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from grader.judge import context
from grader.judge.values import Opaque, dtype_of, kind_of
from grader.tensor import Tensor

_PREVIEW_CHARS = 600
_WHOLE, _FIRST, _LAST = 40, 6, 3  # items of a long list: shown up to this many, else this many from each end
_AROUND = 60  # characters on each side of the first difference
_DIGITS = 10**100  # longer ints are hexadecimal: Python refuses to write the decimal digits of the longest


def preview(value: Any, limit: int = _PREVIEW_CHARS, *, exact: bool = False) -> str:
    """A value as a person reads it, cut to `limit` characters; arrays with shape and dtype.

    Takes no longer than what is shown. With `exact`, numbers have every digit.
    """
    if isinstance(value, Tensor):
        return _array(value.data, value.dtype, limit, exact)
    if isinstance(value, np.ndarray) and value.ndim:
        return _array(value, dtype_of(value), limit, exact)
    if isinstance(value, np.ndarray | np.generic):
        return number(value, exact=exact) if value.dtype.kind in "biufc" else _cut(repr(value.item()), limit)
    if isinstance(value, Opaque):
        return _cut(f"<{value.type_name}>", limit)
    if type(value) in (int, float):
        return _cut(number(value, exact=exact), limit)
    if isinstance(value, list | tuple):
        return _sequence(value, limit, exact)
    if isinstance(value, dict):
        pairs = ((f"{preview(key, 80, exact=exact)}: ", item) for key, item in value.items())
        return _enclosed("{", pairs, "}", limit, exact)
    if isinstance(value, str | bytes):
        return _cut(repr(value[: limit + 1]), limit)
    if isinstance(value, Callable):  # type: ignore[arg-type]  # a callback among the arguments
        return "<function>"
    return _cut(repr(value), limit)


def preview_both(expected: Any, actual: Any) -> tuple[str, str]:
    """Two values that differ as a person reads them, with what makes them differ in sight."""
    for exact in (False, True):
        shown = preview(expected, exact=exact), preview(actual, exact=exact)
        if shown[0] != shown[1]:
            return shown
    return _around(expected, actual) if type(expected) is type(actual) else shown


def number(value: Any, *, exact: bool = False) -> str:
    """A number: with nine digits, or with as many as tell it from any other."""
    if type(value) is int or np.asarray(value).dtype.kind in "biu":
        whole = value if type(value) is bool else value.item() if hasattr(value, "item") else value
        return str(whole) if abs(whole) < _DIGITS else f"{whole:#x}"
    plain = value.item() if hasattr(value, "item") else value
    shown = repr(plain) if exact else f"{plain:.9g}"
    return f"{shown}.0" if shown.lstrip("-").isdigit() else shown


def numbers(expected: Any, actual: Any) -> tuple[str, str]:
    """Two numbers that differ, with enough digits to see it."""
    shown = number(expected), number(actual)
    return shown if shown[0] != shown[1] else (number(expected, exact=True), number(actual, exact=True))


def with_length(shown: str, value: list[Any] | tuple[Any, ...]) -> str:
    """`shown`, the preview of a list or a tuple, with its length at the end."""
    length = f"  length {len(value)}"
    return shown if shown.endswith(length) else shown + length


def keys(mapping: Iterable[Any]) -> list[Any]:
    """Keys of any types, in an order that people can look things up in."""
    return sorted(mapping, key=lambda key: preview(key, 80))


def _array(values: np.ndarray[Any, Any], dtype: str, limit: int, exact: bool) -> str:
    """The elements, those at the edges where there are many, then shape and dtype."""
    body = np.array2string(
        values,
        threshold=_WHOLE,
        edgeitems=3 if values.ndim <= 2 else 1,
        precision=6,
        floatmode="unique" if exact else "maxprec",
        max_line_width=72,
        separator=", ",
    )
    framework = context.current().framework if kind_of(values) == "numpy" else "torch"
    named = f"torch.{dtype}" if framework == "torch" else dtype
    return f"{_cut(body, limit)}  shape {values.shape}, {named}"


def _sequence(value: list[Any] | tuple[Any, ...], limit: int, exact: bool) -> str:
    opening, closing = ("[", "]") if isinstance(value, list) else ("(", ",)" if len(value) == 1 else ")")
    if len(value) <= _WHOLE:
        whole = _enclosed(opening, (("", item) for item in value), closing, limit, exact)
        if len(whole) < limit or len(value) <= _FIRST + _LAST:
            return whole
    first = _enclosed(opening, (("", item) for item in value[:_FIRST]), ", ..., ", limit // 2, exact)
    last = _enclosed("", (("", item) for item in value[-_LAST:]), closing, limit // 2, exact)
    return with_length(f"{first}{last}", value)


def _enclosed(opening: str, items: Iterable[tuple[str, Any]], closing: str, limit: int, exact: bool) -> str:
    """The items between two brackets, each behind its label, as far as there is room."""
    shown, left = [], limit - len(opening) - len(closing)
    for label, item in items:
        if left <= 0:
            shown.append("…")
            break
        shown.append(label + preview(item, left, exact=exact))
        left -= len(shown[-1]) + 2
    return _cut(opening + ", ".join(shown) + closing, limit)


def _around(expected: Any, actual: Any) -> tuple[str, str]:
    """Long texts, bytes or ints, from just before the first place where they differ."""
    if type(expected) is int:
        expected, actual = f"{expected:#x}", f"{actual:#x}"
    if not isinstance(expected, str | bytes):
        return preview(expected), preview(actual)
    same = _first_difference(expected, actual)
    start = max(0, same - _AROUND)
    mark = "…" if start else ""
    return tuple(mark + repr(text[start : same + _AROUND]) for text in (expected, actual))  # type: ignore[return-value]


def _first_difference(expected: str | bytes, actual: str | bytes) -> int:
    """Where it is: at the end of the shorter one, where that begins the longer."""
    pairs = enumerate(zip(expected, actual, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(expected), len(actual)))


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: max(0, limit - 1)] + "…"
