"""`dlgrade assignment examples`: a made-up class that has what a real one has, and touches nothing that is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader import cli
from grader.catalogue.exercise import Catalogue
from grader.installed import shipped
from grader.klass.assignment import Assignment
from grader.klass.examples import odd, write_examples
from grader.klass.handins import collect
from grader.klass.roster import Roster
from tests.klass.a_class import assignment

SLUGS = ("stable_softmax", "max_pool_backward")


def made(folder: Path, given: Assignment) -> int:
    """How many hand-ins there are of the class that is written into `in` and `roster.csv`."""
    return write_examples(given, Catalogue(shipped()), folder / "in", folder / "roster.csv")


def test_the_class_has_what_a_real_one_has(tmp_path: Path) -> None:
    """Late, twice, missing, a notebook, files that cannot be used; and each is found by those who read hand-ins."""
    given = assignment(tmp_path, '[late]\npolicy = "percent"\npercent_per_day = 10\n', slugs=SLUGS)
    count = made(tmp_path, given)
    roster = Roster.load(tmp_path / "roster.csv")
    found = collect(tmp_path / "in", given, roster)
    assert len(roster) == 30 and len({one.name for one in roster}) == 30
    assert len(found.handins) == count - 2
    assert {problem.student_id: problem.kind for problem in found.problems} == {"s017": "empty", "s020": "document"}
    assert found.missing == {
        "s011": SLUGS,
        "s014": SLUGS[1:],
        "s017": SLUGS[:1],
        "s020": SLUGS[:1],
    }
    late = {one.student_id for one in found.handins if given.lateness(one.student_id, one.submitted).days_late}
    assert late == {"s004"} == {one.student_id for one in found.handins if one.submitted and one.submitted > given.due}
    assert {one.student_id for one in found.handins if one.attempt == 2} == {"s006"}
    assert [one.student_id for one in found.handins if one.name.endswith(".ipynb")] == ["s008"]
    assert len({one.source for one in found.handins}) >= 12
    assert [said.en.partition(":")[0] for said in odd(given)] == [
        *("s004", "s006", "s008", "s011", "s014", "s017", "s020", "s023", "s026")
    ]


def test_answers_do_not_say_what_is_wrong_with_them(tmp_path: Path) -> None:
    """The label of a mistake stays with us."""
    made(tmp_path, assignment(tmp_path, slugs=SLUGS))
    assert not [path for path in (tmp_path / "in").rglob("*.py") if "caught_by" in path.read_text()]


def test_an_exercise_alone_and_no_due_date_are_no_trouble(tmp_path: Path) -> None:
    """Then nobody is late, and none is told to be."""
    assignment(tmp_path, slugs=SLUGS[:1])
    path = tmp_path / "assignments" / "hw1.toml"
    path.write_text("\n".join(line for line in path.read_text().splitlines() if not line.startswith("due")))
    given = Assignment.load(path)
    made(tmp_path, given)
    assert not (tmp_path / "in" / "submitted.csv").exists()
    assert "s004" not in "".join(said.en for said in odd(given))
    assert len(collect(tmp_path / "in", given).handins) > 20


@pytest.mark.parametrize("there", ["in/mine.py", "roster.csv"])
def test_nothing_that_is_there_is_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], there: str
) -> None:
    """A folder of real hand-ins, or a real roster, is not mixed with made-up ones."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DLGRADE_LANG", "en")
    assignment(tmp_path, slugs=SLUGS)
    (tmp_path / there).parent.mkdir(exist_ok=True)
    (tmp_path / there).write_text("mine")
    assert cli.run(["assignment", "examples", "hw1", "--to", "in"]) == 2
    said = capsys.readouterr().err
    assert f'"{there.partition("/")[0]}" is there already' in said and "Name another place" in said
    assert (tmp_path / there).read_text() == "mine" and len(list((tmp_path).rglob("*.py"))) <= 1
