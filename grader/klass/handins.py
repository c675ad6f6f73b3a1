"""Hand-ins: who handed in what, read out of a folder or a platform's archive.

Whatever is wrong with one file is that student's problem, told with its reason; the others are collected.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from grader.errors import UsageError
from grader.klass import problems
from grader.klass.assignment import Assignment
from grader.klass.attempts import Candidate, in_order
from grader.klass.labels import attempt_in
from grader.klass.matching import Matcher, words
from grader.klass.places import Place, Tree, tree_of, unwrapped
from grader.klass.problems import Problem
from grader.klass.repositories import Commit, is_repository, write_commit
from grader.klass.roster import Roster
from grader.klass.search import File, Search, new_folder
from grader.klass.times import NAME, Times, times_of
from grader.submission.archives import Room
from grader.submission.files import read_submission
from grader.submission.naming import exercise_of, near
from grader.submission.notebook import marks, slim
from grader.submission.refused import Refused
from grader.submission.submission import Submission

__all__ = ["Collected", "HandIn", "Problem", "collect"]

_MOST_GUESSES = 50
# Told only where the student has not handed in everything: else they stand beside the answers.
_BESIDE = ("document", "compiled", "other_type", "empty_folder", "statement", "tests")


@dataclass(frozen=True)
class HandIn:
    """One file that answers an exercise. `name` is its path as the instructor sees it.

    source: its bytes; of a notebook its code cells alone, as a notebook.
    submitted: None where nothing tells. attempt: 1 for the first of this student and exercise.
    """

    student_id: str
    exercise: str
    name: str
    source: bytes = field(repr=False)
    submitted: datetime | None = None
    attempt: int = 1


@dataclass(frozen=True)
class Collected:
    """The result of a collection: hand-ins by student, exercise and attempt; problems; and what is missing of whom.

    passed_over: the names of what is no answer, beside answers.
    """

    handins: tuple[HandIn, ...] = ()
    problems: tuple[Problem, ...] = ()
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    passed_over: tuple[str, ...] = ()


def collect(path: Path, assignment: Assignment, roster: Roster | None = None) -> Collected:
    """Find, read and assign whatever is in a folder, or in a zip file as a platform gives it.

    With a roster, each name must mean one of its students; without one, each folder or file at the top is somebody's.

    Raises:
        UsageError: there is no such folder or zip file, or it cannot be read.
    """
    collector = _Collector(assignment, roster)
    with tree_of(path) as top:
        tree = unwrapped(top, collector.is_student, assignment.slugs)
        collector.take_times(tree)
        for name in tree.names():
            if name != NAME:
                collector.take(tree.place(name))
    return collector.result(str(path))


class _Collector:
    """Takes one place after the other."""

    def __init__(self, assignment: Assignment, roster: Roster | None) -> None:
        self._assignment, self._roster = assignment, roster
        self._matcher = Matcher(roster or Roster(()), assignment.slugs)
        self._times = Times()
        self._seen: dict[str, None] = dict.fromkeys(student.id for student in roster or ())
        self._candidates: list[Candidate] = []
        self._problems: list[Problem] = []
        self._beside: list[Problem] = []
        self._passed_over: list[str] = []
        self._strangers = 0

    # --- who ---

    def is_student(self, name: str) -> bool:
        """Whether the name is known to be a student's."""
        return bool(self._matcher.whole(name).students)

    def _student(self, place: Place) -> str | Problem:
        """The id of whose it is, or why nobody knows."""
        label = place.label
        if self._roster is None:
            who = label.student_id if label.platform or place.folder else self._without_exercise(label.who)
            return who or problems.no_student(place.name)
        if label.platform:
            # A number of the platform's own says it, where the roster has it: two students may have one name.
            match = self._matcher.whole(f"Participant {label.number}" if label.platform == "moodle" else label.number)
            match = match if match.students else self._matcher.whole(label.who)
            match = match if match.students else self._matcher.behind_group(label.who)
        else:
            match = self._matcher.within(label.who)
        if match.student:
            return match.student.id
        if match.students:
            return problems.ambiguous_student(place.name, tuple(student.id for student in match.students))
        if not place.folder and not label.platform and not self._without_exercise(label.who):
            return problems.no_student(place.name)
        return problems.unknown_student(place.name, self._near(label.who))

    def _near(self, who: str) -> tuple[str, ...]:
        """Whom of the roster a name is like; of a class that is not this one nobody wants to know."""
        self._strangers += 1
        if self._roster is None or self._strangers > _MOST_GUESSES:
            return ()
        named = {student.name or student.id: student.id for student in self._roster}
        return tuple(f"{name} ({named[name]})" for name in near(who, [*named]))

    def _without_exercise(self, stem: str) -> str:
        """What a file's name says beside its exercise and its attempt."""
        if stem in self._assignment.slugs:
            return ""
        for slug in sorted(self._assignment.slugs, key=len, reverse=True):
            pattern = r"[\W_]*".join(map(re.escape, words(slug)))
            stem = re.sub(rf"(?:^|(?<=[\W_])){pattern}(?=$|[\W_\d])", "", stem, flags=re.IGNORECASE)
        stem = re.sub(r"(?:[ _-]*\(\d+\)|[ _-]+(?:v|attempt|try)?[ _-]?\d{1,2}|[ _-]+final)$", "", stem)
        return stem.strip(" _-.")

    # --- what ---

    def take_times(self, tree: Tree) -> None:
        """Read the lists of times: the assignment's, and what it does not say in that among the hand-ins."""
        path = self._assignment.times_path
        if path.exists():
            self._times = self._listed(path.read_bytes(), str(path))
        if NAME in tree.names():
            self._times = self._times.over(self._listed(tree.content(NAME), f"{tree.name}/{NAME}"))

    def _listed(self, content: bytes, name: str) -> Times:
        times, bad = times_of(content, name, self._id_of, self._assignment.zone)
        self._problems += bad
        return times

    def _id_of(self, who: str) -> str | None:
        if self._roster is None:
            return who or None
        found = self._matcher.whole(who).student
        return found.id if found else None

    def take(self, place: Place) -> None:
        """Take what is in a place; whatever is wrong with it is one student's problem."""
        student = self._student(place)
        if isinstance(student, Problem):
            self._problems.append(student)
            return
        self._seen.setdefault(student)
        limits = self._assignment.limits
        room = Room(limits.hand_in_bytes, limits.hand_in_files)
        with tempfile.TemporaryDirectory(prefix="dlgrade-") as temporary:
            try:
                with place.opened(new_folder(Path(temporary)), room) as path:
                    self._take_all(path, student, place, Path(temporary), room)
            except UsageError as error:
                self._problems.append(problems.refused(error, student, place.name))

    def _take_all(self, path: Path, student: str, place: Place, temporary: Path, room: Room) -> None:
        """Take the files of an opened place; of a repository, those of the commit that counts."""
        name, commit = place.name, None
        if place.zoned and is_repository(path):
            folder = new_folder(temporary)
            commit = write_commit(path, self._until_s(student), folder, room)
            path, name = folder, f"{name}@{commit.id[:10]}"
        search = Search(temporary, room, student)
        files = list(search.files(path, name, (place.label.file,) if place.label.file else ()))
        self._keep_apart(search.problems)
        self._passed_over += search.passed_over
        if len(files) > room.files:
            self._problems.append(problems.too_many_files(student, name, room.files))
            return
        for file in files:
            self._take_file(file, student, place, commit, alone=len(files) == 1)

    def _until_s(self, student: str) -> float | None:
        """The time up to which a commit is on time, in seconds since 1970."""
        due = self._assignment.due_for(student)
        return due.timestamp() + self._assignment.late.grace.total_seconds() if due else None

    def _keep_apart(self, found: list[Problem]) -> None:
        """Problems, and what may be no more than something beside the answers."""
        for problem in found:
            (self._beside if problem.kind in _BESIDE else self._problems).append(problem)

    def _take_file(self, file: File, student: str, place: Place, commit: Commit | None, *, alone: bool) -> None:
        try:
            submission = read_submission(file.path, name=file.name)
            exercises = self._exercises(submission, file.parts, alone=alone)
        except Refused as refusal:
            self._keep_apart([problems.refused(refusal, student, file.name)])
            return
        source = slim(submission.cells) if submission.cells else submission.source
        attempt = attempt_in(file.parts[:-1]) or place.label.attempt
        for exercise in exercises:
            if exercise not in self._assignment.slugs:
                self._problems.append(problems.other_exercise(student, file.name, exercise))
                continue
            submitted = self._times.of(student, exercise, attempt)
            submitted = submitted or (commit.moment if commit else self._time_of(place, file))
            if place.label.late and submitted is None:
                self._problems.append(problems.marked_late(student, file.name))
            self._candidates.append(Candidate(student, exercise, file.name, source, submitted, attempt))

    def _exercises(self, submission: Submission, parts: tuple[str, ...], *, alone: bool) -> list[str]:
        """The exercises: of a notebook, all that its cells name; else the one that `_exercise` finds.

        Raises:
            Refused: nothing says it.
        """
        return marks(submission.cells) or [self._exercise(submission, parts, alone=alone)]

    def _exercise(self, submission: Submission, parts: tuple[str, ...], *, alone: bool) -> str:
        """The exercise: by the marker, the file's name, a folder's; or the only one, of the only file.

        Raises:
            Refused: nothing says it.
        """
        slugs = self._assignment.slugs
        if submission.marker is not None and submission.marker not in slugs:
            return submission.marker
        try:
            return exercise_of(replace(submission, name=parts[-1]), slugs)
        except Refused as refusal:
            for part in reversed(parts[:-1]):
                try:
                    return exercise_of(replace(submission, name=f"{part}.py"), slugs)
                except Refused:
                    continue
            if alone and len(slugs) == 1 and refusal.kind == "unassigned":
                return slugs[0]
            raise

    def _time_of(self, place: Place, file: File) -> datetime | None:
        """The file's own time, where the assignment trusts it."""
        if self._assignment.late.times != "files" or not file.stamp:
            return None
        moment = datetime.fromtimestamp(file.stamp, UTC)
        if place.zoned:
            return moment
        clock = moment.replace(tzinfo=None)
        return clock.replace(tzinfo=self._assignment.zone) if self._assignment.zone else clock.astimezone()

    # --- the result ---

    def result(self, name: str) -> Collected:
        """Everything that was taken, in order."""
        most = self._assignment.attempts.max
        handins: list[HandIn] = []
        for found in in_order(self._candidates):
            self._passed_over += found.same
            if found.unclear:
                student, exercise = found.candidates[0].student_id, found.candidates[0].exercise
                self._problems.append(problems.double(student, exercise, found.unclear))
            for count, (attempt, one) in enumerate(found.numbered, start=1):
                if most is not None and count > most:
                    self._problems.append(problems.too_many_attempts(one.student_id, one.name, count, most))
                    continue
                handins.append(HandIn(one.student_id, one.exercise, one.name, one.source, one.submitted, attempt))
        missing = self._missing(handins)
        for problem in self._beside:
            if problem.student_id in missing:
                self._problems.append(problem)
            else:
                self._passed_over.append(problem.name)
        late = self._assignment.late
        if handins and self._assignment.due and late.policy != "none" and not any(one.submitted for one in handins):
            self._problems.append(problems.no_times(name, str(self._assignment.times_path)))
        return Collected(tuple(handins), tuple(self._problems), missing, tuple(self._passed_over))

    def _missing(self, handins: list[HandIn]) -> dict[str, tuple[str, ...]]:
        there = {(one.student_id, one.exercise) for one in handins}
        found = {
            student: tuple(slug for slug in self._assignment.slugs if (student, slug) not in there)
            for student in self._seen
        }
        return {student: slugs for student, slugs in found.items() if slugs}
