"""When a growth case fails, passes, or could not be measured; the measuring itself is tested in test_growth."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.judge import context, growth, testing
from grader.judge.compare import WrongAnswer
from grader.judge.growth import LEAST_REPEATS, REPEATS, REPEATS_S, Growth

QUIET, NOISY = False, True
RNG = np.random.default_rng(0)
FAR = 100.0
# Each round is how far the submission's slope is above the reference's, the noise, and the largest ratio of costs.
ROUNDS: dict[str, tuple[list[tuple[float, bool, float]], str]] = {
    "flat": ([(0.1, QUIET, 1.0)], "passed"),
    "steep twice": ([(1.0, QUIET, 1.0), (1.1, QUIET, 1.0)], "failed"),
    "steep once": ([(1.0, QUIET, 1.0), (0.1, QUIET, 1.0)], "passed"),
    "noisy, then flat": ([(0.1, NOISY, 1.0), (0.1, QUIET, 1.0)], "passed"),
    "noisy, then steep": ([(0.1, NOISY, 1.0), (1.0, QUIET, 1.0), (1.0, QUIET, 1.0)], "failed"),
    "steep enough for any noise": ([(1.0, NOISY, 1.0), (1.0, NOISY, 1.0)], "failed"),
    "a little steep in noise": ([(0.6, NOISY, 1.0), (0.6, NOISY, 1.0), (0.6, NOISY, 1.0)], "not measured"),
    "far above twice": ([(0.1, QUIET, FAR), (0.1, QUIET, FAR)], "failed"),
    "far above once": ([(0.1, QUIET, FAR), (0.1, QUIET, 1.0)], "passed"),
    "far above, then steep": ([(0.1, QUIET, FAR), (1.0, QUIET, 1.0)], "failed"),
    "somewhat above in noise": ([(0.1, NOISY, 14.0), (0.1, NOISY, 14.0), (0.1, NOISY, 14.0)], "not measured"),
    "far above in noise": ([(0.1, NOISY, FAR), (0.1, NOISY, FAR)], "failed"),
    "noisy all the time": ([(0.1, NOISY, 1.0), (1.0, NOISY, 1.0), (0.1, NOISY, 1.0)], "not measured"),
}


@pytest.mark.parametrize("name", ROUNDS)
def test_what_is_made_of_the_slopes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a margin of 0.5, and at most ten times the reference's cost."""
    rounds, expected = ROUNDS[name]
    measured = iter([Growth(0.4 + above, 0.4, ratio, 3, noisy) for above, noisy, ratio in rounds])
    monkeypatch.setattr(testing, "measure", lambda *_: next(measured))
    nobody: Any = None
    context.take_remark()
    context.take_tolerance_used()
    try:
        testing.assert_growth(nobody, nobody, nobody, RNG, sizes=[1, 2, 3], at_most=10.0, en="n", zh="n", margin=0.5)
    except WrongAnswer:
        outcome = "failed"
    else:
        outcome = "not measured" if context.take_remark() else "passed"
        assert context.take_tolerance_used() == (pytest.approx(0.2) if outcome == "passed" else 0.0)
    assert outcome == expected
    assert next(measured, None) is None


def test_the_sizes_are_drawn_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who knows the test's file knows no size: each is somewhere around the one that it names, for all tries alike."""
    seen: list[list[int]] = []

    def measured(*args: Any) -> Growth:
        seen.append(args[-1])
        return Growth(0.4, 0.4, FAR if len(seen) % 2 else 1.0, 3, QUIET)

    monkeypatch.setattr(testing, "measure", measured)
    nobody: Any = None
    for seed in range(20):
        rng = np.random.default_rng(seed)
        testing.assert_growth(nobody, nobody, nobody, rng, sizes=[100, 1000], at_most=10.0, en="n", zh="n")
    assert seen[::2] == seen[1::2]
    drawn = np.array(seen)
    assert np.all(drawn >= [80, 800]) and np.all(drawn <= [125, 1250])
    assert len(np.unique(drawn[:, 1])) > 15


@pytest.mark.parametrize("room", [{"margin": 0.0}, {"margin": -0.1}, {"at_most": 1.0}, {"at_most": 0.0}])
def test_bounds_that_leave_no_room_are_the_authors_fault(room: dict[str, float]) -> None:
    """They raise before anything is measured, with the reference as with the submission: IE, and no verdict."""
    nobody: Any = None
    bounds: dict[str, Any] = {"at_most": 10.0, **room}
    with pytest.raises(ValueError, match=next(iter(room))):
        testing.assert_growth(nobody, nobody, nobody, RNG, sizes=[1, 2, 3], en="n", zh="n", **bounds)


@pytest.mark.parametrize(
    ("each_s", "pairs"), [(REPEATS_S / 100, REPEATS), (REPEATS_S / 4.5, 5), (REPEATS_S, LEAST_REPEATS)]
)
def test_slow_answers_are_measured_less_often(each_s: float, pairs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A growth case takes no longer than it must; so many that there is a median are always measured."""
    now = 0.0

    def pair(*_: Any) -> Any:
        nonlocal now
        now += each_s

    nobody: Any = None
    monkeypatch.setattr(growth, "monotonic", lambda: now)
    monkeypatch.setattr(growth, "_pair", pair)
    assert len(growth._pairs(nobody, nobody, nobody, np.random.default_rng(0), 1)) == pairs
