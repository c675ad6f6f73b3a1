"""A trial of one file on an input: from the files to what is told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from grader.catalogue.exercise import Exercise
from grader.grading.client import JudgeProcess
from grader.grading.fault_log import keep
from grader.grading.places import Places
from grader.grading.process import Process
from grader.grading.processors import lanes
from grader.inputs.read import read_file, read_input
from grader.judge.protocol import Options, Ready, Try
from grader.report import LoadFailure, Violation
from grader.rules.source import Rules
from grader.submission.notebook import module_of
from grader.submission.parsing import read
from grader.submission.submission import Submission
from grader.texts import Tell
from grader.tried import Answer, Trial, Tried
from grader.verdict import Verdict


def tried(
    exercise: Exercise,
    submission: Submission,
    given: Path,
    options: Options,
    *,
    time_s: float,
    progress: Tell = lambda text: None,
    process: Process | None = None,
) -> Trial:
    """Make the calls of the input `given` on the submission and on the reference.

    Raises:
        UsageError: the input is none for this exercise.
        GraderError: the judge could not work.
    """

    def ask(asked: Try) -> tuple[Tried, Ready]:
        with JudgeProcess(exercise, options, cpus=lanes(1)[0], progress=progress, process=process) as judge:
            return answered(judge, asked)

    return trial(exercise, submission, read_file(given), str(given), ask, time_s=time_s)


def trial(
    exercise: Exercise,
    submission: Submission,
    text: str,
    name: str,
    ask: Callable[[Try], tuple[Tried, Ready]],
    *,
    time_s: float,
) -> Trial:
    """The trial of an input in `text`, which is called `name`, by a judge that is asked; raises as `tried`."""
    read_input(text, name, exercise).check(exercise.framework)
    source, places = module_of_submission(submission, exercise)
    found = parsed(source, exercise)
    if isinstance(found, LoadFailure):
        outcome = Tried(load=Verdict.CE, load_failure=places.load_failure(found))
        return Trial(exercise.slug, exercise.title, submission.name, name, outcome)
    outcome, machine = ask(Try(source, text, name, time_s))
    return Trial(
        exercise.slug,
        exercise.title,
        submission.name,
        name,
        _placed(outcome, places),
        machine.sandbox,
        tuple(map(places.violation, found)),
        machine.warnings,
    )


def answered(judge: JudgeProcess, asked: Try) -> tuple[Tried, Ready]:
    """What this judge finds, and on which machine; a fault of ours is kept in the log."""
    outcome = judge.tried(asked)
    if outcome.fault is not None:
        keep(judge.log(), judge.exercise.slug)
    return outcome, judge.machine


def module_of_submission(submission: Submission, exercise: Exercise) -> tuple[bytes, Places]:
    """The submission's source, of a notebook the part that answers the exercise; and where its lines stand."""
    if not submission.cells:
        return submission.source, Places()
    module = module_of(submission.cells, exercise.slug, [entry.name for entry in exercise.entries])
    return module.source, Places(module.places)


def parsed(source: bytes, exercise: Exercise) -> tuple[Violation, ...] | LoadFailure:
    """The rules that it breaks, or why it cannot be parsed."""
    return read(source, Rules(exercise.rules, exercise.allow, exercise.framework))


def _placed(tried: Tried, places: Places) -> Tried:
    """The trial with its lines where they stand for the author."""
    steps = tuple(
        replace(step, submission=step.submission and _placed_answer(step.submission, places)) for step in tried.steps
    )
    load_failure = tried.load_failure and places.load_failure(tried.load_failure)
    return replace(tried, steps=steps, load_failure=load_failure, prints=places.text(tried.prints))


def _placed_answer(answer: Answer, places: Places) -> Answer:
    failure = answer.failure and replace(answer.failure, raised=places.raised(answer.failure.raised))
    return replace(answer, failure=failure)
