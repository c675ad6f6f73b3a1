"""Lanes: several judges at a time, each with processors of its own.

A lane is a thread with one judge, kept for the next task of the same exercise. A judge that ended, or that serves
another exercise, is replaced. So a judge that dies costs the task that it was at, and no other.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, TypeVar

from grader.catalogue.exercise import Exercise
from grader.errors import GraderError
from grader.grading.client import JudgeProcess
from grader.grading.machine import Machine
from grader.grading.process import Process
from grader.judge.protocol import Options
from grader.submission.parse_server import ParseServer
from grader.submission.parsing import Probe, once
from grader.texts import Tell

Made = TypeVar("Made")
# A lane takes tasks of its own exercise first, for another one costs it a judge; but nobody waits longer for that.
PATIENCE_S = 10.0


@dataclass
class Turn:
    """A judge, lent for one task; and what is known of what follows.

    prefetch: another task of this exercise waits. final: nothing follows, so the judge may end with this task.
    another: gives a judge in the place of this one, which has ended. alone: entered while something is timed.
    parse: parses a submission (`grader.submission.parsing.read`).
    """

    judge: JudgeProcess
    prefetch: bool
    final: bool
    another: Callable[[], JudgeProcess]
    alone: Callable[[], AbstractContextManager[None]] = nullcontext
    parse: Probe = once

    def renew(self) -> None:
        """From now on the judge is a fresh one.

        Raises:
            CancelledError: the pool is closing.
        """
        self.judge = self.another()


@dataclass
class _Task(Generic[Made]):
    """Work that needs a judge of this exercise."""

    exercise: Exercise
    work: Callable[[Turn], Made]
    future: Future[Made] = field(default_factory=Future)
    since: float = field(default_factory=time.monotonic)


class Pool:
    """Judges for any exercises; a context manager that leaves no process and no sandbox.

    Args:
        options: which sandbox, for all.
        lanes: the processors of each lane, as `grader.grading.processors.lanes` deals them out.
        progress: gets a line for each step of a judge's.
        process: a judge's process that was started before all this, for the first judge.
    """

    def __init__(
        self,
        options: Options,
        lanes: tuple[tuple[int, ...], ...],
        *,
        progress: Tell = lambda text: None,
        process: Process | None = None,
    ) -> None:
        self.options, self.progress = options, progress
        self._process = process
        self._waiting: list[_Task[object]] = []
        self._changed = threading.Condition()
        self._sealed = False
        self.closing = False
        self.machine = Machine()
        self._lanes = [_Lane(self, cpus) for cpus in lanes]
        self._threads = [threading.Thread(target=lane.run, daemon=True, name="lane") for lane in self._lanes]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        """Give up what waits and what runs, and end every judge."""
        with self._changed:
            self.closing = True
            for task in self._waiting:
                task.future.cancel()
            self._waiting.clear()
            self._changed.notify_all()
        self.machine.close()
        for lane in self._lanes:
            lane.abandon()
        for thread in self._threads:
            thread.join()

    def submit(self, exercise: Exercise, work: Callable[[Turn], Made]) -> Future[Made]:
        """Have `work` done with a judge of this exercise; what it returns or raises is the future's.

        Cancelling the future takes back a task that no lane has begun; a judge's own `cancel` ends one that runs.
        """
        task = _Task(exercise, work)
        with self._changed:
            if self.closing or self._sealed:
                raise RuntimeError("a task for a pool that takes no more")
            self._waiting.append(task)  # type: ignore[arg-type]  # whoever works it off does not look at what it makes
            self._changed.notify()
        return task.future

    def seal(self) -> None:
        """There will be no more tasks, so judges may end with their last."""
        with self._changed:
            self._sealed = True
            self._changed.notify_all()

    def _next(self, served: Exercise | None) -> tuple[_Task[object], bool, bool] | None:
        """The next task for a lane whose judge serves this exercise, with `Turn`'s outlook; waits for it.

        None: there will be none.
        """
        with self._changed:
            while not self._waiting:
                if self.closing or self._sealed:
                    return None
                self._changed.wait()
            task = self._waiting.pop(self._choose(served))
            prefetch = any(_same(other.exercise, task.exercise) for other in self._waiting)
            return task, prefetch, self._sealed and not self._waiting

    def _choose(self, served: Exercise | None) -> int:
        if time.monotonic() - self._waiting[0].since > PATIENCE_S:
            return 0
        own = (index for index, task in enumerate(self._waiting) if _same(task.exercise, served))
        return next(own, 0)

    def _prepared(self) -> Process | None:
        """The process that was started ahead, for whoever asks first."""
        with self._changed:
            process, self._process = self._process, None
            return process


def _same(one: Exercise, other: Exercise | None) -> bool:
    """Whether a judge of one serves the other: the same files, unchanged. Copies under two names are two exercises."""
    return other is not None and (one.folder, one.digest) == (other.folder, other.digest)


class _Lane:
    """A thread's judge, and the task that it is at."""

    def __init__(self, pool: Pool, cpus: tuple[int, ...]) -> None:
        self.pool, self.cpus = pool, cpus
        self._judge: JudgeProcess | None = None
        self._parse = ParseServer()

    def run(self) -> None:
        """Work off tasks until there are no more."""
        while (found := self.pool._next(self._judge.exercise if self._judge else None)) is not None:
            task, prefetch, final = found
            if task.future.set_running_or_notify_cancel():
                try:
                    with self.pool.machine.shared():
                        task.future.set_result(task.work(self._turn(task.exercise, prefetch, final)))
                except BaseException as error:
                    # A judge that was ended under its task has not failed it.
                    task.future.set_exception(CancelledError() if self.pool.closing else error)
            if self._judge is not None and not self._judge.alive:
                self._end()
        self._end()
        self._parse.close()

    def _turn(self, exercise: Exercise, prefetch: bool, final: bool) -> Turn:
        another = partial(self._another, exercise)
        return Turn(self._judge_of(exercise), prefetch, final, another, self.pool.machine.alone, self._parse)

    def abandon(self) -> None:
        """End the judge under whatever it is at; called from another thread."""
        self._parse.kill()
        judge = self._judge
        if judge is not None:
            judge.abandon()

    def _judge_of(self, exercise: Exercise) -> JudgeProcess:
        if self._judge is not None and not _same(self._judge.exercise, exercise):
            self._end()
        if self._judge is None:
            pool = self.pool
            self._judge = JudgeProcess(
                exercise, pool.options, cpus=self.cpus, progress=pool.progress, process=pool._prepared()
            )
        return self._judge

    def _another(self, exercise: Exercise) -> JudgeProcess:
        self._end()
        if self.pool.closing:
            raise CancelledError
        return self._judge_of(exercise)

    def _end(self) -> None:
        judge, self._judge = self._judge, None
        if judge is not None:
            with suppress(GraderError):  # it has ended already, and whoever had a task with it knows
                judge.__exit__(None, None, None)
