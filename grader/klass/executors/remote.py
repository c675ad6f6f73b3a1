"""Any `concurrent.futures.Executor` as a place where a class is judged: a pool of processes, or a cluster.

Whatever keeps an answer from coming back is no fault of the submission's: a worker that was killed, a pool that broke,
a connection that was lost, a worker that refuses.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TypeVar

import grader
from grader.catalogue.exercise import Exercise
from grader.errors import GraderError
from grader.judge.protocol import Options
from grader.klass.executors import worker
from grader.klass.executors.work import Files, Room, Work, files_of
from grader.texts import Tell, Text

# For a worker to say which sandbox it has; it may have to build an image.
ROOM_S = 1800.0
Made = TypeVar("Made")


@dataclass(frozen=True)
class Connected:
    """An executor, how many calls it works on at a time, and what ends it.

    need_alive: as in `Seats`. gone: raised by `submit` when it will never work again.
    """

    executor: Executor
    slots: int
    close: Callable[[], None]
    need_alive: Callable[[], None] = lambda: None
    gone: tuple[type[Exception], ...] = (BrokenExecutor,)


class Remote:
    """A context manager; the executor is made when it is needed, and made anew when it broke."""

    tries = 3

    def __init__(self, connect: Callable[[], Connected], jobs: int | None = None) -> None:
        self._connect, self._jobs = connect, jobs
        self._open: Connected | None = None
        self._run = secrets.token_hex(8)
        self._files: dict[str, Files] = {}

    def __enter__(self) -> Remote:
        return self

    def __exit__(self, *_: object) -> None:
        found, self._open = self._open, None
        if found is not None:
            found.close()

    @property
    def slots(self) -> int:
        """How many submissions are judged at a time."""
        return self._jobs or self._connected().slots

    def room(self, target: str, options: Options, progress: Tell) -> Room:
        """The sandbox that these options choose at one of the workers; the others must have the same.

        Raises:
            GraderError: none works there, or no worker answers.
        """
        progress(Text("asking a worker for its sandbox", "正在询问工作进程的沙箱"))
        future = self._call(worker.room, grader.__version__, target, options)
        if not wait((future,), ROOM_S).done:
            future.cancel()
            raise _lost(TimeoutError(f"no answer for {ROOM_S:g} s"))
        return self._result(future)

    @contextmanager
    def seats(
        self, exercises: Mapping[str, Exercise], options: Options, count: int, progress: Tell
    ) -> Iterator[Remote]:
        """Itself, with these exercises packed as they are now."""
        for slug, exercise in exercises.items():
            self._files.setdefault(slug, files_of(exercise))
        yield self

    def submit(self, work: Work) -> Future[bytes]:
        """Have it judged by a worker, which hears no student's name."""
        name = f"{work.exercise}{PurePath(work.name).suffix}"
        return self._call(worker.judged, replace(work, name=name, run=self._run, files=self._files[work.exercise]))

    def result(self, future: Future[bytes]) -> bytes:
        """The answer of a future that is done.

        Raises:
            GraderError: there is none.
        """
        return self._result(future)

    def seal(self) -> None:
        """Workers end their judges by themselves when no more work comes."""

    def need_alive(self) -> None:
        """Return if there is still a worker, as far as the executor tells."""
        self._connected().need_alive()

    def _call(self, function: Callable[..., Made], *given: object) -> Future[Made]:
        """Have a worker call it; an executor that is gone is replaced, and what it had at work is lost."""
        now = self._connected()
        try:
            return now.executor.submit(function, *given)
        except now.gone:
            self.__exit__()
            return self._connected().executor.submit(function, *given)

    def _connected(self) -> Connected:
        if self._open is None:
            self._open = self._connect()
        return self._open

    def _result(self, future: Future[Made]) -> Made:
        if future.cancelled():
            raise _lost(CancelledError("the connection to the workers was lost"))
        error = future.exception()
        if error is not None:
            raise _lost(error)
        return future.result()


def _lost(error: BaseException) -> GraderError:
    """The fault of ours that kept an answer from coming back."""
    if isinstance(error, GraderError):
        return error
    said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return GraderError(
        Text(f"The worker that had it gave no answer: {said}.", f"承担它的工作进程没有给出结果：{said}。"),
        Text(
            f"It is no fault of the submission's. See that the workers run, with memory to spare, and that each has "
            f"dlgrade {grader.__version__}; then give the command again.",
            f"这不是提交的问题。请确认各工作进程正在运行、内存充足，并装有 dlgrade {grader.__version__}，再重新运行。",
        ),
    )
