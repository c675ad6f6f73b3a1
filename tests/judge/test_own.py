"""The judge's own work: what it takes is counted, and ended, whatever a test does."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from grader.judge.own import LAST_SIGNAL, OwnTime, OwnTimeOver, waiting

ENDLESS_IN_C = """
from grader.judge import own
own._now.last_s = 0.1
with own.OwnTime(0.1):
    sum(range(10**14))
"""
FINE = """
import signal
from grader.judge import own
own.without_last_signal()
with own.OwnTime(5.0):
    print(signal.getitimer(signal.ITIMER_PROF))
"""
GREEDY = """
import subprocess, sys
from grader.limits import OWN_BYTES
from grader.judge.own import limit_memory
limit_memory()
kept = bytearray(OWN_BYTES // 2)
try:
    bytearray(OWN_BYTES)
except MemoryError:
    print("refused")
"""
KEPT = """
import sys, threading
from grader.limits import OWN_BYTES
from grader.judge.own import give_back, limit_memory
limit_memory()
try:
    answers = []
    while True:
        answers.append(bytes(2**20))
except MemoryError:
    answers = None
if sys.argv[1:]:
    give_back()
threading.stack_size(OWN_BYTES // 4)
try:
    threading.Thread(target=print, args=("started",)).start()
except RuntimeError:
    print("no room")
"""


def endless() -> None:
    """Work that does not end."""
    while True:
        pass


def stubborn() -> None:
    """Work that catches what is raised in it, twice."""
    for _ in range(2):
        with contextlib.suppress(BaseException):
            endless()
    endless()


def careful() -> None:
    """Work as an author would write it, who expects the worst of an answer."""
    with contextlib.suppress(Exception):
        endless()


@pytest.mark.parametrize("work", [endless, careful, stubborn])
def test_work_that_does_not_end_is_ended(work: Callable[[], None]) -> None:
    """Whatever it catches; and afterwards no timer is left that would strike in the middle of something else."""
    with pytest.raises(OwnTimeOver), OwnTime(0.05):
        work()
    assert signal.getitimer(signal.ITIMER_REAL) == signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_what_is_left_counts_for_the_next_step() -> None:
    """A case has one time for all its steps: when it is used up, no further step is begun."""
    own = OwnTime(0.05)
    with own:
        pass
    assert 0 < own.left_s < own.limit_s
    with pytest.raises(OwnTimeOver), own:
        endless()
    with pytest.raises(OwnTimeOver), own:
        pytest.fail("it has been begun")


def test_waiting_for_others_is_no_work() -> None:
    """Their own clocks run meanwhile."""
    own = OwnTime(10.0)
    with own, waiting:
        with waiting:
            time.sleep(1.0)
        time.sleep(1.0)
    assert own.left_s > 9.0


def test_waiting_is_not_interrupted() -> None:
    """A message that is half on its way stays whole: whoever is late is told after it."""
    own = OwnTime(10.0)
    with own:
        own.left_s = 0.0
        with waiting:
            signal.raise_signal(signal.SIGALRM)
        with pytest.raises(OwnTimeOver):
            signal.raise_signal(signal.SIGALRM)


def test_nobody_is_hurried_who_debugs() -> None:
    """Without a limit nothing is counted."""
    own = OwnTime(math.inf)
    with own:
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert own.left_s == math.inf


def test_a_function_of_c_that_does_not_return_ends_the_process() -> None:
    """By a signal that tells why: no Python could interrupt it."""
    ended = subprocess.run([sys.executable, "-c", ENDLESS_IN_C], capture_output=True, text=True, timeout=60)
    assert ended.returncode == -LAST_SIGNAL, ended.stderr


def test_beside_code_that_is_timed_the_kernel_counts_finely() -> None:
    """A timer for the last signal would make this process's own time jump by ticks: a proof's growth cases need it."""
    ended = subprocess.run([sys.executable, "-c", FINE], capture_output=True, text=True, timeout=60)
    assert ended.stdout == "(0.0, 0.0)\n", ended.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the system has no limit on data")
def test_memory_beyond_the_limit_is_refused() -> None:
    """A test that takes too much gets a MemoryError, instead of the machine a judge of any size."""
    ended = subprocess.run([sys.executable, "-c", GREEDY], capture_output=True, text=True, timeout=60)
    assert ended.stdout == "refused\n", ended.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the system has no limit on data")
@pytest.mark.parametrize(("give_back", "said"), [((), "no room"), (("yes",), "started")])
def test_what_a_greedy_submission_had_is_given_back(give_back: tuple[str, ...], said: str) -> None:
    """Memory that malloc keeps, as it is told to in a judge, leaves none for the thread that the next sandbox needs."""
    keeping = {"MALLOC_MMAP_THRESHOLD_": "1073741824", "MALLOC_TRIM_THRESHOLD_": "2147483648"}
    command = [sys.executable, "-c", KEPT, *give_back]
    ended = subprocess.run(command, env=os.environ | keeping, capture_output=True, text=True, timeout=60)
    assert ended.stdout == f"{said}\n", ended.stderr
