"""Sessions in the judge's own process: what crosses, what it costs, and how it ends."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from grader.authoring.quick.in_process import NearWorker
from grader.judge.far.proxy import Side
from grader.judge.far.session import SessionOptions, SubmissionRaised

OPTIONS = SessionOptions("numpy", 1 << 30, 1 << 20, 60.0)
CODE = b"""
def same(x):
    return x

def overwrite(x):
    x[:] = 0
    return x

def larger(n):
    return b"x" * n

def stubborn(f):
    for _ in range(3):
        try:
            f(1)
        except Exception:
            pass
    return "caught"

def more_stubborn(f):
    try:
        f(1)
    except:
        return f(1)
"""
ENDLESS = """
from grader.authoring.quick.in_process import NearWorker
from grader.judge.far.proxy import Side
from tests.authoring.quick.test_in_process import OPTIONS
code = '''
while True:
    try:
        x = 1
    except BaseException:
        pass
'''
far = Side(NearWorker().open(OPTIONS, 0.3), "numpy", "submission")
far.ask("load", source=code.encode(), adapter=None, entries=[], seed=0)
"""


@pytest.fixture
def far() -> Side:
    """The code, loaded into a session."""
    found = Side(NearWorker().open(OPTIONS, 60.0), "numpy", "submission")
    found.ask("load", source=CODE, adapter=None, entries=[], seed=0)
    return found


def test_values_cross_as_they_do_between_processes(far: Side) -> None:
    """Nothing is shared: an array is copied both ways, and an exception is a record."""
    x = np.arange(3.0)
    assert far.module.same(x) is not x
    assert far.module.overwrite.call(x).args[0].tolist() == [0, 0, 0] and x.tolist() == [0, 1, 2]
    with pytest.raises(SubmissionRaised) as raised:
        far.module.overwrite(3)
    assert raised.value.record["type"] == "TypeError"


def test_a_function_of_the_judge_s_is_called_and_its_refusal_told(far: Side) -> None:
    """The code sees its answer, or the exception that it would see of a local function."""
    calls: list[int] = []
    far.module.stubborn(calls.append)
    assert calls == [1, 1, 1]
    with pytest.raises(SubmissionRaised) as raised:
        far.module.more_stubborn(lambda x: x / 0)
    assert raised.value.record["type"] == "ValueError"


@pytest.mark.parametrize("name", ["stubborn", "more_stubborn"])
def test_what_a_function_of_the_judge_s_raises_comes_through_the_code(far: Side, name: str) -> None:
    """Whatever the code catches; and the session serves no other case."""

    def interrupted(x: int) -> None:
        raise KeyboardInterrupt

    far.session.kept = True
    with pytest.raises(KeyboardInterrupt):
        getattr(far.module, name)(interrupted)
    assert not far.session.kept


def test_a_call_beyond_its_time_ends_the_process() -> None:
    """Code that catches everything too; whoever started the judge sees that it has ended."""
    ended = subprocess.run([sys.executable, "-c", ENDLESS], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 75, ended.stderr


def test_the_judge_s_time_is_not_the_code_s(far: Side) -> None:
    """The clock stands still in a function of the judge's, and between two requests."""
    far.session.restart_clock(lambda: 60.0)
    far.module.stubborn(lambda x: sum(range(3_000_000)))
    assert far.session.wall_s < 0.05


def test_what_a_call_costs_is_this_process_s_time(far: Side) -> None:
    """Growth is measured beside the judge too."""
    before = far.session.worker.counters()["cpu_ns"]
    far.module.same(np.zeros(100_000))
    assert far.session.worker.counters()["cpu_ns"] > before
