"""What was judged before changes no report, though the reference's answers are kept from one submission to the next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from grader.catalogue.exercise import Exercise
from grader.grading.client import JudgeProcess
from grader.judge.judged import Judged
from grader.judge.protocol import Job, Options, Trust

OTHERS = Options(sandbox="process", trust=Trust.OTHERS, unsafe=True)


def steady(judged: Judged) -> Judged:
    """What was found, without what was measured."""
    cases = tuple(replace(case, wall_s=0.0) for case in judged.cases)
    return replace(judged, cases=cases, phases={}, timing=(), tolerance_used={})


@pytest.fixture(scope="module")
def answers(toolbox: Exercise) -> list[bytes]:
    """Right and wrong ones, one that asks the reference something else, and one that ends its sandbox's child."""
    right = toolbox.reference.read_text()
    changed = [("x * factor", "x + factor"), ("return x * factor", "import os; os._exit(3)")]
    paths = [toolbox.reference, *toolbox.right, *(mistake.path for mistake in toolbox.mistakes), toolbox.stub]
    return [path.read_bytes() for path in paths] + [right.replace(*change).encode() for change in changed]


@pytest.mark.slow
@pytest.mark.parametrize("order", [1, -1], ids=["in order", "backwards"])
def test_a_report_does_not_depend_on_what_came_before(toolbox: Exercise, answers: list[bytes], order: int) -> None:
    """Each answer alone, and after all others, twice: with one seed, and then with another in between."""
    jobs: list[dict[str, Any]] = [{"source": source, "seed": "1"} for source in answers[::order]]
    alone = []
    for job in jobs:
        with JudgeProcess(toolbox, OTHERS) as judge:
            alone.append(steady(judge.judge(Job(**job))))
    with JudgeProcess(toolbox, OTHERS) as judge:
        first = [steady(judge.judge(Job(**job))) for job in jobs]
        judge.judge(Job(**{**jobs[0], "seed": "2"}))
        again = [steady(judge.judge(Job(**job))) for job in jobs]
    assert first == alone
    assert again == alone
