"""The lanes of this machine as a place where a class is judged."""

from __future__ import annotations

from collections.abc import Mapping

from grader.catalogue.exercise import Exercise
from grader.grading.processors import lanes, processors
from grader.judge.protocol import Options
from grader.klass.executors.station import Station, room_here
from grader.klass.executors.work import Room
from grader.texts import Tell


class Local:
    """`jobs` lanes at most; by default one for each processor."""

    tries = 2

    def __init__(self, jobs: int | None = None) -> None:
        self._jobs = jobs or max(1, len(processors()))

    def __enter__(self) -> Local:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing stays open between two runs."""

    def room(self, target: str, options: Options, progress: Tell) -> Room:
        """The sandbox that these options choose here."""
        return room_here(target, options, progress)

    def seats(self, exercises: Mapping[str, Exercise], options: Options, count: int, progress: Tell) -> Station:
        """A lane for each of so many submissions, up to the most."""
        return Station(exercises, options, lanes(min(self._jobs, max(1, count))), progress)
