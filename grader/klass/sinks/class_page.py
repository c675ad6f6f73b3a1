"""A page in HTML on the class, for its instructor: how marks are spread, each case, mistakes, whom to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from grader.escape import LINE, safe_text
from grader.klass.gradebook import Gradebook
from grader.klass.sinks import Files
from grader.klass.sinks.csv_tables import number
from grader.klass.sinks.pages import FOOT, head
from grader.klass.statistics import BINS, ExerciseStatistics, distribution, exercises
from grader.texts import Text

_SPREAD = Text("Spread of the totals", "总分分布")
_STUDENTS = Text("With {low} to {high} % of the points: {count}", "得到 {low}% 至 {high}% 分数的学生：{count} 名")
_HEADS = (Text("Case", "用例"), Text("Passed", "通过率"), Text("Tells apart", "区分度"))
_MEANS = Text(
    "Tells apart: whether who passes a case passes the others too, from -1 to 1. Near 0 or below, look at the case.",
    "区分度：通过该用例的人是否也通过其他用例，从 -1 到 1。接近 0 或为负时，请检查该用例。",
)
_MISTAKES = Text("Commonest mistakes", "最常见的错误")
_GRADED = Text("graded: {count}", "已评分：{count} 份")
_HIDDEN = Text("hidden", "隐藏")
_PROBLEMS = Text("Files that need a look", "需要留意的文件")
_WIDTH, _HEIGHT = 400, 110


def class_page(book: Gradebook) -> Files:
    """`class.html`, in the language of the run."""
    yield "class.html", _page(book)


def _page(book: Gradebook) -> Iterator[str]:
    title = book.assignment.title.localized(book.lang)
    yield head(title, book.lang)
    yield f"<h1>{escape(title)}</h1>\n"
    yield f"<h2>{escape(_SPREAD.localized(book.lang))}</h2>\n"
    yield from _histogram(distribution(book.rows, float(book.assignment.points)), book.lang)
    for one in exercises(book):
        yield from _exercise(one, book.lang)
    yield from _notes(book)
    yield from _problems(book)
    yield FOOT


def _histogram(counts: Sequence[int], lang: str) -> Iterator[str]:
    """Bars with their numbers; each has its sentence, for whoever does not see them."""
    most, step = max(*counts, 1), _WIDTH / BINS
    label = escape(_SPREAD.localized(lang))
    yield f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT + 34}" role="img" aria-label="{label}">\n'
    for at, count in enumerate(counts):
        low, high = at * 100 // BINS, (at + 1) * 100 // BINS
        told = escape(_STUDENTS.localized(lang).format(count=count, low=low, high=high))
        height = _HEIGHT * count / most
        left, top = at * step, 20 + _HEIGHT - height
        yield f'<g><title>{told}</title><rect x="{left + 2:.1f}" y="{top:.1f}" width="{step - 4:.1f}" '
        yield f'height="{height:.1f}"/><text x="{left + step / 2:.1f}" y="{top - 5:.1f}">{count or ""}</text>'
        yield f'<text x="{left + step / 2:.1f}" y="{_HEIGHT + 32}">{low}–{high}</text></g>\n'
    yield "</svg>\n"


def _exercise(one: ExerciseStatistics, lang: str) -> Iterator[str]:
    cells = "".join(f'<th scope="col">{escape(text.localized(lang))}</th>' for text in _HEADS)
    yield f"<section>\n<h2>{escape(one.title.localized(lang))}</h2>\n"
    yield f"<p>{escape(_GRADED.localized(lang).format(count=one.graded))}</p>\n"
    yield f"<table>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n"
    for case in sorted(one.cases, key=lambda case: case.passed):
        hidden = f" <small>({escape(_HIDDEN.localized(lang))})</small>" if case.hidden else ""
        apart = "–" if case.discrimination is None else f"{case.discrimination:.2f}"
        name = f"{escape(safe_text(case.title.localized(lang), LINE))}{hidden} <small>{escape(case.id)}</small>"
        yield f'<tr><th scope="row">{name}</th><td>{100 * case.passed:.0f} %</td><td>{apart}</td></tr>\n'
    yield f"</tbody>\n</table>\n<p><small>{escape(_MEANS.localized(lang))}</small></p>\n"
    if one.mistakes:
        yield f"<h3>{escape(_MISTAKES.localized(lang))}</h3>\n<ul>\n"
        for explanation, count in one.mistakes[:10]:
            yield f"<li><b>{count} ×</b> {escape(explanation.localized(lang))}</li>\n"
        yield "</ul>\n"
    yield "</section>\n"


_LISTS = {
    "not graded": Text("Not graded", "未评分"),
    "missing": Text("Missing", "未提交"),
    "not accepted": Text("Not accepted", "不接受"),
    "late": Text("Late", "迟交"),
    "by hand": Text("By hand", "人工评分"),
}


def _notes(book: Gradebook) -> Iterator[str]:
    """Whom to look at, by what is not as usual."""
    found: dict[str, list[str]] = {name: [] for name in _LISTS}
    for row in book.rows:
        who = safe_text(" ".join(filter(None, (row.person.id, row.person.name))), LINE)
        for mark in row.marks:
            days = mark.lateness.days_late if mark.lateness is not None else 0
            state = "late" if mark.state == "graded" and days else mark.state
            if state in found:
                points = "" if mark.points is None else f" ({number(mark.points)})"
                found[state].append(f"{who}, {mark.exercise}{points}")
    for name, people in found.items():
        if people:
            items = "".join(f"<li>{escape(one)}</li>\n" for one in people)
            yield f"<h2>{escape(_LISTS[name].localized(book.lang))}: {len(people)}</h2>\n<ul>\n{items}</ul>\n"


def _problems(book: Gradebook) -> Iterator[str]:
    """What came of no use, or is not as it should be, each with whose it is and why."""
    if book.problems:
        yield f"<h2>{escape(_PROBLEMS.localized(book.lang))}: {len(book.problems)}</h2>\n<ul>\n"
        for one in book.problems:
            told = ": ".join(filter(None, (one.student, one.name, one.reason.localized(book.lang))))
            yield f"<li>{escape(safe_text(told, LINE))}</li>\n"
        yield "</ul>\n"
