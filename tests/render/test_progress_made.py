"""What a learner has done, on a terminal: aligned, within its width, in both languages."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from grader.catalogue.exercise import Catalogue
from grader.installed import shipped
from grader.progress.attempt import NOT_JUDGED, Attempt
from grader.progress.standing import Standings, groups
from grader.progress.suggestion import suggestions
from grader.render.progress_made import print_attempts, print_progress, print_suggestions
from grader.texts import LANGUAGES

CATALOGUE = Catalogue(shipped())
WA = Attempt("1", "2026-01-01T00:00:00+00:00", "conv2d", "WA", "conv2d.py", max_points=9, number=1)
AC = replace(WA, id="2", exercise="dropout", verdict="AC", complete=True, points=9, ratio=1.34, notebook=True)
RESET = replace(WA, id="3", verdict=NOT_JUDGED)
MADE = (WA, AC, RESET)


def printed(write: Callable[[Console], object], width: int = 80) -> list[str]:
    """The lines that a terminal shows, without colours."""
    stream = io.StringIO()
    write(Console(file=stream, width=width, force_terminal=True, color_system=None))
    return re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue()).splitlines()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(lang: str, width: int) -> None:
    """Nor is a row broken in two."""
    standings = Standings(MADE)
    of_all = [standings[slug] for slug in CATALOGUE.slugs]
    shown = printed(lambda console: print_progress(of_all, groups(CATALOGUE, standings), console, lang), width)
    assert all(cell_len(line) <= width for line in shown)
    assert sum("conv2d" in line for line in shown) == sum("dropout" in line for line in shown) == 1
    rows = printed(lambda console: print_attempts(MADE, console, lang), width)
    assert len(rows) == 3 and all(cell_len(line) <= width for line in rows)


def test_progress_has_a_bar_for_each_path_and_topic() -> None:
    """As full as it is solved, with what was tried behind it; then what was tried, and a count."""
    standings = Standings(MADE)
    of_all = [standings[slug] for slug in CATALOGUE.slugs]
    shown = printed(lambda console: print_progress(of_all, groups(CATALOGUE, standings), console, "en"))
    of_topic = Counter(topic for exercise in CATALOGUE for topic in exercise.topics)
    bars = {words[0]: (words[1], " ".join(words[2:])) for line in shown if len(words := line.split()) > 2}
    bar, told = bars["regularization"]
    assert bar == ("█" * (10 // of_topic["regularization"])).ljust(10, "·")
    assert told == f"1 of {of_topic['regularization']} solved"
    bar, told = bars["convolution"]
    assert bar == ("▒" * (10 // of_topic["convolution"])).ljust(10, "·")
    assert told == f"0 of {of_topic['convolution']} solved, 1 tried"
    steps = len(CATALOGUE.ways.path("cnn").steps)
    assert any(re.match(rf"  Convolutional networks +█+▒+·+  1 of {steps} solved, 1 tried", line) for line in shown)
    assert "  ✓ dropout  attempts: 1, last AC 2026-01-01, best time 1.3×" in shown
    assert f"2 of {len(CATALOGUE.slugs)} solved".replace("2", "1", 1) in shown[-1] and "attempts: 2" in shown[-1]


def test_attempts_have_their_columns() -> None:
    """A reset is told as such; of a notebook, that its cells were judged; a run of some cases, that it was one."""
    wrong, right, reset = printed(lambda console: print_attempts(MADE, console, "en"), 120)
    assert re.search(r"conv2d +1  WA +0/9 \(some cases\) +conv2d.py$", wrong)
    assert re.search(r"dropout +1  AC +9/9 +1\.3× +conv2d.py \(the cells that were judged\)$", right)
    assert re.search(r"conv2d +1  reset +conv2d.py$", reset)
    assert "No attempts yet" in printed(lambda console: print_attempts((), console, "en"))[0]


def test_what_was_begun_is_shown_first() -> None:
    """Its statement, for its file is there; the others stand in one line, with the catalogue that they are in."""
    best = suggestions(CATALOGUE, Standings([WA]))[:3]
    shown = printed(lambda console: print_suggestions(best, console, "en", ("--catalogue", "my own")))
    assert "· You have tried it once, last with WA." in shown
    assert "Next  dlgrade show conv2d --catalogue 'my own'" in [line.rstrip() for line in shown]
    assert sum(line.startswith("Or") for line in shown) == 1
