"""When a growth case fails, passes, or could not be measured; the measuring itself is tested in test_growth."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader import testing
from grader.judge import context
from grader.judge.compare import WrongAnswer
from grader.judge.growth import Growth

QUIET, NOISY = False, True
ROUNDS = {
    "flat": ([(0.1, QUIET)], "passed"),
    "steep twice": ([(1.0, QUIET), (1.1, QUIET)], "failed"),
    "steep once": ([(1.0, QUIET), (0.1, QUIET)], "passed"),
    "noisy, then flat": ([(0.1, NOISY), (0.1, QUIET)], "passed"),
    "noisy, then steep": ([(0.1, NOISY), (1.0, QUIET), (1.0, QUIET)], "failed"),
    "steep enough for any noise": ([(1.0, NOISY), (1.0, NOISY)], "failed"),
    "a little steep in noise": ([(0.6, NOISY), (0.6, NOISY), (0.6, NOISY)], "not measured"),
    "noisy all the time": ([(0.1, NOISY), (1.0, NOISY), (0.1, NOISY)], "not measured"),
}


@pytest.mark.parametrize("name", ROUNDS)
def test_what_is_made_of_the_slopes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a margin of 0.5: each round is how far the submission's slope is above the reference's, and the noise."""
    rounds, expected = ROUNDS[name]
    measured = iter([Growth(0.4 + above, 0.4, noisy) for above, noisy in rounds])
    monkeypatch.setattr(testing, "measure", lambda *_: next(measured))
    nobody: Any = None
    context.take_remark()
    context.take_used()
    try:
        testing.assert_growth(
            nobody, nobody, nobody, np.random.default_rng(0), sizes=[1, 2, 3], en="n", zh="n", margin=0.5
        )
    except WrongAnswer:
        outcome = "failed"
    else:
        outcome = "not measured" if context.take_remark() else "passed"
        assert context.take_used() == (pytest.approx(0.2) if outcome == "passed" else 0.0)
    assert outcome == expected
    assert next(measured, None) is None


@pytest.mark.parametrize("margin", [0.0, -0.1])
def test_a_margin_that_leaves_no_room_is_the_authors_fault(margin: float) -> None:
    """It raises before anything is measured, with the reference as with the submission: IE, and no verdict."""
    nobody: Any = None
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="margin"):
        testing.assert_growth(nobody, nobody, nobody, rng, sizes=[1, 2, 3], en="n", zh="n", margin=margin)
