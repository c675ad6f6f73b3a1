"""Code of ours may share children: what comes of it must be the same."""

from __future__ import annotations

from .conftest import Judge
from .test_judge import verdicts


def test_verdicts_are_those_of_fresh_children(judge: Judge, right: str) -> None:
    """Right, wrong, raising and dying code, one after the other in shared children."""
    for source in (
        right,
        right.replace("return x * factor", "return x + factor"),
        right.replace("return x * factor", "raise ValueError(x)"),
        right.replace("return x * factor", "import os; os._exit(3)"),
        right,
    ):
        assert verdicts(judge(source, reuse_child=True)) == verdicts(judge(source))


def test_a_module_is_loaded_anew_for_each_case(judge: Judge, right: str) -> None:
    """A count of the module starts at nothing in each case, and an answer by count is right only then."""
    source = (
        right + "\nseen = []\nplain = scale\ndef scale(x, factor):\n    seen.append(1)\n    return plain(x, factor)"
    )
    source += " if len(seen) <= 3 else None\n"  # three sizes in one case
    assert verdicts(judge(source, reuse_child=True)) == {}
    assert verdicts(judge(source, reuse_child=True)) == {}


def test_a_hasty_judge_stops_at_the_first_case_that_takes_too_long(judge: Judge, right: str) -> None:
    """An endless loop costs one limit, not one for each case."""
    judged = judge(right.replace("return x * factor", "while True: pass"), reuse_child=True, case_limit_s=0.5)
    assert verdicts(judged) == {"scale": "TLE"}
    assert {case.skipped for case in judged.cases if case.id != "scale"} == {"not selected"}
