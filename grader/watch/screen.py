"""The screen of `dlgrade watch`: what decides stands at the bottom, above the keys; all of it fits 80 columns by 24."""

from __future__ import annotations

import os
from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.segment import Segment, SegmentLines
from rich.style import Style
from rich.text import Text as Printed

from grader import numbers
from grader.escape import BLOCK, LINE, Limit
from grader.render import words
from grader.render.console import COLOURS, Page, labelled, open_console, page_on
from grader.render.explain import explanation
from grader.render.report import remarks
from grader.render.wrapping import Styled
from grader.report import Provenance, Report
from grader.verdict import Verdict, worst
from grader.watch.view import View

_NOT_YET = Provenance("", "", "", "", "", "", "", {}, "", 0)
_PREVIEWS = (BLOCK, Limit(4, BLOCK.columns), Limit(2, 80))
_TITLES = 3
_Lines = list[list[Segment]]


def frame(view: View, screen: os.terminal_size, lang: str) -> list[str]:
    """The lines of the screen, as many as it has, with their colours."""
    console = open_console(screen=screen)
    page = page_on(console, lang)
    top = _lines(console, page, Group(_heading(view, page), _marks(view, page)))
    bottom = _lines(console, page, Group(*_change(view, page), _status(view, page), _keys(view, page)))
    bottom = bottom[-(screen.lines - len(top)) :]
    room = max(0, screen.lines - len(top) - len(bottom) - 2)
    body = _body(view, console, page, room)
    gap: _Lines = [[] for _ in range(screen.lines - len(top) - len(body) - len(bottom))]
    body_at_the_top = gap and view.over is not None
    middle = [*gap[:1], *body, *gap[1:]] if body_at_the_top else [*gap[:-1], *body, *gap[-1:]]
    with console.capture() as captured:
        console.print(SegmentLines([*top, *middle, *bottom], new_lines=True), crop=False)
    return captured.get().split("\n")[: screen.lines]


def _lines(console: Console, page: Page, what: RenderableType, style: Style | None = None) -> _Lines:
    return console.render_lines(what, console.options.update(width=page.width, height=None), style=style, pad=False)


def _heading(view: View, page: Page) -> Styled:
    title = Styled(view.exercise.title.localized(page.lang), "bold", no_wrap=True, overflow="ellipsis")
    title.append(f" {page.marks.dot} {page.quote(str(view.path), LINE)}", "dim")
    return title


def _marks(view: View, page: Page) -> Styled:
    """A mark for each case of the run that goes on, or of the last one."""
    cases = view.cases if view.checking else view.report.cases if view.report and not view.trouble else ()
    line = Styled()
    for case in cases:
        line.append(page.marks.of(case.verdict, case.skipped), "dim" if case.verdict is None else COLOURS[case.verdict])
    line.append(page.marks.dot * (view.total - len(cases)), "dim")
    return line


# ---------------------------------------------------------------- the result


def _body(view: View, console: Console, page: Page, room: int) -> _Lines:
    if view.over is not None:
        return _over(view, console, room)
    if view.trouble:
        said = [Styled(page.quote(text.localized(page.lang), BLOCK)) for text in view.trouble]
        return _cut(_lines(console, page, Group(*said), Style(dim=view.checking)), room, console, page)
    report, old = _told(view)
    if report is None:
        return []
    style = Style(dim=True) if old else None
    lines: _Lines = []
    for preview in _PREVIEWS:
        shown = page_on(console, page.lang, preview)
        below = list(remarks(report, shown)) if not view.checking or old else []
        rest = _lines(console, page, labelled(below), style) if below else []
        why = explanation(report, shown) if report.verdict is not Verdict.AC else _passed(report, page)
        panel = _lines(console, page, why, style) if why is not None else []
        lines = [*_cut(panel, max(3, room - len(rest)), console, page), *rest]
        if len(panel) + len(rest) <= room:
            break
    return lines[:room]


def _told(view: View) -> tuple[Report | None, bool]:
    """The report whose result is shown, and whether it is that of an older state of the file.

    Of a run that goes on, a part: what has failed so far.
    """
    failing = [case for case in view.cases if case.verdict not in (Verdict.AC, None)]
    if not (view.checking and failing):
        return view.report, view.checking
    return Report(
        exercise=view.exercise.slug,
        title=view.exercise.title,
        submission=str(view.path),
        verdict=worst(case.verdict for case in failing if case.verdict is not None),
        points=0,
        max_points=0,
        cases=view.cases,
        provenance=_NOT_YET,
    ), False


def _passed(report: Report, page: Page) -> Styled:
    return Styled(page.say(words.ALL_PASSED, total=len(report.cases)), "bold green")


def _over(view: View, console: Console, room: int) -> _Lines:
    assert view.over is not None
    with console.capture() as captured:
        view.over(console)
    shown = Printed.from_ansi(captured.get().rstrip("\n"), no_wrap=True, overflow="ellipsis")
    return console.render_lines(shown, console.options.update(height=None), pad=False)[:room]


def _cut(lines: _Lines, room: int, console: Console, page: Page) -> _Lines:
    """The lines that there is room for, the last of them saying that there are more."""
    if len(lines) <= room:
        return lines
    return [*lines[: max(0, room - 1)], *_lines(console, page, Styled(page.say(words.CUT), "dim"))[:1]]


# ---------------------------------------------------------------- the bottom


def _change(view: View, page: Page) -> Iterator[Styled]:
    if view.over is not None:
        return
    change = view.change
    for label, titles, style in (
        (words.NOW_PASS, change.passing, COLOURS[Verdict.AC]),
        (words.NOW_FAIL, change.failing, COLOURS[Verdict.WA]),
    ):
        if titles:
            line = Styled(page.say(label), f"bold {style}", no_wrap=True, overflow="ellipsis")
            line.append(
                page.say(words.LISTED).join(title.localized(page.lang) for title in titles[:_TITLES]), "not bold"
            )
            if len(titles) > _TITLES:
                line.append(page.say(words.MORE, count=len(titles) - _TITLES), "not bold")
            yield line


def _status(view: View, page: Page) -> Styled:
    """The verdict, or that it is being found out."""
    dot = f" {page.marks.dot} "
    if view.checking:
        so_far = [page.say(words.CHECKING)]
        if view.cases:
            right = all(case.verdict is Verdict.AC for case in view.cases)
            done = right and view.report is not None and len(view.cases) == view.total
            so_far = [page.say(words.TIMING)] if done else so_far
            so_far += [] if done else [page.say(words.CHECKED_SO_FAR, count=len(view.cases), total=view.total or "?")]
        elif view.doing.en:
            so_far.append(page.quote(view.doing.localized(page.lang), LINE))
        return Styled(dot.join(so_far), "bold cyan", no_wrap=True, overflow="ellipsis")
    if view.report is None or view.trouble:
        return Styled(page.say(words.NOT_JUDGED), "bold", no_wrap=True)
    report = view.report
    colour = COLOURS[report.verdict]
    line = Styled(no_wrap=True, overflow="ellipsis")
    line.append(f" {report.verdict} ", f"bold reverse {colour}")
    line.append(f" {report.verdict.words(page.lang)}", f"bold {colour}")
    passed = sum(case.verdict is Verdict.AC for case in report.cases)
    line.append(dot + page.say(words.CASES_PASSED, passed=passed, total=len(report.cases)))
    line.append(dot + page.say(words.TOOK, time=numbers.duration(report.provenance.wall_s).localized(page.lang)), "dim")
    return line


def _keys(view: View, page: Page) -> Styled:
    line = Styled(no_wrap=True, overflow="ellipsis")
    for key, does in words.KEYS.items():
        if key in view.keys:
            line.append(f"{key} ", "bold").append(f"{page.say(does)}  ", "dim")
    return line
