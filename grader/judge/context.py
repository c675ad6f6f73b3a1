"""The state of the judge's process while a case runs, where the test API can reach it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.catalogue.exercise import Exercise, signature_parameters
from grader.report import Failure
from grader.texts import Text


@dataclass(frozen=True)
class CaseSpec:
    """The arguments of `@case` for one test; `hint_for` are the ways of failing that the hint is about."""

    id: str
    title: Text
    points: float
    hint: Text | None
    hint_for: tuple[str, ...] = ()

    def hint_about(self, failure: Failure | None) -> Text | None:
        """The hint, if it is about this failure."""
        if failure is None:
            return None
        way = failure.mismatch.aspect if failure.mismatch else failure.kind
        return self.hint if way in self.hint_for else None


@dataclass(frozen=True)
class Context:
    """Of the exercise: its own tolerances, by dtype: (rtol, atol relative to the largest expected magnitude); its
    framework; and the names of the parameters of each call, as `Proxy` names calls.
    """

    tolerances: Mapping[str, tuple[float, float]]
    framework: str = "numpy"
    parameters: Mapping[str, list[str]] = field(default_factory=dict)


def of(exercise: Exercise) -> Context:
    """The context of a judge of this exercise."""
    signatures = {}
    for entry in exercise.entries:
        signatures[entry.name] = entry.signature
        for method, signature in entry.methods.items():
            signatures[f"<{entry.name}>.{method}"] = signature
        if "forward" in entry.methods:
            signatures[f"<{entry.name}>"] = entry.methods["forward"]  # calling a torch module
    parameters = {call: [found.name for found in signature_parameters(text)] for call, text in signatures.items()}
    return Context(exercise.tolerances, exercise.framework, parameters)


_current = Context({})
_remark: Text | None = None
_tolerance_used = 0.0
_compared: list[tuple[Any, Any, Any]] | None = None
_MOST_COMPARED = 1000


def current() -> Context:
    """The exercise that this judge was started for."""
    return _current


def remark(text: Text) -> None:
    """Say something of the running case that stands in the report beside its verdict."""
    global _remark
    _remark = text


def take_remark() -> Text | None:
    """The last remark since the previous call, or None; it is then forgotten."""
    global _remark
    taken, _remark = _remark, None
    return taken


def note_tolerance_used(share: float) -> None:
    """Say of the running case that this share of a tolerance was needed to pass."""
    global _tolerance_used
    _tolerance_used = max(_tolerance_used, share)


def take_tolerance_used() -> float:
    """The largest share since the last call."""
    global _tolerance_used
    taken, _tolerance_used = _tolerance_used, 0.0
    return taken


def record_compared(into: list[tuple[Any, Any, Any]] | None) -> None:
    """From now on what is compared is noted there, in order; None: nowhere."""
    global _compared
    _compared = into


def note_compared(actual: Any, expected: Any, how: Any) -> None:
    """Say of the running test that this answer was compared with that, and how (`grader.judge.compare.How`)."""
    if _compared is not None and len(_compared) < _MOST_COMPARED:
        _compared.append((actual, expected, how))


def use(context: Context) -> None:
    """Set it; a judge serves one exercise, so this happens once."""
    global _current
    _current = context
