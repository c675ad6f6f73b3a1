"""A report in plain text, for programs that show it in their own way: pytest, and editors through it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

from rich.console import Console, RenderableType

from grader.render import sentences, words
from grader.render.console import Page, labelled, page_on
from grader.render.explain import told
from grader.render.wrapping import Styled
from grader.report import CaseResult, Report
from grader.texts import Text
from grader.verdict import Verdict

_WIDTH = 88
_JUDGED = Text(
    "{submission} was judged in the sandbox {sandbox}. The hidden tests have not been run: {command}",
    "{submission} 已在沙箱 {sandbox} 中评判。隐藏测试尚未运行：{command}",
)


def failure(report: Report, case: CaseResult | None, command: str, lang: str) -> str:
    """Why the case failed, or what kept all of them from running: the report's panel, and what repeats it.

    Args:
        command: what judges the submission whole.
    """
    chosen = f" --case {case.id}" if case is not None else ""
    again = f"{words.REPEAT.localized(lang)}{command}{chosen} --seed {report.provenance.seed}"
    return f"{explanation(report, case, lang)}\n\n{again}"


def explanation(report: Report, case: CaseResult | None, lang: str) -> str:
    """As `failure`, without what repeats it; "" where nothing failed."""
    if case is not None and case.verdict not in (None, Verdict.IE):
        report = replace(report, verdict=case.verdict)  # a fault of ours in another case does not hide this one
    console = Console(file=io.StringIO(), width=_WIDTH, color_system=None, markup=False, emoji=False, highlight=False)
    with console.capture() as captured:
        for part in _parts(report, case, page_on(console, lang)):
            console.print(part, soft_wrap=isinstance(part, Styled))
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def _parts(report: Report, case: CaseResult | None, page: Page) -> Iterator[RenderableType]:
    found = told(report, case, page)
    if found is None:
        return
    title, parts = found
    yield Styled(title)
    yield from parts
    diagnosis = report.diagnosis
    if diagnosis is not None and case is not None and case.id in diagnosis.cases:
        yield labelled([(page.say(words.LIKELY), Styled(diagnosis.explanation.localized(page.lang)))])


def summary(report: Report, command: str, lang: str) -> str:
    """Where it was judged, what the sandbox does not hold, and the `command` that runs the hidden tests as well."""
    facts = {"submission": report.submission, "sandbox": report.provenance.sandbox, "command": command}
    return "\n".join(
        [sentences.fill(_JUDGED, facts).localized(lang), *(one.localized(lang) for one in report.warnings)]
    )
