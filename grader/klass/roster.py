"""The roster: who is in the class, read from a CSV as other systems write it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from grader.errors import UsageError
from grader.klass.assignment import key_of
from grader.klass.sheets import Sheet, read_sheet
from grader.texts import Text

# By what a column is for: its heading in common use, as `Sheet` gives it. The first that is there counts.
_ID = ("student id", "student number", "sis user id", "id number", "sid", "学号", "学生编号", "student", "id", "netid")
_LOGIN = ("sis login id", "login id", "login", "username", "user name", "user", "github username", "用户名", "账号")
_NAME = ("name", "full name", "student name", "display name", "sortable name", "student", "姓名", "名字", "学生姓名")
_FIRST = ("first name", "firstname", "given name", "名")
_LAST = ("last name", "lastname", "surname", "family name", "姓", "姓氏")
_EMAIL = ("email", "e mail", "email address", "mail", "邮箱", "电子邮件", "电子邮箱")
# Other numbers under which a platform knows a student.
_ALSO = ("id", "canvas user id", "user id", "identifier", "sis user id", "sis login id", "github username")
_CANVAS_POINTS = "points possible"  # the second row of Canvas's gradebook


@dataclass(frozen=True)
class Student:
    """A student. `aliases`: under what else a platform knows them: a login, a number."""

    id: str
    name: str = ""
    email: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Roster:
    """The students of a class, in the order of the file."""

    students: tuple[Student, ...]
    path: Path = field(default=Path(), compare=False)

    def __iter__(self) -> Iterator[Student]:
        return iter(self.students)

    def __len__(self) -> int:
        return len(self.students)

    def __contains__(self, student_id: object) -> bool:
        return isinstance(student_id, str) and student_id in self._by_id

    def __getitem__(self, student_id: str) -> Student:
        return self._by_id[student_id]

    def find(self, student_id: str) -> Student | None:
        """The student of that id, in any case and Unicode form."""
        return next((one for one in self.students if key_of(one.id) == key_of(student_id)), None)

    @cached_property
    def _by_id(self) -> dict[str, Student]:
        return {one.id: one for one in self.students}

    @classmethod
    def load(cls, path: Path) -> Roster:
        """Read a CSV: UTF-8 with or without a byte order mark; commas, semicolons, tabs; headings in common use.

        Raises:
            UsageError: it cannot be read, has no column that tells students apart, or names one of them twice.
        """
        return cls(tuple(_students(path, read_sheet(path))), path)


def _students(path: Path, sheet: Sheet) -> Iterator[Student]:
    columns = _Columns(path, sheet.headings)
    seen: dict[str, int] = {}
    for line, row in sheet.rows:
        if key_of(row[0]) == _CANVAS_POINTS:
            continue
        student = columns.student(row)
        first = seen.setdefault(key_of(student.id), line) if student.id else 0
        if first != line:
            raise _refused(path, line, student.id, first)
        yield student
    if not seen:
        raise UsageError(
            Text(f'The roster "{path}" names no student.', f"名单“{path}”中没有学生。"),
            Text("It needs a line for each student below its headings.", "标题行下面每名学生应占一行。"),
        )


def _refused(path: Path, line: int, student: str, first: int) -> UsageError:
    """For a line without an id, or with one that stands on another line."""
    if not student:
        said = Text(
            f'The roster "{path}", line {line}, does not say who the student is.',
            f"名单“{path}”第 {line} 行没有写明学生。",
        )
        return UsageError(said, Text("Fill in the id, or delete the line.", "请填写学号，或删除这一行。"))
    said = Text(
        f'The roster "{path}" has the student "{student}" on line {first} and on line {line}.',
        f"名单“{path}”的第 {first} 行和第 {line} 行是同一名学生“{student}”。",
    )
    advice = Text("Delete one of the lines, or give each an id.", "请删除其中一行，或为每行写上不同的学号。")
    return UsageError(said, advice)


class _Columns:
    """The columns of a roster, by what they are for."""

    def __init__(self, path: Path, headings: tuple[str, ...]) -> None:
        self._headings = headings
        self._email = self._first_of(_EMAIL)
        self._name = self._first_of(_NAME)
        self._first, self._last = self._first_of(_FIRST), self._first_of(_LAST)
        # Canvas calls its column of names "Student", and others their column of ids.
        named_so = self._name is not None and headings[self._name] == "student"
        ids = self._first_of(tuple(one for one in _ID if not (named_so and one == "student")))
        self._ids = [one for one in (ids, self._first_of(_LOGIN), self._email, self._name) if one is not None]
        if not self._ids:
            shown = ", ".join(filter(None, headings)) or "none"
            raise UsageError(
                Text(
                    f'The roster "{path}" has no column that tells students apart; its headings: {shown}.',
                    f"名单“{path}”没有能区分学生的列；它的标题：{shown}。",
                ),
                Text(
                    "Its first line names the columns: id, name, email (or 学号, 姓名, 邮箱).",
                    "第一行应写明各列：学号、姓名、邮箱（或 id、name、email）。",
                ),
            )
        used = {self._ids[0], self._name, self._email}
        self._also = [index for index, one in enumerate(headings) if one in (*_ALSO, *_LOGIN) and index not in used]

    def _first_of(self, names: tuple[str, ...]) -> int | None:
        return next((self._headings.index(name) for name in names if name in self._headings), None)

    def student(self, row: list[str]) -> Student:
        """The student of a row; cells that are missing at its end are empty."""

        def cell(index: int | None) -> str:
            return row[index].strip() if index is not None and index < len(row) else ""

        name = cell(self._name) or " ".join(filter(None, (cell(self._first), cell(self._last))))
        aliases = tuple(filter(None, map(cell, self._also)))
        return Student(next(filter(None, map(cell, self._ids)), ""), name, cell(self._email), aliases)
