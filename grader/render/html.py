"""A report as a piece of HTML, for a notebook: what the terminal's page consists of, part by part.

Styles stand inline, for a notebook keeps no others. Text has the colour of its surroundings, and the few colours of
ours can be read on white and on black. Everything is made safe, then escaped.
"""

from __future__ import annotations

import html
import io
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.style import Style
from rich.table import Table
from rich.text import Text as Line

from grader.escape import steady
from grader.render import words
from grader.render.console import Gutter, Labelled, Unwrapped, page_on
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
_MONOSPACE = "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.93em"
_WRAPPED = "white-space:pre-wrap;overflow-wrap:anywhere"
# A notebook has rules for tables, which stripe and centre them.
_TABLE = "border-collapse:collapse;border:0;margin:0;font-size:inherit;table-layout:auto"
_CELL = "vertical-align:top;padding:1px 12px 1px 0;border:0;background:none;max-width:none"


def report_html(report: Report, lang: str, *, again: str, steps: Sequence[Step] = ()) -> str:
    """The report in `lang`, with what repeats the run, and what the learner can do next."""
    page = page_on(_PLAIN, lang)
    parts = [*contents(report, page, steps), Unwrapped(page.say(words.REPEAT) + again)]
    return _framed(lang, _parts(parts))


def message_html(said: Iterable[Text], lang: str) -> str:
    """A few sentences, one below the other, the first one bold."""
    lines = [one.localized(lang) for one in said]
    return _framed(
        lang, (_div(_escaped(line), "" if number else "font-weight:600") for number, line in enumerate(lines))
    )


def _framed(lang: str, parts: Iterable[str]) -> str:
    return f'<div lang="{lang}" style="line-height:1.5;max-width:64rem;padding:4px 0">\n{"".join(parts)}</div>'


def _parts(parts: Iterable[RenderableType]) -> Iterator[str]:
    """Each part as an element; empty lines, which set parts of a terminal's page apart, are margins here."""
    for part in parts:
        if not isinstance(part, Line) or part.plain:
            yield _part(part)


def _part(part: RenderableType) -> str:
    match part:
        case str():  # of a row that is shorter than its table
            return _escaped(part)
        case Line():
            return _div(_spans(part), _WRAPPED)
        case Gutter():
            return _gutter(part)
        case Labelled():
            labels = ([Line(label, "bold"), content] for label, content in part.rows)
            return _table(labels, ("white-space:nowrap", _MONOSPACE if part.values else ""))
        case Table():
            rows = zip(*(column.cells for column in part.columns), strict=True)
            return _table(
                rows, [_column(column.justify, column.no_wrap, column.ratio) for column in part.columns], part
            )
        case Panel():
            return _panel(part)
        case Group():
            return "".join(_parts(part.renderables))
        case Unwrapped():
            return _div(f"<code>{_escaped(part.text)}</code>", f"{_WRAPPED};opacity:.75;font-size:.93em")
        case _:
            raise TypeError(f"no HTML for a {type(part).__name__}")


def _column(justify: str, no_wrap: bool, ratio: int | None) -> str:
    wide = "width:100%" if ratio else ""
    return ";".join(
        filter(None, [f"text-align:{justify}" if justify == "right" else "", wide, "white-space:nowrap" * no_wrap])
    )


def _table(rows: Iterable[Iterable[RenderableType]], columns: Sequence[str], grid: Table | None = None) -> str:
    width = ";width:100%" if grid is not None and grid.expand else ""
    told = []
    for row in rows:
        cells = [
            f'<td style="{_CELL};text-align:left;{_WRAPPED};{column}">{_inside(cell)}</td>'
            for cell, column in zip(row, columns, strict=True)
        ]
        told.append(f'<tr style="background:none">{"".join(cells)}</tr>\n')
    return f'<table style="{_TABLE}{width}"><tbody>\n{"".join(told)}</tbody></table>\n'


def _inside(cell: RenderableType) -> str:
    """The content of a table's cell: a text without an element of its own."""
    return _spans(cell) if isinstance(cell, Line) else _part(cell)


def _panel(panel: Panel) -> str:
    colour = COLOURS[str(panel.border_style)]
    title = _spans(panel.title) if isinstance(panel.title, Line) else ""
    inside = _part(panel.renderable)
    style = f"border:1px solid {colour};border-left-width:4px;border-radius:3px;padding:6px 12px;margin:8px 0"
    return f'<div style="{style}">\n{_div(title, _WRAPPED)}{inside}</div>\n'


def _gutter(part: Gutter) -> str:
    """The submission's words, set apart by a bar; below a caret they are not wrapped."""
    text, wrap = part.text, _WRAPPED
    if part.caret is not None:
        text, wrap = f"{text}\n{' ' * part.caret}^", "white-space:pre;overflow-x:auto"
    style = f"margin:3px 0;padding:0 0 0 10px;border:0;border-left:3px solid #8888;background:none;color:inherit;{wrap}"
    return f'<pre style="{style};{_MONOSPACE}">{_escaped(text)}</pre>\n'


def _div(inside: str, style: str) -> str:
    return f'<div style="{style}">{inside}</div>\n'


def _spans(text: Line) -> str:
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
        css = _css(style)
        told.append(f'<span style="{css}">{inside}</span>' if css else inside)
    return "".join(told)


def _css(style: Style) -> str:
    colour = COLOURS.get(style.color.name, "") if style.color else ""
    rules = {
        "font-weight:600": style.bold,
        "opacity:.75": style.dim,
        "font-style:italic": style.italic,
        f"color:{colour}": colour and not style.reverse,
        f"background:{colour};color:#fff;border-radius:3px;padding:1px 2px": colour and style.reverse,
    }
    return ";".join(rule for rule, holds in rules.items() if holds)


def _escaped(text: str) -> str:
    return html.escape(steady(text))
