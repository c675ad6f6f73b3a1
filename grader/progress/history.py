"""The learner's history: an SQLite file of attempts, the code of each, and how many hints were shown.

Any number of processes use it at a time. Each writes one transaction, and waits for another's. It has no write-ahead
log, which needs memory that processes share: homes are on network mounts too. What is wrong with it never ends a check;
a damaged file is set aside under another name, and a new one begun.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, fields
from datetime import UTC, datetime
from pathlib import Path

from grader import state
from grader.database import Foreign, Kind, OtherFormat, damage, transaction
from grader.errors import UsageError
from grader.progress import old_journal
from grader.progress.attempt import Attempt, numbered
from grader.texts import Tell, Text

NAME = "history.sqlite"
FORMAT = 1
_WAIT_S = 5.0

_KIND = Kind(
    application=0x646C6768,  # "dlgh"
    format=FORMAT,
    tables="""
CREATE TABLE attempt (id TEXT PRIMARY KEY, at TEXT NOT NULL, exercise TEXT NOT NULL, verdict TEXT NOT NULL,
    name TEXT NOT NULL, notebook INTEGER NOT NULL, complete INTEGER NOT NULL, points REAL NOT NULL,
    max_points REAL NOT NULL, seed TEXT NOT NULL, sha256 TEXT NOT NULL, exercise_digest TEXT NOT NULL,
    report TEXT NOT NULL, program TEXT NOT NULL, ratio REAL, wall_s REAL NOT NULL, sandbox TEXT NOT NULL,
    isolation TEXT NOT NULL);
CREATE INDEX attempt_of_exercise ON attempt (exercise, at);
CREATE TABLE source (sha256 TEXT PRIMARY KEY, packed BLOB NOT NULL);
CREATE TABLE hint (exercise TEXT PRIMARY KEY, step INTEGER NOT NULL)
""",
)
_COLUMNS = [field.name for field in fields(Attempt) if field.name != "number"]
_FLAGS = ("notebook", "complete")


def path(environ: Mapping[str, str] = os.environ) -> Path:
    """Where it is."""
    return state.folder(environ) / NAME


@contextmanager
def opened(tell: Tell, *, write: bool = False, place: Path | None = None) -> Iterator[History]:
    """The history; to be read it need not exist, and none is made then.

    Args:
        tell: gets what happened to a file that is damaged, or of an older program.

    Raises:
        UsageError: it cannot be opened, read or written, or it is of a newer program.
    """
    place = place or path()
    db = None
    try:
        db = _opened(place, tell, write=write)
        yield History(db)
    except sqlite3.Error as error:
        raise _unusable(place, str(error), write=write) from None
    finally:
        if db is not None:
            db.close()


class History:
    """An open history."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add(self, attempts: Iterable[Attempt], sources: Iterable[bytes] = ()) -> int:
        """Keep attempts and code, all at once; how many of the attempts were new."""
        marks = ", ".join("?" * len(_COLUMNS))
        with transaction(self._db):
            before = self._db.total_changes
            self._db.executemany(
                f"INSERT OR IGNORE INTO attempt VALUES ({marks})", [astuple(one)[:-1] for one in attempts]
            )
            new = self._db.total_changes - before
            self._db.executemany(
                "INSERT OR IGNORE INTO source VALUES (?, ?)",
                [(hashlib.sha256(source).hexdigest(), zlib.compress(source)) for source in sources],
            )
        return new

    def attempts(self, exercise: str | None = None) -> tuple[Attempt, ...]:
        """Those of an exercise, or all, in the order of time."""
        where = "" if exercise is None else "WHERE exercise = ?"
        rows = self._db.execute(
            f"SELECT {', '.join(_COLUMNS)} FROM attempt {where} ORDER BY at, rowid",
            () if exercise is None else (exercise,),
        )
        return numbered([_attempt(row) for row in rows])

    def solved(self) -> frozenset[str]:
        """The exercises with an accepted attempt."""
        rows = self._db.execute("SELECT DISTINCT exercise FROM attempt WHERE verdict = 'AC' AND complete")
        return frozenset(exercise for (exercise,) in rows)

    def source(self, sha256: str) -> bytes | None:
        """The code with this digest; None where it was not kept."""
        row = self._db.execute("SELECT packed FROM source WHERE sha256 = ?", (sha256,)).fetchone()
        try:
            return zlib.decompress(row[0]) if row else None
        except zlib.error:
            return None

    def last_accepted(self, exercise: str) -> tuple[Attempt, bytes] | None:
        """The newest accepted attempt whose code was kept, and the code."""
        for one in reversed(self.attempts(exercise)):
            if one.accepted and (source := self.source(one.sha256)) is not None:
                return one, source
        return None

    def hints(self) -> dict[str, int]:
        """How many hints were shown, by exercise."""
        return dict(self._db.execute("SELECT exercise, step FROM hint"))

    def remember_hints(self, shown: Mapping[str, int]) -> None:
        """So many were shown; never fewer than before."""
        with transaction(self._db):
            self._db.executemany(
                "INSERT INTO hint VALUES (?, ?) ON CONFLICT (exercise) DO UPDATE SET step = max(step, excluded.step)",
                list(shown.items()),
            )


def _attempt(row: tuple[object, ...]) -> Attempt:
    values = dict(zip(_COLUMNS, row, strict=True))
    return Attempt(**values | {name: bool(values[name]) for name in _FLAGS})  # type: ignore[arg-type]


# ---------------------------------------------------------------- opening


def _opened(place: Path, tell: Tell, *, write: bool) -> sqlite3.Connection:
    old = old_journal.found(place.parent)
    if not (write or old or os.path.lexists(place)):
        place_or_memory: Path | str = ":memory:"
    else:
        place_or_memory = place
        _make_file(place, write=write or bool(old))
    db = sqlite3.connect(place_or_memory, timeout=_WAIT_S, isolation_level=None)
    try:
        broken = _prepare(db, place)
        if broken:
            identity = os.stat(place).st_ino
            db.close()
            _set_aside(place, identity, broken, tell)
            return _opened(place, tell, write=write)
        if old:
            old_journal.take_over(place.parent, History(db).add, tell)
    except BaseException:
        db.close()
        raise
    return db


def _make_file(place: Path, *, write: bool) -> None:
    """The file, for its owner alone, if it may be made and is none; what is no file is refused at once."""
    try:
        if write:
            place.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(place, (os.O_RDWR | os.O_CREAT if write else os.O_RDONLY) | _FLAGS_OPEN, 0o600)
        regular = stat.S_ISREG(os.fstat(descriptor).st_mode)
        os.close(descriptor)
    except OSError as error:
        raise _unusable(place, str(error.strerror), write=write) from None
    if not regular:
        raise _unusable(place, "it is not a regular file", write=write)


_FLAGS_OPEN = os.O_NONBLOCK | os.O_CLOEXEC  # a pipe would be waited for


def _prepare(db: sqlite3.Connection, place: Path) -> str:
    """Make the tables of an empty file, and look at those of another; what is damaged about it, or ""."""
    try:
        if not _KIND.is_made(db):
            with transaction(db, "EXCLUSIVE"):
                if not _KIND.is_made(db):  # another process may have come first
                    _KIND.make(db)
            return ""
        return damage(db)
    except Foreign:
        return "it is another program's database"
    except OtherFormat as error:
        raise _newer(place, error.format) from None
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        return str(error)


def _set_aside(place: Path, identity: int, why: str, tell: Tell) -> None:
    """Give a damaged file another name, if it is still the one that was looked at."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    aside = place.with_name(f"{place.stem}.damaged-{stamp}-{os.getpid()}{place.suffix}")
    try:
        if os.stat(place).st_ino != identity:
            return
        place.rename(aside)
    except OSError as error:
        raise _unusable(place, f"{why}; {error.strerror}", write=True) from None
    tell(
        Text(
            f'Your history "{place}" is damaged ({why}). It was set aside as "{aside}", and a new one is begun.',
            f"你的历史记录“{place}”已损坏（{why}）。已把它改名为“{aside}”保留，并新建了一份。",
        )
    )


def _unusable(place: Path, why: str, *, write: bool) -> UsageError:
    if "locked" in why:
        return UsageError(
            Text(
                f'Another process is writing to your history "{place}".', f"另一个进程正在写入你的历史记录“{place}”。"
            ),
            Text("Progress is not recorded. Try again in a moment.", "进度没有记录下来。请稍后再试。"),
        )
    if write:
        return UsageError(
            Text(f'Your history "{place}" could not be written: {why}.', f"无法写入你的历史记录“{place}”：{why}。"),
            Text("Progress is not recorded.", "进度没有记录下来。"),
        )
    return UsageError(
        Text(f'Your history "{place}" could not be read: {why}.', f"无法读取你的历史记录“{place}”：{why}。"),
        Text(
            "What was solved before is not known. Move the file away, and a new one is begun.",
            "因此不知道以前解决过哪些题。请移走该文件，之后会新建一个。",
        ),
    )


def _newer(place: Path, version: int) -> UsageError:
    return UsageError(
        Text(
            f'Your history "{place}" has format {version}; this program reads format {FORMAT}.',
            f"你的历史记录“{place}”的格式是 {version}；本程序读取格式 {FORMAT}。",
        ),
        Text(
            "Nothing was changed. Update dlgrade, or name another folder in XDG_STATE_HOME.",
            "没有改动任何内容。请更新 dlgrade，或用 XDG_STATE_HOME 指定其他目录。",
        ),
    )
