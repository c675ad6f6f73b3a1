"""The screen of `dlgrade watch` fits, has the keys and the verdict at the bottom, and greys what is old."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from grader.catalogue.exercise import Catalogue
from grader.installed import shipped
from grader.render import words
from grader.texts import LANGUAGES, Text
from grader.verdict import Verdict
from grader.watch.screen import frame
from grader.watch.view import View, changed
from tests.samples import SAMPLES, cases

VIEW = View(Catalogue(shipped())["stable_softmax"], Path("softmax.py"))
SIZES = [(80, 24), (120, 40), (60, 12), (30, 8), (200, 60)]


def shown(view: View, size: tuple[int, int] = (80, 24), lang: str = "en") -> list[str]:
    """The lines of the screen, without colours."""
    return [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in frame(view, os.terminal_size(size), lang)]


def views() -> dict[str, View]:
    """What a learner meets, and each sample report."""
    done = {name: replace(VIEW, report=sample, checking=False) for name, sample in SAMPLES.items()}
    begun = replace(VIEW, report=SAMPLES["ac"], cases=SAMPLES["wa_values"].cases[:5])
    trouble = replace(VIEW, checking=False, trouble=(Text("no file " * 90, "没有 " * 90), Text("what to do", "怎么办")))
    changes = replace(done["wa_values"], before=SAMPLES["ac"])
    return done | {"first": VIEW, "begun": begun, "trouble": trouble, "changes": changes}


@pytest.mark.parametrize("name", views())
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_the_screen_is_filled_exactly(name: str, lang: str, size: tuple[int, int]) -> None:
    """As many lines as it has, none wider, nothing that steers the terminal, and the keys on the last."""
    lines = shown(views()[name], size, lang)
    assert len(lines) == size[1]
    assert all(cell_len(line) <= size[0] for line in lines)
    assert all(line.isprintable() or not line for line in lines)
    assert lines[-1].startswith(f"r {words.KEYS['r'].localized(lang)}")


def test_the_verdict_stands_above_the_keys_and_the_failing_case_above_it() -> None:
    """With what the run changed in between."""
    lines = shown(views()["changes"])
    assert lines[-2].startswith(" WA  wrong answer") and lines[-3].startswith("Now fail: Agrees with the formula")
    assert any(line.startswith("╭─ ✗ Agrees with the formula") for line in lines)


def test_an_old_result_is_grey_while_the_file_is_checked() -> None:
    """And the new one is not, as soon as a case has failed."""
    old = frame(replace(VIEW, report=SAMPLES["wa_values"]), os.terminal_size((80, 24)), "en")
    (panel,) = [line for line in old if "╭" in line]
    assert panel.startswith("\x1b[2") and "checking ..." in old[-2]
    new = frame(views()["begun"], os.terminal_size((80, 24)), "en")
    (panel,) = [line for line in new if "╭" in line]
    assert not panel.startswith("\x1b[2;") and "\x1b[2m╭" not in panel and "5 of 8 cases" in new[-2]


def test_cases_that_were_not_run_both_times_have_not_changed() -> None:
    """What passes now and failed before, and the other way round."""
    before = cases(masked={"verdict": Verdict.WA}, float32={"verdict": None}, any_axis={"verdict": Verdict.RTE})
    after = cases(float32={"verdict": Verdict.WA}, large_logits={"verdict": Verdict.TLE}, any_axis={"verdict": None})
    change = changed(before, after)
    assert [title.en for title in change.passing] == ["Entries of -inf get probability zero"]
    assert [title.en for title in change.failing] == ["Logits around 1e4 stay finite"]


def test_only_keys_that_do_something_are_shown() -> None:
    """A key without effect would be a lie."""
    assert "diff" not in shown(VIEW)[-1]
    assert "diff" in shown(replace(VIEW, keys="rdq"))[-1] and "list" not in shown(replace(VIEW, keys="rdq"))[-1]
