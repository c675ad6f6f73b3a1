"""The page with the findings of `dlgrade doctor`."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from rich.console import Console, Group
from rich.table import Table

from grader.doctor import Examination, Finding, State
from grader.escape import Limit
from grader.render import words
from grader.render.console import Page, page_on
from grader.render.wrapping import Styled

_PARAGRAPH = Limit(12, 1000)
_COLOURS = {State.OK: "green", State.NOTE: "", State.WARNING: "yellow", State.PROBLEM: "red"}


def print_examination(what: Examination, console: Console, lang: str) -> None:
    """Print the findings by section, each with its remedy, and last what follows from them."""
    page = page_on(console, lang)
    sections = list(words.DOCTOR)
    ordered = sorted(what.findings, key=lambda finding: sections.index(finding.section))
    for section, findings in groupby(ordered, key=lambda finding: finding.section):
        console.print(Styled(words.DOCTOR[section].localized(lang), "bold"))
        console.print(_table(list(findings), page))
        console.print()
    counts = Counter(finding.state for finding in what.findings)
    shown = [
        page.say(words.STATES[state][counts[state] > 1], count=counts[state])
        for state in reversed(State)
        if state in words.STATES and counts[state]
    ]
    result = words.CANNOT_CHECK if not what.can_check else words.CAN_CHECK if what.tried else words.MAY_CHECK
    text = page.say(result, sandbox=what.sandbox)
    console.print(Styled(text, "bold green" if what.can_check else "bold red"))
    if shown:
        console.print(Styled(page.say(words.AND).join(shown) + ("。" if lang == "zh" else "."), "dim"))


def _table(findings: list[Finding], page: Page) -> Table:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold", ratio=1)
    for finding in findings:
        mark = Styled(_mark(finding.state, page), _COLOURS[finding.state])
        grid.add_row(mark, Styled(finding.name, "bold"), _told(finding, page))
    return grid


def _told(finding: Finding, page: Page) -> Group:
    lines = [Styled(page.quote(finding.text.localized(page.lang), _PARAGRAPH))]
    lines += [Styled(page.quote(detail.localized(page.lang), _PARAGRAPH), "dim") for detail in finding.details]
    if finding.remedy is not None:
        arrow = f"{page.say(words.TO_DO)}: " if page.lang == "en" else f"{page.say(words.TO_DO)}："
        lines.append(Styled(arrow + page.quote(finding.remedy.localized(page.lang), _PARAGRAPH), "cyan"))
    return Group(*lines)


def _mark(state: State, page: Page) -> str:
    return {
        State.OK: page.marks.passed,
        State.NOTE: page.marks.dot,
        State.WARNING: page.marks.lost,
        State.PROBLEM: page.marks.failed,
    }[state]
