"""What the judge cannot work with is the submission's, wherever it meets it; where the reference fails too, it is ours.

The failures are put into the judge's modules by name: whatever compares, shows or reads an answer may raise anything.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator

import pytest

from grader.catalogue.exercise import Catalogue, Exercise
from grader.grading.client import JudgeProcess
from grader.judge.judged import Judged
from grader.judge.protocol import Job, Options, Trust
from grader.limits import OWN_BYTES, OWN_S
from grader.report import CaseResult, Failure
from grader.verdict import Verdict

from .conftest import CATALOGUE
from .test_judge import case, verdicts

pytestmark = pytest.mark.slow

OPTIONS = Options(sandbox="process", trust=Trust.OURS)
# The judge as it is, but one of its functions fails on whatever has to do with "odd"; or on everything.
FAILING = """
import sys
from grader.judge import diagnose, job_run, own, suite, timing
from grader.judge.server import main

module, name, error, always = sys.argv[1:]
plain = getattr(globals()[module], name)

def failing(*arguments, **named):
    if always == "always" or "odd" in repr(arguments):
        raise eval(error)
    return plain(*arguments, **named)

setattr(globals()[module], name, failing)
main()
"""
ODD_SCALE = ("return x * factor", "return 'odd'")
ODD_IN_TIMING = ("return sum(i * i for i in range(n))", "return sum(i * i for i in range(n)) if n < 1000 else 'odd'")
ODD_SOURCE = ("def scale(", "odd = 1\ndef scale(")
ERRORS = {
    "RuntimeError('x')": ("WA", {"error": "RuntimeError"}),
    "MemoryError()": ("MLE", {"limit_bytes": OWN_BYTES}),
    "own.OwnTimeOver(5.0)": ("TLE", {"limit_s": OWN_S}),
}
# What a test may do with a number that it was given, and does without harm with the reference's.
GREEDY = """

@case("Counts to it", zh="数到它")
def test_counts(submission):
    for _ in range(submission.total(2)):
        pass

@case("Counts and takes what comes", zh="数到它，不管出什么错")
def test_counts_carefully(submission):
    n = submission.total(2)
    while n:
        try:
            n -= 1
        except Exception:
            pass

@case("Keeps as many bytes", zh="保存同样多的字节")
def test_keeps(submission):
    kept = [bytes(2**20) for _ in range(submission.total(3))]

@case("Takes its root", zh="求平方根")
def test_root(submission):
    np.sqrt(float(submission.total(4)))

@case("Says it often", zh="反复说出它")
def test_says(submission):
    said = "long " * submission.total(5)
    require(len(said) < 1000, said, said)

@pytest.fixture
def counted(submission):
    for _ in range(submission.total(6)):
        pass

@case("Counts to it before it begins", zh="开始之前先数到它")
def test_fixture(submission, counted):
    assert_equal(submission.total(6), 55)
"""


def judged(exercise: Exercise, source: str, *command: str, time_s: float = 0.0) -> Judged:
    """Judge it with that function of the judge's failing."""
    with JudgeProcess(exercise, OPTIONS, command=[sys.executable, "-c", FAILING, *command]) as judge:
        return judge.judge(Job(source.encode(), seed="0", time_s=time_s))


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize(
    ("place", "change", "failed", "time_s"),
    [
        (("suite", "disclose"), ODD_SCALE, "scale", 0.0),
        (("job_run", "forbidden_calls"), ODD_SOURCE, "sandbox", 0.0),
        (("timing", "compare"), ODD_IN_TIMING, "timing_total", 10.0),
        (("timing", "quartiles"), ODD_IN_TIMING, "timing_total", 10.0),
    ],
    ids=["what is shown", "the rule check", "the timing", "no failure"],
)
def test_whatever_fails_on_an_answer_is_the_submissions(
    toolbox: Exercise,
    right: str,
    place: tuple[str, str],
    change: tuple[str, str],
    failed: str,
    time_s: float,
    error: str,
) -> None:
    """A verdict that says what the answer brought the judge to; and no other case is touched."""
    found = judged(toolbox, right.replace(*change), *place, error, "", time_s=time_s)
    assert found.internal is None
    first = next(case for case in found.cases if case.verdict is not Verdict.AC)
    assert first.id == failed
    if place != ("timing", "quartiles"):
        assert (first.verdict, first.failure) == (ERRORS[error][0], Failure("unusable", ERRORS[error][1]))


def test_what_the_judge_cannot_read_is_not_loaded(toolbox: Exercise, right: str) -> None:
    """The description of the entry points comes from the submission's process."""
    found = judged(toolbox, right.replace(*ODD_SOURCE), "job_run", "check_entries", "RuntimeError()", "")
    assert found.internal is None and found.load is Verdict.CE
    assert found.load_failure is not None and found.load_failure.kind == "protocol"


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("name", ["alike", "_agreement"])
def test_a_diagnosis_that_fails_is_none(toolbox: Exercise, right: str, name: str, error: str) -> None:
    """It was to help; the marks are what they are without it."""
    wrong = right.replace("return x * factor", "return x + factor")
    found = judged(toolbox, wrong, "diagnose", name, error, "always")
    assert found.internal is None and found.diagnosis is None
    assert found.verdict is Verdict.WA and found.points > 0


@pytest.mark.parametrize(
    ("place", "time_s"),
    [(("job_run", "check_entries"), 0.0), (("job_run", "forbidden_calls"), 0.0), (("timing", "compare"), 10.0)],
)
@pytest.mark.parametrize("error", ["RuntimeError('x')", "own.OwnTimeOver(5.0)"])
def test_what_fails_with_the_reference_too_is_ours(
    toolbox: Exercise, right: str, place: tuple[str, str], time_s: float, error: str
) -> None:
    """Then nobody gets a mark for it."""
    found = judged(toolbox, right, *place, error, "always", time_s=time_s)
    assert found.verdict is Verdict.IE and found.internal is not None
    assert error.split("(")[0].removeprefix("own.") in found.internal.facts["error"]


@pytest.fixture(scope="module")
def greedy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JudgeProcess]:
    """A judge whose tests do as much work as they are told."""
    folder = tmp_path_factory.mktemp("catalogue")
    shutil.copytree(CATALOGUE, folder, dirs_exist_ok=True)
    tests = folder / "exercises/toolbox/test_public.py"
    tests.write_text(tests.read_text() + GREEDY)
    with JudgeProcess(Catalogue(folder)["toolbox"], OPTIONS) as judge:
        yield judge


def answers(judge: JudgeProcess, right: str, n: int, answer: str, *, all_cases: bool = False) -> Judged:
    """What comes of that answer to `total(n)`."""
    source = right.replace("def total(n):", f"def total(n):\n    if n == {n}: return {answer}")
    return judge.judge(Job(source.encode(), seed="0", diagnose=False, all_cases=all_cases))


@pytest.mark.parametrize(
    ("n", "answer", "expected"),
    [
        (2, "10**12", {"counts": "TLE", "counts_carefully": "TLE"}),
        (3, "10**9", {"keeps": "MLE"}),
        (3, "10**400", {"keeps": "MLE"}),
        (4, "10**400", {"root": "WA"}),
        (4, "'x'", {"root": "WA"}),
        (5, "10**7", {"says": "WA"}),
        (6, "10**12", {"fixture": "TLE"}),
    ],
)
def test_a_number_that_means_too_much_work_costs_its_case(
    greedy: JudgeProcess, right: str, n: int, answer: str, expected: dict[str, str]
) -> None:
    """However the test is written; the cases after it are judged as ever, and the judge lives."""
    found = answers(greedy, right, n, answer, all_cases=True)
    assert found.internal is None
    assert verdicts(found) == expected
    assert verdicts(answers(greedy, right, 0, "0")) == {}


def test_a_long_sentence_is_cut(greedy: JudgeProcess, right: str) -> None:
    """A report can be read, whatever a test makes of an answer."""
    failed: CaseResult = case(answers(greedy, right, 5, "10**7"), "says")
    assert failed.failure is not None and failed.failure.mismatch is not None
    assert len(failed.failure.mismatch.expected) == len(failed.failure.mismatch.actual) == 4000
