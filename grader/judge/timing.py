"""Timing: the submission's cost relative to the reference's, on equal inputs in the same run.

A pair is one call of each, adjacent in time, in random order, on one processor, with inputs that did not exist
before. The cost is CPU time of the sandbox's cgroup around the call, less what an empty call with the same arguments
costs the reference, whose process nobody can make slower on purpose; where there is no cgroup it is wall time, and the
report says so. Every timed answer is checked. The figure is the median of the pairs' ratios: measured, it varies by 8
to 9 % even beside busy neighbours, where a ratio of minima varied by 55 %.

Between two calls a submission has nothing to do. Now and then it is watched for a while just after an answer: work
that goes on then is not in its costs, and the report says so.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from grader.judge import seeds
from grader.judge.bench import Code
from grader.judge.compare import TOLERANCES, WrongAnswer, compare
from grader.judge.disclose import public_raised
from grader.judge.plugin import JudgePlugin
from grader.judge.remote import Far, Remote
from grader.judge.session import Fault, Worker
from grader.report import CaseResult, Failure, Timing
from grader.texts import Text
from grader.verdict import Verdict

WARM_UPS = 2
LEAST_PAIRS, MOST_PAIRS = 5, 200
SETTLED_SPREAD, USABLE_SPREAD = 0.10, 0.30
FLOOR_S = 20e-6
# An honest child uses none of a silence (measured: 0.1 ms, the supervisor's); one thread that goes on uses most of it.
SILENCES, SILENCE_S, USED_S = 3, 0.05, 0.01


@dataclass(frozen=True)
class Cost:
    """Of one call: seconds, those of an empty call with the same arguments, and the value for checking."""

    seconds: float
    empty: float
    value: Any


def time_workloads(
    plugin: JudgePlugin, code: Code, worker: Worker, seed: str, budget_s: float
) -> tuple[list[Timing], list[CaseResult]]:
    """Time each workload of the exercise, sharing `budget_s` seconds of wall clock.

    Returns:
        The timings, and a failed case for each workload whose timed answers were not right.
    """
    timings, failures = [], []
    reference_worker = plugin.bench.reference_worker()
    if reference_worker.cpu is not None:
        worker.set_cpu(reference_worker.cpu)
    for title, function in plugin.workloads:
        share_s = budget_s / len(plugin.workloads)
        block = _Block(plugin, function, title, seed)
        try:
            block.open(code, worker, reference_worker)
            timings.append(block.measure(share_s))
        except WrongAnswer as wrong:
            failures.append(block.failed(Verdict.WA, Failure("mismatch", mismatch=wrong.mismatch)))
        except Fault as fault:
            if fault.role != "submission":
                raise
            failure = Failure(fault.failure.kind, fault.failure.facts, raised=fault.failure.raised)
            failures.append(block.failed(fault.verdict, _with_lines(failure, code.source)))
        finally:
            block.close()
    return timings, failures


class _Block:
    """The pairs of one workload, in one child on each side."""

    def __init__(self, plugin: JudgePlugin, function: Callable[..., Any], title: Text, seed: str) -> None:
        self.plugin, self.function, self.title, self.seed = plugin, function, title, seed
        self.sides: list[Far] = []
        self.used: list[float] = []  # seconds of processor time in each silence of the submission's

    def open(self, code: Code, worker: Worker, reference_worker: Worker) -> None:
        """A child for each side, loaded."""
        bench = self.plugin.bench
        for one, where in ((code, worker), (bench.reference, reference_worker)):
            self.sides.append(bench.open(one, where))
            bench.load(self.sides[-1], one, seeds.worker_seed(self.seed, bench.exercise.slug, self._name))

    def close(self) -> None:
        """End both children."""
        for far in self.sides:
            self.plugin.bench.close(far)

    def measure(self, budget_s: float) -> Timing:
        """Pairs until the spread has settled or the budget is gone."""
        started = time.monotonic()
        order = seeds.generator(self.seed, self.plugin.exercise.slug, self._name, "order")
        silences = order.choice(WARM_UPS + LEAST_PAIRS, size=SILENCES, replace=False)
        pairs: list[tuple[Cost, Cost]] = []
        for index in range(WARM_UPS + MOST_PAIRS):
            pair = self._pair(index, submission_first=bool(order.integers(2)), silence=index in silences)
            if index >= WARM_UPS:
                pairs.append(pair)
            settled = len(pairs) >= LEAST_PAIRS and spread(ratios(pairs)) < SETTLED_SPREAD
            if settled or (len(pairs) >= LEAST_PAIRS and time.monotonic() - started > budget_s):
                break
        found = ratios(pairs)
        low, middle, high = statistics.quantiles(found, n=4, method="inclusive")
        submission, reference = net(pairs)
        used_s = statistics.median(self.used)
        return Timing(
            workload=self.title,
            ratio=middle,
            low=low,
            high=high,
            pairs=len(pairs),
            submission_s=statistics.median(submission),
            reference_s=statistics.median(reference),
            clock=self._clock,
            settled=spread(found) < USABLE_SPREAD and used_s < USED_S,
            went_on=used_s / SILENCE_S if used_s >= USED_S else None,
        )

    def failed(self, verdict: Verdict, failure: Failure) -> CaseResult:
        """A timed answer that was wrong counts like a case that failed, worth nothing when passed."""
        return CaseResult(f"timing_{self._name}", self.title, False, 0, verdict, failure=failure)

    @property
    def _name(self) -> str:
        return self.function.__name__.removeprefix("time_")

    @property
    def _clock(self) -> str:
        return "cpu" if all(far.session.worker.counters().get("cpu_ns") for far in self.sides) else "wall"

    def _pair(self, index: int, *, submission_first: bool, silence: bool) -> tuple[Cost, Cost]:
        """The costs of one call of each side, on the same fresh inputs; both answers compared."""
        calls = []
        for far in self.sides:
            far.forget()  # what the pair before built would stay in memory, pair after pair
            rng = seeds.generator(self.seed, self.plugin.exercise.slug, self._name, str(index))
            calls.append((far, *self.function(far.module, rng)))
        order = (0, 1) if submission_first else (1, 0)
        costs: dict[int, Cost] = {}
        for side in order:
            far, function, args = calls[side]
            after_call = self._be_silent if silence and side == 0 else None
            costs[side] = cost(far, function, args, after_call)
        tolerances = {**TOLERANCES, **self.plugin.exercise.tolerances}
        compare(costs[0].value, costs[1].value, what=self.title.en, tolerances=tolerances)
        return replace(costs[0], value=None), replace(costs[1], value=None)

    def _be_silent(self) -> None:
        """Ask the submission nothing for a while, and keep what it used of it."""
        worker = self.sides[0].session.worker
        before = worker.counters().get("cpu_ns", 0)
        time.sleep(SILENCE_S)
        self.used.append((worker.counters().get("cpu_ns", 0) - before) / 1e9)


def cost(far: Far, function: Remote, args: tuple[Any, ...], after_call: Callable[[], None] | None = None) -> Cost:
    """One call, then what is to be done after it, and an empty call with the same arguments."""
    far.session.awake()
    seconds, value = _timed(far, lambda: function(*args))
    if after_call is not None:
        after_call()
    empty, _ = _timed(far, lambda: far.ask("null", args=args))
    return Cost(seconds, empty, value)


def net(pairs: list[tuple[Cost, Cost]]) -> tuple[list[float], list[float]]:
    """The seconds of each call, the submission's and the reference's, less what an empty one costs.

    That is the median of the reference's, for a single one is as noisy as a call. The submission's own are no measure:
    what it does on the side while it is asked for nothing would be taken off its costs.
    """
    empty = statistics.median(other.empty for _, other in pairs)
    submission, reference = zip(*((one.seconds, other.seconds) for one, other in pairs), strict=True)
    return [max(seconds - empty, FLOOR_S) for seconds in submission], [
        max(seconds - empty, FLOOR_S) for seconds in reference
    ]


def ratios(pairs: list[tuple[Cost, Cost]]) -> list[float]:
    """Submission to reference, pair by pair."""
    submission, reference = net(pairs)
    return [one / other for one, other in zip(submission, reference, strict=True)]


def _timed(far: Far, call: Callable[[], Any]) -> tuple[float, Any]:
    worker = far.session.worker
    before, started = worker.counters().get("cpu_ns"), time.perf_counter()
    value = call()
    wall_s = time.perf_counter() - started
    after = worker.counters().get("cpu_ns")
    if before is None or after is None:
        return wall_s, value
    return (after - before) / 1e9, value


def spread(values: list[float]) -> float:
    """Interquartile range over the median."""
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return (high - low) / middle


def _with_lines(failure: Failure, source: bytes) -> Failure:
    return Failure(failure.kind, failure.facts, raised=public_raised(failure.raised, source))
