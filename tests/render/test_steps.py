"""What a learner is told to do next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.catalogue.exercise import Catalogue
from grader.installed import shipped
from grader.render.steps import next_steps, repeat
from grader.report import Report
from grader.verdict import Verdict
from tests.samples import SAMPLES

SOFTMAX, CONV = (Catalogue(shipped())[slug] for slug in ("stable_softmax", "conv2d"))


def commands(report: Report, **others: object) -> list[str]:
    """The commands after a report on stable_softmax."""
    given = {"following": CONV} | others
    return [step.command for step in next_steps(report, SOFTMAX, **given)]  # type: ignore[arg-type]


def test_after_an_accepted_one_come_the_solution_and_the_next_exercise() -> None:
    """With the catalogue that they are in; the last has none after it."""
    assert commands(SAMPLES["ac"]) == ["dlgrade solution stable_softmax", "dlgrade start conv2d"]
    assert commands(SAMPLES["ac"], following=None) == ["dlgrade solution stable_softmax"]
    assert commands(SAMPLES["ac"], elsewhere=("--catalogue", "my own")) == [
        "dlgrade solution stable_softmax --catalogue 'my own'",
        "dlgrade start conv2d --catalogue 'my own'",
    ]


def test_after_some_cases_comes_a_run_of_all() -> None:
    """Some cases are no mark, and no reason to see the solution."""
    assert commands(SAMPLES["selected"]) == ["dlgrade check stable_softmax softmax.py"]
    assert commands(replace(SAMPLES["selected"], submission="-x.py")) == ["dlgrade check stable_softmax ./-x.py"]


@pytest.mark.parametrize("verdict", ["wa", "rte", "tle", "mle", "ole", "pe"])
def test_after_a_wrong_one_comes_a_hint_and_a_failing_case_alone(verdict: str) -> None:
    """The case is the one that the page explains."""
    hint, alone = commands(SAMPLES[verdict])
    assert hint == "dlgrade hint stable_softmax"
    assert alone.startswith("dlgrade check stable_softmax softmax.py --case ")
    case = next(case for case in SAMPLES[verdict].cases if case.id == alone.split()[-1])
    assert case.verdict not in (Verdict.AC, None)


@pytest.mark.parametrize("name", ["ce_syntax", "rv", "ie"])
def test_a_hint_is_no_help_where_nothing_ran(name: str) -> None:
    """The page says what to do."""
    assert commands(SAMPLES[name]) == []


def test_nothing_is_said_of_a_stub_but_that_it_is_one() -> None:
    """Who has not begun needs no hint."""
    assert commands(replace(SAMPLES["rte"], untouched=True)) == []


def test_a_run_is_repeated_with_its_options() -> None:
    """Quoted, and with its seed first; a secret seed repeats nothing."""
    assert repeat(["a b.py"], "12", ["--case", "x"]) == "dlgrade check 'a b.py' --seed 12 --case x"
    assert repeat(["-a.py"], "12") == "dlgrade check ./-a.py --seed 12"
    assert repeat(["a.py"], "sha256:12") == ""
