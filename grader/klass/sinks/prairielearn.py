"""PrairieLearn's `results.json`, one for each student."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from grader.klass.gradebook import Gradebook
from grader.klass.marks import Row
from grader.klass.sinks import Files, place
from grader.klass.sinks.lines import headline, lines
from grader.klass.sinks.records import plain

_MOST_BYTES = 1_000_000


def prairielearn(book: Gradebook) -> Files:
    """Of those whose marks are published, as much as they may see."""
    for row in book.rows:
        if row.published:
            yield place(row.person.id, "prairielearn.json"), [written(results(row, book))]


def results(row: Row, book: Gradebook) -> dict[str, Any]:
    """The object. Whoever is not graded is not `gradable`: no attempt is used up, and nothing becomes a zero."""
    shown = [(mark, book.shown(mark)) for mark in row.marks]
    output = "\n".join(f"{mark.exercise}: {headline(mark, report, book)}" for mark, report in shown)
    if row.points is None:
        return {"gradable": False, "message": output, "format_errors": [output]}
    most = book.assignment.points
    return {
        "gradable": True,
        "score": plain(min(row.points / most, Fraction(1))),
        "message": output,
        "tests": [
            {
                "name": f"{line.exercise}: {line.name}",
                "points": plain(line.points),
                "max_points": plain(line.most),
                "output": line.message,
            }
            for mark, report in shown
            if report is not None
            for line in lines(mark, report, book)
        ],
    }


def written(found: dict[str, Any]) -> str:
    """As JSON of at most a megabyte, beyond which nothing is read: without the tests' outputs if need be."""
    text = json.dumps(found, ensure_ascii=True, indent=1)
    if len(text) > _MOST_BYTES:
        text = json.dumps(found | {"tests": [test | {"output": ""} for test in found["tests"]]}, ensure_ascii=True)
    return text
