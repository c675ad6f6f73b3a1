"""Timing: the submission's cost relative to the reference's, on equal inputs in the same run.

A pair is one call of each, adjacent in time, in random order, on one processor, with inputs that did not exist
before. The cost is CPU time of the sandbox's cgroup around the call, less what an empty call with the same arguments
costs the reference, whose process nobody can make slower on purpose; where there is no cgroup it is wall time, and the
report says so. Every timed answer is checked. The figure is the median of the pairs' ratios: measured, it varies by 8
to 9 % even beside busy neighbours, where a ratio of minima varied by 55 %.

A slow answer is timed in fewer pairs, for the budget holds whatever it costs: it is the deadline of the submission's
calls too. If none of them came to its end, the figure is a bound: what it had used when it was ended.

Between two calls a submission has nothing to do. Now and then it is watched for a while just after an answer: work
that goes on then is not in its costs, and the report says so.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from grader.errors import GraderError
from grader.judge import seeds
from grader.judge.blame import FAILURES, blamed
from grader.judge.compare import TOLERANCES, WrongAnswer, compare
from grader.judge.disclose import with_source
from grader.judge.far.children import Code
from grader.judge.far.proxy import Side, Transcript
from grader.judge.far.session import Fault, Worker
from grader.judge.own import OwnTime
from grader.judge.suite import JudgePlugin
from grader.report import CaseResult, Failure, Timing
from grader.sandbox import SandboxGone
from grader.texts import Text
from grader.verdict import Verdict

WARM_UPS = 2
LEAST_PAIRS, MOST_PAIRS = 5, 200
SETTLED_SPREAD, USABLE_SPREAD = 0.10, 0.30
FLOOR_S = 20e-6
# To end a call costs its sandbox up to 40 ms (measured), which is not a cost of the call.
_ENDING_S = 0.1
# An honest child uses none of a silence (measured: 0.1 ms, the supervisor's); one thread that goes on uses most of it.
SILENCES, SILENCE_S, USED_S = 3, 0.05, 0.01


# A function of the far side, or one that calls it, and the arguments.
Called = tuple[Callable[..., Any], tuple[Any, ...]]


@dataclass(frozen=True)
class Cost:
    """Of what is timed: seconds, those of empty calls with the same arguments, and the values for checking."""

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
    reference_worker = plugin.children.reference_worker()
    if reference_worker.cpu is not None:
        worker.set_cpu(reference_worker.cpu)
    for title, function in plugin.workloads:
        block = _Block(plugin, function, title, seed, budget_s / len(plugin.workloads))
        found = block.timed(code, worker)
        if isinstance(found, Timing):
            timings.append(found)
        else:
            failures.append(found)
    return timings, failures


class _Block:
    """The pairs of one workload, in one child on each side."""

    def __init__(
        self, plugin: JudgePlugin, function: Callable[..., Any], title: Text, seed: str, budget_s: float
    ) -> None:
        self.plugin, self.function, self.title, self.seed = plugin, function, title, seed
        self.budget_s = budget_s
        self.sides: list[Side] = []
        self.busy_s: list[float] = []  # seconds of processor time in each silence of the submission's
        self.meter: Meter | None = None  # of the submission's last call
        self.reference_cost: Cost | None = None  # the last one

    def timed(self, code: Code, worker: Worker) -> Timing | CaseResult:
        """The timing of the code; or a failed case, where its answers were not right."""
        try:
            return self._measured(code, worker)
        except WrongAnswer as wrong:
            return self._failed(Verdict.WA, Failure("mismatch", mismatch=wrong.mismatch))
        except (GraderError, SandboxGone):
            raise
        except FAILURES as error:
            if isinstance(error, Fault) and error.role == "submission":
                failure = Failure(error.failure.kind, error.failure.facts, raised=error.failure.raised)
                return self._failed(error.verdict, _with_lines(failure, code.source))
            found = blamed(error, self._goes_well)
            if found is None:
                raise
            return self._failed(*found)

    def _goes_well(self) -> bool:
        """Whether the reference can be timed against itself."""
        children = self.plugin.children
        block = _Block(self.plugin, self.function, self.title, self.seed, self.budget_s)
        block._measured(children.reference, children.reference_worker())
        return True

    def _measured(self, code: Code, worker: Worker) -> Timing:
        try:
            self._open(code, worker)
            with OwnTime(self.plugin.children.own_s + self.budget_s):
                return self._pairs()
        finally:
            for far in self.sides:
                self.plugin.children.close(far)

    def _open(self, code: Code, worker: Worker) -> None:
        """A child for each side, loaded."""
        children = self.plugin.children
        for one, where in ((code, worker), (children.reference, children.reference_worker())):
            self.sides.append(children.open(one, where))
            children.load(self.sides[-1], one, seeds.worker_seed(self.seed, children.exercise.slug, self._name))

    def _pairs(self) -> Timing:
        """Pairs until the spread has settled or the budget is gone."""
        deadline = time.monotonic() + self.budget_s
        session = self.sides[0].session
        session.restart_clock(lambda: session.wall_s + deadline - time.monotonic())
        order = seeds.generator(self.seed, self.plugin.exercise.slug, self._name, "order")
        silences = order.choice(WARM_UPS + LEAST_PAIRS, size=SILENCES, replace=False)
        pairs: list[tuple[Cost, Cost]] = []
        try:
            for index in range(WARM_UPS + MOST_PAIRS):
                began = time.monotonic()
                # The reference goes first into the first pair: its cost is known if the submission's never will be.
                first = bool(order.integers(2)) and index > 0
                pairs.append(self._pair(index, submission_first=first, silence=index in silences))
                now, measured = time.monotonic(), pairs[WARM_UPS:]
                settled = len(measured) >= LEAST_PAIRS and spread(ratios(measured)) < SETTLED_SPREAD
                if settled or now + (now - began) > deadline:
                    break
        except Fault as fault:
            if fault.role != "submission" or fault.verdict is not Verdict.TLE:
                raise
        return self._timing(pairs[WARM_UPS:] or pairs) if pairs else self._bound()

    def _timing(self, pairs: list[tuple[Cost, Cost]]) -> Timing:
        """The figure that these pairs give."""
        found = ratios(pairs)
        low, middle, high = quartiles(found)
        submission, reference = net(pairs)
        used_s = statistics.median(self.busy_s or [0.0])
        enough = len(pairs) >= LEAST_PAIRS
        return Timing(
            workload=self.title,
            ratio=middle,
            low=low,
            high=high,
            pairs=len(pairs),
            submission_s=statistics.median(submission),
            reference_s=statistics.median(reference),
            clock=self._clock,
            settled=enough and spread(found) < USABLE_SPREAD and used_s < USED_S,
            went_on=used_s / SILENCE_S if used_s >= USED_S else None,
            within_s=None if enough else self.budget_s,
        )

    def _bound(self) -> Timing:
        """The lower bound where the submission did not come to the end of its first call: there is no other figure."""
        submission_s = self.meter.seconds() if self.meter is not None else 0.0
        reference_s = 0.0
        if self.reference_cost is not None:
            reference_s = max(self.reference_cost.seconds - self.reference_cost.empty, FLOOR_S)
            submission_s = max(submission_s - self.reference_cost.empty - _ENDING_S, 0.0)
        ratio = submission_s / reference_s if reference_s else 0.0
        return Timing(
            workload=self.title,
            ratio=ratio,
            low=ratio,
            high=ratio,
            pairs=0,
            submission_s=submission_s,
            reference_s=reference_s,
            clock=self._clock,
            settled=False,
            within_s=self.budget_s,
        )

    def _failed(self, verdict: Verdict, failure: Failure) -> CaseResult:
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
            far.forget()  # what the pair before built would stay in memory, pair after pair; there and here
            far.transcript = Transcript()
            rng = seeds.generator(self.seed, self.plugin.exercise.slug, self._name, str(index))
            work = self.function(far.module, rng)
            calls.append((far, work if isinstance(work, list) else [work]))
        order = (0, 1) if submission_first else (1, 0)
        costs: dict[int, Cost] = {}
        for side in order:
            far, work = calls[side]
            if side == 0:
                self.meter = Meter(far.session.worker)
            after_call = self._be_silent if silence and side == 0 else None
            costs[side] = cost(far, work, after_call)
            if side == 1:
                self.reference_cost = costs[side]
        tolerances = {**TOLERANCES, **self.plugin.exercise.tolerances}
        compare(costs[0].value, costs[1].value, what=self.title.en, tolerances=tolerances)
        return replace(costs[0], value=None), replace(costs[1], value=None)

    def _be_silent(self) -> None:
        """Ask the submission nothing for a while, and keep what it used of it."""
        worker = self.sides[0].session.worker
        before = worker.counters().get("cpu_ns", 0)
        time.sleep(SILENCE_S)
        self.busy_s.append((worker.counters().get("cpu_ns", 0) - before) / 1e9)


def cost(far: Side, work: Sequence[Called], after_call: Callable[[], None] | None = None) -> Cost:
    """The calls, in order, then what is to be done after them, and as many empty calls with the same arguments."""
    far.session.awake()
    seconds, values = _timed(far, lambda: [function(*args) for function, args in work])
    if after_call is not None:
        after_call()
    empty, _ = _timed(far, lambda: [far.ask("null", args=args) for _, args in work])
    return Cost(seconds, empty, values if len(work) > 1 else values[0])


def net(pairs: list[tuple[Cost, Cost]]) -> tuple[list[float], list[float]]:
    """The seconds of each call, the submission's and the reference's, less what an empty one costs.

    That is the median of the reference's, for a single one is as noisy as a call. The submission's own do not serve:
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


class Meter:
    """A meter of the time that a worker uses from its construction on."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._before, self._started = worker.counters().get("cpu_ns"), time.perf_counter()

    def seconds(self) -> float:
        """The seconds so far: of processor time, or of wall clock where no processor time is counted."""
        wall_s = time.perf_counter() - self._started
        after = self._worker.counters().get("cpu_ns")
        return wall_s if self._before is None or after is None else (after - self._before) / 1e9


def _timed(far: Side, call: Callable[[], Any]) -> tuple[float, Any]:
    meter = Meter(far.session.worker)
    value = call()
    return meter.seconds(), value


def quartiles(values: list[float]) -> tuple[float, float, float]:
    """The lower one, the median, the upper one; of a single value all three are it."""
    if len(values) == 1:
        return values[0], values[0], values[0]
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, middle, high


def spread(values: list[float]) -> float:
    """Interquartile range over the median."""
    low, middle, high = quartiles(values)
    return (high - low) / middle


def _with_lines(failure: Failure, source: bytes) -> Failure:
    return Failure(failure.kind, failure.facts, raised=with_source(failure.raised, source))
