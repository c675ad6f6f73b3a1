"""A class judged elsewhere: nothing is lost or double, whatever becomes of a worker, and no fault of one is a mark."""

from __future__ import annotations

import json
import os
import pickle
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import grader
from grader.catalogue.exercise import Catalogue
from grader.errors import GraderError, UsageError
from grader.grading.course import Course
from grader.judge.protocol import Options, Trust
from grader.klass.executors import worker
from grader.klass.executors.choice import where
from grader.klass.executors.dispatch import dispatched
from grader.klass.executors.remote import Connected, Remote
from grader.klass.executors.work import Work, answer, files_of, report_of
from grader.klass.run import judge, keep, plan
from grader.klass.store import NAME, Store
from grader.report import Report
from grader.verdict import Verdict
from tests.klass.a_class import SEED, assignment, judged
from tests.klass.test_grade import CATALOGUE, RIGHT, _results, collected, command, handed_in, here, terms, told

__all__ = ["here"]

TOOLBOX = Catalogue(CATALOGUE)["toolbox"]
HERE = Path(__file__).resolve().parent


def work(source: str = "x", **changed: Any) -> Work:
    """Work for the process sandbox, as a worker gets it."""
    return replace(
        Work(
            program=grader.__version__,
            exercise="toolbox",
            digest=TOOLBOX.digest,
            options=Options("process", trust=Trust.OTHERS, unsafe=True),
            room=worker.room(grader.__version__, "numpy", Options("process")),
            name="toolbox.py",
            source=source.encode(),
            seed=SEED,
            run="run",
            files=files_of(TOOLBOX),
        ),
        **changed,
    )


# ---------------------------------------------------------------- the order of a run


class Seats:
    """Two seats, and a clock: each time that somebody would wait, `step` says what happens meanwhile."""

    slots = 2

    def __init__(self, step: Callable[[Seats], None]) -> None:
        self.sent: dict[bytes, Future[bytes]] = {}
        self.now, self.sealed, self._step = 0.0, False, step

    def submit(self, one: Work) -> Future[bytes]:
        """Keep it."""
        assert one.source not in self.sent
        self.sent[one.source] = Future()
        return self.sent[one.source]

    def result(self, future: Future[bytes]) -> bytes:
        """As it is."""
        return future.result()

    def seal(self) -> None:
        """Remember it."""
        self.sealed = True

    def need_alive(self) -> None:
        """Nobody is."""
        raise GraderError("no worker is left")

    @property
    def waiting(self) -> list[bytes]:
        """The sources of those that have not come back."""
        return [source for source, future in self.sent.items() if not future.done()]

    def end(self, source: bytes) -> None:
        """Let this one come back."""
        self.sent[source].set_result(answer(judged("a")))

    def dispatched(self, sources: str, **how: Any) -> Iterator[tuple[int, Report | GraderError]]:
        """The results, as they come."""
        works = (Work("", "toolbox", "", Options(), ("", ""), "x.py", one.encode(), "") for one in sources)
        course = Course(len(sources), lambda said: self._step(self))
        return dispatched(works, self, course, clock=lambda: self.now, **how)


def test_two_are_on_their_way_for_each_seat_and_no_more() -> None:
    """Each comes once, as they are ready; the seats know when there are no more."""
    most: list[int] = []

    def step(seats: Seats) -> None:
        most.append(len(seats.waiting))
        seats.end(seats.waiting[-1])

    seats = Seats(step)
    assert [number for number, _ in seats.dispatched("abcdefg")] == [3, 4, 5, 6, 2, 1, 0]
    assert most == [4, 4, 4, 4, 3, 2, 1] and seats.sealed
    most.clear()
    assert len(list(Seats(step).dispatched("abc", one_by_one=True))) == 3 and most == [1, 1, 1]


def test_what_does_not_come_back_in_time_is_given_up() -> None:
    """It is our fault, and no other waits for it; what comes too late is heard by nobody."""

    def step(seats: Seats) -> None:
        seats.now += 10.0
        for source in seats.waiting:
            if source != b"a":
                seats.end(source)

    seats = Seats(step)
    found = dict(seats.dispatched("abcdefgh", deadline_s=15.0))
    lost = found.pop(0)
    assert isinstance(lost, GraderError) and lost.message == "No answer came back in time."
    assert sorted(found) == [1, 2, 3, 4, 5, 6, 7] and all(isinstance(one, Report) for one in found.values())
    assert seats.sent[b"a"].cancelled()


def test_a_place_that_answers_nothing_at_all_is_given_up() -> None:
    """After as many hand-ins as it takes at a time; the others need not wait for their own deadlines."""

    def step(seats: Seats) -> None:
        seats.now += 20.0

    seats = Seats(step)
    results = seats.dispatched("abcdefgh", deadline_s=15.0)
    assert [next(results)[0] for _ in range(4)] == [0, 1, 2, 3]
    with pytest.raises(GraderError, match="has answered for 15 s"):
        next(results)
    assert b"e" not in seats.sent


def test_nobody_is_waited_for_where_nobody_is_left() -> None:
    """The run ends, and says so; what was judged until then has come."""
    seats = Seats(lambda seats: seats.end(b"a") if b"a" in seats.waiting else None)
    results = seats.dispatched("abc", quiet_s=0.01)
    assert next(results)[0] == 0
    with pytest.raises(GraderError, match="no worker is left"):
        next(results)


def test_whoever_stops_listening_gives_up_what_is_on_its_way() -> None:
    """Ctrl-C, or an error of the journal's."""
    seats = Seats(lambda seats: seats.end(b"a"))
    results = seats.dispatched("abcdef")
    assert next(results)[0] == 0
    results.close()  # type: ignore[attr-defined]
    assert all(seats.sent[one].cancelled() for one in (b"b", b"c", b"d"))


# ---------------------------------------------------------------- executors that fail


class Failing(Executor):
    """Does at once what `outcome` says of the nth try of a file: letters, an error, or BrokenProcessPool for all."""

    def __init__(self, outcome: Callable[[str, int], str | BaseException], tried: list[str]) -> None:
        self._outcome, self._tried, self._broken = outcome, tried, False

    def submit(self, function: Callable[..., Any], /, *given: Any, **_: Any) -> Future[Any]:
        """What a worker would do."""
        if self._broken:
            raise BrokenProcessPool("a process ended")
        future: Future[Any] = Future()
        (one,) = given
        name = one.source.decode()
        found = self._outcome(name, self._tried.count(name))
        self._tried.append(name)
        if isinstance(found, str):
            report = judged(found)
            provenance = replace(report.provenance, seed=SEED)
            future.set_result(answer(replace(report, provenance=provenance)))
        else:
            self._broken = isinstance(found, BrokenExecutor)
            future.set_exception(found)
        return future


@pytest.mark.parametrize(
    "error",
    [
        BrokenProcessPool("a process ended"),
        GraderError("This worker has another version.", "Install it."),
        MemoryError(),
        KeyboardInterrupt(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_whatever_a_worker_does_is_our_fault_and_tried_elsewhere(tmp_path: Path, error: BaseException) -> None:
    """Twice more in this run; then it is not graded, and the others are."""
    tried: list[str] = []
    opened: list[Failing] = []

    def outcome(name: str, nth: int) -> str | BaseException:
        return "aa" if name == "fine" or (name == "once" and nth) else error

    def open_one() -> Connected:
        opened.append(Failing(outcome, tried))
        return Connected(opened[-1], 2, lambda: None)

    with Store(tmp_path / "results", "hw1") as store, Remote(open_one) as place:
        keep(store, collected(ada="fine", bob="once", cyd="never"), None)
        now = terms(tmp_path)
        todo = plan(store, assignment(tmp_path), now)
        found = {handins[0].student: report for report, handins in judge(store, now, todo.work, where=place)}
        assert sorted(tried) == ["fine", "never", "never", "never", "once", "once"]
        assert [found[who].verdict for who in ("ada", "bob", "cyd")] == ["AC", "AC", "IE"]
        lost = found["cyd"]
        assert lost.internal is not None and lost.points == 0 and SEED not in str(lost)
        words = error.message if isinstance(error, GraderError) else type(error).__name__
        assert words in lost.internal.facts["error"]
        assert len(opened) == (4 if isinstance(error, BrokenExecutor) else 1)
        assert store.verdict(todo_key(store, "cyd")) is Verdict.IE


def todo_key(store: Store, student: str) -> str:
    """The key of what stands for a student."""
    return next(one.result for one in store.handins() if one.student == student)


# ---------------------------------------------------------------- what a worker gets, and what it refuses


def test_what_is_printed_of_work_tells_no_secret() -> None:
    """An executor logs what failed with its arguments; the seed, the student and the code are none of its business."""
    printed = repr(replace(work("SOURCE"), name="ada.py"))
    assert SEED not in printed and "SOURCE" not in printed and "ada" not in printed and "reference" not in printed


def test_work_is_plain_data_that_names_no_student() -> None:
    """It can be pickled, with the exercise and nothing beside it."""
    sent: list[Work] = []

    class Keeps(Executor):
        def submit(self, function: Callable[..., Any], /, *given: Any, **_: Any) -> Future[Any]:
            sent.append(*given)
            return Future()

    place = Remote(lambda: Connected(Keeps(), 1, lambda: None))
    with place.seats({"toolbox": TOOLBOX}, Options(), 1, print) as seats:
        seats.submit(work(files=(), name="ada/my toolbox.py"))
    (one,) = sent
    assert pickle.loads(pickle.dumps(one)) == one and one.name == "toolbox.py"
    names = {name for name, _ in one.files}
    assert {"exercises/toolbox/test_hidden.py", "solutions/toolbox/reference.py"} <= names
    assert not any("/right/" in name or "proof" in name or "pyc" in name for name in names)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"program": "0.0.1"}, "the run is one of dlgrade 0.0.1"),
        ({"digest": "f" * 64}, "the run is one of ffffffffffff"),
        pytest.param(
            {"room": ("docker", "sha256:1")}, "the others are judged in docker sha256:1", marks=pytest.mark.slow
        ),
    ],
)
def test_a_worker_refuses_what_the_run_does_not_mean(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any], said: str
) -> None:
    """Our fault, clearly said, and no verdict."""
    monkeypatch.setattr(worker, "REST_S", 0.0)
    with pytest.raises(GraderError, match=said):
        worker.judged(work(RIGHT, **changed))
    worker.leave()


@pytest.mark.slow
def test_a_worker_keeps_its_judge_for_a_run_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """One judge for several submissions; another for the next run; none, and no file, when no work comes."""
    monkeypatch.setattr(worker, "IDLE_S", 1.0)
    begun: list[float] = []
    for one in (work(RIGHT), work(RIGHT + "#"), work(RIGHT, run="next")):
        report = report_of(worker.judged(one))
        assert report.verdict is Verdict.AC
        begun.append(report.provenance.phases["judge"])
    assert begun[1] < 0.1 < min(begun[0], begun[2])
    folder = worker._HERE.desk._files.name
    until = time.monotonic() + 20
    while os.path.exists(folder) and time.monotonic() < until:
        time.sleep(0.1)
    assert not os.path.exists(folder)


# ---------------------------------------------------------------- which place


@pytest.mark.parametrize(
    ("spec", "jobs", "said"),
    [
        ("locl:4", None, "names no executor"),
        ("dask:", None, "names no executor"),
        ("4", None, "names no executor"),
        ("local:0", None, "does not say how many"),
        ("local:4", 2, "--jobs says 2"),
        ("no_such_module:two", None, "No module named"),
        ("tests.klass.executor_of_processes:three", None, "three"),
        ("tests.klass.executor_of_processes:nothing", None, "made a NoneType"),
        ("dask:tcp://192.0.2.1:8786", None, "only tls:// is accepted there"),
        ("dask:tcp://cluster.example.org:8786", None, "only tls:// is accepted there"),
        ("dask:inproc://192.0.2.1/1/1", None, "only tls:// is accepted there"),
        ("dask:tls://192.0.2.1:8786", None, "needs certificates"),
    ],
)
def test_a_place_that_cannot_be_had_is_told(spec: str, jobs: int | None, said: str) -> None:
    """Before anything is judged, with what to do."""
    with pytest.raises(UsageError, match=said) as raised:
        where(spec, jobs).room("numpy", Options(), lambda text: None)
    assert raised.value.remedy


# ---------------------------------------------------------------- real ones


def graded(folder: Path, name: str, *words: str) -> list[dict[str, Any]]:
    """The marks of a run of the command with these words, in a folder of results of this name."""
    run = subprocess.run(
        [sys.executable, "-m", "grader", *command("-o", name, *words)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return told(folder / name)


@pytest.fixture
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers, and the command, find the modules of these tests."""
    monkeypatch.setenv("PYTHONPATH", str(HERE.parents[1]))


@pytest.mark.slow
@pytest.mark.usefixtures("importable")
def test_a_pool_of_processes_gives_the_marks_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where one of its processes is killed, which breaks the pool: nothing is lost or double."""
    assignment(tmp_path)
    handed_in(tmp_path, 8)
    here_judged = graded(tmp_path, "here")
    monkeypatch.setenv("WORKERS_HERE", str(tmp_path / "workers"))
    (tmp_path / "workers").mkdir()
    words = ("--executor", "tests.klass.executor_of_processes:two", "--jobs", "2", "-o", "there")
    run = subprocess.Popen([sys.executable, "-m", "grader", *command(*words)])
    wait_for(lambda: results(tmp_path / "there") >= 2)
    os.kill(int(next((tmp_path / "workers").iterdir()).name), signal.SIGKILL)
    assert run.wait(timeout=120) == 0
    assert told(tmp_path / "there") == here_judged
    assert standing(tmp_path / "there") == 8


def wait_for(true: Callable[[], bool]) -> None:
    """Until it is; a minute at most."""
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def results(folder: Path) -> int:
    """How many there are in a journal, 0 while there is none."""
    return _results(folder / NAME) if (folder / NAME).exists() else 0


def standing(folder: Path) -> int:
    """For how many hand-ins a result stands that is none of our faults."""
    with sqlite3.connect(folder / NAME) as db:
        query = "SELECT count(*) FROM handin JOIN result ON handin.result = result.key WHERE verdict != 'IE'"
        (count,) = db.execute(query).fetchone()
    db.close()
    return int(count)


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler of dask's and two workers, each a process, on the loopback; its address, and the workers."""
    pytest.importorskip("distributed")
    place = folder / "scheduler.json"
    environment = os.environ | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    dask = [sys.executable, "-m", "dask"]
    here = ("--host", "127.0.0.1", "--no-dashboard")
    words = [*dask, "scheduler", *here, "--port", "0", "--scheduler-file", str(place)]
    one = [*dask, "worker", "--scheduler-file", str(place), *here, "--no-nanny", "--nthreads", "1"]
    with (folder / "dask.log").open("wb") as log:
        started = [subprocess.Popen(words, env=environment, stderr=log)]
        started += [
            subprocess.Popen([*one, "--local-directory", str(folder / name)], env=environment, stderr=log)
            for name in ("one", "two")
        ]
        try:
            wait_for(lambda: place.exists() and place.stat().st_size > 0)
            yield json.loads(place.read_text())["address"], started[1:]
        finally:
            for process in started:
                process.terminate()
                process.wait()


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.usefixtures("importable")
def test_a_cluster_gives_the_marks_of_this_machine_though_a_worker_is_killed(tmp_path: Path) -> None:
    """A real scheduler, two workers, one of them ended by SIGKILL halfway: nothing is lost, and nothing double."""
    assignment(tmp_path)
    handed_in(tmp_path, 20)
    here_judged = graded(tmp_path, "here")
    with cluster(tmp_path) as (address, workers):
        words = [sys.executable, "-m", "grader", *command("-o", "there", "--executor", f"dask:{address}")]
        run = subprocess.Popen(words)
        wait_for(lambda: results(tmp_path / "there") >= 6)
        workers[0].kill()
        assert run.wait(timeout=120) == 0
        log = (tmp_path / "dask.log").read_text()
    assert told(tmp_path / "there") == here_judged
    assert standing(tmp_path / "there") == 20
    assert SEED not in log
