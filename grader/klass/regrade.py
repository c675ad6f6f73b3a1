"""Regrading: hand-ins judged again under the terms of today, and who would change, before anything is applied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.klass.assignment import Assignment, key_of
from grader.klass.marks import Mark, countable, rows, scores_of
from grader.klass.run import Terms
from grader.klass.store import Kept, Place, Store, Void
from grader.report import CaseResult, Report
from grader.texts import Text
from grader.verdict import Verdict


@dataclass(frozen=True)
class Case:
    """A case that came out otherwise; None: it was not there, or was not run."""

    id: str
    title: Text
    before: Verdict | None
    after: Verdict | None


@dataclass(frozen=True)
class Change:
    """A mark before and after, and the cases through which it changes."""

    before: Mark
    after: Mark
    cases: tuple[Case, ...]


@dataclass
class Again:
    """The hand-ins that a regrade is about.

    known: for each hand-in the result under the terms of today. work: by its key, what has to be judged for it.
    current: those whose result is of these terms already.
    """

    known: list[tuple[Kept, str]]
    work: dict[str, list[Kept]]
    current: list[tuple[Kept, str]]


def again(store: Store, assignment: Assignment, terms: Terms, *, exercise: str = "", student: str = "") -> Again:
    """Find the hand-ins whose result is of other terms than today's, all or those of one exercise or student."""
    found = Again([], {}, [])
    for handin in countable(store.handins(), assignment):
        chosen = exercise in ("", handin.exercise) and (not student or key_of(student) == key_of(handin.student))
        if not chosen:
            continue
        if terms.are_of(handin) and store.verdict(handin.result) is not Verdict.IE:
            found.current.append((handin, handin.result))
            continue
        key = terms.key(handin)
        found.known.append((handin, key))
        if store.verdict(key) in (None, Verdict.IE):
            found.work.setdefault(key, []).append(handin)
    return found


def applicable(store: Store, found: Again) -> list[tuple[Kept, str]]:
    """The results that may take the place of others: those that were judged. A fault of ours takes no mark away."""
    return [(handin, key) for handin, key in found.known if store.verdict(key) not in (None, Verdict.IE)]


def changes(
    store: Store,
    assignment: Assignment,
    *,
    instead: Mapping[Place, str] | None = None,
    voids: Sequence[Void] | None = None,
) -> Iterator[Change]:
    """The marks that would change.

    Args:
        instead: as in `scores_of`. voids: the cases that would count for nobody; those of today by default.
    """
    before = rows(store, assignment)
    after = rows(store, assignment, scores_of(store, store.voids() if voids is None else voids, instead))
    for old_row, new_row in zip(before, after, strict=True):
        for old, new in zip(old_row.marks, new_row.marks, strict=True):
            if (old.points, old.verdict) != (new.points, new.verdict):
                yield Change(old, new, tuple(_cases(store, old, new, instead or {})))


def _cases(store: Store, old: Mark, new: Mark, instead: Mapping[Place, str]) -> Iterator[Case]:
    before, after = _report(store, old, {}), _report(store, new, instead)
    olds = {case.id: case for case in before.cases} if before else {}
    news = {case.id: case for case in after.cases} if after else {}
    for name in {**olds, **news}:
        one, other = olds.get(name), news.get(name)
        if _verdict(one) is not _verdict(other):
            title = (other or one or _NONE).title
            yield Case(name, title, _verdict(one), _verdict(other))


def _report(store: Store, mark: Mark, instead: Mapping[Place, str]) -> Report | None:
    if mark.handin is None:
        return None
    key = instead.get(mark.handin.place, mark.handin.result)
    return store.report(key) if key else None


def _verdict(case: CaseResult | None) -> Verdict | None:
    return case.verdict if case is not None else None


_NONE = CaseResult("", Text("", ""), False, 0, None)
