"""Hand-ins as they really come: a table of what lies there, and what becomes of it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.klass.assignment import Assigned, Assignment, Attempts
from grader.klass.handins import Collected, collect
from grader.klass.lateness import Late
from grader.klass.roster import Roster, Student
from grader.submission.notebook import cells_of
from grader.texts import Text


def notebook(*cells: str) -> bytes:
    """A notebook of these code cells, with text and outputs around them."""
    outputs = [{"output_type": "stream", "name": "stdout", "text": "x" * 1000}]
    code = [{"cell_type": "code", "metadata": {}, "source": cell, "outputs": outputs} for cell in cells]
    both = [one for cell in code for one in ({"cell_type": "markdown", "source": "text"}, cell)]
    return json.dumps({"nbformat": 4, "metadata": {}, "cells": both}).encode()


ROSTER = Roster(
    (
        Student("s001", "Ada Lovelace", "ada@uni.edu", ("4711",)),
        Student("s002", "王小明", "xiaoming@uni.edu", ("4712",)),
        Student("s003", "Li Wei", "li.wei@uni.edu", ("4713",)),
        Student("s004", "Jean-Luc de La Tour", "jltour@uni.edu", ("4714", "Participant 88")),
    )
)
SOFTMAX = b"# dlgrade: stable_softmax\ndef stable_softmax(x, axis=-1): ...\n"
PLAIN = b"def stable_softmax(x, axis=-1): ...\n"
OTHER = b"def stable_softmax(x, axis=0): ...\n"
NORM = b"# dlgrade: rmsnorm\ndef rmsnorm(x): ...\n"
DUE = datetime(2026, 10, 5, 23, 59, tzinfo=UTC)

Files = Mapping[str, "bytes | Mapping[str, bytes]"]


def assignment(*slugs: str, late: Late = Late(), attempts: Attempts = Attempts(), **more: object) -> Assignment:  # noqa: B008
    """An assignment of these exercises."""
    exercises = tuple(Assigned(slug, 10) for slug in slugs or ("stable_softmax", "rmsnorm"))  # type: ignore[arg-type]
    return Assignment(
        "hw1",
        Path("hw1.toml"),
        Text("One", "一"),
        exercises,
        late=late,
        attempts=attempts,
        **more,  # type: ignore[arg-type]
    )


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip file of these."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def laid_out(folder: Path, files: Files) -> Path:
    """Write the files; a mapping becomes a zip file, a name that ends in / a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.write_bytes(content if isinstance(content, bytes) else zipped(content))
    return folder


def outcome(found: Collected) -> tuple[list[str], list[str], dict[str, tuple[str, ...]]]:
    """Hand-ins and problems as lines."""
    return (
        sorted(f"{one.student_id} {one.exercise} {one.attempt}" for one in found.handins),
        sorted(f"{one.student_id} {one.kind}" for one in found.problems),
        dict(found.missing),
    )


BOTH = ["s001 rmsnorm 1", "s001 stable_softmax 1"]
ONE = ["s001 stable_softmax 1"]

SHAPES: dict[str, tuple[Files, list[str], list[str]]] = {
    "a folder a student, by id": ({"s001/stable_softmax.py": PLAIN, "s001/rmsnorm.py": NORM}, BOTH, []),
    "by name": ({"Ada Lovelace/stable_softmax.py": PLAIN}, ONE, []),
    "by name, the last first": ({"Lovelace, Ada/stable_softmax.py": PLAIN}, ONE, []),
    "by what stands before the @": ({"ada/stable_softmax.py": PLAIN}, ONE, []),
    "by address": ({"ada@uni.edu/stable_softmax.py": PLAIN}, ONE, []),
    "by another number": ({"4711/stable_softmax.py": PLAIN}, ONE, []),
    "by id in another case": ({"S001/stable_softmax.py": PLAIN}, ONE, []),
    "by id and name": ({"s001_Ada_Lovelace/stable_softmax.py": PLAIN}, ONE, []),
    "by a Chinese name": ({"王小明/stable_softmax.py": PLAIN}, ["s002 stable_softmax 1"], []),
    "by number and Chinese name in one": ({"4712王小明/stable_softmax.py": PLAIN}, ["s002 stable_softmax 1"], []),
    "by a name of three parts": ({"jeanlucdelatour/x.py": SOFTMAX}, ["s004 stable_softmax 1"], []),
    "deeper": ({"s001/hw1/src/stable_softmax.py": PLAIN}, ONE, []),
    "a folder an exercise": ({"s001/stable_softmax/solution.py": PLAIN}, ONE, []),
    "all in one folder more": (
        {"hw1/s001/stable_softmax.py": PLAIN, "hw1/s002/rmsnorm.py": NORM},
        [*ONE, "s002 rmsnorm 1"],
        [],
    ),
    "a zip a student": ({"s001.zip": {"stable_softmax.py": PLAIN, "rmsnorm.py": NORM}}, BOTH, []),
    "a zip in a folder": ({"s001/hw1.zip": {"hw1/stable_softmax.py": PLAIN, "__MACOSX/hw1/._x.py": b"x"}}, ONE, []),
    "flat files": ({"s001_stable_softmax.py": PLAIN, "rmsnorm-s001.py": NORM}, BOTH, []),
    "flat files by name": ({"Ada Lovelace stable_softmax final.py": PLAIN}, ONE, []),
    "the marker counts more than the name": ({"s001/rmsnorm.py": SOFTMAX}, ONE, []),
    "a name that may be longer": ({"Li Wei Ming/stable_softmax.py": PLAIN}, [], ["None unknown_student"]),
    "an address's beginning within a name": ({"ada_smith/stable_softmax.py": PLAIN}, [], ["None unknown_student"]),
    "nobody": ({"s009/stable_softmax.py": PLAIN}, [], ["None unknown_student"]),
    "nobody's file": ({"stable_softmax.py": PLAIN}, [], ["None no_student"]),
    "two students": ({"s001_s002/stable_softmax.py": PLAIN}, [], ["None ambiguous_student"]),
    "an id and another's name": ({"s001 Li Wei/stable_softmax.py": PLAIN}, [], ["None ambiguous_student"]),
    "no exercise": ({"s001/main.py": PLAIN}, [], ["s001 unassigned"]),
    "another exercise": ({"s001/x.py": b"# dlgrade: dropout\n"}, [], ["s001 other_exercise"]),
    "an empty file": ({"s001/stable_softmax.py": b""}, [], ["s001 empty"]),
    "too large": ({"s001/stable_softmax.py": b"#" * (1 << 20) + b"\n"}, [], ["s001 large"]),
    "a document": ({"s001/answer.pdf": b"%PDF"}, [], ["s001 document"]),
    "a document beside all answers": (
        {"s001/stable_softmax.py": PLAIN, "s001/rmsnorm.py": NORM, "s001/a.pdf": b"%"},
        BOTH,
        [],
    ),
    "an empty folder": ({"s001/": b""}, [], ["s001 empty_folder"]),
    "an archive of another kind": ({"s001/hw.rar": b"Rar!"}, [], ["s001 archive_other"]),
    "a broken zip": (
        {"s001/hw.zip": b"PK\x03\x04 no", "s002/rmsnorm.py": NORM},
        ["s002 rmsnorm 1"],
        ["s001 archive_broken"],
    ),
    "a zip in a zip in a zip": (
        {"s001/1.zip": {"2.zip": zipped({"3.zip": zipped({"stable_softmax.py": PLAIN})})}},
        [],
        ["s001 archive_deep"],
    ),
    "a zip in a zip": ({"s001/1.zip": {"2.zip": zipped({"stable_softmax.py": PLAIN})}}, ONE, []),
    "two that differ": (
        {"s001/stable_softmax.py": PLAIN, "s001/stable_softmax (1).py": OTHER},
        ["s001 stable_softmax 1", "s001 stable_softmax 2"],
        ["s001 double"],
    ),
    "two that do not": ({"s001/stable_softmax.py": PLAIN, "s001/old/stable_softmax.py": PLAIN}, ONE, []),
    "attempts in folders": (
        {"s001/attempt-2/stable_softmax.py": OTHER, "s001/attempt-10/stable_softmax.py": PLAIN},
        ["s001 stable_softmax 10", "s001 stable_softmax 2"],
        [],
    ),
    "a notebook": ({"s001/stable_softmax.ipynb": notebook("def stable_softmax(x): ...")}, ONE, []),
    "a notebook that answers all": ({"s001/hw1.ipynb": notebook(SOFTMAX.decode(), NORM.decode())}, BOTH, []),
    "no notebook": ({"s001/stable_softmax.ipynb": b"{"}, [], ["s001 notebook"]),
    "Moodle, a folder each": (
        {
            "Ada Lovelace_81_assignsubmission_file_/stable_softmax.py": PLAIN,
            "王小明_82_assignsubmission_file_/rmsnorm.py": NORM,
            "Somebody Else_83_assignsubmission_file_/rmsnorm.py": NORM,
        },
        [*ONE, "s002 rmsnorm 1"],
        ["None unknown_student"],
    ),
    "Moodle, flat": ({"Ada Lovelace_81_assignsubmission_file_stable_softmax.py": PLAIN}, ONE, []),
    "Moodle, with groups": ({"Group 3-Ada Lovelace_81_assignsubmission_file_/stable_softmax.py": PLAIN}, ONE, []),
    "Moodle, by the participant's number": (
        {"Participant_88_assignsubmission_file_/stable_softmax.py": PLAIN},
        ["s004 stable_softmax 1"],
        [],
    ),
    "Moodle, a text online": (
        {"Ada Lovelace_81_assignsubmission_onlinetext_/onlinetext.html": b"<p>"},
        [],
        ["s001 document"],
    ),
    "Canvas": (
        {"lovelaceada_4711_900_stable_softmax.py": PLAIN, "王小明_4712_901_rmsnorm-2.py": NORM},
        ["s001 stable_softmax 1", "s002 rmsnorm 3"],
        [],
    ),
    "Canvas, by name alone": ({"lovelaceada_1_900_stable_softmax.py": PLAIN}, ONE, []),
    "Canvas, late": ({"lovelaceada_LATE_4711_900_stable_softmax.py": PLAIN}, ONE, ["s001 marked_late"]),
    "Canvas, a zip": ({"lovelaceada_4711_900_hw1.zip": {"stable_softmax.py": PLAIN}}, ONE, []),
}


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("shape", SHAPES)
def test_what_becomes_of_each_shape(tmp_path: Path, shape: str, packed: bool) -> None:
    """The same for a folder and for a zip of it; nothing is written beside it, and nobody is forgotten."""
    files, handins, problems = SHAPES[shape]
    root = laid_out(tmp_path / "subs", files)
    if packed:
        content = {}
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root).as_posix()
            content[name + "/" * path.is_dir()] = b"" if path.is_dir() else path.read_bytes()
        (tmp_path / "subs.zip").write_bytes(zipped(content))
        root = tmp_path / "subs.zip"
    before = sorted(tmp_path.rglob("*"))
    found = collect(root, assignment(), ROSTER)
    assert outcome(found)[:2] == (handins, problems)
    there = {(one.student_id, one.exercise) for one in found.handins}
    lacking = [(student.id, slug) for student in ROSTER for slug in ("stable_softmax", "rmsnorm")]
    assert [(student, slug) for student, slugs in found.missing.items() for slug in slugs] == [
        one for one in lacking if one not in there
    ]
    assert sorted(tmp_path.rglob("*")) == before
    for problem in found.problems:
        assert "/tmp" not in (problem.reason.en + problem.remedy.en).replace(str(tmp_path), "")
        assert problem.name.startswith(str(root)) and problem.reason.zh and problem.remedy.zh


def test_a_notebook_is_kept_without_its_outputs(tmp_path: Path) -> None:
    """Its code cells stay, with their numbers and what they name; two that differ in outputs alone are one."""
    given = notebook("import numpy", SOFTMAX.decode())
    laid_out(tmp_path, {"s001/hw1.ipynb": given})
    (one,) = collect(tmp_path, assignment(), ROSTER).handins
    assert len(one.source) < len(given) - 1000
    assert cells_of(one.source, "x") == cells_of(given, "x") and cells_of(given, "x")[1].number == 4
