"""Text that a submission controls, in every place where it comes out: it steers none of them.

The text is put wherever a submission can put one: its prints, an exception's type and message, names, its source, the
file's own name. The places: the terminal, its summary, progress and errors, JSON, the history, the list.
"""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from grader import cli

pytestmark = pytest.mark.slow

CATALOGUE = Path(__file__).resolve().parent / "catalogue"
RIGHT = (CATALOGUE / "solutions/toolbox/reference.py").read_text(encoding="utf-8")
STEER = "\x1b]0;owned\x07\x1b[2J\x1b[1A\x9b2J\r\b\x7f\u202e\u2066\u200b"
NAME = f"toolbox{STEER}.py"
PRINTS = f"print({STEER!r} * 3)\n    class E(Exception): pass\n    E.__name__ = E.__qualname__ = {STEER!r}\n"
HOSTILE = RIGHT.replace("return x * factor", f"{PRINTS}    raise E({STEER!r})  # {STEER.replace(chr(13), '')}")
# What our own rendering sends to a terminal besides text: colours.
OURS = re.compile(r"\x1b\[[0-9;]*m")
SANDBOX = ("--sandbox", "process", "--no-time")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner's folder with the submission, and a state folder of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("DLGRADE_CATALOGUE", str(CATALOGUE))
    monkeypatch.setenv("COLUMNS", "120")
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / NAME).write_text(HOSTILE, encoding="utf-8")
    (folder / "other.py").write_text(RIGHT, encoding="utf-8")
    return folder


def assert_steers_nothing(text: str) -> None:
    """Only printable characters and line breaks are in it, and something is."""
    assert text.strip()
    bad = {char for char in text if not char.isprintable() and char != "\n"}
    assert not bad, (bad, text)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_report(home: Path, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A report shows the text as escapes, in both languages."""
    assert cli.run(["check", "toolbox", str(home / NAME), "--lang", lang, *SANDBOX]) == 1
    said = capsys.readouterr()
    assert_steers_nothing(said.out)
    assert r"\x1b[2J" in said.out


def test_the_summary_of_several(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The table over several files shows their names as escapes."""
    assert cli.run(["check", "toolbox", str(home / NAME), str(home / "other.py"), "--unsafe", *SANDBOX]) == 1
    said = capsys.readouterr().out
    assert_steers_nothing(said)
    assert "other.py" in said


def test_a_terminal(home: Path) -> None:
    """On a terminal nothing but our own colours and the line of progress steers it."""
    (home / NAME).write_text(f"import time\ntime.sleep(0.3)\n{HOSTILE}", encoding="utf-8")  # long enough for progress
    outside, inside = pty.openpty()
    command = [sys.executable, "-c", "from grader.cli import main; main()", "check", "toolbox", NAME, *SANDBOX]
    with subprocess.Popen(command, stdout=inside, stderr=inside, stdin=inside, cwd=home):
        os.close(inside)
        said = b""
        with contextlib.suppress(OSError):  # the other side is closed
            while piece := os.read(outside, 65536):
                said += piece
    os.close(outside)
    text = OURS.sub("", said.decode("utf-8")).replace("\r\x1b[K", "").replace("\r\n", "\n")
    assert re.search(r"case \d+ of", text) and r"\x1b[2J" in text
    assert_steers_nothing(text)


def test_json(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A record is one line of printable ASCII, in which the text is whole."""
    assert cli.run(["check", "toolbox", str(home / NAME), "--json", *SANDBOX]) == 1
    said = capsys.readouterr().out
    assert said.isascii() and said.count("\n") == 1
    assert_steers_nothing(said)
    cases = {case["id"]: case for case in json.loads(said)["cases"]}
    assert "\x1b]0;owned" in cases["scale"]["prints"]


def test_the_history(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever the code, the file's name and an imported history hold, what is printed of them steers nothing."""
    cli.run(["check", "toolbox", str(home / NAME), *SANDBOX])
    assert cli.run(["history", "export", str(home / "mine.json")]) == 0
    said = json.loads((home / "mine.json").read_text(encoding="utf-8"))
    (attempt,) = said["attempts"]
    said["attempts"].append(attempt | {"id": STEER, "exercise": STEER, "seed": STEER})
    (home / "mine.json").write_text(json.dumps(said), encoding="utf-8")
    assert cli.run(["history", "import", str(home / "mine.json")]) == 0
    capsys.readouterr()
    for command in (["list"], ["list", "--json"], ["history"], ["history", "--json"], ["progress"], ["next"]):
        assert cli.run(command) == 0
        assert_steers_nothing(capsys.readouterr().out.replace("\t", " "))  # between the columns
    for command in (["diff", "toolbox", "1"], ["diff", str(home / NAME), "1"]):
        (home / "toolbox.py").write_text(RIGHT, encoding="utf-8")
        with contextlib.chdir(home):
            assert cli.run(command) == 0
        said_all = "".join(capsys.readouterr())
        assert_steers_nothing(said_all)


def test_what_a_catalogue_says(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Its titles, topics, hints, statements and sentences steer nothing where they are listed, shown or judged."""
    monkeypatch.delenv("DLGRADE_CATALOGUE", raising=False)
    shutil.copytree(CATALOGUE, home / "own")
    toolbox = home / "own" / "exercises" / "toolbox"
    written = '"' + "".join(f"\\u{ord(char):04x}" for char in STEER) + '"'
    changed = (toolbox / "exercise.toml").read_text(encoding="utf-8")
    changed = changed.replace('en = "Toolbox"', f"en = {written}").replace('["fixture"]', f"[{written}]")
    changed = changed.replace('en = "one"', f"en = {written}")
    (toolbox / "exercise.toml").write_text(changed, encoding="utf-8")
    for name in ("README.md", "README.zh.md"):
        statement = f"# {STEER}\n\n{STEER} [{STEER}](http://example.org/{STEER})\n\n```python\n{STEER}\n```\n"
        (toolbox / name).write_text(statement, encoding="utf-8")
    tests = (toolbox / "test_public.py").read_text(encoding="utf-8")
    (toolbox / "test_public.py").write_text(tests.replace('"Values are scaled', f'{written} "', 1), encoding="utf-8")
    own = ["--catalogue", str(home / "own")]
    for command in (
        ["list"],
        ["list", "--topic", STEER],
        ["show", "toolbox"],
        ["show", "toolbox", "--lang", "zh"],
        ["hint", "toolbox"],
        ["check", "toolbox", str(home / "other.py"), *SANDBOX],
        ["start", "toolbox", "--to", str(home / f"to{STEER}".replace("/", ""))],
    ):
        assert cli.run([*command, *own]) in (0, 1), command
        said = capsys.readouterr()
        assert_steers_nothing(said.out.replace("\t", " "))
        assert said.err == ""


def test_an_error_of_the_command_lines_library(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its older versions quote an unknown option as it is."""

    def refuse(**_: object) -> None:
        raise click.UsageError(f"No such option: {STEER}")

    monkeypatch.setattr(cli.cli, "main", refuse)
    assert cli.run([]) == 2
    assert_steers_nothing(capsys.readouterr().err)


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "toolbox", f"missing{STEER}.py"],
        ["check", f"toolbox{STEER}", "other.py"],
        ["check", "toolbox", f"--{STEER}"],
        ["check", "toolbox", "other.py", "--lang", STEER],
        ["check", "toolbox", "other.py", "--case", STEER, *SANDBOX],
        ["show", STEER],
        [STEER],
    ],
    ids=["no file", "no exercise", "no option", "no language", "no case", "nothing to show", "no command"],
)
def test_an_error(home: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be understood is quoted as escapes: names of files come from others, and a shell completes them."""
    assert cli.run([str(home / "other.py") if one == "other.py" else one for one in arguments]) == 2
    assert_steers_nothing(capsys.readouterr().err)
