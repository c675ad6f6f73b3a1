"""`dlgrade check`: from files to reports. The steps stand in `check`, in order."""

from __future__ import annotations

import queue
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from grader.catalogue.exercise import Catalogue, Exercise
from grader.errors import GraderError, UsageError
from grader.grading.client import Unavailable
from grader.grading.course import Course
from grader.grading.judging import judge, not_graded
from grader.grading.policy import Policy
from grader.grading.pool import Pool, Turn
from grader.grading.process import Process
from grader.grading.processors import lanes, processors
from grader.judge.protocol import Options
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
    one_judged = judge if not found.many else Sparing()
    judged = over_lanes(
        found.entries,
        one_judged,
        request.policy,
        request.sandbox,
        jobs=request.jobs,
        in_order=request.in_order,
        progress=progress,
        meanwhile=meanwhile,
        process=process,
    )
    with closing(judged):
        for _, report in judged:
            yield report


def over_lanes(
    entries: Sequence[Entry],
    one_judged: Callable[..., Report],
    policy: Policy,
    sandbox: Options,
    *,
    jobs: int | None = None,
    in_order: bool = True,
    progress: Tell = lambda text: None,
    meanwhile: Callable[[], None] = lambda: None,
    process: Process | None = None,
) -> Generator[tuple[int, Report], None, None]:
    """Judge the entries over the lanes of a pool: the number of each, and its report.

    Unless they come in order, a report counts as done in what is told of the course once the next one is asked for:
    whoever keeps it has done so. None is kept here.

    Args:
        one_judged: judges one with a lane's turn, as `judge` does or `Sparing`.
        jobs, in_order: as in `Request`. progress, meanwhile, process: as in `judge_all`.
    """
    count = len(entries)
    at_once = min(jobs or max(1, len(processors())), max(1, count))
    course = Course(count, progress)
    ready: queue.Queue[int] = queue.Queue()
    futures: list[Future[Report] | None] = []
    with Pool(sandbox, lanes(at_once), progress=progress, process=process) as pool:
        for number, entry in enumerate(entries):
            work = partial(
                one_judged, submission=entry.submission, policy=policy, progress=course.of(entry.submission.name)
            )
            future = pool.submit(entry.exercise, work)
            futures.append(future)
            future.add_done_callback(partial(_note, course if in_order else None, ready, number))
        pool.seal()
        meanwhile()
        for at in range(count):
            number = at if in_order else ready.get()
            done, futures[number] = futures[number], None
            assert done is not None, "each comes once"
            report = done.result()
            del done
            yield number, report
            if not in_order:
                course.done(report.verdict)
            del report


def _note(course: Course | None, ready: queue.Queue[int], number: int, future: Future[Report]) -> None:
    if course is not None and not future.cancelled() and future.exception() is None:
        course.done(future.result().verdict)
    ready.put(number)


class Sparing:
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
            return not_graded(
                turn.judge.exercise,
                submission.name,
                submission.sha256,
                error,
                seed=policy.seed,
                machine=turn.judge.machine,
                log=turn.judge.log(),
            )
