"""The desk: the judge, which stays warm, and for each exercise a room with its file, its newest run and who listens.

Lanes and watchers of files are threads; whatever they find is handled in the event loop.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from grader.catalogue.exercise import Catalogue, Exercise
from grader.errors import DlgradeError
from grader.page.draft import path_of, read_draft
from grader.page.events import (
    END,
    Begun,
    Cancelled,
    Doing,
    Event,
    Expected,
    Failed,
    FileIs,
    Judged,
    Remark,
    Reported,
)
from grader.texts import Said, Text, as_text

if TYPE_CHECKING:
    from grader.api import Event as ApiEvent
    from grader.api import Running
    from grader.grading.pool import Pool, Turn
    from grader.judge.protocol import Options
    from grader.report import Report
    from grader.submission.submission import Submission
    from grader.tried import Trial
    from grader.watch.saves import Saves

_TRY_S = 2.0
_LOOK_S = 0.1  # how often a file is looked at for what another editor has done
_OURS = Text("dlgrade itself failed: ", "dlgrade 自身出错：")


Heard: TypeAlias = "asyncio.Queue[Event | None]"
"""What a page hears; None when there will be no more."""


class Desk:
    """The learner's desk: a catalogue, the folder with the files, and a judge; a context manager that leaves none.

    Args:
        options: which sandbox.
        time_s: for how long an accepted answer is timed; 0 for not at all.
    """

    def __init__(self, catalogue: Catalogue, folder: Path, options: Options, time_s: float = 3.0) -> None:
        self.catalogue, self.folder, self._options, self.time_s = catalogue, folder, options, time_s
        self._rooms: dict[str, Room] = {}
        self._pool: Pool | None = None
        self._making = threading.Lock()
        self.loop: asyncio.AbstractEventLoop | None = None

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        """End the judge under whatever it is at, and look at no file any more."""
        for room in tuple(self._rooms.values()):
            room.close()
        if self._pool is not None:
            self._pool.__exit__()

    @property
    def pool(self) -> Pool:
        """The judge: one, on all processors, for what was asked for last."""
        from grader.grading.pool import Pool
        from grader.grading.processors import lanes

        with self._making:
            if self._pool is None:
                self._pool = Pool(self._options, lanes(1), progress=self._progress)
            return self._pool

    def prepare(self) -> None:
        """Import what the first run will need."""
        import grader.render.html
        import grader.render.tried  # noqa: F401

        _ = self.pool

    def room(self, slug: str) -> Room:
        """The exercise's room.

        Raises:
            UsageError: there is no such exercise, or it cannot be read.
        """
        exercise = self.catalogue[slug]
        room = self._rooms.setdefault(slug, Room(self, exercise))  # two threads may ask at once
        room.exercise = exercise  # its author may have changed it
        return room

    def close_streams(self) -> None:
        """Nobody hears any more."""
        for room in tuple(self._rooms.values()):
            room.hang_up()

    def _progress(self, said: Said) -> None:
        for room in tuple(self._rooms.values()):
            room.from_thread(room.on_progress, as_text(said))


class Room:
    """An exercise: its newest run, and the pages that are open on it."""

    def __init__(self, desk: Desk, exercise: Exercise) -> None:
        self._desk, self.exercise = desk, exercise
        self._listeners: set[Heard] = set()
        self._told: list[Event] = []  # of the newest run, for whoever comes later
        self._number = time.time_ns() // 10**6  # no other server's runs have these numbers
        self._running: Running | None = None
        self._saves: Saves | None = None

    # ------------------------------------------------------------ in the event loop

    async def listen(self, known: int = 0) -> Heard:
        """The state of the file and of the newest run, then whatever happens; whoever has heard enough must `leave`.

        Args:
            known: the number of a run whose end was heard: if it is the newest one, it is not told again.
        """
        heard: Heard = asyncio.Queue()
        self._listeners.add(heard)
        try:
            self._watch()
            draft = await asyncio.to_thread(read_draft, self.exercise, self._desk.folder)
        except BaseException:
            self.leave(heard)
            raise
        meanwhile = [heard.get_nowait() for _ in range(heard.qsize())]
        # What a run has told meanwhile is among all that it has told.
        rest = [event for event in meanwhile if event is None or isinstance(event, FileIs)]
        ended = any(isinstance(event, END) for event in self._told)
        told = () if known == self._number and ended else tuple(self._told)
        for event in (FileIs(draft), *told, *rest):
            heard.put_nowait(event)
        return heard

    def leave(self, heard: Heard) -> None:
        """Hear no more."""
        self._listeners.discard(heard)
        if not self._listeners:
            self.close()

    def run(self, submission: Submission, *, everything: bool) -> int:
        """Have a submission judged in place of the run that goes on, on all cases or the public ones; its number."""
        from grader.api import Running

        self.cancel()
        self._number += 1
        number = self._number
        self._told.clear()
        self._tell(number, Begun(number, everything))
        running = self._running = Running()
        running.report = self._desk.pool.submit(
            self.exercise, lambda turn: self._judge(turn, running, number, submission, everything)
        )
        running.report.add_done_callback(lambda _: self.from_thread(self._on_end, number, running))
        return number

    def try_out(self, submission: Submission, text: str) -> Future[Trial]:
        """The trial of an input, which waits for its turn behind a run."""
        from grader.grading.trying import answered, trial

        exercise, time_s = self.exercise, _TRY_S if self._desk.time_s else 0.0
        return self._desk.pool.submit(
            exercise,
            lambda turn: trial(
                exercise, submission, text, "input.json", lambda asked: answered(turn.judge, asked), time_s=time_s
            ),
        )

    def cancel(self) -> None:
        """Give up the run that goes on, if there is one."""
        running, self._running = self._running, None
        if running is not None:
            running.cancel()
            self._tell(self._number, Cancelled())

    def warm(self) -> None:
        """Start the judge before anybody asks; what goes wrong is told to whoever does."""
        if self._running is None:
            self._desk.pool.submit(self.exercise, lambda turn: turn.judge.case_ids())

    def hang_up(self) -> None:
        """Let every page that listens know that there is no more."""
        for listener in self._listeners:
            listener.put_nowait(None)

    def on_progress(self, said: Text) -> None:
        """The judge waits for something, such as the building of an image."""
        if self._running is not None:
            self._tell(self._number, Doing(said))

    def _tell(self, number: int, event: Event) -> None:
        """Tell all of it, unless it is about an older run."""
        if number != self._number:
            return
        if not isinstance(event, FileIs | Doing):
            self._told.append(event)
        for listener in self._listeners:
            listener.put_nowait(event)

    def _on_end(self, number: int, running: Running) -> None:
        if number != self._number or any(isinstance(event, END) for event in self._told):
            return
        self._running = None
        try:
            self._tell(number, Reported(running.report.result()))
        except CancelledError:
            self._tell(number, Cancelled())
        except DlgradeError as error:
            self._tell(number, Failed(error.said, error.advice))
        except Exception as error:
            self._tell(number, Failed(_OURS + repr(error), Text("Please report it.", "请报告这个问题。")))
            raise

    # ------------------------------------------------------------ in any thread

    def from_thread(self, handle: Callable[..., object], *facts: object) -> None:
        """Have something handled in the event loop, if it is still there."""
        loop = self._desk.loop
        if loop is not None:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(handle, *facts)

    def _judge(self, turn: Turn, running: Running, number: int, submission: Submission, everything: bool) -> Report:
        """In the lane's thread: the report, which is in the history."""
        from grader.api import CaseDone
        from grader.grading.policy import Policy
        from grader.progress.record import record

        def tell(event: Event) -> None:
            self.from_thread(self._tell, number, event)

        def on_event(event: ApiEvent) -> None:
            if isinstance(event, CaseDone) and event.case.verdict is not None:
                tell(Judged(event.case))

        turn.judge.case_ids()
        cases = tuple(case for case in turn.judge.manifest if everything or not case.hidden)
        tell(Expected(cases))
        policy = Policy(time_s=self._desk.time_s if everything else 0.0)
        if len(cases) < len(turn.judge.manifest):
            policy = replace(policy, cases=tuple(case.id for case in cases))
        report = running.judged(turn, submission, policy, on_event)
        record(report, submission, self.exercise, lambda said: tell(Remark(as_text(said))))
        return report

    # ------------------------------------------------------------ the file

    def _watch(self) -> None:
        from grader.watch.saves import Saves

        if self._saves is None:
            path = path_of(self.exercise, self._desk.folder)
            self._saves = Saves(path, self._on_save, every_s=_LOOK_S).__enter__()

    def _on_save(self) -> None:
        """In the watcher's thread: the file is in another state."""
        draft = read_draft(self.exercise, self._desk.folder)
        self.from_thread(lambda: self._tell(self._number, FileIs(draft)))

    def close(self) -> None:
        """Look at the file no more."""
        saves, self._saves = self._saves, None
        if saves is not None:
            saves.__exit__()
