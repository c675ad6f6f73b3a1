"""Cases that were left out because void ones took too long: they are judged, and worth what they would have been."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from grader.klass import run as running
from grader.klass.score import leaves_out, score
from grader.klass.store import Void
from tests.klass.a_class import judged
from tests.klass.test_grade import Lanes
from tests.klass.test_regrade import PROCESS, RESULTS, Run, marked, run

__all__ = ["run"]

VOID = Void("toolbox", "case0", "rescale", "wrong", "kim")


@pytest.mark.parametrize(
    ("letters", "left_out"), [("tt--", True), ("tat-", True), ("atta", False), ("attt-", False), ("taaa", False)]
)
def test_what_is_left_out_for_a_void_case_is_known(letters: str, left_out: bool) -> None:
    """Only where too few of the others took too long."""
    assert leaves_out(judged(letters), [VOID]) is left_out
    assert not leaves_out(judged(letters), [])


@pytest.mark.parametrize(
    ("whole", "voids", "like"),
    [("ttaa", [], "tt--"), ("ttaa", [VOID], "-taa"), ("tttaa", [VOID], "-tt--"), ("twtaa", [], "twt--")],
)
def test_a_report_with_all_cases_is_worth_what_the_usual_one_is(whole: str, voids: list[Void], like: str) -> None:
    """After two counted cases that took too long the rest counts for nothing, whoever was judged with it."""
    counted = [at for at in range(len(like)) if not (voids and at == 0)]
    expected = Fraction(sum(like[at] == "a" for at in counted), len(counted))
    assert score(judged(whole), voids).share == expected


Letters = dict[tuple[str, bool], str]


@pytest.fixture
def slow(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> tuple[Lanes, Letters]:
    """Ada's first two cases took too long, bob's did not: the lanes, and how a file ends, usually or with all cases."""
    letters = {("ada", False): "tt--", ("ada", True): "ttaa", ("bob", False): "aaaw"}
    lanes = Lanes(lambda work, nth: letters[work.source.decode(), work.all_cases])
    monkeypatch.setattr(running, "dispatched", lanes)
    hand_in(tmp_path, "ada", "bob")
    assert run("grade", "hw1", "in", *RESULTS, *PROCESS)[0] == 0
    assert marked(tmp_path) == {"ada": "0", "bob": "7.5"}
    return lanes, letters


def hand_in(folder: Path, *students: str) -> None:
    """A file of each."""
    for student in students:
        (folder / "in" / student).mkdir(parents=True)
        (folder / "in" / student / "toolbox.py").write_text(student)


WORDS = ("void", "hw1", "toolbox", "case0", "--reason", "wrong", *RESULTS, *PROCESS)


def test_what_was_left_out_is_judged_before_it_is_shown(tmp_path: Path, run: Run, slow: tuple[Lanes, Letters]) -> None:
    """Once; when the case counts again, the marks are what they were."""
    lanes, _ = slow
    code, out, _ = run(*WORDS)
    assert code == 0 and "ada, toolbox: 0 TLE → 6.6667 TLE (+6.667)" in out and "case2: – → AC" in out
    assert "bob, toolbox: 7.5 WA → 6.6667 WA" in out and marked(tmp_path) == {"ada": "0", "bob": "7.5"}
    assert run(*WORDS, "--apply")[0] == 0 and lanes.tried == ["bob", "ada", "ada"]
    assert marked(tmp_path) == {"ada": "6.6667", "bob": "6.6667"}
    assert run(*WORDS, "--undo", "--apply")[0] == 0 and marked(tmp_path) == {"ada": "0", "bob": "7.5"}


def test_what_is_handed_in_later_is_judged_so_too(tmp_path: Path, run: Run, slow: tuple[Lanes, Letters]) -> None:
    """And is not told to be of an older exercise in the next run."""
    _, letters = slow
    run(*WORDS, "--apply")
    letters |= {("cyd", False): "tt--", ("cyd", True): "taaa"}
    hand_in(tmp_path, "cyd")
    assert run("grade", "hw1", "in", *RESULTS, *PROCESS)[0] == 0 and marked(tmp_path)["cyd"] == "10"
    assert "older exercise" not in run("grade", "hw1", "in", *RESULTS, *PROCESS)[1]
    assert run("regrade", "hw1", *RESULTS, *PROCESS)[1].startswith("No mark changes.")


def test_what_we_fail_on_then_stays_and_is_tried_again(tmp_path: Path, run: Run, slow: tuple[Lanes, Letters]) -> None:
    """The command says so."""
    _, letters = slow
    letters["ada", True] = "iiii"
    code, out, _ = run(*WORDS, "--apply")
    assert code == 3 and "our fault: 1. Cases that were left out" in out and marked(tmp_path)["ada"] == "0"
    letters["ada", True] = "taaa"
    assert run("regrade", "hw1", "--apply", *RESULTS, *PROCESS)[0] == 0 and marked(tmp_path)["ada"] == "10"
