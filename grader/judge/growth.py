"""Growth: how the cost of a call rises with its size, for the submission and the reference in the same run.

The law is the slope of a line through log(cost) over log(size): a step that looks at its whole context once is n^1.0,
one that computes everything anew is n^2.0. A constant factor, however large, does not change it; so work that was
blown up to be equal at all sizes is flat. It shows in the ratio to the reference, which is bounded at each size.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic  # by name: beside code of ours somebody may replace it in its module
from typing import Any

import numpy as np

from grader.judge.compare import TOLERANCES, compare
from grader.judge.context import current
from grader.judge.far.proxy import Proxy, side_of
from grader.judge.timing import Cost, cost, net, ratios, spread

# Pairs at each size; fewer where they take longer than this, for the noise beside a long call is small.
REPEATS, LEAST_REPEATS, REPEATS_S = 7, 3, 2.0
# Quartiles of the reference's own costs further apart than this share of their median tell nothing about a law. Only
# the reference's count: an erratic submission is not the machine's noise, or it could buy itself a pass.
NOISY_SPREAD = 0.5
# What noise adds to a slope: beside busy neighbours the reference was seen a third from itself.
_NOISE = 0.3
# What it adds to a ratio.
_NOISE_FACTOR = 1.5

Prepare = Callable[[Proxy, int, np.random.Generator], tuple[Proxy, tuple[Any, ...]]]


@dataclass(frozen=True)
class Growth:
    """The slopes of both sides, and the largest ratio of their costs at one size, with that size.

    noisy: the machine was too restless for them to mean much.
    """

    submission: float
    reference: float
    ratio: float
    size: int
    noisy: bool

    def too_steep(self, margin: float) -> bool:
        """Whether the submission's cost grows faster than the reference's by more than `margin` and the noise."""
        return self.submission - self.reference > margin + (_NOISE if self.noisy else 0.0)

    def too_slow(self, at_most: float) -> bool:
        """Whether at one size the submission costs more than `at_most` times what the reference does, and the noise."""
        return self.ratio > at_most * (_NOISE_FACTOR if self.noisy else 1.0)


def measure(
    submission: Proxy, reference: Proxy, prepare: Prepare, rng: np.random.Generator, sizes: Sequence[int]
) -> Growth:
    """Time both sides at each size, in adjacent pairs on equal inputs, and fit the slopes.

    The submission's slope is the reference's plus that of the paired ratios: what disturbs both cancels.

    Raises:
        WrongAnswer: a timed answer differs from the reference's.
        Fault: the code inside failed.
    """
    seconds, quotients, noisy = [], [], False
    for size in sizes:
        pairs = _pairs(submission, reference, prepare, rng, size)
        of_reference = net(pairs)[1]
        seconds.append(statistics.median(of_reference))
        quotients.append(statistics.median(ratios(pairs)))
        noisy |= spread(of_reference) > NOISY_SPREAD
    slope = _slope(sizes, seconds)
    ratio, size = max(zip(quotients, sizes, strict=True))
    return Growth(slope + _slope(sizes, quotients), slope, ratio, size, noisy)


def _pairs(
    submission: Proxy, reference: Proxy, prepare: Prepare, rng: np.random.Generator, size: int
) -> list[tuple[Cost, Cost]]:
    """As many as tell the cost at one size."""
    began, pairs = monotonic(), list[tuple[Cost, Cost]]()
    while len(pairs) < LEAST_REPEATS or (len(pairs) < REPEATS and monotonic() - began < REPEATS_S):
        pairs.append(_pair(submission, reference, prepare, int(rng.integers(2**63)), size))
    return pairs


def _pair(submission: Proxy, reference: Proxy, prepare: Prepare, seed: int, size: int) -> tuple[Cost, Cost]:
    """One call of each side on the same fresh inputs; the answers are compared."""
    costs = []
    for module in (reference, submission):  # in this order, for a submission's time limit follows the reference's time
        function, args = prepare(module, size, np.random.default_rng(seed))
        costs.append(cost(side_of(module), [(function, args)]))
    theirs, mine = costs
    compare(mine.value, theirs.value, tolerances={**TOLERANCES, **current().tolerances})
    return mine, theirs


def _slope(sizes: Sequence[int], values: Sequence[float]) -> float:
    return float(np.polyfit(np.log(sizes), np.log(values), 1)[0])
