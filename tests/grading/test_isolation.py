"""Submissions that share a sandbox: who may have it, and that each one's report is the one that it gets alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlgrade import Grader, Policy, Report, UsageError, Verdict
from grader import cli

pytestmark = [pytest.mark.slow, pytest.mark.bubblewrap]

CATALOGUE = Path(__file__).resolve().parent.parent / "catalogue"
RIGHT = (CATALOGUE / "solutions/toolbox/reference.py").read_text()


def test_who_asks_for_shared_gets_it_and_the_report_says_so() -> None:
    """Nobody can take it for a sandbox that was used once."""
    with Grader(jobs=1, catalogue=CATALOGUE, sandbox="bubblewrap", isolation="shared") as grader:
        reports = [grader.submit("toolbox", RIGHT, Policy("1")).report.result() for _ in range(2)]
    assert [report.verdict for report in reports] == [Verdict.AC, Verdict.AC]
    assert [report.provenance.isolation for report in reports] == ["shared", "shared"]


def numbers_of_processes(source: str, isolation: str) -> list[int]:
    """The number that each of three submissions, one after another, has for its last process in a public case."""
    with Grader(jobs=1, catalogue=CATALOGUE, sandbox="bubblewrap", isolation=isolation) as grader:  # type: ignore[arg-type]
        reports = [grader.submit("toolbox", source, Policy("1")).report.result() for _ in range(3)]
    return [int(next(case.prints for case in report.cases if case.prints).split()[0]) for report in reports]


def test_one_sandbox_serves_them_until_something_is_odd() -> None:
    """The next number of a process tells whether it is the same one."""
    print_number = f"{RIGHT}\nimport os\nprint(os.getpid())\n"
    first, second, third = numbers_of_processes(print_number, "shared")
    assert first < second < third
    assert len(set(numbers_of_processes(print_number, "fresh"))) == 1
    assert len(set(numbers_of_processes(f"{print_number}os.fork() or os._exit(0)\n", "shared"))) == 1


def test_a_sandbox_that_proves_nothing_is_fresh_for_each() -> None:
    """It is more than was asked for; the report says that, and why."""
    with Grader(jobs=1, catalogue=CATALOGUE, sandbox="process", own=True, isolation="shared") as grader:
        report = grader.submit("toolbox", RIGHT, Policy("1")).report.result()
    assert (report.verdict, report.provenance.isolation) == (Verdict.AC, "fresh")
    assert "no namespace of its own" in report.warnings[-1].en


@pytest.mark.parametrize("require", ["bubblewrap", "process"])
def test_a_required_sandbox_serves_one(require: str) -> None:
    """Whoever requires a sandbox of some strength has marks in mind, and is told how to have it otherwise."""
    with (
        Grader(
            jobs=1, catalogue=CATALOGUE, sandbox="bubblewrap", require_sandbox=require, isolation="shared"
        ) as grader,
        pytest.raises(UsageError, match="serves one submission alone") as refused,
    ):
        grader.submit("toolbox", RIGHT).report.result()
    assert f"--require-sandbox {require}:shared" in refused.value.remedy


def test_a_required_shared_sandbox_is_given() -> None:
    """As strong, and shared."""
    how = {"sandbox": "bubblewrap", "require_sandbox": "bubblewrap:shared", "isolation": "shared"}
    with Grader(jobs=1, catalogue=CATALOGUE, **how) as grader:  # type: ignore[arg-type]
        assert grader.submit("toolbox", RIGHT).report.result().provenance.isolation == "shared"


def test_it_is_still_as_strong_as_required() -> None:
    """The word about sharing takes nothing off."""
    how = {"sandbox": "process", "require_sandbox": "docker:shared", "isolation": "shared"}
    with (
        Grader(jobs=1, catalogue=CATALOGUE, own=True, **how) as grader,  # type: ignore[arg-type]
        pytest.raises(UsageError, match='asks for "docker"'),
    ):
        grader.submit("toolbox", RIGHT).report.result()


def test_an_unknown_isolation_is_refused() -> None:
    """Before anything starts."""
    with pytest.raises(UsageError, match='no isolation "none"'):
        Grader(isolation="none")  # type: ignore[arg-type]


def test_older_reports_are_fresh() -> None:
    """They had nothing else."""
    with Grader(jobs=1, catalogue=CATALOGUE, sandbox="process", own=True) as grader:
        record = grader.submit("toolbox", "x = 1").report.result().to_json()
    assert record["provenance"].pop("isolation") == "fresh"
    assert Report.from_json(record).provenance.isolation == "fresh"


def test_the_command_says_how_to_allow_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the page names the sandbox as shared."""
    monkeypatch.setenv("DLGRADE_LANG", "en")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    mine = tmp_path / "mine.py"
    mine.write_text(RIGHT)
    words = ["check", "toolbox", str(mine), "--catalogue", str(CATALOGUE), "--no-time", "--isolation", "shared"]
    words += ["--sandbox", "bubblewrap", "--require-sandbox"]
    assert cli.run([*words, "bubblewrap"]) == 2
    assert "--require-sandbox bubblewrap:shared" in capsys.readouterr().err
    assert cli.run([*words, "bubblewrap:shared"]) == 0
    out = capsys.readouterr().out
    assert "sandbox bubblewrap, shared" in out
