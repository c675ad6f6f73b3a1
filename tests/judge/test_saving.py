"""A failing case as a script and as an input: both show what the test saw."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.catalogue.exercise import Exercise
from grader.grading.client import JudgeProcess
from grader.judge.protocol import Save, SaveDone, Try

Saves = Callable[..., SaveDone]


@pytest.fixture
def save(process: JudgeProcess, right: str, toolbox: Exercise, tmp_path: Path) -> Saves:
    """Save a case of the reference with one change; its script and what that needs are in the folder."""

    def run(case: str, old: str, new: str) -> SaveDone:
        assert old in right
        source = right.replace(old, new)
        (tmp_path / "mine.py").write_text(source)
        assert toolbox.adapter is not None
        (tmp_path / "helper.py").write_bytes(toolbox.adapter.read_bytes())
        done = process.saved(Save(source.encode(), "0", case, "mine.py", "debug.py", "helper.py", "en"))
        (tmp_path / "debug.py").write_text(done.script)
        return done

    return run


def stepped(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the script as a learner would: without anything of ours to import."""
    command = [sys.executable, "-P", folder / "debug.py"]
    return subprocess.run(command, capture_output=True, text=True, cwd="/")


def test_the_script_stops_where_the_test_did(save: Saves, tmp_path: Path) -> None:
    """It imports the learner's file, prints the answer and the expected one, and stops with the element."""
    done = save("scale", "x * factor", "x + factor")
    ran = stepped(tmp_path)
    assert ran.returncode == 1 and "AssertionError: the answer[" in ran.stderr and "expected:" in ran.stdout
    assert "grader" not in done.script and "dlgrade" not in done.script
    compile(done.script, "debug.py", "exec")


def test_a_right_answer_passes_the_script(save: Saves, right: str, tmp_path: Path) -> None:
    """What stops it is the answer alone."""
    save("scale", "x * factor", "x + factor")
    (tmp_path / "mine.py").write_text(right)
    assert stepped(tmp_path).returncode == 0


def test_the_input_differs_in_a_trial(save: Saves, process: JudgeProcess, right: str) -> None:
    """What is saved can be tried, and shows the same difference."""
    done = save("scale", "x * factor", "x + factor")
    mine = right.replace("x * factor", "x + factor").encode()
    assert process.tried(Try(mine, done.input, "saved.json")).same is False
    assert process.tried(Try(right.encode(), done.input, "saved.json")).same


def test_a_case_that_passes_is_not_saved(save: Saves) -> None:
    """There is nothing to step through."""
    done = save("scale", "x * factor", "factor * x")
    assert done.why_not is not None and not done.script and not done.input


def test_an_object_is_asked_all_that_it_was_asked(save: Saves, tmp_path: Path) -> None:
    """The whole sequence of calls on it, in the script and in the input."""
    done = save("counter", "self.total += n", "self.total += n + (self.total < 5)")
    assert done.script.count("counter.add(") >= 1 and '"new": "Counter"' in done.input
    ran = stepped(tmp_path)
    assert ran.returncode == 1 and "AssertionError" in ran.stderr, ran.stderr


def test_the_adapter_is_beside_the_script(save: Saves, tmp_path: Path) -> None:
    """Tests call the learner's code through it, and so does the script."""
    done = save("adapter", "x * factor", "x * factor + 1")
    assert "adapter.twice(submission, " in done.script
    assert stepped(tmp_path).returncode == 1


def test_a_function_of_the_test_answers_as_it_did(save: Saves, tmp_path: Path) -> None:
    """An input has no words for it; the script has its answers."""
    done = save("callback", "high - low > 1e-4", "high - low > 1e-1")
    assert not done.input and "function1_answers = {" in done.script
    ran = stepped(tmp_path)
    assert "answer:" in ran.stdout, ran.stderr
