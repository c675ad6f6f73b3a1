"""A trial: the calls of an input, made on the submission and on the reference, each answer beside the other.

It decides nothing: a statement may allow more than one answer, and an input may be one that it promises nothing about.
"""

from __future__ import annotations

import statistics
from time import monotonic

from grader.errors import GraderError
from grader.inputs.read import Input
from grader.judge import context
from grader.judge.blame import FAILURES, message, note
from grader.judge.compare import TOLERANCES, WrongAnswer, compare
from grader.judge.disclose import call_shown, with_source
from grader.judge.entry_points import check_entries, load_fault
from grader.judge.far.children import Children, Code
from grader.judge.far.proxy import Call, Proxy
from grader.judge.far.session import Fault, Session, Worker
from grader.judge.own import OwnTime
from grader.judge.preview import preview
from grader.judge.sides import Done, InputSide
from grader.judge.timing import (
    LEAST_PAIRS,
    SETTLED_SPREAD,
    USABLE_SPREAD,
    WARM_UPS,
    Cost,
    cost,
    net,
    quartiles,
    ratios,
    spread,
)
from grader.judge.values import type_words
from grader.limits import PRINTS_BYTES
from grader.report import Failure, LoadFailure, Mismatch, Timing, internal
from grader.sandbox import SandboxGone
from grader.texts import Text, as_text
from grader.tried import Answer, Tried, TriedStep
from grader.verdict import Verdict

_SHOWN_CHARS = 1500
_MOST_PAIRS = 60
_LAST_CALL = Text("the last call", "最后一次调用")
_TRY_AGAIN = Text("Try again; `dlgrade doctor` checks the machine.", "请重试；`dlgrade doctor` 可以检查本机。")


def tried(children: Children, plan: Input, source: bytes, worker: Worker, time_s: float) -> Tried:
    """What comes of the input; a fault of ours is told in it."""
    try:
        return _Trial(children, plan, Code(source, "submission"), worker).tried(time_s)
    except FAILURES as error:
        note("the trial", error)
        said, advice = as_text(message(error)), _TRY_AGAIN
        if isinstance(error, GraderError):
            said, advice = error.said, error.advice
        return Tried(fault=internal(said, advice))


def load_failure(children: Children, code: Code, worker: Worker) -> tuple[Verdict, LoadFailure] | None:
    """Why the code cannot be loaded, or lacks an entry point; None where it is all there."""
    far = children.open(code, worker)
    try:
        described = children.load(far, code, 0, entries=children.exercise.entries)
    except Fault as fault:
        return load_fault(fault, code.source, worker.ready()["versions"]["python"])
    finally:
        children.close(far)
    with OwnTime(children.own_s):
        failure = check_entries(children.exercise, described)
    return None if failure is None else (Verdict.CE, failure)


class _Trial:
    """One trial: the code, its sandbox, and the input."""

    def __init__(self, children: Children, plan: Input, code: Code, worker: Worker) -> None:
        self.children, self.plan, self.code, self.worker = children, plan, code, worker
        self.size = plan.sizes[0] if plan.sizes else None
        self.has_reference = children.exercise.transcript is None
        self._functions_failed: list[Fault] = []  # of the last run, the submission's

    def tried(self, time_s: float) -> Tried:
        """All of it."""
        failed = load_failure(self.children, self.code, self.worker)
        if failed is not None:
            return Tried(reference=self.has_reference, load=failed[0], load_failure=failed[1])
        # The reference first: a submission's time limit follows the reference's time.
        theirs, their_session, their_asked = (
            self._run(self.children.reference) if self.has_reference else ([], None, [])
        )
        mine, session, asked = self._run(self.code, their_session)
        steps = tuple(self._step(index, mine, theirs) for index in range(max(len(mine), len(theirs))))
        timing = None
        if time_s and theirs and not any(done.fault for done in (*mine, *theirs)):
            timing = self._timed(time_s)
        return Tried(
            steps,
            reference=self.has_reference,
            prints=session.prints.decode("utf-8", "replace"),
            prints_cut=bool(session.exited and session.exited.get("printed_bytes", 0) > PRINTS_BYTES),
            timing=timing,
            asked=tuple(zip(asked, their_asked or [0] * len(asked), strict=False)),
            remark=self._remark(steps, mine + theirs),
        )

    def _run(self, code: Code, reference: Session | None = None) -> tuple[list[Done], Session, list[int]]:
        side = self._open(code)
        children, limits = self.children, self.children.exercise.limits
        limit_s = children.reference_s if code is children.reference else children.time_s
        try:
            side.load(code, lambda: max(limit_s, limits.time_factor * (reference.wall_s if reference else 0.0)))
            done = side.run()
            self._functions_failed = [one.fault for one in side.functions if one.fault is not None]
        except Fault as fault:  # it loaded before, and does not now
            done = [Done(Call("load", (), {}), fault=fault)]
        finally:
            side.close()
        session = side.far.session
        if done[-1].fault is not None and (session.exited or {}).get("oom_kills", 0) > 0:
            done[-1].fault = Fault(Verdict.MLE, Failure("memory", {"limit_bytes": session.options.memory_bytes}))
        return done, session, [one.times for one in side.functions]

    def _open(self, code: Code) -> InputSide:
        ours = code is self.children.reference
        far = self.children.open(code, self.children.reference_worker() if ours else self.worker)
        return InputSide(self.children, far, self.plan, self.worker, self.size)

    # -- answers

    def _step(self, index: int, mine: list[Done], theirs: list[Done]) -> TriedStep:
        one = mine[index] if index < len(mine) else None
        other = theirs[index] if index < len(theirs) else None
        same, mismatch = self._compared(one, other)
        either = one or other
        assert either is not None
        with OwnTime(self.children.own_s):
            step = self.plan.steps[index]
            return TriedStep(
                step.does,
                call_shown(either.call, step.parameters),
                self._answer(one),
                self._answer(other, ours=True),
                same=same,
                mismatch=mismatch,
            )

    def _answer(self, done: Done | None, *, ours: bool = False) -> Answer | None:
        if done is None:
            return None
        if done.fault is None:
            return Answer(preview(done.value, _SHOWN_CHARS), type_words(done.value))
        failure = done.fault.failure
        raised = None if ours else with_source(failure.raised, self.code.source)
        if ours and failure.raised is not None:  # its lines are for `dlgrade solution` to show
            raised = type(failure.raised)(failure.raised.type, failure.raised.message)
        return Answer(failure=Failure(failure.kind, failure.facts, failure.mismatch, raised))

    def _compared(self, one: Done | None, other: Done | None) -> tuple[bool | None, Mismatch | None]:
        """Whether two answers are equal, and how they differ; None where one is missing, or both stay over there."""
        if one is None or other is None or one.fault is not None or other.fault is not None:
            return None, None
        if isinstance(one.value, Proxy) and isinstance(other.value, Proxy):
            return None, None
        try:
            with OwnTime(self.children.own_s):
                compare(one.value, other.value, tolerances={**TOLERANCES, **context.current().tolerances})
        except WrongAnswer as wrong:
            return False, wrong.mismatch
        return True, None

    def _remark(self, steps: tuple[TriedStep, ...], done: list[Done]) -> Text | None:
        """What else a reader should know: that a function of the input failed, or that weights were never set."""
        for fault in self._functions_failed:
            raised = fault.failure.raised
            why = f"{raised.type}: {raised.message}" if raised else fault.failure.kind
            return Text(f"The function of the input failed: {why}", f"输入中的函数出错：{why}")
        named = {step.does for step in self.plan.steps}
        loads = any(step.path[-1] == "load_state_dict" for step in self.plan.steps)
        differs = any(step.same is False for step in steps)
        if (
            differs
            and "new" in named
            and self.children.exercise.framework == "torch"
            and not loads
            and "weights" not in named
        ):
            return Text(
                "The weights were never set, so each side may have drawn its own. "
                'Add the step {"weights": "it", "seed": 7}.',
                '没有设置权重，两边可能各自随机初始化。请加上步骤 {"weights": "it", "seed": 7}。',
            )
        return None

    # -- time

    def _timed(self, time_s: float) -> Timing | None:
        """The cost of the last call, in pairs; None where that tells nothing: a function's time is the input's own."""
        last = self.plan.steps[-1]
        if self.plan.has_functions or last.does != "call" or last.grad is not None:
            return None
        sides: list[InputSide] = []
        try:
            for code in (self.code, self.children.reference):
                sides.append(self._open(code))
                sides[-1].load(code, lambda: time_s + self.children.reference_s)
            return _timing(sides, time_s)
        except (Fault, SandboxGone) as error:  # it answered before: a trial has its answers without a time
            note("the time of a trial", error)
            return None
        finally:
            for side in sides:
                side.close()


def _timing(sides: list[InputSide], time_s: float) -> Timing:
    pairs: list[tuple[Cost, Cost]] = []
    began = monotonic()
    while len(pairs) < WARM_UPS + _MOST_PAIRS:
        # In turn, and who begins changes: what disturbs one disturbs the other.
        order = sides if len(pairs) % 2 else sides[::-1]
        costs = {id(side): _cost(side) for side in order}
        pairs.append((costs[id(sides[0])], costs[id(sides[1])]))
        measured = pairs[WARM_UPS:]
        settled = len(measured) >= LEAST_PAIRS and spread(ratios(measured)) < SETTLED_SPREAD
        if settled or (monotonic() - began > time_s and len(pairs) > 0):
            break
    measured = pairs[WARM_UPS:] or pairs
    found = ratios(measured)
    low, middle, high = quartiles(found)
    submission, reference = net(measured)
    counted = all(side.far.session.worker.counters().get("cpu_ns") for side in sides)
    enough = len(measured) >= LEAST_PAIRS
    return Timing(
        workload=_LAST_CALL,
        ratio=middle,
        low=low,
        high=high,
        pairs=len(measured),
        submission_s=statistics.median(submission),
        reference_s=statistics.median(reference),
        clock="cpu" if counted else "wall",
        settled=enough and spread(found) < USABLE_SPREAD,
        within_s=None if enough else time_s,
    )


def _cost(side: InputSide) -> Cost:
    side.forget()
    side.begin()
    return cost(side.far, [side.timed()])
