"""`dlgrade grade`: judged once, kept before it is counted, and the same marks however often the run is killed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader import cli
from grader.catalogue.exercise import Catalogue
from grader.errors import GraderError
from grader.judge.protocol import Options
from grader.klass import run as running
from grader.klass.executors.local import Local
from grader.klass.executors.work import Work
from grader.klass.handins import Collected, HandIn
from grader.klass.marks import rows
from grader.klass.roster import Roster, Student
from grader.klass.run import HASHED, Terms, judge, keep, plan, terms_of
from grader.klass.store import NAME, Store
from grader.report import Report
from grader.verdict import Verdict
from tests.klass.a_class import SEED, assignment, judged

CATALOGUE = Path(__file__).resolve().parent.parent / "catalogue"
TOOLBOX = CATALOGUE / "solutions" / "toolbox"
RIGHT = (TOOLBOX / "reference.py").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, a state folder and a language of its own for each test, and the fixture catalogue."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("DLGRADE_LANG", "en")
    monkeypatch.setenv("DLGRADE_CATALOGUE", str(CATALOGUE))
    return tmp_path


# ---------------------------------------------------------------- without a judge

Outcome = Callable[[Work, int], str]


class Lanes:
    """Takes the place of all seats: `outcome` says how the nth judgement of a file ends, by `judged`'s letters."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome, self.tried = outcome, list[str]()

    def __call__(self, works: Iterator[Work], *_: object, **others: object) -> Iterator[tuple[int, Report]]:
        """The last one first: they come as they are ready."""
        for number, work in reversed(list(enumerate(works))):
            name = work.source.decode()
            letters = self.outcome(work, self.tried.count(name))
            self.tried.append(name)
            report = judged(letters, work.exercise)
            digest = hashlib.sha256(work.source).hexdigest()
            provenance = replace(report.provenance, seed=SEED, submission_sha256=digest)
            yield number, replace(report, submission=work.name, provenance=provenance)


def terms(folder: Path, **changed: Any) -> Terms:
    """The terms of hw1, in a sandbox that nobody started."""
    exercises = {"toolbox": Catalogue(CATALOGUE)["toolbox"]}
    found = Terms(exercises, assignment(folder).seed(), Options(), {"toolbox": ("docker", "image")})
    return replace(found, **changed)


def collected(**sources: str) -> Collected:
    """One hand-in for each student."""
    return Collected(tuple(HandIn(name, "toolbox", f"{name}.py", text.encode()) for name, text in sources.items()))


def grade(folder: Path, found: Collected, lanes: Lanes, monkeypatch: pytest.MonkeyPatch, **changed: Any) -> list[str]:
    """Grade what was collected; the points of each student, and "not graded"."""
    monkeypatch.setattr(running, "dispatched", lanes)
    with Store(folder / "results", "hw1") as store:
        keep(store, found, None)
        todo = plan(store, assignment(folder), terms(folder, **changed))
        for report, handins in judge(store, terms(folder, **changed), todo.work, where=Local(1)):
            for one in handins:
                assert store.report(next(row.result for row in store.handins() if row.student == one.student)) == report
        return [str(row.marks[0].points) for row in rows(store, assignment(folder))]


def test_identical_files_are_judged_once_and_nothing_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one run and in the next; a new file is judged alone."""
    lanes = Lanes(lambda work, nth: "aa" if b"right" in work.source else "aw")
    found = collected(ada="right", bob="right", cyd="wrong")
    assert grade(tmp_path, found, lanes, monkeypatch) == ["10", "10", "5"]
    assert sorted(lanes.tried) == ["right", "wrong"]
    more = collected(ada="right", bob="right", cyd="wrong", dan="right too")
    assert grade(tmp_path, more, lanes, monkeypatch) == ["10", "10", "5", "10"]
    assert lanes.tried.count("right") == lanes.tried.count("right too") == lanes.tried.count("wrong") == 1


def test_a_fault_of_ours_is_tried_again_in_this_run_and_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is no mark until then."""
    lanes = Lanes(lambda work, nth: {"once": "iaa", "thrice": "iiia"}.get(work.source.decode(), "a")[nth])
    found = collected(ada="once", bob="thrice")
    assert grade(tmp_path, found, lanes, monkeypatch) == ["10", "None"]
    assert grade(tmp_path, found, lanes, monkeypatch) == ["10", "10"]
    assert lanes.tried.count("once") == 2 and lanes.tried.count("thrice") == 4


def test_a_report_holds_neither_the_seed_nor_another_students_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One result stands for identical files of several students."""
    grade(tmp_path, collected(ada="x", bob="x"), Lanes(lambda work, nth: "a"), monkeypatch)
    with Store(tmp_path / "results", "hw1") as store:
        report = store.report(store.handins()[0].result)
    assert report is not None and report.submission == "toolbox.py"
    assert report.provenance.seed == HASHED + assignment(tmp_path).seed().hash
    assert SEED not in json.dumps(report.to_json())
    assert SEED.encode() not in (tmp_path / "results" / NAME).read_bytes()


def test_a_changed_exercise_moves_no_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands stays until somebody applies another result; a new hand-in is judged as things are now."""
    lanes = Lanes(lambda work, nth: "aa")
    grade(tmp_path, collected(ada="x"), lanes, monkeypatch)
    other = Lanes(lambda work, nth: "ww")
    rooms = {"toolbox": ("docker", "another image")}
    found = collected(ada="x", bob="y")
    assert grade(tmp_path, found, other, monkeypatch, rooms=rooms) == ["10", "0"] and other.tried == ["y"]
    with Store(tmp_path / "results", "hw1") as store:
        todo = plan(store, assignment(tmp_path), terms(tmp_path, rooms=rooms))
    assert [one.student for one in todo.old] == ["ada"] and todo.stands == 2 and not todo.work


def test_a_run_that_ends_early_has_kept_what_was_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever ends it: the next one does the rest."""

    def fails(work: Work, nth: int) -> str:
        if work.source == b"a":
            raise GraderError("the machine is gone")
        return "a"

    found = collected(ada="a", bob="b", cyd="c")
    lanes = Lanes(fails)
    with pytest.raises(GraderError):
        grade(tmp_path, found, lanes, monkeypatch)
    lanes.outcome = lambda work, nth: "w"
    assert grade(tmp_path, found, lanes, monkeypatch) == ["0", "10", "10"] and lanes.tried == ["c", "b", "a"]


def test_what_is_there_no_more_is_told_and_its_result_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The marks are those of what was given; when it is there again, it is not judged again."""
    lanes = Lanes(lambda work, nth: "a")
    grade(tmp_path, collected(ada="a", bob="b"), lanes, monkeypatch)
    with Store(tmp_path / "results", "hw1") as store:
        assert keep(store, collected(ada="a"), None) == ["bob (toolbox)"]
        assert [row.person.id for row in rows(store, assignment(tmp_path))] == ["ada"]
    assert grade(tmp_path, collected(ada="a", bob="b"), lanes, monkeypatch) == ["10", "10"] and len(lanes.tried) == 2


def test_the_roster_gives_names_and_order(tmp_path: Path) -> None:
    """Whoever is not in it comes after; a name that is no text can be stored."""
    with Store(tmp_path / "results", "hw1") as store:
        found = Collected((HandIn("zed", "toolbox", "od\udcffd.py", b"x"),))
        keep(store, found, Roster((Student("bob", "Bob 鲍", "b@x.org"), Student("ada"))))
        assert [one.id for one in store.people()] == ["bob", "ada", "zed"] and store.people()[0].name == "Bob 鲍"
        assert store.handins()[0].name == "od\\udcffd.py"


# ---------------------------------------------------------------- with judges

SANDBOX = ("--sandbox", "process", "--unsafe", "--require-sandbox", "process")


def handed_in(folder: Path, count: int) -> Path:
    """Hand-ins of every kind, two of them identical."""
    kinds = [RIGHT, *((TOOLBOX / "wrong" / f"{name}.py").read_text() for name in ("added", "always_two")), "def ("]
    for number in range(count):
        mine = folder / "in" / f"s{number:02}"
        mine.mkdir(parents=True)
        which = min(number, count - 2)
        (mine / "toolbox.py").write_text(f"{kinds[which % len(kinds)]}\n# {which}\n")
    return folder / "in"


def command(*more: object) -> list[str]:
    """The words of `dlgrade grade` for those."""
    return ["grade", "hw1", "in", *SANDBOX, *map(str, more)]


def told(folder: Path) -> list[dict[str, Any]]:
    """The marks as they were written, without what differs from run to run."""
    found = [json.loads(line) for line in (folder / "marks.jsonl").read_text().splitlines()]
    for mark in found:
        for case in mark["report"]["cases"]:
            del case["wall_s"]
        # What would have run it is known only if somebody has asked by then.
        unknown = ("interpreter", "libraries") if mark["report"]["load_failure"] else ()
        for name in ("started", "wall_s", "phases", "log", *unknown):
            del mark["report"]["provenance"][name]
    return found


@pytest.mark.slow
def test_a_class_is_graded_and_graded_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The whole way: the second run judges nothing, and what it writes is the same; the key is that of the report."""
    assignment(tmp_path)
    handed_in(tmp_path, 6)
    assert cli.run(command()) == 0
    said = capsys.readouterr().out
    assert "Hand-ins: 6;" in said and "to judge: 5." in said and "judged once: 1." in said
    once = told(tmp_path / "results" / "hw1")
    verdicts = [mark["report"]["verdict"] for mark in once]
    assert verdicts == ["AC", "WA", "WA", "CE", "AC", "AC"] and once[0]["points"] == 10
    assert all(mark["report"]["provenance"]["seed"].startswith(HASHED) for mark in once)
    room = terms_of(assignment(tmp_path), Catalogue(CATALOGUE), Options("process"), Local(1), print).rooms["toolbox"]
    made = [mark["report"]["provenance"] for mark in once]
    assert {(one["sandbox"], one["image"]) for one in made} == {room}, "or nothing that was judged would be found again"
    with Store(tmp_path / "results" / "hw1", "hw1") as store:
        standing = {one.result for one in store.handins()}
        assert all(store.verdict(key) is not Verdict.IE for key in standing) and len(standing) == 5
    assert cli.run(command()) == 0
    assert "judged before: 6; to judge: 0." in capsys.readouterr().out
    assert told(tmp_path / "results" / "hw1") == once


@pytest.mark.slow
def test_a_notebook_is_graded_and_replayed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By its bytes in the journal, with the secret seed; nothing of it need be in a folder any more."""
    assignment(tmp_path)
    (tmp_path / "in" / "ada").mkdir(parents=True)
    cell = {"cell_type": "code", "metadata": {}, "source": RIGHT, "outputs": [], "execution_count": None}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
    (tmp_path / "in" / "ada" / "toolbox.ipynb").write_text(json.dumps(notebook))
    assert cli.run(command()) == 0
    shutil.rmtree(tmp_path / "in")
    words = ("--student", "ada", "--assignment", "hw1", "--sandbox", "process", "--unsafe")
    assert cli.run(["replay", "results/hw1/marks.jsonl", *words]) == 0
    assert "The result is the same: AC, 9/9 points." in capsys.readouterr().out


def test_what_cannot_be_read_after_all_is_a_students_problem(tmp_path: Path) -> None:
    """And not the end of the run."""
    with Store(tmp_path / "results", "hw1") as store:
        found = Collected((HandIn("ada", "toolbox", "a.ipynb", b"{"), HandIn("bob", "toolbox", "b.py", b"x")))
        keep(store, found, None)
        assert [one.student for one in store.handins()] == ["bob"]
        assert [(one.student, one.kind) for one in store.problems()] == [("ada", "notebook")]


def test_a_weak_sandbox_is_refused_before_anything_is_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By what the assignment requires, which is docker unless it says otherwise."""
    assignment(tmp_path)
    handed_in(tmp_path, 2)
    assert cli.run(["grade", "hw1", "in", "--sandbox", "process", "--unsafe"]) == 2
    assert '--require-sandbox asks for "docker"' in capsys.readouterr().err


def test_ctrl_c_loses_nothing_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 130; the same command goes on, in the language that is asked for."""
    assignment(tmp_path)
    handed_in(tmp_path, 3)

    class Interrupted(Lanes):
        def __call__(self, *given: Any, **others: object) -> Iterator[tuple[int, Report]]:
            for at, one in enumerate(super().__call__(*given, **others)):
                if at == 1:
                    raise KeyboardInterrupt
                yield one

    monkeypatch.setattr(running, "dispatched", Interrupted(lambda work, nth: "aa"))
    assert cli.run(command()) == 130
    assert "What was judged is kept. Give the same command again" in capsys.readouterr().err
    again = Lanes(lambda work, nth: "aw")
    monkeypatch.setattr(running, "dispatched", again)
    assert cli.run(command("--lang", "zh")) == 0
    out = capsys.readouterr().out
    assert len(again.tried) == 1 and "提交：3 份" in out and "1 个已评分" not in out and "3 已评分" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["grade", "hw1", "nowhere"], "nowhere"),
        (["grade", "hw2", "in"], "hw2.toml"),
        (["grade", "hw1", "in", "--roster", "no.csv"], "no.csv"),
    ],
)
def test_what_is_not_there_makes_no_results(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    """A typing error leaves no folder behind."""
    assignment(tmp_path)
    handed_in(tmp_path, 2)
    assert cli.run([*words, *SANDBOX]) == 2
    assert said in capsys.readouterr().err and not (tmp_path / "results").exists()


@pytest.mark.slow
def test_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    """SIGKILL at several moments: the run goes on by itself, and the marks are those of an undisturbed run."""
    assignment(tmp_path)
    handed_in(tmp_path, 9)
    words = [sys.executable, "-m", "grader", *command("--jobs", 2)]
    whole = subprocess.run([*words, "-o", "whole"], capture_output=True, text=True, check=False)
    assert whole.returncode == 0, whole.stderr
    seen = []
    for moment in (0.3, 1.2, 0.7):
        run = subprocess.Popen([*words, "-o", "killed"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _wait_for_results(tmp_path / "killed" / NAME, moment)
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
        seen.append(_results(tmp_path / "killed" / NAME))
    assert seen == sorted(seen), "a result is never lost"
    last = subprocess.run([*words, "-o", "killed"], capture_output=True, text=True, check=False)
    assert last.returncode == 0, last.stderr
    assert told(tmp_path / "killed") == told(tmp_path / "whole")
    with sqlite3.connect(tmp_path / "killed" / NAME) as db:
        assert db.execute("SELECT count(*), sum(tries) FROM result").fetchone() == (8, 8)
        assert db.execute("SELECT count(*) FROM handin").fetchone() == (9,)
    db.close()


def _wait_for_results(path: Path, seconds: float) -> None:
    """Until the moment has come, counted from when there is a journal."""
    until = time.monotonic() + 30
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(seconds)


def _results(path: Path) -> int:
    """How many there are in a copy of the journal, as a reader finds it after the kill."""
    copy = path.with_name("copy.sqlite")
    for end in ("", "-wal"):
        if path.with_name(path.name + end).exists():
            shutil.copy(path.with_name(path.name + end), copy.with_name(copy.name + end))
    with sqlite3.connect(copy) as db:
        tables = db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'result'").fetchone()[0]
        count = int(db.execute("SELECT count(*) FROM result").fetchone()[0]) if tables else 0
    db.close()
    for one in copy.parent.glob("copy.sqlite*"):
        one.unlink()
    return count
