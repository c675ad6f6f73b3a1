"""Values as tables, and reports as the templates show them."""

from __future__ import annotations

import pytest

from grader.page.rendering import case_html, report_html
from grader.page.seen import seen_report
from grader.page.timing import timing_svg
from grader.page.values import marked, table
from grader.report import CaseResult, Failure, Mismatch, Raised, Timing
from grader.texts import Text
from grader.verdict import Verdict
from tests.samples import report

RIGHT = "[[1., 2.],\n [3., 4.]]  shape (2, 2), float64"
WRONG = Mismatch("values", "", RIGHT, RIGHT.replace("4.", "nan"))


def test_array_is_read_back_as_a_table() -> None:
    """Rows are rows, and what is said of the array stands below it."""
    found = table("[[1., -2.5e-3],\n [nan,  inf]]  shape (2, 2), float32")
    assert found is not None
    assert found.about == "shape (2, 2), float32"
    assert [[cell.text for cell in row] for row in found.sheets[0].rows] == [["1.", "-2.5e-3"], ["nan", "inf"]]
    cube = table("[[[1, 2]], [[3, 4]]]  shape (2, 1, 2), int64")
    assert cube is not None
    assert [sheet.at for sheet in cube.sheets] == ["[0]", "[1]"]


@pytest.mark.parametrize("shown", ["[1, 2, ..., 9]", "[[1], [2, 3]]", "'text'", "[", "]", "[1] [2]", "3.0", "[a]", ""])
def test_what_is_no_whole_array_stays_text(shown: str) -> None:
    """A table with holes would be a lie."""
    assert table(shown) is None


def test_elements_that_differ_are_marked_by_the_tolerance() -> None:
    """A NaN differs from all numbers; what lies within the tolerance, or what is rounded alike, does not."""
    expected, actual = table("[1.0, 2.0, 3.0, nan]"), table("[1.1, 2.5, nan, nan]")
    assert expected is not None
    assert actual is not None
    found = marked(expected, actual, 0.0, 0.2).sheets[0].rows[0]
    assert [cell.differs for cell in found] == [False, True, True, False]


def case(title: str, **facts: object) -> CaseResult:
    """A failed case."""
    return CaseResult("a", Text(title, title), False, 1.0, Verdict.WA, **facts)  # type: ignore[arg-type]


def test_what_a_submission_wrote_is_escaped() -> None:
    """Titles, messages and prints are text."""
    evil = "<script>alert(1)</script>"
    raised = case(evil, failure=Failure("raised", raised=Raised("ValueError", evil)), prints=evil)
    made = report_html(seen_report(report(Verdict.WA, 0.0, (raised,)), "en"), "en")
    assert "<script" not in made
    assert made.count("&lt;script&gt;") >= 3
    assert "<script" not in case_html(raised, "en")


def test_difference_is_marked_in_the_report() -> None:
    """The element that differs stands out, and not by colour alone."""
    made = report_html(
        seen_report(report(Verdict.WA, 0.0, (case("t", failure=Failure("mismatch", mismatch=WRONG)),)), "zh"), "zh"
    )
    assert made.count('<td class="differs"><mark>nan</mark></td>') == 1


def test_timing_is_drawn_and_said() -> None:
    """The picture has a name that says what it shows."""
    made = timing_svg(Timing(Text("w", "w"), 2.0, 1.9, 2.1, 9, 0.002, 0.001, "cpu", True), "en")
    assert 'role="img"' in made
    assert "2.0x the reference" in made
