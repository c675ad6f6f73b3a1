"""The events that a page hears of its exercise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from grader.page.draft import Draft
from grader.report import CaseResult, Report
from grader.texts import Text


@dataclass(frozen=True)
class FileIs:
    """The file is in this state: when one begins to listen, and whenever it has changed."""

    draft: Draft


@dataclass(frozen=True)
class Begun:
    """A run has been asked for; what is known of an older one is old. `all` tells a submission from a run."""

    number: int
    all: bool


@dataclass(frozen=True)
class Expected:
    """These cases will be judged."""

    cases: tuple[CaseResult, ...]


@dataclass(frozen=True)
class Doing:
    """The run waits for something."""

    said: Text


@dataclass(frozen=True)
class Judged:
    """A case has been judged."""

    case: CaseResult


@dataclass(frozen=True)
class Reported:
    """The run has come to its report."""

    report: Report


@dataclass(frozen=True)
class Failed:
    """The run could not be made, which is no verdict."""

    said: Text
    advice: Text


@dataclass(frozen=True)
class Cancelled:
    """The run was given up."""


@dataclass(frozen=True)
class Remark:
    """Something else went wrong, such as the recording of the attempt."""

    said: Text


Event: TypeAlias = FileIs | Begun | Expected | Doing | Judged | Reported | Failed | Cancelled | Remark
END = (Reported, Failed, Cancelled)
