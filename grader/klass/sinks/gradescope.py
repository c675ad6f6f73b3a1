"""Gradescope's `results.json`, one for each student."""

from __future__ import annotations

import json
from typing import Any

from grader.klass.gradebook import Gradebook
from grader.klass.marks import Row
from grader.klass.sinks import Files, place
from grader.klass.sinks.lines import Line, headline, lines
from grader.klass.sinks.records import plain
from grader.verdict import Verdict

_VISIBLE = {"never": "hidden", "after_due": "after_due_date", "always": "visible"}


def gradescope(book: Gradebook) -> Files:
    """Below `gradescope/`, whole for everybody: Gradescope itself shows a student what the visibilities allow."""
    for row in book.rows:
        yield (
            place(row.person.id, "results.json", "gradescope"),
            [json.dumps(results(row, book), ensure_ascii=True, indent=1)],
        )


def results(row: Row, book: Gradebook) -> dict[str, Any]:
    """The object. Of whoever is not graded it has no score: to Gradescope a run that failed, and no zero."""
    visibility = "visible" if row.published else "after_published"
    reports = [(mark, book.report(mark)) for mark in row.marks]
    output = "\n".join(f"{mark.exercise}: {headline(mark, book.shown(mark), book)}" for mark, _ in reports)
    found: dict[str, Any] = {
        "output": output,
        "output_format": "text",
        "visibility": visibility,
        "stdout_visibility": "hidden",
        "extra_data": {"assignment": book.assignment.slug, "graded": row.points is not None},
    }
    if row.points is None:
        return found
    hidden = _VISIBLE[book.assignment.hidden_results]
    tests = [
        _test(line, f"{number}.{at}", hidden if line.hidden else visibility)
        for number, (mark, report) in enumerate(reports, start=1)
        if report is not None
        for at, line in enumerate(lines(mark, report, book), start=1)
    ]
    return {"score": plain(row.points), **found, "tests": tests}


def _test(line: Line, number: str, visibility: str) -> dict[str, Any]:
    return {
        "name": f"{line.exercise}: {line.name}",
        "number": number,
        "score": plain(line.points),
        "max_score": plain(line.most),
        "status": "passed" if line.verdict is Verdict.AC else "failed",
        "output": line.message,
        "visibility": visibility,
    }
