"""PID 1 of the sandbox: forks a child for each session and relays its bytes. It never runs the submission's code.

    judge ══stdin══► supervisor ──pipe──► child      one session, one child, fresh pipes
          ◄══stdout══           ◄──pipe──            answers (data) and prints (fd 1 and 2), relayed apart

Only this process holds the sandbox's stdin and stdout. What passes there is cut into tagged messages,
`u8 kind | u32 session | u32 length | payload` of at most 64 KiB, so no child can speak for another, and what a
dead child left unread is dropped. Nothing here blocks but `select`, so no child can stop it: pipes are
non-blocking, what is for a child waits in a buffer, and every message of a child is bounded or thrown away.

It is not dumpable, so a child of the same uid can neither open its memory or descriptors nor trace it
(prctl(2), ptrace(2)); as PID 1 of its namespace it cannot be killed from inside (pid_namespaces(7)). Its children are
not dumpable either, once they run a submission: what /proc lets a process change of itself decides whom the kernel ends
when memory does.

A fork shares everything that this process has, so it must hold nothing of a session: what passes through is kept in
memory that no child inherits (`unshared`) and nowhere else, and is never made a Python object. Even what a child is
told to be, its options, goes past unread.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import gc
import json
import os
import resource
import selectors
import signal
import struct
import sys
import time
from typing import Any

from grader.worker.cgroup import Cgroup
from grader.worker.last_filter import LastFilter
from grader.worker.orphans import anybody, dead_child, end_children, end_namespace
from grader.worker.remains import Remains
from grader.worker.scratch import Scratch
from grader.worker.unshared import READ, Waiting, read_into, unshared

MESSAGE = struct.Struct(">BII")
CHUNK = 64 * 1024

OPEN, DATA, CLOSE, COUNTERS, REMAINS = 1, 2, 3, 4, 8  # judge to supervisor (COUNTERS and REMAINS ask)
READY, PRINTS, EXITED = 5, 6, 7  # supervisor to judge (DATA, COUNTERS and REMAINS too)

_F_SETPIPE_SZ = 1031
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER = 1, 4, 36


def main(config: dict[str, Any]) -> None:
    """Serve the judge on descriptors 0 and 1 until it goes away or the deadline passes.

    Args:
        config: "imports" (modules to import before the first fork), "deadline_s", "scratch" (a folder that is
            emptied between sessions, or None), "cgroup" (whether the cgroup files seen here are this sandbox's
            own), "memory_bytes" (the sandbox's limit), "file_bytes", "open_files", "prints_bytes" (relayed for
            a session), "flood_bytes" (prints beyond which the session is ended), "filters" (the last filter of a
            child, by machine), "shared" (whether it may serve several submissions).
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    last_filter = LastFilter(config["filters"])
    last_filter.try_it()  # now, while a fork costs little
    versions = {"python": sys.version.split()[0]}
    for name in config["imports"]:
        library = __import__(name)
        versions[library.__name__] = library.__version__
    gc.collect()
    gc.freeze()  # the children share these pages; a collection in a child must not touch them
    _Supervisor(config, libc, last_filter).serve(versions)


class _Session:
    """A child and our ends of its pipes."""

    def __init__(self, number: int, pid: int, to_child: int, from_child: int, prints: int) -> None:
        self.number, self.pid = number, pid
        self.to_child, self.from_child, self.prints = to_child, from_child, prints
        self.waiting = Waiting()
        self.printed = 0
        self.flooded = False
        self.oom_kills: int | None = None  # the sandbox's count when it began; None where it could not be read


class _Supervisor:
    def __init__(self, config: dict[str, Any], libc: ctypes.CDLL, last_filter: LastFilter) -> None:
        self.config, self.libc, self.last_filter = config, libc, last_filter
        self.cgroup = Cgroup() if config["cgroup"] else None
        self.sessions: dict[int, _Session] = {}
        self.selector = selectors.DefaultSelector()
        # One for all reads of a kind: fresh megabytes would cost page faults.
        self.received, self.buffer, self.prints = unshared(READ), unshared(READ), unshared(CHUNK)
        self.filled = 0  # how much of `received` is
        self.receiver, self.left = 0, 0  # whose payload comes now, and how much of it is to come
        self.scratch = Scratch(config["scratch"]) if config["scratch"] else None
        self.deadline = time.monotonic() + config["deadline_s"]
        self.is_init = os.getpid() == 1
        self.remains: Remains | None = None  # where submissions share the sandbox
        # Known before any fork: a child that looks through all names copies a page for each of them.
        self.ours = [name for name in sys.modules if name.partition(".")[0] == "grader"]

    def serve(self, versions: dict[str, str]) -> None:
        wake_read, wake_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGALRM, self._at_alarm)
        signal.setitimer(signal.ITIMER_REAL, self.config["deadline_s"] + 1)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.set_blocking(0, False)
        _widen(0)
        _widen(1)
        self.selector.register(0, selectors.EVENT_READ, self._from_judge)
        self.selector.register(wake_read, selectors.EVENT_READ, lambda: _drain(wake_read))
        greeting = {"versions": versions, "pid": os.getpid(), "cgroup": self._counters()}
        if self.config["shared"]:
            self.remains = Remains(self.config["scratch"], self.cgroup, filtered=bool(self.last_filter.program))
            greeting["unfit"] = self.remains.unfit
        self._send(READY, 0, greeting)
        while time.monotonic() < self.deadline:
            for key, _ in self.selector.select(self.deadline - time.monotonic()):
                if key.fd in self.selector.get_map():  # else an earlier event of this round ended it
                    key.data()
            self._reap()
        os._exit(0)

    def _at_alarm(self, *_: object) -> None:
        """The last resort, should the loop hang. A child can send the signal too, but not turn the clock."""
        if time.monotonic() >= self.deadline:
            os._exit(0)

    # -- from the judge

    def _from_judge(self) -> None:
        with memoryview(self.received) as received:
            try:
                count = os.readv(0, [received[self.filled :]])
            except BlockingIOError:
                return
            if not count:
                os._exit(0)  # the judge is gone; with PID 1 the kernel ends everything else
            start, end = 0, self.filled + count
            while start < end:
                if self.left:
                    part = received[start : min(end, start + self.left)]
                    self._pass_on(part)
                    start, self.left = start + len(part), self.left - len(part)
                elif end - start >= MESSAGE.size:
                    kind, self.receiver, self.left = MESSAGE.unpack_from(received, start)
                    start += MESSAGE.size
                    self._obey(kind, self.receiver)
                else:
                    break
            self.filled = end - start  # less than a head
            received[: self.filled] = received[start:end]

    def _obey(self, kind: int, number: int) -> None:
        """Do what a message asks for before its payload comes; the payload is for the child (`_pass_on`)."""
        session = self.sessions.get(number)
        if kind == OPEN:
            self._open(number)
        elif kind == COUNTERS:
            self._send(COUNTERS, number, self._counters())
        elif kind == REMAINS:
            self._send(REMAINS, number, {"found": self._found()})
        elif kind == CLOSE and session is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(session.pid, signal.SIGKILL)

    def _pass_on(self, part: memoryview) -> None:
        session = self.sessions.get(self.receiver)
        if session is not None:  # else the child died meanwhile; EXITED is on its way
            session.waiting.put(part)
            self._feed(session)

    # -- a session's life

    def _open(self, number: int) -> None:
        child_in, to_child = os.pipe2(os.O_CLOEXEC)
        from_child, child_out = os.pipe2(os.O_CLOEXEC)
        prints, child_prints = os.pipe2(os.O_CLOEXEC)
        oom_kills = self._counters().get("oom_kills")
        pid = os.fork()
        if pid == 0:
            try:
                self._become_child(child_in, child_out, child_prints)
            finally:
                os._exit(70)
        for descriptor in (child_in, child_out, child_prints):
            os.close(descriptor)
        for descriptor in (to_child, from_child, prints):
            os.set_blocking(descriptor, False)
        for descriptor in (to_child, from_child):
            _widen(descriptor)
        session = _Session(number, pid, to_child, from_child, prints)
        session.oom_kills = oom_kills
        self.sessions[number] = session
        self.selector.register(from_child, selectors.EVENT_READ, lambda: self._relay(session))
        self.selector.register(prints, selectors.EVENT_READ, lambda: self._relay_prints(session))

    def _become_child(self, data_in: int, data_out: int, prints: int) -> None:
        """The child's way from the fork to the submission: new session, own limits, no descriptor of ours."""
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGALRM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        os.setsid()
        if not self.is_init:
            self.libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        self.libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)  # else the next file belongs to root
        with contextlib.suppress(OSError):  # first to go when memory ends, so that PID 1 lives to tell
            _write("/proc/self/oom_score_adj", b"1000")
        self.libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)  # so that the submission cannot take that back
        null = os.open("/dev/null", os.O_RDONLY)
        os.dup2(null, 0)
        os.dup2(prints, 1)
        os.dup2(prints, 2)
        low, high = sorted((data_in, data_out))
        os.closerange(3, low)
        os.closerange(low + 1, high)
        os.closerange(high + 1, 65536)
        if self.scratch:
            os.chdir(self.scratch.folder)
        from grader.worker import child

        for name in self.ours:
            del sys.modules[name]
        pipe = child.Pipe(data_in, data_out)
        options = json.loads(pipe.body())
        limits = {
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_FSIZE: self.config["file_bytes"],
            resource.RLIMIT_NOFILE: self.config["open_files"],
            resource.RLIMIT_CPU: int(options["cpu_s"]) + 1,
            resource.RLIMIT_DATA: options["memory_bytes"],
        }
        for which, value in limits.items():
            _, hard = resource.getrlimit(which)
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(which, (value, value))
        sys.stdout = os.fdopen(1, "w", buffering=8192, encoding="utf-8", errors="surrogateescape", closefd=False)
        sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)
        self.last_filter.install()
        child.serve(pipe, options)

    def _feed(self, session: _Session) -> None:
        """Write what waits for the child, as far as its pipe takes it; the selector tells when there is room."""
        try:
            session.waiting.write_to(session.to_child)
        except BlockingIOError:
            if session.to_child not in self.selector.get_map():
                self.selector.register(session.to_child, selectors.EVENT_WRITE, lambda: self._feed(session))
            return
        except BrokenPipeError:
            session.waiting.drop()
        if session.to_child in self.selector.get_map():
            self.selector.unregister(session.to_child)

    def _relay(self, session: _Session) -> None:
        count = read_into(self.buffer, session.from_child)
        if count is None:
            return
        if count:
            self._relay_prints(session)  # a child prints before it answers: keep that order
            with memoryview(self.buffer) as answer:
                self._send_bytes(DATA, session.number, answer[:count])
        else:
            self.selector.unregister(session.from_child)

    def _relay_prints(self, session: _Session) -> None:
        if session.prints not in self.selector.get_map():
            return
        count = read_into(self.prints, session.prints)
        if count is None:
            return
        if not count:
            self.selector.unregister(session.prints)
            return
        room = self.config["prints_bytes"] - session.printed
        session.printed += count
        if room > 0:
            with memoryview(self.prints) as printed:
                self._send_bytes(PRINTS, session.number, printed[: min(count, room)])
        if session.printed > self.config["flood_bytes"] and not session.flooded:
            session.flooded = True
            with contextlib.suppress(ProcessLookupError):
                os.kill(session.pid, signal.SIGKILL)

    def _reap(self) -> None:
        """Collect every dead process; end the session whose child is among them."""
        while dead := dead_child():
            for session in list(self.sessions.values()):
                if session.pid == dead:
                    self._end(session)
                    break
            else:
                os.waitpid(dead, 0)

    def _end(self, session: _Session) -> None:
        """The child is dead: end what it left, drop its unread answers, keep its last prints, and tell the judge."""
        del self.sessions[session.number]
        _, status, usage = os.wait4(session.pid, 0)
        left = not self.sessions and self.is_init and anybody()
        if not self.sessions:
            end_namespace() if self.is_init else end_children()
        for _ in range(self.config["prints_bytes"] // CHUNK + 1):
            before = session.printed
            self._relay_prints(session)
            if session.printed == before:
                break
        for descriptor in (session.to_child, session.from_child, session.prints):
            if descriptor in self.selector.get_map():
                self.selector.unregister(descriptor)
            os.close(descriptor)
        session.waiting.close()
        if not self.sessions and self.scratch:
            self.scratch.empty()
        self._send(
            EXITED,
            session.number,
            {
                "exit_status": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
                "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
                "cpu_s": usage.ru_utime + usage.ru_stime,
                "peak_bytes": usage.ru_maxrss * 1024,
                "oom_kills": self._oom_kills(session),
                "printed_bytes": session.printed,
                "flooded": session.flooded,
                "left": left,
            },
        )

    def _found(self) -> list[str]:
        """The things that the last submission left; [] if another may be served."""
        if self.remains is None or self.sessions:
            return ["not looked at"]
        if self.scratch:
            with contextlib.suppress(OSError):  # its time of change would tell when the last file was
                os.utime(self.scratch.folder)
        return self.remains.found()

    def _oom_kills(self, session: _Session) -> int:
        """How many the kernel killed for memory since the session began; 0 where one of the two counts is not known.

        A count that could not be read is not a count of 0: taken as 0 it would make the kills of earlier sessions
        this one's.
        """
        now = self._counters().get("oom_kills")
        return 0 if now is None or session.oom_kills is None else now - session.oom_kills

    # -- to the judge

    def _send(self, kind: int, number: int, value: dict[str, Any]) -> None:
        self._send_bytes(kind, number, json.dumps(value).encode())

    def _send_bytes(self, kind: int, number: int, payload: bytes | memoryview) -> None:
        # The judge never stops reading, so this write may block: there is nobody else to serve meanwhile.
        for start in range(0, max(len(payload), 1), CHUNK):
            part = payload[start : start + CHUNK]
            rest = [memoryview(MESSAGE.pack(kind, number, len(part))), memoryview(part)]
            while rest:
                count = os.writev(1, rest)
                while rest and count >= len(rest[0]):
                    count -= len(rest.pop(0))
                if rest:
                    rest[0] = rest[0][count:]

    def _counters(self) -> dict[str, int]:
        return self.cgroup.read() if self.cgroup else {}


def _widen(descriptor: int) -> None:
    """A larger pipe, where it is one and the kernel grants it: fewer rounds for large arrays."""
    with contextlib.suppress(OSError):
        fcntl.fcntl(descriptor, _F_SETPIPE_SZ, READ)


def _drain(descriptor: int) -> None:
    with contextlib.suppress(BlockingIOError):
        while os.read(descriptor, CHUNK):
            pass


def _write(path: str, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY)
    try:
        os.write(descriptor, data)
    finally:
        os.close(descriptor)
