"""A report as a piece of HTML: what the terminal's page consists of, part by part.

In a notebook styles stand inline, for it keeps no others: text has the colour of its surroundings, and the few colours
of ours can be read on white and on black. A page with a style sheet of its own gets names of classes instead.
Everything is made safe, then escaped.
"""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.style import Style
from rich.table import Table
from rich.text import Text as Line

from grader.escape import steady
from grader.render import words
from grader.render.console import Gutter, Labelled, Page, Unwrapped, page_on
from grader.render.report import contents
from grader.render.steps import Step
from grader.report import Report
from grader.texts import Text

COLOURS = {"green": "#2f8540", "red": "#cf4a4a", "yellow": "#96700c", "magenta": "#ad55b8"}
"""Each as the terminal calls it."""

_WIDTH = 100
_PLAIN = Console(
    file=io.StringIO(),
    width=_WIDTH,
    color_system=None,
    markup=False,
    emoji=False,
    highlight=False,
    force_jupyter=False,
)
_WRAPPED = "white-space:pre-wrap;overflow-wrap:anywhere"
_MONOSPACE = "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.93em"
# A notebook has rules for tables, which stripe and centre them.
_RULES = {
    "report": "line-height:1.5;max-width:64rem;padding:4px 0",
    "text": _WRAPPED,
    "first": "font-weight:600",
    "command": f"{_WRAPPED};opacity:.75;font-size:.93em",
    "table": "border-collapse:collapse;border:0;margin:0;font-size:inherit;table-layout:auto",
    "whole": "width:100%",
    "row": "background:none",
    "cell": "vertical-align:top;padding:1px 12px 1px 0;border:0;background:none;max-width:none;"
    f"text-align:left;{_WRAPPED}",
    "right": "text-align:right",
    "wide": "width:100%",
    "label": "white-space:nowrap",
    "code": _MONOSPACE,
    "panel": "border:1px solid {};border-left-width:4px;border-radius:3px;padding:6px 12px;margin:8px 0",
    "gutter": "margin:3px 0;padding:0 0 0 10px;border:0;border-left:3px solid #8888;background:none;color:inherit;"
    f"{_WRAPPED};{_MONOSPACE}",
    "unwrapped": "white-space:pre;overflow-x:auto",
    "bold": "font-weight:600",
    "dim": "opacity:.75",
    "italic": "font-style:italic",
    "ink": "color:{}",
    "stamp": "background:{};color:#fff;border-radius:3px;padding:1px 2px",
}

Dress: TypeAlias = Callable[[Sequence[str], str], str]
"""Makes an attribute of the names of styles, and of a colour for those that have one."""


def inline(names: Sequence[str], colour: str) -> str:
    """The styles themselves."""
    rules = ";".join(_RULES[name].format(COLOURS.get(colour, "")) for name in names)
    return f' style="{rules}"' if rules else ""


def classes(names: Sequence[str], colour: str) -> str:
    """Their names, for a style sheet: `r-cell r-label`, `r-stamp r-green`."""
    told = " ".join(f"r-{name}" for name in (*names, *([colour] if colour else [])))
    return f' class="{told}"' if told else ""


def report_html(report: Report, lang: str, *, again: str, steps: Sequence[Step] = ()) -> str:
    """The report in `lang`, with what repeats the run, and what the learner can do next."""
    page = page_on(_PLAIN, lang)
    return parts_html([*contents(report, page, steps), Unwrapped(page.say(words.REPEAT) + again)], lang)


def parts_html(parts: Iterable[RenderableType], lang: str, dress: Dress = inline) -> str:
    """The parts of a page."""
    return _Maker(dress).framed(lang, parts)


def message_html(said: Iterable[Text], lang: str) -> str:
    """A few sentences, one below the other, the first one bold."""
    lines = [one.localized(lang) for one in said]
    return _Maker(inline).message(lang, lines)


def plain_page(lang: str) -> Page:
    """The page that parts are made for."""
    return page_on(_PLAIN, lang)


class _Maker:
    """Makes elements, each dressed."""

    def __init__(self, dress: Dress) -> None:
        self._dress = dress

    def framed(self, lang: str, parts: Iterable[RenderableType]) -> str:
        return self._frame(lang, self._parts(parts))

    def message(self, lang: str, lines: Sequence[str]) -> str:
        return self._frame(
            lang, (self._div(_escaped(line), *(() if number else ("first",))) for number, line in enumerate(lines))
        )

    def _frame(self, lang: str, parts: Iterable[str]) -> str:
        return f'<div lang="{lang}"{self._dress(("report",), "")}>\n{"".join(parts)}</div>'

    def _parts(self, parts: Iterable[RenderableType]) -> Iterator[str]:
        """Each part as an element; empty lines, which set parts of a terminal's page apart, are margins here."""
        for part in parts:
            if not isinstance(part, Line) or part.plain:
                yield self._part(part)

    def _part(self, part: RenderableType) -> str:
        match part:
            case str():  # of a row that is shorter than its table
                return _escaped(part)
            case Line():
                return self._div(self._spans(part), "text")
            case Gutter():
                return self._gutter(part)
            case Labelled():
                labels = ([Line(label, "bold"), content] for label, content in part.rows)
                return self._table(labels, (("label",), ("code",) if part.values else ()))
            case Table():
                rows = zip(*(column.cells for column in part.columns), strict=True)
                styles = [_column(column.justify, column.no_wrap, column.ratio) for column in part.columns]
                return self._table(rows, styles, whole=part.expand)
            case Panel():
                return self._panel(part)
            case Group():
                return "".join(self._parts(part.renderables))
            case Unwrapped():
                return self._div(f"<code>{_escaped(part.text)}</code>", "command")
            case _:
                raise TypeError(f"no HTML for a {type(part).__name__}")

    def _table(
        self, rows: Iterable[Iterable[RenderableType]], columns: Sequence[tuple[str, ...]], *, whole: bool = False
    ) -> str:
        told = []
        for row in rows:
            cells = [
                f"<td{self._dress(('cell', *column), '')}>{self._inside(cell)}</td>"
                for cell, column in zip(row, columns, strict=True)
            ]
            told.append(f"<tr{self._dress(('row',), '')}>{''.join(cells)}</tr>\n")
        names = ("table", "whole") if whole else ("table",)
        return f"<table{self._dress(names, '')}><tbody>\n{''.join(told)}</tbody></table>\n"

    def _inside(self, cell: RenderableType) -> str:
        """The content of a table's cell: a text without an element of its own."""
        return self._spans(cell) if isinstance(cell, Line) else self._part(cell)

    def _panel(self, panel: Panel) -> str:
        title = self._spans(panel.title) if isinstance(panel.title, Line) else ""
        inside = self._part(panel.renderable)
        attribute = self._dress(("panel",), str(panel.border_style))
        return f"<div{attribute}>\n{self._div(title, 'text')}{inside}</div>\n"

    def _gutter(self, part: Gutter) -> str:
        """The submission's words, set apart by a bar; below a caret they are not wrapped."""
        text, names = part.text, ["gutter"]
        if part.caret is not None:
            text, names = f"{text}\n{' ' * part.caret}^", ["gutter", "unwrapped"]
        return f"<pre{self._dress(names, '')}>{_escaped(text)}</pre>\n"

    def _div(self, inside: str, *names: str) -> str:
        return f"<div{self._dress(names, '')}>{inside}</div>\n"

    def _spans(self, text: Line) -> str:
        """A text, each run in its style."""
        told = []
        text = text.copy()
        text.stylize_before(text.style)  # of a text without runs rich leaves its own style to the console
        for segment in text.render(_PLAIN):
            if not segment.text:
                continue
            inside, style = _escaped(segment.text), segment.style or Style.null()
            if style.meta.get("code"):
                inside = f"<code>{inside}</code>"
            attribute = self._dress(*_named(style))
            told.append(f"<span{attribute}>{inside}</span>" if attribute else inside)
        return "".join(told)


def _column(justify: str, no_wrap: bool, ratio: int | None) -> tuple[str, ...]:
    names = {"right": justify == "right", "wide": bool(ratio), "label": no_wrap}
    return tuple(name for name, holds in names.items() if holds)


def _named(style: Style) -> tuple[tuple[str, ...], str]:
    """The names of a run's styles, and its colour where it is one of ours."""
    colour = style.color.name if style.color and style.color.name in COLOURS else ""
    names = {
        "bold": style.bold,
        "dim": style.dim,
        "italic": style.italic,
        "ink": colour and not style.reverse,
        "stamp": colour and style.reverse,
    }
    return tuple(name for name, holds in names.items() if holds), colour


def _escaped(text: str) -> str:
    return html.escape(steady(text))
