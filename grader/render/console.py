"""The terminal: how it is opened, its marks and colours, and the pieces that every page is made of."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.style import Style
from rich.table import Table
from rich.text import Text as Styled

from grader.escape import BLOCK, Limit, safe_text, steady
from grader.render.sentences import fill
from grader.render.terminal import terminal_size
from grader.texts import Text
from grader.verdict import Verdict

COLOURS = {
    Verdict.AC: "green",
    Verdict.WA: "red",
    Verdict.RTE: "red",
    Verdict.OLE: "yellow",
    Verdict.MLE: "yellow",
    Verdict.TLE: "yellow",
    Verdict.PE: "red",
    Verdict.RV: "red",
    Verdict.CE: "red",
    Verdict.IE: "magenta",
}
"""Colour repeats what marks, letters and words say; nothing is said by colour alone."""

CODE = Style(meta={"code": True})
"""Of what is typed; a terminal shows it as everything else."""

_NARROW, _WIDEST = 60, 100


def open_console(stream: TextIO | None = None, screen: os.terminal_size | None = None) -> Console:
    """A console on `stream` (standard output by default) that shows text as it is; of a `screen`, if it is given.

    Nothing is taken for markup, an emoji code or something to highlight; and where the stream's encoding
    lacks a character its escape is written, so that no submission can make the rendering fail.
    """
    stream = stream or sys.stdout
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    columns, lines = screen or terminal_size()
    return _Steady(
        file=stream,
        force_terminal=True if screen else None,
        markup=False,
        emoji=False,
        highlight=False,
        width=columns,
        height=lines,
    )


class _Steady(Console):
    """A console on which nothing steers the terminal, whoever wrote it: a statement, a title, the name of a file."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """As rich's, every text made steady."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=steady(segment.text))


@dataclass(frozen=True)
class Marks:
    """Signs that stand before a row; plain ASCII where the terminal's encoding has no others."""

    passed: str
    failed: str
    skipped: str
    lost: str
    gutter: str
    dot: str
    tried: str
    full: str
    begun: str

    def of(self, verdict: Verdict | None, skipped: str = "") -> str:
        """The mark of a case."""
        if verdict is None:
            return self.skipped if skipped else self.lost
        return {Verdict.AC: self.passed, Verdict.IE: self.lost}.get(verdict, self.failed)


@dataclass(frozen=True)
class Page:
    """The settings of a page: the reader's language, the marks, the width, and how much of a value is shown."""

    lang: str
    marks: Marks
    width: int
    preview: Limit

    @property
    def narrow(self) -> bool:
        """Whether the page drops what a learner can do without."""
        return self.width < _NARROW

    def say(self, text: Text, **facts: object) -> str:
        """`text` in the reader's language, with `facts` in it, made safe to show."""
        return fill(text, facts).localized(self.lang)

    def quote(self, text: str, limit: Limit) -> str:
        """The submission's `text`, made safe to show."""
        return safe_text(text, limit, self.lang)


def page_on(console: Console, lang: str, preview: Limit = BLOCK) -> Page:
    """The page that `console` has room and characters for; no wider than the eye follows a row."""
    plain = console.options.ascii_only
    marks = (
        Marks("+", "x", "-", "!", "|", "-", "~", "#", "~")
        if plain
        else Marks("✓", "✗", "–", "!", "│", "·", "~", "█", "▒")
    )
    return Page(lang, marks, min(console.width, _WIDEST), preview)


@dataclass(frozen=True)
class Gutter:
    """A text with a mark before each line as it appears on the screen, wrapped lines included.

    So the submission's words can't pass for ours: none of their lines starts where ours do. `caret` is the
    cell below which a "^" stands; it is left out where the text does not fit on one line.
    """

    text: str
    mark: str
    caret: int | None = None

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines, each behind its mark."""
        inner = options.update_width(max(1, options.max_width - 2))
        text = self.text
        if self.caret is not None and cell_len(text) <= inner.max_width:
            text += "\n" + " " * self.caret + "^"
        mark = Segment(f"{self.mark} ", Style(dim=True))
        for line in console.render_lines(Styled(text, overflow="fold"), inner, pad=False):
            yield mark
            yield from line
            yield Segment.line()


@dataclass(frozen=True)
class Unwrapped:
    """A line that the terminal may wrap, and we never do: pasted, it is one line. Print it with `crop=False`."""

    text: str

    def lines(self, width: int) -> int:
        """How many lines of a terminal it takes."""
        return max(1, -(-cell_len(self.text) // width))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The text as it is."""
        yield Segment(self.text, Style(dim=True))
        yield Segment.line()


@dataclass(frozen=True)
class Labelled:
    """Rows of a label and what it names, aligned; `values` says that it names values and code, not sentences."""

    rows: tuple[tuple[str, RenderableType], ...]
    values: bool

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The rows, one below the other."""
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(style="bold", no_wrap=True)
        grid.add_column(overflow="fold", ratio=1)
        for label, content in self.rows:
            grid.add_row(Styled(label), content)
        yield grid


def labelled(rows: Iterable[tuple[str, RenderableType]], *, values: bool = False) -> Labelled:
    """The rows as one piece of a page."""
    return Labelled(tuple(rows), values)
