"""Regrades, void cases, points by hand, publishing: what would change is shown before it counts."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from grader import cli
from grader.cli.klass import known_students
from grader.errors import UsageError
from grader.klass import run as running
from grader.klass.marks import rows
from grader.klass.store import Person, Store
from tests.klass.a_class import assignment, filled, handin, judged
from tests.klass.test_grade import CATALOGUE, TOOLBOX, Lanes

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in a folder with hw1; exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("DLGRADE_LANG", "en")
    monkeypatch.setenv("DLGRADE_CATALOGUE", str(CATALOGUE))
    assignment(tmp_path, top="published = true")

    def go(*words: object) -> tuple[int, str, str]:
        code = cli.run([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return go


def marked(folder: Path) -> dict[str, str]:
    """The points of each student, by the gradebook."""
    with (folder / "results" / "gradebook.csv").open(encoding="utf-8-sig") as file:
        return {row["student_id"]: row["toolbox"] for row in csv.DictReader(file)}


RESULTS = ("-o", "results")
PROCESS = ("--sandbox", "process", "--unsafe", "--require-sandbox", "process")


@pytest.fixture
def graded(tmp_path: Path) -> Path:
    """Ada has half, bob all, cyd is not graded."""
    given = [(handin("ada"), judged("aw")), (handin("bob"), judged("aa")), (handin("cyd"), judged("ai"))]
    filled(tmp_path, *given).__exit__()
    return tmp_path


def after(letters: dict[str, str]) -> Lanes:
    """Lanes in which each student's file ends so from now on."""
    return Lanes(lambda work, nth: letters[work.name.partition("/")[0]])


def test_a_regrade_shows_who_changes_and_changes_nothing(
    graded: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By how much and through which case; until it is applied, the marks are what they were."""
    lanes = after({"ada": "aa", "bob": "wa", "cyd": "aa"})
    monkeypatch.setattr(running, "dispatched", lanes)
    code, out, _ = run("regrade", "hw1", "--diff", *RESULTS, *PROCESS)
    assert code == 0 and "Nothing has been applied" in out
    lines = out.splitlines()
    assert lines[:6] == [
        "ada, toolbox: 5 WA → 10 AC (+5)",
        "    case1: WA → AC  Case 1",
        "bob, toolbox: 10 AC → 5 WA (-5)",
        "    case0: AC → WA  Case 0",
        "cyd, toolbox: not graded IE → 10 AC",
        "    case1: IE → AC  Case 1",
    ]
    assert "Marks that change: 3 (2 up, 1 down); students: 3." in out
    with Store(graded / "results", "hw1") as store:
        before = store.handins()
        assert [row.points for row in rows(store, assignment(graded))] == [5, 10, None]
    code, out, _ = run("regrade", "hw1", "--apply", *RESULTS, *PROCESS)
    assert code == 0 and len(lanes.tried) == 3, "what was judged for the diff is not judged again"
    assert marked(graded) == {"ada": "10", "bob": "5", "cyd": "10"}
    with Store(graded / "results", "hw1") as store:
        now = store.handins()
        assert [(one.attempt, one.submitted) for one in now] == [(one.attempt, one.submitted) for one in before]
        assert all(store.report(one.result) is not None for one in before), "old reports are kept"
    assert run("regrade", "hw1", *RESULTS, *PROCESS)[1].startswith("No mark changes.")


@pytest.mark.parametrize(
    ("words", "tried"),
    [(["--student", "BOB"], {"bob"}), (["--exercise", "toolbox"], {"ada", "bob", "cyd"})],
)
def test_a_regrade_of_one_touches_no_other(
    graded: Path, run: Run, monkeypatch: pytest.MonkeyPatch, words: list[str], tried: set[str]
) -> None:
    """One exercise, or one student, whatever the case of the letters."""
    lanes = after({"ada": "ww", "bob": "ww", "cyd": "ww"})
    monkeypatch.setattr(running, "dispatched", lanes)
    assert run("regrade", "hw1", "--apply", *words, *RESULTS, *PROCESS)[0] == 0
    assert {name.partition("/")[0] for name in lanes.tried} == tried
    assert marked(graded)["ada"] == ("0" if "ada" in tried else "5")


def test_a_regrade_of_one_leaves_an_identical_file_of_another_alone(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In what is shown, too: one result stood for both."""
    ada = handin("ada")
    filled(tmp_path, (ada, judged("aw")), (replace(ada, student="bob"), judged("aw"))).__exit__()
    monkeypatch.setattr(running, "dispatched", after({"ada": "aa"}))
    out = run("regrade", "hw1", "--apply", "--student", "ada", *RESULTS, *PROCESS)[1]
    assert "Marks that change: 1 (1 up, 0 down)" in out and marked(tmp_path) == {"ada": "10", "bob": "5"}


def test_a_fault_of_ours_in_a_regrade_takes_no_mark_away(
    graded: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stood stays, and the command says so."""
    monkeypatch.setattr(running, "dispatched", after({"ada": "ia", "bob": "aa", "cyd": "ai"}))
    code, out, _ = run("regrade", "hw1", "--apply", *RESULTS, *PROCESS)
    assert code == 3 and "our fault: 2." in out
    assert marked(graded) == {"ada": "5", "bob": "10", "cyd": "not graded"}


def test_points_by_hand_survive_a_regrade(graded: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With reason and name; they can be taken back."""
    assert run("mark", "hw1", "Ada", "toolbox", "7.5", "--reason", "oral", "--by", "Kim", *RESULTS)[0] == 0
    monkeypatch.setattr(running, "dispatched", after({"ada": "aa", "bob": "aa", "cyd": "aa"}))
    assert run("regrade", "hw1", "--apply", *RESULTS, *PROCESS)[0] == 0
    assert marked(graded)["ada"] == "7.5"
    assert "by Kim: oral" in (graded / "results" / "gradebook.csv").read_text()
    assert run("mark", "hw1", "ada", "toolbox", "--undo", *RESULTS)[0] == 0 and marked(graded)["ada"] == "10"


def test_a_void_case_is_shown_before_it_counts(graded: Path, run: Run) -> None:
    """Granted or left out, and back again; a fault in the case itself is none then."""
    words = ("void", "hw1", "toolbox", "case1", "--reason", "wrong", "--by", "Kim", *RESULTS)
    code, out, _ = run(*words)
    assert code == 0 and "ada, toolbox: 5 WA → 10 AC (+5)" in out and "cyd, toolbox: not graded IE → 10 AC" in out
    with Store(graded / "results", "hw1") as store:
        assert store.voids() == ()
    run(*words, "--apply")
    assert marked(graded) == {"ada": "10", "bob": "10", "cyd": "10"}
    run(*words, "--undo", "--apply")
    assert marked(graded) == {"ada": "5", "bob": "10", "cyd": "not graded"}


def test_marks_are_published_and_held(graded: Path, run: Run) -> None:
    """All of them, or some students'; in the forms that were asked for the last time."""
    with Store(graded / "results", "hw1") as store:
        store.remember("sinks", "github")
    students = graded / "results" / "students"

    def shown() -> list[str]:
        return sorted(path.name for path in students.iterdir()) if students.exists() else []

    assert run("hold", "hw1", *RESULTS)[1].endswith("0 of 3 students have published marks.\n") and shown() == []
    assert run("publish", "hw1", "BOB", *RESULTS)[0] == 0 and shown() == ["bob"]
    assert run("publish", "hw1", *RESULTS)[0] == 0 and shown() == ["ada", "bob", "cyd"]
    assert run("hold", "hw1", "ada", "cyd", *RESULTS)[0] == 0 and shown() == ["bob"]


def test_a_student_may_be_named_as_the_roster_does(tmp_path: Path) -> None:
    """By a name that is nobody else's; an id comes first."""
    people = (Person("s1", "王小明"), Person("s2", "Li Wei"), Person("s3", "Li Wei"), Person("s4", "s1"), Person("s5"))
    with filled(tmp_path, people=people) as store:
        assert known_students(store, ["王小明", "S1", "s2", "s5"]) == ["s1", "s1", "s2", "s5"]
        for nobody in ("Li Wei", "", "zzz"):
            with pytest.raises(UsageError, match="no student"):
                known_students(store, [nobody])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["regrade", "hw1", "--exercise", "toolbx"], 'has no exercise "toolbx"'),
        (["mark", "hw1", "adda", "toolbox", "1", "--reason", "x"], 'no student "adda".\nDid you mean ada?'),
        (["mark", "hw1", "zzz", "toolbox", "1", "--reason", "x"], "gradebook.csv has their ids"),
        (["mark", "hw1", "ada", "toolbox", "1"], "Why? Write it behind --reason."),
        (["mark", "hw1", "ada", "toolbox", "--reason", "x"], "How many points?"),
        (["void", "hw1", "toolbox", "case9", "--reason", "x"], 'has a case "case9".\nThe cases are: case0, case1.'),
        (["void", "hw1", "toolbox", "case1"], "Why? Write it behind --reason."),
        (["hold", "hw1", "zzz"], 'no student "zzz"'),
        (["publish", "hw1", "-o", "elsewhere"], 'no results in "elsewhere"'),
    ],
)
def test_what_is_not_there_is_told(graded: Path, run: Run, words: list[str], said: str) -> None:
    """With what there is; nothing is written."""
    code, _, err = run(*words, *(RESULTS if "-o" not in words else ()))
    assert code == 2 and said in err
    assert not (graded / "results" / "gradebook.csv").exists()


@pytest.mark.slow
def test_a_mended_test_is_run_over_old_hand_ins(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole way, without the folder of submissions: a case that was too strict is mended, and one student gains."""
    shutil.copytree(CATALOGUE, tmp_path / "catalogue")
    monkeypatch.setenv("DLGRADE_CATALOGUE", str(tmp_path / "catalogue"))
    for name, file in (("ada", "reference.py"), ("bob", "wrong/always_two.py")):
        (tmp_path / "in" / name).mkdir(parents=True)
        shutil.copy(TOOLBOX / file, tmp_path / "in" / name / "toolbox.py")
    assert run("grade", "hw1", "in", *RESULTS, *PROCESS)[0] == 0
    assert marked(tmp_path) == {"ada": "10", "bob": "8.8889"}
    shutil.rmtree(tmp_path / "in")
    tests = tmp_path / "catalogue" / "exercises" / "toolbox" / "test_hidden.py"
    tests.write_text(tests.read_text().replace("factor=3.0", "factor=2.0"))
    code, out, _ = run("regrade", "hw1", "--diff", *RESULTS, *PROCESS)
    assert code == 0 and "bob, toolbox: 8.8889 WA → 10 AC (+1.111)" in out and "factor: WA → AC" in out
    assert "ada" not in out and marked(tmp_path)["bob"] == "8.8889"
    assert run("regrade", "hw1", "--apply", *RESULTS, *PROCESS)[0] == 0 and marked(tmp_path)["bob"] == "10"
