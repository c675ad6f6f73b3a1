"""A judge that ends under a submission: once it costs nothing, twice it costs whoever ends it, and nobody else."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.catalogue.exercise import Catalogue, Exercise
from grader.grading.client import JudgeProcess
from grader.grading.pool import Turn
from grader.grading.retrial import judged
from grader.judge.judged import Judged
from grader.judge.protocol import Job, Options, Trust
from grader.limits import OWN_BYTES, OWN_S, TRIES
from grader.report import CaseResult, Failure
from grader.texts import Said, as_text
from grader.verdict import Verdict

from ..judge.conftest import CATALOGUE

pytestmark = pytest.mark.slow

OPTIONS = Options(sandbox="process", trust=Trust.OURS)
ENDED = "judge ended"
# What a test may do with a number that it was given: the last of it no Python can interrupt.
FATAL = """
import os, signal

@case("Adds up to it", zh="一直加到它")
def test_adds(submission):
    sum(range(submission.total(2)))

@case("Ends by its signal", zh="被它指定的信号结束")
def test_signal(submission):
    if submission.total(3) > 10_000:
        os.kill(os.getpid(), submission.total(3) - 10_000)
"""
# The judge as it is, with less patience; it ends by itself, or by what the submission is, as often as it is told.
MORTAL = """
import os, sys
from pathlib import Path
from grader import limits
from grader.judge import job_run, own, suite
from grader.judge.server import main

limits.OWN_S, own._now.last_s = 0.5, 0.5
kept, place, lives, word = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
module = suite.JudgePlugin if place == "judge_case" else job_run
plain = getattr(module, place)

def mortal(*arguments, **named):
    if word in repr(arguments) + repr(job_run.word) and kept.stat().st_size < lives:
        kept.open("a").write("x")
        os.kill(os.getpid(), 9)
    return plain(*arguments, **named)

class JobRun(job_run.JobRun):
    def judge(self):
        job_run.word = self.job.source
        super().judge()

job_run.JobRun = JobRun
setattr(module, place, mortal)
main()
"""


@pytest.fixture(scope="module")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Exercise:
    """The toolbox, with tests that an answer can end."""
    folder = tmp_path_factory.mktemp("catalogue")
    shutil.copytree(CATALOGUE, folder, dirs_exist_ok=True)
    tests = folder / "exercises/toolbox/test_public.py"
    tests.write_text(tests.read_text() + FATAL)
    return Catalogue(folder)["toolbox"]


@pytest.fixture
def turn(exercise: Exercise, tmp_path: Path) -> Iterator[Callable[..., Turn]]:
    """Makes a turn whose judges end in the function `place`, so many times, where they find `word` in the source."""
    started: list[JudgeProcess] = []

    def make(place: str = "judge_case", times: int = 0, word: str = "") -> Turn:
        (tmp_path / "kept").touch()
        command = [sys.executable, "-c", MORTAL, str(tmp_path / "kept"), place, str(times), word]

        def another() -> JudgeProcess:
            started.append(JudgeProcess(exercise, OPTIONS, command=command))
            return started[-1]

        return Turn(another(), False, False, another)

    yield make
    for judge in started:
        judge.__exit__(None)


def job(exercise: Exercise, *changes: tuple[str, str], **options: object) -> Job:
    """The reference with these changes."""
    source = exercise.reference.read_text()
    for before, after in changes:
        source = source.replace(before, after)
    return Job(source.encode(), seed="0", **options)  # type: ignore[arg-type]


def answering(n: int, answer: str) -> tuple[str, str]:
    """A change: that answer to `total(n)`."""
    return "def total(n):", f"def total(n):\n    if n == {n}: return {answer}"


def outcome(found: Judged) -> dict[str, str]:
    """What did not pass: the verdict, or why it was not run."""
    return {case.id: str(case.verdict or case.skipped) for case in found.cases if case.verdict is not Verdict.AC}


@pytest.mark.parametrize("place", ["judge_case", "time_workloads"])
def test_a_judge_that_ends_once_costs_nothing(exercise: Exercise, turn: Callable[..., Turn], place: str) -> None:
    """Somebody killed it, or the machine had no memory left: a fresh one judges, and tells each case once."""
    told: list[CaseResult] = []
    found = judged(turn(place, 1), job(exercise, time_s=0.5), told.append)
    assert outcome(found) == {} and found.verdict is Verdict.AC and found.internal is None
    assert [case.id for case in told] == [case.id for case in found.cases]


@pytest.mark.parametrize(
    ("n", "answer", "case", "verdict", "facts"),
    [
        (2, "10**15", "adds", Verdict.TLE, {"limit_s": OWN_S}),
        (3, "10_009", "signal", Verdict.MLE, {"limit_bytes": OWN_BYTES}),
        (3, "10_011", "signal", Verdict.WA, {}),
    ],
    ids=["a loop in C", "killed", "crashed"],
)
def test_who_ends_every_judge_is_told_so(
    exercise: Exercise,
    turn: Callable[..., Turn],
    n: int,
    answer: str,
    case: str,
    verdict: Verdict,
    facts: dict[str, object],
) -> None:
    """The case that it ended at fails, those before it keep their points, and the next submission is judged."""
    lent = turn()
    found = judged(lent, job(exercise, answering(n, answer), diagnose=False))
    failed = next(one for one in found.cases if one.verdict is not Verdict.AC)
    assert (failed.id, failed.verdict, failed.failure) == (case, verdict, Failure("unusable", facts))
    assert found.verdict is verdict and 0 < found.points < found.max_points and found.internal is None
    after = [one for one in found.cases if one.verdict is None]
    assert after and {one.skipped for one in after} == {ENDED}
    assert judged(lent, job(exercise)).verdict is Verdict.AC


def test_of_chosen_cases_the_others_were_not_selected(exercise: Exercise, turn: Callable[..., Turn]) -> None:
    """A run of some cases says of the others what it always says."""
    found = judged(turn(), job(exercise, answering(3, "10_009"), cases=("scale", "signal", "total")))
    assert outcome(found)["signal"] == "MLE" and outcome(found)["adds"] == "not selected"
    assert "scale" not in outcome(found) and "total" not in outcome(found)


@pytest.mark.parametrize(
    ("place", "change", "expected"),
    [
        ("check_entries", ("def scale(", "odd = 1\ndef scale("), Verdict.CE),
        ("diagnose", ("return x * factor", "return x + factor  # odd"), Verdict.WA),
        ("time_workloads", ("def scale(", "odd = 1\ndef scale("), Verdict.MLE),
    ],
)
def test_an_end_before_and_after_the_cases(
    exercise: Exercise, turn: Callable[..., Turn], place: str, change: tuple[str, str], expected: Verdict
) -> None:
    """While loading it is CE, in the diagnosis it changes no mark, in the timing it is one more case that fails."""
    told: list[CaseResult] = []
    found = judged(turn(place, 99, "odd"), job(exercise, change, time_s=0.5), told.append)
    assert found.internal is None and found.diagnosis is None
    assert found.verdict is expected
    assert ("sandbox" in outcome(found)) == (place == "time_workloads")
    assert [case.id for case in told] == [case.id for case in found.cases]


def test_a_judge_that_ends_whatever_it_judges_is_ours(exercise: Exercise, turn: Callable[..., Turn]) -> None:
    """Nobody gets a mark for it, and the next submission has a judge again."""
    lent = turn("judge_case", TRIES)
    found = judged(lent, job(exercise))
    assert found.verdict is Verdict.IE and found.internal is not None
    assert "status -9" in found.internal.facts["error"]
    assert [case.id for case in found.cases] == lent.judge.case_ids()
    assert judged(lent, job(exercise)).verdict is Verdict.AC


def test_judges_that_end_here_and_there_are_nobodys_doing(exercise: Exercise, turn: Callable[..., Turn]) -> None:
    """Who is ended at another step each time was ended from outside: no answer is blamed."""
    lent = turn()
    ended: list[str] = []

    def end(said: Said) -> None:
        if len(ended) < TRIES and as_text(said).en == f"case {len(ended) + 1} of 10":
            ended.append(as_text(said).en)
            lent.judge._process.kill()

    found = judged(lent, job(exercise), progress=end)
    assert len(ended) == TRIES
    assert found.verdict is Verdict.IE and found.internal is not None
