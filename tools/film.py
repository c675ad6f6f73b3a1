"""Frames of a terminal as one animated SVG: a strip of screens that a window moves along, by CSS and without a script.

Who wants less motion, or has a reader that knows no animations, sees the last frame. Fonts are those of the system.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.color import Color
from rich.console import Console
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from rich.text import Text

CELL, LINE, MARGIN = 8.4, 18, 14
"""The size of a character, and the room around all of them, in pixels."""
_BASE = 13  # from a line's top to the base of its letters

# Each can be read on white: 4.5 to 1 at least.
LIGHT = TerminalTheme(
    (255, 255, 255),
    (31, 35, 40),
    [
        (31, 35, 40),
        (179, 20, 33),
        (17, 99, 41),
        (125, 78, 0),
        (5, 80, 174),
        (130, 45, 130),
        (17, 94, 110),
        (87, 96, 106),
    ],
    [
        (87, 96, 106),
        (179, 20, 33),
        (17, 99, 41),
        (125, 78, 0),
        (5, 80, 174),
        (130, 45, 130),
        (17, 94, 110),
        (31, 35, 40),
    ],
)
_CODE, _RESETS = re.compile(r"\x1b\[[0-9;]*m"), ("\x1b[m", "\x1b[0m")
_CONSOLE = Console(color_system="truecolor", width=1000)
_STYLE = """\
text{{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre}}
.strip{{transform:translateY({last}px);animation:strip {total:g}s step-end infinite}}
@media (prefers-reduced-motion:reduce){{.strip{{animation:none}}}}
@keyframes strip{{{moves}}}
"""


@dataclass(frozen=True)
class Frame:
    """A screen: its lines with their colours, the cursor (column, line; None: hidden), how long it is shown."""

    lines: tuple[str, ...]
    cursor: tuple[int, int] | None
    shown_s: float


def joined(frames: Iterable[Frame]) -> list[Frame]:
    """The frames without repetitions: what looks the same is shown for the sum of the times."""
    looks = itertools.groupby(frames, lambda frame: (frame.lines, frame.cursor))
    return [Frame(*look, round(sum(frame.shown_s for frame in group), 2)) for look, group in looks]


def each_alone(lines: Iterable[str]) -> tuple[str, ...]:
    """The lines of a screen, each with the colours that it begins with: a terminal tells them where they change."""
    found, carried = [], ""
    for line in lines:
        found.append(f"{carried}{line.rstrip()}")
        codes = _CODE.findall(carried + line)
        since = max((at for at, code in enumerate(codes) if code in _RESETS), default=-1) + 1
        carried = "".join(codes[since:])
    return tuple(found)


def film(frames: Sequence[Frame], columns: int, title: str) -> str:
    """The SVG."""
    rows = max(len(frame.lines) for frame in frames)
    width, height = columns * CELL, rows * LINE
    step = height + LINE  # no edge of one screen is seen beside another
    known: dict[str, int] = {}
    screens = [
        f'<g transform="translate(0 {at * step})">{_screen(frame, known)}</g>' for at, frame in enumerate(frames)
    ]
    lines = "\n".join(f'<g id="l{number}">{"".join(drawn(line))}</g>' for line, number in known.items())
    style = _STYLE.format(
        last=-(len(frames) - 1) * step, total=sum(one.shown_s for one in frames), moves=_moves(frames, step)
    )
    size = f"{width + 2 * MARGIN:g} {height + 2 * MARGIN:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" role="img">\n'
        f"<title>{html.escape(title)}</title>\n<style>\n{style}</style>\n"
        f'<rect x=".5" y=".5" width="{width + 2 * MARGIN - 1:g}" height="{height + 2 * MARGIN - 1:g}" rx="8" '
        f'fill="{LIGHT.background_color.hex}" stroke="#d0d7de"/>\n'
        f"<defs>\n{lines}\n</defs>\n"
        f'<svg x="{MARGIN}" y="{MARGIN}" width="{width:g}" height="{height:g}" overflow="hidden"><g class="strip">\n'
        + "\n".join(screens)
        + "\n</g></svg>\n</svg>\n"
    )


def _moves(frames: Sequence[Frame], step: int) -> str:
    """Where the strip stands from each moment on, in percent of the whole."""
    total = sum(one.shown_s for one in frames)
    starts = itertools.accumulate((one.shown_s for one in frames[:-1]), initial=0.0)
    moves = [f"{100 * start / total:.3f}%{{transform:translateY({-at * step}px)}}" for at, start in enumerate(starts)]
    return "".join([*moves, f"to{{transform:translateY({-(len(frames) - 1) * step}px)}}"])


def _screen(frame: Frame, known: dict[str, int]) -> str:
    """The screen, of lines that are each drawn once in the file, however many screens have them."""
    uses = [
        f'<use href="#l{known.setdefault(line, len(known))}" y="{at * LINE}"/>'
        for at, line in enumerate(frame.lines)
        if Text.from_ansi(line).plain.strip()
    ]
    if frame.cursor is not None:
        column, row = frame.cursor
        uses.append(f'<rect x="{column * CELL:g}" y="{row * LINE}" width="{CELL}" height="{LINE}" fill="#1f2328"/>')
    return "".join(uses)


def drawn(line: str) -> Iterator[str]:
    """The elements of a line: each run of one style and one width of characters in its own place."""
    column = 0
    text = Text.from_ansi(line)
    for segment in text.render(_CONSOLE):
        for _, group in itertools.groupby(segment.text, cell_len):
            run = "".join(group)
            cells = cell_len(run)
            yield from _run(run, column, cells, segment.style or Style())
            column += cells


def _run(run: str, column: int, cells: int, style: Style) -> Iterator[str]:
    letters, behind = _colour(style.color, ground=False), _colour(style.bgcolor, ground=True)
    if style.reverse:
        letters, behind = behind or LIGHT.background_color.hex, letters or LIGHT.foreground_color.hex
    if behind:
        yield f'<rect x="{column * CELL:g}" width="{cells * CELL:g}" height="{LINE}" fill="{behind}"/>'
    bare = run.strip()
    if not bare:
        return
    column += cell_len(run) - cell_len(run.lstrip())
    looks = {"fill": letters or LIGHT.foreground_color.hex}
    if style.bold:
        looks["font-weight"] = "bold"
    if style.italic:
        looks["font-style"] = "italic"
    if style.dim:
        looks["opacity"] = ".72"
    attributes = "".join(f' {name}="{value}"' for name, value in looks.items())
    wide = cell_len(bare) > len(bare)  # Chinese letters keep their shape; those of lines and boxes must touch
    length = f'textLength="{cell_len(bare) * CELL:g}" lengthAdjust="{"spacing" if wide else "spacingAndGlyphs"}"'
    shown = html.escape(bare.replace(" ", "\xa0"))
    yield f'<text x="{column * CELL:g}" y="{_BASE}" {length}{attributes}>{shown}</text>'


def _colour(color: Color | None, *, ground: bool) -> str:
    """The colour as SVG has it; "" for the terminal's own."""
    if color is None or color.is_default:
        return ""
    return color.get_truecolor(LIGHT, foreground=not ground).hex
