"""pytest on the public tests that `dlgrade start` wrote: judged in a sandbox, told test by test."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import dlgrade.testing  # noqa: F401 -- numpy can't be imported anew in each of pytester's runs
import grader.grading.check
from grader import cli
from grader.catalogue.exercise import Catalogue
from grader.errors import GraderError
from grader.report import CaseResult, Failure, LoadFailure, Report, decide
from grader.texts import Text
from grader.verdict import Verdict
from tests.samples import PROVENANCE

pytest_plugins = ["pytester"]

CATALOGUE = Path(__file__).resolve().parent / "catalogue"
RIGHT = (CATALOGUE / "solutions" / "toolbox" / "reference.py").read_text(encoding="utf-8")

TESTS = """# dlgrade: public tests of toolbox
from dlgrade.testing import case


@case("Sizes pass", zh="各种大小", sizes=[1, 2, 5])
def test_sized(submission, rng, size):
    raise AssertionError("nobody calls this")


@case("It is one", zh="等于一")
def test_one(submission):
    raise AssertionError("nobody calls this")
"""
SIZED = CaseResult("sized", Text("Sizes pass", "各种大小"), False, 1, Verdict.AC)
ONE = CaseResult("one", Text("It is one", "等于一"), False, 1, Verdict.AC)
RAISED = Failure("died", {"exit_status": 3, "signal": None})

Run = Callable[..., pytest.RunResult]


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """English, no plugins but the one that is named, and the sandbox that needs nothing."""
    monkeypatch.setenv("DLGRADE_LANG", "en")
    monkeypatch.setenv("DLGRADE_CATALOGUE", str(CATALOGUE))
    monkeypatch.setenv("DLGRADE_SANDBOX", "process")
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run pytest on TESTS, where `check` gives the report of these cases (or raises)."""

    def go(*cases: CaseResult | Exception, arguments: tuple[str, ...] = (), **facts: object) -> pytest.RunResult:
        def check(request: grader.grading.check.Request, *_: object) -> Iterator[Report]:
            for case in cases:
                if isinstance(case, Exception):
                    raise case
            judged = tuple(case for case in cases if isinstance(case, CaseResult) and case.id in request.policy.cases)
            verdict = decide(judged, load=Verdict.CE if "load_failure" in facts else None)
            yield Report(
                "toolbox", Text("Tools", "工具"), str(request.paths[0]), verdict, 0, 2, judged, PROVENANCE, **facts
            )

        monkeypatch.setattr(grader.grading.check, "check", check)
        pytester.makepyfile(test_toolbox_public=TESTS)
        return pytester.runpytest_inprocess("-p", "grader.pytest_plugin", "-rA", *arguments)

    return go


def test_accepted_cases_pass(run: Run) -> None:
    """Each size is a test of its own; the summary says that hidden tests are left, and how to run them."""
    found = run(SIZED, ONE)
    found.assert_outcomes(passed=4)
    assert found.ret == 0
    found.stdout.fnmatch_lines([f"*toolbox.py was judged in *dlgrade check toolbox.py --catalogue {CATALOGUE}"])


def test_a_notebook_is_judged_where_there_is_no_module(run: Run, pytester: pytest.Pytester) -> None:
    """The public tests of a release serve both; where both are there, the module is meant."""
    (pytester.path / "toolbox.ipynb").touch()
    run(SIZED, ONE).stdout.fnmatch_lines(["toolbox.ipynb was judged in the sandbox *"])
    (pytester.path / "toolbox.py").touch()
    run(SIZED, ONE).stdout.fnmatch_lines(["toolbox.py was judged in the sandbox *"])


def test_a_catalogue_is_found_from_the_tests_folder(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release has its own beside the tests, wherever pytest is started."""
    seen: list[Path] = []

    def check(request: object, catalogue: Catalogue, *_: object) -> Iterator[Report]:
        seen.append(catalogue.root.resolve())
        raise GraderError("no more is needed")

    monkeypatch.setattr(grader.grading.check, "check", check)
    (pytester.path / "student" / "own" / "exercises").mkdir(parents=True)
    tests = pytester.path / "student" / "test_toolbox_public.py"
    tests.write_text(TESTS.replace("of toolbox", "of toolbox in own", 1))
    pytester.runpytest_inprocess("-p", "grader.pytest_plugin", str(tests))
    assert seen == [pytester.path.resolve() / "student" / "own"]


def test_the_sizes_before_the_failure_pass_and_those_behind_are_skipped(run: Run) -> None:
    """The failing size has the report's words and the command that repeats it; no other test fails for it."""
    found = run(replace(SIZED, verdict=Verdict.RTE, parameter="size=2", failure=RAISED), ONE)
    found.assert_outcomes(passed=2, failed=1, skipped=1)
    found.stdout.fnmatch_lines(["*test_sized[[]2]*", "* Sizes pass", "*exit*3*"])
    found.stdout.fnmatch_lines([f"repeat: dlgrade check toolbox.py *--case sized --seed {PROVENANCE.seed}"])


def test_a_chosen_size_fails_with_its_case(run: Run) -> None:
    """A failure at a size that was not chosen is not lost."""
    failing = replace(SIZED, verdict=Verdict.RTE, parameter="size=2", failure=RAISED)
    found = run(failing, ONE, arguments=("test_toolbox_public.py::test_sized[5]",))
    found.assert_outcomes(failed=1)
    found.stdout.fnmatch_lines(["*size=2"])


def test_what_cannot_be_loaded_is_told_once(run: Run) -> None:
    """The first test fails with the reason, and the others were not run."""
    facts = {"line": 3, "column": 1, "text": "def", "error": "invalid syntax"}
    cases = [replace(one, verdict=None, skipped="not loaded") for one in (SIZED, ONE)]
    found = run(*cases, load_failure=LoadFailure("syntax", facts))
    found.assert_outcomes(failed=1, skipped=3)
    found.stdout.fnmatch_lines(["*toolbox.py:3"])


def test_an_untouched_stub_is_told_once(run: Run) -> None:
    """A learner who has written nothing yet reads that, and no list of failures."""
    failing = [replace(one, verdict=Verdict.RTE, failure=RAISED) for one in (SIZED, ONE)]
    found = run(*failing, untouched=True)
    found.assert_outcomes(failed=1, skipped=3)
    found.stdout.fnmatch_lines(["This is still the stub*"])


def test_what_a_time_limit_left_undone_is_skipped(run: Run) -> None:
    """After endless loops the rest is not run: neither passed nor failed."""
    left = replace(ONE, verdict=None, skipped="time limit")
    found = run(replace(SIZED, verdict=Verdict.TLE, parameter="size=1", failure=Failure("time", {"limit_s": 3})), left)
    found.assert_outcomes(failed=1, skipped=3)
    found.stdout.fnmatch_lines(["*time limit*"])


def test_our_fault_is_an_error_and_no_failure(run: Run) -> None:
    """An internal error in one case is an error of its test; the wrong answer beside it is told as one."""
    lost = replace(ONE, verdict=Verdict.IE, failure=Failure("internal", {"error": "the disk is full"}))
    found = run(replace(SIZED, verdict=Verdict.RTE, parameter="size=1", failure=RAISED), lost)
    found.assert_outcomes(failed=1, skipped=2, errors=1)
    found.stdout.fnmatch_lines(["*ERROR at setup of test_one*", "*the disk is full*", "*FAILURES*", "*Sizes pass"])


def test_without_a_judge_every_test_is_an_error(run: Run) -> None:
    """Nothing of ours looks like a wrong answer, and the remedy is told, once."""
    found = run(GraderError("No sandbox works here.", "Run `dlgrade doctor`."))
    found.assert_outcomes(errors=4)
    found.stdout.fnmatch_lines(["No sandbox works here.", "Run `dlgrade doctor`."])
    # Where CI is set, pytest's summary has each error's whole text; what comes before it has the remedy once.
    summary = next(index for index, line in enumerate(found.outlines) if "short test summary" in line)
    assert found.outlines[:summary].count("Run `dlgrade doctor`.") == 1


def test_a_chinese_reader_is_told_in_chinese(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The failure, the summary, and what keeps a file from being judged."""
    monkeypatch.setenv("DLGRADE_LANG", "zh")
    found = run(replace(SIZED, verdict=Verdict.RTE, parameter="size=1", failure=RAISED), ONE)
    found.stdout.fnmatch_lines(["*各种大小*", "*隐藏测试尚未运行*"])
    found = run(GraderError(Text("No sandbox works here.", "本机没有可用的沙箱。"), Text("Ask.", "请询问。")))
    found.stdout.fnmatch_lines(["本机没有可用的沙箱。", "请询问。"])


def test_other_tests_are_left_alone(pytester: pytest.Pytester) -> None:
    """A test that is no case has no fixtures of ours, and runs."""
    pytester.makepyfile(test_theirs="def test_own():\n    pass\n\n\ndef test_asks(submission):\n    pass\n")
    found = pytester.runpytest_inprocess("-p", "grader.pytest_plugin")
    found.assert_outcomes(passed=1, errors=1)
    found.stdout.fnmatch_lines(["*fixture 'submission' not found"])
    found.stdout.no_fnmatch_line("*dlgrade*")


def test_an_exercise_s_own_test_file_is_explained(pytester: pytest.Pytester) -> None:
    """An author who runs pytest on test_public.py learns what runs it."""
    pytester.makepyfile(test_public=TESTS.partition("\n")[2])
    found = pytester.runpytest_inprocess("-p", "grader.pytest_plugin")
    found.assert_outcomes(errors=4)
    found.stdout.fnmatch_lines(["*`dlgrade verify` run it."])


@pytest.mark.slow
def test_a_submission_is_judged_outside_of_pytest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From `start` to the editor: a wrong function fails by its sizes, and where pytest runs the file is not loaded."""
    assert cli.run(["start", "toolbox", "--to", str(tmp_path)]) == 0
    watch = "import sys\nif '_pytest' in sys.modules:\n    raise RuntimeError('loaded beside pytest')\n"
    (tmp_path / "toolbox.py").write_text(watch + RIGHT.replace("return x * factor", "return x * factor + (len(x) > 1)"))
    done = pytest_in(tmp_path, "-rA")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "PASSED test_toolbox_public.py::test_scale[1]" in done.stdout
    assert "FAILED test_toolbox_public.py::test_scale[2]" in done.stdout and "Multiply." in done.stdout
    assert "PASSED test_toolbox_public.py::test_total" in done.stdout
    assert "loaded beside pytest" not in done.stdout
    (tmp_path / "toolbox.py").unlink()
    done = pytest_in(tmp_path)
    assert 'There is no file "toolbox.py"' in done.stdout and "failed" not in done.stdout


def pytest_in(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run pytest in a learner's folder."""
    command = [sys.executable, "-m", "pytest", "-p", "grader.pytest_plugin", *arguments]
    return subprocess.run(command, cwd=folder, env=os.environ, capture_output=True, text=True, check=False, timeout=300)
