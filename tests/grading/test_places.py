"""Lines of a notebook's module are told as lines of its cells, wherever a report names one."""

from __future__ import annotations

import pytest

from grader.grading.places import Places
from grader.judge.judged import Judged
from grader.report import CaseResult, Failure, Frame, LoadFailure, Raised, Violation
from grader.texts import Text
from grader.verdict import Verdict

PLACES = Places(((0, 0), (2, 1), (5, 3), (5, 4)))
NO_TEXT = Text("", "")


def case(failure: Failure | None, prints: str = "") -> CaseResult:
    """A case that failed so."""
    return CaseResult("a", NO_TEXT, False, 1, Verdict.RTE, failure=failure, prints=prints)


def test_frames_and_prints_of_a_case() -> None:
    """Also where Python itself names a line."""
    raised = Raised("E", "bad (submission.py, line 2)", (Frame(2, "f", "x"), Frame(4, "g", "y")))
    found = PLACES.of_case(
        case(Failure("raised", raised=raised), 'submission.py:3: Warn\nFile "submission.py", line 4')
    )
    assert found.failure is not None and found.failure.raised is not None
    assert [(frame.cell, frame.line) for frame in found.failure.raised.frames] == [(2, 1), (5, 4)]
    assert found.failure.raised.message == "bad (submission.py, cell 2, line 1)"
    assert found.prints == 'submission.py, cell 5, line 3: Warn\nFile "submission.py", cell 5, line 4'


def test_violations_and_failures_of_loading() -> None:
    """A fault at the end of all is one of the last line; what has no line gets none."""
    judged = Judged(
        cases=(case(None),),
        violations=(Violation(3, 7, "x", "r", "f", NO_TEXT), Violation(0, 0, "", "r", "", NO_TEXT)),
        load_failure=LoadFailure("syntax", {"line": 5, "column": 1, "text": "", "error": ""}),
    )
    found = PLACES.of(judged)
    assert [(one.cell, one.line, one.column) for one in found.violations] == [(5, 3, 7), (0, 0, 0)]
    assert found.load_failure is not None
    assert (found.load_failure.facts["cell"], found.load_failure.facts["line"]) == (5, 4)


@pytest.mark.parametrize("kind", ["died", "missing"])
def test_what_names_no_line_stays(kind: str) -> None:
    """And so does everything of a file that is no notebook."""
    judged = Judged(cases=(case(Failure(kind)),), load_failure=LoadFailure(kind, {"name": "f"}))
    assert PLACES.of(judged) == judged
    told = Judged(cases=(case(None, "submission.py:3"),), load_failure=LoadFailure("syntax", {"line": 5}))
    assert Places().of(told) is told and Places().of_case(told.cases[0]) is told.cases[0]
