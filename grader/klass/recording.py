"""What an exercise's reference answers in the public cases is recorded, for a release without the reference."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from grader.catalogue.exercise import Exercise, read_exercise
from grader.catalogue.promises import PREFIX
from grader.errors import UsageError
from grader.grading.client import JudgeProcess
from grader.grading.run_seed import PUBLIC_SEED
from grader.judge.judged import Judged
from grader.judge.protocol import Job, Options
from grader.texts import Text
from grader.verdict import Verdict


def recorded(exercise: Exercise, sandbox: Options) -> bytes:
    """The transcript of the reference in the exercise's public cases; it was tried, with the reference as submission.

    Raises:
        UsageError: the reference does not pass the public cases.
        GraderError: it could not be judged.
    """
    with tempfile.TemporaryDirectory(prefix="dlgrade-") as name:
        folder = Path(name, "exercises", exercise.slug)
        solutions = Path(name, "solutions", exercise.slug)
        solutions.mkdir(parents=True)
        folder.mkdir(parents=True)
        for path in exercise.public_files:
            shutil.copy(path, folder)
        transcript = solutions / "transcript.bin"
        _need_passed(exercise, _judged(exercise, exercise, replace(sandbox, record=str(transcript))))
        _need_passed(exercise, _judged(exercise, read_exercise(folder, solutions), sandbox))
        return transcript.read_bytes()


def _judged(exercise: Exercise, judge_of: Exercise, sandbox: Options) -> Judged:
    """The findings on the reference in the public cases."""
    with JudgeProcess(judge_of, sandbox) as judge:
        judge.case_ids()
        cases = tuple(case.id for case in judge.manifest if not case.hidden and _own(case.id))
        job = Job(exercise.reference.read_bytes(), PUBLIC_SEED, cases=cases, diagnose=False)
        return judge.judge(job)


def _need_passed(exercise: Exercise, judged: Judged) -> None:
    failed = [case.id for case in judged.cases if not case.hidden and case.verdict is not Verdict.AC and _own(case.id)]
    if judged.internal is None and judged.load is None and not failed:
        return
    names = ", ".join(failed) or "-"
    raise UsageError(
        Text(
            f'The reference of "{exercise.slug}" does not pass its own public cases: {names}.',
            f"“{exercise.slug}”的参考解答没有通过它自己的公开用例：{names}。",
        ),
        Text(f"Run `dlgrade verify {exercise.slug}` on it.", f"请对它运行 `dlgrade verify {exercise.slug}`。"),
    )


def _own(case: str) -> bool:
    """Whether it is a case of the exercise's tests, and not of a promise."""
    return not case.startswith(PREFIX)
