"""Code of ours may share children and hear the reference from a tape: what comes of it must be the same."""

from __future__ import annotations

from typing import Any

import pytest

from grader.judge.session import Session, SessionOptions
from grader.judge.tape import Tape, TapedSession

from .conftest import Judge
from .test_judge import verdicts

OPTIONS = SessionOptions("numpy", 1, 1, 1.0)


def test_verdicts_are_those_of_fresh_children(judge: Judge, right: str) -> None:
    """Right, wrong, raising and dying code, one after the other in shared children."""
    for source in (
        right,
        right.replace("return x * factor", "return x + factor"),
        right.replace("return x * factor", "raise ValueError(x)"),
        right.replace("return x * factor", "import os; os._exit(3)"),
        right,
    ):
        assert verdicts(judge(source, shared=True)) == verdicts(judge(source))


def test_a_module_is_loaded_anew_for_each_case(judge: Judge, right: str) -> None:
    """A count of the module starts at nothing in each case, and an answer by count is right only then."""
    source = (
        right + "\nseen = []\nplain = scale\ndef scale(x, factor):\n    seen.append(1)\n    return plain(x, factor)"
    )
    source += " if len(seen) <= 3 else None\n"  # three sizes in one case
    assert verdicts(judge(source, shared=True)) == {}
    assert verdicts(judge(source, shared=True)) == {}


def test_a_hasty_judge_stops_at_the_first_case_that_takes_too_long(judge: Judge, right: str) -> None:
    """An endless loop costs one limit, not one for each case."""
    judged = judge(right.replace("return x * factor", "while True: pass"), shared=True, hasty=0.5)
    assert verdicts(judged) == {"scale": "TLE"}
    assert {case.skipped for case in judged.cases if case.id != "scale"} == {"not selected"}


class Live(Session):
    """A child that answers each frame with its number."""

    def __init__(self) -> None:
        super().__init__(Any, 0, OPTIONS, 1.0)  # type: ignore[arg-type]
        self.asked: list[bytes] = []

    def _turn(self, frame: bytes, limit_s: float) -> bytes:
        self.asked.append(frame)
        return b"%d" % len(self.asked)


@pytest.fixture
def live() -> Live:
    """A child that has been asked nothing."""
    return Live()


def taped(tape: Tape, live: Live) -> TapedSession:
    """A session over `tape`."""
    return TapedSession(tape, lambda: live, live.worker, OPTIONS, 1.0)


def test_the_tape_answers_what_it_was_asked(live: Live) -> None:
    """The first session records; the second hears the same without a child."""
    tape: Tape = []
    first = taped(tape, live)
    assert [first._turn(frame, 1.0) for frame in (b"a", b"b")] == [b"1", b"2"]
    second = taped(tape, Live())
    assert [second._turn(frame, 1.0) for frame in (b"a", b"b")] == [b"1", b"2"]
    assert second.live is None


def test_another_question_goes_to_a_child_that_has_heard_all_before(live: Live) -> None:
    """From the first difference on a child answers, and the tape stays what it was."""
    tape: Tape = [(b"a", b"1"), (b"b", b"2")]
    session = taped(tape, live)
    assert [session._turn(frame, 1.0) for frame in (b"a", b"other", b"b")] == [b"1", b"2", b"3"]
    assert live.asked == [b"a", b"other", b"b"]
    assert tape == [(b"a", b"1"), (b"b", b"2")]
