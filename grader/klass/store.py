"""The journal of a class's grading: an SQLite file in the folder of results, by which a killed run goes on.

What was judged is kept by what it depends on (`Key`), whoever handed it in: identical files have one result. A result
is on the disk before it is counted. Which result stands for a hand-in, and so which mark, is a fact of its own: a
changed exercise adds results, and moves no mark before somebody applies them. Nothing that was judged is ever removed;
only a fault of ours (IE) makes way for what is found later.

One process writes at a time: it holds the file alone, and the system takes that back however it ends.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from grader.database import Foreign, Kind, OtherFormat, damage, transaction
from grader.errors import GraderError, UsageError
from grader.report import Report
from grader.texts import Text
from grader.verdict import Verdict

FORMAT = 1
NAME = "journal.sqlite"

_KIND = Kind(
    application=0x646C6772,  # "dlgr"
    format=FORMAT,
    tables="""
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE result (key TEXT PRIMARY KEY, exercise TEXT NOT NULL, sha256 TEXT NOT NULL, verdict TEXT NOT NULL,
    tries INTEGER NOT NULL, at TEXT NOT NULL, report BLOB NOT NULL);
CREATE TABLE student (id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL, rank INTEGER NOT NULL);
CREATE TABLE handin (student TEXT NOT NULL, exercise TEXT NOT NULL, attempt INTEGER NOT NULL, name TEXT NOT NULL,
    sha256 TEXT NOT NULL, submitted TEXT, result TEXT REFERENCES result (key),
    PRIMARY KEY (student, exercise, attempt));
CREATE INDEX handin_of_source ON handin (sha256, exercise);
CREATE TABLE problem (at INTEGER PRIMARY KEY, student TEXT, name TEXT NOT NULL, kind TEXT NOT NULL,
    reason TEXT NOT NULL, remedy TEXT NOT NULL);
CREATE TABLE override (student TEXT NOT NULL, exercise TEXT NOT NULL, points REAL NOT NULL, reason TEXT NOT NULL,
    by TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (student, exercise));
CREATE TABLE void (exercise TEXT NOT NULL, "case" TEXT NOT NULL, how TEXT NOT NULL, reason TEXT NOT NULL,
    by TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (exercise, "case"));
CREATE TABLE publication (student TEXT PRIMARY KEY, published INTEGER NOT NULL, at TEXT NOT NULL);
CREATE TABLE change (at TEXT NOT NULL, student TEXT NOT NULL, exercise TEXT NOT NULL, attempt INTEGER NOT NULL,
    before TEXT, after TEXT NOT NULL);
""",
)


@dataclass(frozen=True)
class Key:
    """All that a result depends on. `seed` is the salted hash of the seed, never the seed.

    all_cases: whether cases were run that are left out otherwise, after two that took too long.
    """

    submission_sha256: str
    exercise: str
    exercise_digest: str
    seed: str
    sandbox: str
    image: str
    program: str
    isolation: str
    all_cases: bool = False

    @property
    def digest(self) -> str:
        """One word for all of it."""
        *usual, all_cases = astuple(self)
        return hashlib.sha256(json.dumps([*usual, "all cases"] if all_cases else usual).encode()).hexdigest()


@dataclass(frozen=True)
class Person:
    """A student, as the roster has them; without one the id alone."""

    id: str
    name: str = ""
    email: str = ""


Place: TypeAlias = tuple[str, str, int]


@dataclass(frozen=True)
class Kept:
    """A hand-in without its bytes, and the result that stands for it: its key, "" while there is none."""

    student: str
    exercise: str
    attempt: int
    name: str
    sha256: str
    submitted: datetime | None
    result: str = ""

    @property
    def place(self) -> Place:
        """Whose it is, for which exercise, and which attempt: no other is there."""
        return self.student, self.exercise, self.attempt


@dataclass(frozen=True)
class Trouble:
    """A file that came to no hand-in, and why; `student` is "" where nobody knows whose it is."""

    student: str
    name: str
    kind: str
    reason: Text
    remedy: Text


@dataclass(frozen=True)
class Override:
    """Points given by hand, of those that the assignment gives for the exercise; they stand whatever is judged."""

    student: str
    exercise: str
    points: float
    reason: str
    by: str
    at: str = ""


@dataclass(frozen=True)
class Void:
    """A case that counts for nobody: its points are given to all who were judged ("grant"), or left out ("rescale")."""

    exercise: str
    case: str
    how: str
    reason: str
    by: str
    at: str = ""


HOW = ("rescale", "grant")


class Store:
    """The journal in a folder of results; a context manager.

    Raises:
        UsageError: it is damaged, newer than this program, another assignment's, or in another process's hands.
    """

    def __init__(self, folder: Path, assignment: str, *, make: bool = True) -> None:
        self.folder, self.path = folder, folder / NAME
        self._assignment = assignment
        if not make and not self.path.exists():
            raise UsageError(
                Text(f'There are no results in "{folder}".', f"“{folder}”中没有成绩。"),
                Text(
                    "Grade first: dlgrade grade ASSIGNMENT SUBMISSIONS -o RESULTS.",
                    "请先评分：dlgrade grade ASSIGNMENT SUBMISSIONS -o RESULTS。",
                ),
            )
        try:
            # Marks, and other people's work: for their owner alone.
            folder.mkdir(0o700, parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        except OSError as error:
            raise self._held(sqlite3.OperationalError(error.strerror)) from None
        self._db = self._opened()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    # --- opening ---

    def _opened(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=1.0, isolation_level=None)
        try:
            # Alone: what another process would read of an unfinished run, or write beside us, serves nobody.
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._recognise(db)  # before anything is written
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA foreign_keys = ON")
            self._prepare(db)
        except sqlite3.OperationalError as error:
            db.close()
            raise self._held(error) from None
        except sqlite3.DatabaseError as error:
            db.close()
            raise self._damaged(str(error)) from None
        except UsageError:
            db.close()
            raise
        return db

    def _recognise(self, db: sqlite3.Connection) -> None:
        """Return if it is a journal that this program reads, or an empty file."""
        try:
            _KIND.is_made(db)
        except Foreign:
            raise self._damaged("it is another program's database") from None
        except OtherFormat as error:
            raise self._newer(error.format) from None

    def _prepare(self, db: sqlite3.Connection) -> None:
        """Make the tables of a new file; check those of an old one."""
        with transaction(db, "EXCLUSIVE"):
            if _KIND.is_made(db):
                self._check(db)
            else:
                _KIND.make(db)
                db.execute("INSERT INTO fact VALUES ('assignment', ?)", (self._assignment,))

    def _check(self, db: sqlite3.Connection) -> None:
        if found := damage(db):
            raise self._damaged(found)
        (whose,) = db.execute("SELECT value FROM fact WHERE name = 'assignment'").fetchone()
        if whose != self._assignment:
            raise UsageError(
                Text(
                    f'The results in "{self.folder}" are those of the assignment "{whose}", not of '
                    f'"{self._assignment}".',
                    f"“{self.folder}”中是作业“{whose}”的成绩，不是“{self._assignment}”的。",
                ),
                Text("Name another folder with -o.", "请用 -o 指定另一个文件夹。"),
            )

    def _held(self, error: sqlite3.OperationalError) -> UsageError:
        if "locked" in str(error):
            return UsageError(
                Text(f'Another process works on "{self.path}".', f"另一个进程正在使用“{self.path}”。"),
                Text(
                    "Wait until it has ended, or name another folder with -o.", "请等它结束，或用 -o 指定另一个文件夹。"
                ),
            )
        return UsageError(
            Text(f'"{self.path}" cannot be opened: {error}.', f"无法打开“{self.path}”：{error}。"),
            Text("Check its permissions and the space on its disk.", "请检查权限和磁盘空间。"),
        )

    def _damaged(self, why: str) -> UsageError:
        return UsageError(
            Text(f'The journal "{self.path}" is damaged: {why}.', f"记录“{self.path}”已损坏：{why}。"),
            Text(
                "Nothing was changed. Bring back a copy of it, or move it away and grade again.",
                "没有改动任何内容。请恢复它的备份，或移走它再重新评分。",
            ),
        )

    def _newer(self, version: int) -> UsageError:
        return UsageError(
            Text(
                f'The journal "{self.path}" has format {version}; this program reads format {FORMAT}.',
                f"记录“{self.path}”的格式是 {version}；本程序读取格式 {FORMAT}。",
            ),
            Text("Nothing was changed. Update dlgrade.", "没有改动任何内容。请更新 dlgrade。"),
        )

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """All of what is written within it, or nothing."""
        try:
            with transaction(self._db):
                yield self._db
        except sqlite3.Error as error:
            raise GraderError(
                Text(f'"{self.path}" cannot be written: {error}.', f"无法写入“{self.path}”：{error}。"),
                Text(
                    "What was judged until now is kept. Make room on the disk, then run the command again.",
                    "此前评判的结果都已保存。请腾出磁盘空间，再运行这条命令。",
                ),
            ) from None

    # --- who handed in what ---

    def collect(
        self, people: Sequence[Person], handins: Iterable[tuple[Kept, bytes]], problems: Iterable[Trouble]
    ) -> None:
        """Take what was handed in for all that there is; a file that is known keeps its result."""
        with self._writing() as db:
            stood = {
                (student, exercise, sha256): result
                for student, exercise, sha256, result in db.execute(
                    "SELECT student, exercise, sha256, result FROM handin WHERE result IS NOT NULL"
                )
            }
            for table in ("student", "handin", "problem"):
                db.execute(f"DELETE FROM {table}")
            db.executemany(
                "INSERT INTO student VALUES (?, ?, ?, ?)",
                [(one.id, one.name, one.email, rank) for rank, one in enumerate(people)],
            )
            for one, source in handins:
                db.execute("INSERT OR IGNORE INTO source VALUES (?, ?)", (one.sha256, source))
                at = one.submitted.isoformat() if one.submitted is not None else None
                result = stood.get((one.student, one.exercise, one.sha256))
                db.execute(
                    "INSERT INTO handin VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (one.student, one.exercise, one.attempt, one.name, one.sha256, at, result),
                )
            for trouble in problems:
                db.execute(
                    "INSERT INTO problem (student, name, kind, reason, remedy) VALUES (?, ?, ?, ?, ?)",
                    (trouble.student, trouble.name, trouble.kind, _packed(trouble.reason), _packed(trouble.remedy)),
                )

    def people(self) -> tuple[Person, ...]:
        """The students, in the roster's order."""
        return tuple(Person(*row) for row in self._db.execute("SELECT id, name, email FROM student ORDER BY rank"))

    def handins(self) -> tuple[Kept, ...]:
        """All of them, by student, exercise and attempt."""
        rows = self._db.execute(
            "SELECT student, exercise, attempt, name, sha256, submitted, result FROM handin "
            "ORDER BY student, exercise, attempt"
        )
        return tuple(
            Kept(student, exercise, attempt, name, sha256, datetime.fromisoformat(at) if at else None, result or "")
            for student, exercise, attempt, name, sha256, at, result in rows
        )

    def problems(self) -> tuple[Trouble, ...]:
        """The files that came to no hand-in."""
        rows = self._db.execute("SELECT student, name, kind, reason, remedy FROM problem ORDER BY at")
        return tuple(
            Trouble(student, name, kind, _text(reason), _text(remedy)) for student, name, kind, reason, remedy in rows
        )

    def source(self, sha256: str) -> bytes | None:
        """The bytes of a file that was handed in."""
        row = self._db.execute("SELECT bytes FROM source WHERE sha256 = ?", (sha256,)).fetchone()
        return bytes(row[0]) if row else None

    # --- what was judged ---

    def verdict(self, key: str) -> Verdict | None:
        """The verdict of a result; None where there is none."""
        row = self._db.execute("SELECT verdict FROM result WHERE key = ?", (key,)).fetchone()
        return Verdict(row[0]) if row else None

    def report(self, key: str) -> Report | None:
        """A result."""
        row = self._db.execute("SELECT report FROM result WHERE key = ?", (key,)).fetchone()
        return Report.from_json(json.loads(zlib.decompress(row[0]))) if row else None

    def add(self, key: str, report: Report, stands_for: Iterable[Kept] = ()) -> None:
        """Keep a result, and let it stand for these hand-ins; on the disk when this returns.

        A result that is there stays, unless it was a fault of ours.
        """
        packed = zlib.compress(json.dumps(report.to_json()).encode())
        row = (key, report.exercise, report.provenance.submission_sha256, str(report.verdict), _now(), packed)
        with self._writing() as db:
            db.execute(
                "INSERT INTO result VALUES (?, ?, ?, ?, 1, ?, ?) ON CONFLICT (key) DO UPDATE SET "
                "verdict = excluded.verdict, tries = tries + 1, at = excluded.at, report = excluded.report "
                "WHERE result.verdict = 'IE'",
                row,
            )
            _stand(db, key, stands_for)

    def stand(self, key: str, handins: Iterable[Kept]) -> None:
        """Let a result that is there stand for these hand-ins."""
        with self._writing() as db:
            _stand(db, key, handins)

    def apply(self, changes: Iterable[tuple[Kept, str]]) -> None:
        """Let other results stand for hand-ins, all at once; the change is remembered."""
        with self._writing() as db:
            for handin, key in changes:
                db.execute(
                    "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?)",
                    (_now(), handin.student, handin.exercise, handin.attempt, handin.result or None, key),
                )
                _stand(db, key, [handin])

    def cases(self, exercise: str) -> tuple[str, ...]:
        """The ids of the cases in what stands for hand-ins of an exercise, in their order."""
        keys = self._db.execute(
            "SELECT DISTINCT result FROM handin WHERE exercise = ? AND result IS NOT NULL", (exercise,)
        ).fetchall()
        reports = (self.report(key) for (key,) in keys)
        return tuple({case.id: None for report in reports if report is not None for case in report.cases})

    # --- what was decided by hand ---

    def fact(self, name: str) -> str:
        """Something that is remembered under this name; "" where nothing is."""
        row = self._db.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def remember(self, name: str, value: str) -> None:
        """Remember it under this name."""
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, value))

    def override(self, one: Override) -> None:
        """Give points by hand."""
        with self._writing() as db:
            row = (one.student, one.exercise, one.points, one.reason, one.by, one.at or _now())
            db.execute("INSERT OR REPLACE INTO override VALUES (?, ?, ?, ?, ?, ?)", row)

    def take_back(self, student: str, exercise: str) -> bool:
        """Take back points given by hand; whether there were any."""
        with self._writing() as db:
            return (
                db.execute("DELETE FROM override WHERE student = ? AND exercise = ?", (student, exercise)).rowcount > 0
            )

    def overrides(self) -> dict[tuple[str, str], Override]:
        """By student and exercise."""
        rows = self._db.execute("SELECT student, exercise, points, reason, by, at FROM override")
        return {(row[0], row[1]): Override(*row) for row in rows}

    def void(self, one: Void) -> None:
        """Let a case count for nobody."""
        with self._writing() as db:
            row = (one.exercise, one.case, one.how, one.reason, one.by, one.at or _now())
            db.execute("INSERT OR REPLACE INTO void VALUES (?, ?, ?, ?, ?, ?)", row)

    def unvoid(self, exercise: str, case: str) -> bool:
        """Let it count again; whether it did not."""
        with self._writing() as db:
            return db.execute('DELETE FROM void WHERE exercise = ? AND "case" = ?', (exercise, case)).rowcount > 0

    def voids(self) -> tuple[Void, ...]:
        """The cases that count for nobody."""
        rows = self._db.execute('SELECT exercise, "case", how, reason, by, at FROM void ORDER BY exercise, "case"')
        return tuple(Void(*row) for row in rows)

    def publish(self, students: Sequence[str], *, published: bool) -> None:
        """Hand marks out, or hold them; everybody's if no student is named, whatever was said of single ones before."""
        with self._writing() as db:
            if not students:
                db.execute("DELETE FROM publication")
            for student in students or [""]:
                db.execute("INSERT OR REPLACE INTO publication VALUES (?, ?, ?)", (student, published, _now()))

    def publications(self) -> dict[str, bool]:
        """Whether marks are handed out, by student; "" is everybody who is not named."""
        return {
            student: bool(published)
            for student, published in self._db.execute("SELECT student, published FROM publication")
        }


def _stand(db: sqlite3.Connection, key: str, handins: Iterable[Kept]) -> None:
    db.executemany(
        "UPDATE handin SET result = ? WHERE student = ? AND exercise = ? AND attempt = ? AND sha256 = ?",
        [(key, one.student, one.exercise, one.attempt, one.sha256) for one in handins],
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _packed(text: Text) -> str:
    return json.dumps(text.to_json(), ensure_ascii=False)


def _text(packed: str) -> Text:
    loaded: dict[str, Any] = json.loads(packed)
    return Text(loaded["en"], loaded["zh"])
