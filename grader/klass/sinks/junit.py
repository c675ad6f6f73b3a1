"""JUnit XML: the class in one file for its instructor, and one for each student.

A wrong answer is a `failure`, a fault of ours an `error`, a case that was not run `skipped`.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as Xml

from grader.escape import NAME, safe_text
from grader.klass.gradebook import Gradebook
from grader.klass.marks import Mark, Row
from grader.klass.sinks import Files, place
from grader.klass.sinks.csv_tables import number
from grader.klass.sinks.lines import Line, headline, lines
from grader.report import Report
from grader.verdict import Verdict


def junit(book: Gradebook) -> Files:
    """`junit.xml` with all, and below `students/` what is published and may be seen."""
    yield "junit.xml", [_written(_suites(book, book.rows, whole=True))]
    for row in book.rows:
        if row.published:
            yield place(row.person.id, "junit.xml"), [_written(_suites(book, [row], whole=False))]


def _suites(book: Gradebook, rows: Iterable[Row], *, whole: bool) -> Xml.Element:
    root = Xml.Element("testsuites", name=book.assignment.slug)
    for row in rows:
        for mark in row.marks:
            report = book.report(mark) if whole else book.shown(mark)
            root.append(_suite(mark, report, book))
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    return root


def _suite(mark: Mark, report: Report | None, book: Gradebook) -> Xml.Element:
    suite = Xml.Element("testsuite", name=f"{_student(mark)}: {mark.exercise}")
    if report is not None:
        suite.set("timestamp", report.provenance.started)
    properties = Xml.SubElement(suite, "properties")
    shown = {"state": mark.state, "points": "" if mark.points is None else number(mark.points)}
    for key, value in {**shown, "max_points": number(mark.most)}.items():
        Xml.SubElement(properties, "property", name=key, value=value)
    found = lines(mark, report, book) if report is not None and mark.state != "not graded" else []
    cases = [_case(line, mark) for line in found] or [_without_cases(mark, report, book)]
    suite.extend(cases)
    counts = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    suite.set("tests", str(len(cases)))
    for attribute, tag in counts.items():
        suite.set(attribute, str(sum(case.find(tag) is not None for case in cases)))
    suite.set("time", f"{sum(line.wall_s for line in found):.3f}")
    return suite


def _case(line: Line, mark: Mark) -> Xml.Element:
    case = Xml.Element(
        "testcase",
        classname=f"{_student(mark)}.{line.exercise}",
        name=line.name,
        time=f"{line.wall_s:.3f}",
    )
    if line.verdict is None:
        Xml.SubElement(case, "skipped", message=line.message)
    elif line.verdict is not Verdict.AC:
        tag = "error" if line.verdict is Verdict.IE else "failure"
        # The text stands in the body as well: not every reader looks at the attribute.
        Xml.SubElement(case, tag, type=str(line.verdict), message=line.message).text = line.message
    return case


def _without_cases(mark: Mark, report: Report | None, book: Gradebook) -> Xml.Element:
    """One case for an exercise of which there is none to tell."""
    case = Xml.Element("testcase", classname=f"{_student(mark)}.{mark.exercise}", name=mark.exercise)
    said = headline(mark, report, book)
    if mark.state == "not graded":
        Xml.SubElement(case, "error", type="IE", message=said).text = said
    elif mark.state == "missing":
        Xml.SubElement(case, "skipped", message=said)
    elif mark.points != mark.most:
        Xml.SubElement(case, "failure", type=str(mark.verdict or ""), message=said).text = said
    return case


def _student(mark: Mark) -> str:
    return safe_text(mark.student, NAME)


def _written(root: Xml.Element) -> str:
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"
