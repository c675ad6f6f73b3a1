"""`dlgrade doctor`: can this machine judge, in which sandbox and why, and what is wrong with it.

    examine ─┬─ sandboxes   which one is used, and why no stronger one
             ├─ engine      versions, known holes (holes.toml), rights, images
             ├─ trial       a worker is started, and programs inside run into their limits
             ├─ machine     cores, memory, disk, how steady its clock is
             └─ attack      with --attack: a dozen submissions that attack

Everything is told as a `Finding`, in both languages, with the facts for --json; grader/render/doctor.py prints them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from grader.texts import Text
from grader.verdict import EXIT_INTERNAL

FORMAT = "dlgrade/doctor/1"


class State(StrEnum):
    """How bad a finding is: a `PROBLEM` stops all judging, a `WARNING` should be mended, a `NOTE` should be known."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    section: a key of `grader.render.words.DOCTOR`.
    name: what was looked at; with the section it identifies the finding in --json.
    remedy: what to do about it; None where nothing is to be done.
    details: a line each, below the text.
    facts: the numbers and names behind the text, as JSON values.
    """

    section: str
    name: str
    state: State
    text: Text
    remedy: Text | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    details: tuple[Text, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "section": self.section,
            "name": self.name,
            "state": self.state,
            "text": self.text.to_json(),
            "details": [detail.to_json() for detail in self.details],
            "remedy": self.remedy and self.remedy.to_json(),
            "facts": dict(self.facts),
        }


@dataclass(frozen=True)
class Examination:
    """All findings, and what follows from them.

    sandbox: the name of the one that a check would use; "" for none.
    tried: whether it was started; not where its image is missing.
    """

    findings: tuple[Finding, ...]
    sandbox: str
    tried: bool

    @property
    def can_check(self) -> bool:
        """Whether nothing that was found stops a check."""
        return bool(self.sandbox) and not any(finding.state is State.PROBLEM for finding in self.findings)

    @property
    def exit_code(self) -> int:
        """0 where a check can be run."""
        return 0 if self.can_check else EXIT_INTERNAL

    def to_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "format": FORMAT,
            "can_check": self.can_check,
            "tried": self.tried,
            "sandbox": self.sandbox,
            "findings": [finding.to_json() for finding in self.findings],
        }
