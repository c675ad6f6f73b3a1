"""The functions that run in a worker's process, on whichever machine: `judged` and `room`.

A worker's thread has a judge of its own, which stays warm while work of one run comes. It has the exercise from the
work itself, and judges nothing that is not what the run means: another version of dlgrade, another exercise, another
image. That is our fault, and raised; a verdict is a value.
"""

from __future__ import annotations

import tempfile
import threading
import time
from multiprocessing.util import Finalize
from pathlib import Path

import grader
from grader.catalogue.exercise import Catalogue, Exercise
from grader.errors import DlgradeError, GraderError
from grader.judge.protocol import Options
from grader.klass.executors.station import Station, room_here
from grader.klass.executors.work import Room, Work, report_of, unpack
from grader.texts import Text
from grader.verdict import Verdict

# After a fault: a place that fails at once would else take all the work from those that can do it.
REST_S = 3.0
# Without work: its judge and its sandbox serve nobody, and the process may live for weeks.
IDLE_S = 120.0


def judged(work: Work) -> bytes:
    """The report on a submission, as JSON.

    Raises:
        GraderError: it could not be judged here.
    """
    try:
        _need_program(work.program)
        found = _desk().judged(work)
    except DlgradeError as error:
        time.sleep(REST_S)
        raise GraderError(error.said, error.advice) from None
    if report_of(found).verdict is Verdict.IE:
        time.sleep(REST_S)
    return found


def leave() -> None:
    """End this thread's judge; the next work begins another."""
    _desk().leave()


def room(program: str, target: str, options: Options) -> Room:
    """The sandbox that these options choose here; its image is built if it is missing.

    Raises:
        GraderError: there is none, or this is another version.
    """
    _need_program(program)
    try:
        return room_here(target, options)
    except DlgradeError as error:
        raise GraderError(error.said, error.advice) from None


def _need_program(program: str) -> None:
    if program != grader.__version__:
        raise GraderError(
            Text(
                f"This worker has dlgrade {grader.__version__}; the run is one of dlgrade {program}.",
                f"这个工作进程的 dlgrade 是 {grader.__version__}，而本次评分用的是 dlgrade {program}。",
            ),
            Text("Install the same version on each machine.", "请在每台机器上安装同一版本。"),
        )


class Desk:
    """A thread's place for the work of one run after another: a lane, and the exercises as they came."""

    def __init__(self) -> None:
        self._run = ""
        self._exercises: dict[str, Exercise] = {}
        self._files: tempfile.TemporaryDirectory[str] | None = None
        self._station: Station | None = None
        self._idle: threading.Timer | None = None
        self._lock = threading.Lock()

    def judged(self, work: Work) -> bytes:
        """The report on a submission.

        Raises:
            DlgradeError: it could not be judged here.
        """
        with self._lock:
            if self._idle is not None:
                self._idle.cancel()
            if work.run != self._run:
                self._leave()
            try:
                station = self._opened(work)
                self._need_exercise(work)
                return station.result(station.submit(work))
            finally:
                self._idle = threading.Timer(IDLE_S, self.leave)
                self._idle.daemon = True
                self._idle.start()

    def leave(self) -> None:
        """End the judge, and remove the exercises; the next work begins anew."""
        with self._lock:
            self._leave()

    def _leave(self) -> None:
        station, self._station = self._station, None
        files, self._files = self._files, None
        self._exercises.clear()
        if station is not None:
            station.__exit__()
        if files is not None:
            files.cleanup()

    def _opened(self, work: Work) -> Station:
        if self._station is None:
            self._run = work.run
            self._files = tempfile.TemporaryDirectory(prefix="dlgrade-")
            # Of its processors none are leased to it: other workers on this machine know nothing of it.
            self._station = Station(self._exercises, work.options, ((),))
        return self._station

    def _need_exercise(self, work: Work) -> None:
        """Return when the exercise is here; it is what the run means by its name.

        Raises:
            GraderError: it is another one.
        """
        if work.exercise not in self._exercises:
            assert self._files is not None
            folder = Path(self._files.name, work.digest)
            unpack(work.files, folder)
            self._exercises[work.exercise] = Catalogue(folder)[work.exercise]
        found = self._exercises[work.exercise].digest
        if found != work.digest:
            raise GraderError(
                Text(
                    f'The exercise "{work.exercise}" is {found[:12]} here; the run is one of {work.digest[:12]}.',
                    f"题目“{work.exercise}”的摘要是 {found[:12]}，而本次评分用的是 {work.digest[:12]}。",
                ),
                Text(
                    "It was changed while the run went on. Give the command again.",
                    "评分期间题目被改动。请重新运行命令。",
                ),
            )


_HERE = threading.local()


def _desk() -> Desk:
    """This thread's."""
    if not hasattr(_HERE, "desk"):
        _HERE.desk = Desk()
        # Unlike atexit's, it is run in children of multiprocessing, too.
        Finalize(None, _HERE.desk.leave, exitpriority=10)
    desk: Desk = _HERE.desk
    return desk
