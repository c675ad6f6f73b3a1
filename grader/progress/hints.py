"""Hints, one more each time that a learner asks."""

from __future__ import annotations

from grader.catalogue.exercise import Exercise
from grader.errors import UsageError
from grader.progress.history import opened
from grader.texts import Tell, Text, joined


def shown_next(exercise: Exercise, tell: Tell, *, everything: bool = False) -> int:
    """How many hints to show now, one more than the last time; it is remembered, or told that it could not be."""
    most = len(exercise.hints)
    try:
        with opened(tell, write=True) as history:
            count = most if everything else min(most, history.hints().get(exercise.slug, 0) + 1)
            history.remember_hints({exercise.slug: count})
    except UsageError as error:
        unknown = Text("How many hints you have seen is not known.", "因此不知道你看过几条提示。")
        tell(joined([error.said, unknown]))
        return most if everything else min(most, 1)
    return count
