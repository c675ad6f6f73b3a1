"""What a benchmark found: time and peak memory against the size of an input, of a submission and of the reference."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from grader.report import Bounded, Failure, LoadFailure, Mismatch, plain
from grader.texts import Text
from grader.verdict import Verdict

FORMAT = "dlgrade/benchmark/1"


@dataclass(frozen=True)
class Side:
    """One side at one size: seconds of the last call (median, quartiles), and the peak of its process's memory in bytes
    beyond what it takes before the calls; asked: how often it called the input's function. 0 where it was not measured.
    """

    seconds: float = 0.0
    low_s: float = 0.0
    high_s: float = 0.0
    peak_bytes: int = 0
    asked: int = 0


@dataclass(frozen=True)
class Point(Bounded):
    """One size. ratio: the median of the paired ratios of the times, with its quartiles; 0 where there is none.

    noisy: the ratios are too far apart to mean much. failure: why the submission gave no answer; larger sizes are then
    not tried. refused: why the reference gave none. mismatch: how the answers differ; the times say little then.
    """

    size: int
    submission: Side | None = None
    reference: Side | None = None
    ratio: float = 0.0
    low: float = 0.0
    high: float = 0.0
    pairs: int = 0
    noisy: bool = False
    failure: Failure | None = None
    refused: Failure | None = None
    mismatch: Mismatch | None = None


@dataclass(frozen=True)
class Slopes:
    """The exponents p of n^p, on the upper half of the sizes; None where fewer than three of them are measured."""

    submission: float | None = None
    reference: float | None = None


@dataclass(frozen=True)
class Benched:
    """All sizes. measure: "time", or "asked" where the input has a function, whose time would be in everything.

    clock: "cpu" or "wall". The slopes are those of the measure, and of the memory.
    """

    points: tuple[Point, ...] = ()
    measure: str = "time"
    clock: str = "cpu"
    cost: Slopes = Slopes()
    memory: Slopes = Slopes()
    reference: bool = True
    load: Verdict | None = None
    load_failure: LoadFailure | None = None
    fault: Failure | None = None

    @property
    def noisy(self) -> bool:
        """Whether some ratio is too restless to mean much."""
        return any(point.noisy for point in self.points)


@dataclass(frozen=True)
class Benchmark:
    """A benchmark as it is told: of which submission, in which exercise, and what n is."""

    exercise: str
    title: Text
    submission: str
    about: Text
    benched: Benched
    sandbox: str = ""
    warnings: tuple[Text, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As one JSON object."""
        return {"format": FORMAT, **plain(asdict(self))}
