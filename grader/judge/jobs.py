"""The jobs that have come in and are not done, and those of them that were given up."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from grader.judge.protocol import Work


class Jobs:
    """A queue between the thread that reads requests and the one that judges."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[Work | None] = queue.Queue()
        self._given_up: set[int] = set()
        self._running: int = 0
        self._interrupt: Callable[[], None] = lambda: None
        self._lock = threading.Lock()
        self._gone = 0  # the newest job that may be timed
        self._told = threading.Condition(self._lock)

    def put(self, job: Work | None) -> None:
        """Add one; None is the last."""
        self._waiting.put(job)

    def next(self) -> Work | None:
        """The next one; waits for it."""
        return self._waiting.get()

    def give_up(self, number: int) -> None:
        """Its outcome interests nobody any more. One that is running is interrupted; one that has ended is not."""
        with self._lock:
            self._given_up.add(number)
            if number == self._running:
                self._interrupt()
            self._told.notify_all()

    def given_up(self, number: int) -> bool:
        """Whether nobody waits for this job."""
        return number in self._given_up

    def go(self, number: int) -> None:
        """It may be timed."""
        with self._told:
            self._gone = number
            self._told.notify_all()

    def wait_for_go(self, number: int) -> None:
        """Wait until it may be timed, or is given up."""
        with self._told:
            self._told.wait_for(lambda: self._gone >= number or number in self._given_up)

    @contextmanager
    def running(self, number: int, interrupt: Callable[[], None]) -> Iterator[None]:
        """While this job is judged, `interrupt` is called (from another thread) when it is given up."""
        with self._lock:
            self._running, self._interrupt = number, interrupt
        try:
            yield
        finally:
            with self._lock:
                self._running = 0
                # Ids rise: what is older than this one has ended, or never will be asked for.
                self._given_up = {other for other in self._given_up if other > number}
