"""One attempt: a file of the learner's that was judged, or that a reset took away."""

from __future__ import annotations

import math
import uuid
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from types import NoneType
from typing import Any

from grader.report import FORMAT, Report
from grader.verdict import Verdict

NOT_JUDGED = ""
"""In a verdict's place: the code was kept when a reset took it away."""


@dataclass(frozen=True)
class Attempt:
    """One attempt, without its code.

    id: no other attempt has it, on any machine. at: when, in UTC, by ISO 8601. name: the file, as it was written on the
    command line. complete: no case was left out on purpose. sha256: of the code that was judged, of a notebook the
    module made of it. report: the format of the report. ratio: the time relative to the reference's, where it was
    settled. number: its place among those of its exercise, from 1, by time; 0 before it is in a history.
    """

    id: str
    at: str
    exercise: str
    verdict: str
    name: str = ""
    notebook: bool = False
    complete: bool = False
    points: float = 0.0
    max_points: float = 0.0
    seed: str = ""
    sha256: str = ""
    exercise_digest: str = ""
    report: str = ""
    program: str = ""
    ratio: float | None = None
    wall_s: float = 0.0
    sandbox: str = ""
    isolation: str = ""
    number: int = 0

    def __post_init__(self) -> None:
        # The name of a file may have bytes that are no text, which no database and no JSON takes.
        object.__setattr__(self, "name", self.name.encode("utf-8", "backslashreplace").decode())

    def to_json(self) -> dict[str, Any]:
        """As one JSON object."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Any) -> Attempt:
        """An attempt from its JSON object; members that are missing get their defaults, unknown ones are passed over.

        Raises:
            KeyError, TypeError, ValueError: it is none.
        """
        if not isinstance(data, dict):
            raise TypeError("not an object")
        values = {one.name: _checked(one.type, data[one.name]) for one in fields(cls) if one.name in data}
        values["at"] = datetime.fromisoformat(data["at"]).astimezone(UTC).isoformat(timespec="seconds")
        made = cls(**values | {"number": 0})
        if made.verdict != NOT_JUDGED:
            Verdict(made.verdict)
        return made

    @property
    def accepted(self) -> bool:
        """Whether it solved the exercise."""
        return self.verdict == Verdict.AC and self.complete

    @property
    def counts(self) -> bool:
        """Whether it is one of the learner's tries: a fault of ours is none, nor is what a reset took away."""
        return self.verdict not in (Verdict.IE, NOT_JUDGED)


def _checked(annotation: Any, value: Any) -> Any:
    """The value, if it is of the type that is written there and can be stored."""
    if type(value) not in _TYPES[annotation]:
        raise TypeError(annotation)
    if isinstance(value, str):
        value.encode("utf-8")  # half of a surrogate pair is no text
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(value)
    return value


_TYPES: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "bool": (bool,),
    "int": (int,),
    "float": (int, float),
    "float | None": (int, float, NoneType),
}


def attempt_of(report: Report) -> Attempt:
    """The attempt that a report tells of."""
    known = report.provenance
    ratios = [timing.ratio for timing in report.timing if timing.settled and timing.pairs]
    return Attempt(
        id=uuid.uuid4().hex,
        at=known.started,
        exercise=report.exercise,
        verdict=str(report.verdict),
        name=report.submission,
        notebook=report.notebook is not None,
        complete=not report.partial,
        points=report.points,
        max_points=report.max_points,
        seed=known.seed,
        sha256=known.submission_sha256,
        exercise_digest=known.exercise_digest,
        report=FORMAT,
        program=known.program,
        ratio=max(ratios, default=None),
        wall_s=known.wall_s,
        sandbox=known.sandbox,
        isolation=known.isolation,
    )


def kept(exercise: str, name: str, sha256: str, *, notebook: bool) -> Attempt:
    """The attempt that keeps code which nobody judged."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Attempt(uuid.uuid4().hex, now, exercise, NOT_JUDGED, name, notebook, sha256=sha256)


def local_time(at: str) -> str:
    """A moment by the clock of this machine, to the minute; "" for what is none."""
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return ""


def numbered(attempts: list[Attempt]) -> tuple[Attempt, ...]:
    """The attempts, which are in the order of time, with their numbers."""
    count: dict[str, int] = {}
    result = []
    for one in attempts:
        count[one.exercise] = count.get(one.exercise, 0) + 1
        result.append(replace(one, number=count[one.exercise]))
    return tuple(result)
