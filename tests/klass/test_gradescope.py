"""`dlgrade gradescope`: the zip is unpacked, set up and run as Gradescope would, in a folder of the test's."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
import tomllib
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from grader import cli
from grader.catalogue.exercise import Catalogue
from grader.installed import shipped
from grader.klass.autograder.pack import pack
from grader.klass.autograder.run import Submitter
from tests.klass.a_class import DUE, SEED, assignment

SOFTMAX = Catalogue(shipped())["stable_softmax"]


def unpack(path: Path, folder: Path) -> None:
    """As the platform does: the modes of files may be lost on the way."""
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)


@pytest.fixture(scope="module")
def autograder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder /autograder of an image: a real environment with the zip's own wheel, no package from any index."""
    top = tmp_path_factory.mktemp("gradescope")
    given = assignment(top, '[late]\npolicy = "percent"\npercent_per_day = 10\n', slugs=("stable_softmax",))
    pack(given, Catalogue(shipped()), top / "autograder.zip", require="process", lang="en")
    unpack(top / "autograder.zip", top / "autograder" / "source")
    (top / "bin").mkdir()
    (top / "bin" / "apt-get").write_text('#!/bin/sh\necho "$@" >> "$APT_LOG"\n')
    (top / "bin" / "apt-get").chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{top / 'bin'}:{os.environ['PATH']}",
        "APT_LOG": str(top / "apt.log"),
        "DLGRADE_AUTOGRADER": str(top / "autograder"),
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
    }
    done = subprocess.run(
        ["bash", top / "autograder" / "source" / "setup.sh"], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "bubblewrap" in (top / "apt.log").read_text()
    (site,) = (top / "autograder" / "dlgrade" / "lib").glob("*/site-packages")
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return top / "autograder"


def run(autograder: Path, source: bytes, name: str = "stable_softmax.py", *, sandbox: str, late: bool = False) -> Any:
    """Hand a file in, on the due day or the day after; the finished process and what is in results.json."""
    for part in ("submission", "results"):
        shutil.rmtree(autograder / part, ignore_errors=True)
        (autograder / part).mkdir()
    (autograder / "submission" / name).write_bytes(source)
    created = DUE + timedelta(hours=12 if late else -1)
    (autograder / "submission_metadata.json").write_text(
        json.dumps({"created_at": created.isoformat(), "users": [{"email": "ada@uni.edu", "id": 7, "name": "Ada"}]})
    )
    environment = {**os.environ, "DLGRADE_AUTOGRADER": str(autograder), "DLGRADE_SANDBOX": sandbox}
    done = subprocess.run(
        ["bash", autograder / "source" / "run_autograder"], env=environment, capture_output=True, text=True
    )
    assert SEED not in done.stdout + done.stderr
    found = json.loads((autograder / "results" / "results.json").read_text())
    assert SEED not in json.dumps(found)
    return done, found


@pytest.mark.slow
def test_a_right_a_wrong_and_a_broken_submission_get_their_scores(autograder: Path) -> None:
    """Full points, some, and none with the reason; what was late costs what the assignment says."""
    sandbox = "process"
    done, right = run(autograder, SOFTMAX.reference.read_bytes(), sandbox=sandbox)
    assert done.returncode == 0 and right["score"] == 10, done.stderr
    assert {test["status"] for test in right["tests"]} == {"passed"}
    _, late = run(autograder, SOFTMAX.reference.read_bytes(), sandbox=sandbox, late=True)
    assert late["score"] == 9
    done, wrong = run(autograder, SOFTMAX.mistakes[0].path.read_bytes(), sandbox=sandbox)
    assert done.returncode == 0 and 0 <= wrong["score"] < 10, done.stderr
    assert {"passed", "failed"} == {test["status"] for test in wrong["tests"]}
    done, broken = run(autograder, b"def stable_softmax(:\n", sandbox=sandbox)
    assert done.returncode == 0 and broken["score"] == 0
    assert "CE" in broken["output"]


@pytest.mark.slow
@pytest.mark.bubblewrap
def test_a_container_that_allows_namespaces_uses_them(autograder: Path) -> None:
    """It is judged there too; what is secret is closed, whatever modes unpacking gave."""
    (autograder / "source" / "assignments" / "hw1.seed").chmod(0o644)
    done, found = run(autograder, SOFTMAX.reference.read_bytes(), sandbox="bubblewrap")
    assert done.returncode == 0 and found["score"] == 10, done.stderr
    assert not [path for path in (autograder / "source").rglob("*") if path.stat().st_mode & 0o077]


@pytest.mark.slow
def test_what_cannot_be_used_is_told_with_its_reason(autograder: Path) -> None:
    """A file that is no answer is a zero with a reason; a fault of ours is no score at all."""
    done, found = run(autograder, b"%PDF-1.4", "essay.pdf", sandbox="process")
    assert done.returncode == 0 and found["score"] == 0
    assert "essay.pdf" in found["output"]
    done, found = run(autograder, SOFTMAX.reference.read_bytes(), sandbox="no such sandbox")
    assert done.returncode == 3 and "score" not in found and "tests" not in found
    assert "no such sandbox" in done.stderr


def packed(folder: Path, *, top: str = "", slugs: tuple[str, ...] = ("stable_softmax",)) -> dict[str, bytes]:
    """The files of the zip that the command writes for an assignment, by name."""
    given = assignment(folder, top=top, slugs=slugs)
    out = folder / "autograder.zip"
    assert cli.run(["gradescope", str(given.path), "-o", str(out)]) == 0
    assert out.stat().st_mode & 0o077 == 0, "the secret seed is in it"
    with zipfile.ZipFile(out) as archive:
        modes = {entry.filename: entry.external_attr >> 16 for entry in archive.infolist()}
        assert {name for name, mode in modes.items() if mode == 0o755} == {"setup.sh", "run_autograder"}
        assert set(modes.values()) == {0o755, 0o600}
        return {name: archive.read(name) for name in modes}


def test_the_zip_holds_this_assignment_and_no_other_exercise(tmp_path: Path) -> None:
    """Its exercises and seed, the program as a wheel without the catalogue; torch where an exercise needs it."""
    files = packed(tmp_path)
    assert {name.split("/")[1] for name in files if name.startswith(("exercises/", "solutions/"))} == {"stable_softmax"}
    assert SEED.encode() in files["assignments/hw1.seed"] and "needs_torch" not in files
    (tmp_path / "program.whl").write_bytes(next(files[name] for name in files if name.endswith(".whl")))
    with zipfile.ZipFile(tmp_path / "program.whl") as wheel:
        names = wheel.namelist()
        assert "grader/klass/autograder/setup.sh" in names and "dlgrade/testing.py" in names
        assert not [name for name in names if "shipped" in name or "__pycache__" in name]
        (metadata,) = (wheel.read(name).decode() for name in names if name.endswith("/METADATA"))
    assert "Requires-Dist: numpy" in metadata and "extra" not in metadata
    assert "needs_torch" in packed(tmp_path / "torch", slugs=("self_attention",))


def test_exercises_of_ones_own_are_taken_along(tmp_path: Path) -> None:
    """The assignment's catalogue is the zip's own there, wherever it is here."""
    for part, folder in (("exercises", SOFTMAX.folder), ("solutions", SOFTMAX.solutions)):
        shutil.copytree(folder, tmp_path / "private" / part / "stable_softmax")
    (tmp_path / "private" / "exercises" / "stable_softmax" / "mine.txt").write_text("mine")
    files = packed(tmp_path, top='catalogue = "../private"  # ours')
    assert files["exercises/stable_softmax/mine.txt"] == b"mine"
    assert tomllib.loads(files["assignments/hw1.toml"].decode())["catalogue"] == ".."


def test_a_zip_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With its path, and no half of it stays."""
    given = assignment(tmp_path, slugs=("stable_softmax",))
    (tmp_path / "file").touch()
    assert cli.run(["gradescope", str(given.path), "-o", str(tmp_path / "file" / "a.zip")]) == 2
    assert "could not be written" in capsys.readouterr().err


def test_who_handed_in_is_read_from_the_platforms_record(tmp_path: Path) -> None:
    """By address, else by number; without a record it is somebody."""
    path = tmp_path / "submission_metadata.json"
    assert Submitter.load(path).created_at == ""
    path.write_text('{"users": [{"id": 7}], "created_at": "2026-10-01T10:00:00-07:00"}')
    assert Submitter.load(path).student.id == "7" and Submitter.load(path).created_at.endswith("-07:00")
