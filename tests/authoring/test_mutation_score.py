"""How strong tests are is counted rightly: what is killed, what survives, and what was only slow."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.authoring.judges import Judges
from grader.authoring.mutation_score import HASTY_S, SEEDS, Strength, read_excuses, strength
from grader.catalogue.exercise import Catalogue, Exercise
from grader.errors import UsageError
from grader.judge.judged import Judged
from grader.judge.protocol import Job
from grader.report import CaseResult
from grader.texts import Text
from grader.verdict import Verdict

CATALOGUE = Path(__file__).parents[1] / "catalogue"
REFERENCE = "def half(x):\n    return x / 2\n"
AC, WA, TLE, IE = Verdict.AC, Verdict.WA, Verdict.TLE, Verdict.IE
Answer = Callable[[Job], dict[str, Verdict]]


class Scripted(Judges):
    """Judges without a process: they say of the cases `a` and `b` what they are told to."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.load_in_haste: Verdict | None = None
        self.jobs: list[Job] = []

    def judge(self, job: Job, expected: Callable[[Judged], bool]) -> Judged:
        """The scripted verdicts, of the cases that are asked for."""
        self.jobs.append(job)
        verdicts = {case: verdict for case, verdict in self.answer(job).items() if not job.cases or case in job.cases}
        title = Text("a case", "用例")
        cases = tuple(CaseResult(case, title, False, 1, verdict) for case, verdict in verdicts.items())
        return Judged(cases, self.load_in_haste if job.case_limit_s else None, None, None, (), None, (), {})


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    """An exercise whose reference has few mutants."""
    shutil.copytree(CATALOGUE, tmp_path, dirs_exist_ok=True)
    (tmp_path / "solutions/toolbox/reference.py").write_text(REFERENCE)
    return Catalogue(tmp_path)["toolbox"]


def of(exercise: Exercise, answer: Answer) -> tuple[Strength, list[Job]]:
    """What the scripted judge's answers come to."""
    judge = Scripted(answer)
    return strength(exercise, judge, lambda text: None), judge.jobs


def test_a_mutant_is_killed_by_a_case_that_fails_it_with_both_seeds(exercise: Exercise) -> None:
    """And the matrix says which case alone did it."""
    found, _ = of(exercise, lambda job: {"a": AC, "b": WA})
    assert found.killed == found.mutants > 2 and found.survivors == [] and found.kill_rate == 1.0
    assert found.matrix(["a", "b"]) == [("a", 0, 0), ("b", found.mutants, found.mutants)]
    assert list(found.problems()) == []


def test_a_mutant_that_one_seed_accepts_survives(exercise: Exercise) -> None:
    """A test that catches it by luck is no strong test."""
    found, _ = of(exercise, lambda job: {"a": AC, "b": WA if job.seed == SEEDS[0] else AC})
    assert found.killed == 0 and len(found.survivors) == found.mutants
    assert all(problem.startswith("a mutant passes (line ") for problem in found.problems())


def test_another_case_may_kill_it_with_the_other_seed(exercise: Exercise) -> None:
    """First those cases are asked again that failed it, then all."""
    found, jobs = of(exercise, lambda job: {"a": AC, "b": WA} if job.seed == SEEDS[0] else {"a": WA, "b": AC})
    assert found.killed == found.mutants
    assert [(job.seed, job.cases) for job in jobs[:3]] == [(SEEDS[0], None), (SEEDS[1], ("b",)), (SEEDS[1], None)]


def test_what_cannot_be_judged_kills_nothing(exercise: Exercise) -> None:
    """IE is a fault of ours."""
    found, _ = of(exercise, lambda job: {"a": IE, "b": WA})
    assert found.killed == 0


@pytest.mark.parametrize(("at_its_own_limit", "killed"), [(AC, False), (TLE, True), (WA, True)])
def test_a_slow_mutant_is_tried_at_the_exercises_own_limit(
    exercise: Exercise, at_its_own_limit: Verdict, killed: bool
) -> None:
    """A second is little on a busy machine: what only ran out of it may be right."""
    found, jobs = of(exercise, lambda job: {"a": AC, "b": TLE if job.case_limit_s == HASTY_S else at_its_own_limit})
    assert found.killed == (found.mutants if killed else 0)
    assert (jobs[1].case_limit_s, jobs[1].cases) == (0.0, ("b",))


def test_a_mutant_that_is_slow_to_load_is_tried_again_too(exercise: Exercise) -> None:
    """Loading has a limit of its own, which haste shortens."""
    judge = Scripted(lambda job: {"a": AC})
    judge.load_in_haste = TLE
    assert strength(exercise, judge, lambda text: None).killed == 0


def test_an_excuse_must_be_needed(exercise: Exercise) -> None:
    """A survivor with a reason is excused; a reason for what is killed is stale."""
    survivors, _ = of(exercise, lambda job: {"a": AC})
    excused = survivors.survivors[0].id
    path = exercise.reference.with_name("equivalent.toml")
    path.write_text(f'[[equivalent]]\nreason = "It is the same."\nmutants = ["{excused}"]\n')
    found, _ = of(exercise, lambda job: {"a": AC})
    assert found.excused == 1 and excused not in [mutant.id for mutant in found.survivors] and found.stale == []
    found, _ = of(exercise, lambda job: {"a": WA})
    assert found.excused == 0 and list(found.problems()) == [
        f"equivalent.toml excuses a mutant that does not survive: {excused}"
    ]


@pytest.mark.parametrize("table", ['mutants = ["x"]', 'reason = " "\nmutants = ["x"]', 'reason = "r"\nmutant = "x"'])
def test_an_excuse_has_a_reason(tmp_path: Path, table: str) -> None:
    """A table without one, or with a misspelt key, is refused with the file's name."""
    path = tmp_path / "equivalent.toml"
    path.write_text(f"[[equivalent]]\n{table}\n")
    with pytest.raises(UsageError, match=r"equivalent\.toml.*has a reason and a list of mutants"):
        read_excuses(path)
