"""Tables: dlgrade's own, and the columns that other programs read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from grader.klass.gradebook import Gradebook
from grader.klass.marks import Mark, Row
from grader.klass.sinks import Files
from grader.texts import Text, joined

NOT_GRADED = Text("not graded", "未评分")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def number(value: Fraction) -> str:
    """Points with at most four digits after the point."""
    return f"{float(value):.4f}".rstrip("0").rstrip(".")


def neutral(cell: Any) -> str:
    """A cell that no spreadsheet takes for a formula: a text that begins like one gets an apostrophe in front."""
    if not isinstance(cell, str):
        return str(cell)
    formula = cell.lstrip(" \n").startswith(_FORMULA) and cell.strip("-")
    return f"'{cell}" if formula else cell


def table(header: Sequence[str], lines: Iterable[Sequence[Any]]) -> list[str]:
    """A table by RFC 4180; every cell is made neutral, so numbers of ours that may be negative are no `str`."""
    text = io.StringIO()
    writer = csv.writer(text)
    for line in (header, *lines):
        writer.writerow([neutral(cell) for cell in line])
    return [text.getvalue()]


def own(book: Gradebook) -> Files:
    """`gradebook.csv`, all that an instructor wants at a glance: a line for each student.

    It begins with a byte order mark, without which Excel reads Chinese names as Latin letters.
    """
    slugs = book.assignment.slugs
    header = ["student_id", "name", "email", *slugs, "total", "of", "days_late", "published", "notes"]
    yield "gradebook.csv", ["\ufeff", *table(header, (_line(row, book) for row in book.rows))]


def _line(row: Row, book: Gradebook) -> list[Any]:
    return [
        row.person.id,
        row.person.name,
        row.person.email,
        *(_points(mark.points, book.lang) for mark in row.marks),
        _points(row.points, book.lang),
        number(book.assignment.points),
        row.days_late,
        "yes" if row.published else "no",
        _notes(row.marks).localized(book.lang),
    ]


def _points(points: Fraction | None, lang: str) -> str:
    return NOT_GRADED.localized(lang) if points is None else number(points)


def _notes(marks: Sequence[Mark]) -> Text:
    """A sentence for each mark that is not as usual."""
    return joined(f"{mark.exercise}: " + mark.reason for mark in marks if mark.reason.en)


def canvas(book: Gradebook) -> Files:
    """`canvas.csv`, for the import of Canvas's gradebook. Students who are not graded are left out: they keep what
    they have there.
    """
    title = book.assignment.title.localized(book.lang)
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title]
    most = ["    Points Possible", "", "", "", "", number(book.assignment.points)]
    students = (
        [row.person.name or row.person.id, "", row.person.id, row.person.email, "", number(row.points)]
        for row in book.rows
        if row.points is not None
    )
    yield "canvas.csv", table(header, [most, *students])


def moodle(book: Gradebook) -> Files:
    """`moodle.csv`, for the import of Moodle's grader report; without those who are not graded."""
    title = book.assignment.title.localized(book.lang)
    header = ["ID number", "Full name", "Email address", title, "Feedback"]
    students = (
        [
            row.person.id,
            row.person.name,
            row.person.email,
            number(row.points),
            _notes(row.marks).localized(book.lang),
        ]
        for row in book.rows
        if row.points is not None
    )
    yield "moodle.csv", table(header, students)


def nbgrader(book: Gradebook) -> Files:
    """`nbgrader.csv`, as `nbgrader export` writes it; the scores of whoever is not graded are empty."""
    header = [
        *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
        *("raw_score", "late_submission_penalty", "score", "max_score"),
    ]
    yield "nbgrader.csv", table(header, (_nbgrader(row, book) for row in book.rows))


def _nbgrader(row: Row, book: Gradebook) -> list[Any]:
    submitted = [mark.handin.submitted for mark in row.marks if mark.handin and mark.handin.submitted]
    raw = sum((mark.raw if mark.raw is not None else mark.points or Fraction(0) for mark in row.marks), Fraction(0))
    scores = ["", "", ""]
    if row.points is not None:
        scores = [number(raw), number(max(raw - row.points, Fraction(0))), number(row.points)]
    due = book.assignment.due
    return [
        book.assignment.slug,
        due.isoformat() if due else "",
        max(submitted).isoformat() if submitted else "",
        row.person.id,
        row.person.name,
        "",
        row.person.email,
        *scores,
        number(book.assignment.points),
    ]


def otter(book: Gradebook) -> Files:
    """`otter.csv`, with the columns of otter-grader's `final_grades.csv`; what is not graded is an empty cell."""
    slugs = sorted(book.assignment.slugs)
    worth = {one.slug: one.points for one in book.assignment.exercises}
    header = ["file", *slugs, "total_points_earned", "percent_correct", "grading_status"]
    most = [number(worth[slug]) for slug in slugs]
    first = ["points-per-question", *most, number(book.assignment.points), "1", "--"]
    yield "otter.csv", table(header, [first, *(_otter(row, slugs, book) for row in book.rows)])


def _otter(row: Row, slugs: Sequence[str], book: Gradebook) -> list[Any]:
    marks = {mark.exercise: mark for mark in row.marks}
    points = ["" if marks[slug].points is None else number(marks[slug].points or Fraction(0)) for slug in slugs]
    if row.points is None:
        return [row.person.id, *points, "", "", _notes(row.marks).localized(book.lang)]
    return [row.person.id, *points, number(row.points), number(row.points / book.assignment.points), "Completed"]
