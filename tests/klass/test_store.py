"""The journal of a class: what is in it stays, and what is wrong with it is told before anything is touched."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest

from grader.errors import GraderError, UsageError
from grader.klass.store import NAME, Key, Override, Person, Store, Trouble, Void
from grader.texts import Text
from grader.verdict import Verdict
from tests.klass.a_class import filled, handin, judged


def test_everything_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    """Hand-ins, results, problems and what was decided by hand, after the process has ended."""
    ada, bob = handin("ada"), handin("bob", days_late=None)
    trouble = Trouble("bob", "b.zip", "bomb", Text("It is a bomb.", "炸弹。"), Text("Ask.", "询问。"))
    people = (Person("bob", "Bob, 鲍勃", "b@x.org"), Person("ada"))
    with filled(tmp_path, (ada, judged("aw")), (bob, None), people=people, problems=(trouble,)) as store:
        store.override(Override("ada", "toolbox", 7.5, "oral", "Kim", "2026"))
        store.void(Void("toolbox", "case1", "grant", "wrong", "Kim", "2026"))
        store.publish(["ada"], published=True)
    with Store(tmp_path / "results", "hw1", make=False) as store:
        assert store.handins() == (replace(ada, result="key0"), bob)
        assert store.people() == people and store.problems() == (trouble,)
        assert store.report("key0") == judged("aw") and store.verdict("key0") is Verdict.WA
        assert store.report("other") is None and store.source(ada.sha256) == ada.name.encode()
        assert store.overrides()["ada", "toolbox"].reason == "oral" and store.voids()[0].how == "grant"
        assert store.publications() == {"ada": True}
        store.publish([], published=False)
        assert store.publications() == {"": False}
        assert store.take_back("ada", "toolbox") and not store.take_back("ada", "toolbox")
        assert store.unvoid("toolbox", "case1") and not store.unvoid("toolbox", "case1")


@pytest.mark.parametrize("name", [one.name for one in fields(Key)])
def test_a_result_depends_on_each_part_of_its_key(name: str) -> None:
    """A changed exercise, image or program is another result."""
    key = Key("s", "e", "d", "h", "docker", "i", "1", "fresh")
    assert key.digest == replace(key).digest != replace(key, **{name: "x"}).digest


def test_a_result_stays_unless_it_was_our_fault(tmp_path: Path) -> None:
    """IE makes way; nothing makes way for IE, and no verdict for another one."""
    with filled(tmp_path, (handin("ada"), judged("i"))) as store:
        store.add("key0", judged("aw"))
        assert store.verdict("key0") is Verdict.WA
        for later in (judged("i"), judged("aa")):
            store.add("key0", later)
            assert store.report("key0") == judged("aw")


def test_a_file_that_is_collected_again_keeps_its_result(tmp_path: Path) -> None:
    """By its bytes, wherever it stands among the attempts; another file of the same name has none."""
    ada = handin("ada")
    with filled(tmp_path, (ada, judged("a"))) as store:
        second, other = replace(ada, attempt=2, name="x.py"), replace(handin("ada", attempt=7), attempt=1)
        store.collect([Person("ada")], [(other, b"new"), (second, b"old")], ())
        assert [(one.attempt, one.result) for one in store.handins()] == [(1, ""), (2, "key0")]


def test_an_older_result_is_kept_when_another_one_is_applied(tmp_path: Path) -> None:
    """All at once, and the report that stood before can still be read."""
    with filled(tmp_path, (handin("ada"), judged("w"))) as store:
        (ada,) = store.handins()
        store.add("new", judged("a"))
        assert store.handins() == (ada,)
        store.apply([(ada, "new")])
        assert store.handins() == (replace(ada, result="new"),) and store.report("key0") == judged("w")


def newer(path: Path) -> None:
    """Another format."""
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()


def foreign(path: Path) -> None:
    """Another program's database."""
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE x (y)")
    db.close()


def torn(path: Path) -> None:
    """Damage in the middle of a page."""
    content = bytearray(path.read_bytes())
    content[4096:8192] = bytes(4096)
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("spoil", "said", "advice"),
    [
        (newer, "has format 99; this program reads format 1", "Update dlgrade"),
        (foreign, "damaged: it is another program's database", "Nothing was changed"),
        (torn, "is damaged", "Bring back a copy"),
        (lambda path: path.write_bytes(b"no database at all" * 99), "damaged: file is not a database", "Nothing was"),
    ],
)
def test_a_journal_that_cannot_be_read_is_told_and_left_alone(
    tmp_path: Path, spoil: object, said: str, advice: str
) -> None:
    """With its path and what to do; not a byte of it is changed."""
    filled(tmp_path, (handin("ada"), judged("a"))).__exit__()
    path = tmp_path / "results" / NAME
    spoil(path)  # type: ignore[operator]
    before = path.read_bytes()
    with pytest.raises(UsageError) as caught:
        Store(tmp_path / "results", "hw1")
    assert said in caught.value.message and str(path) in caught.value.message and advice in caught.value.remedy
    assert path.read_bytes() == before


def test_a_journal_of_another_assignment_is_refused(tmp_path: Path) -> None:
    """Two assignments never share marks."""
    filled(tmp_path).__exit__()
    with pytest.raises(UsageError, match='of the assignment "hw1", not of "hw2"'):
        Store(tmp_path / "results", "hw2")


def test_without_a_journal_there_are_no_results(tmp_path: Path) -> None:
    """A command that only reads makes none."""
    with pytest.raises(UsageError, match="no results"):
        Store(tmp_path / "results", "hw1", make=False)
    assert not (tmp_path / "results").exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """As a person's mistake, with the path."""
    (tmp_path / "results").touch()
    with pytest.raises(UsageError, match="results"):
        Store(tmp_path / "results", "hw1")


@pytest.mark.slow
def test_one_process_writes_at_a_time_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    """A second run is refused, not mixed in; after a SIGKILL nothing has to be cleaned up."""
    filled(tmp_path, (handin("ada"), judged("a"))).__exit__()
    program = (
        "import sys, time; from pathlib import Path; from grader.klass.store import Store\n"
        "store = Store(Path(sys.argv[1]), 'hw1'); print('held', flush=True); time.sleep(60)"
    )
    other = subprocess.Popen([sys.executable, "-c", program, tmp_path / "results"], stdout=subprocess.PIPE, text=True)
    with other:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        with pytest.raises(UsageError, match="Another process works on"):
            Store(tmp_path / "results", "hw1")
        os.kill(other.pid, signal.SIGKILL)
    with Store(tmp_path / "results", "hw1") as store:
        assert store.report("key0") == judged("a")


def test_what_cannot_be_written_is_our_fault_and_changes_nothing(tmp_path: Path) -> None:
    """A full disk, say: what was there stays, and the command says what to do."""
    with filled(tmp_path, (handin("ada"), judged("a"))) as store:
        pages = store._db.execute("PRAGMA page_count").fetchone()[0]
        store._db.execute(f"PRAGMA max_page_count = {pages}")
        large = replace(judged("w"), submission=os.urandom(40_000).hex())
        with pytest.raises(GraderError, match=r"cannot be written: .*full"):
            store.add("large", large)
        assert store.verdict("large") is None and store.report("key0") == judged("a")


def test_what_is_written_is_on_the_disk(tmp_path: Path) -> None:
    """Before a call returns, also if the machine loses its power then."""
    with filled(tmp_path) as store:
        found = [store._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert found == ["wal", 2]


def test_others_cannot_read_it(tmp_path: Path) -> None:
    """It holds marks and other people's work."""
    filled(tmp_path).__exit__()
    for path in (tmp_path / "results", tmp_path / "results" / NAME):
        assert path.stat().st_mode & 0o077 == 0
