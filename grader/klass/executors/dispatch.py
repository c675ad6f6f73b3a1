"""The order of a run: at most two submissions on their way for each seat, and none for ever."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass

from grader.errors import GraderError
from grader.grading.course import Course
from grader.klass.executors.work import Seats, Work, report_of
from grader.report import Report
from grader.texts import Text
from grader.verdict import Verdict

# For each seat: one at work, and one that waits beside it.
IN_FLIGHT = 2
# From when it is sent. A judge that hangs is ended far earlier (`grader.limits.SILENCE_S`) where it runs; this is for a
# machine that is gone, and nobody says so.
DEADLINE_S = 3600.0
# A worker that is started again by its keeper is there by then.
QUIET_S = 60.0


@dataclass(frozen=True)
class _Sent:
    number: int
    since: float


def dispatched(
    works: Iterator[Work],
    seats: Seats,
    course: Course,
    *,
    one_by_one: bool = False,
    deadline_s: float = DEADLINE_S,
    quiet_s: float = QUIET_S,
    clock: Callable[[], float] = time.monotonic,
) -> Generator[tuple[int, Report | GraderError], None, None]:
    """Judge them on these seats: the number of each, and its report, or the fault of ours that kept it from coming.

    A report counts as done in the course once the next one is asked for: whoever keeps it has done so. None is kept
    here, and work is made when it is sent.

    Args:
        one_by_one: sends nothing while one is on its way: one that takes its worker with it takes no other.
        deadline_s: what has not come back then is given up; should it come later, nobody listens.
        quiet_s: after so long without an answer it is asked whether anybody is still there.

    Raises:
        UsageError: what was asked for cannot be had.
        GraderError: nobody is there any more who could judge.
    """
    sent: dict[Future[bytes], _Sent] = {}
    numbered, left = enumerate(works), True
    all_seats = IN_FLIGHT * seats.slots
    most = 1 if one_by_one else all_seats
    given_up = 0  # since the last one that came back
    try:
        while True:
            while left and len(sent) < most:
                number, work = next(numbered, (-1, None))
                left = work is not None
                if work is not None:
                    sent[seats.submit(work)] = _Sent(number, clock())
                else:
                    seats.seal()
            if not sent:
                return
            course.tell(Text(f"{len(sent)} on their way", f"{len(sent)} 份正在进行"))
            ended = _ended(sent, deadline_s, quiet_s, clock)
            if not ended:
                seats.need_alive()
            for future in ended:
                one = sent.pop(future)
                given_up = 0 if future.done() else given_up + 1
                found = _found(seats, future)
                yield one.number, found
                course.done(found.verdict if isinstance(found, Report) else Verdict.IE)
            if given_up >= all_seats:
                raise _nobody(deadline_s)
    finally:
        for future in sent:
            future.cancel()


def _ended(
    sent: dict[Future[bytes], _Sent], deadline_s: float, quiet_s: float, clock: Callable[[], float]
) -> list[Future[bytes]]:
    """Those that have come back, and those whose time is over; waits for the first, but no longer than `quiet_s`."""
    left_s = min(one.since for one in sent.values()) + deadline_s - clock()
    done = wait(sent, max(0.0, min(left_s, quiet_s)), FIRST_COMPLETED).done
    return [future for future, one in sent.items() if future in done or clock() - one.since >= deadline_s]


def _nobody(deadline_s: float) -> GraderError:
    return GraderError(
        Text(
            f"None of the places that judge has answered for {deadline_s:g} s.",
            f"所有评判的地方已有 {deadline_s:g} 秒没有应答。",
        ),
        Text(
            "What was judged is kept. See what keeps them from it, then give the command again.",
            "已评判的结果都已保存。请查明原因，再重新运行命令。",
        ),
    )


def _found(seats: Seats, future: Future[bytes]) -> Report | GraderError:
    if not future.done():
        future.cancel()
        return GraderError(
            Text("No answer came back in time.", "没有按时收到结果。"),
            Text(
                "See whether the machine that had it still works; then give the command again.",
                "请检查承担它的机器是否仍在工作，再重新运行命令。",
            ),
        )
    try:
        return report_of(seats.result(future))
    except GraderError as error:
        return error
