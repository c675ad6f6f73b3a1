"""`dlgrade check`: from files to reports. The steps stand in `check`, in order."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from grader.catalogue.exercise import Catalogue, Exercise
from grader.errors import GraderError, UsageError
from grader.grading.client import Unavailable
from grader.grading.judging import judge, not_graded
from grader.grading.policy import Policy
from grader.grading.pool import Pool, Turn
from grader.grading.process import Process
from grader.grading.processors import lanes, processors
from grader.judge.protocol import Options
from grader.numbers import duration
from grader.report import Report
from grader.submission.files import find_submissions, read_submission
from grader.submission.naming import exercise_of
from grader.submission.refused import Refused
from grader.submission.submission import Submission
from grader.texts import Tell, Text


@dataclass(frozen=True)
class Request:
    """A request for a check: the files, the exercise where it was named, how far to go, and in which sandbox.

    jobs: how many submissions are judged at a time; None for one on each processor. in_order: reports come in the order
    of the files, and not as they are ready.
    """

    paths: tuple[Path, ...]
    exercise: str | None
    policy: Policy
    sandbox: Options
    jobs: int | None = None
    in_order: bool = True


@dataclass(frozen=True)
class Entry:
    """A submission, and the exercise that it answers."""

    submission: Submission
    exercise: Exercise


@dataclass(frozen=True)
class Survey:
    """The files found: submissions to judge, files that cannot be judged, and the names that were passed over."""

    entries: tuple[Entry, ...]
    refused: tuple[Refused, ...]
    passed_over: tuple[str, ...]

    @property
    def many(self) -> bool:
        """Whether something is told of more than one file."""
        return len(self.entries) + len(self.refused) > 1


def survey(request: Request, catalogue: Catalogue) -> Survey:
    """All files read once, each with its exercise; what is wrong with one stops no other.

    Raises:
        UsageError: the exercise that was named, or one that is answered, is none; or some of its cases were asked for
            where several exercises are answered.
    """
    named = catalogue[request.exercise].slug if request.exercise is not None else ""
    found = find_submissions(request.paths)
    entries, refused = [], list(found.refused)
    exercises: dict[str, Exercise] = {}
    for path in found.files:
        try:
            submission = read_submission(path)
            slug = named or exercise_of(submission, catalogue.slugs)
        except Refused as refusal:
            refused.append(refusal)
            continue
        if slug not in exercises:
            exercises[slug] = catalogue[slug]
        entries.append(Entry(submission, exercises[slug]))
    if request.policy.cases and len(exercises) > 1:
        raise UsageError(
            Text(
                f"The files answer several exercises ({', '.join(exercises)}), and each has cases of its own.",
                f"这些文件回答的是多道题（{'、'.join(exercises)}），而每道题各有自己的用例。",
            ),
            Text("Name one exercise before the files, or drop --case.", "请在文件之前写出一道题，或去掉 --case。"),
        )
    return Survey(tuple(entries), tuple(refused), tuple(found.passed_over))


def check(
    request: Request,
    catalogue: Catalogue,
    progress: Tell,
    meanwhile: Callable[[], None] = lambda: None,
    process: Process | None = None,
) -> Iterator[Report]:
    """Judge each submission, as `judge_all` does, where each file must be one.

    Raises:
        UsageError: a file cannot be worked on; nothing has been judged then.
        UsageError, GraderError: as `judge_all`.
    """
    found = survey(request, catalogue)
    for refusal in found.refused:
        raise refusal
    yield from judge_all(found, request, progress, meanwhile, process)


def judge_all(
    found: Survey,
    request: Request,
    progress: Tell,
    meanwhile: Callable[[], None] = lambda: None,
    process: Process | None = None,
) -> Generator[Report, None, None]:
    """Judge the submissions, several at a time.

    Of many, one that we cannot judge gets a report that says so (IE), and the others are judged.

    Args:
        process: one that was started before all this, for the first exercise's judge.
        progress: gets a line for each step.
        meanwhile: called when the judge starts, which takes a second: what is needed only later can be done here.

    Raises:
        UsageError: what was asked for cannot be had: a case, a stronger sandbox.
        GraderError: the only submission could not be judged.
    """
    one_judged = judge if not found.many else _Sparing()
    count = len(found.entries)
    jobs = min(request.jobs or max(1, len(processors())), max(1, count))
    course = _Course(count, progress)
    ready: queue.Queue[int] = queue.Queue()
    futures: list[Future[Report]] = []
    with Pool(request.sandbox, lanes(jobs), progress=progress, process=process) as pool:
        for number, entry in enumerate(found.entries):
            work = partial(
                one_judged,
                submission=entry.submission,
                policy=request.policy,
                progress=course.of(entry.submission),
            )
            future = pool.submit(entry.exercise, work)
            futures.append(future)
            future.add_done_callback(partial(_note, course, ready, number))
        pool.seal()
        meanwhile()
        for number in range(count):
            yield futures[number if request.in_order else ready.get()].result()


def _note(course: _Course, ready: queue.Queue[int], number: int, _: Future[Report]) -> None:
    course.done()
    ready.put(number)


class _Course:
    """How far many submissions are: how many are done, at which rate, and how long the others will take."""

    def __init__(self, count: int, progress: Tell) -> None:
        self._count, self._progress = count, progress
        self._done = 0
        self._began = time.monotonic()
        self._lock = threading.Lock()

    def done(self) -> None:
        """One more is."""
        with self._lock:
            self._done += 1

    def of(self, submission: Submission) -> Tell:
        """Progress that says of which file it speaks."""
        return lambda said: self._progress(self._so_far() + f"{submission.name}: " + said)

    def _so_far(self) -> Text:
        if self._count == 1:
            return Text("", "")
        wall_s = time.monotonic() - self._began
        so_far = Text(f"{self._done}/{self._count} done", f"已完成 {self._done}/{self._count}")
        if self._done:
            rate = self._done / wall_s
            left = duration(round((self._count - self._done) / rate))
            so_far += Text(f", {rate:.2g}/s, {left.en} left", f"，每秒 {rate:.2g} 份，还需 {left.zh}")
        return so_far + Text(" · ", " · ")


class _Sparing:
    """Judges one of many submissions: what keeps it from being judged is told in its report."""

    def __init__(self) -> None:
        self._unavailable: dict[str, Unavailable] = {}

    def __call__(self, turn: Turn, submission: Submission, policy: Policy, progress: Tell) -> Report:
        """As `judge`, but for GraderError. A judge that cannot begin is not tried again for each submission."""
        slug = turn.judge.exercise.slug
        known = self._unavailable.get(slug)
        try:
            if known is not None:
                raise known
            return judge(turn, submission, policy, progress=progress)
        except GraderError as error:
            if isinstance(error, Unavailable):
                self._unavailable[slug] = error
            return not_graded(turn.judge, submission, policy, error)
