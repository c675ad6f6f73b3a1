"""README and docs say what the code does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest

from grader import __version__
from grader.cli import cli
from grader.verdict import Verdict

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_every_command_is_in_the_readme() -> None:
    """A command that README does not name is one that nobody finds."""
    named = set(re.findall(r"`dlgrade (\w+)", README))
    assert named == set(cli.commands)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_command_and_option_that_a_page_names_exists(page: Path) -> None:
    """`dlgrade X --y` in a page is understood by the program."""
    for line in re.findall(r"dlgrade ((?:[a-z]+)(?: [^`\n|]*)?)", page.read_text(encoding="utf-8")):
        words = line.split()
        if words[0] not in cli.commands:
            continue  # prose: "dlgrade says what that does not hold"
        command: click.Command = cli.commands[words[0]]
        if isinstance(command, click.Group) and len(words) > 1 and words[1] in command.commands:
            command = command.commands[words[1]]
        known = {name for parameter in command.params for name in [*parameter.opts, *parameter.secondary_opts]}
        for option in re.findall(r"--[a-z-]+", line):
            assert option in known | {"--help"}, f"{page.name}: dlgrade {line}"


def test_verdicts_in_the_readme_are_those_of_the_code() -> None:
    """Each verdict has its row, and no other has one."""
    rows = re.findall(r"^\| ((?:[A-Z]{2,3})(?:, [A-Z]{2,3})*) \|", README, re.MULTILINE)
    assert {verdict for row in rows for verdict in row.split(", ")} == {verdict.value for verdict in Verdict}


def test_exit_codes_in_the_readme_and_in_help_are_one() -> None:
    """The sentence of exit codes stands in both, with the same numbers."""
    pattern = r"Exit codes: 0 accepted; 1 another verdict; 2 usage; 3 our fault[^;]*; 130 interrupted\."
    assert re.search(pattern, README)
    assert re.search(pattern, re.sub(r"\s+", " ", cli.help or ""))


def test_the_two_commands_of_the_readme_are_targets_of_make() -> None:
    """What a newcomer types exists."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE) + re.findall(r"`make (\w+)`", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_between_pages_hold(page: Path) -> None:
    """Every relative link leads to a file."""
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_every_dependency_has_its_reason() -> None:
    """docs/dependencies.md and pyproject.toml list the same libraries."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[><=\[]", one)[0] for one in project["dependencies"]}
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| (\w+) \|", page, re.MULTILINE)) - {"library"} == needed


def test_the_changelog_knows_this_version() -> None:
    """The version of the program has its heading."""
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
