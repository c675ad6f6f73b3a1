"""A process of this machine that serves as a sandbox: how it is started, its three pipes, and its end.

Whoever reads, writes or destroys may be another thread, or a signal handler in the middle of any of these. So no
call holds a lock while it waits, and the pipes are closed by whoever leaves them last.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

from grader.errors import GraderError
from grader.sandbox import SandboxGone
from grader.texts import Text
from grader.worker import orphans

STDERR_BYTES = 4096
WRITE_S = 30.0
_CHUNK = 256 * 1024
_END_S = 5.0


@contextlib.contextmanager
def preparing() -> Iterator[None]:
    """Turn what fails while a sandbox is prepared on this machine into a GraderError that says what to do."""
    try:
        yield
    except OSError as error:
        raise GraderError(
            Text(f"The sandbox could not be prepared: {error}.", f"无法准备沙箱：{error}。"),
            Text(
                "Make room for temporary files, or name another folder for them in TMPDIR.",
                "请为临时文件腾出空间，或用 TMPDIR 指定其他文件夹。",
            ),
        ) from error


@contextlib.contextmanager
def steps(**settings: Mapping[str, Any]) -> Iterator[int]:
    """A descriptor from which an interpreter that inherits it takes its steps: `warden`, `confine` or both."""
    modules = {orphans.__name__: Path(orphans.__file__).read_text(encoding="utf-8")}
    content = [modules, [(name, _source(name), of) for name, of in settings.items()]]
    with tempfile.TemporaryFile() as file:
        file.write(json.dumps(content).encode())
        file.seek(0)
        yield file.fileno()


def interpreter(executable: str, descriptor: int, command: Sequence[str]) -> list[str]:
    """The command line of an interpreter that takes its steps from `descriptor`, then does what `command` says.

    `command` are options of an interpreter, of which the last is -c.
    """
    return _command_line(executable, command[: command.index("-c")], descriptor, command)


def executor(executable: str, descriptor: int, command: Sequence[str]) -> list[str]:
    """The command line of an interpreter that takes its steps from `descriptor`; one of them executes `command`."""
    return _command_line(executable, ["-I"], descriptor, command)


def _command_line(executable: str, options: Sequence[str], descriptor: int, command: Sequence[str]) -> list[str]:
    # No site: nothing that lies in the machine's site-packages runs by itself. And bytecode is written nowhere.
    return [executable, *options, "-S", "-B", "-c", _source("loader"), str(descriptor), *command]


@cache
def _source(name: str) -> str:
    return Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8")


def start_process(
    command: Sequence[str], *, environment: Mapping[str, str], inherited: Sequence[int]
) -> subprocess.Popen[bytes]:
    """Start `command` with three pipes, in a session of its own, with no other descriptor than `inherited`.

    It is started from one thread that lives as long as this process: a process that asks the kernel to die with its
    parent dies with the *thread* that started it (prctl(2), PR_SET_PDEATHSIG).

    Raises:
        GraderError: it could not be started.
    """
    started = _starter().submit(
        subprocess.Popen,
        list(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(environment),
        cwd="/",
        bufsize=0,
        pass_fds=tuple(inherited),
        start_new_session=True,
    )
    try:
        return started.result()
    except OSError as error:
        raise GraderError(
            Text(
                f'The interpreter "{command[0]}" could not be started: {error.strerror}.',
                f"无法启动解释器“{command[0]}”：{error.strerror}。",
            ),
            Text(
                "Check whether the machine has memory and processes left; if the file is gone, install dlgrade again.",
                "请检查本机是否还有可用的内存和进程数；如果该文件已不存在，请重新安装 dlgrade。",
            ),
        ) from error


@cache
def _starter() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="sandbox-starter")


class LocalRunning:
    """A process of ours that serves as a sandbox; see `grader.sandbox.Sandbox`.

    Args:
        process: started by `start_process`.
        scratch: the folder that the worker may write to, by its name inside.
        own_cgroup: whether the worker finds its own cgroup at /sys/fs/cgroup.
        deadline_s: how long it may live at most.
        end: ends every process of the sandbox; called once, must not raise.
    """

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        *,
        scratch: str,
        own_cgroup: bool,
        deadline_s: float,
        end: Callable[[], None],
    ) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        self.scratch, self.own_cgroup = scratch, own_cgroup
        self.process = process
        self._end = end
        self._stdin, self._stdout, self._stderr = process.stdin, process.stdout, process.stderr
        for stream in (self._stdin, self._stdout, self._stderr):
            os.set_blocking(stream.fileno(), False)
        self._tail = bytearray()
        self._users = 0
        self._ended = self._destroyed = False
        self._lock = threading.RLock()
        self._timer = threading.Timer(deadline_s, self.destroy)
        self._timer.daemon = True
        self._timer.start()

    def write(self, data: bytes) -> None:
        """Send all of `data` to standard input; SandboxGone if it can't be."""
        with self._in_use() as open_:
            if self._ended or not open_:
                raise SandboxGone("the sandbox has ended")
            descriptor = self._stdin.fileno()
            view = memoryview(data)
            last = time.monotonic()
            while view:
                try:
                    view = view[os.write(descriptor, view) :]
                    last = time.monotonic()
                except BlockingIOError:
                    if not _wait(last + WRITE_S, {descriptor: select.POLLOUT}):
                        raise SandboxGone(f"the sandbox took no input for {WRITE_S:g} seconds") from None
                except BrokenPipeError:
                    raise SandboxGone("the sandbox has ended") from None

    def read(self) -> bytes:
        """The next bytes of standard output; b"" at the end."""
        with self._in_use() as open_:
            if not open_:
                return b""
            out, err = self._stdout.fileno(), self._stderr.fileno()
            wanted = {out: select.POLLIN, err: select.POLLIN}
            while True:
                ready = _wait(None, wanted)
                if err in ready and self._take_stderr() is False:
                    wanted.pop(err)
                if out in ready:
                    with contextlib.suppress(BlockingIOError):
                        data = os.read(out, _CHUNK)
                        self._ended = not data
                        return data

    def stderr_tail(self) -> str:
        """The last 4 KiB of standard error."""
        with self._in_use() as open_:
            if open_:
                while self._take_stderr():
                    pass
        return self._tail.decode(errors="replace")

    def set_cpu(self, cpu: int) -> None:
        """Move all processes to a processor, with what they start later. Nothing happens where there is none of it."""
        if hasattr(os, "sched_setaffinity"):
            for pid in (self.process.pid, *orphans.descendants(self.process.pid)):
                with contextlib.suppress(OSError):
                    for thread in os.listdir(f"/proc/{pid}/task"):
                        os.sched_setaffinity(int(thread), {cpu})

    def destroy(self) -> None:
        """End the processes, and close the pipes once nobody is inside them."""
        if self._destroyed:
            return
        self._destroyed = True
        self._timer.cancel()
        self._end()
        with self._in_use():
            pass

    def _take_stderr(self) -> bool | None:
        """Keep what standard error has. True if that was something, False at its end, None if there is nothing now."""
        try:
            chunk = os.read(self._stderr.fileno(), _CHUNK)
        except BlockingIOError:
            return None
        self._tail = (self._tail + chunk)[-STDERR_BYTES:]
        return bool(chunk)

    @contextlib.contextmanager
    def _in_use(self) -> Iterator[bool]:
        """Keep the pipes open meanwhile; False if they are closed, or about to be."""
        with self._lock:
            self._users += 1
        try:
            yield not self._destroyed
        finally:
            with self._lock:
                self._users -= 1
                if self._destroyed and not self._users:
                    for stream in (self._stdin, self._stdout, self._stderr):
                        with contextlib.suppress(OSError):
                            stream.close()


def _wait(deadline: float | None, wanted: Mapping[int, int]) -> set[int]:
    """The descriptors that are ready, or have ended; none when the deadline passed."""
    poll = select.poll()
    for descriptor, events in wanted.items():
        poll.register(descriptor, events)
    timeout_ms = None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000
    return {descriptor for descriptor, _ in poll.poll(timeout_ms)}


def end_process(process: subprocess.Popen[bytes]) -> None:
    """End a warden, which then ends all below it; should it hang, the kernel ends its child with it."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(OSError):
            process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_END_S)
            return
