"""How large the terminal is taken to be."""

from __future__ import annotations

import pytest

from grader.render.terminal import terminal_size


@pytest.mark.parametrize("text", ["0", "", "-5", "1", "19", "²", "x", "9" * 5000, " 80", "8e1"])
def test_a_width_on_which_nothing_fits_is_none(text: str) -> None:
    """Editors set COLUMNS=0; a page is printed all the same, as wide as without it."""
    assert terminal_size({"COLUMNS": text}) == terminal_size({})
    assert terminal_size({"LINES": text.replace("19", "4")}) == terminal_size({})
    assert terminal_size({}).columns >= 20 and terminal_size({}).lines >= 5


def test_a_width_that_is_asked_for_is_used() -> None:
    """COLUMNS and LINES are the user's."""
    assert terminal_size({"COLUMNS": "72", "LINES": "50"}) == (72, 50)
