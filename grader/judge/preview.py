"""Values as a person reads them in a report: short, with shape and dtype."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.judge.remote import Remote, dtype_of

_PREVIEW_CHARS = 600


def preview(value: Any, limit: int = _PREVIEW_CHARS) -> str:
    """A value as a person reads it, cut to `limit` characters; arrays with shape and dtype."""
    if isinstance(value, np.ndarray) and value.ndim:
        body = np.array2string(value, threshold=40, edgeitems=3, precision=6, max_line_width=72, separator=", ")
        return _cut(f"{body}  shape {value.shape}, {dtype_of(value)}", limit)
    if isinstance(value, np.ndarray | np.generic):
        return number(value.item())
    if isinstance(value, Remote):
        return repr(value)
    if isinstance(value, float):
        return f"{value:.9g}"
    if isinstance(value, list | tuple):
        return _cut(_sequence(value, limit), limit)
    if isinstance(value, dict):
        inside = ", ".join(f"{preview(key, 80)}: {preview(item, limit)}" for key, item in list(value.items())[:8])
        return _cut("{" + inside + (", ..." if len(value) > 8 else "") + "}", limit)
    if isinstance(value, str | bytes):
        return _cut(repr(value[: limit + 1]), limit)
    if isinstance(value, Callable):  # type: ignore[arg-type]  # a callback among the arguments
        return "<function>"
    return _cut(repr(value), limit)


def _sequence(value: list[Any] | tuple[Any, ...], limit: int) -> str:
    opening, closing = ("[", "]") if isinstance(value, list) else ("(", ")")
    shown = [preview(item, limit) for item in (value if len(value) <= 12 else (*value[:6], *value[-3:]))]
    if len(value) > 12:
        shown.insert(6, "...")
    comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
    return opening + ", ".join(shown) + comma + closing + (f" ({len(value)} items)" if len(value) > 12 else "")


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def number(value: Any) -> str:
    """A number with as many digits as tell two answers apart."""
    return f"{value:.9g}" if np.asarray(value).dtype.kind in "fc" else str(value)
