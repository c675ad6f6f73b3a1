"""A grading run: what was handed in is judged, here or elsewhere, unless the journal has its result.

The order of things is what makes a kill harmless: a result is in the journal before it is counted or shown, and what a
run does next follows from the journal alone.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import grader
from grader.catalogue.exercise import Catalogue, Exercise
from grader.errors import GraderError
from grader.grading.course import Course
from grader.grading.judging import not_graded
from grader.judge.protocol import Options
from grader.klass.assignment import Assignment
from grader.klass.executors.dispatch import dispatched
from grader.klass.executors.work import Room, Where, Work
from grader.klass.handins import Collected, HandIn
from grader.klass.marks import countable
from grader.klass.roster import Roster
from grader.klass.score import leaves_out
from grader.klass.seed import Seed
from grader.klass.store import Kept, Key, Person, Store, Trouble, Void
from grader.report import Report
from grader.submission.refused import Refused
from grader.submission.submission import submission_from
from grader.texts import Tell
from grader.verdict import Verdict

HASHED = "sha256:"
"""The beginning of a salted hash in the place of a report's seed."""


@dataclass(frozen=True)
class Terms:
    """The terms that everybody is judged by: exercises by name, the secret seed, which sandbox, and what runs in it.

    rooms: for each exercise the name of the sandbox and of its image.
    """

    exercises: Mapping[str, Exercise]
    seed: Seed
    sandbox: Options
    rooms: Mapping[str, Room]

    def key(self, handin: Kept, *, all_cases: bool = False) -> str:
        """The key of the result that a hand-in has under these terms; another one where all its cases are run."""
        sandbox, image = self.rooms[handin.exercise]
        return Key(
            handin.sha256,
            handin.exercise,
            self.exercises[handin.exercise].digest,
            self.seed.hash,
            sandbox,
            image,
            grader.__version__,
            self.sandbox.isolation,
            all_cases,
        ).digest

    def are_of(self, handin: Kept) -> bool:
        """Whether the result that stands for a hand-in is of these terms."""
        return handin.result in (self.key(handin), self.key(handin, all_cases=True))


def terms_of(assignment: Assignment, catalogue: Catalogue, sandbox: Options, where: Where, progress: Tell) -> Terms:
    """The terms as they are now; the sandbox is chosen where it will be judged, and its image built if it is missing.

    Raises:
        UsageError: an exercise or the seed is missing or damaged.
        GraderError: no sandbox works here.
    """
    exercises = {slug: assignment.exercise(slug, catalogue) for slug in assignment.slugs}
    seed = assignment.seed()
    by_target: dict[str, Room] = {}
    for exercise in exercises.values():
        if exercise.target not in by_target:
            by_target[exercise.target] = where.room(exercise.target, sandbox, progress)
    rooms = {slug: by_target[exercise.target] for slug, exercise in exercises.items()}
    return Terms(exercises, seed, sandbox, rooms)


def keep(store: Store, collected: Collected, roster: Roster | None) -> list[str]:
    """Take what was collected into the journal, with its bytes, for all that there is.

    Returns whose hand-ins for which exercise were there before, and are not now.
    """
    known = {one.id: Person(one.id, one.name, one.email) for one in roster or ()}
    for handin in collected.handins:
        known.setdefault(handin.student_id, Person(handin.student_id))
    for problem in collected.problems:
        if problem.student_id:
            known.setdefault(problem.student_id, Person(problem.student_id))
    troubles = [
        Trouble(_storable(one.student_id or ""), _storable(one.name), one.kind, one.reason, one.remedy)
        for one in collected.problems
    ]
    handins = []
    for one in collected.handins:
        try:
            if store.source(hashlib.sha256(one.source).hexdigest()) is None:  # to read a notebook takes a process
                submission_from(one.source, one.name)
        except Refused as refusal:
            who, name = _storable(one.student_id), _storable(one.name)
            troubles.append(Trouble(who, name, refusal.kind, refusal.reason, refusal.advice))
        else:
            handins.append((_kept(one), one.source))
    people = [Person(*(_storable(part) for part in (one.id, one.name, one.email))) for one in known.values()]
    before = {(one.student, one.exercise) for one in store.handins()}
    store.collect(people, handins, troubles)
    gone = before - {(one.student, one.exercise) for one, _ in handins}
    return [f"{student} ({exercise})" for student, exercise in sorted(gone)]


def _kept(one: HandIn) -> Kept:
    sha256 = hashlib.sha256(one.source).hexdigest()
    return Kept(_storable(one.student_id), one.exercise, one.attempt, _storable(one.name), sha256, one.submitted)


def _storable(name: str) -> str:
    """A name that can be written as UTF-8: a file's may hold bytes that are no text."""
    return name.encode("utf-8", "backslashreplace").decode()


@dataclass
class Plan:
    """The work to do: by key, the hand-ins that one result will stand for.

    stands: how many have their result already. old: hand-ins whose result is of other terms: of an older exercise, say.
    """

    work: dict[str, list[Kept]] = field(default_factory=dict)
    stands: int = 0
    old: list[Kept] = field(default_factory=list)

    @property
    def alike(self) -> int:
        """How many hand-ins are identical to another that is judged in their place."""
        return sum(len(several) - 1 for several in self.work.values())


def plan(store: Store, assignment: Assignment, terms: Terms) -> Plan:
    """Find what has to be judged; a result that is there, and is not our fault, is taken at once.

    What stands for a hand-in stays, also where it is of other terms: `regrade` shows first what would change.
    """
    found = Plan()
    for handin in countable(store.handins(), assignment):
        key = terms.key(handin)
        if handin.result and store.verdict(handin.result) not in (None, Verdict.IE):
            found.stands += 1
            if not terms.are_of(handin):
                found.old.append(handin)
        elif store.verdict(key) not in (None, Verdict.IE):
            store.stand(key, [handin])
            found.stands += 1
        else:
            found.work.setdefault(key, []).append(handin)
    return found


Standing: TypeAlias = tuple[Kept, str]
"""A hand-in, and the key of the result that stands for it, or would."""


def left_out(store: Store, found: Iterable[Standing], voids: Sequence[Void]) -> list[Standing]:
    """Those in whose results cases that count were left out, because void ones took too long."""
    by_exercise: dict[str, list[Void]] = defaultdict(list)
    for void in voids:
        by_exercise[void.exercise].append(void)
    return [
        (handin, key)
        for handin, key in found
        if handin.exercise in by_exercise
        and (report := store.report(key)) is not None
        and leaves_out(report, by_exercise[handin.exercise])
    ]


def with_all_cases(
    store: Store, terms: Terms, found: Sequence[Standing], *, where: Where, progress: Tell
) -> list[Standing]:
    """Judge these hand-ins with all their cases; those for which that could be done, with what would stand for them.

    A result of other terms stays: what was left out could not be judged by those.
    """
    keys = {one.place: terms.key(one, all_cases=True) for one, key in found if terms.key(one) == key}
    wanted = [(one, keys[one.place]) for one, _ in found if one.place in keys]
    work: dict[str, list[Kept]] = defaultdict(list)
    for one, key in wanted:
        if store.verdict(key) in (None, Verdict.IE):
            work[key].append(one)
    for _ in judge(store, terms, work, where=where, stand=False, all_cases=True, progress=progress):
        pass
    return [(one, key) for one, key in wanted if store.verdict(key) not in (None, Verdict.IE)]


def judge(
    store: Store,
    terms: Terms,
    work: Mapping[str, Sequence[Kept]],
    *,
    where: Where,
    stand: bool = True,
    all_cases: bool = False,
    progress: Tell = lambda text: None,
) -> Iterator[tuple[Report, Sequence[Kept]]]:
    """Judge the work of a plan; each report when it is in the journal, with the hand-ins that it is for.

    One that we fail on is tried again, after the others; the last time alone, lest one that ends whatever judges it
    should take others with it.

    Args:
        stand: let each result stand for its hand-ins. Without, results are only kept.
        all_cases: as in `grader.grading.policy.Policy`.

    Raises:
        UsageError: the sandbox is weaker than is asked for.
        GraderError: nothing can be judged there.
    """
    left = dict(work)
    for turn in range(1, where.tries + 1):
        # By exercise: for another one a seat needs another judge.
        keys = sorted(left, key=lambda key: left[key][0].exercise)
        failed: dict[str, Sequence[Kept]] = {}
        course = Course(len(keys), progress)
        with where.seats(terms.exercises, terms.sandbox, len(keys), course.tell) as seats:
            works = _works(store, terms, [left[key][0] for key in keys], all_cases, seats.slots)
            judged = dispatched(works, seats, course, one_by_one=1 < turn == where.tries)
            with closing(judged):
                for number, found in judged:
                    key, handins = keys[number], left[keys[number]]
                    report = _sealed(found, handins[0], terms)
                    store.add(key, report, handins if stand else ())
                    if report.verdict is Verdict.IE and turn < where.tries:
                        failed[key] = handins
                    else:
                        yield report, handins
        left = failed
        if not left:
            return


def _works(store: Store, terms: Terms, handins: Sequence[Kept], all_cases: bool, slots: int) -> Iterator[Work]:
    """The work of each, made when it is asked for: a class's files need not be in memory."""
    for at, one in enumerate(handins):
        source = store.source(one.sha256)
        assert source is not None, "what was collected has its bytes in the journal"
        yield Work(
            program=grader.__version__,
            exercise=one.exercise,
            digest=terms.exercises[one.exercise].digest,
            options=terms.sandbox,
            room=terms.rooms[one.exercise],
            name=one.name,
            source=source,
            seed=terms.seed.value,
            all_cases=all_cases,
            more=any(later.exercise == one.exercise for later in handins[at + slots : at + slots + 1]),
        )


def _sealed(found: Report | GraderError, handin: Kept, terms: Terms) -> Report:
    """The report without the seed, and without the name of one of the students whose file it is about."""
    exercise = terms.exercises[handin.exercise]
    name = f"{exercise.slug}.py"
    report = found if isinstance(found, Report) else not_graded(exercise, name, handin.sha256, found)
    return replace(report, provenance=replace(report.provenance, seed=HASHED + terms.seed.hash), submission=name)
