"""The grader dies at any moment: nothing of it is left after the next start, and that works."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator

import pytest

from grader.worker.orphans import descendants

from ..hostile.traces import Trace, Traces
from .conftest import Learner, assert_sound, assert_works, eventually, finish

pytestmark = pytest.mark.slow

# How many moments for each sandbox; half of the deaths are the command's, half the judge's.
KILLS = int(os.environ.get("DLGRADE_KILLS", "6")) // 2


@pytest.fixture(params=[pytest.param(name, marks=getattr(pytest.mark, name)) for name in ("docker", "bubblewrap")])
def sandbox(request: pytest.FixtureRequest) -> str:
    """Each sandbox that leaves something to clean up."""
    return str(request.param)


def moments(length_s: float) -> Iterator[tuple[int, float]]:
    """Numbered moments within a check of that length, in no order."""
    seed = random.SystemRandom().getrandbits(32)
    print(f"seed {seed}")
    generator = random.Random(seed)
    for number in range(KILLS):
        yield number, generator.uniform(0, length_s)


def judge_of(command: subprocess.Popen[str]) -> int:
    """The judge's pid, or 0 if the command has not started it yet."""
    for pid in descendants(command.pid):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                if b"grader.judge" in file.read():
                    return pid
        except OSError:
            continue
    return 0


def test_a_killed_grader_leaves_nothing(learner: Learner, sandbox: str) -> None:
    """After SIGKILL at a random moment nothing is left, at the latest once the next check has run, which works."""
    began = time.monotonic()
    assert_works(learner.check(sandbox=sandbox))
    length_s = time.monotonic() - began
    for number, moment_s in moments(length_s):
        judge, seen = kill(learner, sandbox, moment_s, the_judge=bool(number % 2))
        assert_works(learner.check(sandbox=sandbox))
        left = what_is_left(sandbox, judge, seen)
        assert not left, f"killed after {moment_s:.2f} s: {left}"


def kill(learner: Learner, sandbox: str, moment_s: float, *, the_judge: bool) -> tuple[int, set[Trace]]:
    """Kill a check at that moment; its judge (0: there was none yet), and the traces that its sandboxes had then."""
    command = learner.start(sandbox=sandbox)
    time.sleep(moment_s)
    judge = judge_of(command)
    traces = Traces(sandbox, judge)
    seen = {trace for one in traces.alive() for trace in one} if judge else set()
    traces.close()
    victim = judge if judge and the_judge else command.pid
    os.kill(victim, signal.SIGKILL)
    said = finish(command)
    if victim == judge and said.code != 0:
        assert_sound(said)
    return judge, seen


def what_is_left(sandbox: str, judge: int, seen: set[Trace]) -> list[Trace]:
    """What there is of a dead judge after some seconds."""
    traces = Traces(sandbox, judge)
    left: list[Trace] = []

    def nothing() -> bool:
        alive = {trace for one in traces.alive() for trace in one} if judge else set()
        left[:] = [trace for trace in seen | alive if trace in alive or traces._exists(*trace)]
        return not left

    eventually(nothing)
    traces.close()
    return left
