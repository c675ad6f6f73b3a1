"""Text that the submission controls, made safe to show.

Prints, exception types and messages, names, source lines and file names are written by the learner, and
some learners are hostile: an escape sequence can clear the screen, a carriage return or a bidi mark can
rewrite a line, a megabyte on one line can bury the verdict. Every such text passes through `safe_text`
on its way to a person, and through nothing else.

What is *not* promised: that the text cannot lie. "PASSED" stays "PASSED"; the renderings mark where the
submission's words begin and end.

Our own texts are never cut: with `WHOLE`, or `ROW` on one line, only what they quote can be too much. Texts of a
catalogue are its author's, and whole too: the terminal's console (`grader.render.console`) and `grader.cli.options.say`
pass all through `steady`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_TAB = 4
_STACKED = 2  # marks on one letter: Vietnamese and Thai need two; more only serve to paint over other lines

# `str.isprintable` refuses controls, bidi and zero-width marks, surrogates, private use and odd spaces.
# These pass it and show nothing all the same: fillers, the blank braille cell, variation selectors.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


@dataclass(frozen=True)
class Limit:
    """How much of a text is shown: `lines` lines of `columns` characters, escapes counted as they look."""

    lines: int
    columns: int


NAME = Limit(1, 60)
LINE = Limit(1, 160)
SENTENCE = Limit(1, 400)
MESSAGE = Limit(6, 240)
BLOCK = Limit(12, 160)
WHOLE = Limit(200, 4000)
ROW = Limit(1, 4000)


def safe_text(text: str, limit: Limit, lang: str = "en") -> str:
    r"""`text` with nothing in it that a terminal, a bidi algorithm or an eye could trip over.

    What is not visible becomes its Python escape ("\x1b", "\u202e"), a tab becomes spaces. With one line
    allowed, a newline is an escape too; with more, the first and the last lines are kept. What is cut is
    counted in a note in `lang`. Backslashes stay as they are, so an escape in the text and a character
    shown as one look alike. The cost follows `limit`, not the length of `text`.
    """
    if limit.lines == 1:
        return _line(text, limit.columns, lang)
    text = text.removesuffix("\n")
    total = text.count("\n") + 1
    if total <= limit.lines:
        return "\n".join(_line(line, limit.columns, lang) for line in text.split("\n"))
    last = limit.lines // 3
    first = limit.lines - last
    head = text.split("\n", first)[:first]
    tail = text.rsplit("\n", last)[1:]
    shown = [_line(line, limit.columns, lang) for line in head + tail]
    left_out = total - limit.lines
    note = f"……（省略 {left_out} 行）" if lang == "zh" else f"... ({left_out} more line{'s' * (left_out > 1)})"
    return "\n".join([*shown[:first], note, *shown[first:]])


def steady(text: str) -> str:
    """`text` whole, with an escape in place of each character that steers a terminal, orders a line or has no meaning.

    Newlines, tabs and spaces of every kind stay: this is for texts of ours, of which some quote others.
    """
    return text if text.isprintable() else "".join(char if _is_steady(char) else _as_escape(char) for char in text)


def _is_steady(char: str) -> bool:
    return char.isprintable() or char in "\n\t" or unicodedata.category(char) == "Zs"


def _line(line: str, columns: int, lang: str) -> str:
    piece = line[:columns]
    shown, taken = (piece, len(piece)) if piece.isascii() and piece.isprintable() else _escape(piece, columns)
    left_out = len(line) - taken
    if not left_out:
        return shown
    note = f"……（省略 {left_out} 个字符）" if lang == "zh" else f"... ({left_out} more character{'s' * (left_out > 1)})"
    return shown + note


def _escape(piece: str, columns: int) -> tuple[str, int]:
    """The text that shows `piece` in at most `columns` columns, and how many characters of `piece` it covers."""
    shown: list[str] = []
    width, marks = 0, _STACKED  # a mark that opens the line would sit on our own text: escaped as well
    for taken, char in enumerate(piece):
        if " " <= char <= "~":
            marks = 0
        elif char == "\t":
            char, marks = " " * (_TAB - width % _TAB), 0
        elif not char.isprintable() or _INVISIBLE.match(char):
            char, marks = _as_escape(char), 0
        elif unicodedata.category(char) in ("Mn", "Me"):
            if marks >= _STACKED:
                char = _as_escape(char)
            marks += 1
        else:
            marks = 0
        if width + len(char) > columns:
            return "".join(shown), taken
        shown.append(char)
        width += len(char)
    return "".join(shown), len(piece)


def _as_escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
