"""The judge's process: jobs come in as JSON lines on stdin, events go out as JSON lines on stdout.

First line in: {"exercise": folder, "solutions": folder} and the fields of `client.Options`. Each further line is a job:
the fields of `client.Job`, the source in base64; {"end": true} is the last.

Events out: progress (text), ready (sandbox, image, versions), manifest, case, done (load, diagnosis, timing), and
fatal (message, remedy), after which the process ends. The sandboxes start before anything heavy is imported. When
stdin ends, so does everything: a killed grader leaves nothing.
"""

from __future__ import annotations

import base64
import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from grader.catalogue import Exercise, read_exercise
from grader.errors import DlgradeError, GraderError, UsageError
from grader.sandbox import Sandbox, SandboxGone
from grader.texts import Text

if TYPE_CHECKING:
    from grader.judge.link import Worker
    from grader.judge.plugin import JudgePlugin

Emit = Callable[[dict[str, Any]], None]


def main() -> None:
    """Serve until stdin ends."""
    lines = os.fdopen(os.dup(0), "rb")
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a test file prints must not look like an event
    lock = threading.Lock()

    def emit(event: dict[str, Any]) -> None:
        with lock:
            out.write(json.dumps(event) + "\n")
            out.flush()

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    workers: Workers | None = None
    try:
        config = json.loads(lines.readline())
        exercise = read_exercise(Path(config["exercise"]), Path(config["solutions"]))
        workers = Workers(exercise, config, emit)
        jobs = _read_jobs(lines, workers)
        _run_pytest(exercise, workers, jobs, emit)
    except DlgradeError as error:
        emit({"event": "fatal", "message": error.message, "remedy": error.remedy, "exit_code": error.exit_code})
    finally:
        if workers is not None:
            workers.destroy()
        out.flush()
    os._exit(0)  # threads that wait for a dead engine must not hold the process


def _read_jobs(lines: IO[bytes], workers: Workers) -> queue.SimpleQueue[dict[str, Any] | None]:
    """A thread that reads jobs; at the end of stdin (the grader is gone, or done) it ends what runs."""
    jobs: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()

    def read() -> None:
        for line in lines:
            job = json.loads(line)
            jobs.put(None if job.get("end") else job)
        jobs.put(None)
        if not workers.finished.is_set():
            workers.destroy()
            os._exit(1)

    threading.Thread(target=read, daemon=True, name="jobs").start()
    return jobs


def _run_pytest(
    exercise: Exercise, workers: Workers, jobs: queue.SimpleQueue[dict[str, Any] | None], emit: Emit
) -> None:
    """One sealed pytest session over the exercise's two test files."""
    for name in [name for name in os.environ if name.startswith(("PYTEST_", "PY_COLORS"))]:
        del os.environ[name]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    import pytest

    from grader.judge import context
    from grader.judge.plugin import Bench, JudgePlugin
    from grader.judge.run import serve

    context.use(context.Context(exercise.tolerances))
    if workers.debug:
        sys.breakpointhook = _debugger
    crashes: list[Exception] = []

    def serve_jobs(plugin: JudgePlugin) -> None:
        try:
            if not plugin.problems:
                serve(plugin, workers, jobs, emit)
        except Exception as error:  # pytest would swallow it; it is raised again below
            crashes.append(error)

    plugin = JudgePlugin(Bench(exercise, workers.reference), serve_jobs)
    settings = Path(__file__).with_name("pytest.ini")
    arguments = ["-c", str(settings), "--rootdir", str(exercise.folder), "--noconftest", "--import-mode=importlib"]
    arguments += ["-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:junitxml", "-p", "no:doctest", "-s"]
    arguments += [str(path) for path in exercise.tests]
    code = pytest.main(arguments, plugins=[plugin])
    for crash in crashes:
        raise crash
    if plugin.problems or code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        reason = "; ".join(plugin.problems) or f"pytest ended with {code!r}"
        raise GraderError(
            f'The tests of "{exercise.slug}" cannot be run: {reason}',
            "This is a fault of the exercise: run `dlgrade verify` on it.",
        )


def _debugger() -> None:
    """pdb on the terminal, for a `breakpoint()` in a test: stdin and stdout are the grader's."""
    import pdb

    terminal = Path(os.ctermid())
    debugger = pdb.Pdb(stdin=terminal.open(), stdout=terminal.open("w"))
    debugger.set_trace(sys._getframe(1))


class Workers:
    """The judge's sandboxes: one for the reference, kept; one for each submission, used once."""

    def __init__(self, exercise: Exercise, config: dict[str, Any], emit: Emit) -> None:
        self.exercise, self.emit = exercise, emit
        self.target = "torch" if exercise.framework == "torch" else "numpy"
        self.trusted = not config["untrusted"]
        self.debug: bool = config["debug"]
        self.finished = threading.Event()
        self._alive: list[Worker] = []
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(max_workers=3, thread_name_prefix="start")
        self._sandbox = self._pool.submit(self._choose, config)
        self._cpus = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]
        self._reference = self._pool.submit(self._start, -1)
        self._next: Future[Worker] | None = None if self.trusted else self._pool.submit(self._start, 0)

    def reference(self) -> Worker:
        """The reference's worker; a new one if the last has gone."""
        worker = self._reference.result()
        if worker.gone:
            self._reference = self._pool.submit(self._start, -1)
            worker = self._reference.result()
        return worker

    def reference_lives(self) -> bool:
        """Whether the reference's worker, as it is now, answers."""
        return self._reference.result().lives()

    def submission(self) -> Worker:
        """A worker that no submission has used; the reference's own when submissions are ours."""
        if self.trusted:
            return self.reference()
        worker = (self._next or self._pool.submit(self._start, 0)).result()
        self._next = None
        return worker

    def ahead(self) -> None:
        """Start the next submission's worker now."""
        if not self.trusted and self._next is None:
            self._next = self._pool.submit(self._start, 0)

    def done_with(self, worker: Worker) -> None:
        """End a submission's worker."""
        if not self.trusted:
            worker.destroy()
            with self._lock:
                self._alive.remove(worker)

    def describe(self) -> dict[str, Any]:
        """The sandbox's name, what runs in it, and what it does not hold."""
        sandbox = self._sandbox.result()
        warnings = [plain(warning) for warning in _warnings(sandbox)]
        return {"sandbox": sandbox.name, "image": sandbox.describe(self.target), "warnings": warnings}

    def destroy(self) -> None:
        """End every sandbox, those that are still starting too."""
        self.finished.set()
        self._pool.shutdown(wait=True, cancel_futures=True)
        with self._lock:
            for worker in self._alive:
                worker.destroy()

    def _choose(self, config: dict[str, Any]) -> Any:
        from grader.sandbox.choose import choose

        sandbox = choose(
            config["sandbox"],
            target=self.target,
            runtime=config["runtime"],
            progress=lambda text: self.emit({"event": "progress", "text": text}),
        )
        _refuse_weak(sandbox.name, config)
        return sandbox

    def _start(self, cpu: int) -> Worker:
        from grader.judge.link import Worker

        sandbox = self._sandbox.result()
        if self.finished.is_set():
            raise SandboxGone("the judge is ending")
        worker = Worker(
            sandbox,
            target=self.target,
            memory_bytes=self.exercise.limits.memory_bytes,
            cpu=self._cpus[cpu],
        )
        with self._lock:
            self._alive.append(worker)
        return worker


def _refuse_weak(name: str, config: dict[str, Any]) -> None:
    """Hold the chosen sandbox to what `client.Options` asks for.

    Raises:
        UsageError: it is weaker.
    """
    from grader.sandbox.choose import strength

    if config["require"] and strength(name) < strength(config["require"]):
        raise UsageError(
            f'The sandbox would be "{name}", and --require-sandbox asks for "{config["require"]}".',
            "Start a container engine (`dlgrade image build` tells what is missing), or require less.",
        )
    if name == "process" and config["others"] and not config["unsafe"]:
        raise UsageError(
            'The sandbox would be "process", which does not hold other people\'s code.',
            "Start a container engine, or install bubblewrap; or, if you trust these files, add --unsafe.",
        )


def _warnings(sandbox: Sandbox) -> list[Text]:
    """One sentence on what the sandbox does not hold; none where it holds all."""
    held = sandbox.held()
    if not held:
        return []
    return [
        Text(
            f'The sandbox "{sandbox.name}" does not hold everything: {"; ".join(gap.en for gap in held)}.',
            f"沙箱“{sandbox.name}”并不能限制一切：{'；'.join(gap.zh for gap in held)}。",
        )
    ]


def plain(value: Any) -> dict[str, Any]:
    """A record of `grader.report` as JSON."""
    result: dict[str, Any] = asdict(value)
    return result


def source_of(job: dict[str, Any]) -> bytes:
    """The submission's bytes."""
    return base64.b64decode(job["source"])
