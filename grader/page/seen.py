"""A report as the page's templates show it: each case with its reason, its values as tables, and what is below them.

What may be told of a hidden case is decided elsewhere (`grader.hidden`), and how it is said too (`grader.render`); each
text is made safe here and escaped by the templates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rich.text import Text as Styled

from grader import hidden, numbers
from grader.escape import MESSAGE, NAME, WHOLE
from grader.page.timing import timing_svg
from grader.page.values import Table, marked, table
from grader.render import sentences, words
from grader.render.console import Page
from grader.render.explain import call_rows, explained, mismatch_rows, named, raised_parts, told
from grader.render.html import classes, parts_html, plain_page
from grader.render.report import remarks
from grader.report import CaseResult, Failure, Report
from grader.verdict import Verdict

_LOST = "IE"


@dataclass(frozen=True)
class Row:
    """A labelled text, and the table that it is, where it is one."""

    label: str
    text: str
    table: Table | None = None


@dataclass(frozen=True)
class SeenCase:
    """A case: its line, and what is told below it.

    sort: "passed", "failed", "lost" (not judged, by our fault) or "skipped". parts: HTML, safe as it is.
    """

    id: str
    title: str
    sort: str
    verdict: str
    words: str
    hidden: bool
    time: str
    note: str = ""
    reason: str = ""
    rows: tuple[Row, ...] = ()
    parts: str = ""
    prints: str = ""
    hint: str = ""
    line: int = 0

    @property
    def opens(self) -> bool:
        """Whether there is more to read than its line."""
        return bool(self.rows or self.parts or self.prints or self.hint)


@dataclass(frozen=True)
class SeenReport:
    """A report. `why`: the title and the HTML of what kept the submission from being judged by its cases."""

    verdict: str
    words: str
    points: str
    counted: str
    cases: tuple[SeenCase, ...]
    open: str
    why: tuple[str, str] | None
    remarks: tuple[Row, ...]
    timings: tuple[str, ...]
    facts: tuple[str, ...]
    warnings: tuple[str, ...]
    lines: tuple[int, ...]


def line_of(case: CaseResult, lang: str) -> SeenCase:
    """The line of a case, and why it failed."""
    failure = hidden.told_of(case)
    verdict = case.verdict
    sort = "skipped" if verdict is None else {Verdict.AC: "passed", Verdict.IE: "lost"}.get(verdict, "failed")
    skipped = sentences.skipped(1, case.skipped).localized(lang) if case.skipped else ""
    return SeenCase(
        id=case.id,
        title=case.title.localized(lang),
        sort=sort,
        verdict=str(verdict or ""),
        words=verdict.words(lang) if verdict else skipped,
        hidden=case.hidden,
        time="" if verdict is None else numbers.seconds(case.wall_s, 1 if case.hidden else 2).localized(lang),
        note=case.note.localized(lang) if case.note else "",
        reason=sentences.failure(failure).localized(lang) if failure else "",
    )


def seen_case(case: CaseResult, submission: str, lang: str) -> SeenCase:
    """A case with what is told below its line."""
    failure = hidden.told_of(case)
    line = line_of(case, lang)
    return line if failure is None else _with_reason(line, case, failure, _Named(submission), plain_page(lang))


@dataclass(frozen=True)
class _Named:
    submission: str


def _with_reason(seen: SeenCase, case: CaseResult, failure: Failure, owner: _Named, page: Page) -> SeenCase:
    alone = page.say(sentences.ALONE) if failure.facts.get("alone") else ""
    raised = [] if failure.raised is None else list(raised_parts(owner, failure.raised, page))
    prints = "" if case.hidden else page.quote(named(case.prints, owner), page.preview)
    return replace(
        seen,
        reason=f"{seen.reason} {alone}".strip(),
        rows=tuple(_rows(case, failure, page)),
        parts=parts_html(raised, page.lang, classes) if raised else "",
        prints=prints,
        hint=case.hint.localized(page.lang) if case.hint else "",
        line=failure.raised.frames[-1].line if failure.raised and failure.raised.frames else 0,
    )


def _rows(case: CaseResult, failure: Failure, page: Page) -> Iterator[Row]:
    if case.parameter and not case.hidden:
        yield Row(page.say(words.PARAMETER), page.quote(case.parameter, NAME))
    if failure.call is not None:
        yield from (_row(label, value) for label, value in call_rows(failure.call, page))
    mismatch = failure.mismatch
    if mismatch is None:
        return
    rows = [_row(label, value) for label, value in mismatch_rows(mismatch, (words.EXPECTED, words.YOURS), page)]
    expected = next((row.table for row in rows if row.label == page.say(words.EXPECTED)), None)
    for row in rows:
        if row.table is not None and expected is not None and row.label == page.say(words.YOURS):
            yield Row(row.label, row.text, marked(expected, row.table, mismatch.rtol or 0.0, mismatch.atol or 0.0))
        else:
            yield row


def _row(label: str, value: object) -> Row:
    text = value.plain if isinstance(value, Styled) else str(value)
    return Row(label.strip(), text, table(text))


def seen_report(report: Report, lang: str) -> SeenReport:
    """The whole report."""
    page = plain_page(lang)
    cases = tuple(seen_case(case, report.submission, lang) for case in report.cases)
    first = explained(report)
    whole = None if first is not None and not _stopped(report) else told(report, None, page)
    below = [_row(label, value) for label, value in remarks(replace(report, warnings=()), page)]
    return SeenReport(
        verdict=str(report.verdict),
        words=report.verdict.words(lang),
        points=_points(report, page),
        counted=_counted(report, page),
        cases=() if report.untouched else cases,
        open=first.id if first is not None and whole is None else "",
        why=None if whole is None else (whole[0], parts_html(whole[1], lang, classes)),
        remarks=tuple(below),
        timings=tuple(timing_svg(timing, lang) for timing in report.timing if timing.pairs),
        facts=tuple(_facts(report, page)),
        warnings=tuple(page.quote(warning.localized(lang), WHOLE) for warning in report.warnings),
        lines=tuple(sorted(_lines(report, cases))),
    )


def _stopped(report: Report) -> bool:
    """Whether there is a reason that stands before those of the cases."""
    return bool(report.load_failure or report.violations or report.untouched or str(report.verdict) == _LOST)


def _points(report: Report, page: Page) -> str:
    if report.partial:
        return ""
    graded = report.verdict is not Verdict.IE
    return (numbers.points(report.points, report.max_points) if graded else words.NOT_GRADED).localized(page.lang)


def _counted(report: Report, page: Page) -> str:
    passed = sum(case.verdict is Verdict.AC for case in report.cases)
    missing = sum(case.verdict is None for case in report.cases)
    if report.partial:
        return page.say(words.CHOSEN_PASSED, passed=passed, total=len(report.cases) - missing)
    counted = page.say(words.CASES_PASSED, passed=passed, total=len(report.cases))
    return counted + (page.say(words.NOT_ALL_RUN, count=missing) if missing else "")


def _facts(report: Report, page: Page) -> Iterator[str]:
    made = report.provenance
    if made.sandbox:
        sandbox = words.SANDBOX if made.isolation == "fresh" else words.SHARED_SANDBOX
        yield page.say(sandbox, name=made.sandbox)
    yield page.say(words.TOOK, time=numbers.duration(made.wall_s).localized(page.lang))
    yield page.quote(page.say(words.SEED, seed=made.seed), MESSAGE)


def _lines(report: Report, cases: tuple[SeenCase, ...]) -> set[int]:
    """The lines of the file that the report speaks of, for the editor to mark."""
    if report.notebook is not None:
        return set()
    lines = {case.line for case in cases} | {violation.line for violation in report.violations}
    failure = report.load_failure
    if failure is not None:
        lines.add(int(failure.facts.get("line", 0)))
        lines |= {frame.line for frame in failure.raised.frames[-1:]} if failure.raised else set()
    return lines - {0}
