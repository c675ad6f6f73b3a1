"""Tables: many reports, and the exercises of a catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from grader.catalogue import Exercise
from grader.escape import NAME
from grader.render import words
from grader.render.console import COLOURS, page_on
from grader.render.explain import reason
from grader.report import Report
from grader.texts import Text
from grader.verdict import Verdict


def print_summary(reports: Sequence[Report], console: Console, lang: str) -> None:
    """Print a row for each submission, in the given order, and how many got which verdict."""
    page = page_on(console, lang)
    columns = [words.SUBMISSION, words.VERDICT, words.POINTS]
    if not page.narrow:
        columns += [words.EXERCISE, words.WHY]
    table = _table(columns, lang)
    for report in reports:
        why = reason(report)
        cells = [
            Styled(page.quote(report.submission, NAME)),
            Styled(str(report.verdict), f"bold {COLOURS[report.verdict]}"),
            Styled(_points(report).in_(lang)),
            Styled(report.exercise),
            Styled(why.in_(lang) if why else "", "dim"),
        ]
        table.add_row(*cells[: len(columns)])
    console.print(table)
    counts = Counter(report.verdict for report in reports)
    console.print(Styled(page.say(words.SUBMISSIONS, count=len(reports)), "bold"))
    for verdict in reversed(Verdict):
        if counts[verdict]:
            console.print(Styled(f"{counts[verdict]:5}  {verdict:3}  {verdict.words(lang)}", COLOURS[verdict]))


def print_list(
    exercises: Iterable[Exercise], console: Console, lang: str, solved: frozenset[str] = frozenset()
) -> None:
    """Print a row for each exercise, in the given order."""
    page = page_on(console, lang)
    columns = [words.EXERCISE, words.DIFFICULTY]
    if not page.narrow:
        columns += [words.TITLE, words.TOPICS]
    table = _table(columns, lang)
    for exercise in exercises:
        cells = [
            Styled(exercise.slug, "bold"),
            Styled(words.DIFFICULTIES[exercise.difficulty].in_(lang)),
            Styled(exercise.title.in_(lang)),
            Styled(", ".join(exercise.topics), "dim"),
        ]
        table.add_row(*cells[: len(columns)])
    console.print(table)
    console.print(Styled(page.say(words.EXERCISES, count=len(table.rows)), "dim"))


def _points(report: Report) -> Text:
    if report.verdict is Verdict.IE:
        return words.NOT_GRADED
    shown = f"{report.points:g}/{report.max_points:g}"
    return Text(shown, shown)


def _table(headings: Iterable[Text], lang: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        table.add_column(Styled(heading.in_(lang)), overflow="fold")
    return table
