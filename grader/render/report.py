"""One report on one page: the verdict, the cases, the reason, the speed, and how to repeat the run.

What a learner needs first stands where the eye is: the verdict at the top, the reason at the bottom, next to
the prompt. On a terminal the rows in between are folded until the page can be read without scrolling.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len, set_cell_size
from rich.console import Console, Group, RenderableType
from rich.table import Table

from grader import hidden, numbers
from grader.escape import BLOCK, LINE, NAME, Limit
from grader.render import sentences, words
from grader.render.console import CODE, COLOURS, Page, Unwrapped, labelled, page_on
from grader.render.explain import explained, explanation, file_line
from grader.render.steps import SECRET, Step, repeat
from grader.render.wrapping import Styled
from grader.report import CaseResult, LeftOut, NotebookCode, Report
from grader.verdict import Verdict


@dataclass(frozen=True)
class _Density:
    """How much a page shows: whether passed cases, whether the reasons of cases without a panel, how long previews."""

    passed: bool
    reasons: bool
    preview: Limit


_LEFT_OUT = 3
_SHORT = Limit(3, BLOCK.columns)
_DENSITIES = (
    _Density(True, True, BLOCK),
    _Density(False, True, BLOCK),
    _Density(False, False, BLOCK),
    _Density(False, False, _SHORT),
)


def print_report(
    report: Report,
    console: Console,
    lang: str,
    *,
    options: Sequence[str] = (),
    steps: Sequence[Step] = (),
    again: str | None = None,
) -> None:
    """Print `report` for the learner, in `lang` ("en" or "zh").

    What is too tall for the terminal even when folded ends with the header once more, so that the verdict is
    on the screen. Nothing is folded where the output is not a terminal.

    Args:
        options: those of the command that made the run, for the line that repeats it.
        steps: what the learner can do next.
        again: what repeats the run, where that is no command of a shell; "" for nothing.
    """
    if again is None:
        again = repeat((report.exercise, report.submission), report.provenance.seed, options)
    last = [Unwrapped(page_on(console, lang).say(words.REPEAT) + again)] if again else []
    for density in _DENSITIES:
        page = page_on(console, lang, density.preview)
        content = Group(*_page(report, page, density, steps))
        lines = console.render_lines(content, console.options.update_width(page.width), pad=False)
        height = len(lines) + sum(line.lines(console.width) for line in last)
        if not console.is_terminal or height < console.height:
            console.print(content, *last, width=page.width, crop=False)
            return
    console.print(content, *last, _header(report, page), width=page.width, crop=False)


def contents(report: Report, page: Page, steps: Sequence[Step] = ()) -> Iterator[RenderableType]:
    """The parts of a page on which nothing is folded."""
    return _page(report, page, _DENSITIES[0], steps)


def _page(report: Report, page: Page, density: _Density, steps: Sequence[Step]) -> Iterator[RenderableType]:
    yield _header(report, page)
    if not report.untouched:  # every case fails for the one reason that is told below
        yield Styled()
        yield _cases(report, page, density)
    why = explanation(report, page)
    if why is not None:
        yield Styled()
        yield why
    below = [*remarks(report, page), *_next(steps, page)]
    if below:
        yield Styled()
        yield labelled(below)
    yield Styled()
    yield _footer(report, page)


def _header(report: Report, page: Page) -> RenderableType:
    colour = COLOURS[report.verdict]
    dot = f" {page.marks.dot} "
    graded = report.verdict is not Verdict.IE
    points = numbers.points(report.points, report.max_points) if graded else words.NOT_GRADED
    passed = sum(case.verdict is Verdict.AC for case in report.cases)
    missing = sum(case.verdict is None for case in report.cases)
    if report.partial:
        points = words.NOT_A_MARK
        counted = page.say(words.CHOSEN_PASSED, passed=passed, total=len(report.cases) - missing)
    else:
        counted = page.say(words.CASES_PASSED, passed=passed, total=len(report.cases))
        counted += page.say(words.NOT_ALL_RUN, count=missing) if missing else ""
    verdict = Styled.assemble(
        (f" {report.verdict} ", f"bold reverse {colour}"), (f" {report.verdict.words(page.lang)}", f"bold {colour}")
    )
    about = Styled.assemble((report.title.localized(page.lang), "bold"), dot, page.quote(report.submission, LINE))
    if page.narrow:
        return Group(verdict, Styled(f"{points.localized(page.lang)}{dot}{counted}"), about)
    grid = Table.grid(expand=True, padding=(0, 2, 0, 0))
    grid.add_column(ratio=1)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_row(verdict, Styled(points.localized(page.lang), "bold"))
    grid.add_row(about, Styled(counted))
    return grid


# ---------------------------------------------------------------- the rows


def _cases(report: Report, page: Page, density: _Density) -> RenderableType:
    grid = Table.grid(expand=True, padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    if not page.narrow:
        grid.add_column(justify="right", no_wrap=True)
    paneled = explained(report)
    told = {_reason(report, paneled, page)} if paneled else set()
    for group in _groups(report.cases, density):
        case = group[0]
        mark = Styled(page.marks.of(case.verdict, case.skipped), _style(case))
        if case.verdict is None:
            grid.add_row(mark, Styled(sentences.skipped(len(group), case.skipped).localized(page.lang), "dim"))
        elif len(group) > 1:
            grid.add_row(mark, Styled(sentences.passed(len(group)).localized(page.lang)))
        else:
            sentence = Styled(case.title.localized(page.lang))
            sentence.append(_aspect(case, page), "dim")
            if case.verdict is not Verdict.AC:
                sentence.append(f" [{page.quote(case.id, NAME)}]", "dim")
            if case.note is not None:
                sentence.append(f"\n{case.note.localized(page.lang)}", "dim")
            if density.reasons and case is not paneled:
                sentence.append(_why(report, case, page, told), "dim")
            grid.add_row(mark, sentence, *_columns(case, page))
    return grid


def _groups(cases: tuple[CaseResult, ...], density: _Density) -> Iterator[list[CaseResult]]:
    """Cases that share one line: the passed ones where they are folded, and those skipped in a row for one reason."""
    if not density.passed:
        passed = [case for case in cases if case.verdict is Verdict.AC and case.note is None]
        if passed:
            yield passed
        cases = tuple(case for case in cases if case not in passed)
    for skipped, group in groupby(cases, key=lambda case: case.skipped if case.verdict is None else None):
        members = list(group)
        yield from [[case] for case in members] if skipped is None else [members]


def _style(case: CaseResult) -> str:
    return "dim" if case.verdict is None else f"bold {COLOURS[case.verdict]}"


def _columns(case: CaseResult, page: Page) -> list[Styled]:
    """Whether the case is hidden, its verdict, and, where there is room, its time."""
    columns = [
        Styled(page.say(words.HIDDEN if case.hidden else words.PUBLIC), "dim"),
        Styled(str(case.verdict), _style(case)),
        # Of a hidden case no more is known than tenths.
        Styled(numbers.seconds(case.wall_s, 1 if case.hidden else 2).localized(page.lang), "dim"),
    ]
    return columns[:2] if page.narrow else columns


def _why(report: Report, case: CaseResult, page: Page, told: set[str]) -> str:
    """The lines below a failed case's sentence: its reason, unless it was `told` before, and a hidden one's hint."""
    reason = _reason(report, case, page)
    new = "" if reason in told else reason
    told.add(reason)
    hint = (
        f"\n{page.say(words.HINT)}  {case.hint.localized(page.lang)}"
        if case.failure and case.hidden and case.hint
        else ""
    )
    return new + hint


def _aspect(case: CaseResult, page: Page) -> str:
    """In which aspect a hidden case's answer is wrong, in a word or two."""
    aspect = case.failure.facts.get("aspect") if case.hidden and case.failure else None
    return f" {page.marks.dot} {page.say(words.ASPECTS[aspect])}" if aspect in words.ASPECTS else ""


def _reason(report: Report, case: CaseResult, page: Page) -> str:
    """The lines below a case's verdict: why it failed, and the learner's own line if that raised; "" for none."""
    failure = hidden.told_of(case)
    if failure is None or case.verdict is Verdict.IE:
        return ""
    lines = []
    if failure.kind != "mismatch" or failure.mismatch is not None:
        lines.append(sentences.failure(failure).localized(page.lang))
    if failure.facts.get("alone"):
        lines.append(page.say(sentences.ALONE))
    for frame in failure.raised.frames[-1:] if failure.raised else ():
        where = file_line(report, frame.line, frame.cell, page, NAME)
        lines.append(f"{where}  {page.quote(frame.text.strip(), NAME)}")
    return "".join(f"\n{line}" for line in lines)


# ---------------------------------------------------------------- below the reason


def remarks(report: Report, page: Page) -> Iterator[tuple[str, RenderableType]]:
    """The likely mistake, the speed, what of a notebook was judged, and what the judge warns about."""
    if report.diagnosis is not None:
        count = len(report.diagnosis.cases)
        lead = page.say(sentences.DIAGNOSED if count > 1 else sentences.DIAGNOSED_ONE, cases=count)
        explanation = report.diagnosis.explanation.localized(page.lang)
        yield page.say(words.LIKELY), Styled.assemble(lead, "\n", (explanation, "bold"))
    for timing in report.timing:
        workload = f"{timing.workload.localized(page.lang)}: " if len(report.timing) > 1 else ""
        yield page.say(words.SPEED), Styled(f"{workload}{sentences.timing(timing).localized(page.lang)}")
    if report.notebook is not None:
        yield page.say(words.CELLS), Styled(_cells_judged(report.notebook, page))
    for warning in report.warnings:
        yield page.marks.lost, Styled(warning.localized(page.lang), "yellow")


def _cells_judged(notebook: NotebookCode, page: Page) -> str:
    """Which cells were judged, and which of their lines were not."""
    helping = [cell for cell in notebook.cells if cell not in notebook.tagged]
    said = [
        page.say(
            template,
            cells=page.say(words.LISTED).join(f"In[{cell}]" if notebook.kernel else str(cell) for cell in cells),
        )
        for template, cells in (
            (words.CELLS_TAGGED, notebook.tagged),
            (words.CELLS_NEEDED if notebook.tagged else words.CELLS_DEFINING, helping),
        )
        if cells
    ]
    text = page.say(words.AND).join(said)
    if notebook.left_out:
        shown = [
            f"{page.quote(one.text, NAME)} ({_place(one, notebook, page)})" for one in notebook.left_out[:_LEFT_OUT]
        ]
        more = [] if len(notebook.left_out) <= _LEFT_OUT else ["…"]
        text += "\n" + page.say(words.CELLS_LEFT_OUT) + page.say(words.LISTED).join(shown + more)
    return text


def _place(line: LeftOut, notebook: NotebookCode, page: Page) -> str:
    place = page.say(sentences.place(line.line, line.cell, kernel=notebook.kernel))
    return place if notebook.kernel else place.lower()


def _next(steps: Sequence[Step], page: Page) -> Iterator[tuple[str, RenderableType]]:
    """The commands one below the other, each with what it is for."""
    width = max((cell_len(step.command) for step in steps), default=0)
    for number, step in enumerate(steps):
        command = set_cell_size(step.command, width)
        about = Styled.assemble((command, CODE), f"   {page.say(step.about)}")
        yield page.say(words.NEXT) if number == 0 else "", about


def _footer(report: Report, page: Page) -> RenderableType:
    made = report.provenance
    sandbox = words.SANDBOX if made.isolation == "fresh" else words.SHARED_SANDBOX
    facts = [page.say(sandbox, name=made.sandbox)] if made.sandbox else []
    took = page.say(words.TOOK, time=numbers.duration(made.wall_s).localized(page.lang))
    image_s = made.phases.get("image", 0.0)
    if image_s >= 1:  # less is nothing that anybody waited for
        took += page.say(words.TOOK_IMAGE, time=numbers.duration(image_s).localized(page.lang))
    facts.append(took)
    if made.seed.startswith(SECRET):
        facts.append(page.say(words.SEED, seed=made.seed))
    return Styled(f" {page.marks.dot} ".join(facts), "dim")
