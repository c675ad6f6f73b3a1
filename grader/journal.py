"""The learner's journal: one line for each check, so that `list` can show progress and `solution` knows an AC.

JSON lines in $XDG_STATE_HOME/dlgrade/journal.jsonl, each with its format version; lines of other versions are left
alone. It is the learner's own file: nothing is graded by it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from grader.report import Report

FORMAT = "dlgrade/journal/1"


def path(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the journal is."""
    state = environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "dlgrade" / "journal.jsonl"


def add(report: Report, journal: Path | None = None) -> str:
    """Write a report's line; "" or, where it cannot be written, a sentence that says so (a check goes on without)."""
    journal = journal or path()
    line = {
        "format": FORMAT,
        "at": report.provenance.started,
        "exercise": report.exercise,
        "verdict": report.verdict,
        "complete": all(case.verdict is not None for case in report.cases),
        "points": report.points,
        "max_points": report.max_points,
        "submission_sha256": report.provenance.submission_sha256,
        "exercise_digest": report.provenance.exercise_digest,
    }
    try:
        journal.parent.mkdir(parents=True, exist_ok=True)
        with journal.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
    except OSError as error:
        return f'The journal "{journal}" could not be written: {error.strerror}. Progress is not recorded.'
    return ""


def accepted(journal: Path | None = None) -> frozenset[str]:
    """The exercises that have an AC in the journal."""
    try:
        lines = (journal or path()).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return frozenset()
    found = set()
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            continue  # a line cut short by a full disk
        known = isinstance(entry, dict) and entry.get("format") == FORMAT
        if known and entry.get("verdict") == "AC" and entry.get("complete"):
            found.add(str(entry.get("exercise")))
    return frozenset(found)
