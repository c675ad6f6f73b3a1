"""Where lines of Chinese break: between any two characters, but not before a comma; and joined lines get no space.

rich breaks a line between words that spaces set apart, so a run of Chinese moves to the next line as a whole. And a
line break inside a paragraph of Markdown counts as a space, which Chinese does not write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.containers import Lines
from rich.measure import Measurement
from rich.text import Text

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_OPENING, _CLOSING = "（“‘《「『【", "，。、；：？！）”’》」』】…"
# What stays together: a character or a word, with the marks that belong to it, and the spaces after it.
_PIECE = re.compile(rf"[{_OPENING}]*(?:[{_WIDE}]|[^\s{_WIDE}{_OPENING}{_CLOSING}]+)?[{_CLOSING}]*\s*")
_MARK = re.compile(rf"[{_OPENING}{_CLOSING}]")
_BLOCK = re.compile(r"\s*$|[#|>]|\s*(?:[-*+]|\d+\.)\s|```|    ")


def unfold(markdown: str) -> str:
    """Each paragraph of a Markdown text on one line, joined as its language writes: no space beside a Chinese mark."""
    lines: list[str] = []
    fenced, open_ = False, False
    for line in markdown.split("\n"):
        fence = line.lstrip().startswith("```")
        starts = fenced or fence or _BLOCK.match(line)
        if open_ and not starts:
            text = line.lstrip()
            lines[-1] += _joint(lines[-1], text) + text
        else:
            lines.append(line)
        fenced ^= fence
        open_ = not fenced and not fence and bool(line.strip()) and not line.startswith(("#", "|"))
    return "\n".join(lines)


def _joint(before: str, after: str) -> str:
    """The separator of two lines that become one: a space, or "" between Chinese characters and around marks."""
    ends = before[-1:] + after[:1]
    return "" if _MARK.search(ends) or re.fullmatch(rf"[{_WIDE}]{{2}}", ends) else " "


class Styled(Text):
    """rich's text, whose lines break between words, and between Chinese characters.

    Inside another renderable: what `Console.print` gets directly becomes a text of rich's.
    """

    def wrap(self, console: Console, width: int, *, no_wrap: bool | None = None, **settings: Any) -> Lines:
        """The lines that fit; as rich has them where nothing is to be wrapped."""
        if no_wrap or self.no_wrap:
            return super().wrap(console, width, no_wrap=no_wrap, **settings)
        lines = Lines()
        for line in self.split(allow_blank=True):
            for part in line.divide(_breaks(line.plain, width)):
                part.rstrip()
                lines.append(part)
        return lines

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """From its longest piece to its longest line."""
        longest = max((cell_len(piece.rstrip()) for piece in _pieces(self.plain)), default=0)
        return Measurement(longest, max(map(cell_len, self.plain.split("\n"))))


def folded(text: str, width: int) -> list[str]:
    """The lines of a paragraph, each of at most `width` cells; its own line breaks count as they do in `unfold`."""
    line, starts = unfold(text), [0]
    starts += _breaks(line, width)
    return [line[at:end].rstrip() for at, end in zip(starts, [*starts[1:], None], strict=True)]


def _pieces(text: str) -> Iterator[str]:
    return (found[0] for found in _PIECE.finditer(text) if found[0])


def _breaks(text: str, width: int) -> list[int]:
    """The offsets at which lines of at most `width` cells begin, but for the first one's."""
    breaks: list[int] = []
    at = used = 0
    for piece in _pieces(text):
        if used and used + cell_len(piece.rstrip()) > width:
            breaks.append(at)
            used = 0
        for offset, char in enumerate(piece):
            if used and used + cell_len(char) > width and char.strip():
                breaks.append(at + offset)
                used = 0
            used += cell_len(char)
        at += len(piece)
    return breaks
