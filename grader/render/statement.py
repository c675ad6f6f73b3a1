"""An exercise as a learner reads it: what is asked, what must be defined, and how much help there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import (
    CodeBlock,
    Heading,
    Markdown,
    Paragraph,
    TableBodyElement,
    TableElement,
    TableHeaderElement,
)
from rich.rule import Rule
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text
from rich.theme import Theme

from grader.catalogue.exercise import Entry, Exercise
from grader.catalogue.topics import difficulty_name, topic_name
from grader.render import words
from grader.render.console import labelled, page_on
from grader.render.wrapping import Styled, unfold
from grader.sandbox import PYTHON

# rich's own styles paint code on black, which is unreadable on a light terminal.
_THEME = Theme({"markdown.code": "bold cyan", "markdown.h2": "bold", "markdown.h3": "bold"})


def print_statement(exercise: Exercise, console: Console, lang: str) -> None:
    """Print the statement of `exercise` with its title, difficulty, entry points and the number of its hints."""
    page = page_on(console, lang)
    dot = f" {page.marks.dot} "
    libraries = () if exercise.framework == "python" else (exercise.framework,)
    runs_with = (f"Python {PYTHON}", *libraries)
    topics = [topic_name(topic).localized(lang) for topic in exercise.topics]
    facts = [exercise.slug, page.say(difficulty_name(exercise.difficulty)), *runs_with, *topics]
    console.print(Styled(exercise.title.localized(lang), "bold"))
    console.print(Styled(dot.join(facts), "dim"))
    console.print(Rule(style="dim"))
    with console.use_theme(_THEME):
        # Where a link leads is shown: a terminal would hide it behind the words.
        console.print(_Statement(unfold(_without_title(exercise.statement(lang))), hyperlinks=False))
    console.print(Rule(style="dim"))
    rows = [(page.say(words.ENTRIES), Styled("\n".join(_signatures(exercise.entries))))]
    if exercise.hints:
        count = len(exercise.hints)
        rows.append((page.say(words.HINTS), Styled(f"{count} (dlgrade hint {exercise.slug})")))
    console.print(labelled(rows))


def print_hints(exercise: Exercise, count: int, console: Console, lang: str) -> None:
    """Print the first `count` hints; each is a little nearer to the solution than the one before."""
    page = page_on(console, lang)
    given = exercise.hints[:count]
    console.print(
        labelled(
            [(f"{page.say(words.HINT)} {number}", Styled(hint.localized(lang))) for number, hint in enumerate(given, 1)]
        )
    )
    if len(given) < len(exercise.hints):
        console.print(Styled(page.say(words.MORE_HINTS, left=len(exercise.hints) - len(given)), "dim"))


def _signatures(entries: tuple[Entry, ...]) -> Iterator[str]:
    for entry in entries:
        yield f"{entry.name}{entry.signature}"
        for name, signature in entry.methods.items():
            yield f"    .{name}{signature}"


def _without_title(markdown: str) -> str:
    """The statement below its first heading: the title is printed already."""
    first, _, rest = markdown.partition("\n")
    return rest if first.startswith("# ") else markdown


class _Heading(Heading):
    """A heading at the left edge, where the text starts (rich centres it)."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        self.text.justify = "left"
        yield self.text


class _Code(CodeBlock):
    """A block of code, indented; in the terminal's own colours and without rich's empty lines around it."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        code = str(self.text).rstrip()
        yield Syntax(code, self.lexer_name, theme="ansi_dark", word_wrap=True, padding=(0, 2))


class _Paragraph(Paragraph):
    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Styled.assemble(self.text)


class _Table(TableElement):
    """A table that cuts no cell (rich's ends a word that does not fit with an ellipsis)."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        rows = [row for part in (self.header, self.body) if part is not None for row in _rows(part)]
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_header=any(cell.plain for cell in rows[0]))
        for cell in rows[0]:
            table.add_column(cell, header_style="markdown.table.header", overflow="fold")
        for row in rows[1:]:
            table.add_row(*row)
        yield table


def _rows(part: TableHeaderElement | TableBodyElement) -> Iterator[list[Text]]:
    rows = [part.row] if isinstance(part, TableHeaderElement) else part.rows
    for row in rows:
        if row is not None:
            yield [Styled.assemble(cell.content) for cell in row.cells]


class _Statement(Markdown):
    elements: ClassVar = {
        **Markdown.elements,
        "heading_open": _Heading,
        "paragraph_open": _Paragraph,
        "fence": _Code,
        "code_block": _Code,
        "table_open": _Table,
    }
