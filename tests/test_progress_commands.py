"""The commands about what a learner has done: each through the command line, on a history of real checks."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader import cli
from grader.catalogue.exercise import Catalogue
from grader.installed import shipped
from grader.progress.attempt import NOT_JUDGED, Attempt
from grader.progress.history import opened

CATALOGUE = Path(__file__).resolve().parent / "catalogue"
TOOLBOX = CATALOGUE / "solutions" / "toolbox"
RIGHT = (TOOLBOX / "reference.py").read_bytes()
WRONG = (TOOLBOX / "wrong" / "added.py").read_bytes()

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner's folder, where they are, and a state folder of its own; the fixture catalogue."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("DLGRADE_LANG", "en")
    monkeypatch.setenv("DLGRADE_CATALOGUE", str(CATALOGUE))
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path / "mine")
    return tmp_path / "mine"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line; exit code, stdout, stderr."""

    def go(*arguments: object) -> tuple[int, str, str]:
        code = cli.run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return go


def made(*attempts: tuple[str, str, str, bytes]) -> None:
    """Keep attempts, each an id that is its time, an exercise, a verdict and the code."""
    import hashlib

    with opened(print, write=True) as history:
        for at, exercise, verdict, code in attempts:
            digest = hashlib.sha256(code).hexdigest()
            one = Attempt(at, at, exercise, verdict, complete=True, points=1, max_points=9, sha256=digest, ratio=1.25)
            history.add([one], [code])


@pytest.fixture
def worked(home: Path) -> Path:
    """The learner has failed and solved toolbox, and the file is as it was before."""
    made(
        ("2026-01-01T10:00:00+00:00", "toolbox", "WA", WRONG),
        ("2026-01-02T10:00:00+00:00", "toolbox", "AC", RIGHT),
        ("2026-01-03T10:00:00+00:00", "toolbox", "IE", RIGHT),
    )
    (home / "toolbox.py").write_bytes(WRONG)
    return home


@pytest.mark.slow
def test_a_check_is_kept_with_its_code(run: Run, home: Path) -> None:
    """A module as it was, a notebook as what was judged of it; a folder and several files are other people's."""
    (home / "toolbox.py").write_bytes(RIGHT)
    cell = {"cell_type": "code", "source": f"%matplotlib inline\n{RIGHT.decode()}"}
    (home / "toolbox.ipynb").write_text(json.dumps({"nbformat": 4, "cells": [cell]}), encoding="utf-8")
    for name in ("toolbox.py", "toolbox.ipynb", "."):
        run("check", name, "--sandbox", "process", "--no-time", "--unsafe")
    _, out, _ = run("history", "toolbox", "--json")
    module, notebook = map(json.loads, out.splitlines())
    assert (module["verdict"], module["notebook"], module["sandbox"]) == ("AC", False, "process")
    assert module["seed"] and module["report"] == "dlgrade/report/1"
    assert (notebook["verdict"], notebook["notebook"], notebook["name"]) == ("AC", True, "toolbox.ipynb")
    assert run("history", "toolbox", 1)[1].encode() == RIGHT
    _, code, _ = run("history", "toolbox", 2)
    assert "def scale" in code and "matplotlib" not in code


def test_the_history_is_listed(run: Run, worked: Path) -> None:
    """A line for each attempt, with its number; one exercise alone; one that does not exist is told as such."""
    _, out, _ = run("history")
    lines = [line.split("\t") for line in out.splitlines()]
    assert [line[1:6] for line in lines] == [
        ["toolbox", "1", "WA", "1/9", "1.2×"],
        ["toolbox", "2", "AC", "1/9", "1.2×"],
        ["toolbox", "3", "IE", "1/9", "1.2×"],
    ]
    assert run("history", "toolbox")[1] == out
    assert run("history", "show", "toolbox")[1] == out
    code, out, err = run("history", "tolbox")
    assert code == 2 and "Did you mean toolbox" in err
    code, out, err = run("history", "hostile") if "hostile" in Catalogue(CATALOGUE).slugs else (0, "", "")
    assert code == 0 and not out


def test_the_code_of_an_attempt_is_printed_as_it_was(run: Run, worked: Path) -> None:
    """Byte for byte; a number that none has, and one whose code was not kept, are told."""
    assert run("history", "toolbox", 2)[1].encode() == RIGHT
    code, _, err = run("history", "toolbox", 9)
    assert code == 2 and 'no attempt 9 at "toolbox"' in err
    with opened(print, write=True) as history:
        history.add([Attempt("old", "2027-01-01", "toolbox", "AC", sha256="unknown")])
    code, _, err = run("history", "toolbox", 4)
    assert code == 2 and "was not kept" in err


def test_a_file_is_compared(run: Run, worked: Path) -> None:
    """With the last accepted one, or an attempt; by the exercise or the file."""
    code, out, _ = run("diff", "toolbox")
    assert code == 0 and out.startswith("--- toolbox 2 (AC)\n+++ toolbox.py\n")
    assert "-    return x * factor\n" in out
    code, out, err = run("diff", "toolbox.py", 1)
    assert (code, out) == (0, "") and "the same as attempt 1 (WA)" in err
    (worked / "other.py").write_bytes(b"# dlgrade: toolbox\n" + WRONG)
    assert "+# dlgrade: toolbox" in run("diff", "other.py", 1)[1]
    code, _, err = run("diff", "toolbox", 7)
    assert code == 2 and "dlgrade history toolbox" in err


def test_without_an_accepted_answer_there_is_what_to_do(run: Run, home: Path) -> None:
    """No file, no accepted attempt."""
    code, _, err = run("diff", "toolbox")
    assert code == 2 and "dlgrade start toolbox" in err
    (home / "toolbox.py").write_bytes(WRONG)
    code, _, err = run("diff", "toolbox")
    assert code == 2 and "was accepted yet" in err and "dlgrade diff toolbox 1" in err


def test_a_reset_keeps_the_code(run: Run, worked: Path) -> None:
    """Beside the file, each time under a name of its own, and in the history, where it is no try."""
    for number in (1, 2):
        code, out, _ = run("reset", "toolbox")
        assert code == 0 and f"toolbox.py.{number}.bak" in out
    stub = (worked / "toolbox.py").read_bytes()
    assert stub.startswith(b"# dlgrade: toolbox\n")
    assert (worked / "toolbox.py.1.bak").read_bytes() == WRONG and (worked / "toolbox.py.2.bak").read_bytes() == stub
    assert run("history", "toolbox", 4)[1].encode() == WRONG
    assert run("history", "toolbox")[1].splitlines()[3].split("\t")[3] == "reset"
    with opened(print) as history:
        assert [one.counts for one in history.attempts() if one.verdict == NOT_JUDGED] == [False, False]
    assert sorted(path.name for path in worked.iterdir() if path.name.startswith(".")) == []


def test_a_notebook_is_reset_to_a_notebook(run: Run, home: Path) -> None:
    """As `start --notebook` writes it; of what is no notebook any more the bytes are kept all the same."""
    (home / "toolbox.ipynb").write_text("<<<<<<< ours", encoding="utf-8")
    code, _, err = run("reset", "toolbox")
    assert code == 0 and err
    assert json.loads((home / "toolbox.ipynb").read_text(encoding="utf-8"))["nbformat"] == 4
    assert (home / "toolbox.ipynb.1.bak").read_text(encoding="utf-8") == "<<<<<<< ours"


def test_a_reset_that_cannot_be_changes_nothing(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is there; or the folder takes no file."""
    code, _, err = run("reset", "toolbox.py")
    assert code == 2 and "There is no file" in err
    (home / "toolbox.py").write_bytes(WRONG)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", refuse)
    code, _, err = run("reset", "toolbox")
    assert code == 2 and "could not be reset: No space left" in err
    assert [path.name for path in home.iterdir()] == ["toolbox.py"]


def test_progress(run: Run, worked: Path) -> None:
    """For programs a line or an object; how far each exercise is, and each topic."""
    _, out, _ = run("progress")
    assert "toolbox\tsolved\t2\tAC\t1.2×" in out.splitlines()
    _, out, _ = run("progress", "--json")
    record = json.loads(out)
    assert record["format"] == "dlgrade/progress/1"
    (toolbox,) = (one for one in record["exercises"] if one["exercise"] == "toolbox")
    assert toolbox | {"last_at": ""} == {
        "exercise": "toolbox",
        "state": "solved",
        "attempts": 2,
        "last": "AC",
        "best_ratio": 1.25,
        "last_at": "",
    }
    (topic,) = (one for one in record["groups"] if one["id"] == "fixture")
    assert topic["solved"] == 1 and topic["untouched"] == len(topic["exercises"]) - 1


def test_next(run: Run, worked: Path) -> None:
    """What is not solved, with the reasons and the command; in Chinese too."""
    code, out, _ = run("next")
    assert code == 0 and "Next" in out and re.search(r"dlgrade start (?!toolbox)\w+", out)
    assert "easy, as toolbox was" in out
    assert "下一步" in run("next", "--lang", "zh")[1]
    _, out, _ = run("next", "--json")
    first = json.loads(out.splitlines()[0])
    assert first["reasons"][0]["zh"] and not first["tried"]
    made(*((f"2026-02-01T10:00:0{number}+00:00", slug, "AC", b"") for number, slug in enumerate(_slugs())))
    assert run("next")[1] == "Every exercise is solved.\n"


def _slugs() -> tuple[str, ...]:
    return Catalogue(CATALOGUE).slugs


def test_a_history_goes_to_another_machine(run: Run, worked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its code and hints; what is known changes nothing, and what is damaged is said and skipped."""
    made(("2026-01-04T10:00:00+00:00", "toolbox", "CE", b"\xff\xfe no text"))
    run("hint", "toolbox")
    _, before, _ = run("history", "--json")
    assert run("history", "export", "mine.json")[1] == "mine.json: 4 attempts\n"
    code, _, err = run("history", "export", "mine.json")
    assert code == 2 and "File exists" in err
    monkeypatch.setenv("XDG_STATE_HOME", str(worked / "elsewhere"))
    assert "4 new attempts, 0 known already" in run("history", "import", "mine.json")[1]
    assert "0 new attempts, 4 known already" in run("history", "import", "mine.json")[1]
    assert run("history", "--json")[1] == before
    assert run("history", "toolbox", 1)[1].encode() == WRONG
    with opened(print) as history:
        assert history.hints() == {"toolbox": 1} and history.source(history.attempts()[3].sha256) == b"\xff\xfe no text"
    data = json.loads(Path("mine.json").read_text(encoding="utf-8"))
    data["attempts"] += [{"id": "x"}, None, data["attempts"][0] | {"id": "\ud800"}]
    data["attempts"] += [data["attempts"][0] | {"id": "new", "verdict": "??"}, data["attempts"][0] | {"points": None}]
    data["sources"]["0" * 64] = {"text": "another"}
    Path("broken.json").write_text(json.dumps(data), encoding="utf-8")
    code, out, err = run("history", "import", "broken.json")
    assert code == 0 and "0 new attempts, 4 known already" in out and "6 entries" in err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "could not be read"),
        ("[" * 100_000, "is no exported history"),
        ("[]", "is no exported history: its format is None"),
        ('{"format": "dlgrade/report/1"}', "is no exported history"),
        ('{"format": "dlgrade/history/2"}', "has the format 'dlgrade/history/2'"),
    ],
)
def test_what_is_no_history_is_not_imported(run: Run, home: Path, text: str | None, said: str) -> None:
    """With what to do; no history is made."""
    if text is not None:
        Path("x.json").write_text(text, encoding="utf-8")
    code, _, err = run("history", "import", "x.json")
    assert code == 2 and said in err
    assert not (home.parent / "state").exists()


def test_hints_without_a_history_that_can_be_written(run: Run, home: Path) -> None:
    """The first one is shown, and why not the next."""
    (home.parent / "state").touch()
    code, out, err = run("hint", "stable_softmax", "--catalogue", shipped())
    assert code == 0 and "Hint 1" in out and "How many hints you have seen is not known" in err


# ---------------------------------------------------------------- at Tab


def offered(words: str, **environ: str) -> list[str]:
    """What bash offers for the last word of a command line, in a real bash with our script."""
    script = (
        'eval "$(dlgrade completion bash)"; read -ra COMP_WORDS <<< "$1"; [[ $1 == *" " ]] && COMP_WORDS+=("");'
        "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); compopt() { :; }; _dlgrade_completion dlgrade;"
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script, "bash", words],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PATH": path} | environ,
    )
    assert not done.stderr
    return done.stdout.split()


@pytest.mark.slow
def test_bash_completes(worked: Path) -> None:
    """Commands, options, exercises of the catalogue that is named, files, attempts, assignments."""
    (worked / "notes.txt").touch()
    (worked / "assignments").mkdir()
    for name in ("hw1.toml", "hw1.extensions.toml", "hw2.toml"):
        (worked / "assignments" / name).touch()
    assert {"check", "completion"} <= set(offered("dlgrade c"))
    assert offered("dlgrade list --dif") == ["--difficulty"]
    assert offered("dlgrade start tool") == ["toolbox"]
    assert offered(f"dlgrade start --catalogue {shipped()} stable_so") == ["stable_softmax"]
    assert sorted(offered("dlgrade check tool")) == ["toolbox", "toolbox.py"]
    assert sorted(offered("dlgrade diff toolbox ")) == ["1", "2", "3"]
    assert {"export", "import", "toolbox"} <= set(offered("dlgrade history "))
    assert sorted(offered("dlgrade history toolbox ")) == ["1", "2", "3"]
    assert sorted(offered("dlgrade grade h")) == ["hw1", "hw2"]
    assert offered("dlgrade check toolbox.py --case sca") == ["scale"]
    assert offered(f"dlgrade list --catalogue {shipped()} --path trans") == ["transformer"]
    assert offered(f"dlgrade list --catalogue {shipped()} --topic linear") == ["linear-algebra"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(run: Run, shell: str) -> None:
    """Where that shell is installed, it reads it without a complaint."""
    code, script, _ = run("completion", shell)
    assert code == 0 and f"_DLGRADE_COMPLETE={shell}_complete" in script
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=script, text=True, check=True)
