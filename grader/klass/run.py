"""A grading run: what was handed in is judged over the lanes of a pool, unless the journal has its result.

The order of things is what makes a kill harmless: a result is in the journal before it is counted or shown, and what a
run does next follows from the journal alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

import grader
from grader.catalogue.exercise import Catalogue, Exercise
from grader.grading.check import Entry, Sparing, over_lanes
from grader.grading.policy import Policy
from grader.grading.process import Process
from grader.judge.protocol import Options
from grader.klass.assignment import Assignment
from grader.klass.handins import Collected, HandIn
from grader.klass.marks import countable
from grader.klass.roster import Roster
from grader.klass.seed import Seed
from grader.klass.store import Kept, Key, Person, Store, Trouble
from grader.report import Report
from grader.sandbox.choice import choose
from grader.submission.refused import Refused
from grader.submission.submission import submission_from
from grader.texts import Tell
from grader.verdict import Verdict

HASHED = "sha256:"
"""The beginning of a salted hash in the place of a report's seed."""
# Of one that we fail on, in one run; the next run tries again.
TRIES = 2


@dataclass(frozen=True)
class Terms:
    """The terms that everybody is judged by: exercises by name, the secret seed, which sandbox, and what runs in it.

    rooms: for each exercise the name of the sandbox and of its image.
    """

    exercises: Mapping[str, Exercise]
    seed: Seed
    sandbox: Options
    rooms: Mapping[str, tuple[str, str]]

    @property
    def policy(self) -> Policy:
        """No times are taken: they are no part of a mark."""
        return Policy(self.seed.value)

    def key(self, handin: Kept) -> str:
        """The key of the result that a hand-in has under these terms."""
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
        ).digest


def terms_of(assignment: Assignment, catalogue: Catalogue, sandbox: Options, progress: Tell) -> Terms:
    """The terms as they are now; the sandbox is chosen, and its image built if it is missing.

    Raises:
        UsageError: an exercise or the seed is missing or damaged.
        GraderError: no sandbox works here.
    """
    exercises = {slug: assignment.exercise(slug, catalogue) for slug in assignment.slugs}
    seed = assignment.seed()
    by_target: dict[str, tuple[str, str]] = {}
    for exercise in exercises.values():
        if exercise.target not in by_target:
            found = choose(sandbox.sandbox, target=exercise.target, runtime=sandbox.runtime, progress=progress)
            by_target[exercise.target] = found.name, found.describe(exercise.target)
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
            if handin.result != key:
                found.old.append(handin)
        elif store.verdict(key) not in (None, Verdict.IE):
            store.stand(key, [handin])
            found.stands += 1
        else:
            found.work.setdefault(key, []).append(handin)
    return found


def judge(
    store: Store,
    terms: Terms,
    work: Mapping[str, Sequence[Kept]],
    *,
    jobs: int | None = None,
    stand: bool = True,
    progress: Tell = lambda text: None,
    meanwhile: Callable[[], None] = lambda: None,
    process: Process | None = None,
) -> Iterator[tuple[Report, Sequence[Kept]]]:
    """Judge the work of a plan; each report when it is in the journal, with the hand-ins that it is for.

    One that we fail on is tried once more, after the others.

    Args:
        stand: let each result stand for its hand-ins. Without, results are only kept.

    Raises:
        UsageError: the sandbox is weaker than is asked for.
    """
    left = {key: work[key] for key in work}
    for last in range(1, TRIES + 1):
        keys = list(left)
        entries = [_entry(store, terms, left[key][0]) for key in keys]
        failed: dict[str, Sequence[Kept]] = {}
        judged = over_lanes(
            entries,
            Sparing(),
            terms.policy,
            terms.sandbox,
            jobs=jobs,
            in_order=False,
            progress=progress,
            meanwhile=meanwhile,
            process=process,
        )
        with closing(judged):
            for number, report in judged:
                key, report = keys[number], _sealed(report, terms)
                store.add(key, report, left[key] if stand else ())
                if report.verdict is Verdict.IE and last < TRIES:
                    failed[key] = left[key]
                else:
                    yield report, left[key]
        left, meanwhile, process = failed, lambda: None, None
        if not left:
            return


def _entry(store: Store, terms: Terms, handin: Kept) -> Entry:
    source = store.source(handin.sha256)
    assert source is not None, "what was collected has its bytes in the journal"
    return Entry(submission_from(source, handin.name), terms.exercises[handin.exercise])


def _sealed(report: Report, terms: Terms) -> Report:
    """The report without the seed, and without the name of one of the students whose file it is about."""
    provenance = replace(report.provenance, seed=HASHED + terms.seed.hash)
    return replace(report, provenance=provenance, submission=f"{report.exercise}.py")
