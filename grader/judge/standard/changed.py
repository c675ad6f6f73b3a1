"""Whether a value is still what it was."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.judge.preview import preview_both
from grader.judge.values import Opaque, type_words
from grader.report import Mismatch
from grader.worker import wire

_ELSEWHERE = (Opaque, wire.Handle, wire.Callback)


def changed(before: Any, now: Any, what: str = "") -> Mismatch | None:
    """The first difference; an object that stays with the submission is not data, and is not looked into.

    Args:
        what: names the value, for the report.
    """
    if isinstance(before, _ELSEWHERE) or isinstance(now, _ELSEWHERE):
        return None
    if type(before) is not type(now):
        return Mismatch("type", what, type_words(before), type_words(now))
    if isinstance(before, list | tuple | dict):
        parts, others = _parts(before, what), _parts(now, what)
        if [name for name, _ in parts] == [name for name, _ in others]:
            found = (changed(part, other, name) for (name, part), (_, other) in zip(parts, others, strict=True))
            return next(filter(None, found), None)
    elif _is_same(before, now):
        return None
    return Mismatch("values", what, *preview_both(before, now))


def _is_same(before: Any, now: Any) -> bool:
    """Equal to the bit where it is an array; a NaN is the NaN that it was. They are of one type."""
    if isinstance(before, np.ndarray | np.generic):
        return bool(before.dtype == now.dtype and before.shape == now.shape and before.tobytes() == now.tobytes())
    return bool(before == now or (before != before and now != now))


def _parts(value: Any, what: str) -> list[tuple[str, Any]]:
    """The items of `value`, each with its name, such as "params[0]"; an argument of a call has its own name only."""
    if isinstance(value, dict):
        return [(f"{what}[{key!r}]" if what else str(key), item) for key, item in value.items()]
    return [(f"{what}[{index}]", item) for index, item in enumerate(value)]
