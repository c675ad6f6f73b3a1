"""What the supervisor of a sandbox holds of a session, told by a later child that looks through its own memory."""

from __future__ import annotations

from collections.abc import Iterator
from errno import EPERM
from typing import Any

import numpy as np
import pytest

from grader.errors import GraderError
from grader.judge.far.proxy import Side
from grader.judge.far.sandbox_worker import SandboxWorker
from grader.judge.far.session import SessionOptions
from grader.sandbox import Backend
from grader.sandbox.docker.backend import DockerBackend
from grader.sandbox.local.bubblewrap import BubblewrapBackend
from grader.sandbox.local.process import ProcessBackend
from grader.sandbox.seccomp import MACHINES
from grader.worker.supervisor import _Session, _Supervisor

MAKERS = {"docker": DockerBackend, "bubblewrap": BubblewrapBackend, "process": ProcessBackend}
OPTIONS = SessionOptions("numpy", memory_bytes=1 << 30, output_bytes=64 << 20, cpu_s=100)

# `search` takes the canary with each bit turned, as text, so that the canary itself is nowhere in its memory; nor is
# it in a compiled pattern, which holds each byte as a number of its own.
CODE = rb"""
import ctypes, os, re

def plant(canary, large):
    print(canary.decode("latin-1"))
    if canary.isascii():
        for number in range(100):
            os.makedirs(f"{canary.decode()}-{number}/{canary.decode()}", exist_ok=True)
    return [canary * 1000, large]

def search(turned):
    pattern = re.compile("".join(f"\\x{255 - int(byte, 16):02x}" for byte in turned.split()).encode())
    reader, writer = os.pipe()  # the kernel copies what can be read, and says so of the rest
    write = ctypes.CDLL(None).write
    seen = 0
    found = []
    for line in open("/proc/self/maps"):
        if "[v" in line:  # the kernel's own pages
            continue
        low, high = (int(part, 16) for part in line.split()[0].split("-"))
        while low < high:
            count = write(writer, ctypes.c_void_p(low), ctypes.c_size_t(min(high - low, 1 << 16)))
            if count <= 0:
                break
            data = os.read(reader, count)
            if pattern.search(data):
                found.append(line.strip())
            seen += len(data)
            low += max(len(data) - 64, 1)
    return seen, found

def refused(f, *arguments):
    try:
        f(*arguments)
    except OSError as error:
        return error.errno
    return 0

def change(path):
    os.write(os.open(path, os.O_WRONLY), b"1")

def govern():
    own = {f"/proc/{of}" for of in ("self", "thread-self", os.getpid())}
    paths = [f"{of}/{name}" for of in own | {f"/proc/{os.getppid()}", "/proc/1"} for name in os.listdir(of)]
    opened = {path for path in paths if os.path.isfile(path) and not refused(change, path)}
    opened -= {f"{of}/{name}" for of in own for name in ("comm", "timerslack_ns")}  # its name, how exactly it sleeps
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    dumpable = prctl(4, 1, 0, 0, 0), ctypes.get_errno(), prctl(3, 0, 0, 0, 0)
    return sorted(opened), dumpable, refused(os.execv, "/proc/self/exe", ["python"])
"""


@pytest.fixture(params=[pytest.param("docker", marks=pytest.mark.docker), "bubblewrap", "process"])
def worker(request: pytest.FixtureRequest) -> Iterator[SandboxWorker]:
    """A worker in each sandbox that works here."""
    sandbox: Backend = MAKERS[request.param]()
    try:
        getattr(sandbox, "available", lambda _target: None)("numpy")
    except GraderError as error:
        pytest.skip(error.message)
    found = SandboxWorker(sandbox, target="numpy", memory_bytes=1 << 30)
    yield found
    found.destroy()


def child(worker: SandboxWorker) -> Side:
    """A new session with CODE loaded."""
    far = Side(worker.open(OPTIONS, 60), "numpy", "submission")
    far.ask("load", source=CODE, adapter=None, entries=[], seed=1)
    return far


def turned(canary: bytes) -> str:
    """The canary as `search` takes it."""
    return " ".join(f"{255 - byte:02x}" for byte in canary)


def search(far: Side, canary: bytes) -> list[Any]:
    """Where a child finds the canary in its memory."""
    seen, found = far.module.search(turned(canary))
    assert seen > 20 << 20, "it did not see its own memory"
    return list(found)


@pytest.mark.parametrize("kind", ["bytes", "text"])
def test_a_child_finds_nothing_of_the_sessions_before_it(worker: SandboxWorker, kind: str) -> None:
    """Arguments, answers, prints and names of files of one session are nowhere in the next one's memory."""
    rng = np.random.default_rng()
    canary = rng.bytes(32) if kind == "bytes" else rng.bytes(16).hex().encode()
    first = child(worker)
    for size in (1 << 10, 3 << 20):  # within the pipe, and beyond what it takes at once
        large = np.frombuffer(canary * (size // 32), dtype=np.uint8)
        answer = first.module.plant(canary, large)
        assert answer[0] == canary * 1000 and answer[1].size == large.size
    assert search(first, canary), "it does not see what it was given, so the test tells nothing"
    worker.close(first.session)
    second = child(worker)
    assert search(second, canary) == []
    worker.close(second.session)


def test_a_child_finds_nothing_of_a_session_beside_it(worker: SandboxWorker) -> None:
    """What waits for a child that does not read is not in the memory of a child that is made meanwhile."""
    canary = np.random.default_rng().bytes(32)
    first = child(worker)
    worker.send(first.session.number, canary * (8 << 15))  # no frame: it waits for the rest, with a full pipe
    second = child(worker)
    assert search(second, canary) == []
    for far in (first, second):
        worker.close(far.session)


def test_a_child_governs_nothing_by_its_own_files(worker: SandboxWorker) -> None:
    """A submission can change no file of /proc, its own ones neither (oom_score_adj decides whom the kernel ends): its
    process is not dumpable and stays so. It can start no program either.
    """
    far = child(worker)
    opened, (done, errno, dumpable), program = far.module.govern()
    assert opened == []
    assert (done, errno, dumpable, program) == (-1, EPERM, 0, EPERM)
    worker.close(far.session)


def test_a_filter_that_the_kernel_refuses_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker whose last filter is no program does not start, and says why: no child runs with less than was meant."""
    monkeypatch.setattr("grader.sandbox.bpf.programs", lambda _stage: dict.fromkeys(MACHINES, "AAAAAAAAAAA="))
    worker = SandboxWorker(ProcessBackend(), target="numpy", memory_bytes=1 << 30)
    with pytest.raises(GraderError, match=r"and not the one of a child"):
        worker.ready()
    worker.destroy()


@pytest.mark.parametrize(("before", "after", "killed"), [(2, 3, 1), (2, 2, 0), (None, 3, 0), (2, None, 0)], ids=str)
def test_a_count_of_kills_that_cannot_be_read_blames_nobody(
    before: int | None, after: int | None, killed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the kills of the sessions before would be this one's, and its verdict MLE."""
    supervisor = object.__new__(_Supervisor)
    monkeypatch.setattr(supervisor, "_counters", lambda: {} if after is None else {"oom_kills": after}, raising=False)
    session = _Session(1, 0, 0, 0, 0)
    session.oom_kills = before
    assert supervisor._oom_kills(session) == killed
    session.waiting.close()
