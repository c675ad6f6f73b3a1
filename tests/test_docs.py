"""README and docs say what the code does."""

from __future__ import annotations

import ast
import html
import itertools
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from contextvars import copy_context
from pathlib import Path

import click
import pytest

from dlgrade import testing
from grader import __version__, verdict
from grader.catalogue.exercise import Catalogue
from grader.cli import cli
from grader.cli.history import DEFAULT
from grader.installed import shipped
from grader.texts import LANGUAGES
from grader.verdict import Verdict
from tests.samples import SAMPLES
from tools.site_pages import navigation, statements, within_the_site

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SITE = sorted((ROOT / "docs").glob("*.md"))
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *SITE]
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)

FENCE = re.compile(r"^(`{3,})([^\n]*)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
# Options of other programs that the pages speak of.
FOREIGN = {"--noconftest"}


def fences(page: Path) -> list[tuple[str, str]]:
    """The code blocks of a page, each with the language that it names."""
    return [(found[2], found[3]) for found in FENCE.finditer(page.read_text(encoding="utf-8"))]


def blocks(page: Path) -> list[str]:
    """The code blocks of a page."""
    return [block for _, block in fences(page)]


def prose(page: Path) -> str:
    """The page without its code blocks."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def spans(page: Path) -> list[str]:
    """What stands between single backticks."""
    return re.findall(r"(?<!`)`([^`\n]+)`(?!`)", prose(page))


# ---------------------------------------------------------------- commands


def commands(text: str) -> Iterator[list[str]]:
    """The words of each `dlgrade ...` command in a code block, without what the shell takes from it."""
    for line in text.splitlines():
        for found in re.finditer(r"(?:^|\s)dlgrade (?!import )(.*)", line.split(" #")[0]):
            yield shlex.split(re.split(r"[|>&;]", found[1])[0])


def parse(words: list[str]) -> None:
    """Give the words to the program's own parser.

    Raises:
        click.ClickException: they are no command of ours.
    """
    command: click.Command = cli
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        if command.name == "history" and words[0] not in command.commands:
            words = [DEFAULT, *words]
        if words[0] not in command.commands:
            raise click.UsageError(f'there is no command "{words[0]}"')
        command, words = command.commands[words[0]], words[1:]
    copy_context().run(command.make_context, command.name, list(words))  # the language that they choose ends there


@every_page
def test_every_command_in_a_code_block_is_understood(page: Path) -> None:
    """Names, options, choices and required arguments are those of the program."""
    for block in blocks(page):
        for words in commands(block):
            try:
                parse(words)
            except click.exceptions.Exit:
                pass  # --help
            except click.ClickException as error:
                pytest.fail(f"{page.name}: dlgrade {shlex.join(words)}: {error.format_message()}")


@pytest.mark.parametrize("words", ["chekc a.py", "check", "check a.py --sed 1", "list --topic", "start a --lang fr"])
def test_a_wrong_command_in_a_page_would_be_found(words: str) -> None:
    """The test above can fail."""
    with pytest.raises(click.ClickException):
        parse(words.split())


def leaves(command: click.Command) -> Iterator[click.Command]:
    """The command, or those below it."""
    if isinstance(command, click.Group):
        yield command
        for one in command.commands.values():
            yield from leaves(one)
    else:
        yield command


def options(command: click.Command) -> set[str]:
    """As they are written: --seed, --no-time."""
    return {
        name for one in command.params if isinstance(one, click.Option) for name in (*one.opts, *one.secondary_opts)
    }


@every_page
def test_every_command_and_option_in_a_sentence_exists(page: Path) -> None:
    """`dlgrade X --y` and `--y` are understood by the program."""
    known = {"--help", *FOREIGN}.union(*(options(command) for command in leaves(cli)))
    for span in spans(page):
        if re.match(r"dlgrade [a-z]", span):
            words = span.split()[1:]
            assert words[0] in cli.commands, f"{page.name}: `{span}`"
            mine = {"--help"}.union(*(options(command) for command in leaves(cli.commands[words[0]])))
            assert set(re.findall(r"--[a-z-]+", span)) <= mine, f"{page.name}: `{span}`"
        elif span.startswith("--"):
            assert span.split()[0] in known, f"{page.name}: `{span}`"


def test_every_command_is_in_the_readme() -> None:
    """A command that README does not name is one that nobody finds."""
    named = {span.split()[1] for span in spans(ROOT / "README.md") if re.match(r"dlgrade [a-z]", span)}
    assert named == set(cli.commands)


@every_page
def test_targets_of_make_exist(page: Path) -> None:
    """What a newcomer types is there."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = "\n".join([*blocks(page), *spans(page)])
    assert set(re.findall(r"^(?:\$ )?make ([a-z]+)", text, re.MULTILINE)) <= targets


# ---------------------------------------------------------------- verdicts and exit codes


def rows(page: Path, first: str) -> Iterator[list[list[str]]]:
    """The cells of each table whose first column has that heading."""
    for table in re.findall(r"(?:^\|.*\n)+", prose(page), re.MULTILINE):
        cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()]
        if cells[0][0].strip() == first:
            yield [[cell.strip("` ") for cell in row] for row in cells[2:]]


@pytest.mark.parametrize(
    ("page", "heading"), [("README.md", "verdict"), ("learner.md", "verdict"), ("report-format.md", "word")]
)
def test_tables_of_verdicts_are_those_of_the_code(page: str, heading: str) -> None:
    """Each verdict has its row, which begins with the words that the program uses; there is no other row."""
    path = next(path for path in PAGES if path.name == page)
    (table,) = rows(path, heading)
    assert {row[0] for row in table} == {one.value for one in Verdict}
    for letters, means, *_ in table:
        assert means.startswith(Verdict(letters).words()), f"{letters}: {means}"


def test_exit_codes_are_those_of_the_code() -> None:
    """README and the help have one sentence; the page for instructors a row for each."""
    codes = {value for name, value in vars(verdict).items() if name.startswith("EXIT_")}
    pattern = r"Exit codes: 0 accepted; 1 another verdict; 2 usage; 3 our fault[^;]*; 130 interrupted\."
    assert codes == {int(code) for code in re.findall(r"\d+", pattern)}
    assert re.search(pattern, README)
    assert re.search(pattern, re.sub(r"\s+", " ", cli.help or ""))
    (table,) = rows(ROOT / "docs" / "instructor.md", "code")
    assert [int(row[0]) for row in table] == sorted(codes)


def test_the_script_for_marks_makes_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the page for instructors offers runs on real records, and gives an IE no mark."""
    (script,) = [block for block in blocks(ROOT / "docs" / "instructor.md") if block.startswith("import csv")]
    lines = [json.dumps(sample.to_json()) + "\n" for sample in SAMPLES.values()]
    (tmp_path / "reports.jsonl").write_text("".join(lines))
    monkeypatch.chdir(tmp_path)
    exec(script, {})
    table = (tmp_path / "marks.csv").read_text().splitlines()
    assert len(table) == 1 + len(SAMPLES)
    for row, sample in zip(table[1:], SAMPLES.values(), strict=True):
        assert ("not graded" in row) == (sample.verdict is Verdict.IE)


# ---------------------------------------------------------------- links and names


def anchors(page: Path) -> set[str]:
    """What the headings of a page are called in a link."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower()) for heading in headings}


@every_page
def test_links_hold(page: Path) -> None:
    """Every relative link leads to a file, and to a heading of it; those of the site stay in the site."""
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        assert path.exists(), target
        if page in SITE:
            in_site = within_the_site(f"]({target})") != f"]({target})"  # a statement, which is a page there
            assert in_site or path.is_relative_to(ROOT / "docs"), target
        if anchor:
            assert anchor in anchors(path), target


def test_every_page_is_in_the_site_once() -> None:
    """The navigation of mkdocs.yml names each page of docs/, and no other."""
    _, _, nav = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")
    assert sorted(re.findall(r": (\S+\.md)$", nav, re.MULTILINE)) == [page.name for page in SITE]


def test_every_statement_is_a_page_of_the_site() -> None:
    """Both languages, each with a place in the navigation, the exercise's command and a way to the other language."""
    slugs = Catalogue(shipped()).slugs
    listed = [entry for section in navigation() for pages in section.values() for entry in pages]
    assert sorted(uri for entry in listed for uri in entry.values()) == sorted(
        f"exercises/{slug}{ending}.md" for slug in slugs for ending in ("", ".zh")
    )
    for lang, other in (("en", ".zh.md"), ("zh", ".md")):
        for page in statements(lang):
            slug = page.uri.removeprefix("exercises/").partition(".")[0]
            assert f"]({slug}{other})" in page.markdown and f"\ndlgrade start {slug}\n" in page.markdown
            assert page.markdown.startswith("# ")


def test_the_list_of_exercises_leads_to_their_pages() -> None:
    """Each title in docs/catalogue.md leads to its statement's file here, and to its page in the site."""
    page = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
    linked = re.findall(r"\]\((exercises/[^)]+)\)", within_the_site(page))
    assert sorted(linked) == sorted(statement.uri for lang in LANGUAGES for statement in statements(lang))


@every_page
def test_commands_are_written_without_a_prompt(page: Path) -> None:
    """What is copied from a page can be run: only beside their output have commands a prompt, which is not copied."""
    for info, block in fences(page):
        prompts = [line.startswith("$ ") for line in block.splitlines()]
        assert not all(prompts) and (not any(prompts) or info == "console"), block


@every_page
def test_files_that_a_page_names_exist(page: Path) -> None:
    """`grader/x.py` is there: names in the text go stale first."""
    for span in spans(page):
        if re.fullmatch(
            r"\.?(dlgrade(?!/(?:report|not-judged|mark|trial|benchmark))|grader|judge|worker|render|sandbox|tests|tools|docs|exercises|solutions|ci)/[\w./-]+",
            span,
        ):
            assert any((root / span).exists() for root in (ROOT, ROOT / "grader")), f"{page.name}: `{span}`"


def test_every_name_for_tests_is_in_the_format() -> None:
    """What a test file can import from dlgrade.testing is explained to authors, and nothing else is."""
    page = "\n".join([*spans(ROOT / "docs" / "exercise-format.md"), *blocks(ROOT / "docs" / "exercise-format.md")])
    for name in testing.__all__:
        assert re.search(rf"\b{name}\b", page), name
    for name in re.findall(r"\b(?:assert_\w+|require|numerical_gradient)(?=\()", page):
        assert name in testing.__all__, name


def test_every_exercise_is_on_its_page() -> None:
    """docs/catalogue.md has a row for each exercise, and no other (`python tools/catalogue_page.py` renews it)."""
    page = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)`", page, re.MULTILINE) == list(Catalogue(shipped()).slugs)


# ---------------------------------------------------------------- the way to the verdict


def calls(file: str, function: str) -> set[str]:
    """The names that a function of that file uses, each as what it was imported as."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    imported = {
        alias.asname: alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    (body,) = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == function]
    names = {node.id for node in ast.walk(body) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(body) if isinstance(node, ast.Attribute)}
    return {imported.get(name, name) for name in names}


def test_the_verdict_is_four_jumps_from_the_command_line() -> None:
    """Each function that docs/architecture.md names is in its file and calls the next one."""
    (table,) = rows(ROOT / "docs" / "architecture.md", "jump")
    steps = [(row[1].strip("` "), row[2].strip("` ")) for row in table]
    assert len(steps) == 5, "a start and four jumps"
    assert (steps[0], steps[-1][1]) == (("grader/cli/check.py", "check"), "decide")
    for (file, function), (_, following) in itertools.pairwise(steps):
        assert following in calls(file, function), f"{file}: {function} does not call {following}"
    assert "worst" in calls(*steps[-1])


# ---------------------------------------------------------------- the rest


def test_every_dependency_has_its_reason() -> None:
    """docs/dependencies.md and pyproject.toml list the same libraries, and the page names every extra."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[><=\[]", one)[0] for one in requirements}

    assert set(re.findall(r"^\| (\w[\w-]*) \|", page, re.MULTILINE)) - {"library"} == names(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        for name in names(extra):
            assert re.search(rf"\b{name}\b", page), name


def test_the_changelog_knows_this_version() -> None:
    """The version of the program has its heading."""
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_picture_shows_the_report_of_today(lang: str) -> None:
    """The verdict's and the mistake's words are those of the code (`python tools/screenshot.py` renews it)."""
    picture = (ROOT / "docs" / "images" / f"report-{lang}.svg").read_text(encoding="utf-8")
    shown = re.sub(r"\s", "", html.unescape(re.sub(r"<[^>]*>", "", picture)))
    (mistake,) = [one for one in Catalogue(shipped())["self_attention"].mistakes if one.name == "scale_by_embed_dim"]
    assert re.sub(r"\s", "", mistake.explanation.localized(lang)) in shown
    assert re.sub(r"\s", "", Verdict.WA.words(lang)) in shown
    assert "http" not in picture.replace("http://www.w3.org/2000/svg", "").replace("https://www.textualize.io", "")
