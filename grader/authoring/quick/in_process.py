"""Sessions with code of ours in the judge's own process, which is in a sandbox itself: a request is a call.

An exchange with a child in another sandbox takes most of a millisecond, and a proof makes millions of them. Here only
the values are copied, by the same conversions. What is lost is what a child's process is for: nothing can end a call.
So when a session's time is over, the whole judge ends, and whoever asked puts the job to a usual judge
(`grader.authoring.judges`).
"""

from __future__ import annotations

import gc
import math
import os
import sys
import threading
from functools import cache, partial
from time import perf_counter, process_time_ns, sleep  # by name: the code may replace them in their module
from typing import Any

from grader.judge.far.session import CallBack, Session, SessionOptions, answered
from grader.judge.own import waiting
from grader.texts import Text
from grader.worker import child, wire

_GIVEN_UP = 75  # EX_TEMPFAIL of sysexits.h


class NearWorker:
    """In the place of `grader.judge.far.sandbox_worker.SandboxWorker`."""

    cpu: int | None = None
    gone = old = False
    remedy = Text("This is a fault of ours.", "这是我们的问题。")

    def __init__(self) -> None:
        self._opened = 0

    def ready(self) -> dict[str, Any]:
        """As the supervisor's greeting."""
        found = {name: sys.modules[name].__version__ for name in ("numpy", "torch") if name in sys.modules}
        return {"versions": {"python": sys.version.split()[0], **found}}

    def lives(self) -> bool:
        """It does: who asks lives in it."""
        return True

    def last_words(self) -> str:
        """None: with it the judge ends."""
        return ""

    def open(self, options: SessionOptions, limit_s: float) -> NearSession:
        """A session in this process."""
        _settle()
        self._opened += 1
        return self.session(self._opened, options, limit_s)

    def session(self, number: int, options: SessionOptions, limit_s: float) -> NearSession:
        """Make one."""
        return NearSession(self, number, options, limit_s)

    def counters(self) -> dict[str, int]:
        """The processor's time of this process; the judge's own part is in it."""
        return {"cpu_ns": process_time_ns()}

    def set_cpu(self, cpu: int) -> None:
        """It stays where its sandbox is."""

    def serves_another(self) -> bool:
        """It does: all that it serves is ours."""
        return True

    def destroy(self) -> None:
        """It ends with the process."""


class NearSession(Session):
    """A session that does the work of a child in this process."""

    def __init__(self, worker: NearWorker, number: int, options: SessionOptions, limit_s: float) -> None:
        super().__init__(worker, number, options, limit_s)
        self._code = _Code(self, options)

    def close(self) -> None:
        """Forget the code and its objects."""
        self._code = _Code(self, self.options)
        self.exited = {}

    def _exchange(self, op: dict[str, Any], adapt: wire.Adapt, build: wire.Build, call_back: CallBack) -> Any:
        self._code.judge = adapt, build, call_back
        request = wire.hand_over(op, adapt, self._code.build)
        return answered(self._timed(request, build), self.options)

    def _timed(self, request: dict[str, Any], build: wire.Build) -> Any:
        """The code's answer, built; the clock runs meanwhile."""
        self.start()
        try:
            answer = self._code.answer(request, partial(wire.hand_over, build=build))
        finally:
            self.stop()
        if self._code.escaped is not None:
            raise self._code.escaped
        return answer

    def start(self) -> None:
        """The code runs from now on; when its time is over, the process ends."""
        waiting.begin()
        self._started = perf_counter()
        _WATCH.deadline = self._started + self._limit_s() - self.wall_s

    def stop(self) -> None:
        """The judge goes on."""
        _WATCH.deadline = math.inf
        self.wall_s += perf_counter() - self._started
        waiting.end()


class _Watch:
    """A thread that ends the process after the deadline: one look now and then costs less than a timer each time."""

    def __init__(self) -> None:
        self.deadline = math.inf

    def begin(self) -> None:
        """Watch from now on."""
        threading.Thread(target=self._look, daemon=True, name="watch").start()

    def _look(self) -> None:
        while perf_counter() < self.deadline:
            sleep(0.05)
        os._exit(_GIVEN_UP)


_WATCH = _Watch()


@cache
def _settle() -> None:
    """Before the first session: begin to watch, and keep the judge's own objects out of every later collection."""
    _WATCH.begin()
    gc.collect()
    gc.freeze()


class _Escaped(BaseException):
    """A function of the judge's raised something; no `except Exception` of the code's keeps it."""


class _Code(child.Server):
    """The code, in this process.

    judge: the conversions and the functions of whoever asks. escaped: what a function of the judge's raised.
    """

    judge: tuple[wire.Adapt, wire.Build, CallBack]

    def __init__(self, session: NearSession, options: SessionOptions) -> None:
        super().__init__(options.framework, options.output_bytes)
        self.session = session
        self.escaped: BaseException | None = None

    def ask_judge(self, number: int, args: tuple[Any, ...]) -> dict[str, Any]:
        """A call, like the other way round."""
        adapt, build, call_back = self.judge
        handed = wire.hand_over(args, self.adapt, build, cap=self.output_bytes)
        self.session.stop()
        try:
            if self.escaped is not None:  # the code caught it
                raise _Escaped
            answer: dict[str, Any] = wire.hand_over(call_back(number, handed), adapt, self.build)
            return answer
        except BaseException as error:
            self.escaped = self.escaped or error
            raise _Escaped from None
        finally:
            self.session.start()
