"""What the supervisor of a sandbox holds of a session, told by a later child that looks through its own memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from grader.errors import GraderError
from grader.judge.link import SandboxWorker
from grader.judge.remote import Far
from grader.judge.session import SessionOptions
from grader.sandbox import Sandbox
from grader.sandbox.bubblewrap import BubblewrapSandbox
from grader.sandbox.docker import DockerSandbox
from grader.sandbox.process import ProcessSandbox
from grader.worker.supervisor import _Session, _Supervisor

MAKERS = {"docker": DockerSandbox, "bubblewrap": BubblewrapSandbox, "process": ProcessSandbox}
OPTIONS = SessionOptions("numpy", memory_bytes=1 << 30, output_bytes=64 << 20, cpu_s=100)

# `search` takes the canary with each bit turned, as text, so that the canary itself is nowhere in its memory; nor is
# it in a compiled pattern, which holds each byte as a number of its own.
CODE = rb"""
import os, re

def plant(canary, large):
    print(canary.decode("latin-1"))
    if canary.isascii():
        for number in range(100):
            os.makedirs(f"{canary.decode()}-{number}/{canary.decode()}", exist_ok=True)
    return [canary * 1000, large]

def search(turned):
    pattern = re.compile("".join(f"\\x{255 - int(byte, 16):02x}" for byte in turned.split()).encode())
    memory = os.open("/proc/self/mem", os.O_RDONLY)
    seen = 0
    found = []
    for line in open("/proc/self/maps"):
        if "[v" in line:  # the kernel's own pages
            continue
        low, high = (int(part, 16) for part in line.split()[0].split("-"))
        while low < high:
            try:
                data = os.pread(memory, min(high - low, 1 << 20), low)
            except OSError:
                break
            if pattern.search(data):
                found.append(line.strip())
            seen += len(data)
            low += max(len(data) - 64, 1)
    return seen, found
"""


@pytest.fixture(params=[pytest.param("docker", marks=pytest.mark.docker), "bubblewrap", "process"])
def worker(request: pytest.FixtureRequest) -> Iterator[SandboxWorker]:
    """A worker in each sandbox that works here."""
    sandbox: Sandbox = MAKERS[request.param]()
    try:
        getattr(sandbox, "available", lambda _target: None)("numpy")
    except GraderError as error:
        pytest.skip(error.message)
    found = SandboxWorker(sandbox, target="numpy", memory_bytes=1 << 30)
    yield found
    found.destroy()


def child(worker: SandboxWorker) -> Far:
    """A new session with CODE loaded."""
    far = Far(worker.open(OPTIONS, 60), "numpy", "submission")
    far.ask("load", source=CODE, adapter=None, entries=[], seed=1)
    return far


def turned(canary: bytes) -> str:
    """The canary as `search` takes it."""
    return " ".join(f"{255 - byte:02x}" for byte in canary)


def search(far: Far, canary: bytes) -> list[Any]:
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
