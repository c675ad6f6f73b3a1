"""`dlgrade try`, `dlgrade bench` and `check --save-case` as a person meets them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader import cli
from grader.judge.far.transcript import write

CATALOGUE = Path(__file__).resolve().parent / "catalogue"
TOOLBOX = CATALOGUE / "solutions" / "toolbox"
Run = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.slow


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in a folder with right.py, wrong.py and x.json; exit code, stdout, stderr."""
    for name, value in (("XDG_STATE_HOME", str(tmp_path / "state")), ("DLGRADE_LANG", "en"), ("COLUMNS", "200")):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DLGRADE_CATALOGUE", str(CATALOGUE))
    monkeypatch.chdir(tmp_path)
    Path("right.py").write_text((TOOLBOX / "reference.py").read_text())
    Path("wrong.py").write_text((TOOLBOX / "wrong" / "added.py").read_text())
    Path("x.json").write_text('{"call": "scale", "args": [{"array": [1, 2, 30]}]}')

    def go(*arguments: str) -> tuple[int, str, str]:
        code = cli.run([*arguments, "--sandbox", "process"])
        said = capsys.readouterr()
        return code, said.out, said.err

    return go


def test_both_answers_are_shown(run: Run) -> None:
    """Equal ones exit 0, different ones 1, with the first difference and a word that it is no verdict."""
    code, out, _ = run("try", "toolbox", "right.py", "--input", "x.json", "--lang", "zh")
    assert code == 0 and "与参考解相同" in out and "[ 2.,  4., 60.]" in out
    code, out, _ = run("try", "toolbox", "wrong.py", "--input", "x.json", "--no-time")
    assert code == 1 and "differs" in out and "expected 2.0" in out and "no verdict" in out


def test_a_record(run: Run) -> None:
    """--json prints one record and nothing else."""
    code, out, _ = run("try", "toolbox", "wrong.py", "--input", "x.json", "--json")
    record = json.loads(out)
    assert code == 1 and record["format"] == "dlgrade/trial/1" and record["same"] is False


def test_what_the_reference_refuses_is_no_failure(run: Run) -> None:
    """It is said that the statement promises nothing."""
    Path("x.json").write_text('{"call": "scale", "args": [null]}')
    code, out, _ = run("try", "toolbox", "right.py", "--input", "x.json")
    assert code == 0 and "The reference raises TypeError" in out and "does not promise" in out


def test_a_bad_input_is_a_usage_error(run: Run) -> None:
    """Before anything runs."""
    Path("x.json").write_text('{"call": "skale", "args": []}')
    code, _, error = run("try", "toolbox", "right.py", "--input", "x.json")
    assert code == 2 and 'x.json", call: "skale"' in error and "Did you mean scale" in error
    assert run("try", "toolbox", "right.py", "--input", "none.json")[0] == 2


def test_a_syntax_error_is_told(run: Run) -> None:
    """As a report tells it."""
    Path("right.py").write_text("def scale(:")
    code, out, _ = run("try", "toolbox", "right.py", "--input", "x.json")
    assert code == 1 and "right.py:1" in out


def test_bench_of_an_input(run: Run) -> None:
    """A record; other sizes than the input's own."""
    Path("n.json").write_text('{"n": [1000, 2000, 4000], "call": "total", "args": [{"size": "n"}]}')
    arguments = ("bench", "toolbox", "right.py", "--input", "n.json", "--seconds", "0.5")
    code, out, _ = run(*arguments, "--json", "--sizes", "500,1000")
    record = json.loads(out)["benched"]
    assert code == 0 and [point["size"] for point in record["points"]] == [500, 1000]
    assert record["cost"] == {"submission": None, "reference": None}


def test_a_failing_case_is_saved_once(run: Run) -> None:
    """A script that runs without dlgrade, and an input; neither is overwritten."""
    check = ("check", "toolbox", "wrong.py", "--no-time", "--save-case=saved")
    code, out, _ = run(*check)
    assert code == 1 and "Saved: saved/debug_toolbox_scale.py" in out and "python -m pdb" in out
    script = Path("saved/debug_toolbox_scale.py")
    ran = subprocess.run([sys.executable, "-P", script], capture_output=True, text=True)
    assert ran.returncode == 1 and "AssertionError: the answer" in ran.stderr
    assert json.loads(Path("saved/toolbox_scale.json").read_text())["exercise"] == "toolbox"
    before = script.read_text()
    code, _, error = run(*check)
    assert code == 2 and "nothing is overwritten" in error and script.read_text() == before


def test_the_file_is_not_the_folder(run: Run) -> None:
    """The option is for one file, and its value is a folder."""
    code, _, error = run("check", "toolbox", "--save-case", "right.py", "wrong.py")
    assert code == 2 and "--save-case=DIR" in error


def test_a_hidden_case_is_never_saved(run: Run) -> None:
    """Where only hidden cases fail, that is said, and nothing is written."""
    Path("wrong.py").write_text((TOOLBOX / "wrong" / "always_two.py").read_text())
    code, out, _ = run("check", "toolbox", "wrong.py", "--no-time", "--save-case=saved")
    assert code == 1 and "a hidden case is never saved" in out and not Path("saved").exists()


def test_of_a_notebook_lines_are_those_of_its_cells(run: Run) -> None:
    """A trial names the cell; a saved case has no script, for a script cannot import a notebook."""
    source = Path("right.py").read_text().replace("return x * factor", "return x.nothing")
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
    first = {**cell, "source": "1 + 1"}
    Path("mine.ipynb").write_text(
        json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [first, cell]})
    )
    code, out, _ = run("try", "toolbox", "mine.ipynb", "--input", "x.json", "--no-time")
    assert code == 1 and "mine.ipynb, cell 2, line 2" in out
    _, out, _ = run("check", "toolbox", "mine.ipynb", "--no-time", "--save-case=saved")
    assert "cannot import a notebook" in out
    assert [path.suffix for path in Path("saved").iterdir()] == [".json"]


def test_without_the_reference_the_answers_stand_alone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release holds none: that is said, and there is nothing to be asked."""
    shutil.copytree(CATALOGUE, "released")
    solutions = Path("released/solutions/toolbox")
    (solutions / "reference.py").unlink()
    write(solutions / "transcript.bin", {})
    monkeypatch.setenv("DLGRADE_CATALOGUE", "released")
    code, out, _ = run("try", "toolbox", "right.py", "--input", "x.json")
    assert code == 0 and "reference is not on this machine" in out and "[ 2.,  4., 60.]" in out
    Path("n.json").write_text('{"n": [1000, 2000, 4000], "call": "total", "args": [{"size": "n"}]}')
    code, out, _ = run("bench", "toolbox", "right.py", "--input", "n.json", "--seconds", "0.5")
    assert code == 0 and "stands alone" in out and "the reference's" not in out


def test_code_that_ends_its_process(run: Run) -> None:
    """The learner's own fault is told as such; the reference's answer stands there all the same."""
    wrong = Path("right.py").read_text().replace("return x * factor", "import os; os._exit(3)")
    Path("wrong.py").write_text(wrong)
    code, out, _ = run("try", "toolbox", "wrong.py", "--input", "x.json")
    assert code == 1 and "exit status 3" in out and "[ 2.,  4., 60.]" in out
