"""The judge's end of a sandbox: our worker's code inside, and the messages that pass between the two.

One thread per worker never stops reading (a reader that stops lets a flooding container block the engine) and hands
each message to its session; those of a session that has ended it throws away.
"""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Sequence
from typing import Any

from grader.errors import GraderError
from grader.judge.far.bundle import bootstrap, bundle
from grader.judge.far.framed_session import FramedSession
from grader.judge.far.session import SessionOptions
from grader.judge.own import waiting
from grader.limits import FLOOD_BYTES, MOST_SERVED, PRINTS_BYTES, SHARED_S, WORKER_ANSWER_S, WORKER_CLOSE_S
from grader.sandbox import MIB, Backend, Limits, Sandbox, SandboxGone, bpf
from grader.sandbox.seccomp import Stage
from grader.texts import Text
from grader.worker import wire
from grader.worker.supervisor import CHUNK, CLOSE, COUNTERS, DATA, MESSAGE, OPEN, READY, REMAINS

_SIGKILL = 9


class SandboxWorker:
    """A sandbox with our supervisor inside, ready to open sessions.

    The constructor starts it and returns at once; `ready` waits until the supervisor has imported what it should.

    Args:
        shared: it may serve several submissions, one after another (`serves_another`).
        more: modules to import before the first fork, beside those that each submission of the target may expect.
    """

    def __init__(
        self,
        sandbox: Backend,
        *,
        target: str,
        memory_bytes: int,
        cpu: int | None = None,
        deadline_s: float = 900.0,
        shared: bool = False,
        more: Sequence[str] = (),
    ) -> None:
        baseline = sandbox.baseline_bytes(target)
        deadline_s += SHARED_S if shared else 0.0
        limits = Limits(memory_bytes=memory_bytes + baseline + 128 * MIB, deadline_s=deadline_s)
        self.sandbox, self.cpu = sandbox, cpu
        self.baseline_bytes = baseline
        self._sessions: dict[int, FramedSession] = {}
        self._opened = 0
        self._control: queue.Queue[tuple[int, dict[str, Any]]] = queue.Queue()
        self._gone = threading.Event()
        self._starved = False
        self.odd = ""
        self._served, self._began_s, self._moved = 0, time.monotonic(), False
        self._write_lock = threading.Lock()
        self.running: Sandbox = sandbox.start(["-I", "-c", bootstrap()], target=target, limits=limits, cpu=cpu)
        self._reader = threading.Thread(target=self._read, daemon=True, name="worker-reader")
        self._reader.start()
        config = {
            "imports": ["numpy", "numpy.random", "numpy.linalg", *(["torch"] if target == "torch" else []), *more],
            "deadline_s": deadline_s,
            "prints_bytes": PRINTS_BYTES,
            "flood_bytes": FLOOD_BYTES,
            "file_bytes": limits.file_bytes,
            "open_files": limits.open_files,
            "scratch": self.running.scratch,
            "cgroup": self.running.own_cgroup,
            "filters": bpf.programs(Stage.SUBMISSION),
            "shared": shared,
        }
        self.write(bundle(config))
        self._ready: dict[str, Any] | None = None

    def ready(self, timeout_s: float = 60.0) -> dict[str, Any]:
        """The supervisor's greeting: {"versions": {...}, ...}; waits for it.

        Raises:
            GraderError: it did not come.
        """
        if self._ready is None:
            try:
                with waiting:
                    self._ready = self._answer(READY, timeout_s)
            except SandboxGone as gone:
                raise GraderError(
                    Text(
                        f'The worker did not start in the "{self.sandbox.name}" sandbox: {gone}',
                        f"工作进程未能在沙箱“{self.sandbox.name}”中启动：{gone}",
                    ),
                    self.sandbox.remedy,
                ) from None
        return self._ready

    @property
    def remedy(self) -> Text:
        """Advice for when the sandbox ends unexpectedly."""
        return self.sandbox.remedy

    @property
    def gone(self) -> bool:
        """Whether the sandbox has ended, or was given up."""
        return self._gone.is_set()

    def lives(self) -> bool:
        """Whether the supervisor answers now."""
        try:
            self.counters()
        except SandboxGone:
            return False
        return True

    def last_words(self) -> str:
        """The supervisor's last output about a crash of its own; "" for none."""
        return self.running.stderr_tail().strip()

    def set_cpu(self, cpu: int) -> None:
        """Move the sandbox to this processor, where the sandbox can."""
        self._moved = cpu != self.cpu
        self.running.set_cpu(cpu)

    def open(self, options: SessionOptions, limit_s: float) -> FramedSession:
        """Fork a child; returns without waiting for it."""
        self.ready()
        self._opened += 1
        session = FramedSession(self, self._opened, options, limit_s)
        self._sessions[session.number] = session
        opening = {
            "framework": options.framework,
            "memory_bytes": options.memory_bytes + self.baseline_bytes,
            "output_bytes": options.output_bytes,
            "cpu_s": options.cpu_s,
        }
        told = json.dumps(opening).encode()
        with waiting:
            self._message(OPEN, session.number, wire.PREFIX.pack(len(told)) + told)
        return session

    def counters(self) -> dict[str, int]:
        """The sandbox's counters now (`grader.worker.cgroup.Cgroup`); empty where there are none."""
        with waiting:
            self._message(COUNTERS, 0, b"")
            return self._answer(COUNTERS, WORKER_ANSWER_S)

    @property
    def old(self) -> bool:
        """Whether too little is left of its life for one more submission."""
        return time.monotonic() - self._began_s > SHARED_S

    def serves_another(self) -> bool:
        """Whether another submission may run here: nothing odd has happened, and the supervisor finds nothing left.

        To be asked once after each submission.
        """
        self._served += 1
        if self.odd or self.gone or self.old or self._served >= MOST_SERVED or self._sessions:
            return False
        try:
            with waiting:
                self._message(REMAINS, 0, b"")
                found = self._answer(REMAINS, WORKER_ANSWER_S)["found"]
            if self._moved and self.cpu is not None:
                self.set_cpu(self.cpu)
        except SandboxGone:
            return False
        return not found

    def destroy(self) -> None:
        """End the sandbox and everything in it."""
        self._gone.set()
        self.running.destroy()

    def write(self, data: bytes) -> None:
        """All of `data` to the supervisor."""
        with self._write_lock:
            try:
                self.running.write(data)
            except SandboxGone:
                self._gone.set()
                raise

    def send(self, number: int, payload: bytes) -> None:
        """`payload` to the child of session `number`, cut into messages."""
        parts = [payload[start : start + CHUNK] for start in range(0, len(payload), CHUNK)]
        self.write(b"".join(MESSAGE.pack(DATA, number, len(part)) + part for part in parts))

    def close(self, session: FramedSession) -> None:
        """End the session's child and wait for what the supervisor says of it: nothing when the sandbox is gone."""
        if session.exited is None and not self.gone:
            try:
                with waiting:
                    self._message(CLOSE, session.number, b"")
                    session.await_exit(WORKER_CLOSE_S)
            except SandboxGone:
                self.destroy()
        self._sessions.pop(session.number, None)
        self.odd = self.odd or _odd(session)

    def _message(self, kind: int, number: int, payload: bytes) -> None:
        self.write(MESSAGE.pack(kind, number, len(payload)) + payload)

    def _answer(self, kind: int, timeout_s: float) -> dict[str, Any]:
        deadline = time.monotonic() + timeout_s
        while True:
            try:
                got, value = self._control.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                self._gone.set()
                raise SandboxGone(f"no answer for {timeout_s:g} seconds") from None
            if got == 0:
                self._control.put((0, {}))
                raise self.end()
            if got == kind:
                return value

    def end(self) -> Exception:
        """The exception to raise where the sandbox has ended."""
        if self._starved:  # ours has, of what the code inside sent
            return MemoryError()
        return SandboxGone(self.last_words() or "it ended without a word")

    def _read(self) -> None:
        """The reader thread: messages to their sessions, until the end."""
        try:
            self._read_messages()
        except MemoryError:
            self._starved = True
        self._gone.set()
        self._control.put((0, {}))
        for session in list(self._sessions.values()):
            session.put(0, b"")

    def _read_messages(self) -> None:
        received = bytearray()
        while chunk := self.running.read():
            received += chunk
            while len(received) >= MESSAGE.size:
                kind, number, length = MESSAGE.unpack_from(received)
                if len(received) < MESSAGE.size + length:
                    break
                payload = bytes(received[MESSAGE.size : MESSAGE.size + length])
                del received[: MESSAGE.size + length]
                session = self._sessions.get(number)
                if kind in (READY, COUNTERS, REMAINS):
                    self._control.put((kind, json.loads(payload)))
                elif session is not None:
                    session.put(kind, payload)


def _odd(session: FramedSession) -> str:
    """Whatever was odd about a session that has ended; "" if its child answered, or raised, until we ended it."""
    if session.fault is not None:
        return str(session.fault)
    exited = session.exited or {}
    if exited.get("signal") != _SIGKILL or exited.get("flooded") or exited.get("oom_kills"):
        return "a child that ended by itself"
    return "a process that had to be killed" if exited.get("left") else ""
