"""Many submissions: a line for each as it is judged, and a table of all."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len, set_cell_size
from rich.console import Console, RenderableType
from rich.table import Table

from grader.escape import ROW, WHOLE
from grader.render import words
from grader.render.console import COLOURS, Page, Unwrapped, page_on
from grader.render.explain import our_fault, reason, remedy
from grader.render.wrapping import Styled
from grader.report import Report
from grader.submission.refused import UNNAMED, Refused
from grader.texts import Text
from grader.verdict import Verdict

Row = Report | Refused
_PASSED_OVER = 6
_POINTS = 10  # "not judged" is the longest
_REASON = 72
_SOME = 20  # fewer columns tell no name from another


@dataclass(frozen=True)
class Names:
    """How files are called where each takes one line: without the beginning that all share.

    A file's name is the learner's; on a terminal it is shown whole only where there is room.
    """

    prefix: str

    def of(self, row: Row, page: Page, width: int) -> str:
        """The name of a row's file, at most `width` columns wide, cut in its middle."""
        name = row.submission if isinstance(row, Report) else row.name
        return shortened(page.quote(name.removeprefix(self.prefix), ROW), width)


def names_of(names: Sequence[str]) -> Names:
    """For files of these names: what they share ends where a word does."""
    shared = os.path.commonprefix(list(names)) if len(names) > 1 else ""  # noqa: RUF071 -- letters are meant
    whole = re.match(r".*[/_\s-]", shared, re.DOTALL)
    return Names(whole[0] if whole and whole[0] not in names else "")


def shortened(name: str, width: int) -> str:
    """`name`, with an ellipsis in its middle where it is wider: both ends tell something."""
    if cell_len(name) <= width:
        return name
    last = (width - 1) // 2
    end = name[-last:]
    while cell_len(end) > last:
        end = end[1:]
    return set_cell_size(name, width - 1 - cell_len(end)).rstrip() + "…" + end


def print_line(row: Row, names: Names, console: Console, lang: str) -> None:
    """Print one line for what has just been judged, or cannot be; on a terminal no longer than that is wide."""
    page = page_on(console, lang)
    mark, verdict, points, style = _outcome(row, page)
    pad = " " * (_POINTS - cell_len(points))
    name = names.of(row, page, console.width // 2 if console.is_terminal else ROW.columns)
    line = Styled.assemble((f"{mark} {verdict:3}", style), f" {pad}{points}  {name}")
    if why := _why(row, page):
        line.append(f"  {why}", "dim")
    if console.is_terminal:
        line.truncate(console.width, overflow="ellipsis")
    console.print(line, soft_wrap=True)


def print_summary(
    rows: Sequence[Row],
    names: Names,
    console: Console,
    lang: str,
    *,
    left: int = 0,
    passed_over: Sequence[str] = (),
    again: str = "",
) -> None:
    """Print a row for each submission, by exercise and name, and how many got which verdict.

    Args:
        left: how many have not been judged yet: the run was interrupted.
        passed_over: files of which nothing is told but their names.
        again: the command that repeats the run.
    """
    page = page_on(console, lang)
    width, most = console.width, max(_SOME, console.width - 18 if page.narrow else console.width * 2 // 5)
    if not console.is_terminal:  # a file has room
        most = max((cell_len(names.of(row, page, ROW.columns)) for row in rows), default=0)
        width = max(width, most + _REASON)
    console.print(_table(rows, names, page, most), width=width)
    console.print()
    for line in _counts(rows, left, page):
        console.print(line)
    for remark in _remarks(rows, names, page, passed_over):
        console.print(remark)
    if again:
        console.print(Unwrapped(page.say(words.REPEAT) + again), crop=False)


def _table(rows: Sequence[Row], names: Names, page: Page, most: int) -> Table:
    """Of names at most so wide."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    if not page.narrow:
        table.add_column(overflow="fold")
    for exercise, group in groupby(sorted(rows, key=_place), key=_heading):
        table.add_row()
        table.add_row(Styled(page.say(exercise), "bold"))
        for row in group:
            _, verdict, points, style = _outcome(row, page)
            cells = [Styled(names.of(row, page, most)), Styled(verdict, style), Styled(points)]
            table.add_row(*cells, *([] if page.narrow else [Styled(_why(row, page), "dim")]))
    return table


def _place(row: Row) -> tuple[bool, str, str]:
    """By exercise and name; at the end what was not judged."""
    return (False, row.exercise, row.submission) if isinstance(row, Report) else (True, "", row.name)


def _heading(row: Row) -> Text:
    return Text(row.exercise, row.exercise) if isinstance(row, Report) else words.NOT_JUDGED


def _outcome(row: Row, page: Page) -> tuple[str, str, str, str]:
    """Mark, verdict, points, and their style."""
    if isinstance(row, Refused):
        return page.marks.skipped, "", page.say(words.NOT_JUDGED), "dim"
    points = f"{row.points:g}/{row.max_points:g}"
    if row.verdict is Verdict.IE:
        points = page.say(words.NOT_GRADED)
    elif row.partial:
        points = page.say(words.NOT_A_MARK)
    return page.marks.of(row.verdict), str(row.verdict), points, f"bold {COLOURS[row.verdict]}"


def _why(row: Row, page: Page) -> str:
    """Why it is not AC, on one line; "" where it is."""
    why = row.reason if isinstance(row, Refused) else reason(row)
    return page.quote(why.localized(page.lang).partition("\n")[0], ROW) if why else ""


def _counts(rows: Sequence[Row], left: int, page: Page) -> Iterator[Styled]:
    yield Styled(page.say(words.SUBMISSIONS, count=len(rows) + left), "bold")
    counts = Counter(row.verdict for row in rows if isinstance(row, Report))
    for verdict in reversed(Verdict):
        if counts[verdict]:
            yield Styled(f"{counts[verdict]:5}  {verdict:3}  {verdict.words(page.lang)}", COLOURS[verdict])
    refused = sum(isinstance(row, Refused) for row in rows)
    if refused:
        yield Styled(f"{refused:5}  {page.marks.skipped:3}  {page.say(words.NOT_JUDGED)}")
    if left:
        yield Styled(f"{left:5}  {page.marks.skipped:3}  {page.say(words.LEFT)}")


def _remarks(rows: Sequence[Row], names: Names, page: Page, passed_over: Sequence[str]) -> Iterator[RenderableType]:
    """The notes below the table: remedies for files not judged, warnings, names passed over, and the common prefix."""
    advice = [row.advice.localized(page.lang) for row in rows if isinstance(row, Refused) and row.kind in UNNAMED]
    faults = filter(None, (our_fault(row) for row in rows if isinstance(row, Report)))
    advice += [remedy(fault, page.lang) for fault in faults]
    for text in _each_once(advice):
        yield Styled(page.quote(text, WHOLE))
    for warning in _each_once(
        one.localized(page.lang) for row in rows if isinstance(row, Report) for one in row.warnings
    ):
        yield Styled(f"{page.marks.lost} {warning}", "yellow")
    if passed_over:
        shown = ", ".join(page.quote(name.removeprefix(names.prefix), ROW) for name in passed_over[:_PASSED_OVER])
        more = ", …" if len(passed_over) > _PASSED_OVER else ""
        yield Styled(page.say(words.PASSED_OVER, count=len(passed_over)) + shown + more, "dim")
    if names.prefix:
        yield Styled(page.say(words.NAMES_WITHOUT) + page.quote(names.prefix, ROW), "dim")


def _each_once(texts: Iterable[str]) -> Iterator[str]:
    return (text for text in dict.fromkeys(texts) if text)
