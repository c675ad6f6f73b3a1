"""The timing method: ratios of CPU time, in a container, that a submission cannot talk itself out of.

Bounds are wide on purpose: these tests protect the method on a noisy machine, not a figure.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from grader.catalogue.exercise import Exercise
from grader.grading.client import JudgeProcess
from grader.judge.judged import Judged
from grader.judge.protocol import Job, Options, Trust
from grader.judge.timing import LEAST_PAIRS
from grader.render import sentences
from grader.report import Timing, decide
from grader.verdict import Verdict

pytestmark = [pytest.mark.docker, pytest.mark.slow]

HONEST = "return sum(i * i for i in range(n))"
# Its clocks stand still; whoever asked it for the time would find it infinitely fast.
STOPPED_CLOCKS = (
    "import time\n    time.perf_counter = time.time = time.monotonic = time.process_time = lambda: 0.0\n    "
    "time.thread_time = time.perf_counter_ns = time.time_ns = lambda: 0\n    "
)


@pytest.fixture(scope="module")
def docker(toolbox: Exercise) -> Iterator[JudgeProcess]:
    """One judge; the reference's container serves both sides, as it does in `verify`."""
    with JudgeProcess(toolbox, Options(sandbox="docker", trust=Trust.OURS)) as judge:
        yield judge


@pytest.fixture(scope="module")
def apart(toolbox: Exercise) -> Iterator[JudgeProcess]:
    """One judge that gives each submission a container of its own, as it does for a learner's."""
    with JudgeProcess(toolbox, Options(sandbox="docker")) as judge:
        yield judge


def timed(judge: JudgeProcess, right: str, body: str, seconds: float = 6.0) -> Judged:
    """Judge the reference with another body of `total`."""
    return judge.judge(Job(right.replace(HONEST, body).encode(), seed="0", time_s=seconds))


def timing(judged: Judged) -> Timing:
    """The one timing of a judged submission."""
    (found,) = judged.timing
    return found


@pytest.mark.parametrize(
    ("body", "low", "high"),
    [
        (HONEST, 0.8, 1.25),
        (f"sum(i * i for i in range(n))\n    {HONEST}", 1.6, 2.5),
        (f"for _ in range(4): sum(i * i for i in range(n))\n    {HONEST}", 4.0, 6.2),
        (STOPPED_CLOCKS + f"sum(i * i for i in range(n))\n    {HONEST}", 1.6, 2.5),
        ("return (n - 1) * n * (2 * n - 1) // 6", 0.0, 0.1),
        (f"import time; time.sleep(0.02)\n    {HONEST}", 0.8, 1.4),
    ],
    ids=["1x", "2x", "5x", "2x with stopped clocks", "closed form", "1x and asleep"],
)
def test_a_ratio_is_what_the_code_costs(docker: JudgeProcess, right: str, body: str, low: float, high: float) -> None:
    """A variant that does k times the work reads as k; a patched clock or a sleep changes nothing."""
    found = timing(timed(docker, right, body))
    assert found.clock == "cpu"
    assert low <= found.ratio <= high, found
    assert found.low <= found.ratio <= found.high and found.pairs >= 5
    assert found.went_on is None


@pytest.mark.parametrize(
    "work",
    [
        "import os\n    pid = os.fork()\n    if pid == 0:\n        sum(i * i for i in range(n))\n        os._exit(0)\n"
        "    os.waitpid(pid, 0)",
        "import threading\n    other = threading.Thread(target=lambda: sum(i * i for i in range(n)))\n"
        "    other.start(); other.join()",
    ],
    ids=["in a child", "in a thread"],
)
def test_work_done_elsewhere_counts(docker: JudgeProcess, right: str, work: str) -> None:
    """CPU time is the sandbox's, whichever process or thread spends it."""
    found = timing(timed(docker, right, f"{work}\n    {HONEST}"))
    assert found.ratio > 1.5, found


def goes_on(seconds: float, work: str) -> str:
    """A body that does `work`, answers, and lets a thread burn time after that."""
    return (
        f"{work}\n    answer = {HONEST.removeprefix('return ')}\n    import threading, time\n    def burn():\n"
        f"        end = time.monotonic() + {seconds}\n        while time.monotonic() < end: pass\n"
        "    threading.Thread(target=burn).start()\n    return answer"
    )


def test_work_after_the_answer_is_told(apart: JudgeProcess, right: str) -> None:
    """Whoever answers and goes on computing is found out in a silence, and gets no ratio to rank by."""
    found = timing(timed(apart, right, goes_on(0.2, "pass"), seconds=10.0))
    # Of an honest one 0 is told; how much the thread gets of a processor depends on who else wants it.
    assert found.went_on is not None and found.went_on > 0.1 and not found.settled


def test_work_in_an_empty_call_lowers_no_cost(apart: JudgeProcess, right: str) -> None:
    """Burning time while an empty call is measured, to have it taken off, does not make twice the work look cheap."""
    found = timing(timed(apart, right, goes_on(0.02, "sum(i * i for i in range(n))")))
    assert found.ratio > 1.5, found


@pytest.fixture
def hogs() -> Iterator[None]:
    """As many busy neighbours as there are processors."""
    command = [sys.executable, "-I", "-c", "while True: pass"]
    burning = [subprocess.Popen(command) for _ in os.sched_getaffinity(0)]
    yield
    for hog in burning:
        hog.kill()
        hog.wait()


@pytest.mark.usefixtures("hogs")
def test_the_order_of_costs_is_right_beside_busy_neighbours(docker: JudgeProcess, right: str) -> None:
    """Once, twice and five times the work are ranked right each time: in five rounds, or DLGRADE_TIMING_ROUNDS."""
    work = "sum(i * i for i in range(n))"
    bodies = [f"for _ in range({times - 1}): {work}\n    {HONEST}" for times in (1, 2, 5)]
    for number in range(int(os.environ.get("DLGRADE_TIMING_ROUNDS", "5"))):
        found = [timing(timed(docker, right, body, seconds=3.0)).ratio for body in bodies]
        assert found == sorted(found), f"round {number}: {found}"


def test_a_cache_of_earlier_answers_gains_nothing(docker: JudgeProcess, right: str) -> None:
    """Each timed call has an input that did not exist before, so remembering answers is no faster."""
    work = HONEST.removeprefix("return ")
    body = f"cache = total.__dict__\n    if n not in cache:\n        cache[n] = {work}\n    return cache[n]"
    assert timing(timed(docker, right, body)).ratio > 0.8


def test_a_timed_answer_that_is_wrong_is_a_wrong_answer(docker: JudgeProcess, right: str) -> None:
    """Right in the cases and wrong under the clock is WA, with the workload as the case that failed."""
    judged = timed(docker, right, f"if n > 1000: return n\n    {HONEST}", seconds=1.0)
    assert decide(judged.cases) is Verdict.WA
    failed = judged.cases[-1]
    assert failed.id == "timing_total" and failed.verdict is Verdict.WA and judged.timing == ()


@pytest.mark.parametrize(
    ("body", "least"),
    [(f"for _ in range(80): sum(i * i for i in range(n))\n    {HONEST}", 20.0), ("while n > 1000: pass", 5.0)],
    ids=["slow", "endless"],
)
def test_the_budget_holds_for_slow_answers(docker: JudgeProcess, right: str, body: str, least: float) -> None:
    """They are timed as often as it allows, or not to the end: the figure is about right then, or a bound."""
    judged = timed(docker, right, f"{body}\n    {HONEST}", seconds=1.0)
    assert judged.verdict is Verdict.AC
    found = timing(judged)
    assert found.pairs < LEAST_PAIRS and found.within_s == 1.0 and not found.settled
    assert found.ratio > least and found.low <= found.ratio <= found.high
    assert (found.pairs == 0) or "while" not in body


def test_of_one_that_sleeps_nothing_is_claimed(docker: JudgeProcess, right: str) -> None:
    """It cost nothing until it was ended: that it is slower than the reference would be a guess."""
    body = f"import time\n    if n > 1000: time.sleep(1000)\n    {HONEST}"
    found = timing(timed(docker, right, body, seconds=1.0))
    assert found.pairs == 0 and found.ratio < 2
    assert sentences.timing(found).en == "too slow to time within 1 s"


def test_without_a_first_pair_there_is_a_bound(docker: JudgeProcess, right: str) -> None:
    """The reference is timed first, so that it is known what the submission exceeded."""
    found = timing(timed(docker, right, f"while n > 1000: pass\n    {HONEST}", seconds=1.0))
    assert found.reference_s > 0 and found.submission_s > found.reference_s
    assert "more than" in sentences.timing(found).en and "1 s" in sentences.timing(found).en
