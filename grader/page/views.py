"""The contents of each page, as the facts that its template shows."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from markupsafe import Markup

from grader.catalogue.exercise import DIFFICULTIES, Exercise
from grader.catalogue.listing import listed
from grader.catalogue.paths import LearningPath
from grader.catalogue.topics import difficulty_name, topic_name
from grader.errors import UsageError
from grader.page import texts
from grader.page.desk import Desk
from grader.page.draft import read_draft
from grader.progress.attempt import local_time
from grader.progress.difference import difference
from grader.progress.history import History, opened
from grader.progress.lookup import code_kept
from grader.progress.standing import Standing, Standings, State
from grader.texts import Said, Text

Facts = dict[str, Any]
Made = TypeVar("Made")
_SIZE = 4
_SIZED = re.compile(r"(\d*)n([+-]\d+)?")  # as docs/input-format.md has it


def _unheard(said: Said) -> None:
    """What is wrong with the history does not keep anybody from a page; a run tells it."""


def _known(ask: Callable[[History], Made]) -> Made | None:
    """What the history knows; None where it cannot be read."""
    try:
        with opened(_unheard) as history:
            return ask(history)
    except UsageError:
        return None


@dataclass(frozen=True)
class Row:
    """An exercise in the list."""

    exercise: Exercise
    standing: Standing
    difficulty: Text
    topics: tuple[Text, ...]
    paths: tuple[LearningPath, ...]

    def holds(self, words: str) -> bool:
        """Whether each of the words is somewhere in what is said of it, in either language."""
        exercise = self.exercise
        told = [exercise.title, self.difficulty, *self.topics, *(path.title for path in self.paths)]
        text = " ".join([exercise.slug, exercise.framework, *(f"{one.en} {one.zh}" for one in told)]).casefold()
        return all(word in text for word in words.casefold().split())


@dataclass(frozen=True)
class Choice:
    """One of a filter's values."""

    value: str
    name: Text


def the_list(desk: Desk, query: Mapping[str, str]) -> Facts:
    """The exercises that fit the query's filters, easiest first, or in the order of a path."""
    standings = Standings(_known(History.attempts) or ())
    path = query.get("path") or None
    if path not in {one.id for one in desk.catalogue.ways.paths}:
        path = None
    everything = listed(desk.catalogue)
    by_slug = {exercise.slug: exercise for exercise in everything}
    on_path = [by_slug[slug] for slug in desk.catalogue.ways.path(path).steps] if path else everything
    rows = [
        row
        for row in _rows(desk, standings, on_path)
        if row.holds(query.get("q", ""))
        and query.get("topic", "") in ("", *row.exercise.topics)
        and query.get("difficulty", "") in ("", row.exercise.difficulty)
        and query.get("state", "") in ("", row.standing.state)
    ]
    return {
        "rows": rows,
        "chosen": {name: query.get(name, "") for name in ("q", "topic", "path", "difficulty", "state")},
        "choices": {
            "topic": [Choice(one, topic_name(one)) for one in sorted({t for e in everything for t in e.topics})],
            "path": [Choice(one.id, one.title) for one in desk.catalogue.ways.paths],
            "difficulty": [Choice(one, difficulty_name(one)) for one in DIFFICULTIES],
            "state": [Choice(one, texts.STATES[one]) for one in State],
        },
        "path": desk.catalogue.ways.path(path) if path else None,
        "solved": sum(standings.solved(exercise.slug) for exercise in everything),
        "total": len(everything),
    }


def _rows(desk: Desk, standings: Standings, exercises: list[Exercise]) -> Iterator[Row]:
    paths = desk.catalogue.ways.paths
    for exercise in exercises:
        yield Row(
            exercise,
            standings[exercise.slug],
            difficulty_name(exercise.difficulty),
            tuple(map(topic_name, exercise.topics)),
            tuple(path for path in paths if exercise.slug in path.steps),
        )


def the_exercise(desk: Desk, exercise: Exercise, lang: str) -> Facts:
    """An exercise with the learner's draft and what they have seen of it."""
    from grader.page.statement import statement_html

    attempts = _known(lambda history: history.attempts(exercise.slug)) or ()
    shown = min((_known(History.hints) or {}).get(exercise.slug, 0), len(exercise.hints))
    (row,) = _rows(desk, Standings(attempts), [exercise])
    return {
        "row": row,
        "exercise": exercise,
        "statement": Markup(statement_html(exercise.statement(lang))),
        "draft": read_draft(exercise, desk.folder),
        "hints": exercise.hints[:shown],
        "solved": row.standing.state is State.SOLVED,
        "attempts": attempts,
        "steps": [(path, *_neighbours(desk, path, exercise.slug)) for path in row.paths],
        "sample": sample(exercise),
    }


def _neighbours(desk: Desk, path: LearningPath, slug: str) -> tuple[Exercise | None, Exercise | None]:
    """What comes before and after it on a path."""
    place = path.steps.index(slug)
    before, after = path.steps[max(0, place - 1) : place], path.steps[place + 1 : place + 2]
    return (desk.catalogue[before[0]] if before else None, desk.catalogue[after[0]] if after else None)


def sample(exercise: Exercise) -> str:
    """An input to begin with: a small one of those that the exercise's benchmark measures, where it has one."""
    if exercise.bench is None:
        return '{"args": []}\n'
    calls = json.loads(exercise.bench.read_text(encoding="utf-8"), object_hook=_small)["calls"]
    return '{"calls": [\n  ' + ",\n  ".join(json.dumps(one, ensure_ascii=False) for one in calls) + "\n]}\n"


def _small(found: Facts) -> Any:
    """A benchmark's object with a small number for the size that it varies."""
    if set(found) == {"size"}:
        return _sized(found["size"])
    return {key: _sized(value) for key, value in found.items()}


def _sized(value: Any) -> Any:
    if isinstance(value, list):
        return [_sized(one) for one in value]
    size = _SIZED.fullmatch(value) if isinstance(value, str) else None
    return value if size is None else int(size[1] or 1) * _SIZE + int(size[2] or 0)


def the_history(exercise: Exercise) -> Facts:
    """The attempts at an exercise, the newest first."""
    with opened(_unheard) as history:
        attempts = history.attempts(exercise.slug)
    return {"exercise": exercise, "attempts": [(one, local_time(one.at)) for one in reversed(attempts)]}


def the_attempt(desk: Desk, exercise: Exercise, number: int, other: int | None) -> Facts:
    """The code of an attempt, and how another one, or the file as it is, differs from it.

    Raises:
        UsageError: there is none, or its code was not kept.
    """
    with opened(_unheard) as history:
        attempt, source = code_kept(history, exercise.slug, number)
        name, now = _compared(desk, exercise, history, other)
    lines = difference(source, now, (f"{exercise.slug} {number}", name))
    return {
        "exercise": exercise,
        "attempt": attempt,
        "when": local_time(attempt.at),
        "other": other,
        "source": source.decode("utf-8", "replace"),
        "lines": [(_kind(line, at), line) for at, line in enumerate(lines)],
    }


def _compared(desk: Desk, exercise: Exercise, history: History, other: int | None) -> tuple[str, bytes]:
    if other is not None:
        return f"{exercise.slug} {other}", code_kept(history, exercise.slug, other)[1]
    draft = read_draft(exercise, desk.folder)
    return os.path.basename(draft.path), draft.text.encode("utf-8", "replace")


def _kind(line: str, at: int) -> str:
    """The kind of a diff's line: head, place, added, removed, or same."""
    if at < 2:
        return "head"
    return {"@": "place", "+": "added", "-": "removed"}.get(line[:1], "same")


def the_solution(exercise: Exercise) -> Facts:
    """Our solution, once the learner's was accepted; else why it is not shown."""
    solved = exercise.slug in (_known(History.solved) or ())
    if not solved:
        return {"exercise": exercise, "why_not": texts.NOT_ACCEPTED, "source": ""}
    if exercise.transcript:
        return {"exercise": exercise, "why_not": texts.NOT_RELEASED, "source": ""}
    return {"exercise": exercise, "why_not": None, "source": exercise.reference.read_text(encoding="utf-8")}


def next_after(desk: Desk, slug: str) -> Exercise | None:
    """The exercise to go on with."""
    from grader.progress.suggestion import following

    found = following(desk.catalogue, Standings(_known(History.attempts) or ()), slug)
    return found[0].exercise if found else None
