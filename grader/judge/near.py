"""A judge that runs inside a sandbox itself, beside code of ours: what answers a session is a thread of its process.

An exchange with a child in another sandbox takes most of a millisecond, and a proof makes millions of them; between
two threads it takes a tenth of that. What is lost is what a child's process is for: nothing can end a call. So when a
session's time is over, the whole judge ends, and whoever asked puts the job to a usual judge (`grader.judges`).
"""

from __future__ import annotations

import contextlib
import gc
import os
import queue
import sys
import threading
import time
from typing import Any

from grader.catalogue import Exercise
from grader.judge import server
from grader.judge.events import Emit
from grader.judge.session import Session, SessionOptions
from grader.judge.workers import Workers
from grader.worker import child, wire
from grader.worker.supervisor import DATA

_GIVEN_UP = 75  # EX_TEMPFAIL of sysexits.h


def main() -> None:
    """As `grader.judge.server.main`, with the code beside the judge."""
    server.main(NearWorkers)


class NearWorkers(Workers):
    """One worker for everything: this process."""

    def __init__(self, exercise: Exercise, config: dict[str, Any], emit: Emit) -> None:
        super().__init__(exercise, {**config, "untrusted": False}, emit)

    def describe(self) -> dict[str, Any]:
        """Whoever started this judge chose its sandbox."""
        return {"sandbox": "near", "image": "", "warnings": []}

    def _choose(self, config: dict[str, Any]) -> None:
        """There is none to choose."""

    def _start(self, cpu: int | None) -> NearWorker:
        return NearWorker(["numpy", "torch"] if self.target == "torch" else ["numpy"])


class NearWorker:
    """In the place of `grader.judge.link.SandboxWorker`."""

    cpu = 0
    gone = False
    remedy = "This is a fault of ours."

    def __init__(self, imports: list[str]) -> None:
        self._versions = {name: __import__(name).__version__ for name in imports}
        self._ends: dict[int, _End] = {}
        self._opened = 0

    def ready(self) -> dict[str, Any]:
        """As the supervisor's greeting."""
        return {"versions": {"python": sys.version.split()[0], **self._versions}}

    def lives(self) -> bool:
        """It does: who asks lives in it."""
        return True

    def last_words(self) -> str:
        """None: with it the judge ends."""
        return ""

    def open(self, options: SessionOptions, limit_s: float) -> Session:
        """A session whose requests a new thread answers."""
        if not self._opened:
            gc.collect()
            gc.freeze()  # else each collection goes through all of the judge
        self._opened += 1
        session = Session(self, self._opened, options, limit_s)
        end = self._ends[session.number] = _End(session)
        told = {"framework": options.framework, "output_bytes": options.output_bytes}
        threading.Thread(target=_answer, args=(end, told), daemon=True, name=f"session-{session.number}").start()
        return session

    def send(self, number: int, payload: bytes) -> None:
        """A whole frame to the thread of session `number`."""
        self._ends[number].asked.put(payload)

    def close(self, session: Session) -> dict[str, Any]:
        """End the session's thread; if it is still inside a call, the process."""
        end = self._ends.pop(session.number)
        if end.busy:
            os._exit(_GIVEN_UP)
        end.asked.put(None)
        session.exited = {}
        return session.exited

    def counters(self) -> dict[str, int]:
        """The processor's time of this process; the judge's own part is in it."""
        return {"cpu_ns": time.process_time_ns()}

    def set_cpu(self, cpu: int) -> None:
        """It stays where its sandbox is."""

    def destroy(self) -> None:
        """It ends with the process."""


class _Over(BaseException):
    """A session has ended, and so does its thread; no `except Exception` of the code's keeps it."""


class _End(child.Pipe):
    """The far end of a session, in the place of two pipes; `busy` from a question to its answer."""

    def __init__(self, session: Session) -> None:
        super().__init__(-1, -1)
        self.session = session
        self.asked: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self.busy = False

    def body(self) -> bytearray:
        """The next frame in, without its prefix."""
        frame = self.asked.get()
        if frame is None:
            self.asked.put(None)  # for the next question too: the code may be inside a callback, and catch this
            raise _Over
        self.busy = True
        return bytearray(memoryview(frame)[wire.PREFIX.size :])

    def send(self, header: bytes, buffers: list[bytes | bytearray | memoryview]) -> None:
        """A frame out."""
        self.busy = False
        self.session.put(DATA, wire.frame(self.nonce, header, buffers))


def _answer(end: _End, options: dict[str, Any]) -> None:
    with contextlib.suppress(_Over):
        child.serve(end, options)
