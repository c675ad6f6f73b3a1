"""A judge's process from its start to its end, with and without work."""

from __future__ import annotations

import shutil
from pathlib import Path

from grader.catalogue.exercise import Catalogue
from grader.grading.client import JudgeProcess
from grader.grading.process import Process
from grader.judge.protocol import Job, Options
from grader.report import decide
from grader.verdict import Verdict

from .conftest import CATALOGUE


def test_a_process_that_gets_no_work_ends_in_silence() -> None:
    """The command was refused after it had been started."""
    process = Process()
    with process:
        pass
    assert not Path(f"/proc/{process.pid}").exists()
    process = Process()
    process.stdin.close()
    assert process.last_words() == (0, "")
    process.__exit__(None, None, None)


def test_one_that_was_started_before_takes_the_work(tmp_path: Path) -> None:
    """As one that is started with it; and nothing compiled is left beside the exercise's files."""
    shutil.copytree(CATALOGUE, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    exercise = Catalogue(tmp_path)["toolbox"]
    with Process() as process:
        with JudgeProcess(exercise, Options(sandbox="process"), process=process) as judge:
            judged = judge.judge(Job(exercise.reference.read_bytes(), "0"))
        assert decide(judged.cases) is Verdict.AC
        assert not Path(f"/proc/{process.pid}").exists()
    assert not list(tmp_path.rglob("__pycache__"))
