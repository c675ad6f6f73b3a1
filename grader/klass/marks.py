"""Marks: from what was judged, attempts and lateness to a number for each student and exercise, or to none.

None is "not graded": something of ours failed, or nobody has judged it yet. It is never a zero, and neither is a total
that it belongs to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePosixPath

from grader.klass.assignment import Assignment
from grader.klass.lateness import Lateness
from grader.klass.problems import BESIDE_HANDINS
from grader.klass.score import Score, score
from grader.klass.store import Kept, Override, Person, Place, Store, Trouble, Void
from grader.report import Report
from grader.texts import Text
from grader.verdict import Verdict

STATES = ("graded", "not graded", "missing", "not accepted", "by hand")


NOTHING = Text("", "")


@dataclass(frozen=True)
class Mark:
    """The mark of one student for one exercise.

    points: of `most`; None where `state` is "not graded". raw: before what being late costs. handin: the one that
    counts, or would; None where there is none. reason: a sentence on whatever is not as usual.
    """

    student: str
    exercise: str
    state: str
    points: Fraction | None
    most: Fraction
    raw: Fraction | None = None
    handin: Kept | None = None
    score: Score | None = None
    lateness: Lateness | None = None
    reason: Text = NOTHING

    @property
    def verdict(self) -> Verdict | None:
        """The verdict of the hand-in that counts."""
        return self.score.verdict if self.score is not None else None


@dataclass(frozen=True)
class Row:
    """The marks of one student, in the assignment's order."""

    person: Person
    marks: tuple[Mark, ...]
    published: bool

    @property
    def points(self) -> Fraction | None:
        """Their sum; None while one of them is not graded."""
        total = Fraction(0)
        for mark in self.marks:
            if mark.points is None:
                return None
            total += mark.points
        return total

    @property
    def days_late(self) -> int:
        """Of the latest hand-in that counts."""
        return max((mark.lateness.days_late for mark in self.marks if mark.lateness is not None), default=0)


Scores = Callable[[Kept], Score | None]
"""The score of a hand-in; None where it has not been judged."""

_NOT_JUDGED = Text("It has not been judged yet.", "尚未评判。")
_OURS = Text("It could not be judged, which is our fault; it is no mark.", "无法评判，这是我们的问题，不算成绩。")
_MISSING = Text("Nothing was handed in.", "没有提交。")
_UNUSABLE = Text("What was handed in cannot be used: ", "提交的内容无法使用：")
_REFUSED = Text("Nothing that was handed in is accepted: ", "没有可接受的提交：")
_TOO_MANY = Text("there were more attempts than are allowed.", "提交次数超过上限。")


def countable(handins: Iterable[Kept], assignment: Assignment) -> tuple[Kept, ...]:
    """The hand-ins that may count: accepted by their time, and within the number of attempts. Only they are judged."""
    by_exercise: dict[tuple[str, str], list[Kept]] = defaultdict(list)
    for handin in handins:
        if handin.exercise in assignment.slugs:
            by_exercise[handin.student, handin.exercise].append(handin)
    return tuple(handin for several in by_exercise.values() for handin in _countable(several, assignment))


def _countable(several: Sequence[Kept], assignment: Assignment) -> list[Kept]:
    """Of one student and exercise."""
    allowed = sorted(several, key=lambda one: one.attempt)[: assignment.attempts.max]
    accepted = [one for one in allowed if assignment.lateness(one.student, one.submitted).accepted]
    return accepted[-1:] if assignment.attempts.counts == "last" else accepted


def scores_of(store: Store, voids: Sequence[Void], instead: Mapping[Place, str] | None = None) -> Scores:
    """The scores of what is in the journal; each result is read once, however many hand-ins it stands for.

    Args:
        instead: for some hand-ins the result to take for the one that stands for them.
    """
    known: dict[str, Score | None] = {}
    by_exercise = {slug: [void for void in voids if void.exercise == slug] for slug in {one.exercise for one in voids}}

    def of(handin: Kept) -> Score | None:
        key = (instead or {}).get(handin.place, handin.result)
        if key not in known:
            report: Report | None = store.report(key) if key else None
            known[key] = score(report, by_exercise.get(handin.exercise, ())) if report is not None else None
        return known[key]

    return of


def rows(store: Store, assignment: Assignment, scores: Scores | None = None) -> tuple[Row, ...]:
    """The marks of everybody: of the roster in its order, then of whoever else handed something in."""
    scores = scores or scores_of(store, store.voids())
    overrides, publications = store.overrides(), store.publications()
    handins: dict[tuple[str, str], list[Kept]] = defaultdict(list)
    for handin in store.handins():
        handins[handin.student, handin.exercise].append(handin)
    everybody = publications.get("", assignment.published)
    unusable = _unusable(store.problems())
    return tuple(
        Row(
            person,
            tuple(
                _mark(
                    handins[person.id, one.slug],
                    Mark(
                        person.id,
                        one.slug,
                        "missing",
                        Fraction(0),
                        Fraction(one.points),
                        reason=unusable.get(person.id, _MISSING),
                    ),
                    assignment,
                    scores,
                    overrides.get((person.id, one.slug)),
                )
                for one in assignment.exercises
            ),
            publications.get(person.id, everybody),
        )
        for person in store.people()
    )


def _unusable(problems: Iterable[Trouble]) -> dict[str, Text]:
    """By student, the first file that came to no hand-in, and why: who handed in something must not read "nothing"."""
    found: dict[str, Text] = {}
    for one in problems:
        if one.kind not in BESIDE_HANDINS:
            found.setdefault(one.student, _UNUSABLE + f"{PurePosixPath(one.name).name}: " + one.reason)
    return found


def _mark(
    several: Sequence[Kept], nothing: Mark, assignment: Assignment, scores: Scores, override: Override | None
) -> Mark:
    """The mark of one student and exercise; `nothing` is that of whoever handed nothing in."""
    mark = _judged(several, nothing, assignment, scores)
    if override is None:
        return mark
    said = Text(f"by hand, by {override.by}: {override.reason}", f"人工评分，{override.by}：{override.reason}")
    points = Fraction(str(override.points))
    return Mark(
        mark.student, mark.exercise, "by hand", points, mark.most, points, mark.handin, mark.score, mark.lateness, said
    )


def _judged(several: Sequence[Kept], nothing: Mark, assignment: Assignment, scores: Scores) -> Mark:
    if not several:
        return nothing
    counting = _countable(several, assignment)
    if not counting:
        last = max(several, key=lambda one: one.attempt)
        lateness = assignment.lateness(last.student, last.submitted)
        why = lateness.reason if not lateness.accepted else _TOO_MANY
        return Mark(
            nothing.student,
            nothing.exercise,
            "not accepted",
            Fraction(0),
            nothing.most,
            handin=last,
            lateness=lateness,
            reason=_REFUSED + why,
        )
    marks = [_one(handin, nothing, assignment, scores(handin)) for handin in counting]
    unknown = [mark for mark in marks if mark.points is None]
    best = max((mark for mark in marks if mark.points is not None), key=_worth, default=None)
    # One that is not graded may turn out better; full points cannot be bettered.
    if best is not None and (not unknown or best.points == best.most):
        return best
    return unknown[-1]


def _worth(mark: Mark) -> tuple[Fraction, int]:
    """Of equal ones the earliest counts."""
    assert mark.points is not None and mark.handin is not None
    return mark.points, -mark.handin.attempt


def _one(handin: Kept, nothing: Mark, assignment: Assignment, found: Score | None) -> Mark:
    lateness = assignment.lateness(handin.student, handin.submitted)
    if found is None or found.share is None:
        why = _NOT_JUDGED if found is None else _OURS
        return Mark(
            handin.student, handin.exercise, "not graded", None, nothing.most, None, handin, found, lateness, why
        )
    raw = found.share * nothing.most
    why = lateness.reason if lateness.days_late else NOTHING
    return Mark(
        handin.student,
        handin.exercise,
        "graded",
        raw * lateness.factor,
        nothing.most,
        raw,
        handin,
        found,
        lateness,
        why,
    )
