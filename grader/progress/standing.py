"""How far a learner is: with each exercise, and with those of a topic or a path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from grader.catalogue.exercise import Catalogue
from grader.catalogue.listing import listed
from grader.catalogue.topics import topic_name
from grader.progress.attempt import Attempt
from grader.texts import Text


class State(StrEnum):
    """How far an exercise is."""

    SOLVED = "solved"
    TRIED = "tried"
    UNTOUCHED = "untouched"


@dataclass(frozen=True)
class Standing:
    """An exercise as a learner stands with it.

    attempts: how many tries were judged. last: the verdict of the newest, and when. best: the shortest time of an
    accepted one, relative to the reference's.
    """

    exercise: str
    state: State = State.UNTOUCHED
    attempts: int = 0
    last: str = ""
    last_at: str = ""
    best: float | None = None

    def to_json(self) -> dict[str, Any]:
        """As one JSON object."""
        return {
            "exercise": self.exercise,
            "state": str(self.state),
            "attempts": self.attempts,
            "last": self.last or None,
            "last_at": self.last_at or None,
            "best_ratio": self.best,
        }


@dataclass(frozen=True)
class Group:
    """Exercises that belong together: of a topic or on a path, in their order."""

    kind: str
    id: str
    title: Text
    standings: tuple[Standing, ...]

    def count(self, state: State) -> int:
        """How many are so far."""
        return sum(one.state is state for one in self.standings)

    def to_json(self) -> dict[str, Any]:
        """As one JSON object."""
        return {
            "kind": self.kind,
            "id": self.id,
            "title": self.title.to_json(),
            **{str(state): self.count(state) for state in State},
            "exercises": [one.exercise for one in self.standings],
        }


class Standings(Mapping[str, Standing]):
    """The standing with each exercise, whether it was tried or not, by the attempts, which are in the order of time."""

    def __init__(self, attempts: Iterable[Attempt]) -> None:
        self._tried: dict[str, list[Attempt]] = {}
        self._latest = ""
        for one in attempts:
            if one.counts:
                self._tried.setdefault(one.exercise, []).append(one)
                self._latest = one.exercise

    def __getitem__(self, slug: str) -> Standing:
        tried = self._tried.get(slug)
        if not tried:
            return Standing(slug)
        accepted = [one for one in tried if one.accepted]
        ratios = [one.ratio for one in accepted if one.ratio is not None]
        state = State.SOLVED if accepted else State.TRIED
        return Standing(slug, state, len(tried), tried[-1].verdict, tried[-1].at, min(ratios, default=None))

    def __iter__(self) -> Iterator[str]:
        return iter(self._tried)

    def __len__(self) -> int:
        return len(self._tried)

    @property
    def latest(self) -> Standing | None:
        """The exercise that was tried last."""
        return self[self._latest] if self._latest else None

    def solved(self, slug: str) -> bool:
        """Whether the exercise is solved."""
        return self[slug].state is State.SOLVED


def groups(catalogue: Catalogue, standings: Standings) -> list[Group]:
    """The paths of a catalogue, then its topics, the largest first."""
    exercises = listed(catalogue)
    found = [
        Group("path", path.id, path.title, tuple(standings[slug] for slug in path.steps))
        for path in catalogue.ways.paths
    ]
    topics: dict[str, list[str]] = {}
    for exercise in exercises:
        for topic in exercise.topics:
            topics.setdefault(topic, []).append(exercise.slug)
    for topic in sorted(topics, key=lambda one: (-len(topics[one]), one)):
        found.append(Group("topic", topic, topic_name(topic), tuple(standings[slug] for slug in topics[topic])))
    return found
