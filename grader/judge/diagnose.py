"""Diagnosis: which known mistake gives the very answers that the submission gave.

Each failed case runs again with a mistake of ours in the submission's place, on the same generator, in the
reference's sandbox. A mistake is named only if its answers agree with the submission's in every failed case in which
the mistake fails too, and in at least two of them (or in the only failed case); if several qualify, none is named.
A mistake that some case always catches is out when the submission passes that case; most go this way, unrun.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.catalogue import Mistake
from grader.judge.bench import Code
from grader.judge.compare import TOLERANCES, WrongAnswer, compare
from grader.judge.own import OwnTime
from grader.judge.plugin import Failed, JudgePlugin
from grader.judge.remote import Remote
from grader.judge.values import dtype_of
from grader.report import Diagnosis
from grader.verdict import Verdict

BUDGET_S = 20.0
_EXPLAINABLE = (Verdict.WA, Verdict.RTE)
# Two programs that make the same mistake may still round differently.
_ALIKE = {name: (max(rtol, 1e-6), max(atol, 1e-8)) for name, (rtol, atol) in TOLERANCES.items()}


def diagnose(
    plugin: JudgePlugin, failed: list[Failed], passed: frozenset[str], seed: str, *, stop: Callable[[], bool]
) -> Diagnosis | None:
    """The one mistake that explains the failures; None when none does, several do, or time ran out.

    Args:
        failed, passed: what the submission's cases came to; of the passed ones the ids.
        stop: whether nobody waits for it any more; asked now and then.
    """
    deadline, own = time.monotonic() + BUDGET_S, OwnTime(plugin.bench.own_s)
    found: list[tuple[Mistake, tuple[str, ...]]] = []
    for mistake in plugin.exercise.mistakes:
        if mistake.verdict in _EXPLAINABLE and not passed.intersection(mistake.caught_by):
            cases = _agreement(plugin, mistake, failed, seed, own)
            if cases:
                found.append((mistake, cases))
            if stop() or time.monotonic() > deadline:
                return None
    if len(found) != 1:
        return None
    mistake, cases = found[0]
    return Diagnosis(mistake.name, mistake.explanation, cases)


def _agreement(plugin: JudgePlugin, mistake: Mistake, failed: list[Failed], seed: str, own: OwnTime) -> tuple[str, ...]:
    """The failed cases in which the mistake's answers are the submission's; empty when it does not qualify."""
    code = Code(mistake.source, "submission")
    agreed = []
    for failure in failed:
        answers = failure.answers
        other = plugin.replay(failure, code, seed)
        if other is None:  # the mistake passes this case: it says nothing about it
            continue
        if not answers:
            return ()
        with own:
            alike = _alike(answers, other)
        if not alike:
            return ()
        agreed.append(failure.case.spec.id)
    return tuple(agreed) if len(agreed) >= 2 or len(failed) == 1 else ()


def _alike(first: Any, second: Any) -> bool:
    """Whether two answers are one, up to rounding."""
    if isinstance(first, Remote) or isinstance(second, Remote):
        return isinstance(first, Remote) and isinstance(second, Remote) and repr(first) == repr(second)
    if isinstance(first, list | tuple) and isinstance(second, list | tuple):
        return len(first) == len(second) and all(map(_alike, first, second))
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(_alike(value, second[key]) for key, value in first.items())
    if isinstance(first, np.ndarray) and isinstance(second, np.ndarray) and dtype_of(first) != dtype_of(second):
        return False
    try:
        compare(first, second, tolerances=_ALIKE)
    except (WrongAnswer, ArithmeticError, TypeError, ValueError):  # what cannot be compared is not alike
        return False
    return True
