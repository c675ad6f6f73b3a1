"""Hand-ins as they really come: a table of what lies there, and what becomes of it."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from grader import cli
from grader.errors import UsageError
from grader.klass.assignment import Assigned, Assignment, Attempts, Limits
from grader.klass.handins import Collected, collect
from grader.klass.lateness import Late
from grader.klass.roster import Roster, Student
from grader.submission.notebook import cells_of
from grader.texts import Text
from tests.submission.test_archives import ZIPS, info
from tests.submission.test_archives import zipped as zip_of


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
    "Moodle, with groups of a longer name": (
        {"Lab-Team 3-Ada Lovelace_81_assignsubmission_file_/stable_softmax.py": PLAIN},
        ONE,
        [],
    ),
    "Moodle, a name that ends as another's": (
        {"Ann-Li Wei_81_assignsubmission_file_/stable_softmax.py": PLAIN},
        [],
        ["None unknown_student"],
    ),
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


# ---------------------------------------------------------------- archives


@pytest.mark.parametrize(
    ("attack", "kind"),
    [
        ("upwards", "archive_path"),
        ("a link", "archive_link"),
        ("by case", "archive_double"),
        ("zeros", "archive_bomb"),
        ("a password", "archive_locked"),
        ("files without end", "archive_files"),
    ],
)
@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
def test_an_attack_is_one_students_problem(tmp_path: Path, attack: str, kind: str, packed: bool) -> None:
    """In a student's zip, in a folder or in the class's; the others are collected."""
    files = {"s001/hw.zip": ZIPS[attack][0](), "s002/stable_softmax.py": PLAIN}
    root = laid_out(tmp_path / "subs", files)
    if packed:
        root = tmp_path / "subs.zip"
        root.write_bytes(zipped(files))
    found = collect(root, assignment("stable_softmax", limits=Limits(32 << 20, 100)), ROSTER)
    assert outcome(found)[:2] == (["s002 stable_softmax 1"], [f"s001 {kind}"])
    (problem,) = found.problems
    assert problem.name == f"{root}/s001/hw.zip"


@pytest.mark.parametrize(
    ("entries", "kind"),
    [
        ([("s001/stable_softmax.py", PLAIN), (info("s001/x.py", 0o120777), b"/etc/passwd")], "archive_link"),
        ([("s001/stable_softmax.py", PLAIN), ("s001/Stable_Softmax.py", OTHER)], "archive_double"),
        ([("s001/stable_softmax.py", PLAIN), ("s001/../../x.py", OTHER)], "archive_path"),
        ([("s001/stable_softmax.py", PLAIN), ("s001/w.bin", bytes(25 << 20))], "archive_large"),
        ([("s001/stable_softmax.py", PLAIN), ("s001/w.bin", bytes(17 << 20))], "archive_bomb"),
        ([("s001/stable_softmax.py", PLAIN), *((f"s001/{n}.py", b"") for n in range(100))], "archive_files"),
    ],
)
def test_a_bad_entry_of_the_classs_zip_is_one_students_problem(
    tmp_path: Path, entries: list[tuple[str | zipfile.ZipInfo, bytes]], kind: str
) -> None:
    """Whose it is, by where it stands; nothing of theirs is written, and the others are collected."""
    root = tmp_path / "subs.zip"
    root.write_bytes(zip_of(*entries, ("s002/stable_softmax.py", PLAIN)))
    found = collect(root, assignment("stable_softmax", limits=Limits(24 << 20, 100)), ROSTER)
    assert outcome(found)[:2] == (["s002 stable_softmax 1"], [f"s001 {kind}"])
    assert [one.name for one in tmp_path.iterdir()] == ["subs.zip"]


def test_many_archives_share_one_students_room(tmp_path: Path) -> None:
    """What one leaves is all that the next may take."""
    many = {f"s001/{n}.zip": zipped({f"{m}.txt": b"" for m in range(40)}) for n in range(3)}
    found = collect(laid_out(tmp_path, many), assignment(limits=Limits(32 << 20, 100)), ROSTER)
    assert [problem.kind for problem in found.problems].count("archive_files") == 1


def test_links_at_the_top_are_not_followed(tmp_path: Path) -> None:
    """Neither to a folder nor to a file: whoever can make one could hand in somebody else's work."""
    laid_out(tmp_path, {"else/stable_softmax.py": PLAIN, "subs/s002/stable_softmax.py": PLAIN})
    (tmp_path / "subs" / "s001").symlink_to(tmp_path / "else")
    (tmp_path / "subs" / "s003_stable_softmax.py").symlink_to(tmp_path / "else" / "stable_softmax.py")
    found = collect(tmp_path / "subs", assignment("stable_softmax"), ROSTER)
    assert outcome(found)[:2] == (["s002 stable_softmax 1"], ["s001 link", "s003 link"])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none", None, "There is no folder or .zip file"),
        ("subs.rar", b"Rar!", "neither a folder nor a .zip file"),
        ("subs.zip", b"no zip", "cannot be opened as an archive"),
    ],
)
def test_what_is_no_class_ends_the_run(tmp_path: Path, name: str, content: bytes | None, said: str) -> None:
    """The path, and what to name instead."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError) as caught:
        collect(tmp_path / name, assignment(), ROSTER)
    assert said in caught.value.message and str(tmp_path / name) in caught.value.message and caught.value.remedy


# ---------------------------------------------------------------- without a roster

TWO = ["ada stable_softmax 1", "bob rmsnorm 1"]
UNNAMED: dict[str, tuple[Files, list[str], list[str]]] = {
    "a folder each": ({"ada/stable_softmax.py": PLAIN, "bob/rmsnorm.py": NORM}, TWO, []),
    "flat": ({"ada_stable_softmax.py": PLAIN, "rmsnorm-bob (1).py": NORM}, TWO, []),
    "nobody's": ({"stable_softmax.py": PLAIN, "rmsnorm_2.py": NORM}, [], ["None no_student", "None no_student"]),
    "Moodle, two of one name": (
        {
            "Li Wei_7_assignsubmission_file_/stable_softmax.py": PLAIN,
            "Li Wei_8_assignsubmission_file_/stable_softmax.py": OTHER,
        },
        ["Li Wei_7 stable_softmax 1", "Li Wei_8 stable_softmax 1"],
        [],
    ),
    "in one folder more": ({"subs/ada/x/stable_softmax.py": PLAIN, "subs/bob/rmsnorm.py": NORM}, TWO, []),
    "one student, a folder an exercise": (
        {"ada/stable_softmax/a.py": PLAIN, "ada/rmsnorm/b.py": NORM},
        ["ada rmsnorm 1", "ada stable_softmax 1"],
        [],
    ),
}


@pytest.mark.parametrize("shape", UNNAMED)
def test_without_a_roster_whatever_is_at_the_top_is_somebodys(tmp_path: Path, shape: str) -> None:
    """By its name; who handed in nothing at all is not known."""
    files, handins, problems = UNNAMED[shape]
    assert outcome(collect(laid_out(tmp_path, files), assignment()))[:2] == (handins, problems)


def test_the_only_file_for_the_only_exercise(tmp_path: Path) -> None:
    """Whatever it is called; where there are two, nobody knows which."""
    laid_out(tmp_path, {"s001/main.py": PLAIN, "s002/main.py": PLAIN, "s002/helper.py": OTHER})
    found = collect(tmp_path, assignment("stable_softmax"), ROSTER)
    assert outcome(found)[:2] == (["s001 stable_softmax 1"], ["s002 unassigned", "s002 unassigned"])


# ---------------------------------------------------------------- times and attempts

CUTOFF = Late("cutoff")


def times(found: Collected) -> dict[str, datetime | None]:
    """By student."""
    return {one.student_id: one.submitted for one in found.handins}


def test_the_list_of_times_counts(tmp_path: Path) -> None:
    """By student in any spelling, and by exercise where it says so; its faults are named by their line."""
    lines = "student;submitted;exercise\nS001;2026-10-05T21:30:00+08:00;\n王小明;2026-10-06 08:00:00Z;rmsnorm\n"
    lines += "nobody;2026-10-05T00:00:00Z;\ns003;yesterday;\ns003;2026-10-05T00:00:00;\n"
    files = {"s001/stable_softmax.py": PLAIN, "s002/rmsnorm.py": NORM, "s002/stable_softmax.py": PLAIN}
    found = collect(laid_out(tmp_path, {**files, "submitted.csv": lines.encode()}), assignment(), ROSTER)
    known = {(one.student_id, one.exercise): one.submitted for one in found.handins}
    assert known == {
        ("s001", "stable_softmax"): datetime(2026, 10, 5, 13, 30, tzinfo=UTC),
        ("s002", "rmsnorm"): datetime(2026, 10, 6, 8, tzinfo=UTC),
        ("s002", "stable_softmax"): None,
    }
    assert [(one.kind, one.name.rpartition("/")[2]) for one in found.problems] == [
        ("bad_times", f"submitted.csv:{line}") for line in (4, 5, 6)
    ]


def test_the_assignments_list_of_times_comes_first(tmp_path: Path) -> None:
    """A platform's zip stays as it was downloaded; what the list does not say may stand among the hand-ins."""
    (tmp_path / "hw1.submitted.csv").write_text("student,submitted\ns001,2026-10-01T00:00:00Z\n")
    inside = b"student,submitted\ns001,2026-10-02T00:00:00Z\ns002,2026-10-02T00:00:00Z\n"
    files = {"s001/stable_softmax.py": PLAIN, "s002/stable_softmax.py": PLAIN, "submitted.csv": inside}
    (tmp_path / "subs.zip").write_bytes(zipped(files))
    one = replace(assignment(due=DUE, late=CUTOFF), path=tmp_path / "hw1.toml")
    found = collect(tmp_path / "subs.zip", one, ROSTER)
    assert times(found) == {"s001": datetime(2026, 10, 1, tzinfo=UTC), "s002": datetime(2026, 10, 2, tzinfo=UTC)}
    assert not found.problems


@pytest.mark.parametrize("content", [b"who;when\na;b\n", b"\xff\xfe\x00"])
def test_a_list_of_times_that_is_none_is_said(tmp_path: Path, content: bytes) -> None:
    """And costs nobody anything."""
    laid_out(tmp_path, {"s001/stable_softmax.py": PLAIN, "submitted.csv": content})
    found = collect(tmp_path, assignment(due=DUE, late=CUTOFF), ROSTER)
    assert outcome(found)[1] == ["None bad_times", "None no_times"] and times(found) == {"s001": None}


def test_files_times_count_only_where_they_are_trusted(tmp_path: Path) -> None:
    """By default nobody is late by a copy's time, and that is said; of an archive its own time counts."""
    laid_out(tmp_path, {"s001/stable_softmax.py": PLAIN, "s002.zip": {"stable_softmax.py": PLAIN}})
    moment = datetime(2026, 10, 6, 1, 2, 3, tzinfo=UTC)
    for name in ("s001/stable_softmax.py", "s002.zip"):
        os.utime(tmp_path / name, (moment.timestamp(), moment.timestamp()))
    found = collect(tmp_path, assignment(due=DUE, late=CUTOFF), ROSTER)
    assert times(found) == {"s001": None, "s002": None} and outcome(found)[1] == ["None no_times"]
    found = collect(tmp_path, assignment(due=DUE, late=Late("cutoff", times="files")), ROSTER)
    assert times(found) == {"s001": moment, "s002": moment} and not found.problems


def test_the_clock_of_a_zip_is_the_assignments(tmp_path: Path) -> None:
    """A zip file knows no zone; an entry without a time has none, and is not from 1980."""
    entries = [
        (zipfile.ZipInfo("s001/stable_softmax.py", (2026, 10, 5, 23, 58, 0)), PLAIN),
        (zipfile.ZipInfo("s002/stable_softmax.py"), PLAIN),
    ]
    (tmp_path / "subs.zip").write_bytes(zip_of(*entries))
    zone = ZoneInfo("Asia/Shanghai")
    one = assignment(due=DUE, late=Late("cutoff", times="files"), zone=zone)
    found = collect(tmp_path / "subs.zip", one, ROSTER)
    assert times(found) == {"s001": datetime(2026, 10, 5, 23, 58, tzinfo=zone), "s002": None}


def test_attempts_are_in_order_and_too_many_are_said(tmp_path: Path) -> None:
    """By the time that is known; the attempts beyond the last are a problem, and are not judged."""
    files = {f"s001/attempt-{n}/stable_softmax.py": PLAIN + str(n).encode() for n in (2, 3, 11)}
    found = collect(laid_out(tmp_path, files), assignment(attempts=Attempts(max=2)), ROSTER)
    assert [one.attempt for one in found.handins] == [2, 3]
    (problem,) = found.problems
    assert problem.kind == "too_many_attempts" and "attempt-11" in problem.name and "at most 2" in problem.reason.en


def test_two_files_whose_times_are_known_are_attempts(tmp_path: Path) -> None:
    """Without a word: the later one is the second."""
    laid_out(tmp_path, {"s001/a/stable_softmax.py": OTHER, "s001/b/stable_softmax.py": PLAIN})
    for name, hours in (("a", 2), ("b", 1)):
        stamp = (DUE - timedelta(days=1) + timedelta(hours=hours)).timestamp()
        os.utime(tmp_path / "s001" / name / "stable_softmax.py", (stamp, stamp))
    found = collect(tmp_path, assignment(late=Late(times="files")), ROSTER)
    assert [(one.attempt, one.source) for one in found.handins] == [(1, PLAIN), (2, OTHER)]
    assert not found.problems


def test_a_folder_of_too_many_files_is_one_students_problem(tmp_path: Path) -> None:
    """Somebody's whole disk; the others are collected."""
    many = {f"s001/{n}.py": PLAIN for n in range(12)}
    laid_out(tmp_path, {**many, "s002/stable_softmax.py": PLAIN})
    found = collect(tmp_path, assignment("stable_softmax", limits=Limits(hand_in_files=10)), ROSTER)
    assert outcome(found)[:2] == (["s002 stable_softmax 1"], ["s001 too_many_files"])


def test_unknown_names_are_guessed_at(tmp_path: Path) -> None:
    """The remedy names whom it is like."""
    found = collect(laid_out(tmp_path, {"Ada Lovelance/stable_softmax.py": PLAIN}), assignment(), ROSTER)
    assert "Ada Lovelace (s001)" in found.problems[0].remedy.en


def test_who_stands_inside_a_longer_name_is_not_meant(tmp_path: Path) -> None:
    """An id that is another student's first name."""
    two = Roster((Student("ada", "Ada Byron"), Student("al", "Ada Lovelace")))
    found = collect(
        laid_out(tmp_path, {"hw1 Ada Lovelace/stable_softmax.py": PLAIN}), assignment("stable_softmax"), two
    )
    assert outcome(found)[:2] == (["al stable_softmax 1"], [])


def test_an_id_without_letters_means_nobody_else(tmp_path: Path) -> None:
    """A name without letters and an id without letters are not one for that."""
    two = Roster((Student("--", "", "@"), Student("s001", "Ada")))
    files = {"___/stable_softmax.py": PLAIN, "X_9_assignsubmission_file_/stable_softmax.py": PLAIN}
    found = collect(laid_out(tmp_path, files), assignment("stable_softmax"), two)
    assert outcome(found)[:2] == ([], ["None unknown_student"] * 2)


def test_two_of_one_name_are_told_apart_by_number_only(tmp_path: Path) -> None:
    """A name that two have means nobody."""
    twins = Roster((Student("a1", "Li Wei"), Student("a2", "Li Wei", aliases=("Participant 9",))))
    files = {
        "Li Wei_8_assignsubmission_file_/stable_softmax.py": PLAIN,
        "Li Wei_9_assignsubmission_file_/stable_softmax.py": PLAIN,
    }
    found = collect(laid_out(tmp_path, files), assignment("stable_softmax"), twins)
    assert outcome(found)[:2] == (["a2 stable_softmax 1"], ["None ambiguous_student"])


# ---------------------------------------------------------------- the command


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command_says_what_would_be_graded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    """Each hand-in, what is missing and what is wrong, with the student's name; exit code 1 until all is well."""
    monkeypatch.chdir(tmp_path)
    assert cli.run(["assignment", "new", "hw1"]) == 0
    times = b"id,time\ns1,2099-01-01T00:00:00Z\n"
    laid_out(tmp_path, {"subs/s1/stable_softmax.py": PLAIN, "subs/x.pdf": b"%PDF", "subs/submitted.csv": times})
    (tmp_path / "roster.csv").write_text("\ufeff学号;姓名\ns1;王小明\ns2;Bob\n", encoding="utf-8")
    given = ["assignment", "check", "hw1", "subs", "--roster", "roster.csv", "--lang", lang]
    capsys.readouterr()
    assert cli.run(given) == 1
    said = capsys.readouterr().out
    for part in {
        "en": (
            "In subs:",
            "s1 王小明  stable_softmax",
            "no longer accepted",
            "missing  s2 Bob: stable_softmax",
            "x.pdf",
            "Hand-ins: 1; students: 1; missing: 1",
        ),
        "zh": (
            "subs 中：",
            "s1 王小明  stable_softmax",
            "不再接受",
            "缺交  s2 Bob：stable_softmax",
            "x.pdf",
            "提交：1 份；学生：1 名；缺交：1 份",
        ),
    }[lang]:
        assert part in said, said
    laid_out(tmp_path, {"subs/s2/stable_softmax.py": PLAIN})
    (tmp_path / "subs" / "x.pdf").unlink()
    assert cli.run(given) == 0


def test_an_extension_of_nobody_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the roster: a slip in an id would cost a student marks."""
    monkeypatch.chdir(tmp_path)
    assert cli.run(["assignment", "new", "hw1"]) == 0
    (tmp_path / "roster.csv").write_text("id,name\ns001,Ada\n")
    extensions = tmp_path / "assignments" / "hw1.extensions.toml"
    for student, code in (("S001", 0), ("s0001", 1)):
        extensions.write_text(f'[[extension]]\nstudent = "{student}"\nuntil = 2099-01-01T00:00:00Z\n')
        assert cli.run(["assignment", "check", "hw1", "--roster", "roster.csv", "--lang", "en"]) == code
    assert '"s0001" is nobody\'s' in capsys.readouterr().out
