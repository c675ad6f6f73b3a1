"""`dlgrade list`: which exercises, and what of each."""

from __future__ import annotations

from typing import Any

from grader.catalogue import DIFFICULTIES, Catalogue, Exercise
from grader.errors import UsageError


def listed(
    catalogue: Catalogue, *, topic: str | None = None, difficulty: str | None = None, framework: str | None = None
) -> list[Exercise]:
    """The exercises that fit every filter that is given, easiest first, and by name.

    Raises:
        UsageError: no exercise has the topic; those that exist are named.
    """
    exercises = sorted(catalogue, key=lambda exercise: DIFFICULTIES.index(exercise.difficulty))
    topics = sorted({name for exercise in exercises for name in exercise.topics})
    if topic is not None and topic not in topics:
        raise UsageError(f'No exercise has the topic "{topic}".', f"There are: {', '.join(topics)}.")
    return [
        exercise
        for exercise in exercises
        if (topic is None or topic in exercise.topics)
        and (difficulty is None or exercise.difficulty == difficulty)
        and (framework is None or exercise.framework == framework)
    ]


def record(exercise: Exercise, *, solved: bool) -> dict[str, Any]:
    """An exercise as one JSON object."""
    return {
        "slug": exercise.slug,
        "title": exercise.title.to_json(),
        "topics": list(exercise.topics),
        "difficulty": exercise.difficulty,
        "framework": exercise.framework,
        "entries": [entry.name + entry.signature for entry in exercise.entries],
        "solved": solved,
    }
