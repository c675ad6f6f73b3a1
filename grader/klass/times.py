"""The lists of times, for where no platform tells when hand-ins came: the assignment's, and one among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from grader.errors import UsageError
from grader.klass.problems import Problem
from grader.klass.sheets import Sheet, sheet_of
from grader.texts import Text

NAME = "submitted.csv"
_STUDENT, _TIME = ("student", "student id", "id", "学号", "学生"), ("submitted", "submitted at", "time", "提交时间")
_EXERCISE, _ATTEMPT = ("exercise", "题目"), ("attempt", "次数")
_Key = tuple[str, str, str]


@dataclass(frozen=True)
class Times:
    """The times of a list, by student, exercise and attempt; an empty exercise or attempt stands for any."""

    known: Mapping[_Key, datetime] = field(default_factory=dict)

    def over(self, other: Times) -> Times:
        """These, and where they are silent the other's."""
        return Times({**other.known, **self.known})

    def of(self, student_id: str, exercise: str, attempt: int | None) -> datetime | None:
        """The time of a hand-in; the line that says most about it counts."""
        number = "" if attempt is None else str(attempt)
        keys = [(exercise, number), (exercise, ""), ("", number), ("", "")]
        return next((self.known[student_id, *key] for key in keys if (student_id, *key) in self.known), None)


def times_of(
    content: bytes, name: str, student: Callable[[str], str | None], zone: tzinfo | None
) -> tuple[Times, list[Problem]]:
    """The times in the bytes of a list, and the lines that say nothing.

    Args:
        student: gives the id of whom a cell names, None for nobody.
        zone: of times without one.
    """
    try:
        sheet = sheet_of(content, name)
    except UsageError as error:
        return Times(), [Problem(None, name, "bad_times", error.said, error.advice)]
    columns = [_column(sheet, names) for names in (_STUDENT, _TIME, _EXERCISE, _ATTEMPT)]
    if columns[0] is None or columns[1] is None:
        said = Text("It has no columns student and submitted.", "缺少 student 和 submitted 两列。")
        return Times(), [Problem(None, name, "bad_times", said, _ADVICE)]
    known: dict[_Key, datetime] = {}
    problems = []
    for line, row in sheet.rows:
        who, when, exercise, attempt = (
            row[index].strip() if index is not None and index < len(row) else "" for index in columns
        )
        student_id, moment = student(who), _moment(when, zone)
        if student_id is None:
            said = Text(f'There is no student "{who}".', f"没有学生“{who}”。")
            problems.append(Problem(None, f"{name}:{line}", "bad_times", said, _ADVICE))
        elif moment is None:
            said = Text(f'"{when}" is no date and time with a zone.', f"“{when}”不是带时区的日期和时间。")
            problems.append(Problem(student_id, f"{name}:{line}", "bad_times", said, _ADVICE))
        else:
            known[student_id, exercise, attempt] = moment
    return Times(known), problems


def _column(sheet: Sheet, names: tuple[str, ...]) -> int | None:
    return next((sheet.headings.index(name) for name in names if name in sheet.headings), None)


def _moment(text: str, zone: tzinfo | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None and zone is not None:
        return moment.replace(tzinfo=zone)
    return moment if moment.tzinfo else None


_ADVICE = Text(
    "A line is student,submitted, such as s001,2026-10-05T21:30:00+08:00; exercise and attempt may follow.",
    "每行为 student,submitted，如 s001,2026-10-05T21:30:00+08:00；后面可以有 exercise 和 attempt。",
)
