"""Whose fault it is when a sandbox ends: the submission's when it ends its own, twice; else nobody's mark suffers.

In the process sandbox a submission can send its supervisor a signal, so there it can be seen what a judge makes of a
sandbox that ends at a chosen moment.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from grader.catalogue.exercise import Catalogue, Exercise
from grader.errors import GraderError
from grader.grading.client import JudgeProcess
from grader.judge.judged import Judged
from grader.judge.protocol import Job, Options, Trust
from grader.report import decide
from grader.sandbox.local.process import ProcessBackend
from grader.texts import Text
from grader.verdict import Verdict

from .conftest import CATALOGUE

pytestmark = pytest.mark.slow

UNTRUSTED = Options(sandbox="process")
REMARKING = """
from grader.judge.context import remark
from grader.texts import Text

@case("Remarks", zh="有话说")
def test_remarks(submission):
    remark(Text("noted", "记下"))
    assert_close(submission.scale(np.ones(2), 3.0), 3.0 * np.ones(2))
"""
KILL = "import os; os.kill(os.getppid(), 9)"

# The judge as it is, but its sandboxes end as often as is asked for whenever a test opens the reference.
UNLUCKY = """
import sys
from grader.judge.case_run import CaseRun
from grader.judge.server import main

left, both = int(sys.argv[1]), sys.argv[2] == "both"
plain_open = CaseRun.open_reference

def open_reference(self):
    global left
    opened = plain_open(self)
    if left:
        left -= 1
        opened.session.worker.behind.running.destroy()
        if both:
            self.submission.session.worker.running.destroy()
    return opened

CaseRun.open_reference = open_reference
main()
"""


# The judge as it is, but its sandboxes end when a test opens the reference, and for a while no other can be started.
AWAY = """
import sys
from grader.errors import GraderError
from grader.judge.case_run import CaseRun
from grader.judge.far.sandbox_pool import SandboxPool
from grader.judge.server import main

refusals = 0
plain_open, plain_start = CaseRun.open_reference, SandboxPool._start

def open_reference(self):
    global refusals
    opened = plain_open(self)
    if refusals == 0:
        refusals = 1
        opened.session.worker.behind.running.destroy()
        self.submission.session.worker.running.destroy()
    return opened

def start(self, cpu):
    global refusals
    if 0 < refusals <= 2:
        refusals += 1
        raise GraderError("No engine answers.", "Start it.")
    return plain_start(self, cpu)

CaseRun.open_reference, SandboxPool._start = open_reference, start
main()
"""


def judged(exercise: Exercise, source: str, **options: object) -> Judged:
    """Judge it as somebody's submission."""
    with JudgeProcess(exercise, UNTRUSTED) as judge:
        return judge.judge(Job(source.encode(), seed="0", **options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "verdict", "failed"),
    [
        (("def scale(", f"{KILL}\ndef scale("), "CE", None),
        (("return x * factor", f"{KILL}\n    return x * factor"), "RTE", "scale"),
        (("def total(n):", f"def total(n):\n    if n > 1000: {KILL}"), "RTE", "sandbox"),
    ],
    ids=["loading", "a case", "timing"],
)
def test_who_ends_the_sandbox_twice_is_told_so(
    toolbox: Exercise, right: str, change: tuple[str, str], verdict: str, failed: str | None
) -> None:
    """A submission that ends its sandbox, whenever it does, gets a verdict of its own, never IE and never AC."""
    found = judged(toolbox, right.replace(*change), time_s=1.0, diagnose=False)
    assert found.internal is None
    assert str(decide(found.cases, load=found.load)) == verdict
    assert [case.id for case in found.cases if case.verdict not in (Verdict.AC, None)][:1] == (
        [failed] if failed else []
    )


def test_who_ends_the_sandbox_in_the_rule_check_is_told_so(tmp_path: Path) -> None:
    """The same where it notices that forbidden operations raise, which they do in the rule check alone."""
    try:
        ProcessBackend().available("torch")
    except GraderError as error:
        pytest.skip(error.message)
    shutil.copytree(CATALOGUE, tmp_path / "catalogue")
    settings = tmp_path / "catalogue/exercises/target_torch/exercise.toml"
    settings.write_text(settings.read_text() + '\n[rules]\nforbid = ["softmax"]\n')
    exercise = Catalogue(tmp_path / "catalogue")["target_torch"]
    notice = f"try: torch.ones(2).softmax(0)\n    except RuntimeError:\n        {KILL}"
    found = judged(exercise, f"import torch\ndef double(x):\n    {notice}\n    return 2 * x\n")
    assert found.internal is None
    assert [(case.id, str(case.verdict)) for case in found.cases if case.verdict is not Verdict.AC] == [
        ("sandbox", "RTE")
    ]


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("which", ["reference", "both"])
def test_a_sandbox_that_the_submission_did_not_end_costs_it_nothing(
    toolbox: Exercise, right: str, times: int, which: str
) -> None:
    """Where the reference's sandbox ended, the case is judged again; if it ends again nothing is graded."""
    command = [sys.executable, "-c", UNLUCKY, str(times), which]
    with JudgeProcess(toolbox, UNTRUSTED, command=command) as judge:
        found = judge.judge(Job(right.encode(), seed="0"))
    if times == 1:
        assert found.internal is None
        assert decide(found.cases) is Verdict.AC
    else:
        assert found.internal is not None
        assert "sandboxes ended" in found.internal.facts["error"]
        assert "dlgrade doctor --sandbox process" in found.internal.facts["remedy"]


def test_an_engine_that_goes_away_costs_nothing_and_ends_nothing(toolbox: Exercise, right: str) -> None:
    """What could not be judged is IE with the engine's reason and remedy; once it is back, the next is judged."""
    with JudgeProcess(toolbox, UNTRUSTED, command=[sys.executable, "-c", AWAY]) as judge:
        found = judge.judge(Job(right.encode(), seed="0"))
        assert found.internal is not None
        assert (found.internal.facts["error"], found.internal.facts["remedy"]) == ("No engine answers.", "Start it.")
        found = judge.judge(Job(right.encode(), seed="0"))
        if found.internal is not None:  # the reference was refused as well
            found = judge.judge(Job(right.encode(), seed="0"))
        assert found.internal is None
        assert decide(found.cases) is Verdict.AC


def test_a_remark_stays_with_its_own_case(tmp_path: Path, right: str) -> None:
    """The diagnosis runs failed cases again; the next submission's report has none of what they remark."""
    shutil.copytree(CATALOGUE, tmp_path, dirs_exist_ok=True)
    tests = tmp_path / "exercises/toolbox/test_public.py"
    tests.write_text(f"{tests.read_text()}\n{REMARKING}")
    with JudgeProcess(Catalogue(tmp_path)["toolbox"], Options(sandbox="process", trust=Trust.OURS)) as judge:
        added = judge.judge(Job(right.replace("x * factor", "x + factor").encode(), "0"))
        assert added.diagnosis is not None and "remarks" in added.diagnosis.cases
        cases = judge.judge(Job(right.encode(), "0")).cases
    assert {case.id: case.note for case in cases if case.note} == {"remarks": Text("noted", "记下")}
