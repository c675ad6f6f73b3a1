"""The loop of `dlgrade watch`: saves, keys and events of the judge come in through one queue; each gives a new screen.

A save ends the run that goes on, and the next one begins when the file has been left alone for a moment. Judge and
sandbox stay, from save to save and until the exercise changes.
"""

from __future__ import annotations

import os
import queue
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from grader.api import CaseDone, Event, Running
from grader.catalogue.exercise import Catalogue, Exercise
from grader.errors import DlgradeError
from grader.grading.policy import Policy
from grader.grading.pool import Pool
from grader.grading.processors import lanes
from grader.judge.protocol import Options
from grader.progress.record import record
from grader.report import Report
from grader.submission.files import read_submission
from grader.submission.notebook import Cell
from grader.submission.submission import Submission
from grader.texts import Said, Text, as_text
from grader.watch.keys import Keys
from grader.watch.saves import EVERY_S, Saves
from grader.watch.screen import frame
from grader.watch.terminal import Terminal, opened
from grader.watch.view import NOTHING, View

SETTLED_S = 0.1
"""After a save the file must be left alone for so long: editors write in several steps."""

_LOOK_S = 0.1  # how often the size of the terminal is looked at


@dataclass(frozen=True)
class Settings:
    """How to watch: the language, in which sandbox, for how long an accepted answer is timed, how often to look."""

    lang: str
    sandbox: Options
    time_s: float = 3.0
    every_s: float = EVERY_S


_Code: TypeAlias = tuple[bytes, tuple[Cell, ...]]


def _code(submission: Submission) -> _Code:
    """The part of a file that is judged."""
    return submission.source, submission.cells


class _Quit(Exception):
    """The learner has seen enough."""


def watch(exercise: Exercise, path: Path, catalogue: Catalogue, settings: Settings) -> Report | None:
    """Watch a file until `q`; the last report.

    Raises:
        KeyboardInterrupt: Ctrl-C.
        Terminated: a signal.
    """
    loop = Loop(View(exercise, path), catalogue, settings)
    pool = Pool(settings.sandbox, lanes(1), progress=lambda said: loop.tell(loop.on_progress, said))
    with pool, opened(lambda key: loop.tell(loop.pressed, key)) as terminal:
        try:
            loop.run(terminal, pool)
        except _Quit:
            pass
        finally:
            loop.end()
    return loop.view.report


class Loop:
    """The view, the run that goes on, and the one that is to come."""

    def __init__(self, view: View, catalogue: Catalogue, settings: Settings) -> None:
        self.view, self._catalogue, self._settings = view, catalogue, settings
        self._events: queue.Queue[Callable[[], object]] = queue.Queue()
        self._pool: Pool | None = None
        self._run = 0  # the number of the newest: what an older one says is no longer heard
        self._running: Running | None = None
        self._due: float | None = time.monotonic()
        self._judged: _Code | None = None  # what the report is about
        self._saves: Saves | None = None
        self._keys = Keys(self, catalogue, settings.lang)

    # ------------------------------------------------------------ what comes in, from any thread

    def tell(self, handle: Callable[..., object], *facts: Any) -> None:
        """Have something handled by the loop."""
        self._events.put(partial(handle, *facts))

    def run(self, terminal: Terminal, pool: Pool) -> None:
        """Go on until somebody quits."""
        self._pool = pool
        self.look_at(self.view.exercise, self.view.path)
        shown: tuple[View, os.terminal_size] | None = None
        while True:
            if self._due is not None and time.monotonic() >= self._due:
                self._begin()
            now = (self.view, terminal.size())
            if now != shown:
                terminal.draw(frame(*now, self._settings.lang))
                shown = now
            self._handle()

    def _handle(self) -> None:
        """Wait for the next events, and handle all that have come."""
        wait_s = _LOOK_S if self._due is None else min(_LOOK_S, max(0.0, self._due - time.monotonic()))
        try:
            self._events.get(timeout=wait_s)()
            while True:
                self._events.get_nowait()()
        except queue.Empty:
            return

    def end(self) -> None:
        """Give up what runs, and look at no file any more."""
        self._cancel()
        if self._saves is not None:
            self._saves.__exit__()

    # ------------------------------------------------------------ the file

    def look_at(self, exercise: Exercise, path: Path) -> None:
        """Watch this file from now on, and judge it."""
        if self._saves is not None:
            self._saves.__exit__()
        if exercise != self.view.exercise:
            self.view = View(exercise, path)
        self._saves = Saves(path, lambda: self.tell(self.on_save), every_s=self._settings.every_s).__enter__()
        self.again()

    def on_save(self) -> None:
        """The file has changed: what is known is old."""
        self._cancel()
        self.view = replace(self.view, checking=True, cases=(), over=None, doing=NOTHING)
        self._due = time.monotonic() + SETTLED_S

    def again(self) -> None:
        """Judge the file as it is."""
        self._judged = None
        self.on_save()
        self._due = time.monotonic()

    # ------------------------------------------------------------ a run

    def _begin(self) -> None:
        assert self._pool is not None
        self._due = None
        try:
            submission = read_submission(self.view.path)
        except DlgradeError as error:
            self._failed(error)
            return
        if _code(submission) == self._judged:  # changed, and changed back; or only the outputs of a notebook
            self.view = replace(self.view, checking=False, trouble=())
            return
        self._run += 1
        number, settings = self._run, self._settings
        running = self._running = Running()
        policy = Policy(time_s=settings.time_s)
        running.report = self._pool.submit(
            self.view.exercise,
            lambda turn: running.judged(
                turn, submission, policy, lambda event: self.tell(self.on_event, number, event)
            ),
        )
        running.report.add_done_callback(lambda _: self.tell(self.on_end, number, running, submission))

    def _cancel(self) -> None:
        running, self._running = self._running, None
        self._run += 1
        if running is not None:
            running.cancel()

    def on_progress(self, said: Said) -> None:
        """The judge waits for something, such as the building of an image."""
        self.view = replace(self.view, doing=as_text(said))

    def on_event(self, number: int, event: Event) -> None:
        """A case has been judged."""
        if number == self._run and isinstance(event, CaseDone):
            self.view = replace(self.view, cases=(*self.view.cases, event.case), trouble=())

    def on_end(self, number: int, running: Running, submission: Submission) -> None:
        """A run has ended."""
        if number != self._run:
            return
        self._running = None
        try:
            report = running.report.result()
        except (CancelledError, DlgradeError) as error:
            self._failed(error)
            return
        self._judged = _code(submission)
        view = self.view
        self.view = replace(
            view, report=report, before=view.report, checking=False, cases=(), trouble=(), doing=NOTHING
        )
        record(report, submission, view.exercise, self.remark)
        self.view = replace(self.view, keys=self._keys.working())

    def _failed(self, error: BaseException) -> None:
        trouble = (error.said, error.advice) if isinstance(error, DlgradeError) else ()
        self.view = replace(self.view, checking=False, cases=(), trouble=trouble)

    # ------------------------------------------------------------ keys

    def pressed(self, key: str) -> None:
        """A key was pressed; "" when the terminal has gone."""
        if key in ("q", ""):
            raise _Quit
        self._keys.pressed(key)

    def show(self, *said: Text) -> None:
        """Show sentences in place of the result, until the next key or save."""
        self._keys.show(*said)

    def remark(self, said: Said) -> None:
        """Show a sentence when what is being done has been done."""
        self.tell(self.show, as_text(said))
