"""The one place that keeps what a check has found out: `dlgrade check`, `watch` and the notebook's magics use it."""

from __future__ import annotations

import hashlib

from grader.catalogue.exercise import Exercise
from grader.errors import UsageError
from grader.grading.module import code_of
from grader.progress.attempt import attempt_of, kept
from grader.progress.history import opened
from grader.report import Report
from grader.submission.submission import Submission
from grader.texts import Tell, joined


def record(report: Report, submission: Submission, exercise: Exercise, tell: Tell) -> None:
    """Keep an attempt with the code that was judged. What goes wrong is told, and ends nothing."""
    try:
        with opened(tell, write=True) as history:
            history.add([attempt_of(report)], [code_of(submission, exercise)])
    except UsageError as error:
        tell(joined([error.said, error.advice]))


def keep(submission: Submission, exercise: Exercise, tell: Tell) -> None:
    """Keep code that nobody judged."""
    code = code_of(submission, exercise)
    attempt = kept(exercise.slug, submission.name, hashlib.sha256(code).hexdigest(), notebook=bool(submission.cells))
    try:
        with opened(tell, write=True) as history:
            history.add([attempt], [code])
    except UsageError as error:
        tell(joined([error.said, error.advice]))
