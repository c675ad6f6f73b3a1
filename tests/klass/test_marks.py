"""Marks: which hand-in counts, what being late costs, and that a fault of ours is never a zero."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from grader.klass.marks import STATES, Mark, countable, rows
from grader.klass.score import Score, score
from grader.klass.store import Kept, Override, Person, Trouble, Void
from grader.report import Failure, LoadFailure, Report, Violation, internal
from grader.texts import Text
from grader.verdict import Verdict
from tests.klass.a_class import assignment, filled, handin, judged
from tests.samples import skipped

LATE = '[late]\npolicy = "percent"\npercent_per_day = 10\ndays = 3\n'


def mark(folder: Path, *given: tuple[Kept, Report | None], text: str = "", override: float | None = None) -> Mark:
    """The mark of ada for toolbox."""
    with filled(folder, *given, people=(Person("ada"),)) as store:
        if override is not None:
            store.override(Override("ada", "toolbox", override, "oral exam", "Kim"))
        (row,) = rows(store, assignment(folder, text))
    (found,) = row.marks
    assert found.state in STATES and row.points == found.points
    return found


def test_points_are_the_share_of_the_cases_times_what_the_assignment_gives(tmp_path: Path) -> None:
    """Exactly: thirds stay thirds."""
    found = mark(tmp_path, (handin("ada"), judged("aaw")))
    assert (found.state, found.points, found.most, found.verdict) == ("graded", Fraction(20, 3), 10, Verdict.WA)


@pytest.mark.parametrize("report", [judged("aai"), None], ids=["IE", "not judged yet"])
def test_a_fault_of_ours_is_no_mark(tmp_path: Path, report: Report | None) -> None:
    """Neither zero nor a part of it, and it says why."""
    found = mark(tmp_path, (handin("ada"), report))
    assert found.state == "not graded" and found.points is None and found.reason.en and found.reason.zh


def test_a_total_with_a_fault_of_ours_is_none(tmp_path: Path) -> None:
    """A sum without it would be a mark that is too low."""
    given = [(handin("ada"), judged("a")), (handin("ada", "keeper"), judged("i", "keeper"))]
    with filled(tmp_path, *given) as store:
        (row,) = rows(store, assignment(tmp_path, slugs=("toolbox", "keeper")))
    assert [one.points for one in row.marks] == [10, None] and row.points is None


def test_whoever_handed_nothing_in_is_missing(tmp_path: Path) -> None:
    """A state of its own, worth nothing."""
    found = mark(tmp_path)
    assert (found.state, found.points, found.handin) == ("missing", 0, None)


def test_whoever_handed_in_what_cannot_be_used_reads_why(tmp_path: Path) -> None:
    """And not that nothing came; the file is named without the instructor's folders. A late mark is no such reason."""
    troubles = (
        Trouble("ada", "subs/ada/x.py", "double", Text("Two.", "两个。"), Text("", "")),
        Trouble("ada", "subs/ada/hw.zip", "archive_bomb", Text("It is too much.", "太大了。"), Text("", "")),
    )
    with filled(tmp_path, people=(Person("ada"), Person("bob")), problems=troubles) as store:
        ada, bob = rows(store, assignment(tmp_path))
    assert ada.marks[0].reason.en == "What was handed in cannot be used: hw.zip: It is too much."
    assert bob.marks[0].reason.en == "Nothing was handed in." and ada.marks[0].state == "missing"


@pytest.mark.parametrize(
    ("days", "points", "state"), [(0, 10, "graded"), (1, 9, "graded"), (3, 7, "graded"), (4, 0, "not accepted")]
)
def test_being_late_costs_what_the_policy_says(tmp_path: Path, days: float, points: int, state: str) -> None:
    """And what is not accepted is said to be so, with the reason."""
    found = mark(tmp_path, (handin("ada", days_late=days), judged("aa")), text=LATE)
    assert (found.points, found.state) == (points, state) and bool(found.reason.en) == (days > 0)


def test_an_extension_is_one_students(tmp_path: Path) -> None:
    """Who has one is not late where others are."""
    made = assignment(tmp_path, LATE)
    until = "[[extension]]\nstudent = 'Ada'\nuntil = 2026-10-05T12:00:00Z\n"
    made.extensions_path.write_text(until)
    given = [(handin(name, days_late=2), judged("a")) for name in ("ada", "bob")]
    with filled(tmp_path, *given) as store:
        found = rows(store, assignment(tmp_path, LATE))
    assert [row.points for row in found] == [10, 8]


@pytest.mark.parametrize(
    ("counts", "reports", "points"),
    [
        ("best", ("aw", "aa", "ww"), 10),
        ("last", ("aw", "aa", "ww"), 0),
        ("best", ("aw", "ai", "ww"), None),  # the one that is not graded may be the best
        ("best", ("aw", "ai", "aa"), 10),  # it cannot be better than this one
        ("last", ("ai", "aw"), 5),
        ("last", ("aw", "ai"), None),
    ],
)
def test_which_attempt_counts(tmp_path: Path, counts: str, reports: tuple[str, ...], points: int | None) -> None:
    """The best or the last; of several of which one is not graded, only what is certain."""
    given = [(handin("ada", attempt=at), judged(one)) for at, one in enumerate(reports, start=1)]
    assert mark(tmp_path, *given, text=f'[attempts]\ncounts = "{counts}"\n').points == points


def test_being_late_counts_before_the_best_is_chosen(tmp_path: Path) -> None:
    """A late better one may be worth less."""
    given = [(handin("ada"), judged("aaaaw")), (handin("ada", attempt=2, days_late=3), judged("aaaaa"))]
    found = mark(tmp_path, *given, text=LATE)
    assert found.points == 8 and found.handin is not None and found.handin.attempt == 1


def test_attempts_beyond_the_limit_do_not_count_and_are_not_judged(tmp_path: Path) -> None:
    """Neither the late ones that are not accepted, nor, where the last counts, those before it."""
    one, two, three = (handin("ada", attempt=at, days_late=at - 2) for at in (1, 2, 3))
    best = assignment(tmp_path, '[late]\npolicy = "cutoff"\n')
    assert countable([three, two, one], best) == (one, two)
    first = assignment(tmp_path, '[attempts]\nmax = 1\n[late]\npolicy = "cutoff"\n')
    assert countable([three, two, one], first) == (one,)
    last = assignment(tmp_path, '[attempts]\ncounts = "last"\n[late]\npolicy = "cutoff"\n')
    assert countable([one, two, three, handin("ada", "unassigned")], last) == (two,)


@pytest.mark.parametrize("report", [judged("ww"), judged("i"), None], ids=["graded", "IE", "missing"])
def test_points_by_hand_stand_whatever_is_judged(tmp_path: Path, report: Report | None) -> None:
    """With the reason and the name, also where nothing was handed in."""
    given = [(handin("ada"), report)] if report is not None else []
    found = mark(tmp_path, *given, override=7.5)
    assert (found.state, found.points) == ("by hand", Fraction(15, 2))
    assert "Kim" in found.reason.en and "oral exam" in found.reason.zh


# ---------------------------------------------------------------- void cases


def void(how: str, *ats: int) -> list[Void]:
    """These cases count for nobody."""
    return [Void("toolbox", f"case{at}", how, "a wrong test", "Kim") for at in ats]


NOT_LOADED = replace(judged("aa"), verdict=Verdict.CE, cases=skipped("not loaded"), load_failure=LoadFailure("syntax"))
BROKE_A_RULE = replace(judged("aa"), verdict=Verdict.RV, violations=(Violation(1, 1, "", "", "", Text("", "")),))


@pytest.mark.parametrize(
    ("report", "voids", "share", "verdict"),
    [
        (judged("aaww"), [], Fraction(1, 2), Verdict.WA),
        (judged("aaww"), void("rescale", 3), Fraction(2, 3), Verdict.WA),
        (judged("aaww"), void("grant", 3), Fraction(3, 4), Verdict.WA),
        (judged("aaww"), void("grant", 2, 3), Fraction(1), Verdict.AC),
        (judged("aawa"), void("rescale", 0), Fraction(2, 3), Verdict.WA),
        (judged("aai"), void("rescale", 2), Fraction(1), Verdict.AC),  # the fault was the void case's
        (judged("awi"), void("grant", 2), Fraction(2, 3), Verdict.WA),
        (judged("aii"), void("grant", 2), None, Verdict.IE),
        (replace(judged("aai"), internal=internal(Text("", ""), Text("", ""))), void("grant", 2), None, Verdict.IE),
        (NOT_LOADED, [Void("toolbox", "masked", "grant", "", "")], Fraction(0), Verdict.CE),
        (BROKE_A_RULE, void("grant", 1), Fraction(0), Verdict.RV),
        (judged("aw"), void("rescale", 0, 1), Fraction(0), Verdict.WA),
    ],
)
def test_a_void_case_counts_for_nobody(
    report: Report, voids: list[Void], share: Fraction | None, verdict: Verdict
) -> None:
    """Its points are given to all who were judged, or left out; what did not load still gets none."""
    found = score(report, voids)
    assert (found.share, found.verdict) == (share, verdict)


def test_cases_that_were_not_run_after_a_void_one_are_no_fault_of_ours() -> None:
    """Two cases took too long, so the rest was left undone; one of the two is void, and the mark stays a mark."""
    slow = Failure("time", {"limit_s": 10.0})
    first, second, third, fourth = judged("aaaa").cases
    cases = (
        first,
        replace(second, verdict=Verdict.TLE, failure=slow),
        replace(third, verdict=Verdict.TLE, failure=slow),
        replace(fourth, verdict=None, skipped="time limit"),
    )
    report = replace(judged("aaaa"), verdict=Verdict.TLE, cases=cases)
    assert score(report, void("grant", 1)) == Score(Fraction(1, 2), Verdict.TLE, 1, 3)


def test_cases_that_are_worth_nothing_make_all_or_nothing() -> None:
    """There is nothing to share out."""
    free = replace(judged("aw"), cases=tuple(replace(case, points=0.0) for case in judged("aw").cases))
    assert score(free) == Score(Fraction(0), Verdict.WA, 1, 2)
