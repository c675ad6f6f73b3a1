"""A process as a sandbox: its pipes, and their end from any side at any time. With simple programs, unconfined."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from grader.errors import GraderError
from grader.sandbox import SandboxGone
from grader.sandbox.local import running
from grader.sandbox.local.running import LocalRunning, start_process


def start(program: str, *, deadline_s: float = 30.0) -> LocalRunning:
    """Start a plain interpreter on a program."""
    process = start_process([sys.executable, "-I", "-c", program], environment={}, inherited=[])

    def end() -> None:
        process.kill()
        process.wait()

    return LocalRunning(process, scratch="/", own_cgroup=False, deadline_s=deadline_s, end=end)


def test_what_takes_no_input_is_given_up(monkeypatch):
    """When nothing of what is written is taken for long, that is said instead of waiting for ever."""
    monkeypatch.setattr(running, "WRITE_S", 0.2)
    it = start("import time; time.sleep(30)")
    with pytest.raises(SandboxGone, match=r"took no input for 0\.2 seconds"):
        it.write(bytes(1 << 22))
    it.destroy()


def test_what_takes_input_slowly_is_waited_for(monkeypatch):
    """A program that takes some input in time, again and again, gets all of it."""
    monkeypatch.setattr(running, "WRITE_S", 0.5)
    it = start(
        "import sys, time\nfor _ in range(8):\n    sys.stdin.buffer.read(1 << 17); time.sleep(0.15)\nprint('all')"
    )
    it.write(bytes(1 << 20))
    assert it.read() == b"all\n"
    it.destroy()


def test_what_has_closed_its_input_is_gone():
    """Writing to a program that has closed its input raises SandboxGone at once."""
    it = start("import os, time; os.close(0); print('closed', flush=True); time.sleep(30)")
    assert it.read() == b"closed\n"
    with pytest.raises(SandboxGone, match="ended"):
        it.write(b"?")
    it.destroy()


def test_errors_are_read_beside_the_output():
    """A program that floods its errors is not stopped by that, for they are taken beside the output; a tail is kept."""
    it = start("import sys\nsys.stderr.write('x' * 300_000 + 'end'); sys.stderr.flush()\nprint('through')")
    assert it.read() == b"through\n"
    assert it.read() == b""
    tail = it.stderr_tail()
    assert len(tail) == 4096
    assert tail.endswith("xend")
    it.destroy()
    assert it.stderr_tail() == tail


def test_pipes_are_closed_with_the_last_user():
    """After destroy no descriptor is left, although a reader and a writer were inside."""
    before = len(os.listdir("/proc/self/fd"))
    it = start("import time; time.sleep(30)")
    ended: list[str] = []

    def write() -> None:
        try:
            it.write(bytes(1 << 22))
        except SandboxGone:
            ended.append("write")

    def read() -> None:
        assert it.read() == b""
        ended.append("read")

    threads = [threading.Thread(target=target) for target in (write, read)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    it.destroy()
    for thread in threads:
        thread.join(5)
    assert sorted(ended) == ["read", "write"]
    assert len(os.listdir("/proc/self/fd")) == before
    assert it.read() == b""
    with pytest.raises(SandboxGone):
        it.write(b"?")


def test_destroy_in_the_middle_of_a_write():
    """A signal handler that destroys the sandbox in the middle of a write ends that write."""
    it = start("import time; time.sleep(30)")
    before = signal.signal(signal.SIGALRM, lambda *_: it.destroy())
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with pytest.raises(SandboxGone):
            it.write(bytes(1 << 22))
    finally:
        signal.signal(signal.SIGALRM, before)


def test_deadline_destroys_it():
    """At the deadline it is destroyed although nobody asks."""
    it = start("import time; time.sleep(30)", deadline_s=0.3)
    assert it.read() == b""
    it.process.wait(5)


def test_it_outlives_the_thread_that_asked_for_it():
    """A process that dies with its parent's thread lives on when the thread that started the sandbox ends."""
    program = "import ctypes, sys; ctypes.CDLL(None).prctl(1, 9); print('up', flush=True); print(sys.stdin.readline())"
    found: list[LocalRunning] = []

    def begin() -> None:
        found.append(start(program))
        assert found[0].read() == b"up\n"

    thread = threading.Thread(target=begin)
    thread.start()
    thread.join()
    (it,) = found
    time.sleep(0.2)
    it.write(b"still here\n")
    assert it.read().strip() == b"still here"
    it.destroy()


def test_only_named_descriptors_are_inherited():
    """A started process has no descriptor of ours but those that it is meant to have."""
    extra = os.open(os.devnull, os.O_RDONLY)
    os.set_inheritable(extra, True)
    try:
        it = start("import os; print([n for n in os.listdir('/proc/self/fd') if int(n) > 3])")
        assert it.read() == b"[]\n"
        it.destroy()
    finally:
        os.close(extra)


def test_what_cannot_be_started_is_named():
    """A program that is not there is named, with what to do."""
    with pytest.raises(GraderError) as caught:
        start_process(["/nonexistent"], environment={}, inherited=[])
    assert caught.value.message == 'The interpreter "/nonexistent" could not be started: No such file or directory.'
    assert "memory and processes left" in caught.value.remedy


def test_a_program_sees_its_own_command_line():
    """After its steps a program finds the arguments that it was given, and nothing of the steps among its names."""
    with running.steps() as descriptor:
        command = running.interpreter(
            sys.executable, descriptor, ["-I", "-c", "import sys; print(sys.argv, dir())", "a"]
        )
        done = subprocess.run(command, pass_fds=[descriptor], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("['-c', 'a'] ['__annotations__', '__builtins__'"), done.stderr
    assert not {"prepare", "steps", "json", "code"} & set(done.stdout.replace("'", " ").split())
