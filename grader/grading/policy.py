"""The settings of how submissions are judged that a caller may choose."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """How far to go with a submission.

    seed: the run seed; "" for a new one. cases: the ids to run; none for all. all_cases: whether the rest is run too
    after two cases that took too long. time_s: the budget for timing what is accepted, in seconds; 0 for no timing.
    diagnose: whether to look for the likely mistake.
    """

    seed: str = ""
    cases: tuple[str, ...] = ()
    time_s: float = 0.0
    diagnose: bool = True
    all_cases: bool = False
