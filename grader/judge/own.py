"""Limits on the judge's own work on answers, in time and in memory: an answer can make it take any amount.

While the judge waits for a submission or for the reference, their own clocks run (`grader.judge.far.session`) and this
one stands still. When it strikes, `OwnTimeOver` is raised in the middle of whatever Python the judge is at. A function
of C that does not return cannot be left so: then the kernel ends the judge, and the command that started it finds out
whose fault that was (`grader.grading.retrial`), as it does when the machine's memory ends.
"""

from __future__ import annotations

import contextlib
import gc
import math
import resource
import signal
from functools import cache
from pathlib import Path
from time import perf_counter  # by name: beside code of ours somebody may replace it in its module

from grader.limits import OWN_BYTES, OWN_S

# The signal that ends the judge, and the processor time that a function of C has to return in.
LAST_SIGNAL, _LAST_S = signal.SIGPROF, 5.0
# When it is raised again, should a test have swallowed it; and a rest that is none.
_AGAIN_S, _NONE_S = 0.5, 0.01


class OwnTimeOver(BaseException):
    """The judge's own work took longer than it may; no `except Exception` of a test's keeps it."""

    def __init__(self, limit_s: float) -> None:
        super().__init__(f"the judge's own work took longer than {limit_s:g} s")
        self.limit_s = limit_s


class OwnTime:
    """Seconds of own work: a context manager that counts what is done inside, and may be entered again for the rest.

    Only in the main thread, where signals are handled, and only one at a time.
    """

    def __init__(self, limit_s: float = OWN_S) -> None:
        self.limit_s = self.left_s = limit_s

    def __enter__(self) -> None:
        if self.left_s < _NONE_S:
            raise OwnTimeOver(self.limit_s)
        if self.left_s != math.inf:
            _now.begin(self)

    def __exit__(self, *_: object) -> None:
        _now.counted = None  # first, and without a call: from here on nothing is raised
        if self.left_s != math.inf:
            _now.end(self)


class _Now:
    """The clock of the `OwnTime` that is counted now: since when, and how long the judge has waited for others."""

    def __init__(self) -> None:
        self.counted: OwnTime | None = None
        self.began = self.waited = self.waits_since = 0.0
        self.waits = 0
        self.last_s = _LAST_S

    def begin(self, own: OwnTime) -> None:
        """Count from now on."""
        _listen()
        self.began, self.waited, self.counted = perf_counter(), 0.0, own
        if self.last_s != math.inf:
            signal.setitimer(signal.ITIMER_PROF, own.left_s + self.last_s)
        signal.setitimer(signal.ITIMER_REAL, own.left_s)

    def end(self, own: OwnTime) -> None:
        """Count no more."""
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)
        own.left_s -= perf_counter() - self.began - self.waited

    def strike(self, *_: object) -> None:
        """The timer's signal. It knows nothing of the time that the judge has waited."""
        own = self.counted
        if own is None:
            return
        left_s = own.left_s - (perf_counter() - self.began - self.waited)
        if left_s > 0 or self.waits:
            signal.setitimer(signal.ITIMER_REAL, max(left_s, _NONE_S))
            return
        signal.setitimer(signal.ITIMER_REAL, _AGAIN_S)
        raise OwnTimeOver(own.limit_s)


class _Waiting:
    """A context manager: what is done inside is waiting for others, and nothing is raised in the middle of it."""

    def begin(self) -> None:
        """From now on the judge waits."""
        if _now.waits == 0:
            _now.waits_since = perf_counter()
        _now.waits += 1

    def end(self) -> None:
        """It goes on."""
        if _now.waits == 1:
            _now.waited += perf_counter() - _now.waits_since
        _now.waits -= 1

    def __enter__(self) -> None:
        self.begin()

    def __exit__(self, *_: object) -> None:
        self.end()


_now = _Now()
waiting = _Waiting()


@cache
def _listen() -> None:
    signal.signal(signal.SIGALRM, _now.strike)


def without_last_signal() -> None:
    """From now on a function of C that does not return is not ended.

    While the kernel counts for that signal, it tells a process's own processor time in ticks of milliseconds: too
    coarse for a judge that times code beside itself (`grader.authoring.quick.in_process`).
    """
    _now.last_s = math.inf


def limit_memory() -> None:
    """From now on this process gets OWN_BYTES of memory beyond what it has, and a MemoryError for more."""
    # A system that does not say what a process has knows no such limit either.
    with contextlib.suppress(OSError):
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        limit = _data_bytes() + OWN_BYTES
        resource.setrlimit(resource.RLIMIT_DATA, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def give_back() -> None:
    """Return to the system what malloc keeps of values that are gone, if that is much; see malloc_trim(3).

    It keeps all that it once had (`grader.grading.process`), and the limit counts it: for what malloc does not serve,
    such as the stack of a thread, nothing would be left after one greedy submission.
    """
    with contextlib.suppress(OSError):
        limit, _ = resource.getrlimit(resource.RLIMIT_DATA)
        if limit != resource.RLIM_INFINITY and limit - _data_bytes() < OWN_BYTES // 2:
            import ctypes  # for this alone

            gc.collect()  # answers may hang in cycles, by the tracebacks of their failures
            trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's alone
            if trim is not None:
                trim(0)


def _data_bytes() -> int:
    """What this process has of the memory that the limit counts."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    (has_kib,) = (int(line.split()[1]) for line in status.splitlines() if line.startswith("VmData:"))
    return has_kib * 1024
