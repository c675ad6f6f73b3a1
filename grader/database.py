"""SQLite files of ours: by what they are known, how their tables are made, and what a transaction is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


class Foreign(Exception):
    """The database is another program's, or another one of ours."""


class OtherFormat(Exception):
    """The database is ours, in a format that this program does not read: its number."""

    def __init__(self, format: int) -> None:
        super().__init__(format)
        self.format = format


@dataclass(frozen=True)
class Kind:
    """A kind of file: its mark in the header, the number of its format, and the statements that make its tables."""

    application: int
    format: int
    tables: str

    def is_made(self, db: sqlite3.Connection) -> bool:
        """Whether it has its tables; False for an empty file. Nothing is written.

        Raises:
            Foreign, OtherFormat: it has others.
        """
        (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        (application,), (version,) = (
            db.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
        )
        if not tables:
            return False
        if application != self.application:
            raise Foreign
        if version != self.format:
            raise OtherFormat(version)
        return True

    def make(self, db: sqlite3.Connection) -> None:
        """Make the tables; within a transaction, they come with what else it writes."""
        for statement in self.tables.split(";\n"):
            db.execute(statement)
        db.execute(f"PRAGMA application_id = {self.application}")
        db.execute(f"PRAGMA user_version = {self.format}")


def damage(db: sqlite3.Connection) -> str:
    """The first thing that is wrong with the file's pages; "" where nothing is."""
    (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
    return "" if found == "ok" else str(found)


@contextmanager
def transaction(db: sqlite3.Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
    """All of what is written within it, or nothing. SQLite ends some by itself, such as on a full disk."""
    db.execute(f"BEGIN {kind}")
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
