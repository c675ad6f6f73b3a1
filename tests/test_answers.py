"""Odd answers to shipped exercises, in `answers/`: the verdict that each gets, and what its author reads.

The docstring of each is TOML: `verdict`; `says`, sentences of its report in English; and where it matters `diagnosis`,
the mistake that is named, or "" for none.
"""

from __future__ import annotations

import ast
import io
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from dlgrade import Grader, Policy, Report
from grader.catalogue.exercise import Catalogue
from grader.errors import GraderError
from grader.installed import shipped
from grader.render.report import print_report
from grader.sandbox.local.process import ProcessBackend

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parent / "answers"
ANSWERS = sorted(FOLDER.glob("*/*.py"))


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    """One for all, in the sandbox that every machine has."""
    with Grader(jobs=1, sandbox="process", own=True) as found:
        yield found


def page(report: Report, lang: str) -> str:
    """The report as its author reads it, on one line."""
    stream = io.StringIO()
    print_report(report, Console(file=stream, width=200), lang)
    return " ".join(re.sub(r"[│╭╮╰╯─]", " ", stream.getvalue()).split())


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_odd_answer_gets_its_verdict_and_the_words_for_it(grader: Grader, path: Path) -> None:
    """Whatever is answered is judged to the end, and its author reads what is odd about it; nothing of it is IE."""
    exercise = Catalogue(shipped())[path.parent.name]
    if exercise.framework == "torch":
        try:
            ProcessBackend().available("torch")
        except GraderError as error:
            pytest.skip(str(error))
    label: dict[str, Any] = tomllib.loads(ast.get_docstring(ast.parse(path.read_text())) or "")
    report = grader.submit(exercise.slug, path.read_bytes(), Policy("1", diagnose="diagnosis" in label)).report.result()
    said = page(report, "en")
    assert str(report.verdict) == label["verdict"], said
    for sentence in label["says"]:
        assert " ".join(sentence.split()) in said, said
    if "diagnosis" in label:
        assert (report.diagnosis.mistake if report.diagnosis else "") == label["diagnosis"]
    assert page(report, "zh")
