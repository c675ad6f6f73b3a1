"""`dlgrade list`: which exercises, and what of each."""

from __future__ import annotations

from typing import Any

from grader.catalogue.exercise import DIFFICULTIES, Catalogue, Exercise
from grader.catalogue.paths import Ways
from grader.catalogue.topics import topic_name
from grader.errors import UsageError
from grader.texts import Text


def listed(
    catalogue: Catalogue,
    *,
    topic: str | None = None,
    difficulty: str | None = None,
    framework: str | None = None,
    path: str | None = None,
) -> list[Exercise]:
    """The exercises that fit every filter that is given: on a path in its order, else easiest first, and by name.

    A topic is found in either language, however its words are joined and in whatever case: "Linear_Algebra" is
    "linear algebra", and so is "线性代数".

    Raises:
        UsageError: no exercise has the topic, or there is no such path; those that exist are named.
    """
    exercises = sorted(catalogue, key=lambda exercise: DIFFICULTIES.index(exercise.difficulty))
    if path is not None:
        exercises = [catalogue[slug] for slug in catalogue.ways.path(path).steps]
    topics = sorted({name for exercise in exercises for name in exercise.topics})
    wanted = None if topic is None else _words(topic)
    if wanted is not None and not any(_is_named(name, wanted) for name in topics):
        raise UsageError(
            Text(f'No exercise has the topic "{topic}".', f"没有主题为“{topic}”的题目。"),
            Text(
                f"There are: {', '.join(topics)}.",
                f"现有主题：{'、'.join(topic_name(name).zh for name in topics)}。",
            ),
        )
    return [
        exercise
        for exercise in exercises
        if (wanted is None or any(_is_named(name, wanted) for name in exercise.topics))
        and (difficulty is None or exercise.difficulty == difficulty)
        and (framework is None or exercise.framework == framework)
    ]


def _is_named(topic: str, wanted: list[str]) -> bool:
    return any(_words(name) == wanted for name in topic_name(topic).to_json().values())


def _words(topic: str) -> list[str]:
    return topic.casefold().replace("-", " ").replace("_", " ").split()


def record(exercise: Exercise, ways: Ways, *, state: str) -> dict[str, Any]:
    """An exercise as one JSON object."""
    return {
        "slug": exercise.slug,
        "title": exercise.title.to_json(),
        "topics": list(exercise.topics),
        "difficulty": exercise.difficulty,
        "framework": exercise.framework,
        "entries": [entry.name + entry.signature for entry in exercise.entries],
        "paths": [path.id for path in ways.paths if exercise.slug in path.steps],
        "prerequisites": list(ways.before.get(exercise.slug, ())),
        "asked": list(ways.asked.get(exercise.slug, ())),
        "state": state,
        "solved": state == "solved",
    }
