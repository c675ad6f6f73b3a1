"""Checks of an attack's result against its description."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from grader.doctor.attacks import Attack
from grader.judge.judged import Judged
from grader.verdict import Verdict


def unexpected(attack: Attack, verdicts: tuple[str, ...], judged: Judged, wall_s: float) -> Iterator[str]:
    """Where the judgement differs from the attack's description. `verdicts` are the acceptable ones."""
    verdict, earned = judged.verdict, judged.points
    if str(verdict) not in verdicts:
        yield f"verdict {verdict}, expected {verdicts}: {summary(judged)}"
    if earned > attack.points_at_most:
        yield f"{earned:g} points, expected at most {attack.points_at_most:g}: {summary(judged)}"
    passed = {case.id for case in judged.cases if case.verdict is Verdict.AC}
    known = {case.id for case in judged.cases}
    for name in attack.unearned:
        if name in passed or name not in known:
            yield f'it must fail the case "{name}", which {"passed" if name in passed else "is none"}'
    if wall_s > attack.wall_s:
        yield f"it took {wall_s:.1f} s, expected at most {attack.wall_s:g} s"
    if attack.ratio_at_least and not any(timing.ratio >= attack.ratio_at_least for timing in judged.timing):
        noisy = "too noisy: " if judged.timing and not any(timing.settled for timing in judged.timing) else ""
        yield f"{noisy}timed at {judged.timing}, expected a ratio of at least {attack.ratio_at_least:g}"
    size = len(json.dumps(asdict(judged)))
    if size > 200_000:
        yield f"a report of {size} characters"


def disturbed(after: Judged) -> Iterator[str]:
    """A sentence if the honest submission that follows an attack does not get AC and full marks."""
    if after.verdict is not Verdict.AC or after.points != after.max_points:
        yield f"the honest submission got {after.verdict}: {summary(after)}"


def summary(judged: Judged) -> str:
    """The verdicts and failures, for a message."""
    shown = [(case.id, str(case.verdict), repr(case.failure)[:300]) for case in judged.cases if case.verdict != "AC"]
    return f"load {judged.load} {repr(judged.load_failure)[:300]}, internal {judged.internal}, {shown}"
