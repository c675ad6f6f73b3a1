"""Judges that are kept from one magic to the next, and end when nobody asks them any more."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TypeAlias

from grader.api import Event, Running
from grader.catalogue.exercise import Exercise
from grader.grading.policy import Policy
from grader.grading.pool import Pool
from grader.grading.processors import lanes
from grader.judge.protocol import Isolation, Options
from grader.report import Report
from grader.submission.submission import Submission
from grader.texts import Said

IDLE_S = 600.0
"""After so long without a check the judge and its sandboxes end: a notebook may stay open for days."""

_LOOK_S = 0.2  # on Windows a wait without an end cannot be interrupted
_AT_EXIT_S = 2.0

Heard: TypeAlias = "Event | Said"


class Judges:
    """One lane, with a judge for the exercise that was checked last. Whoever closes it may go on using it."""

    def __init__(self, idle_s: float = IDLE_S) -> None:
        self._idle_s = idle_s
        self._pool: Pool | None = None
        self._timer: threading.Timer | None = None
        self._tell: Callable[[Heard], None] = lambda heard: None
        self._changing = threading.Lock()

    def judge(
        self,
        exercise: Exercise,
        submission: Submission,
        policy: Policy,
        options: Options,
        hear: Callable[[Heard], object],
    ) -> Report:
        """Judge a submission.

        Args:
            hear: gets what goes on, in this thread.

        Raises:
            UsageError, GraderError: as `grader.api.Grader.judge`.
            KeyboardInterrupt: the kernel was interrupted; the submission is given up by `close`.
        """
        events: queue.Queue[Heard | None] = queue.Queue()
        self._tell = events.put
        running = Running()
        try:
            running.report = self._opened(options).submit(
                exercise, lambda turn: running.judged(turn, submission, policy, events.put)
            )
            running.report.add_done_callback(lambda _: events.put(None))
            while (heard := _next(events)) is not None:
                if heard:
                    hear(heard)
            return running.report.result()
        finally:
            self._tell = lambda heard: None
            self._wait()

    def close(self) -> None:
        """End the judge and its sandboxes, under whatever it is at."""
        with self._changing:
            pool, self._pool = self._pool, None
            if self._timer is not None:
                self._timer.cancel()
        if pool is not None:
            pool.__exit__()

    def at_exit(self) -> None:
        """As `close`, but without waiting for long: what is not done by then ends with this process's pipes."""
        thread = threading.Thread(target=self.close, daemon=True)
        thread.start()
        thread.join(_AT_EXIT_S)

    def _opened(self, options: Options) -> Pool:
        """The pool, if it has these options; else another in its place."""
        if self._pool is not None and self._pool.options != options:
            self.close()
        with self._changing:
            if self._timer is not None:
                self._timer.cancel()
            if self._pool is None:
                self._pool = Pool(options, lanes(1), progress=lambda said: self._tell(said))
            return self._pool

    def _wait(self) -> None:
        """Close when nothing has been asked for long."""
        with self._changing:
            if self._pool is not None:
                self._timer = threading.Timer(self._idle_s, self.close)
                self._timer.daemon = True
                self._timer.start()


def sandbox_of(sandbox: str, runtime: str) -> Options:
    """The sandbox of one's own code, kept from one check to the next as long as nothing is left in it."""
    return Options(sandbox=sandbox, runtime=runtime, isolation=Isolation.SHARED)


def _next(events: queue.Queue[Heard | None]) -> Heard | None:
    """The next event; "" when there was none for a moment; None when there will be no more."""
    try:
        return events.get(timeout=_LOOK_S)
    except queue.Empty:
        return ""
