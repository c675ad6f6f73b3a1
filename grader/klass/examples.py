"""A made-up class: hand-ins for an assignment with their roster, to try everything on before there is a real one."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from grader.catalogue.exercise import Catalogue, Exercise
from grader.catalogue.notebook import notebook_of
from grader.catalogue.start import marked_stub, write_new, written_to
from grader.errors import UsageError
from grader.klass.assignment import Assignment
from grader.klass.times import NAME as TIMES
from grader.texts import Text
from grader.verdict import Verdict

_NAMES = (
    *("Ada Lovelace", "王小明", "Alan Turing", "李娜", "Grace Hopper", "张伟", "Emmy Noether", "刘洋", "Niels Abel"),
    *("陈静", "Sofia Kowalewska", "杨帆", "Karl Gauss", "赵敏", "Maria Agnesi", "黄磊", "Evariste Galois", "周婷"),
    *("Ida Rhodes", "吴昊", "Leonhard Euler", "徐丽", "Mary Somerville", "孙鹏", "George Boole", "马超", "Hypatia"),
    *("朱琳", "Felix Klein", "胡歌"),
)
# What is odd about some, by their place in the roster.
LATE, TWICE, NOTEBOOK, NOBODY, ONE_MISSING, EMPTY, PDF, SYNTAX, STUB = 4, 6, 8, 11, 14, 17, 20, 23, 26
_ODD: Mapping[int, Text] = {
    LATE: Text("two days late", "迟交两天"),
    TWICE: Text("two attempts, the second is right", "提交两次，第二次正确"),
    NOTEBOOK: Text("a notebook", "提交的是 notebook"),
    NOBODY: Text("handed in nothing", "什么都没交"),
    ONE_MISSING: Text("the last exercise is missing", "缺最后一题"),
    EMPTY: Text("an empty file", "空文件"),
    PDF: Text("a PDF", "PDF 文件"),
    SYNTAX: Text("a syntax error", "语法错误"),
    STUB: Text("the stub as it was given", "原样交回的模板"),
}
# Different answers of each kind to an exercise: more would take longer to judge, and show no more.
_RIGHT, _WRONG = 2, 3


def student_id(number: int) -> str:
    """The id of a student, by their place in the roster."""
    return f"s{number:03}"


def odd(assignment: Assignment) -> Iterator[Text]:
    """Whose hand-ins are not as they should be, and why, each on a line."""
    for number, what in _ODD.items():
        if number != LATE or assignment.due:
            yield student_id(number) + Text(": ", "：") + what


def write_examples(assignment: Assignment, known: Catalogue, folder: Path, roster: Path) -> int:
    """Write the hand-ins into a new folder, with a list of their times, and the roster; how many hand-ins there are.

    Raises:
        UsageError: the folder has something in it, the roster is there, or neither can be written to.
    """
    exercises = [assignment.exercise(slug, known) for slug in assignment.slugs]
    if roster.exists():
        raise _exists(roster)
    files = list(_all_files(exercises))
    with written_to(folder):
        if any(folder.iterdir()):
            raise _exists(folder)
    with written_to(roster.parent):
        write_new(roster, _roster())
    with written_to(folder):
        for name, content in files:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if assignment.due:
            write_new(folder / TIMES, _times(assignment))
    return len(files)


def _exists(path: Path) -> UsageError:
    return UsageError(
        Text(
            f'"{path}" is there already, and made-up hand-ins overwrite nothing.',
            f"“{path}”已存在；示例不会覆盖任何内容。",
        ),
        Text("Name another place for it, or remove it.", "请换一个位置，或先删除它。"),
    )


def _all_files(exercises: list[Exercise]) -> Iterator[tuple[str, bytes]]:
    """Each file's path in the folder of hand-ins, and its bytes."""
    for number in range(1, len(_NAMES) + 1):
        if number == NOBODY:
            continue
        for exercise in exercises[:-1] if number == ONE_MISSING else exercises:
            for name, content in _files(exercise, number, first=exercise is exercises[0]):
                yield f"{student_id(number)}/{name}", content


def _files(exercise: Exercise, number: int, *, first: bool) -> Iterator[tuple[str, bytes]]:
    """The files of one student for one exercise. Only for the first exercise are they odd."""
    slug, answer = exercise.slug, _answer(exercise, number)
    if number == TWICE:
        yield f"attempt-1/{slug}.py", _wrong(exercise, number)
        yield f"attempt-2/{slug}.py", _right(exercise, number)
    elif number == NOTEBOOK and first:
        yield f"{slug}.ipynb", _notebook(exercise, _right(exercise, number))
    elif number == EMPTY and first:
        yield f"{slug}.py", b""
    elif number == PDF and first:
        yield f"{slug}.pdf", b"%PDF-1.4\n"
    elif number == SYNTAX and first:
        yield f"{slug}.py", answer.replace(b":\n", b"\n", 1)
    elif number == STUB:
        yield f"{slug}.py", marked_stub(exercise).encode()
    else:
        yield f"{slug}.py", answer


def _answer(exercise: Exercise, number: int) -> bytes:
    """Two in three are right, and who is right in one exercise need not be in another."""
    return (_wrong if (number + len(exercise.slug)) % 3 == 0 else _right)(exercise, number)


def _right(exercise: Exercise, number: int) -> bytes:
    answers = (exercise.reference, *exercise.right)[:_RIGHT]
    return answers[number // 3 % len(answers)].read_bytes()


def _wrong(exercise: Exercise, number: int) -> bytes:
    """A labelled mistake, without its label."""
    answers = [one for one in exercise.mistakes if one.verdict is Verdict.WA][:_WRONG]
    if not answers:
        return marked_stub(exercise).encode()
    source = answers[number // 3 % len(answers)].source
    return source.split(b'"""', 2)[-1].lstrip()


def _notebook(exercise: Exercise, answer: bytes) -> bytes:
    """The exercise's notebook, with an answer in its cell."""
    notebook = json.loads(notebook_of(exercise, "en"))
    for cell in notebook["cells"]:
        if cell["metadata"].get("tags"):
            cell["source"] = answer.decode().splitlines(keepends=True)
    return json.dumps(notebook, ensure_ascii=False, indent=1).encode()


def _roster() -> str:
    rows = [("id", "name", "email")]
    for number, name in enumerate(_NAMES, start=1):
        rows.append((student_id(number), name, f"{student_id(number)}@example.org"))
    return _table(rows)


def _times(assignment: Assignment) -> str:
    """When each student handed in: hours before the assignment is due, but for the one who is late."""
    assert assignment.due is not None, "nothing is late without a due date"
    rows = [("student", "submitted")]
    for number in range(1, len(_NAMES) + 1):
        after = timedelta(hours=26) if number == LATE else -timedelta(hours=number)
        rows.append((student_id(number), (assignment.due + after).isoformat()))
    return _table(rows)


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
