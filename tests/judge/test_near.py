"""Sessions that are threads of the judge's own process."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from grader.judge.near import NearWorker
from grader.judge.remote import Far
from grader.judge.session import Session, SessionOptions, SubmissionRaised

CODE = b"""
def same(x):
    return x

def overwrite(x):
    x[:] = 0
    return x

def stubborn(f):
    while True:
        try:
            f(1)
        except Exception:
            pass
"""


@pytest.fixture
def far() -> Iterator[Far]:
    """The code, loaded into a session."""
    worker = NearWorker(["numpy"])
    session = worker.open(SessionOptions("numpy", 1 << 30, 1 << 20, 60.0), 60.0)
    found = Far(session, "numpy", "submission")
    found.ask("load", source=CODE, adapter=None, entries=[], seed=0)
    yield found
    if session.exited is None:
        worker.close(session)


def thread_of(session: Session) -> list[threading.Thread]:
    """The thread that answers the session, while it lives."""
    return [thread for thread in threading.enumerate() if thread.name == f"session-{session.number}"]


def test_values_cross_as_they_do_between_processes(far: Far) -> None:
    """Nothing is shared: an array is copied both ways, and an exception is a record."""
    x = np.arange(3.0)
    assert far.module.same(x) is not x
    assert far.module.overwrite.call(x).args[0].tolist() == [0, 0, 0] and x.tolist() == [0, 1, 2]
    with pytest.raises(SubmissionRaised) as raised:
        far.module.overwrite(3)
    assert raised.value.record["type"] == "TypeError"


def test_what_a_call_costs_is_this_process_s_time(far: Far) -> None:
    """Growth is measured beside the judge too."""
    before = far.session.worker.counters()["cpu_ns"]
    far.module.same(np.zeros(100_000))
    assert far.session.worker.counters()["cpu_ns"] > before


def test_a_session_that_ends_inside_a_callback_leaves_no_thread(far: Far) -> None:
    """Whatever the code catches."""

    def interrupted(x: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        far.module.stubborn(interrupted)
    assert thread_of(far.session)
    far.session.worker.close(far.session)
    deadline = time.monotonic() + 10
    while thread_of(far.session) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not thread_of(far.session)
