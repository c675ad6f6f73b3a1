"""`dlgrade check`: from files to reports. The steps stand in `check`, in order."""

from __future__ import annotations

import ast
import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import grader
from grader.catalogue import Catalogue, Exercise
from grader.errors import UsageError
from grader.grading.client import JudgeProcess
from grader.grading.process import Process
from grader.grading.processors import processors
from grader.judge.judged import Judged
from grader.judge.protocol import Job, Options
from grader.parsing import decode, parse
from grader.report import LoadFailure, Provenance, Report, Violation
from grader.rules import violations
from grader.submission import Submission, exercise_of, find_submissions, read_submission
from grader.verdict import Verdict


@dataclass(frozen=True)
class Request:
    """What a check was asked for. `seed` is the run seed; `time_s` the budget for timing, 0 for none."""

    paths: tuple[Path, ...]
    exercise: str | None
    seed: str
    cases: tuple[str, ...]
    time_s: float
    sandbox: Options


@dataclass(frozen=True)
class _Entry:
    """A submission, and the exercise that it answers."""

    submission: Submission
    exercise: Exercise


@dataclass(frozen=True)
class _Read:
    """What the source tells before anything runs."""

    load_failure: LoadFailure | None = None
    violations: tuple[Violation, ...] = ()

    @property
    def skip(self) -> str:
        """Why no case is run; "" to run them."""
        if self.load_failure is not None:
            return "not loaded"
        return "rule violated" if self.violations else ""

    def added_to(self, judged: Judged) -> Judged:
        """What was found in all."""
        if self.load_failure is not None:
            return replace(judged, load=Verdict.CE, load_failure=self.load_failure)
        return replace(judged, violations=(*self.violations, *judged.violations))


def check(
    request: Request,
    catalogue: Catalogue,
    progress: Callable[[str], None],
    meanwhile: Callable[[], None] = lambda: None,
    process: Process | None = None,
) -> Iterator[Report]:
    """Judge each submission; reports come as they are ready, in the order of the files.

    Args:
        process: one that was started before all this, for the first exercise's judge.
        progress: gets a line for each step.
        meanwhile: called when the judge starts, which takes a second: what is needed only later can be done here.

    Raises:
        UsageError: a file cannot be worked on, or its exercise is not known; nothing has been judged then.
        GraderError: the judge could not work at all.
    """
    entries = _find(request, catalogue)
    for exercise, group in itertools.groupby(entries, key=lambda entry: entry.exercise):
        judge = JudgeProcess(exercise, request.sandbox, cpus=processors(), progress=progress, process=process)
        process = None
        yield from _judge_group(request, judge, [entry.submission for entry in group], progress, meanwhile)


def _find(request: Request, catalogue: Catalogue) -> list[_Entry]:
    """All files read once, each with its exercise; those of one exercise next to each other."""
    files = find_submissions(request.paths)
    submissions = [read_submission(path) for path in files]
    slugs = [request.exercise or exercise_of(submission, catalogue) for submission in submissions]
    order = list(dict.fromkeys(slugs))
    exercises = {slug: catalogue[slug] for slug in order}
    entries = [_Entry(one, exercises[slug]) for one, slug in zip(submissions, slugs, strict=True)]
    return sorted(entries, key=lambda entry: order.index(entry.exercise.slug))


def _judge_group(
    request: Request,
    judge: JudgeProcess,
    submissions: Sequence[Submission],
    progress: Callable[[str], None],
    meanwhile: Callable[[], None],
) -> Iterator[Report]:
    """Submissions of one exercise, by its judge, which starts meanwhile: its sandboxes take longest."""
    exercise = judge.exercise
    with judge:
        meanwhile()
        for number, submission in enumerate(submissions, start=1):
            began, started = datetime.now(UTC), time.monotonic()
            many = f"{number}/{len(submissions)} " if len(submissions) > 1 else ""
            say = partial(_say, progress, many)
            say(f"{submission.name}: starting the sandbox")
            read = _read(submission, exercise)
            phases = {"read": time.monotonic() - started}
            judge.case_ids()
            phases["judge"] = time.monotonic() - started - phases["read"]
            judged = _judge(request, judge, submission, read, say, last=number == len(submissions))
            wall_s = time.monotonic() - started
            phases |= judged.phases
            phases["rest"] = wall_s - sum(phases.values())
            provenance = _provenance(request, judge, exercise, submission, began, wall_s, phases)
            judged = read.added_to(judged)
            yield Report(
                exercise=exercise.slug,
                title=exercise.title,
                submission=submission.name,
                verdict=judged.verdict,
                points=judged.points,
                max_points=judged.max_points,
                cases=judged.cases,
                provenance=provenance,
                load_failure=judged.load_failure,
                violations=judged.violations,
                diagnosis=judged.diagnosis,
                timing=judged.timing,
                internal=judged.internal,
                warnings=judge.machine.warnings,
            )


def _read(submission: Submission, exercise: Exercise) -> _Read:
    """Parse, and check the exercise's rules."""
    tree = parse(submission.source)
    if isinstance(tree, LoadFailure):
        return _Read(load_failure=tree)
    text = decode(submission.source)
    assert isinstance(tree, ast.Module) and isinstance(text, str)
    return _Read(violations=violations(tree, text, exercise.rules, exercise.allow, exercise.framework))


def _say(progress: Callable[[str], None], many: str, text: str) -> None:
    progress(many + text)


def _judge(
    request: Request,
    judge: JudgeProcess,
    submission: Submission,
    read: _Read,
    progress: Callable[[str], None],
    *,
    last: bool,
) -> Judged:
    known = itertools.count(1)
    unknown = [case for case in request.cases if case not in judge.case_ids()] if request.cases else []
    if unknown:
        raise UsageError(
            f'"{judge.exercise.slug}" has no case "{unknown[0]}".', f"It has {', '.join(judge.case_ids())}."
        )
    job = Job(
        source=submission.source,
        seed=request.seed,
        cases=request.cases or None,
        time_s=request.time_s,
        skip=read.skip,
        prefetch=not last,
        final=last,
    )
    return judge.judge(
        job, on_case=lambda _: progress(f"{submission.name}: case {next(known)} of {len(judge.manifest)}")
    )


def _provenance(
    request: Request,
    judge: JudgeProcess,
    exercise: Exercise,
    submission: Submission,
    began: datetime,
    wall_s: float,
    phases: dict[str, float],
) -> Provenance:
    machine = judge.machine
    versions = dict(machine.versions)
    return Provenance(
        program=grader.__version__,
        exercise_digest=exercise.digest,
        submission_sha256=submission.sha256,
        seed=request.seed,
        sandbox=machine.sandbox,
        image=machine.image,
        interpreter=versions.pop("python", ""),
        libraries=versions,
        started=began.isoformat(timespec="seconds"),
        wall_s=wall_s,
        phases=phases,
    )
