"""Problems with hand-ins: what an instructor must know of."""

from __future__ import annotations

from dataclasses import dataclass

from grader.errors import UsageError
from grader.submission.refused import Refused
from grader.texts import Text

BESIDE_HANDINS = ("double", "too_many_attempts", "marked_late", "bad_times")
"""Kinds of problems with what came to a hand-in all the same."""


@dataclass(frozen=True)
class Problem:
    """Something that an instructor must know of: a student's, or nobody's. `kind` is a word for programs."""

    student_id: str | None
    name: str
    kind: str
    reason: Text
    remedy: Text


_ASK = Text("Ask the student for it again.", "请让学生重新提交。")
_NAME_IT = Text(
    "Put the exercise into the file's name (unpack an archive for that), or ask the student for the line "
    "`# dlgrade: EXERCISE`.",
    "请在文件名中写上题目（压缩包需先解压），或让学生补上 `# dlgrade: EXERCISE` 一行。",
)
# Where a file's own advice is one for whoever wrote it.
_ADVICE = {"unassigned": _NAME_IT, "ambiguous": _NAME_IT, "empty": _ASK}


def refused(error: UsageError, student_id: str | None, name: str) -> Problem:
    """For a file that cannot be judged, or whatever else was wrong with one hand-in."""
    if isinstance(error, Refused):
        return Problem(student_id, name, error.kind, error.reason, _ADVICE.get(error.kind, error.advice))
    return Problem(student_id, name, "unusable", error.said, error.advice)


def unknown_student(name: str, near: tuple[str, ...]) -> Problem:
    """For a name that means nobody of the roster."""
    guess = Text(f"Did you mean {', '.join(near)}? ", f"是不是 {'、'.join(near)}？") if near else Text("", "")
    return Problem(
        None,
        name,
        "unknown_student",
        Text("Its name means nobody on the roster.", "名称与名单上的任何人都对不上。"),
        guess
        + Text(
            "Put the student's id into the name, or the student on the roster.",
            "请在名称中写上学号，或把该学生加入名单。",
        ),
    )


def ambiguous_student(name: str, who: tuple[str, ...]) -> Problem:
    """For a name that means several."""
    return Problem(
        None,
        name,
        "ambiguous_student",
        Text(f"Its name means several students: {', '.join(who)}.", f"名称对应多名学生：{'、'.join(who)}。"),
        Text("Put the id of one of them into the name.", "请在名称中只写其中一人的学号。"),
    )


def no_student(name: str) -> Problem:
    """For a file at the top that is named after its exercise alone."""
    return Problem(
        None,
        name,
        "no_student",
        Text("Nothing says whose it is.", "无法判断是谁提交的。"),
        Text(
            "Put it into a folder named after the student, or the student into its name.",
            "请放进以学生命名的文件夹，或在文件名中写上学生。",
        ),
    )


def other_exercise(student_id: str, name: str, exercise: str) -> Problem:
    """For an answer to an exercise that is not of this assignment."""
    return Problem(
        student_id,
        name,
        "other_exercise",
        Text(f"It answers {exercise}, which is not in this assignment.", f"它回答的是 {exercise}，不在本次作业中。"),
        Text(
            "Mend its line `# dlgrade: EXERCISE`, if that is wrong.",
            "如果有误，请修改其中的 `# dlgrade: EXERCISE` 一行。",
        ),
    )


def double(student_id: str, exercise: str, names: tuple[str, ...]) -> Problem:
    """For files of which nothing says which came first."""
    listed = ", ".join(names)
    return Problem(
        student_id,
        names[-1],
        "double",
        Text(
            f"{len(names)} different files answer {exercise}: {listed}. They count as attempts in this order.",
            f"有 {len(names)} 个不同的文件回答 {exercise}：{listed}。按此顺序算作多次提交。",
        ),
        Text(
            "Take away what does not count, or put them into folders attempt-1, attempt-2.",
            "请去掉不算数的文件，或分别放进文件夹 attempt-1、attempt-2。",
        ),
    )


def too_many_attempts(student_id: str, name: str, attempt: int, most: int) -> Problem:
    """For an attempt beyond the last that the assignment allows."""
    return Problem(
        student_id,
        name,
        "too_many_attempts",
        Text(
            f"It is attempt {attempt} of at most {most}; it is not judged.",
            f"这是第 {attempt} 次提交，最多 {most} 次；不评判。",
        ),
        Text("To judge it all the same, raise attempts.max.", "如仍要评判，请调大 attempts.max。"),
    )


def marked_late(student_id: str, name: str) -> Problem:
    """For what the platform calls late without saying how much."""
    return Problem(
        student_id,
        name,
        "marked_late",
        Text(
            "Canvas calls it late, but does not say when it came; it counts as on time.",
            "Canvas 标记为迟交，但没有给出提交时间；按准时计算。",
        ),
        Text(
            "Write its time into a list: ASSIGNMENT.submitted.csv, beside the assignment.",
            "请把时间写进列表：作业文件旁的 ASSIGNMENT.submitted.csv。",
        ),
    )


def no_times(name: str, listed: str) -> Problem:
    """For a whole class of which no time is known, where being late costs something; a list would be in that file."""
    return Problem(
        None,
        name,
        "no_times",
        Text("Nothing says when anything was handed in, so nobody is late.", "没有任何提交时间，因此没有人算迟交。"),
        Text(
            f'Write the times into a list, "{listed}"; or set late.times = "files" in the assignment if the files\' '
            "own times can be trusted.",
            f'请把时间写进列表“{listed}”；如果文件自身的时间可信，也可在作业中设 late.times = "files"。',
        ),
    )


def too_many_files(student_id: str, name: str, most: int) -> Problem:
    """For a folder that is no hand-in, but somebody's disk."""
    return Problem(
        student_id,
        name,
        "too_many_files",
        Text(f"It holds more than {most:,} files.", f"文件超过 {most:,} 个。"),
        Text("Take away what is no answer, such as a virtual environment.", "请去掉虚拟环境等不是答案的内容。"),
    )
