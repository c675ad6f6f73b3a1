"""A benchmark of one file: from the files to what is told of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from grader.benched import Benched, Benchmark
from grader.catalogue.exercise import Exercise
from grader.errors import UsageError
from grader.grading.client import JudgeProcess
from grader.grading.fault_log import keep
from grader.grading.places import Places
from grader.grading.process import Process
from grader.grading.processors import lanes
from grader.grading.trying import module_of_submission, parsed
from grader.inputs.read import Input, read_file, read_input
from grader.judge.protocol import Bench, Options
from grader.report import LoadFailure
from grader.submission.submission import Submission
from grader.texts import Tell, Text
from grader.verdict import Verdict


def benched(
    exercise: Exercise,
    submission: Submission,
    given: Path | None,
    options: Options,
    *,
    sizes: str,
    seconds: float,
    progress: Tell = lambda text: None,
    process: Process | None = None,
) -> Benchmark:
    """Measure the submission and the reference on the input `given`, or on the exercise's own.

    Raises:
        UsageError: the input is none for this exercise, or has no sizes.
        GraderError: the judge could not work.
    """
    path = given or _own(exercise)
    text = read_file(path)
    plan = _sized(read_input(text, str(path), exercise), path, sizes)
    plan.check(exercise.framework)
    source, places = module_of_submission(submission, exercise)
    found = parsed(source, exercise)
    if isinstance(found, LoadFailure):
        failed = Benched(load=Verdict.CE, load_failure=places.load_failure(found))
        return Benchmark(exercise.slug, exercise.title, submission.name, plan.about, failed)
    with JudgeProcess(exercise, options, cpus=lanes(1)[0], progress=progress, process=process) as judge:
        outcome = judge.benched(Bench(source, text, str(path), seconds, plan.sizes))
        if outcome.fault is not None:
            keep(judge.log(), exercise.slug)
    machine, outcome = judge.machine, _placed(outcome, places)
    return Benchmark(
        exercise.slug, exercise.title, submission.name, plan.about, outcome, machine.sandbox, machine.warnings
    )


def _placed(found: Benched, places: Places) -> Benched:
    """The benchmark with its lines where they stand for the author."""
    points = tuple(
        replace(point, failure=point.failure and replace(point.failure, raised=places.raised(point.failure.raised)))
        for point in found.points
    )
    return replace(found, points=points, load_failure=found.load_failure and places.load_failure(found.load_failure))


def _own(exercise: Exercise) -> Path:
    if exercise.bench is None:
        raise UsageError(
            Text(f'"{exercise.slug}" has no benchmark of its own.', f"“{exercise.slug}”没有自带的基准测试。"),
            Text(
                'Give an input in which "n" stands for the size: --input x.json (docs/input-format.md).',
                '请给出一个用 "n" 表示规模的输入：--input x.json（见 docs/input-format.md）。',
            ),
        )
    return exercise.bench


def _sized(plan: Input, path: Path, sizes: str) -> Input:
    """The input with the sizes that were asked for."""
    if sizes:
        words = [word.strip().replace("_", "") for word in sizes.split(",")]
        wanted = [int(word) for word in words if word.isascii() and word.isdigit()]
        if len(wanted) < len(words) or wanted != sorted(set(wanted)) or not wanted or wanted[0] < 1:
            raise UsageError(
                Text(
                    f'--sizes is "{sizes}"; that is no list of rising whole numbers.',
                    f"--sizes 的值“{sizes}”不是从小到大的整数列表。",
                ),
                Text("Write for example --sizes 64,128,256.", "例如写 --sizes 64,128,256。"),
            )
        plan = replace(plan, sizes=tuple(wanted))
    if not plan.sizes:
        raise UsageError(
            Text(f'"{path}" has no sizes.', f"“{path}”没有给出规模。"),
            Text(
                'Write "n": [64, 128, 256] in it, or give --sizes 64,128,256.',
                '请在其中写 "n": [64, 128, 256]，或使用 --sizes 64,128,256。',
            ),
        )
    return plan
