"""Growth cases: a law is told from a constant factor, and a bound holds at each size; clocks inside mean nothing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest

from grader.authoring.judges import INSIDE
from grader.catalogue.exercise import Catalogue, Exercise
from grader.grading.client import JudgeProcess
from grader.judge.judged import Judged
from grader.judge.protocol import Job, Options, Trust
from grader.verdict import Verdict

from .conftest import CATALOGUE
from .test_judge import case

OPTIONS = Options(sandbox="docker", trust=Trust.OURS)
# Children of its own for each case, children for many, and in the judge's own process.
WAYS = pytest.mark.parametrize(("judge", "shared"), [("grown", False), ("grown", True), ("near", True)])
pytestmark = [pytest.mark.docker, pytest.mark.slow]

HONEST = "return sum(i * i for i in range(n))"
CASE = """

@case("The time is linear in n", zh="耗时与 n 成正比")
def test_growth(submission, reference, rng):
    def total(module, size, rng):
        return module.total, (size + int(rng.integers(9)),)

    texts = {"en": "n", "zh": " n "}
    assert_growth(submission, reference, total, rng, sizes=[5000, 10000, 20000, 40000], at_most=20, **texts)
"""


@pytest.fixture(scope="module")
def growing(tmp_path_factory: pytest.TempPathFactory) -> Exercise:
    """The toolbox with a growth case."""
    folder = tmp_path_factory.mktemp("catalogue")
    shutil.copytree(CATALOGUE, folder, dirs_exist_ok=True)
    tests = folder / "exercises/toolbox/test_public.py"
    tests.write_text(tests.read_text().replace("assert_equal,", "assert_equal, assert_growth,", 1) + CASE)
    return Catalogue(folder)["toolbox"]


@pytest.fixture(scope="module")
def grown(growing: Exercise) -> Iterator[JudgeProcess]:
    """The usual judge of it."""
    with JudgeProcess(growing, OPTIONS) as judge:
        yield judge


@pytest.fixture(scope="module")
def near(growing: Exercise) -> Iterator[JudgeProcess]:
    """The judge of a proof."""
    with JudgeProcess(growing, OPTIONS, command=INSIDE) as judge:
        yield judge


def judged(judge: JudgeProcess, right: str, body: str, *, reuse_child: bool = False) -> Judged:
    """The reference with another body of `total`; again, if the machine was too noisy to tell."""
    job = Job(right.replace(HONEST, body).encode(), "0", cases=("growth",), diagnose=False, reuse_child=reuse_child)
    for _ in range(5):
        found = judge.judge(job)
        if case(found, "growth").note is None:
            break
    return found


def slopes(found: Judged) -> tuple[float, float]:
    """The exponents that the failed growth case names: the submission's, the reference's."""
    failed = case(found, "growth")
    assert failed.verdict is Verdict.WA and failed.failure is not None and failed.failure.mismatch is not None
    submission, reference = re.findall(r"n\^([0-9.]+\d)", failed.failure.mismatch.expected)
    return float(submission), float(reference)


@WAYS
@pytest.mark.parametrize("body", [HONEST, f"for _ in range(4): sum(i * i for i in range(n))\n    {HONEST}"])
def test_a_constant_factor_is_no_law(
    request: pytest.FixtureRequest, right: str, body: str, judge: str, shared: bool
) -> None:
    """The reference's own law passes, and so does five times its cost."""
    found = case(judged(request.getfixturevalue(judge), right, body, reuse_child=shared), "growth")
    assert found.verdict is Verdict.AC, found


@WAYS
def test_a_steeper_law_fails_and_both_are_named(
    request: pytest.FixtureRequest, right: str, judge: str, shared: bool
) -> None:
    """Quadratic work behind stopped clocks; with the reference's answer on a tape too."""
    measuring = request.getfixturevalue(judge)
    clocks = "import time\n    time.perf_counter = time.process_time = time.time = lambda: 0.0\n    "
    body = f"{clocks}for _ in range(n // 2500): sum(i * i for i in range(n))\n    {HONEST}"
    judged(measuring, right, HONEST, reuse_child=shared)
    submission, reference = slopes(judged(measuring, right, body, reuse_child=shared))
    assert 0.5 < reference < 1.6 and 0.3 < submission - reference < 1.4


def test_equal_work_at_all_sizes_is_far_above_the_reference(grown: JudgeProcess, right: str) -> None:
    """Work that was blown up to be the same at each size grows not at all, and is told by how much it is too much."""
    body = f"for _ in range(10): sum(i * i for i in range(40_000))\n    {HONEST}"
    failed = case(judged(grown, right, body), "growth")
    assert failed.verdict is Verdict.WA and failed.failure is not None and failed.failure.mismatch is not None
    told = re.fullmatch(r"Where n is (\d+), it takes ([0-9.e+]+) times .*", failed.failure.mismatch.expected)
    assert told is not None
    assert 4000 <= int(told[1]) <= 6250 and float(told[2]) > 40


def test_erratic_costs_are_not_the_machines_noise(grown: JudgeProcess, right: str) -> None:
    """Quadratic work, from once to seven times as much by turns, is no reason to say that nothing was measured."""
    turns = "total.turn = getattr(total, 'turn', 0) % 7 + 1\n    "
    body = f"{turns}for _ in range(1 + n // 5000 * total.turn // 4): sum(i * i for i in range(n))\n    {HONEST}"
    submission, reference = slopes(judged(grown, right, body))
    assert submission - reference > 0.3


def test_a_wrong_answer_at_one_size_is_a_wrong_answer(grown: JudgeProcess, right: str) -> None:
    """Who skips the work to be quick is not right."""
    found = case(judged(grown, right, f"if n > 10000: return 0\n    {HONEST}"), "growth")
    assert found.verdict is Verdict.WA and found.failure is not None and found.failure.mismatch is not None
    assert found.failure.mismatch.aspect == "values"
