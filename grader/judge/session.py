"""A child of a worker, asked one request at a time: what goes to it, what comes back, and whose clock runs.

Whatever comes back is untrusted bytes; what is beyond a cap is thrown away. A session's trouble becomes a `Fault`: a
verdict with its reason, always about the code inside. What is the machine's fault or ours is `SandboxGone` or another
`GraderError`.
"""

from __future__ import annotations

import json
import os
import queue
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from grader.report import Failure, Frame, Raised
from grader.sandbox import MIB, SandboxGone
from grader.verdict import Verdict
from grader.worker import wire
from grader.worker.supervisor import CHUNK, DATA, EXITED, PRINTS

FLOOD_BYTES = 32 * MIB
# What is kept of an exception's record: the child keeps to it, but who speaks may not be our child.
_MESSAGE_CHARS, _NAME_CHARS, _FRAMES, _LINES = 2000, 200, 20, 2**31


class Fault(Exception):
    """The code inside failed: the verdict of its case, and why."""

    def __init__(self, verdict: Verdict, failure: Failure) -> None:
        super().__init__(f"{verdict}: {failure.kind} {failure.facts}")
        self.verdict, self.failure = verdict, failure
        self.role = ""  # whose code failed: "submission" or "reference" (set by `grader.judge.remote`)


class SubmissionRaised(Fault):
    """The code inside raised an exception; its process lives on."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.record = {
            **record,
            "type": record["type"][:_NAME_CHARS],
            "builtin": record["builtin"][:_NAME_CHARS],
            "message": record["message"][:_MESSAGE_CHARS],
            "frames": record["frames"][-_FRAMES:],
        }
        frames = tuple(Frame(line, function[:_NAME_CHARS], "") for line, function in self.record["frames"])
        raised = Raised(self.record["type"], self.record["message"], frames)
        super().__init__(Verdict.RTE, Failure("raised", raised=raised))


@dataclass(frozen=True)
class SessionOptions:
    """What a child is told and held to."""

    framework: str
    memory_bytes: int
    output_bytes: int
    cpu_s: float


class Worker(Protocol):
    """What opens sessions: our code in a sandbox (`grader.judge.link`), or beside the judge (`grader.judge.near`).

    remedy: what to look at when it ends. cpu: the processor that it was pinned to, 0 without one.
    """

    cpu: int

    @property
    def remedy(self) -> str:
        """What to look at when it ends."""

    @property
    def gone(self) -> bool:
        """Whether it has ended, or was given up."""

    def ready(self) -> dict[str, Any]:
        """Its greeting: {"versions": {...}, ...}; waits for it.

        Raises:
            GraderError: it did not come.
        """

    def lives(self) -> bool:
        """Whether it answers now."""

    def last_words(self) -> str:
        """Why it ended, so far as anybody said."""

    def open(self, options: SessionOptions, limit_s: float) -> Session:
        """A session with a child of its own; returns without waiting for it."""

    def send(self, number: int, payload: bytes) -> None:
        """A whole frame to the child of session `number`."""

    def close(self, session: Session) -> dict[str, Any]:
        """End the session's child and wait for what is said of its end; {} when nothing is."""

    def counters(self) -> dict[str, int]:
        """The counters now (`grader.worker.cgroup.Cgroup`); empty where there are none."""

    def set_cpu(self, cpu: int) -> None:
        """Move it to this processor, where that can be done."""

    def destroy(self) -> None:
        """End it and everything in it."""


class Session:
    """One child.

    `limit_s` is the wall-clock time that all requests together may take, until `restart_clock` gives another.
    """

    def __init__(self, worker: Worker, number: int, options: SessionOptions, limit_s: float) -> None:
        self.worker, self.number, self.options = worker, number, options
        self._limit_s: Callable[[], float] = lambda: limit_s
        self.wall_s = 0.0
        self.loads = 0
        self.kept = False  # for more than one case
        self.prints = bytearray()
        self.fault: Fault | None = None
        self.exited: dict[str, Any] | None = None
        self._queue: queue.SimpleQueue[tuple[int, bytes]] = queue.SimpleQueue()
        self._received = bytearray()
        self._queued_bytes = 0
        self._lost = False

    def restart_clock(self, limit_s: Callable[[], float]) -> None:
        """Count time anew; `limit_s` is asked before each request."""
        self.wall_s, self._limit_s = 0.0, limit_s

    def awake(self) -> None:
        """Make sure that a child of its own answers the next request, not a record of one."""

    def put(self, kind: int, payload: bytes) -> None:
        """From the reader thread; data beyond the cap is thrown away, and remembered as such."""
        if kind == DATA:
            if self._queued_bytes > self.options.output_bytes + wire.HEADER_CAP + CHUNK:
                self._lost = True
                return
            self._queued_bytes += len(payload)
        self._queue.put((kind, payload))

    def request(
        self,
        op: dict[str, Any],
        adapt: wire.Adapt,
        build: wire.Build,
        call_back: Callable[[int, tuple[Any, ...]], dict[str, Any]] | None = None,
    ) -> Any:
        """Ask the child, answer its callbacks, return its value.

        Args:
            op: the request, as `grader.worker.child` describes it.
            adapt, build: the judge's conversions (`grader.judge.remote`).
            call_back: answers a callback of the child: its number and arguments, to {"value": ...} or {"error": ...}.

        Raises:
            SubmissionRaised: the code inside raised; the session goes on.
            Fault: anything else that the code inside did; the session has ended, and later requests raise it again.
            SandboxGone: the sandbox has ended under us.
        """
        if self.fault is not None:
            raise self.fault
        try:
            return self._exchange(op, adapt, build, call_back)
        except SubmissionRaised:
            raise
        except Fault as fault:
            self.fault = fault
            raise

    def _exchange(
        self,
        op: dict[str, Any],
        adapt: wire.Adapt,
        build: wire.Build,
        call_back: Callable[[int, tuple[Any, ...]], dict[str, Any]] | None,
    ) -> Any:
        limit_s = self._limit_s()
        message = op
        while True:
            nonce = self._nonce()
            body = self._turn(wire.frame(nonce, *wire.encode(message, adapt)), limit_s)
            try:
                echoed, answer = wire.decode(body, build)
            except wire.WireError as error:
                raise _protocol(str(error)) from None
            if echoed != nonce:
                raise _protocol("an answer to another question")
            if type(answer) is not dict or len(answer) not in (1, 2):
                raise _protocol("an answer of unknown form")
            if "value" in answer:
                return answer["value"]
            if "callback" in answer and call_back is not None:
                number, args = answer["callback"], answer.get("args")
                if type(number) is not int or type(args) is not tuple:
                    raise _protocol("a callback of unknown form")
                message = call_back(number, args)
                continue
            raise _refused(answer, self.options.output_bytes)

    def _nonce(self) -> bytes:
        """Fresh for each frame: only who has read the question can answer it."""
        return os.urandom(wire.NONCE_BYTES)

    def _turn(self, frame: bytes, limit_s: float) -> bytes:
        """One frame to the child, and the next whole frame that comes from it, without its prefix."""
        self._refuse_unasked()
        started = time.perf_counter()
        try:
            self.worker.send(self.number, frame)
            return self._frame(started + limit_s - self.wall_s, limit_s)
        finally:
            self.wall_s += time.perf_counter() - started

    def await_exit(self, timeout_s: float) -> None:
        """Take messages until the child's end is reported.

        Raises:
            SandboxGone: it is not, in time.
        """
        deadline = time.perf_counter() + timeout_s
        while self.exited is None:
            if not self._take(deadline):
                raise SandboxGone("the supervisor did not report a child's end")

    def _refuse_unasked(self) -> None:
        while not self._queue.empty() and self.exited is None:
            self._take(time.perf_counter())
        if self._received or self._lost:
            raise _protocol("bytes that nobody asked for")

    def _frame(self, deadline: float, limit_s: float) -> bytes:
        """The next whole frame of the child, without its prefix."""
        cap = self.options.output_bytes + wire.HEADER_CAP
        while True:
            if len(self._received) >= wire.PREFIX.size:
                (length,) = wire.PREFIX.unpack_from(self._received)
                if length > cap:  # our child refuses to send that much: this is not our child speaking
                    raise _protocol("a frame beyond the cap")
                if len(self._received) >= wire.PREFIX.size + length:
                    body = bytes(self._received[wire.PREFIX.size : wire.PREFIX.size + length])
                    del self._received[: wire.PREFIX.size + length]
                    self._queued_bytes -= wire.PREFIX.size + length
                    return body
            if self.exited is not None:
                raise self._death()
            if not self._take(deadline):
                self.worker.close(self)
                raise Fault(Verdict.TLE, Failure("time", {"limit_s": limit_s}))
            if self._lost:
                raise Fault(Verdict.OLE, Failure("output", {"limit_bytes": self.options.output_bytes}))

    def _take(self, deadline: float) -> bool:
        """Take one message, waiting until `deadline`; False when none came."""
        try:
            kind, payload = self._queue.get(timeout=max(0.0, deadline - time.perf_counter()))
        except queue.Empty:
            return False
        if kind == DATA:
            self._received += payload
        elif kind == PRINTS:
            self.prints += payload
        elif kind == EXITED:
            self.exited = json.loads(payload)
        elif kind == 0:
            self.exited = {}
            raise SandboxGone(self.worker.last_words() or "the sandbox ended")
        return True

    def _death(self) -> Fault:
        """The child ended by itself: the verdict, from the supervisor's and the kernel's evidence only."""
        exited = self.exited or {}
        if exited.get("flooded"):
            return Fault(Verdict.OLE, Failure("output", {"limit_bytes": FLOOD_BYTES}))
        if exited.get("oom_kills", 0) > 0:
            return Fault(Verdict.MLE, Failure("memory", {"limit_bytes": self.options.memory_bytes}))
        if exited.get("signal") == 24:  # SIGXCPU: the backstop of the wall clock
            return Fault(Verdict.TLE, Failure("time", {"limit_s": self.options.cpu_s}))
        facts = {"exit_status": exited.get("exit_status"), "signal": exited.get("signal")}
        return Fault(Verdict.RTE, Failure("died", facts))


def _refused(answer: dict[str, Any], output_bytes: int) -> Fault:
    """The fault of an answer that is no value."""
    record = answer.get("raised")
    if isinstance(record, dict) and _is_raised(record):
        return SubmissionRaised(record)
    if type(answer.get("too_large")) is int:
        return Fault(Verdict.OLE, Failure("output", {"limit_bytes": output_bytes}))
    if type(answer.get("unsendable")) is str:
        return _protocol(answer["unsendable"][:200])
    return _protocol("an answer of unknown form")


def _is_raised(record: dict[str, Any]) -> bool:
    return (
        all(type(record.get(key)) is str for key in ("type", "builtin", "message"))
        and type(record.get("frames")) is list
        and all(
            type(frame) is list and len(frame) == 2 and _is_line(frame[0]) and type(frame[1]) is str
            for frame in record["frames"]
        )
        and all(_is_line(record.get(key, 0)) for key in ("line", "column"))
    )


def _is_line(value: Any) -> bool:
    """Whether it can be a line or a column; Python prints no number of any length."""
    return type(value) is int and -_LINES < value < _LINES


def _protocol(reason: str) -> Fault:
    return Fault(Verdict.PE, Failure("protocol", {"reason": reason}))
