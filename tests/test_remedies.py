"""What an error tells people to do exists: commands, their options, pages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from grader.cli import cli

ROOT = Path(__file__).resolve().parent.parent
FILES = [path for path in sorted((ROOT / "grader").rglob("*.py")) if "attacks" not in path.parts]
COMMAND = re.compile(r"`dlgrade ([^`]*)`")


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Each string of a module; what is computed inside an f-string is left out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            yield (
                node.lineno,
                "".join(str(part.value) if isinstance(part, ast.Constant) else "" for part in node.values),
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def named(words: list[str]) -> click.Command | None:
    """The command that the words begin with; None if there is none."""
    command: click.Command | None = cli
    for word in words:
        if not isinstance(command, click.Group) or word.startswith("-"):
            break
        command = command.commands.get(word)
    return command


def options(command: click.Command) -> set[str]:
    """What the command understands."""
    return {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)} | {"--help"}


def everything(group: click.Group) -> set[str]:
    """The options of all commands."""
    found = set[str]()
    for command in group.commands.values():
        found |= options(command) | (everything(command) if isinstance(command, click.Group) else set())
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT / "grader")))
def test_what_a_text_names_exists(path: Path) -> None:
    """`dlgrade X --y` is a command with that option, a docs page is there."""
    for line, text in texts(path):
        for match in COMMAND.findall(text):
            words = match.split()
            command = named(words)
            assert command is not None, f"{path.name}:{line}: dlgrade {match}"
            for option in (word for word in words if word.startswith("--")):
                assert option in options(command), f"{path.name}:{line}: dlgrade {match}"
        for page in re.findall(r"\bdocs/[\w-]+\.md", text):
            assert (ROOT / page).exists(), f"{path.name}:{line}: {page}"


def remedies(path: Path) -> Iterator[tuple[int, str]]:
    """The second argument of each error that a module makes, as far as it is written there."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if isinstance(node, ast.Call) and name in ("UsageError", "GraderError"):
            assert len(node.args) == 2, f"{path}:{node.lineno}: an error without a remedy"
            parts = (one.value for one in ast.walk(node.args[1]) if isinstance(one, ast.Constant))
            yield node.lineno, " ".join(part for part in parts if isinstance(part, str))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT / "grader")))
def test_every_error_has_a_remedy_whose_options_exist(path: Path) -> None:
    """An error says what to do, and an option that it names is one of dlgrade's."""
    for line, text in remedies(path):
        for option in re.findall(r"(?<![\w-])--[a-z-]+", text):
            assert option in everything(cli), f"{path.name}:{line}: {option}"
