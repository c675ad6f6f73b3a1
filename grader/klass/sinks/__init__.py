"""Sinks: the marks of a class in the forms that other systems and people read. One module for each form.

All are made from one `Gradebook`. "Not graded" is a third state in each of them, never a zero. Files below
`students/` are for their students: only what is published, and only what they may see of it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote

from grader.klass.gradebook import Gradebook

Files: TypeAlias = Iterator[tuple[str, Iterable[str]]]
"""Paths within the folder of results, and the parts of their texts: a class's reports are not held at once."""
Sink: TypeAlias = Callable[[Gradebook], Files]

STUDENTS = "students"
_NAME_CHARS = 120


def sinks() -> dict[str, Sink]:
    """The sinks by the names that `--sink` takes."""
    from grader.klass.sinks import (
        class_page,
        classroom50,
        csv_tables,
        github,
        gradescope,
        junit,
        pages,
        prairielearn,
        records,
    )

    return {
        "gradebook": csv_tables.own,
        "records": records.records,
        "pages": pages.pages,
        "class": class_page.class_page,
        "canvas": csv_tables.canvas,
        "moodle": csv_tables.moodle,
        "nbgrader": csv_tables.nbgrader,
        "otter": csv_tables.otter,
        "junit": junit.junit,
        "gradescope": gradescope.gradescope,
        "classroom50": classroom50.classroom50,
        "prairielearn": prairielearn.prairielearn,
        "github": github.github,
    }


ALWAYS = ("gradebook", "records", "class", "pages")


def write(book: Gradebook, folder: Path, names: Iterable[str]) -> list[Path]:
    """Write the files of these sinks, each whole or not at all; what students no longer may see is removed.

    Returns the paths of the files for the instructor, and the folders that hold one for each student.
    """
    known = sinks()
    for row in book.rows:
        if not row.published:
            shutil.rmtree(folder / Path(place(row.person.id, "")), ignore_errors=True)
    written: dict[Path, None] = {}
    for name in names:
        for path, parts in known[name](book):
            put(folder / path, parts)
            written[folder / path.partition("/")[0]] = None
    return list(written)


def put(path: Path, parts: Iterable[str]) -> None:
    """Write a file in one step: whoever reads it finds the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    with new.open("w", encoding="utf-8", newline="") as file:
        file.writelines(parts)
    os.replace(new, path)


def place(student: str, file: str, folder: str = STUDENTS) -> str:
    """The path of a student's file: the id as a folder's name, whatever it holds."""
    name = quote(student, safe=" @+,=")
    name = "%2E" + name[1:] if name.startswith(".") else name
    return f"{folder}/{name[:_NAME_CHARS]}/{file}"
