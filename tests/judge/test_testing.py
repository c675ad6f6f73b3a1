"""What tests of exercises say of themselves."""

from __future__ import annotations

import pytest

from grader.judge.context import CaseSpec
from grader.judge.testing import case
from grader.report import Failure, Mismatch


def spec(*hint_for: str) -> CaseSpec:
    """What `@case` makes of these words; of none the default."""
    options = {"hint_for": hint_for} if hint_for else {}

    @case("A sentence", zh="一句话", hint="A hint", hint_zh="提示", **options)  # type: ignore[arg-type]
    def test_it() -> None:
        """Nothing."""

    found: CaseSpec = test_it._dlgrade_case  # type: ignore[attr-defined]
    return found


def failure(way: str) -> Failure:
    """One of that aspect or kind."""
    if way in ("raised", "died", "time", "asked"):
        return Failure(way)
    return Failure("mismatch", mismatch=Mismatch(way, "", "a", "b"))


@pytest.mark.parametrize(
    ("words", "hinted", "not_hinted"),
    [
        ((), ("values", "finite", "length", "keys", "statement"), ("dtype", "shape", "type", "none", "raised", "time")),
        (("dtype",), ("dtype",), ("values", "shape", "raised")),
        (("finite",), ("finite",), ("values",)),
        (("type",), ("type", "none", "opaque"), ("values",)),
        (("answer", "shape", "raised"), ("values", "shape", "raised", "died", "asked"), ("dtype", "time")),
    ],
    ids=str,
)
def test_a_hint_is_about_some_ways_of_failing(
    words: tuple[str, ...], hinted: tuple[str, ...], not_hinted: tuple[str, ...]
) -> None:
    """It is shown for these alone."""
    found = spec(*words)
    assert all(found.hint_about(failure(way)) is not None for way in hinted)
    assert not any(found.hint_about(failure(way)) for way in not_hinted)
    assert found.hint_about(None) is None


def test_an_unknown_way_of_failing_is_refused() -> None:
    """With the words that there are."""
    with pytest.raises(ValueError, match=r'hint_for has "dtypes"; it takes answer, values, .*dtype'):
        spec("dtypes")
