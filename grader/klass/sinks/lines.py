"""The cases of a mark as lines, for the forms that list tests: title, points of the assignment, and a safe sentence."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from grader import hidden
from grader.escape import LINE, SENTENCE, safe_text
from grader.klass.gradebook import Gradebook
from grader.klass.marks import Mark
from grader.klass.score import points_of
from grader.render import explain, sentences
from grader.report import Report
from grader.texts import LANGUAGES, Text, joined
from grader.verdict import Verdict

NOT_RUN = Text("It was not run.", "没有运行。")
LOADS = Text("It can be judged", "可以评判")


@dataclass(frozen=True)
class Line:
    """One case of one exercise. points: of those that the assignment gives, before what being late costs."""

    exercise: str
    id: str
    name: str
    verdict: Verdict | None
    points: Fraction
    most: Fraction
    message: str
    hidden: bool
    wall_s: float

    @property
    def failed(self) -> bool:
        """Whether it was run, and not passed."""
        return self.verdict not in (Verdict.AC, None)


def lines(mark: Mark, report: Report, book: Gradebook) -> list[Line]:
    """The cases of a report as they count, void ones left out.

    Args:
        report: whole, or as its student may see it.
    """
    voids = [void for void in book.voids if void.exercise == mark.exercise]
    whole = book.report(mark) or report
    worth = points_of(whole, voids)
    refused = report.load_failure is not None or bool(report.violations)
    why = explain.reason(report) if refused else None
    found = []
    for case in report.cases:
        if case.id not in worth:
            continue
        failure = hidden.told_of(case)
        told = sentences.failure(failure) if failure is not None else Text("", "")
        if case.verdict is None:
            told = why or NOT_RUN
        most = worth[case.id] * mark.most
        passed = case.verdict is Verdict.AC and not refused
        found.append(
            Line(
                mark.exercise,
                case.id,
                safe_text(case.title.localized(book.lang), LINE),
                case.verdict,
                most if passed else Fraction(0),
                most,
                safe_text(told.localized(book.lang), SENTENCE, book.lang),
                case.hidden,
                case.wall_s,
            )
        )
    return found


def headline(mark: Mark, report: Report | None, book: Gradebook) -> str:
    """One sentence on a mark: the verdict in plain words, why, and what is not as usual."""
    parts = [mark.reason]
    if mark.verdict is not None and mark.state != "not graded":
        en, zh = (mark.verdict.words(lang) for lang in LANGUAGES)
        parts.insert(0, Text(f"{mark.verdict}: {en}.", f"{mark.verdict}：{zh}。"))
        why = explain.reason(report) if report is not None else None
        if why is not None:
            parts.append(why)
    return safe_text(joined(part for part in parts if part.en).localized(book.lang), SENTENCE, book.lang)
