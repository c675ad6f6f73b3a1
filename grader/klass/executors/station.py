"""Lanes of this process that take work: those of the command itself, and those of a worker on another machine."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import replace
from functools import partial

from grader.catalogue.exercise import Exercise
from grader.errors import GraderError
from grader.grading.check import Sparing
from grader.grading.policy import Policy
from grader.grading.pool import Pool, Turn
from grader.judge.protocol import Options
from grader.klass.executors.work import Room, Work, answer
from grader.report import Report
from grader.sandbox.choice import choose
from grader.submission.submission import submission_from
from grader.texts import Tell, Text
from grader.verdict import Verdict


class Station:
    """Judges that stay warm from one submission to the next; a context manager that leaves no process and no sandbox.

    Args:
        exercises: by name; it may grow.
        lanes: the processors of each lane, as `Pool` takes them.
        progress: gets a line for each step.
    """

    def __init__(
        self,
        exercises: Mapping[str, Exercise],
        options: Options,
        lanes: tuple[tuple[int, ...], ...],
        progress: Tell = lambda text: None,
    ) -> None:
        self._slots = len(lanes)
        self._exercises, self._progress = exercises, progress
        self._judge = Sparing()
        self._pool = Pool(options, lanes, progress=progress)

    def __enter__(self) -> Station:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.__exit__()

    @property
    def slots(self) -> int:
        """How many lanes there are."""
        return self._slots

    def submit(self, work: Work) -> Future[bytes]:
        """Have it judged on the next free lane."""
        return self._pool.submit(self._exercises[work.exercise], partial(self._judged, work=work))

    def result(self, future: Future[bytes]) -> bytes:
        """The answer of a future that is done."""
        return future.result()

    def seal(self) -> None:
        """There will be no more, so judges may end with their last."""
        self._pool.seal()

    def need_alive(self) -> None:
        """Lanes are this process's own, and end with it."""

    def _judged(self, turn: Turn, work: Work) -> bytes:
        turn.prefetch |= work.more
        report = self._judge(
            turn,
            submission_from(work.source, work.name),
            # No times are taken: they are no part of a mark.
            Policy(work.seed, all_cases=work.all_cases),
            lambda said: self._progress(f"{work.name}: " + said),
        )
        _need_room(report, work.room)
        # Whoever asked knows the seed; an answer may lie about on the way.
        return answer(replace(report, provenance=replace(report.provenance, seed="")))


def room_here(target: str, options: Options, progress: Tell = lambda text: None) -> Room:
    """The sandbox that these options choose here; its image is built if it is missing. Raises as `choose`."""
    found = choose(options.sandbox, target=target, runtime=options.runtime, progress=progress)
    return found.name, found.describe(target)


def _need_room(report: Report, room: Room) -> None:
    """Return if it was judged there.

    Raises:
        GraderError: it was judged elsewhere, and would be found under a key that is not its own.
    """
    found = report.provenance.sandbox, report.provenance.image
    if report.verdict is Verdict.IE or found == room:
        return
    raise GraderError(
        Text(
            f"It was judged in {_named(found)}; the others are judged in {_named(room)}.",
            f"它在 {_named(found)} 中评判，而其他提交在 {_named(room)} 中评判。",
        ),
        Text(
            "Give each worker the same image: `dlgrade image save`, and `dlgrade image load` there.",
            "请让每个工作进程使用同一个镜像：先 `dlgrade image save`，再在那里 `dlgrade image load`。",
        ),
    )


def _named(room: Room) -> str:
    return " ".join(room)
