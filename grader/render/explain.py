"""The panel that says why: what the submission did, what was expected, where, and what to do about it.

Only one failure of a report gets a panel, so that the page can be read at once: our own fault first, then
what kept the submission from running, then the first failing public case, then the first hidden one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Protocol

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.panel import Panel

from grader import hidden, numbers
from grader.catalogue.promises import CHANGED
from grader.escape import LINE, MESSAGE, NAME, WHOLE, Limit
from grader.render import sentences, words
from grader.render.console import COLOURS, Gutter, Page, labelled
from grader.render.wrapping import Styled
from grader.report import CallShown, CaseResult, Failure, Frame, LoadFailure, Mismatch, Raised, Report
from grader.texts import Text
from grader.verdict import Verdict

_FRAMES = 4
_VIOLATIONS = 4
_INSIDE = re.compile(r'(?<![\w./\\-])submission\.py(?=:\d|"?, (?:line|cell) \d)')
_NAME_CHARS = 200
_INLINE = 24  # an argument that is longer gets a row of its own


class Named(Protocol):
    """Whatever tells of a submission."""

    @property
    def submission(self) -> str:
        """The name of its file."""


_Part = RenderableType
_Row = tuple[str, RenderableType]


def explanation(report: Report, page: Page) -> RenderableType | None:
    """The panel of `report`, or None when there is nothing to explain."""
    found = told(report, explained(report), page)
    return found and _panel(report.verdict, *found)


def told(report: Report, case: CaseResult | None, page: Page) -> tuple[str, Iterator[_Part]] | None:
    """A title, and what is told below it: what kept the submission from passing as a whole, else why `case` failed."""
    fault = our_fault(report)
    if fault is not None:
        return f"{page.marks.lost} {page.say(words.INTERNAL)}", _internal(report, fault, page)
    if report.load_failure is not None:
        return page.quote(report.submission, LINE), _load(report, report.load_failure, page)
    if report.violations:
        return page.quote(report.submission, LINE), _violations(report, page)
    if report.untouched:
        return page.quote(report.submission, LINE), _untouched(page)
    if case is not None:
        return f"{page.marks.failed} {case.title.localized(page.lang)}", _case(report, case, page)
    return None


def reason(report: Report) -> Text | None:
    """Why the submission is not AC, in one sentence; None when it is."""
    fault, case = our_fault(report), explained(report)
    if fault is not None:
        return sentences.failure(fault)
    if report.load_failure is not None:
        return sentences.load_failure(report.load_failure, kernel=report.kernel)
    if report.violations:
        return sentences.violation(report.violations[0], kernel=report.kernel)
    if report.untouched:
        return sentences.UNTOUCHED
    if report.diagnosis is not None:
        return report.diagnosis.explanation
    return _reason(case) if case else None


def _reason(case: CaseResult) -> Text:
    """Why a case failed, in a sentence; the case's title, where no more may be told."""
    failure = hidden.told_of(case)
    assert failure is not None  # `explained` chose it for that
    silent = failure.kind == "mismatch" and failure.mismatch is None and not failure.facts
    return case.title if silent else sentences.failure(failure)


def our_fault(report: Report) -> Failure | None:
    """Our own fault in a report with the verdict IE; None for any other verdict.

    It is the whole run's, else that of the first case that we could not judge, else a failure without facts.
    """
    if report.verdict is not Verdict.IE:
        return None
    faults = (case.failure for case in report.cases if case.verdict is Verdict.IE)
    return report.internal or next((fault for fault in faults if fault), Failure("internal"))


def remedy(fault: Failure, lang: str) -> str:
    """The remedy for a fault of ours; "" where none is known."""
    return str(fault.facts.get(f"remedy_{lang}", fault.facts.get("remedy", "")))


def explained(report: Report) -> CaseResult | None:
    """The case that gets the panel: the first public one that failed, else the first hidden one.

    None when no case failed, or when the failure to explain is ours.
    """
    if report.verdict is Verdict.IE:
        return None
    failing = (case for case in report.cases if case.failure is not None)
    return min(failing, key=lambda case: case.hidden, default=None)


def _panel(verdict: Verdict, title: str, parts: Iterator[_Part]) -> RenderableType:
    heading = Styled(title, "bold", overflow="ellipsis", no_wrap=True)
    return Panel(Group(*parts), title=heading, title_align="left", border_style=COLOURS[verdict])


# ---------------------------------------------------------------- a case


def _case(report: Report, case: CaseResult, page: Page) -> Iterator[_Part]:
    failure = hidden.told_of(case)
    assert failure is not None  # `explained` chose it for that
    yield Styled(sentences.failure(failure).localized(page.lang), "bold")
    if failure.facts.get("alone"):
        yield Styled(page.say(sentences.ALONE))
    if case.hidden:
        yield Styled(page.say(words.IS_HIDDEN), "dim")
    if failure.raised is not None:
        yield from raised_parts(report, failure.raised, page)
    rows = list(_rows(case, failure, page))
    if rows:
        yield Styled()
        yield labelled(rows, values=True)
    if case.prints and not case.hidden:
        yield Styled()
        yield Styled(page.say(sentences.PRINTED), "italic")
        yield Gutter(page.quote(named(case.prints, report), page.preview), page.marks.gutter)
        if case.prints_cut:
            yield Styled(page.say(sentences.PRINTS_CUT), "italic")
    if case.hint is not None:
        yield Styled()
        yield labelled([(page.say(words.HINT), Styled(case.hint.localized(page.lang)))])


def _rows(case: CaseResult, failure: Failure, page: Page) -> Iterator[_Row]:
    if case.parameter and not case.hidden:
        yield page.say(words.PARAMETER), Styled(page.quote(case.parameter, LINE))
    if failure.call is not None:
        yield from call_rows(failure.call, page)
    if failure.mismatch is not None:
        changed = failure.kind == "promise" and failure.facts.get("reason") in CHANGED
        labels = (words.BEFORE, words.AFTER) if changed else (words.EXPECTED, words.YOURS)
        yield from mismatch_rows(failure.mismatch, labels, page)


def call_rows(call: CallShown, page: Page) -> Iterator[_Row]:
    """The call as Python is written; arguments too long for that follow, each by its name."""
    written, long = [], []
    for position, (argument, value) in enumerate(call.arguments, start=1):
        name, shown = page.quote(argument, NAME), page.quote(value, page.preview)
        if "\n" in shown or len(shown) > _INLINE:
            name = name or f"#{position}"
            written.append(name)
            long.append((f"  {name}", Styled(shown)))
        else:
            written.append(f"{name}={shown}" if name else shown)
    yield page.say(words.CALL), Styled(f"{page.quote(call.name, NAME)}({', '.join(written)})")
    yield from long


def mismatch_rows(mismatch: Mismatch, labels: tuple[Text, Text], page: Page) -> Iterator[_Row]:
    """How an answer differs: the values, the first and the worst element, the errors."""
    if mismatch.what:
        what = Text(mismatch.what, mismatch.what_zh or mismatch.what)
        yield page.say(words.COMPARED), Styled(page.quote(what.localized(page.lang), NAME))
    if mismatch.aspect in ("values", "finite", "length", "keys"):  # of the others the sentence says it all
        for label, value in zip(labels, (mismatch.expected, mismatch.actual), strict=True):
            yield page.say(label), Styled(page.quote(value, page.preview))
    yield from _elements(mismatch, page)
    yield from _errors(mismatch, page)


def _errors(mismatch: Mismatch, page: Page) -> Iterator[_Row]:
    """The largest errors, where they are numbers, and what was allowed."""
    tolerance = ""
    if mismatch.rtol is not None and mismatch.atol is not None:
        limits = {"rtol": numbers.error(mismatch.rtol), "atol": numbers.error(mismatch.atol)}
        tolerance = page.say(words.TOLERANCE, **limits)
    largest = [
        page.say(template, error=numbers.error(value))
        for template, value in ((words.ABSOLUTE, mismatch.max_abs_error), (words.RELATIVE, mismatch.max_rel_error))
        if value is not None
    ]
    if largest:
        allowed = page.say(words.ALLOWED, tolerance=tolerance) if tolerance else ""
        yield page.say(words.LARGEST_ERROR), Styled(page.say(words.AND).join(largest) + allowed)
    elif tolerance:
        yield page.say(words.TOLERANCE_ALONE), Styled(tolerance)


def _elements(mismatch: Mismatch, page: Page) -> Iterator[_Row]:
    """The first and the worst element, one below the other. An answer of one element is already shown whole."""
    if mismatch.total <= 1 or mismatch.first_index is None:
        return
    elements = [(words.FIRST, mismatch.first_index, mismatch.first_expected, mismatch.first_actual)]
    if mismatch.worst_index not in (None, mismatch.first_index):
        elements.append((words.WORST, mismatch.worst_index, mismatch.worst_expected, mismatch.worst_actual))
    shown = [
        (page.say(label), str(list(at)), page.quote(want, NAME), page.quote(got, NAME))
        for label, at, want, got in elements
    ]
    index_width, value_width = (max(len(element[column]) for element in shown) for column in (1, 2))
    for label, index, expected, actual in shown:
        facts = {"index": index.ljust(index_width), "expected": expected.ljust(value_width), "actual": actual}
        yield label, Styled(page.say(words.ELEMENT, **facts))


def named(text: str, report: Named) -> str:
    """`text` with the learner's name for the file where Python names it: in warnings, tracebacks and syntax errors.

    Inside the file has the same name for everybody (`grader.worker.child`).
    """
    return _INSIDE.sub(lambda _: report.submission[-_NAME_CHARS:], text)


def raised_parts(report: Named, raised: Raised, page: Page) -> Iterator[_Part]:
    """The message and the submission's own lines, the innermost last, as Python writes them."""
    if raised.message:
        yield Gutter(page.quote(named(raised.message, report), MESSAGE), page.marks.gutter)
    shown, left_out = _runs(raised.frames)
    for position, (frame, times) in enumerate(shown):
        if left_out and position == 1:
            yield Styled(page.say(words.FRAMES_LEFT_OUT, count=left_out), "italic")
        place = file_line(report, frame.line, frame.cell, page)
        if frame.function:
            place += "  " + page.say(words.IN_FUNCTION, function=frame.function)
        if times > 1:
            place += "  " + page.say(words.REPEATED, count=times)
        innermost = position == len(shown) - 1
        yield Styled(place, "bold" if innermost else "")
        yield source_line(frame.text, page)


def _runs(frames: Sequence[Frame]) -> tuple[list[tuple[Frame, int]], int]:
    """The frames with how often each stands in a row (recursion), and how many runs are left out after the first."""
    runs = [(frame, len(list(group))) for frame, group in groupby(frames)]
    left_out = max(0, len(runs) - _FRAMES)
    return runs[:1] + runs[1 + left_out :], left_out


# ---------------------------------------------------------------- what kept the submission from running


def _load(report: Report, failure: LoadFailure, page: Page) -> Iterator[_Part]:
    yield Styled(sentences.load_failure(failure, kernel=report.kernel).localized(page.lang), "bold")
    if failure.facts.get("text"):
        yield Styled(file_line(report, failure.facts["line"], failure.facts.get("cell", 0), page))
        yield source_line(failure.facts["text"], page, failure.facts["column"])
    if failure.raised is not None:
        yield from raised_parts(report, failure.raised, page)
    if failure.kind == "signature":
        yield Styled()
        rows = (
            (page.say(label), Styled(page.quote(failure.facts[fact], LINE)))
            for label, fact in ((words.EXPECTED, "expected"), (words.YOUR_DEFINITION, "actual"))
        )
        yield labelled(rows, values=True)
    remedy = sentences.load_remedy(failure, report.provenance.libraries, notebook=report.notebook is not None)
    yield from _remedy(remedy.localized(page.lang), page)


def _violations(report: Report, page: Page) -> Iterator[_Part]:
    for violation in report.violations[:_VIOLATIONS]:
        yield Styled(sentences.violation(violation, kernel=report.kernel).localized(page.lang), "bold")
        if violation.line:
            yield Styled(file_line(report, violation.line, violation.cell, page))
            yield source_line(violation.text, page, violation.column)
    left_out = len(report.violations) - _VIOLATIONS
    if left_out > 0:
        yield Styled(page.say(words.VIOLATIONS_LEFT_OUT, count=left_out), "italic")
    advice = dict.fromkeys(violation.advice.localized(page.lang) for violation in report.violations)
    yield from _remedy("\n".join(advice), page)


def _untouched(page: Page) -> Iterator[_Part]:
    yield Styled(page.say(sentences.UNTOUCHED), "bold")
    yield from _remedy(page.say(sentences.WRITE_IT), page)


def _internal(report: Report, fault: Failure, page: Page) -> Iterator[_Part]:
    yield Styled(page.say(sentences.NOT_A_MARK), "bold")
    yield Styled(sentences.failure(fault).localized(page.lang))
    if report.provenance.log:
        yield Styled(page.say(sentences.LOG, path=page.quote(report.provenance.log, LINE)))
    yield from _remedy(page.quote(remedy(fault, page.lang), WHOLE) or page.say(sentences.TRY_AGAIN), page)


def _remedy(text: str, page: Page) -> Iterator[_Part]:
    yield Styled()
    yield labelled([(page.say(words.TO_DO), Styled(text))])


def file_line(report: Named, line: int, cell: int, page: Page, most: Limit = LINE) -> str:
    """`file:line`, which editors take for a link; of a notebook file, cell and line, of a kernel no file."""
    if cell and isinstance(report, Report) and report.kernel:
        return page.say(sentences.place(line, cell, kernel=True))
    name = page.quote(report.submission, most)
    return f"{name}, {page.say(sentences.place(line, cell)).lower()}" if cell else f"{name}:{line}"


def source_line(text: str, page: Page, column: int = 0) -> _Part:
    """A line of the submission without its indentation; `column`, from 1, gets a caret."""
    before = page.quote(text[: max(0, column - 1)].lstrip(), LINE)
    return Gutter(page.quote(text.strip(), LINE), page.marks.gutter, cell_len(before) if column > 0 else None)
