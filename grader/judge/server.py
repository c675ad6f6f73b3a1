"""The judge's process: requests come in on stdin, events go out on stdout, as `grader.judge.protocol` says.

The sandboxes start before anything heavy is imported. When stdin ends, so does everything: a killed grader leaves
nothing.
"""

from __future__ import annotations

import math
import os
import signal
import sys
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING

from grader.catalogue.exercise import Exercise, read_exercise
from grader.errors import DlgradeError, GraderError
from grader.judge.far.sandbox_pool import SandboxPool
from grader.judge.jobs import Jobs
from grader.judge.protocol import (
    Cancel,
    CaseDone,
    Configuration,
    Emit,
    End,
    Event,
    Fatal,
    Go,
    Job,
    decode_request,
    encode,
)
from grader.texts import Text

if TYPE_CHECKING:
    from grader.judge.suite import JudgePlugin


# Of pytest's own plugins: what nobody here looks at costs time with every case.
_UNUSED = (
    *("cacheprovider", "terminal", "junitxml", "doctest", "logging", "skipping", "unraisableexception"),
    *("threadexception", "warnings", "faulthandler", "stepwise", "pastebin", "setuponly", "setupplan", "unittest"),
)


def main(make_workers: type[SandboxPool] = SandboxPool, *, at_once: bool = True) -> None:
    """Serve until stdin ends.

    Args:
        at_once: send each case as soon as it is judged, for somebody who watches; else with the end of its job.
    """
    lines = os.fdopen(os.dup(0), "rb")
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a test file prints must not look like an event
    lock = threading.Lock()

    def emit(event: Event) -> None:
        with lock:
            out.write(encode(event))
            if at_once or not isinstance(event, CaseDone):
                out.flush()

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    workers: SandboxPool | None = None
    try:
        first = lines.readline()
        if not first:
            return
        configuration = decode_request(first)
        assert isinstance(configuration, Configuration)
        exercise = read_exercise(Path(configuration.exercise), Path(configuration.solutions))
        workers = make_workers(exercise, configuration, emit)
        jobs = _read_jobs(lines, workers)
        workers.starting()
        _run_pytest(exercise, workers, jobs, emit)
    except DlgradeError as error:
        emit(Fatal(error.said, error.advice, error.exit_code))
    finally:
        if workers is not None:
            workers.destroy()
        out.flush()
    os._exit(0)  # threads that wait for a dead engine must not hold the process


def _read_jobs(lines: IO[bytes], workers: SandboxPool) -> Jobs:
    """A thread that reads requests; at the end of stdin (the grader is gone, or done) it ends what runs."""
    jobs = Jobs()

    def read() -> None:
        for line in lines:
            request = decode_request(line)
            if isinstance(request, Cancel):
                jobs.give_up(request.id)
            elif isinstance(request, Go):
                jobs.go(request.id)
            elif not isinstance(request, Configuration | End):
                jobs.put(request)
            if isinstance(request, End) or (isinstance(request, Job) and request.final):
                jobs.put(None)
        jobs.put(None)
        if not workers.finished.is_set():
            workers.destroy()
            os._exit(1)

    threading.Thread(target=read, daemon=True, name="jobs").start()
    return jobs


def _run_pytest(exercise: Exercise, workers: SandboxPool, jobs: Jobs, emit: Emit) -> None:
    """One sealed pytest session over the exercise's two test files."""
    for name in [name for name in os.environ if name.startswith(("PYTEST_", "PY_COLORS"))]:
        del os.environ[name]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    import pytest

    from grader.judge import context
    from grader.judge.far.children import Children
    from grader.judge.own import limit_memory
    from grader.judge.serving import serve
    from grader.judge.suite import JudgePlugin
    from grader.limits import OWN_S

    sys.dont_write_bytecode = True  # beside an exercise's files; our own are kept compiled
    context.use(context.of(exercise))
    sys.breakpointhook = _debugger if workers.options.debug else _no_debugger
    crashes: list[Exception] = []

    def serve_jobs(plugin: JudgePlugin) -> None:
        try:
            if not plugin.problems:
                limit_memory()
                serve(plugin, workers, jobs, emit)
        except Exception as error:  # pytest would swallow it; it is raised again below
            crashes.append(error)

    own_s = math.inf if workers.options.debug else OWN_S  # nobody at a debugger's prompt is too slow
    plugin = JudgePlugin(Children(exercise, workers.reference, apart=not workers.trusted, own_s=own_s), serve_jobs)
    settings = Path(__file__).with_name("pytest.ini")
    arguments = [
        "-c",
        str(settings),
        "--rootdir",
        str(exercise.folder),
        "--noconftest",
        "--import-mode=importlib",
        "-s",
    ]
    for plugin_name in _UNUSED:
        arguments += ["-p", f"no:{plugin_name}"]
    arguments += [str(path) for path in exercise.tests[: 1 if exercise.transcript else 2]]
    code = pytest.main(arguments, plugins=[plugin])
    for crash in crashes:
        raise crash
    if plugin.problems or code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        reason = "; ".join(plugin.problems) or f"pytest ended with {code!r}"
        raise GraderError(
            Text(
                f'The tests of "{exercise.slug}" cannot be run: {reason}',
                f"“{exercise.slug}”的测试无法运行：{reason}",
            ),
            Text(
                "This is a fault of the exercise: run `dlgrade verify` on it.",
                "这是题目本身的问题：请对它运行 `dlgrade verify`。",
            ),
        )


def _no_debugger() -> None:
    """Without a terminal: the report of the case, which is IE, says what to do."""
    raise RuntimeError("breakpoint() in a test needs `dlgrade check --debug`")


def _debugger() -> None:
    """pdb on the terminal, for a `breakpoint()` in a test: stdin and stdout are the grader's."""
    import pdb

    terminal = Path(os.ctermid())
    debugger = pdb.Pdb(stdin=terminal.open(), stdout=terminal.open("w"))
    debugger.set_trace(sys._getframe(1))
