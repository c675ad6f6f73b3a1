"""A page in HTML for each student: marks, the cases, and why those that may be seen failed.

Everything in it is text: whatever a student wrote is made safe, then escaped. It loads nothing, and needs no script.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from grader.escape import LINE, safe_text
from grader.klass.gradebook import Gradebook
from grader.klass.marks import Mark, Row
from grader.klass.sinks import Files, place
from grader.klass.sinks.csv_tables import NOT_GRADED, number
from grader.klass.sinks.lines import Line, headline, lines
from grader.render.plain import explanation
from grader.report import Report
from grader.texts import Text
from grader.verdict import Verdict

_EXERCISE, _POINTS, _RESULT = Text("Exercise", "题目"), Text("Points", "得分"), Text("Result", "结果")
_TOTAL, _FILE = Text("Total", "总分"), Text("File: ", "文件：")
_HIDDEN = Text("hidden", "隐藏")
_NOT_SHOWN = Text("Hidden tests count, and what came of them is not shown.", "隐藏测试计入得分，但不显示其结果。")
_STATES = {
    "passed": Text("passed", "通过"),
    "failed": Text("failed", "未通过"),
    "skipped": Text("not run", "未运行"),
}


def pages(book: Gradebook) -> Files:
    """`report.html` for each whose marks are published, in the language of the run."""
    for row in book.rows:
        if row.published:
            yield place(row.person.id, "report.html"), _page(row, book)


def head(title: str, lang: str) -> str:
    """The beginning of a page, up to what is in `main`; FOOT is its end."""
    return _HEAD.format(lang=lang, title=escape(title), style=_STYLE)


def _page(row: Row, book: Gradebook) -> Iterator[str]:
    title = book.assignment.title.localized(book.lang)
    who = escape(safe_text(row.person.name or row.person.id, LINE))
    shown = [(mark, book.shown(mark)) for mark in row.marks]
    yield head(title, book.lang)
    yield f"<h1>{escape(title)}</h1>\n<p>{who}</p>\n"
    yield from _table(row, shown, book)
    for mark, report in shown:
        if report is not None:
            yield from _section(mark, report, book)
    yield FOOT


def _table(row: Row, shown: list[tuple[Mark, Report | None]], book: Gradebook) -> Iterator[str]:
    said = (_EXERCISE, _POINTS, _RESULT)
    cells = "".join(f'<th scope="col">{escape(one.localized(book.lang))}</th>' for one in said)
    yield f"<table>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n"
    for mark, report in shown:
        points = f"{_points(mark, book)} / {number(mark.most)}"
        result = escape(headline(mark, report, book))
        name = escape(report.title.localized(book.lang) if report is not None else mark.exercise)
        yield f'<tr><th scope="row">{name}</th><td>{points}</td><td>{result}</td></tr>\n'
    total = NOT_GRADED.localized(book.lang) if row.points is None else number(row.points)
    whole = f"{escape(total)} / {number(book.assignment.points)}"
    label = escape(_TOTAL.localized(book.lang))
    yield f'</tbody>\n<tfoot><tr><th scope="row">{label}</th><td>{whole}</td><td></td></tr></tfoot>\n</table>\n'


def _points(mark: Mark, book: Gradebook) -> str:
    return escape(NOT_GRADED.localized(book.lang) if mark.points is None else number(mark.points))


def _section(mark: Mark, report: Report, book: Gradebook) -> Iterator[str]:
    """The cases of an exercise; what kept all of them from being run stands before them."""
    yield f"<section>\n<h2>{escape(report.title.localized(book.lang))}</h2>\n"
    file = escape(safe_text(report.submission, LINE))
    yield f"<p>{escape(_FILE.localized(book.lang))}<code>{file}</code></p>\n"
    whole = explanation(report, None, book.lang)
    if whole:
        yield f"<pre>{escape(whole)}</pre>\n"
    cases = {case.id: case for case in report.cases}
    if mark.state != "not graded":
        yield "<ul>\n"
        for line in lines(mark, report, book):
            told = not whole and cases[line.id].failure is not None
            why = explanation(report, cases[line.id], book.lang) if told else ""
            yield _case(line, why.partition("\n")[2], book.lang)  # its first line is the title
        yield "</ul>\n"
        if not book.hidden_shown(mark.student):
            yield f"<p>{escape(_NOT_SHOWN.localized(book.lang))}</p>\n"
    yield "</section>\n"


def _case(line: Line, why: str, lang: str) -> str:
    state = "skipped" if line.verdict is None else "passed" if line.verdict is Verdict.AC else "failed"
    hidden = f" <small>({escape(_HIDDEN.localized(lang))})</small>" if line.hidden else ""
    told = f"\n<pre>{escape(why)}</pre>" if why else ""
    word = escape(_STATES[state].localized(lang))
    points = f"{number(line.points)} / {number(line.most)}"
    return f'<li class="{state}"><b>{word}</b> {escape(line.name)}{hidden} <small>{points}</small>{told}</li>\n'


_HEAD = """\
<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
"""
FOOT = "</main>\n</body>\n</html>\n"
_STYLE = """\
:root { color-scheme: light dark; --good: #1a6b2d; --bad: #a11212; --edge: #8884; }
@media (prefers-color-scheme: dark) { :root { --good: #7fd694; --bad: #ff9c9c; } }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 60rem; margin: auto; padding: 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--edge); }
td:nth-child(2) { white-space: nowrap; }
th small, code { overflow-wrap: anywhere; }
ul { list-style: none; padding: 0; }
li { padding: .3rem 0; border-bottom: 1px solid var(--edge); }
.passed b { color: var(--good); }
.failed b { color: var(--bad); }
svg { width: 100%; max-width: 40rem; fill: currentColor; }
svg rect { fill: #3b76b5; }
svg text { font-size: 10px; text-anchor: middle; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border-left: .25rem solid var(--edge); padding-left: .7rem; }
"""
