"""Hand-ins: who handed in what, read out of a folder or a platform's archive.

Whatever is wrong with one file is that student's problem, told with its reason; the others are collected.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from grader.texts import Text


@dataclass(frozen=True)
class HandIn:
    """One file that answers an exercise. `name` is its path as the instructor sees it.

    submitted: None where nothing tells. attempt: 1 for the first of this student and exercise.
    """

    student_id: str
    exercise: str
    name: str
    source: bytes = field(repr=False)
    submitted: datetime | None = None
    attempt: int = 1


@dataclass(frozen=True)
class Problem:
    """Something that an instructor must know of: a student's, or nobody's. `kind` is a word for programs."""

    student_id: str | None
    name: str
    kind: str
    reason: Text
    remedy: Text


@dataclass(frozen=True)
class Collected:
    """The result of a collection: hand-ins by student, exercise and attempt; problems; and what is missing of whom."""

    handins: tuple[HandIn, ...] = ()
    problems: tuple[Problem, ...] = ()
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
