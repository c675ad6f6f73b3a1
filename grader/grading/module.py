"""The code of a submission as the module that is judged."""

from __future__ import annotations

from grader.catalogue.exercise import Exercise
from grader.submission.notebook import Module, module_of
from grader.submission.submission import Submission


def module_for(submission: Submission, exercise: Exercise) -> Module:
    """The module that the cells of a notebook make for an exercise."""
    return module_of(submission.cells, exercise.slug, [entry.name for entry in exercise.entries])


def code_of(submission: Submission, exercise: Exercise) -> bytes:
    """The source that is judged: the file's own, or the module that is made of a notebook."""
    return module_for(submission, exercise).source if submission.cells else submission.source
