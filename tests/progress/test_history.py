"""The history: what comes into it stays, many write it at once, and what is wrong with it is told and costs nothing."""

from __future__ import annotations

import hashlib
import os
import socket
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.progress import history
from grader.progress.attempt import Attempt, attempt_of, kept
from grader.progress.history import opened
from grader.report import Timing
from grader.texts import Said, Text, as_text
from tests.samples import SAMPLES

AC, WA = attempt_of(SAMPLES["ac"]), attempt_of(SAMPLES["wa"])
CODE = b"def softmax(x): ...\n"


class Told(list[str]):
    """What was told, in English."""

    def __call__(self, said: Said) -> None:
        """Hear it."""
        self.append(as_text(said).en)


@pytest.fixture
def told() -> Told:
    """Nothing yet."""
    return Told()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the history will be; its folder is there."""
    (tmp_path / "dlgrade").mkdir()
    return tmp_path / "dlgrade" / history.NAME


def add(place: Path, *attempts: Attempt, sources: tuple[bytes, ...] = (), told: Told | None = None) -> int:
    """Keep them; how many were new."""
    with opened(Told() if told is None else told, write=True, place=place) as known:
        return known.add(attempts, sources)


def verdicts(place: Path, told: Told) -> list[str]:
    """Those of all attempts."""
    with opened(told, place=place) as known:
        return [one.verdict for one in known.attempts()]


def test_an_attempt_is_read_as_it_was_kept(place: Path, told: Told) -> None:
    """With its code, once however often it was handed in; the folders are made, and others may read neither."""
    place.parent.rmdir()
    code = hashlib.sha256(CODE).hexdigest()
    first, second = (replace(one, sha256=code, ratio=1.5, notebook=True) for one in (AC, WA))
    assert add(place, first, second, sources=(CODE, CODE)) == 2
    assert place.stat().st_mode & 0o077 == 0
    with opened(told, place=place) as known:
        assert known.attempts() == (replace(first, number=1), replace(second, number=2))
        assert known.attempts("another") == ()
        assert known.solved() == {AC.exercise}
        assert known.source(code) == CODE and known.source("none") is None
        assert known.last_accepted(AC.exercise) == (replace(first, number=1), CODE)
    assert add(place, first) == 0 and not told


def test_a_report_becomes_an_attempt() -> None:
    """The slowest settled time is its time; some cases only solve nothing; the name is text, whatever it was."""
    timing = Timing(Text("", ""), 1.5, 1, 2, 9, 1, 1, "cpu", True)
    unsettled = replace(timing, ratio=9, settled=False)
    made = attempt_of(replace(SAMPLES["ac"], timing=(timing, replace(timing, ratio=2.5), unsettled)))
    assert (made.ratio, made.accepted, made.counts) == (2.5, True, True)
    assert not attempt_of(SAMPLES["selected"]).accepted and not attempt_of(SAMPLES["selected"]).complete
    assert attempt_of(SAMPLES["ce_syntax"]).complete  # nothing could be run, but nothing was left out on purpose
    assert not attempt_of(SAMPLES["ie"]).counts and not kept("a", "a.py", "", notebook=False).counts
    assert attempt_of(replace(SAMPLES["ac"], submission="a\udcff.py")).name == "a\\udcff.py"


def test_to_be_read_it_need_not_exist(place: Path, told: Told) -> None:
    """And is not made; nor is its folder."""
    assert verdicts(place, told) == verdicts(place.parent / "none" / place.name, told) == []
    assert list(place.parent.iterdir()) == []


def test_attempts_are_numbered_by_time(place: Path, told: Told) -> None:
    """Those of each exercise alone, in whatever order they came in."""
    times = ("2026-03-01", "2026-01-01", "2026-02-01")
    add(place, *(replace(AC, id=at, at=at, exercise="b") for at in times), replace(AC, id="a", exercise="a"))
    with opened(told, place=place) as known:
        assert [(one.number, one.at) for one in known.attempts("b")] == list(enumerate(sorted(times), 1))
        assert known.attempts("a")[0].number == 1


def test_hints_are_remembered(place: Path, told: Told) -> None:
    """How many were shown; never fewer than before."""
    for shown in (2, 1):
        with opened(told, write=True, place=place) as known:
            known.remember_hints({"a": shown})
    with opened(told, place=place) as known:
        assert known.hints() == {"a": 2}


@pytest.mark.slow
def test_many_processes_write_it_at_once(place: Path, told: Told) -> None:
    """None loses an attempt, however many there are and whoever makes the file."""
    code = (
        "import sys; from pathlib import Path; from grader.progress.history import opened\n"
        "from grader.progress.attempt import Attempt\n"
        "for number in range(25):\n"
        "    with opened(print, write=True, place=Path(sys.argv[1])) as known:\n"
        "        known.add([Attempt(f'{sys.argv[2]} {number}', '2026', 'a', 'WA')], [b'x' * number])\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(place), str(name)]) for name in range(4)]
    assert [writer.wait() for writer in writers] == [0] * 4
    assert len(verdicts(place, told)) == 100 and not told


def test_a_writer_that_does_not_end_is_waited_for_and_told(
    place: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody hangs."""
    monkeypatch.setattr(history, "_WAIT_S", 0.1)
    add(place, AC)
    with sqlite3.connect(place, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(UsageError, match="Another process is writing") as raised:
            add(place, WA)
        assert "Progress is not recorded" in raised.value.remedy
    other.close()
    assert verdicts(place, told) == ["AC"]


@pytest.mark.parametrize("damage", ["text", "cut", "pages", "foreign"])
def test_a_damaged_one_is_set_aside_and_said(place: Path, told: Told, damage: str) -> None:
    """A new one is begun; the old bytes stay, whole, under a name that is said."""
    add(place, *(replace(AC, id=str(number), name="n" * 500) for number in range(100)))
    whole = place.read_bytes()
    if damage == "foreign":
        place.unlink()
        with sqlite3.connect(place) as other:
            other.execute("CREATE TABLE bookmarks (url TEXT)")
        other.close()
    else:
        broken = {"text": b"my notes\n" * 1000, "cut": whole[: len(whole) // 2], "pages": whole[:8192] + b"\xff" * 8192}
        place.write_bytes(broken[damage] + whole[16384:] * (damage == "pages"))
    before = place.read_bytes()
    assert add(place, WA, told=told) == 1
    (aside,) = place.parent.glob("history.damaged-*.sqlite")
    assert aside.read_bytes() == before
    (said,) = told
    assert str(aside) in said and "damaged" in said
    assert verdicts(place, told) == ["WA"] and len(told) == 1


def test_a_newer_one_is_refused_and_left_alone(place: Path, told: Told) -> None:
    """With what to do."""
    add(place, AC)
    with sqlite3.connect(place) as db:
        db.execute(f"PRAGMA user_version = {history.FORMAT + 1}")
    db.close()
    before = place.read_bytes()
    for write in (False, True):
        with (
            pytest.raises(UsageError, match=rf"has format {history.FORMAT + 1}") as raised,
            opened(told, write=write, place=place),
        ):
            pass
        assert "Update dlgrade" in raised.value.remedy and str(place) in raised.value.message
    assert place.read_bytes() == before and not told


@pytest.mark.parametrize("kind", ["fifo", "socket", "folder", "device", "loop"])
def test_what_is_no_file_is_refused_at_once(
    place: Path, told: Told, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing waits for a pipe's other end, or reads a device to its end; the sentence names the path."""
    monkeypatch.chdir(place.parent)
    unix = socket.socket(socket.AF_UNIX)
    {
        "fifo": lambda: os.mkfifo(place),
        "socket": lambda: unix.bind(place.name),
        "folder": place.mkdir,
        "device": lambda: place.symlink_to("/dev/zero"),
        "loop": lambda: place.symlink_to(place),
    }[kind]()
    with pytest.raises(UsageError, match=r"could not be read: \w") as reading:
        verdicts(place, told)
    with pytest.raises(UsageError, match=r"could not be written: \w") as writing:
        add(place, AC)
    unix.close()
    assert str(place) in reading.value.message and str(place) in writing.value.message


def test_a_place_that_cannot_be_written_is_told(place: Path) -> None:
    """A check goes on without."""
    place.parent.rmdir()
    place.parent.touch()
    with pytest.raises(UsageError, match="could not be written") as raised:
        add(place, AC)
    assert raised.value.remedy == "Progress is not recorded."


def test_where_it_is() -> None:
    """XDG_STATE_HOME, if it is absolute; else below the home folder."""
    assert history.path({"XDG_STATE_HOME": "/state", "HOME": "/home/ada"}) == Path("/state/dlgrade/history.sqlite")
    at_home = Path("/home/ada/.local/state/dlgrade/history.sqlite")
    assert history.path({"XDG_STATE_HOME": "state", "HOME": "/home/ada"}) == at_home
    assert history.path({"HOME": "/home/ada"}) == at_home
    assert history.path({}).is_absolute()
