"""Grammar that Python 3.11 does not know yet: which constructs of later versions a source uses, and where.

`older` puts what 3.11 reads in the place of each such construct. If the result is valid, so is the source, for a later
Python. It is asked where Python itself has refused the source already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

CONSTRUCTS = {"f_string": "3.12", "type_statement": "3.12", "type_parameters": "3.12", "type_defaults": "3.13"} | {
    "template_string": "3.14"
}
"""The constructs that are found, each with the version of Python that brought it."""

MAX_DEPTH = 50
"""Strings inside of strings."""

_STRING = re.compile(r"""(?P<comment>\#[^\r\n]*)|(?<!\w)(?P<prefix>[A-Za-z]{0,2})(?P<quote>\"\"\"|'''|"|')""")
_NEWLINE = re.compile(r"\r\n|\r|\n")
_PLAIN_END = {quote: re.compile(rf"(?s)(?:[^\\]|\\.)*?{quote}") for quote in ('"', "'", '"""', "'''")}
_IN_TEXT = re.compile(r"(?s)\{\{|\}\}|\\N\{[^}]*\}|\\.|.")
_IN_TEXT_RAW = re.compile(r"(?s)\{\{|\}\}|.")
_CONVERSION = re.compile(r"!\s*\w+\s*(?=[:}])")
_GENERIC = re.compile(
    r"(?m)\b(?:def|class)[ \t]+[^\W\d]\w*[ \t]*(?=\[)|^[ \t]*(type[ \t]+)[^\W\d]\w*[ \t]*(?==(?!=)|\[)"
)
_DEFAULT = re.compile(r"(?<![=!<>:])=(?!=)")


@dataclass(frozen=True)
class Newer:
    """A construct of CONSTRUCTS, and where it begins: line and column from 1."""

    construct: str
    line: int
    column: int

    @property
    def needs(self) -> str:
        """The version of Python that it needs."""
        return CONSTRUCTS[self.construct]

    def facts(self, python: str) -> dict[str, Any]:
        """The facts of a `LoadFailure` that says so, where submissions run with version `python`."""
        error = f"Python {self.needs} has this syntax, and Python {python} does not"
        return {"reason": "newer", self.construct: True, "needs": self.needs, "python": python, "error": error}


class _Unterminated(Exception):
    """A string without an end: no version of Python reads it."""


def older(text: str) -> tuple[str, list[Newer]]:
    """The text without the contents of strings and without newer constructs, line by line the same; and the constructs.

    Of each construct only the first is told, in the order of lines. A text with a string that never ends stays as it
    is, and nothing is told of it.
    """
    try:
        plain, strings = _without_strings(text)
    except _Unterminated:
        return text, []
    plain, others = _without_type_parameters(plain)
    found = [Newer(name, *_place(where, at)) for name, (where, at) in (strings | others).items()]
    return plain, sorted(found, key=lambda item: (item.line, item.column))


# --- strings ---


_Found = dict[str, tuple[str, int]]
"""Where the first of each construct stands: a text, and the position in it."""


def _without_strings(text: str) -> tuple[str, _Found]:
    """Each string becomes an empty one, with as many line ends after it as it had."""
    parts: list[str] = []
    scanner = _Scanner(text)
    start = 0
    for begin, end in scanner.strings():
        inside = text[begin:end]
        comment = inside.startswith("#")
        parts += [text[start:begin], "" if comment else '""' + "\\\n" * len(_NEWLINE.findall(inside))]
        start = end
    newer = {name: (text, position) for name, position in scanner.newer.items()}
    return "".join(parts) + text[start:] + "\n", newer


class _Field(NamedTuple):
    """A replacement field of an f-string: from after its brace to after the other one; a colon ends its expression."""

    begin: int
    colon: int
    end: int
    comment: bool


class _Scanner:
    """One pass over a text, from string to string, by the grammar of the newest Python.

    `newer` holds, by construct, where the first string begins that an older one does not read.
    """

    def __init__(self, text: str) -> None:
        self.newer: dict[str, int] = {}
        self._text = text

    def strings(self) -> Iterator[tuple[int, int]]:
        """Where each string and each comment of the text begins and ends."""
        position = 0
        while (match := _STRING.search(self._text, position)) is not None:
            position = match.end() if match["comment"] else self._string(match, 0)
            yield match.start(), position

    def _string(self, start: re.Match[str], depth: int) -> int:
        """The end of the string that begins with this match."""
        prefix, quote = start["prefix"].lower(), start["quote"]
        if not set(prefix) & {"f", "t"}:
            end = _PLAIN_END[quote].match(self._text, start.end())
            if end is None or (len(quote) == 1 and _breaks(end[0])):
                raise _Unterminated
            return end.end()
        if depth > MAX_DEPTH:
            raise _Unterminated
        if "t" in prefix:
            self.newer.setdefault("template_string", start.start())
        return self._formatted(start, _IN_TEXT_RAW if "r" in prefix else _IN_TEXT, depth)

    def _formatted(self, start: re.Match[str], pattern: re.Pattern[str], depth: int) -> int:
        """The end of an f-string."""
        quote, position = start["quote"], start.end()
        while not self._text.startswith(quote, position):
            part = pattern.match(self._text, position)
            if part is None or (part[0] in "\r\n" and len(quote) == 1):
                raise _Unterminated
            position = part.end()
            if part[0] == "{":
                field = self._field(position, depth)
                if self._is_newer(field, quote):
                    self.newer.setdefault("f_string", start.start())
                position = field.end
        return position + len(quote)

    def _field(self, begin: int, depth: int) -> _Field:
        """The replacement field whose brace was just opened: an expression, and how it is formatted."""
        position, brackets, comment = begin, 0, False
        while position < len(self._text):
            character = self._text[position]
            string = _STRING.match(self._text, position)
            conversion = None if brackets else _CONVERSION.match(self._text, position)
            if string is not None:
                comment = comment or string["comment"] is not None
                position = string.end() if string["comment"] else self._string(string, depth + 1)
                continue
            if conversion is not None:
                position = conversion.end()
                continue
            position += 1
            if character == "}" and not brackets:
                return _Field(begin, position, position, comment)
            if character == ":" and not brackets:
                return _Field(begin, position, self._format(position, depth), comment)
            brackets += (character in "([{") - (character in ")]}")
        raise _Unterminated

    def _format(self, position: int, depth: int) -> int:
        """The end of a field whose colon was just read: text, and fields in it."""
        if depth > MAX_DEPTH:
            raise _Unterminated
        while position < len(self._text):
            character = self._text[position]
            position += 1
            if character == "}":
                return position
            if character == "{":
                position = self._field(position, depth + 1).end
            if character in "\r\n\"'":
                break
        raise _Unterminated

    def _is_newer(self, field: _Field, quote: str) -> bool:
        """Whether Python 3.11 does not read it: the quotes around it, a backslash, a comment or a line break in it."""
        whole = self._text[field.begin : field.end]
        backslash = "\\" in self._text[field.begin : field.colon]
        return quote in whole or backslash or field.comment or (len(quote) == 1 and _breaks(whole))


def _breaks(text: str) -> bool:
    """Whether a line ends in `text` without a backslash before it."""
    return re.search(r"(?<!\\)[\r\n]", text.replace("\\\r\n", "")) is not None


# --- type parameters ---


def _without_type_parameters(text: str) -> tuple[str, _Found]:
    """`def f[T](x)` becomes `def f(x)`, and `type A[T] = ...` becomes `A = ...`; `text` holds no strings."""
    parts: list[str] = []
    found: _Found = {}
    start = 0
    while (match := _GENERIC.search(text, start)) is not None:
        end = _closing(text, match.end()) if text.startswith("[", match.end()) else match.end()
        if match[1]:
            parts += [text[start : match.start(1)], text[match.end(1) : match.end()]]
            name = "type_statement"
        else:
            parts.append(text[start : match.end()])
            name = "type_parameters"
        if _DEFAULT.search(text, match.end(), end):
            name = "type_defaults"
        found.setdefault(name, (text, match.start(1) if match[1] else match.start()))
        start = end
    return "".join(parts) + text[start:], found


def _closing(text: str, position: int) -> int:
    """Where the bracket that opens at `position` has been closed; the end of the text if it never is."""
    depth = 0
    for match in re.compile(r"[\[\](){}]").finditer(text, position):
        depth += 1 if match[0] in "[({" else -1
        if depth == 0:
            return match.end()
    return len(text)


def _place(text: str, position: int) -> tuple[int, int]:
    """Line and column, from 1."""
    lines = _NEWLINE.split(text[:position])
    return len(lines), len(lines[-1]) + 1
