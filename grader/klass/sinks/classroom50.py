"""Classroom 50's `result.json` (`classroom50/result/v1`), one for each student."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from grader.klass.gradebook import Gradebook
from grader.klass.marks import Row
from grader.klass.sinks import Files, place
from grader.klass.sinks.lines import Line, lines
from grader.verdict import Verdict

SCHEMA = "classroom50/result/v1"
_MOST_SCALE = 10_000


def classroom50(book: Gradebook) -> Files:
    """Of those who are graded and published. Without a file the runner reports a fault of its own, and no zero."""
    for row in book.rows:
        if row.published and row.points is not None:
            yield place(row.person.id, "classroom50.json"), [json.dumps(result(row, book), ensure_ascii=True, indent=1)]


def result(row: Row, book: Gradebook, environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The object; points are whole numbers there, so all are scaled alike.

    Args:
        environ: the runner's, which says what was handed in: CLASSROOM, OWNER, SUBMISSION_TAG, COMMIT_URL, ...
    """
    assert row.points is not None, "who is not graded has no result"
    found = [
        line for mark in row.marks if (report := book.shown(mark)) is not None for line in lines(mark, report, book)
    ]
    scale = _scale([row.points, book.assignment.points, *(one for line in found for one in (line.points, line.most))])
    submitted = [mark.handin.submitted for mark in row.marks if mark.handin and mark.handin.submitted]
    most = _whole(book.assignment.points, scale)
    return {
        "schema": SCHEMA,
        "classroom": environ.get("CLASSROOM", ""),
        "assignment": environ.get("ASSIGNMENT", book.assignment.slug),
        "assignment_type": environ.get("ASSIGNMENT_TYPE", "individual"),
        "owner": environ.get("OWNER") or environ.get("USERNAME") or row.person.id,
        "submission": environ.get("SUBMISSION_TAG", f"submit/{book.assignment.slug}"),
        "commit": environ.get("COMMIT_URL", ""),
        "release": environ.get("RELEASE_URL", ""),
        "review": environ.get("REVIEW_URL", ""),
        "datetime": _moment(max(submitted) if submitted else book.at),
        "score": min(most, _whole(row.points, scale)),
        "max-score": most,
        "tests": [_test(line, scale) for line in found],
        "graded_at": _moment(book.at),
    }


def _test(line: Line, scale: int) -> dict[str, Any]:
    return {
        "test-name": f"{line.exercise}: {line.name}",
        "passed": line.verdict is Verdict.AC,
        "score": _whole(line.points, scale),
        "max-score": _whole(line.most, scale),
        "message": line.message,
    }


def _scale(values: Iterable[Fraction]) -> int:
    """The number by which all become whole; one that is large enough where that would be huge."""
    scale = math.lcm(*(value.denominator for value in values))
    return scale if scale <= _MOST_SCALE else _MOST_SCALE


def _whole(value: Fraction, scale: int) -> int:
    return round(value * scale)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
