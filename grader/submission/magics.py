"""The lines of a notebook's cell that are IPython's and not Python: magics (%), shell commands (!), questions (?).

They become comments, or `pass` inside a block, so that every line stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Of these cell magics the rest of the cell is run as Python in the notebook's own namespace.
_TRANSPARENT = ("time", "capture", "prun", "check")
# The last is what an export makes of a magic.
_MAGIC = re.compile(r"[ \t]*(?:%{1,2}[A-Za-z_]|!|\?|get_ipython\(\)\.\w)")
_ASSIGNED = re.compile(r"(?<![=!<>])=[ \t]*[!%]")
_BEFORE_NO_ASSIGNMENT = re.compile(r"[#'\"(]")
_QUESTION = re.compile(r"[^#'\"?]+\?{1,2}[ \t]*")
_CELL_MAGIC = re.compile(r"%%([A-Za-z_]\w*)")
_FORM = re.compile(r"#[ \t]*@(?:title|param|markdown)\b")  # Colab's, which may stand above a cell's magic
_INSIDE = re.compile(r"#.*|\"\"\"|'''|[\"'()\[\]{}]")
_ENDS = {quote: re.compile(rf"\\.|{quote}", re.DOTALL) for quote in ('"""', "'''", '"', "'")}


@dataclass(frozen=True)
class Plain:
    """A cell's lines in Python alone, and which of them were something else: the line, from 1, and its text."""

    lines: tuple[str, ...]
    left_out: tuple[tuple[int, str], ...] = ()


def without_magics(source: str) -> Plain:
    """The cell with each such line made a comment; of a cell magic that hands the cell to another program, all lines.

    A line inside a string, inside brackets or behind a backslash is Python's, whatever it begins with.
    """
    lines = re.split(r"\r\n|\r|\n", source)
    first = next((number for number, line in enumerate(lines) if line.strip() and not _FORM.match(line)), 0)
    cell = _CELL_MAGIC.match(lines[first])
    if cell is not None and cell[1] not in _TRANSPARENT:
        return Plain(tuple(f"# {line}" for line in lines), ((first + 1, lines[first]),))
    left_out: list[tuple[int, str]] = []
    plain: list[str] = []
    state = _State()
    magic = False
    for number, line in enumerate(lines, start=1):
        magic = (magic and plain[-1].endswith("\\")) or (state.between_statements and _is_magic(line))
        if magic:
            indentation = line[: len(line) - len(line.lstrip(" \t"))]
            plain.append(f"{indentation}{'pass  ' if indentation else ''}# {line.strip()}")
            left_out.append((number, line.strip()))
        else:
            plain.append(line)
            state.read(line)
    return Plain(tuple(plain), tuple(left_out))


def _is_magic(line: str) -> bool:
    """Whether a line that begins a statement is none of Python's."""
    if _MAGIC.match(line) or _QUESTION.fullmatch(line):
        return True
    assigned = _ASSIGNED.search(line)
    return assigned is not None and not _BEFORE_NO_ASSIGNMENT.search(line, 0, assigned.start())


class _State:
    """Where the reading of a cell's text is: in a string, in brackets, behind a backslash, or between statements."""

    def __init__(self) -> None:
        self._quote = ""
        self._depth = 0
        self._continued = False

    @property
    def between_statements(self) -> bool:
        """Whether the next line begins one."""
        return not (self._quote or self._depth or self._continued)

    def read(self, line: str) -> None:
        """Go on by a line."""
        comment = False
        for found in self._marks(line):
            comment = found.startswith("#")
            if found in "([{":
                self._depth += 1
            elif found in ")]}":
                self._depth = max(0, self._depth - 1)
        self._continued = not comment and line.endswith("\\")
        if len(self._quote) == 1 and not self._continued:  # such a string ends with its line
            self._quote = ""

    def _marks(self, line: str) -> Iterator[str]:
        """The brackets and the comment of a line, without what stands in strings."""
        at = 0
        while at < len(line):
            if self._quote:
                end = _ENDS[self._quote].search(line, at)
                if end is None:
                    return
                at = end.end()
                if end[0] == self._quote:
                    self._quote = ""
                continue
            found = _INSIDE.search(line, at)
            if found is None:
                return
            at = found.end()
            if found[0] in _ENDS:
                self._quote = found[0]
            else:
                yield found[0]
