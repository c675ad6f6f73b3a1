"""A session whose child is in a sandbox: frames go to it, and frames come back among other messages.

Whatever comes back is untrusted bytes; what is beyond a cap is thrown away.
"""

from __future__ import annotations

import json
import os
import queue
import time
from typing import TYPE_CHECKING, Any

from grader.judge.far.session import CallBack, Fault, Session, SessionOptions, answered, protocol_fault
from grader.judge.own import waiting
from grader.limits import ENDLESS_BYTES, FLOOD_BYTES
from grader.report import Failure
from grader.sandbox import SandboxGone
from grader.verdict import Verdict
from grader.worker import wire
from grader.worker.supervisor import CHUNK, DATA, EXITED, PRINTS

if TYPE_CHECKING:
    from grader.judge.far.sandbox_worker import SandboxWorker


class FramedSession(Session):
    """A child of a `SandboxWorker`, whose reader thread hands over what comes (`put`)."""

    worker: SandboxWorker

    def __init__(self, worker: SandboxWorker, number: int, options: SessionOptions, limit_s: float) -> None:
        super().__init__(worker, number, options, limit_s)
        self._queue: queue.Queue[tuple[int, bytes]] = queue.Queue()
        self._received = bytearray()
        self._queued_bytes = 0
        self._lost = False

    def put(self, kind: int, payload: bytes) -> None:
        """From the reader thread; data beyond the cap is thrown away, and remembered as such."""
        if kind == DATA:
            if self._queued_bytes > self.options.output_bytes + wire.HEADER_CAP + CHUNK:
                self._lost = True
                return
            self._queued_bytes += len(payload)
        self._queue.put((kind, payload))

    def close(self) -> None:
        """End the child, and wait for what is said of its end (`exited`)."""
        self.worker.close(self)

    def _exchange(self, op: dict[str, Any], adapt: wire.Adapt, build: wire.Build, call_back: CallBack) -> Any:
        limit_s = self._limit_s()
        message = op
        while True:
            # Fresh for each frame: only who has read the question can answer it.
            nonce = os.urandom(wire.NONCE_BYTES)
            body = self._turn(wire.frame(nonce, *wire.encode(message, adapt)), limit_s)
            echoed, answer = self._decode(body, build)
            if echoed != nonce:
                raise protocol_fault("an answer to another question")
            if type(answer) is not dict or "callback" not in answer:
                return answered(answer, self.options)
            number, args = answer["callback"], answer.get("args")
            if type(number) is not int or type(args) is not tuple or len(answer) != 2:
                raise protocol_fault("a callback of unknown form")
            message = call_back(number, args)

    def _turn(self, frame: bytes, limit_s: float) -> bytes:
        """One frame to the child, and the next whole frame that comes from it, without its prefix."""
        with waiting:
            self._refuse_unasked()
            if self.wall_s > limit_s:
                raise self._too_slow(limit_s)
            started = time.perf_counter()
            try:
                self.worker.send(self.number, frame)
                return self._frame(started + limit_s - self.wall_s, limit_s)
            finally:
                self.wall_s += time.perf_counter() - started

    def _decode(self, body: bytes, build: wire.Build) -> tuple[bytes, Any]:
        """The nonce and the value of a frame; the clock runs, for how long it takes is the child's choice."""
        started = time.perf_counter()
        try:
            return wire.decode(body, build)
        except wire.WireError as error:
            raise protocol_fault(str(error)) from None
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
            raise protocol_fault("bytes that nobody asked for")

    def _frame(self, deadline: float, limit_s: float) -> bytes:
        """The next whole frame of the child, without its prefix."""
        cap = self.options.output_bytes + wire.HEADER_CAP
        while True:
            if len(self._received) >= wire.PREFIX.size:
                (length,) = wire.PREFIX.unpack_from(self._received)
                if length > cap:  # our child refuses to send that much: this is not our child speaking
                    raise protocol_fault("a frame beyond the cap")
                if len(self._received) >= wire.PREFIX.size + length:
                    body = bytes(self._received[wire.PREFIX.size : wire.PREFIX.size + length])
                    del self._received[: wire.PREFIX.size + length]
                    self._queued_bytes -= wire.PREFIX.size + length
                    return body
            if self.exited is not None:
                raise self._death()
            if not self._take(deadline):
                raise self._too_slow(limit_s)
            if self._lost:
                raise Fault(Verdict.OLE, Failure("output", {"limit_bytes": self.options.output_bytes}))

    def _too_slow(self, limit_s: float) -> Fault:
        self.close()
        if (self.exited or {}).get("printed_bytes", 0) > ENDLESS_BYTES:
            facts = {"limit_s": limit_s, "limit_bytes": ENDLESS_BYTES}
            return Fault(Verdict.OLE, Failure("output", facts))
        return Fault(Verdict.TLE, Failure("time", {"limit_s": limit_s}))

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
            raise self.worker.end()
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
