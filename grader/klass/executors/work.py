"""What goes to a place that judges: one record of plain data, with all that it needs; and what comes back, as bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeAlias

from grader.catalogue.exercise import Exercise
from grader.judge.protocol import Options
from grader.report import Report
from grader.texts import Tell

Room: TypeAlias = tuple[str, str]
"""The names of a sandbox and of what runs in it."""

Files: TypeAlias = tuple[tuple[str, bytes], ...]
"""Files by their path below the catalogue."""

# Of an exercise's folders: what no judge reads.
_UNREAD = ("right", "proof.json", "__pycache__")


@dataclass(frozen=True)
class Work:
    """A submission to judge. What nobody may read is left out where it is printed: executors log what failed.

    program: the version of dlgrade. run: one word for all work of a command. digest: of the exercise. room: where it
    must be judged, or its result would be found under another key. all_cases: as in `Policy`. more: others of this
    exercise follow, so its sandbox may start meanwhile. files: the exercise's, where the place has none of its own.
    """

    program: str
    exercise: str
    digest: str
    options: Options
    room: Room
    name: str = field(repr=False)
    source: bytes = field(repr=False)
    seed: str = field(repr=False)
    all_cases: bool = False
    more: bool = False
    run: str = ""
    files: Files = field(default=(), repr=False)


class Seats(Protocol):
    """Places that judge, each one submission at a time."""

    @property
    def slots(self) -> int:
        """How many there are."""

    def submit(self, work: Work) -> Future[bytes]:
        """Have it judged: the future's are the bytes of `answer`."""

    def result(self, future: Future[bytes]) -> bytes:
        """The answer of a future that is done.

        Raises:
            GraderError: there is none, which is our fault. UsageError: what was asked for cannot be had.
        """

    def seal(self) -> None:
        """There will be no more."""

    def need_alive(self) -> None:
        """Return if somebody may still answer; asked when nothing has come back for a while.

        Raises:
            GraderError: nobody is there.
        """


class Where(Protocol):
    """Where a class is judged."""

    @property
    def tries(self) -> int:
        """How often one that we fail on is tried in a run."""

    def room(self, target: str, options: Options, progress: Tell) -> Room:
        """The sandbox that these options choose there."""

    def seats(
        self, exercises: Mapping[str, Exercise], options: Options, count: int, progress: Tell
    ) -> AbstractContextManager[Seats]:
        """Seats for so many submissions to these exercises; whatever still runs in the end is given up."""


def files_of(exercise: Exercise) -> Files:
    """All that judging reads of an exercise, as it is now."""
    found = []
    for folder, top in ((exercise.folder, "exercises"), (exercise.solutions, "solutions")):
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(folder).parts
            if path.is_file() and not set(_UNREAD) & set(parts):
                found.append(("/".join((top, exercise.slug, *parts)), path.read_bytes()))
    return tuple(found)


def unpack(files: Files, folder: Path) -> None:
    """Write them below a folder."""
    for name, content in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def answer(report: Report) -> bytes:
    """A report as it comes back."""
    return json.dumps(report.to_json()).encode()


def report_of(found: bytes) -> Report:
    """The report that came back.

    Raises:
        UsageError: it is none.
    """
    return Report.from_json(json.loads(found))
