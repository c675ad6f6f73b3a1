"""A judge over the fixture exercise `toolbox`, shared by the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.catalogue.exercise import Catalogue, Exercise
from grader.grading.client import JudgeProcess
from grader.judge.judged import Judged
from grader.judge.protocol import Job, Options, Trust

CATALOGUE = Path(__file__).resolve().parent.parent / "catalogue"
Judge = Callable[..., Judged]


@pytest.fixture(scope="session")
def toolbox() -> Exercise:
    """The exercise of the fixture catalogue."""
    return Catalogue(CATALOGUE)["toolbox"]


@pytest.fixture(scope="session")
def right(toolbox: Exercise) -> str:
    """The source of the reference: most submissions here are it with one change."""
    return toolbox.reference.read_text()


@pytest.fixture(scope="session")
def process(toolbox: Exercise) -> Iterator[JudgeProcess]:
    """One judge for all tests, on the process sandbox: these tests are about judging, not about isolation."""
    with JudgeProcess(toolbox, Options(sandbox="process", trust=Trust.OURS)) as judge:
        yield judge


@pytest.fixture
def judge(process: JudgeProcess) -> Judge:
    """Judge a source text; keyword arguments as in `Job`."""

    def run(source: str, **options: object) -> Judged:
        return process.judge(Job(source.encode(), seed="0", **options))  # type: ignore[arg-type]

    return run
