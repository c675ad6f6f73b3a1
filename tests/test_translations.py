"""The command line speaks Chinese: every string of its help and its errors is translated, and shown as Chinese is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po

from grader import cli
from grader.cli.speaking import DOMAIN, LOCALE

ROOT = Path(__file__).resolve().parent.parent
TOOL = ROOT / "tools/translations.py"
_FIELD = re.compile(r"\{\w+|%\(\w+")


def commands(group: click.Group, *names: str) -> list[tuple[str, ...]]:
    """The words that lead to each command of the group."""
    found = [names]
    for name, command in group.commands.items():
        found += commands(command, *names, name) if isinstance(command, click.Group) else [(*names, name)]
    return found


@pytest.mark.slow
def test_every_string_has_its_translation() -> None:
    """The files are those of the code as it stands, and nothing in them is left open: run tools/translations.py."""
    checked = subprocess.run([sys.executable, TOOL, "--check"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    with (LOCALE / f"zh/LC_MESSAGES/{DOMAIN}.po").open("rb") as file:
        messages = [message for message in read_po(file, locale="zh") if message.id]
    assert len(messages) > 150
    assert [message.id for message in messages if not any(message.string)] == []


def test_a_translation_fills_in_nothing_that_the_english_has_not() -> None:
    """A field that does not exist would end the program where it should have said what is wrong."""
    with (LOCALE / f"zh/LC_MESSAGES/{DOMAIN}.po").open("rb") as file:
        for message in read_po(file, locale="zh"):
            english = message.id if isinstance(message.id, tuple) else (message.id,)
            chinese = message.string if isinstance(message.string, tuple) else (message.string,)
            known = {field for text in english for field in _FIELD.findall(text)}
            assert message.id == "" or {field for text in chinese for field in _FIELD.findall(text)} <= known, (
                message.id
            )


@pytest.mark.parametrize("names", commands(cli.cli), ids=" ".join)
def test_help_in_chinese(
    names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No line of it is English, and none is wider than the terminal."""
    monkeypatch.setenv("DLGRADE_LANG", "zh")
    monkeypatch.setenv("COLUMNS", "80")
    assert cli.run([*names, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("用法：dlgrade")
    english = re.compile(r"\b(the|of|an?|with|for|and) \w", re.IGNORECASE)
    assert [line for line in shown.splitlines() if english.search(line)] == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["check", "--jbos", "2"], "没有选项 '--jbos'"),
        (["chek"], "没有命令 'chek'"),
        (["show"], "缺少参数 'EXERCISE'"),
        (["check", "x", "--sandbox", "none"], "不在可选值"),
        (["check", "--lang", "zh", "--jobs", "0", "x"], "不在范围"),
        (["show", "a", "b"], "多余的参数（b）"),
    ],
)
def test_errors_in_chinese(
    line: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the environment or by --lang; what click itself finds wrong too."""
    monkeypatch.setenv("DLGRADE_LANG", "en" if "--lang" in line else "zh")
    assert cli.run(line) == 2
    assert said in capsys.readouterr().err


def test_the_language_of_one_run_is_not_that_of_the_next(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A program that calls the command twice hears each in its own language."""
    monkeypatch.setenv("DLGRADE_LANG", "en")
    monkeypatch.delenv("LANGUAGE", raising=False)
    cli.run(["check", "--lang", "zh", "--help"])
    assert "评判提交" in capsys.readouterr().out
    cli.run(["check", "--help"])
    assert "Judge submissions" in capsys.readouterr().out
