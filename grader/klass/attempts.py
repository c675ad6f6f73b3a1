"""Attempts: what a student handed in for one exercise, put in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

_EVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Candidate:
    """A file that answers an exercise; `attempt` where something tells it."""

    student_id: str
    exercise: str
    name: str
    source: bytes
    submitted: datetime | None
    attempt: int | None


@dataclass(frozen=True)
class Ordered:
    """One student's answers to one exercise, first to last.

    same: the names of copies, which are left out. unclear: the names of those of which nothing says which came first.
    """

    candidates: tuple[Candidate, ...]
    same: tuple[str, ...]
    unclear: tuple[str, ...]

    @property
    def numbered(self) -> Iterator[tuple[int, Candidate]]:
        """Each with the number of its attempt: as it is told, if each has one of its own, else counted."""
        told = [one.attempt for one in self.candidates if one.attempt is not None]
        if len(set(told)) == len(self.candidates):
            return zip(told, self.candidates, strict=True)
        return enumerate(self.candidates, start=1)


def in_order(candidates: list[Candidate]) -> Iterator[Ordered]:
    """The answers, by student and exercise in the order in which they first appear."""
    groups: dict[tuple[str, str], list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault((candidate.student_id, candidate.exercise), []).append(candidate)
    for group in groups.values():
        yield _ordered(sorted(group, key=lambda one: (*_place(one), _natural(one.name))))


def _ordered(group: list[Candidate]) -> Ordered:
    kept: list[Candidate] = []
    same: list[str] = []
    for one in group:
        if any(one.source == other.source and _place(one) == _place(other) for other in kept):
            same.append(one.name)
        else:
            kept.append(one)
    places = [_place(one) for one in kept]
    unclear = tuple(one.name for one, place in zip(kept, places, strict=True) if places.count(place) > 1)
    return Ordered(tuple(kept), tuple(same), unclear)


def _place(one: Candidate) -> tuple[int, datetime]:
    """What says when it came: the attempt that is told, then the time; what has neither comes first, or last."""
    return one.attempt or 0, one.submitted or _EVER


def _natural(name: str) -> list[tuple[int, str]]:
    """A name with its numbers as numbers: "try 10" comes after "try 9"."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name)]
