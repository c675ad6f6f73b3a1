"""What a case may take: reading an answer counts, two that take too long are enough, printing on and on is told."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest

from grader.grading.client import JudgeProcess
from grader.judge.far import framed_session as framed
from grader.judge.far.proxy import Side
from grader.judge.far.sandbox_worker import SandboxWorker
from grader.judge.far.session import Fault, SessionOptions
from grader.judge.own import OwnTimeOver
from grader.judge.protocol import Job, Step
from grader.limits import ENDLESS_BYTES
from grader.report import CaseResult, Failure
from grader.sandbox import MIB
from grader.sandbox.local.process import ProcessBackend
from grader.verdict import Verdict
from grader.worker import wire

from .conftest import Judge
from .test_judge import case, verdicts

pytestmark = pytest.mark.slow

ENDLESS = ("return x * factor", "while True: pass")
ASKING = b"""
def ask(f):
    while True:
        f(1)

def once(f):
    return f(1)

def forever():
    while True: pass
"""


def test_after_two_cases_that_took_too_long_the_rest_is_not_run(judge: Judge, right: str) -> None:
    """An endless loop costs two limits, not one for each case; and what was not run earns nothing."""
    judged = judge(right.replace(*ENDLESS), diagnose=False)
    assert verdicts(judged) == {"scale": "TLE", "untouched": "TLE"}
    left = [case for case in judged.cases if case.verdict is None]
    assert len(left) == 6 and {case.skipped for case in left} == {"time limit"}
    assert judged.verdict is Verdict.TLE and judged.points == 0 and judged.internal is None


def test_all_cases_are_run_where_that_is_asked_for(judge: Judge, right: str) -> None:
    """What does not loop has its points then."""
    judged = judge(right.replace(*ENDLESS), diagnose=False, all_cases=True)
    assert set(verdicts(judged)) == {"scale", "untouched", "adapter", "index", "factor"}
    assert judged.verdict is Verdict.TLE and judged.points == 4


def test_other_failures_stop_nothing(judge: Judge, right: str) -> None:
    """Wrong answers, exceptions and deaths are quick, and each tells something of its own."""
    for body in ("return None", "raise ValueError(x)", "import os; os._exit(1)"):
        judged = judge(right.replace("return x * factor", body), diagnose=False)
        assert not [case for case in judged.cases if case.verdict is None]


def test_what_is_going_on_is_told(process: JudgeProcess, right: str) -> None:
    """Who waits for a case sees its number, and what follows the cases."""
    steps: list[Step] = []
    judged = process.judge(Job(right.encode(), "0", time_s=0.2), on_step=steps.append)
    cases = [case.id for case in judged.cases]
    beyond = ["checking the rules at run time", "timing against the reference"]
    assert [step.text.en for step in steps] == ["loading", *(f"case {i + 1} of 8" for i in range(8)), *beyond]
    assert [step.case for step in steps] == ["", *cases, "", ""]
    process.judge(Job(right.encode(), "0", cases=("scale", "factor")), on_step=steps.append)
    assert [(step.text.en, step.case) for step in steps[-2:]] == [("case 1 of 2", "scale"), ("case 2 of 2", "factor")]
    assert all(not step.text.zh.isascii() for step in steps)


@pytest.mark.parametrize(
    ("body", "facts"),
    [
        ("while True: print('x' * 80)", {"limit_bytes": framed.FLOOD_BYTES}),
        ("print('x' * 2_000_000); import time; time.sleep(100)", {"limit_s": 2.0, "limit_bytes": ENDLESS_BYTES}),
    ],
    ids=["fast", "slow"],
)
def test_who_prints_on_and_on_is_told_so(judge: Judge, right: str, body: str, facts: dict[str, Any]) -> None:
    """And not that a loop does not end, though that is true as well."""
    failed: CaseResult = case(judge(right.replace("return x * factor", body), diagnose=False), "scale")
    assert failed.verdict is Verdict.OLE
    assert failed.failure is not None and failed.failure.kind == "output" and failed.failure.facts == facts


@pytest.fixture
def worker() -> Iterator[SandboxWorker]:
    """A worker in the process sandbox."""
    found = SandboxWorker(ProcessBackend(), target="numpy", memory_bytes=256 * MIB, deadline_s=60)
    yield found
    found.destroy()


def side(worker: SandboxWorker, limit_s: float) -> Side:
    """The asking code, loaded, under that limit."""
    far = Side(worker.open(SessionOptions("numpy", 256 * MIB, MIB, 60.0), 60.0), "numpy", "submission")
    far.ask("load", source=ASKING, adapter=None, entries=[], seed=0)
    far.session.restart_clock(lambda: limit_s)
    return far


def test_reading_what_it_sends_counts_as_its_time(worker: SandboxWorker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sends what takes long to read, again and again, has its time used up by that."""
    read: list[int] = []
    decode = wire.decode

    def slow(body: Any, build: wire.Build) -> Any:
        read.append(len(body))
        time.sleep(1.0)
        return decode(body, build)

    far = side(worker, 2.5)
    monkeypatch.setattr(framed.wire, "decode", slow)
    with pytest.raises(Fault) as ended:
        far.module.ask(lambda n: n)
    assert ended.value.verdict is Verdict.TLE and ended.value.failure == Failure("time", {"limit_s": 2.5})
    assert 1 <= len(read) <= 3


@pytest.mark.parametrize("handled_s", [0.0, 0.4])
def test_a_signal_at_the_limit_s_end_does_not_make_it_endless(worker: SandboxWorker, handled_s: float) -> None:
    """The timer of the judge's own work may strike as a case's time ends, and be handled until after that.

    `queue.SimpleQueue.get(timeout=...)` of CPython 3.11 then waits for ever: it goes on with what time is left, and
    takes less than none for no limit.
    """
    far = side(worker, 1.0)
    before = signal.signal(signal.SIGALRM, lambda *_: time.sleep(handled_s))
    signal.setitimer(signal.ITIMER_REAL, 0.8)
    try:
        with pytest.raises(Fault) as ended:
            far.module.forever()
    finally:
        signal.signal(signal.SIGALRM, before)
    assert ended.value.verdict is Verdict.TLE


def test_a_child_that_is_left_amid_a_request_is_asked_no_more(worker: SandboxWorker) -> None:
    """What it says next is the answer to that one, and would be taken for a breach of the protocol."""
    far = side(worker, 60.0)

    def strike(_: int) -> None:
        raise OwnTimeOver(1.0)

    assert far.module.once(lambda n: n) == 1 and far.session.usable
    with pytest.raises(OwnTimeOver):
        far.module.once(strike)
    assert far.session.fault is None and not far.session.usable


def test_a_reader_without_memory_is_no_sandbox_that_ended(
    worker: SandboxWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sent too much for it gets the blame: a MemoryError, which is tried with the reference."""
    far = side(worker, 60.0)

    def refuse() -> bytes:
        raise MemoryError

    monkeypatch.setattr(worker.running, "read", refuse)
    with pytest.raises(MemoryError):
        far.module.once(lambda n: n)
    assert worker.gone
