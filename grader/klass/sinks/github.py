"""GitHub Actions: annotations as workflow commands, at most ten, and a summary in Markdown, one of each per student.

Whatever a student wrote is escaped twice: as text for a person, and for the place where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.escape import LINE, safe_text
from grader.klass.gradebook import Gradebook
from grader.klass.marks import Mark, Row
from grader.klass.sinks import Files, place
from grader.klass.sinks.csv_tables import NOT_GRADED, number
from grader.klass.sinks.lines import Line, headline, lines
from grader.report import Report
from grader.texts import Text
from grader.verdict import Verdict

MOST = 10
_MOST_CHARS = 60_000
_MORE = Text("and {count} more; the summary has all", "以及另外 {count} 条，见摘要")
_HEAD = Text("| exercise | points | of | result |", "| 题目 | 得分 | 满分 | 结果 |")


def github(book: Gradebook) -> Files:
    """`annotations.txt`, to be printed by a job, and `summary.md`, for $GITHUB_STEP_SUMMARY; of what is published."""
    for row in book.rows:
        if row.published:
            yield place(row.person.id, "annotations.txt"), [f"{line}\n" for line in commands(row, book)]
            yield place(row.person.id, "summary.md"), [summary(row, book)]


def commands(row: Row, book: Gradebook) -> list[str]:
    """The workflow commands: one for each exercise that is not accepted, the last for all that there is no room for."""
    found = [_annotation(mark, book.shown(mark), book) for mark in row.marks if mark.verdict is not Verdict.AC]
    if len(found) > MOST:
        more = _MORE.localized(book.lang).format(count=len(found) - MOST + 1)
        found[MOST - 1 :] = [command("warning", book.assignment.slug, more)]
    return found


def _annotation(mark: Mark, report: Report | None, book: Gradebook) -> str:
    level = "warning" if mark.points is None else "error"
    said = headline(mark, report, book)
    failed = [line.name for line in lines(mark, report, book) if line.failed] if report is not None else []
    return command(level, mark.exercise, "\n".join([said, *(f"- {name}" for name in failed)]))


def command(level: str, title: str, message: str) -> str:
    """A workflow command: one line, whatever is in its texts."""
    return f"::{level} title={_escaped(title, property_=True)}::{_escaped(message)}"


def _escaped(text: str, *, property_: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property_ else text


def summary(row: Row, book: Gradebook) -> str:
    """A table of the exercises, and a list of the cases of each; far below the size at which GitHub drops it."""
    parts = [f"## {markdown(book.assignment.title.localized(book.lang))}", "", _HEAD.localized(book.lang)]
    parts.append("| --- | ---: | ---: | --- |")
    shown = [(mark, book.shown(mark)) for mark in row.marks]
    for mark, report in shown:
        points = NOT_GRADED.localized(book.lang) if mark.points is None else number(mark.points)
        said = markdown(headline(mark, report, book))
        parts.append(f"| {markdown(mark.exercise)} | {points} | {number(mark.most)} | {said} |")
    for mark, report in shown:
        if report is not None and mark.state != "not graded":
            parts += _cases(mark, lines(mark, report, book))
    text = "\n".join(parts) + "\n"
    return text if len(text) <= _MOST_CHARS else text[:_MOST_CHARS].rpartition("\n")[0] + "\n"


def _cases(mark: Mark, found: Sequence[Line]) -> list[str]:
    rows = [f"- {line.verdict or '…'} {markdown(line.name)}" for line in found]
    return ["", f"### {markdown(mark.exercise)}", "", *rows]


def markdown(text: str) -> str:
    """A text that stays text in Markdown: no markup, no HTML, no mention, on one line."""
    line = safe_text(text, LINE)
    return re.sub(r"([\\`*_{}\[\]<>()#|!~@])", r"\\\1", line).replace("@", "@\u2060")
