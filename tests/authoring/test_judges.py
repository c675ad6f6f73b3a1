"""The quick judge of a proof says what the usual one says, and what it cannot tell is put to that one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grader.authoring.judges import Judges, accepted
from grader.catalogue.exercise import Catalogue
from grader.judge.judged import Judged
from grader.judge.protocol import Job, Options, Trust
from grader.verdict import Verdict

pytestmark = pytest.mark.slow

TOOLBOX = Catalogue(Path(__file__).parents[1] / "catalogue")["toolbox"]
SOURCE = TOOLBOX.reference.read_text()
OURS = [TOOLBOX.reference, *TOOLBOX.right, *(mistake.path for mistake in TOOLBOX.mistakes), TOOLBOX.stub]


@pytest.fixture(scope="module", params=["process", pytest.param("docker", marks=pytest.mark.docker)])
def judges(request: pytest.FixtureRequest) -> Iterator[Judges]:
    """Both judges, in this sandbox."""
    options = Options(sandbox=request.param, trust=Trust.OURS)
    with Judges(TOOLBOX, options, progress=lambda text: None) as found:
        yield found


def job(source: str | bytes, seed: str = "1", *, case_limit_s: float = 0.0) -> Job:
    """A run that the quick judge may make."""
    source = source.encode() if isinstance(source, str) else source
    return Job(source, seed, diagnose=False, reuse_child=True, case_limit_s=case_limit_s)


def rejected(judged: Judged) -> bool:
    """What is expected of wrong code."""
    return not accepted(judged)


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_both_say_the_same(judges: Judges, path: Path) -> None:
    """Verdicts, mismatches and sentences: a proof does not depend on where its judge ran."""
    for seed in ("1", "2"):
        asked = job(path.read_bytes(), seed)
        quick, usual = judges._quickly(asked), judges.judge_usually(asked)
        assert quick is not None
        assert [replace(case, wall_s=0) for case in quick.cases] == [replace(case, wall_s=0) for case in usual.cases]
        assert (quick.load, quick.load_failure, quick.internal) == (usual.load, usual.load_failure, usual.internal)


def test_what_was_expected_is_not_asked_twice(judges: Judges, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else nothing would be quick."""
    monkeypatch.setattr(judges, "judge_usually", lambda job: pytest.fail("the usual judge was asked"))
    assert accepted(judges.judge(job(SOURCE), accepted))
    assert rejected(judges.judge(job(SOURCE.replace("x * factor", "x + factor")), rejected))


@pytest.mark.parametrize(("shared", "expected"), [(True, rejected), (False, accepted)])
def test_all_else_is_decided_by_the_usual_judge(
    judges: Judges, monkeypatch: pytest.MonkeyPatch, shared: bool, expected: object
) -> None:
    """A surprise, and whatever shall have children of its own."""
    asked: list[Job] = []
    usual = judges.judge_usually
    monkeypatch.setattr(judges, "judge_usually", lambda job: asked.append(job) or usual(job))
    one = replace(job(SOURCE), reuse_child=shared)
    judges.judge(one, expected)  # type: ignore[arg-type]
    assert asked == [one]


@pytest.mark.parametrize(
    "code",
    ["while True: pass", "import os; os._exit(0)", "return bytearray(10**11)", "return 'x' * 10**8"],
    ids=["endless", "exit", "memory", "output"],
)
def test_what_it_cannot_bound_is_told_by_the_usual_judge(judges: Judges, code: str) -> None:
    """Code that ends the quick judge, or should be ended, gets its verdict; and the next code is judged as ever."""
    asked = job(SOURCE.replace("return x * factor", code), case_limit_s=1.0)
    judged, usual = judges.judge(asked, rejected), judges.judge_usually(asked)
    assert [(case.id, case.verdict) for case in judged.cases] == [(case.id, case.verdict) for case in usual.cases]
    assert judged.cases[0].verdict not in (Verdict.AC, Verdict.WA, None)
    assert accepted(judges.judge(job(SOURCE), accepted)) and judges._quickly(job(SOURCE)) is not None
