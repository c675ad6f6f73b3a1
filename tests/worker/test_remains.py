"""What process 1 of a sandbox proves between two submissions, and after which ones the sandbox serves no other."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from grader.errors import GraderError
from grader.judge.far import sandbox_worker
from grader.judge.far.proxy import Side
from grader.judge.far.sandbox_worker import SandboxWorker
from grader.judge.far.session import Fault, SessionOptions
from grader.limits import FLOOD_BYTES
from grader.sandbox import Backend
from grader.sandbox.docker.backend import DockerBackend
from grader.sandbox.local.bubblewrap import BubblewrapBackend
from grader.sandbox.local.process import ProcessBackend
from grader.worker import remains
from grader.worker.cgroup import Cgroup
from grader.worker.remains import Remains

OPTIONS = SessionOptions("numpy", memory_bytes=256 << 20, output_bytes=1 << 20, cpu_s=20)
MAKERS = {"docker": DockerBackend, "bubblewrap": BubblewrapBackend}

CODE = b"""
import os, signal, sys, threading, time
import numpy as np

def nothing():
    return 1

def files():
    for number in range(50):
        os.makedirs(f"d{number}/e/f")
        with open(f"d{number}/e/f/g", "w") as file:
            file.write("x" * 10_000)
        os.chmod(f"d{number}/e/f", 0)
        os.chmod(f"d{number}", 0)
    os.symlink("/", "root")
    os.mkfifo("pipe")

def memory():
    kept.append(np.ones(10_000_000))

def itself():
    resource.setrlimit(resource.RLIMIT_NOFILE, (30, 30))
    resource.setrlimit(resource.RLIMIT_CPU, (15, 15))
    os.umask(0o777)
    os.environ["HOME"] = "/nowhere"
    os.chdir("/")
    for number in (signal.SIGTERM, signal.SIGCHLD, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)
        for target in (1, os.getppid()):
            os.kill(target, number)
    signal.setitimer(signal.ITIMER_REAL, 3600)
    sys.modules.clear()
    np.exp = np.allclose = None

def thread():
    threading.Thread(target=time.sleep, args=(3600,), daemon=True).start()
    threading.Thread(target=time.sleep, args=(3600,)).start()

def descriptors():
    kept.extend(os.pipe() for _ in range(100))
    kept.extend(open("/dev/null") for _ in range(20))

def queue():
    for place in ("/dev/mqueue", "/dev/shm", "/var/tmp", "/run", "/dev", "/sys/fs/cgroup"):
        try:
            with open(f"{place}/dlgrade-hostile-left", "w"):
                kept.append(place)
        except OSError:
            pass
    return len(kept)

def child():
    if not os.fork():
        time.sleep(3600)

def daemon():
    if not os.fork():
        os.setsid()
        if not os.fork():
            time.sleep(3600)
        os._exit(0)
    os.wait()

def unreaped():
    if not os.fork():
        os._exit(0)

def leaves():
    os._exit(0)

def killed():
    os.kill(os.getpid(), signal.SIGSEGV)

def floods():
    os.write(1, b"x" * %d)
    time.sleep(3600)

def hangs():
    time.sleep(3600)

def large():
    return np.ones(1_000_000)

def ends_later():
    threading.Timer(0.2, os._exit, (0,)).start()

kept = []
import resource
""" % (FLOOD_BYTES + 1)
KEPT = ("nothing", "files", "memory", "itself", "thread", "descriptors", "queue")
ODD = ("child", "daemon", "unreaped", "leaves", "killed", "floods", "hangs", "large")


@pytest.fixture(scope="module", params=[pytest.param("docker", marks=pytest.mark.docker), "bubblewrap"])
def shared(request: pytest.FixtureRequest) -> Iterator[Callable[[], SandboxWorker]]:
    """Gives a worker for several submissions: the last one, unless that was odd."""
    sandbox: Backend = MAKERS[request.param]()
    try:
        getattr(sandbox, "available", lambda _target: None)("numpy")
    except GraderError as error:
        pytest.skip(error.message)
    started: list[SandboxWorker] = []

    def ask() -> SandboxWorker:
        if not started or started[-1].gone or started[-1].odd:
            started.append(SandboxWorker(sandbox, target="numpy", memory_bytes=256 << 20, shared=True))
            assert started[-1].ready()["unfit"] == ""
        return started[-1]

    yield ask
    for worker in started:
        worker.destroy()


def served(worker: SandboxWorker, name: str) -> Any:
    """Have a child call this function of CODE; what it answers."""
    far = Side(worker.open(OPTIONS, 10), "numpy", "submission")
    far.ask("load", source=CODE, adapter=None, entries=[], seed=1)
    far.session.restart_clock(lambda: 0.5)
    try:
        return getattr(far.module, name)()
    except Fault:
        return None
    finally:
        worker.close(far.session)


@pytest.mark.parametrize("name", KEPT)
def test_a_sandbox_in_which_nothing_is_left_serves_another(shared: Callable[[], SandboxWorker], name: str) -> None:
    """Memory, descriptors, threads and settings end with a submission's process; files are removed."""
    worker = shared()
    answer = served(worker, name)
    assert name == "nothing" or not answer, "it could write beside its scratch space"
    assert worker.serves_another()
    assert served(worker, "nothing") == 1


@pytest.mark.parametrize("name", ODD)
def test_a_sandbox_serves_nobody_after_something_odd(shared: Callable[[], SandboxWorker], name: str) -> None:
    """A process that had to be killed, one that ended by itself, a limit that was hit."""
    worker = shared()
    served(worker, name)
    assert not worker.serves_another()
    assert worker.odd


def test_a_child_that_ended_between_two_calls_is_odd(shared: Callable[[], SandboxWorker]) -> None:
    """Nobody waited for its answer, so no call failed."""
    worker = shared()
    far = Side(worker.open(OPTIONS, 10), "numpy", "submission")
    far.ask("load", source=CODE, adapter=None, entries=[], seed=1)
    far.module.ends_later()
    far.session.await_exit(10)
    worker.close(far.session)
    assert not worker.serves_another()


def test_a_sandbox_serves_so_many_and_so_long(
    shared: Callable[[], SandboxWorker], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then its memory is laid out anew."""
    worker = shared()
    served(worker, "nothing")
    assert worker.serves_another()
    monkeypatch.setattr(sandbox_worker, "MOST_SERVED", worker._served + 2)
    assert worker.serves_another() and not worker.serves_another()
    monkeypatch.setattr(sandbox_worker, "MOST_SERVED", 10**6)
    assert worker.serves_another() and not worker.old
    monkeypatch.setattr(sandbox_worker, "SHARED_S", 0.0)
    assert worker.old and not worker.serves_another()
    worker.odd = "it is used up"


def test_a_sandbox_with_a_child_serves_nobody_else(shared: Callable[[], SandboxWorker]) -> None:
    """Whoever asks while a submission's process lives gets no proof."""
    worker = shared()
    far = Side(worker.open(OPTIONS, 10), "numpy", "submission")
    assert not worker.serves_another()
    worker.close(far.session)
    assert worker.serves_another()


def test_a_sandbox_without_a_namespace_proves_nothing() -> None:
    """Nobody can tell there that no process is left."""
    worker = SandboxWorker(ProcessBackend(), target="numpy", memory_bytes=256 << 20, shared=True)
    try:
        assert worker.ready()["unfit"] == "no namespace of its own"
        assert not worker.serves_another()
    finally:
        worker.destroy()


def test_a_sandbox_for_one_submission_serves_no_other() -> None:
    """Its supervisor has not looked at how it was before."""
    worker = SandboxWorker(ProcessBackend(), target="numpy", memory_bytes=256 << 20)
    try:
        assert not worker.serves_another()
    finally:
        worker.destroy()


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Callable[..., Remains]:
    """Makes a record of this process, as if it were process 1 and had a folder to itself."""
    monkeypatch.setattr(os, "getpid", lambda: 1)
    monkeypatch.setattr(remains, "anybody", lambda: False)
    monkeypatch.setattr(remains, "_writable", lambda scratch: [str(tmp_path)])
    return lambda cgroup=None: Remains(None, cgroup, filtered=True)


def test_nothing_is_found_where_nothing_changed(here: Callable[..., Remains]) -> None:
    """Else no sandbox would serve twice."""
    assert here().found() == []


def test_what_changed_is_found(here: Callable[..., Remains], tmp_path: Any) -> None:
    """A descriptor, a limit, a file in another writable place and one that was removed again."""
    found = here()
    reader, writer = os.pipe()
    assert found.found() == ["a descriptor"]
    os.close(reader)
    os.close(writer)
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0 if soft else 1, hard))
    assert found.found() == ["a limit"]
    resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))
    assert found.found() == []
    (tmp_path / "left").touch()
    (tmp_path / "left").unlink()
    assert found.found() == ["a file elsewhere"]


@pytest.mark.parametrize(
    ("name", "after"),
    [
        ("memory", 1 << 30),
        ("shared memory", 1 << 30),
        ("a task", 2),
        ("the limit of processes was hit", 1),
        ("a kill for memory", 1),
        ("memory", None),
    ],
)
def test_counters_that_do_not_come_back_are_found(here: Callable[..., Remains], name: str, after: int | None) -> None:
    """Neither those that count memory, nor those that count what happened; one that cannot be read any more neither."""
    counters = dict.fromkeys(("memory", "shared memory", "the limit of processes was hit", "a kill for memory"), 0)
    cgroup = Cgroup()
    cgroup.held = lambda: {"a task": 1, **counters}  # type: ignore[method-assign]
    found = here(cgroup)
    assert found.found() == []
    cgroup.held = lambda: {  # type: ignore[method-assign]
        key: value for key, value in {"a task": 1, **counters, name: after}.items() if value is not None
    }
    assert found.found() == [name]


def test_a_place_with_a_file_that_can_be_changed_is_unfit(
    here: Callable[..., Remains], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    """Its content would have to be known."""
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setattr(remains, "_writable", lambda scratch: [str(tmp_path), str(file)])
    assert here().found() == [f"a writable file, {file}"]


def test_without_a_filter_nothing_is_proved(here: Callable[..., Remains]) -> None:
    """Without it there are places that nobody looks at."""
    assert Remains(None, None, filtered=False).found() == ["no filter of system calls"]
