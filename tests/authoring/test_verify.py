"""`dlgrade verify` finds what is wrong with an exercise: each defect below is planted, and must be named."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from grader.authoring.verify import Proof, _label_problems, _varying, verify
from grader.catalogue.exercise import Catalogue, Mistake
from grader.judge.judged import Judged
from grader.judge.protocol import Options, Trust
from grader.report import CaseResult, Failure
from grader.texts import Text
from grader.verdict import Verdict

CATALOGUE = Path(__file__).parents[1] / "catalogue"
LABEL = '"""\nverdict = "{verdict}"\ncaught_by = {caught_by}\nen = "It is wrong."\nzh = "错了。"\n"""\n'


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What is said of the toolbox with every defect at once."""
    folder = tmp_path_factory.mktemp("catalogue")
    shutil.copytree(CATALOGUE, folder, dirs_exist_ok=True)
    exercise, solutions = folder / "exercises/toolbox", folder / "solutions/toolbox"
    right = (solutions / "reference.py").read_text()
    scaled = right.replace("return x * factor", "{}")

    def wrong(name: str, source: str, caught_by: str = '["scale"]', verdict: str = "WA") -> None:
        label = LABEL.format(verdict=verdict, caught_by=caught_by)
        (solutions / "wrong" / f"{name}.py").write_text(label + source)

    settings = exercise / "exercise.toml"
    settings.write_text(settings.read_text() + '[rules]\nforbid = ["sorting"]\n')
    (exercise / "stub.py").write_text(right)
    (exercise / "README.md").write_text((exercise / "README.md").read_text().replace("4.", "5."))
    (exercise / "README.zh.md").write_text("# 工具箱\n")
    tests = (exercise / "test_public.py").read_text()
    (exercise / "test_public.py").write_text(tests.replace('zh="经过适配器"', 'zh=""'))
    (solutions / "right/is_wrong.py").write_text(scaled.format("return x + factor"))
    (solutions / "right/sorts.py").write_text(scaled.format("sorted([2, 1]); return x * factor"))
    wrong("is_right", right)
    wrong("raises", scaled.format("raise ValueError"))
    wrong("nowhere", scaled.format("return x + factor"), '["scale", "nowhere"]')
    wrong("elsewhere", scaled.format("return x + factor"), '["total"]')
    wrong("everywhere", scaled.format("raise KeyError").replace("return", "1 /"))
    wrong("sorts", scaled.format("return sorted(x)"))
    wrong("keeps_the_rules", scaled.format("return x + factor"), verdict="RV")
    options = Options(sandbox="process", trust=Trust.OURS)
    return verify(Catalogue(folder)["toolbox"], seeds=1, options=options, progress=lambda text: None).problems


@pytest.mark.parametrize(
    "problem",
    [
        "the stub is accepted",
        "the example of README.md is not true",
        "README.zh.md has no example",
        'case "adapter" lacks its sentence in one language',
        "1 hints; three are asked",
        "2 hidden cases; at least 8 are asked",
        "is_wrong.py gets WA with seed verify-0",
        "sorts.py: line 2 breaks the rule sorting",
        "wrong/is_right.py (seed verify-0): labelled WA, gets AC",
        'wrong/is_right.py (seed verify-0): the case "scale" does not catch it',
        "wrong/raises.py (seed verify-0): labelled WA, gets RTE",
        'wrong/nowhere.py (seed verify-0): caught_by names "nowhere", which is not a case',
        'wrong/elsewhere.py (seed verify-0): the case "total" does not catch it',
        "wrong/everywhere.py (seed verify-0): every case fails",
        "wrong/sorts.py: labelled WA, violations",
        "wrong/keeps_the_rules.py: labelled RV, violations: []",
    ],
)
def test_a_defect_is_found(problems: list[str], problem: str) -> None:
    """No exercise with it is proved."""
    assert any(one.startswith(problem) for one in problems), problems


def test_what_is_in_order_is_no_problem(problems: list[str]) -> None:
    """The reference, the fixture's own right answer and its own mistakes are not accused."""
    assert not [one for one in problems if one.startswith(("reference", "commuted", "wrong/added", "wrong/always_two"))]


@pytest.mark.parametrize("partial", [False, True])
def test_a_case_that_could_not_be_judged_catches_nothing(partial: bool) -> None:
    """IE is a fault of ours: it must not prove that a mistake is caught."""
    mistake = Mistake("added", Path("added.py"), Verdict.WA, ("scale",), Text("Added.", "加了。"))
    cases = (
        CaseResult("scale", Text("a", "甲"), False, 1, Verdict.IE, failure=Failure("internal", {"error": "x"})),
        CaseResult("total", Text("b", "乙"), False, 1, Verdict.AC),
    )
    judged = Judged(cases, None, None, None, (), None, (), {})
    assert [problem.split(" (")[0] for problem in _label_problems(mistake, judged, partial=partial)] == [
        "labelled WA, gets IE"
    ]


def judged_with(**verdicts: Verdict | None) -> Judged:
    """What a judge says of these cases; a case that is not run, or could not measure, has a remark."""
    title = Text("a case", "用例")
    cases = (CaseResult(name, title, False, 1, verdict) for name, verdict in verdicts.items())
    return Judged(tuple(cases), None, None, None, (), None, (), {})


def test_a_case_that_fails_a_mistake_with_some_seeds_only_is_named() -> None:
    """With how many, and with which it does and does not; one that always does, or never, is in order."""
    good, wrong = Verdict.AC, Verdict.WA
    seen = [judged_with(a=good, b=wrong, c=good), judged_with(a=Verdict.RTE, b=wrong, c=good)]
    (problem,) = _varying(seen)
    assert problem.startswith('the case "a" fails it with 1 of 2 seeds (verify-1, and not verify-0)')


def test_a_case_that_could_not_measure_varies_by_no_draw() -> None:
    """A machine that was too noisy once, or a case that was not run, says nothing of the inputs."""
    noisy = judged_with(a=Verdict.AC)
    noisy = replace(noisy, cases=(replace(noisy.cases[0], note=Text("too noisy", "噪声过大")),))
    assert list(_varying([judged_with(a=Verdict.WA), noisy])) == []
    assert list(_varying([judged_with(a=Verdict.WA), judged_with(a=None), judged_with(a=Verdict.AC)])) == []


def test_the_closest_right_answer_is_named() -> None:
    """Of all cases the one with the least room; nothing is said where nothing was compared within a tolerance."""
    tolerance_used = {"scale": (0.25, "loops, seed 3"), "total": (0.5, "reference, seed 7")}
    told = "right answers needed at most 0.5 of a tolerance (total: reference, seed 7)"
    assert Proof("toolbox", 20, tolerance_used=tolerance_used).closest() == told
    assert Proof("toolbox", 20).closest() == ""
