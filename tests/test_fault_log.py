"""A fault of ours leaves a file that whoever has to fix it can read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dlgrade import Verdict, grade
from grader.grading.fault_log import KEPT, keep

CATALOGUE = Path(__file__).resolve().parent / "catalogue"


def test_the_newest_files_stay(tmp_path: Path) -> None:
    """As many as KEPT, and none for nothing."""
    paths = [keep(f"fault {number}", "toolbox", tmp_path) for number in range(KEPT + 3)]
    assert len(set(paths)) == KEPT + 3 and keep("", "toolbox", tmp_path) == ""
    left = sorted(tmp_path.iterdir())
    assert len(left) == KEPT and left[-1].read_text() == f"fault {KEPT + 2}\n"


def test_without_a_place_there_is_no_file(tmp_path: Path) -> None:
    """A full or read-only machine has trouble enough."""
    (tmp_path / "taken").write_text("")
    assert keep("fault", "toolbox", tmp_path / "taken") == ""


def test_the_report_names_the_file_with_the_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test of ours that fails with the reference too is IE; where it failed can be read."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    shutil.copytree(CATALOGUE, tmp_path / "catalogue", ignore=shutil.ignore_patterns("__pycache__"))
    tests = tmp_path / "catalogue/exercises/toolbox/test_public.py"
    body = tests.read_text() + "\n\ndef broken():\n    return [][3]\n"
    at = body.index(":\n", body.index("def test_scale(")) + 2
    tests.write_text(body[:at] + "    broken()\n" + body[at:])
    right = (CATALOGUE / "solutions/toolbox/reference.py").read_bytes()
    report = grade("toolbox", right, catalogue=tmp_path / "catalogue", sandbox="process", own=True)
    assert report.verdict is Verdict.IE
    log = Path(report.provenance.log)
    assert log.parent == tmp_path / "state/dlgrade/faults"
    assert "IndexError" in log.read_text() and "in broken" in log.read_text()
