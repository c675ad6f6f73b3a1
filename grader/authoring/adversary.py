"""Answers of unknown kind, put to an exercise's tests over many seeds: a person reads those that are accepted.

A wrong answer that is accepted with every seed shows a hole in the tests; one that is accepted with some seeds only, a
case whose draw decides. A right answer that is failed with any seed was refused unjustly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.authoring.judges import Judges, accepted
from grader.catalogue.exercise import Exercise
from grader.errors import UsageError
from grader.judge.judged import Judged
from grader.judge.protocol import Job
from grader.report import LoadFailure
from grader.rules.source import Rules
from grader.submission.parsing import read
from grader.texts import Tell


@dataclass
class Answer:
    """One file, and what came of it.

    verdict: with the first seed. passed: the seeds that accepted it, out of `seeds`. failing: by seed, the cases that
    failed it.
    """

    path: Path
    verdict: str = ""
    seeds: int = 0
    passed: int = 0
    failing: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def line(self) -> str:
        """One line."""
        if self.passed == self.seeds:
            return f"accepted  {self.path}: with all of {self.seeds} seeds"
        seed, cases = next(iter(self.failing.items()))
        where = f": {', '.join(cases[:3])}{', ...' if len(cases) > 3 else ''}" if cases else ""
        if self.passed:
            return f"luck      {self.path}: accepted with {self.passed} of {self.seeds} seeds; {seed} fails it{where}"
        return f"refused   {self.path}: {self.verdict}{where}"


def answers_in(folder: Path) -> list[Path]:
    """The Python files in the folder, in order.

    Raises:
        UsageError: there are none, or no such folder.
    """
    found = sorted(folder.glob("*.py"))
    if not found:
        raise UsageError(f'"{folder}" holds no Python files.', "Give a folder with answers, one to a file.")
    return found


def judge_answers(
    exercise: Exercise, judges: Judges, paths: Sequence[Path], seeds: int, progress: Tell
) -> Iterator[Answer]:
    """Each answer with up to this many seeds: the first that fails it decides, unless an earlier one has accepted it.

    Raises:
        GraderError: the judge could not work.
    """
    for path in paths:
        progress(f"{exercise.slug}: {path.name}")
        yield _answer(exercise, judges, path, seeds)


def _answer(exercise: Exercise, judges: Judges, path: Path, seeds: int) -> Answer:
    answer, source = Answer(path), path.read_bytes()
    broken = read(source, Rules(exercise.rules, exercise.allow, exercise.framework))
    if broken:
        answer.verdict, answer.seeds = "CE" if isinstance(broken, LoadFailure) else "RV", 1
        answer.failing["its source"] = ()
        return answer
    for number in range(seeds):
        seed = f"verify-{number}"
        judged = judges.judge(Job(source, seed, diagnose=False, reuse_child=True), _is_whole)
        answer.seeds += 1
        answer.verdict = answer.verdict or str(judged.verdict)
        if accepted(judged):
            answer.passed += 1
            continue
        answer.failing[seed] = tuple(sorted(judged.failing))
        if not answer.passed:
            return answer
    return answer


def _is_whole(_: Judged) -> bool:
    """Whatever it is, the quick judge's word is enough: nothing is proved by it."""
    return True
