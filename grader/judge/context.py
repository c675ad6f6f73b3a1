"""What the judge's process knows while a case runs, where the test API can reach it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grader.texts import Text


@dataclass(frozen=True)
class CaseSpec:
    """What `@case` says of a test."""

    id: str
    title: Text
    points: float
    hint: Text | None


@dataclass(frozen=True)
class Context:
    """Of the exercise: its own tolerances, by dtype: (rtol, atol relative to the largest expected magnitude), and
    its framework.
    """

    tolerances: Mapping[str, tuple[float, float]]
    framework: str = "numpy"


_current = Context({})
_remark: Text | None = None
_used = 0.0


def current() -> Context:
    """The exercise that this judge was started for."""
    return _current


def remark(text: Text) -> None:
    """Say something of the running case that stands in the report beside its verdict."""
    global _remark
    _remark = text


def take_remark() -> Text | None:
    """What was said last since the last call."""
    global _remark
    taken, _remark = _remark, None
    return taken


def note_used(share: float) -> None:
    """Say of the running case that this share of a tolerance was needed to pass."""
    global _used
    _used = max(_used, share)


def take_used() -> float:
    """The largest share since the last call."""
    global _used
    taken, _used = _used, 0.0
    return taken


def use(context: Context) -> None:
    """Set it; a judge serves one exercise, so this happens once."""
    global _current
    _current = context
