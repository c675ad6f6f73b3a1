"""`dlgrade check`: from files to reports. The steps stand in `check`, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from grader.catalogue import Catalogue, Exercise
from grader.grading.judging import judge
from grader.grading.policy import Policy
from grader.grading.pool import Pool
from grader.grading.process import Process
from grader.grading.processors import lanes
from grader.judge.protocol import Options
from grader.report import Report
from grader.submission import Submission, exercise_of, find_submissions, read_submission
from grader.texts import Tell


@dataclass(frozen=True)
class Request:
    """What a check was asked for: the files, the exercise where it was named, how far to go, and where."""

    paths: tuple[Path, ...]
    exercise: str | None
    policy: Policy
    sandbox: Options


@dataclass(frozen=True)
class _Entry:
    """A submission, and the exercise that it answers."""

    submission: Submission
    exercise: Exercise


def check(
    request: Request,
    catalogue: Catalogue,
    progress: Tell,
    meanwhile: Callable[[], None] = lambda: None,
    process: Process | None = None,
) -> Iterator[Report]:
    """Judge each submission; reports come as they are ready, in the order of the files.

    Args:
        process: one that was started before all this, for the first exercise's judge.
        progress: gets a line for each step.
        meanwhile: called when the judge starts, which takes a second: what is needed only later can be done here.

    Raises:
        UsageError: a file cannot be worked on, or its exercise is not known; nothing has been judged then.
        GraderError: the judge could not work at all.
    """
    entries = _find(request, catalogue)
    with Pool(request.sandbox, lanes(1), progress=progress, process=process) as pool:
        judged = [
            pool.submit(
                entry.exercise,
                partial(
                    judge,
                    submission=entry.submission,
                    policy=request.policy,
                    progress=_named(progress, entry.submission, number, len(entries)),
                ),
            )
            for number, entry in enumerate(entries, start=1)
        ]
        pool.seal()
        meanwhile()
        for report in judged:
            yield report.result()


def _find(request: Request, catalogue: Catalogue) -> list[_Entry]:
    """All files read once, each with its exercise."""
    submissions = [read_submission(path) for path in find_submissions(request.paths)]
    slugs = [request.exercise or exercise_of(submission, catalogue) for submission in submissions]
    exercises = {slug: catalogue[slug] for slug in dict.fromkeys(slugs)}
    return [_Entry(submission, exercises[slug]) for submission, slug in zip(submissions, slugs, strict=True)]


def _named(progress: Tell, submission: Submission, number: int, count: int) -> Tell:
    """Progress that says of which file it speaks."""
    many = f"{number}/{count} " if count > 1 else ""
    return lambda said: progress(f"{many}{submission.name}: " + said)
