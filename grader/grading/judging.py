"""One submission, from its source to its report."""

from __future__ import annotations

import ast
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import grader
from grader.catalogue.exercise import Exercise
from grader.errors import GraderError, UsageError
from grader.grading.client import JudgeProcess
from grader.grading.fault_log import keep
from grader.grading.module import module_for
from grader.grading.places import Places
from grader.grading.policy import Policy
from grader.grading.pool import Turn
from grader.grading.retrial import judged as judged_by
from grader.grading.run_seed import PUBLIC_SEED, fresh
from grader.judge.judged import Judged
from grader.judge.protocol import Job, Ready
from grader.report import CaseResult, LoadFailure, NotebookCode, Provenance, Report, Violation, internal
from grader.rules.source import Rules
from grader.submission.parsing import Probe, read
from grader.submission.submission import Submission
from grader.syntax import tree_of
from grader.texts import Tell, Text
from grader.verdict import Verdict


def judge(
    turn: Turn,
    submission: Submission,
    policy: Policy,
    *,
    progress: Tell = lambda text: None,
    on_case: Callable[[CaseResult], object] = lambda case: None,
    given_up: Callable[[], bool] = lambda: False,
) -> Report:
    """Judge a submission in the exercise of this turn's judge.

    Args:
        progress: gets a few words for each step. on_case: gets each case as it is judged.
        given_up: whether the judge's `cancel` was called before it had the job.

    Raises:
        UsageError: the policy names a case that the exercise does not have.
        GraderError: the judge ended, or could not work.
        CancelledError: it was given up.
    """
    began, started = datetime.now(UTC), time.monotonic()
    exercise = turn.judge.exercise
    progress(Text("starting the sandbox", "正在启动沙箱"))
    submission, places, notebook = _module(submission, exercise)
    read = _read(submission, exercise, turn.parse)
    phases = {"read": time.monotonic() - started}
    cases = _chosen(turn.judge, policy)
    phases["judge"] = time.monotonic() - started - phases["read"]
    job = Job(
        source=submission.source,
        seed=PUBLIC_SEED if exercise.transcript else policy.seed or fresh(),
        cases=cases,
        time_s=policy.time_s,
        diagnose=policy.diagnose,
        skip=read.skip,
        all_cases=policy.all_cases,
        prefetch=turn.prefetch,
        final=turn.final,
    )
    judged = places.of(
        read.added_to(judged_by(turn, job, lambda case: on_case(places.of_case(case)), progress, given_up=given_up))
    )
    wall_s = time.monotonic() - started
    phases |= judged.phases
    phases["rest"] = wall_s - sum(phases.values())
    return Report(
        exercise=exercise.slug,
        title=exercise.title,
        submission=submission.name,
        verdict=judged.verdict,
        points=judged.points,
        max_points=judged.max_points,
        cases=judged.cases,
        provenance=_provenance(
            turn.judge, judged.verdict, submission, job.seed, began, wall_s, phases, ran=not read.skip
        ),
        load_failure=judged.load_failure,
        violations=judged.violations,
        diagnosis=judged.diagnosis,
        timing=judged.timing,
        internal=judged.internal,
        warnings=turn.judge.machine.warnings,
        untouched=read.untouched,
        notebook=notebook,
    )


def not_graded(
    exercise: Exercise,
    submission: str,
    sha256: str,
    error: GraderError,
    *,
    seed: str = "",
    machine: Ready = Ready(),
    log: str = "",
) -> Report:
    """The report on a submission that could not be judged: our fault, and no mark.

    Args:
        submission, sha256: its name, and the hash of its bytes.
        machine, log: of the judge that could not, if one began.
    """
    return Report(
        exercise=exercise.slug,
        title=exercise.title,
        submission=submission,
        verdict=Verdict.IE,
        points=0,
        max_points=0,
        cases=(),
        provenance=Provenance(
            program=grader.__version__,
            exercise_digest=exercise.digest,
            submission_sha256=sha256,
            seed=seed,
            sandbox=machine.sandbox,
            image=machine.image,
            interpreter="",
            libraries={},
            started=datetime.now(UTC).isoformat(timespec="seconds"),
            wall_s=0.0,
            log=keep(log, exercise.slug),
            isolation=machine.isolation,
        ),
        internal=internal(error.said, error.advice),
    )


@dataclass(frozen=True)
class _Read:
    """The findings from the source alone, before anything runs."""

    load_failure: LoadFailure | None = None
    violations: tuple[Violation, ...] = ()
    untouched: bool = False

    @property
    def skip(self) -> str:
        """Why no case is run; "" to run them."""
        if self.load_failure is not None:
            return "not loaded"
        return "rule violated" if self.violations else ""

    def added_to(self, judged: Judged) -> Judged:
        """`judged` with the findings from the source added."""
        if self.load_failure is not None:
            return replace(judged, load=Verdict.CE, load_failure=self.load_failure)
        return replace(judged, violations=(*self.violations, *judged.violations))


def _module(submission: Submission, exercise: Exercise) -> tuple[Submission, Places, NotebookCode | None]:
    """The submission as a module, and where its lines stand for its author; of a notebook, what was taken of it."""
    if not submission.cells:
        return submission, Places(), None
    module = module_for(submission, exercise)
    digest = hashlib.sha256(module.source).hexdigest()
    told = replace(module.told, kernel=submission.kernel)
    return replace(submission, source=module.source, sha256=digest), Places(module.places, submission.kernel), told


def _read(submission: Submission, exercise: Exercise, parse: Probe) -> _Read:
    """Parse, and check the exercise's rules."""
    found = read(submission.source, Rules(exercise.rules, exercise.allow, exercise.framework), probe=parse)
    if isinstance(found, LoadFailure):
        return _Read(load_failure=found)
    return _Read(violations=found, untouched=_is_stub(submission.source, exercise.stub.read_bytes()))


# Comments and layout may be added to a stub; a file longer than this many of them is not parsed to find out.
_COMMENTED = 8


def _is_stub(source: bytes, stub: bytes) -> bool:
    """Whether it is the code that the learner was given, comments and layout aside."""
    return len(source) < _COMMENTED * len(stub) and ast.dump(tree_of(source)) == ast.dump(tree_of(stub))


def _chosen(judge: JudgeProcess, policy: Policy) -> tuple[str, ...] | None:
    """The ids of the cases to run, None for all; waits for the manifest."""
    known = judge.case_ids()
    unknown = [case for case in policy.cases if case not in known]
    if unknown:
        slug = judge.exercise.slug
        raise UsageError(
            Text(f'"{slug}" has no case "{unknown[0]}".', f"“{slug}”没有用例“{unknown[0]}”。"),
            Text(f"It has {', '.join(known)}.", f"它的用例有：{'、'.join(known)}。"),
        )
    return policy.cases or None


def _provenance(
    judge: JudgeProcess,
    verdict: Verdict,
    submission: Submission,
    seed: str,
    began: datetime,
    wall_s: float,
    phases: dict[str, float],
    *,
    ran: bool,
) -> Provenance:
    # Where nothing ran, the judge knows them only if something ran before; a report tells nothing of what was before.
    libraries = dict(judge.machine.versions) if ran else {}
    return Provenance(
        program=grader.__version__,
        exercise_digest=judge.exercise.digest,
        submission_sha256=submission.sha256,
        seed=seed,
        sandbox=judge.machine.sandbox,
        image=judge.machine.image,
        interpreter=libraries.pop("python", ""),
        libraries=libraries,
        started=began.isoformat(timespec="seconds"),
        wall_s=wall_s,
        phases=phases,
        log=keep(judge.log(), judge.exercise.slug) if verdict is Verdict.IE else "",
        isolation=judge.machine.isolation,
    )
