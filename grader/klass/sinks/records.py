"""JSON lines: one record for each mark, with the whole report on the hand-in that counts. For the instructor."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from grader.klass.gradebook import Gradebook
from grader.klass.marks import Mark, Row
from grader.klass.sinks import Files

FORMAT = "dlgrade/mark/1"


def records(book: Gradebook) -> Files:
    """`marks.jsonl`, by docs/report-format.md."""
    lines = (json.dumps(record(row, mark, book), ensure_ascii=True) for row in book.rows for mark in row.marks)
    yield "marks.jsonl", (f"{line}\n" for line in lines)


def record(row: Row, mark: Mark, book: Gradebook) -> dict[str, Any]:
    """A mark as one JSON object."""
    handin, late = mark.handin, mark.lateness
    report = book.report(mark)
    return {
        "format": FORMAT,
        "assignment": book.assignment.slug,
        "student": mark.student,
        "name": row.person.name,
        "email": row.person.email,
        "exercise": mark.exercise,
        "state": mark.state,
        "points": plain(mark.points),
        "max_points": plain(mark.most),
        "raw_points": plain(mark.raw),
        "submission": handin.name if handin else "",
        "submission_sha256": handin.sha256 if handin else "",
        "attempt": handin.attempt if handin else None,
        "submitted": handin.submitted.isoformat() if handin and handin.submitted else None,
        "days_late": late.days_late if late else 0,
        "late_factor": plain(late.factor) if late else 1,
        "published": row.published,
        "reason": mark.reason.to_json(),
        "report": report.to_json() if report else None,
    }


def plain(value: Fraction | None) -> float | int | None:
    """As a number of JSON."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else round(float(value), 6)
