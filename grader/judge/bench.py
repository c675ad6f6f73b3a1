"""A benchmark: the last call of an input at several sizes, for the submission and the reference in the same run.

First each size is run once in a child of its own: that gives the peak of its memory, shows whether the answers are
equal, and tells what a call costs. Then the sizes are timed in rounds, all of them in turn, so that a machine that
slows down slows all of them; at each the two sides are an adjacent pair (`grader.judge.timing`).
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

import numpy as np

from grader.benched import Benched, Point, Side, Slopes
from grader.errors import GraderError
from grader.inputs.read import Input
from grader.judge import context
from grader.judge.blame import FAILURES, message, note
from grader.judge.compare import TOLERANCES, WrongAnswer, compare
from grader.judge.disclose import with_source
from grader.judge.far.children import Children, Code
from grader.judge.far.proxy import Proxy
from grader.judge.far.session import Fault, Worker
from grader.judge.own import OwnTime
from grader.judge.sides import InputSide
from grader.judge.timing import USABLE_SPREAD, Cost, cost, net, quartiles, ratios, spread
from grader.judge.tryout import load_failure
from grader.report import Failure, internal
from grader.texts import Text, as_text

MOST_ROUNDS, LEAST_ROUNDS = 15, 3
# Of the budget, what one call may take at most: beyond that a larger size is not worth waiting for.
_CALL_SHARE = 0.5
_TRY_AGAIN = Text("Try again; `dlgrade doctor` checks the machine.", "请重试；`dlgrade doctor` 可以检查本机。")


def benched(
    children: Children, plan: Input, source: bytes, worker: Worker, seconds: float, step: Callable[[Text], None]
) -> Benched:
    """Measure each size; a fault of ours is told in it."""
    try:
        return _Bench(children, plan, Code(source, "submission"), worker, seconds, step).benched()
    except FAILURES as error:
        note("the benchmark", error)
        said, advice = as_text(message(error)), _TRY_AGAIN
        if isinstance(error, GraderError):
            said, advice = error.said, error.advice
        return Benched(fault=internal(said, advice))


@dataclass
class _Sized:
    """What is known of one size."""

    point: Point
    pairs: list[tuple[Cost, Cost]] = field(default_factory=list)
    wall_s: float = 0.0  # of one call of each side


class _Bench:
    """One benchmark."""

    def __init__(
        self, children: Children, plan: Input, code: Code, worker: Worker, seconds: float, step: Callable[[Text], None]
    ) -> None:
        self.children, self.plan, self.code, self.worker = children, plan, code, worker
        self.seconds, self.step = seconds, step
        self.has_reference = children.exercise.transcript is None
        self.counts = plan.has_functions
        self.call_s = max(2.0, seconds * _CALL_SHARE)

    def benched(self) -> Benched:
        """All of it."""
        failed = load_failure(self.children, self.code, self.worker)
        if failed is not None:
            return Benched(reference=self.has_reference, load=failed[0], load_failure=failed[1])
        sized = self._once()
        clock = "cpu"
        timed = [one for one in sized if one.point.failure is None and one.point.refused is None]
        if timed and not self.counts:
            clock = self._rounds(timed)
        points = tuple(one.point for one in sized)
        return Benched(
            points,
            measure="asked" if self.counts else "time",
            clock=clock,
            cost=_slopes(points, lambda side: side.asked) if self.counts else _time_slopes(points),
            memory=_slopes(points, lambda side: side.peak_bytes),
            reference=self.has_reference,
        )

    # -- each size once

    def _once(self) -> list[_Sized]:
        """Each size in children of its own, until the submission fails, or a call takes too long."""
        base = {code.role: self._peak_of_nothing(code) for code in self._codes()}
        done: list[_Sized] = []
        for size in self.plan.sizes:
            self.step(Text(f"memory at n = {size}", f"测量 n = {size} 时的内存"))
            done.append(self._at(size, base))
            point = done[-1].point
            if point.failure is not None or point.refused is not None or done[-1].wall_s > self.call_s:
                break
        return done

    def _at(self, size: int, base: dict[str, int]) -> _Sized:
        values: dict[str, Any] = {}
        sides: dict[str, Side] = {}
        wall_s = 0.0
        for code in self._codes():
            try:
                value, taken_s, sides[code.role] = self._run(code, size, base[code.role])
            except Fault as fault:
                raised = with_source(fault.failure.raised, code.source) if code is self.code else None
                failure = Failure(fault.failure.kind, fault.failure.facts, raised=raised)
                found = Point(size, reference=sides.get("reference"))
                ours = code is not self.code
                return _Sized(replace(found, refused=failure) if ours else replace(found, failure=failure))
            values[code.role] = value
            wall_s += taken_s
        point = Point(size, sides["submission"], sides.get("reference"), mismatch=self._differs(values))
        return _Sized(point, wall_s=wall_s)

    def _run(self, code: Code, size: int, base: int) -> tuple[Any, float, Side]:
        """The answer, the seconds of wall clock, and what was measured."""
        side = self._open(code, size)
        try:
            self._load(side, code)
            side.far.session.awake()
            side.begin()
            call = side.last()
            began = monotonic()
            value = call()
            taken_s = monotonic() - began
            asked = sum(function.times for function in side.functions)
        finally:
            side.close()
        peak = (side.far.session.exited or {}).get("peak_bytes", 0)
        return value, taken_s, Side(peak_bytes=max(0, peak - base), asked=asked)

    def _peak_of_nothing(self, code: Code) -> int:
        """What a child takes that has loaded the code and done nothing."""
        side = self._open(code, self.plan.sizes[0])
        try:
            self._load(side, code)
            side.far.session.awake()
            side.far.ask("null", args=())
        finally:
            side.close()
        return int((side.far.session.exited or {}).get("peak_bytes", 0))

    def _differs(self, values: dict[str, Any]) -> Any:
        if "reference" not in values or all(isinstance(value, Proxy) for value in values.values()):
            return None
        try:
            with OwnTime(self.children.own_s):
                tolerances = {**TOLERANCES, **context.current().tolerances}
                compare(values["submission"], values["reference"], tolerances=tolerances)
        except WrongAnswer as wrong:
            return wrong.mismatch
        return None

    # -- all sizes in turn

    def _rounds(self, sized: list[_Sized]) -> str:
        """Rounds over all sizes until the time is over; the clock that they were measured by."""
        sides = {code.role: self._open(code, None) for code in self._codes()}
        deadline = monotonic() + self.seconds
        try:
            for code in self._codes():
                self._load(sides[code.role], code, self.seconds + 60)
            for number in range(MOST_ROUNDS):
                self.step(Text(f"timing, round {number + 1}", f"正在计时，第 {number + 1} 轮"))
                for one in sized:
                    if len(one.pairs) < 1 or (monotonic() + one.wall_s < deadline):
                        self._pair(one, sides, number)
                if number + 1 >= LEAST_ROUNDS and monotonic() > deadline:
                    break
            counted = all(side.far.session.worker.counters().get("cpu_ns") for side in sides.values())
        finally:
            for side in sides.values():
                side.close()
        for one in sized:
            one.point = _with_times(one.point, one.pairs, reference=self.has_reference)
        return "cpu" if counted else "wall"

    def _pair(self, one: _Sized, sides: dict[str, InputSide], number: int) -> None:
        began = monotonic()
        order = list(sides.values()) if number % 2 else list(sides.values())[::-1]
        costs = {}
        for side in order:
            side.forget()
            side.size = one.point.size
            side.begin()
            costs[side.far.role] = replace(cost(side.far, [side.timed()]), value=None)
        one.wall_s = monotonic() - began
        one.pairs.append((costs["submission"], costs.get("reference", costs["submission"])))

    def _codes(self) -> list[Code]:
        """Both, the reference first: what it refuses the submission need not be asked."""
        return [self.children.reference, self.code] if self.has_reference else [self.code]

    def _open(self, code: Code, size: int | None) -> InputSide:
        worker = self.worker if code is self.code else self.children.reference_worker()
        return InputSide(self.children, self.children.open(code, worker), self.plan, self.worker, size)

    def _load(self, side: InputSide, code: Code, limit_s: float | None = None) -> None:
        side.load(code, lambda: limit_s or self.call_s + self.children.reference_s)


def _with_times(point: Point, pairs: list[tuple[Cost, Cost]], *, reference: bool) -> Point:
    """The point with what its pairs tell; the first is a warm-up where there are enough."""
    kept = pairs[1:] if len(pairs) > LEAST_ROUNDS else pairs
    mine, theirs = net(kept)
    found = ratios(kept)
    low, middle, high = quartiles(found)
    assert point.submission is not None
    timed = replace(point, submission=_timed(point.submission, mine), pairs=len(kept))
    if not reference or point.reference is None:
        return replace(timed, noisy=spread(mine) > 2 * USABLE_SPREAD)
    noisy = spread(found) > USABLE_SPREAD or len(kept) < 2
    return replace(timed, reference=_timed(point.reference, theirs), ratio=middle, low=low, high=high, noisy=noisy)


def _timed(side: Side, seconds: list[float]) -> Side:
    low, _, high = quartiles(seconds)
    return replace(side, seconds=statistics.median(seconds), low_s=low, high_s=high)


def _slopes(points: Sequence[Point], measure: Callable[[Side], float]) -> Slopes:
    return Slopes(
        *(
            _slope([(point.size, side) for point in points if (side := getattr(point, name)) is not None], measure)
            for name in ("submission", "reference")
        )
    )


def _time_slopes(points: Sequence[Point]) -> Slopes:
    """As `_slopes`; the submission's is the reference's plus that of the paired ratios: what disturbs both cancels."""
    alone = _slopes(points, lambda side: side.seconds)
    paired = [(point.size, Side(seconds=point.ratio)) for point in points if point.ratio]
    ratio = _slope(paired, lambda side: side.seconds)
    if ratio is None or alone.reference is None:
        return alone
    return Slopes(alone.reference + ratio, alone.reference)


def _slope(sides: Sequence[tuple[int, Side]], measure: Callable[[Side], float]) -> float | None:
    """The exponent on the upper half of the sizes, at least three: below, what a bare call costs hides the law."""
    measured = [(size, measure(side)) for size, side in sides if measure(side) > 0]
    upper = measured[min(len(measured) // 2, max(0, len(measured) - 3)) :]
    if len(upper) < 3:
        return None
    sizes, values = zip(*upper, strict=True)
    return float(np.polyfit(np.log(sizes), np.log(values), 1)[0])
