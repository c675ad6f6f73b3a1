"""Why a test could not go on with an answer: how it differs in kind from the reference's answer to the same call."""

from __future__ import annotations

from grader.judge.compare import difference_in_kind
from grader.judge.far.proxy import Call
from grader.report import Mismatch

_TYPES = ("none", "type", "opaque")


def odd_answer(mine: list[Call], theirs: list[Call]) -> tuple[Call, Mismatch] | None:
    """The call whose answer was of another kind, and how; None where all are alike.

    The last such call is taken: there the test stood. Another type goes before another shape, which may be right
    where what came before it was wrong.

    Args:
        mine: the submission's calls in the test, in order.
        theirs: the reference's in the same test, in the submission's place.
    """
    found = []
    for call, other in zip(mine, theirs, strict=False):
        if call.name == other.name and call.answered and other.answered:
            mismatch = difference_in_kind(call.answer, other.answer)
            if mismatch is not None:
                found.append((call, mismatch))
    of_type = [pair for pair in found if pair[1].aspect in _TYPES]
    told = of_type or found
    return told[-1] if told else None
