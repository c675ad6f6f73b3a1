"""What a test may ask for: our fixtures, parameters, and whatever pytest sets up for it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.catalogue.exercise import Catalogue
from grader.grading.client import JudgeProcess
from grader.judge.protocol import Job, Options, Trust
from grader.verdict import Verdict

from .conftest import CATALOGUE
from .test_judge import verdicts

pytestmark = pytest.mark.slow

TESTS = """

log = []


@pytest.fixture
def doubled(submission):
    log.append("set up")
    yield submission.scale(1.0, 2.0)
    log.append("torn down")


@case("A fixture of its own", zh="自己的夹具")
def test_own_fixture(doubled, rng):
    assert doubled == 2.0 and log == ["set up"]
    assert rng.random() < 1


@case("It was torn down", zh="夹具已清理")
def test_torn_down(submission):
    assert log == ["set up", "torn down"]
    log.clear()




class TestTogether:
    def setup_method(self):
        self.factor = 3.0

    @case("A method", zh="一个方法")
    @pytest.mark.parametrize("x", [1.0, 2.0])
    def test_method(self, submission, x):
        assert submission.scale(x, self.factor) == 3.0 * x


class TestNobodyElse:
    @pytest.fixture
    def rng(self):
        return "mine"

    @case("A fixture in the place of ours", zh="顶替我们的夹具")
    def test_replaced(self, submission, rng):
        assert rng == "mine" and submission.scale(1.0, 2.0) == 2.0


@case("pytest's own", zh="pytest 自带的")
def test_builtin(submission, tmp_path, request):
    assert tmp_path.is_dir() and "submission" in request.fixturenames


@case("An exit is no answer", zh="退出不算回答")
def test_fails_by_pytest(submission):
    if submission.scale(1.0, 2.0) != 2.0:
        pytest.fail("it is wrong")
"""


NEVER_RUN = """

@case("A coroutine that nobody awaits", zh="无人等待的协程")
async def test_awaited(submission):
    assert False


@case("A value that nobody looks at", zh="无人查看的返回值")
def test_returned(submission):
    return submission.scale(1.0, 2.0) == 3.0
"""


def judge_with(folder: Path, more: str) -> JudgeProcess:
    """The fixture exercise, with more tests."""
    shutil.copytree(CATALOGUE, folder, dirs_exist_ok=True)
    tests = folder / "exercises/toolbox/test_public.py"
    tests.write_text(tests.read_text() + more)
    return JudgeProcess(Catalogue(folder)["toolbox"], Options(sandbox="process", trust=Trust.OURS))


@pytest.fixture
def judge(tmp_path: Path) -> JudgeProcess:
    """The fixture exercise, with these tests as well."""
    return judge_with(tmp_path, TESTS)


def test_whatever_pytest_offers_works(judge: JudgeProcess, right: str) -> None:
    """Plain tests are called; the others go through pytest's own set-up, in every run anew."""
    with judge:
        for _ in range(2):
            judged = judge.judge(Job(right.encode(), seed="0"))
            assert judged.internal is None and verdicts(judged) == {}
            assert {"own_fixture", "torn_down", "method", "replaced", "builtin"} <= {case.id for case in judged.cases}
        wrong = verdicts(judge.judge(Job(right.replace("x * factor", "x + factor").encode(), seed="0")))
        assert wrong["fails_by_pytest"] == Verdict.WA


def test_a_test_that_checks_nothing_passes_nobody(tmp_path: Path, right: str) -> None:
    """A forgotten `await`, or a `return` in the place of an `assert`, is the author's fault, and nobody's verdict."""
    with judge_with(tmp_path, NEVER_RUN) as judge:
        found = verdicts(judge.judge(Job(right.encode(), seed="0")))
    assert found == {"awaited": "IE", "returned": "IE"}
