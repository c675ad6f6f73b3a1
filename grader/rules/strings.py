"""The strings that expressions of a submission may be, as far as the source tells; for the names in `getattr`.

It follows constants, `+`, f-strings, `%` and `format`, names, and loops over constant tuples, letters and the keys of a
literal dict. A list is followed while nothing but loops and subscripts ever reads it.
"""

from __future__ import annotations

import ast
import bisect
import re
import string
from collections.abc import Callable, Iterable
from typing import NamedTuple

from grader.rules.scopes import Loop, Variable

MAX_STRINGS = 64
MAX_LENGTH = 100
"""Alternatives that `Strings.of` tells, and characters of each that count: no attribute has a longer name."""

_DEPTH = 12
"""Levels of an expression that are followed. A name costs three: no list of alternatives explodes."""

_CONVERSION = re.compile(r"%[sd]|%%|%")
_SEQUENCES = ("sorted", "reversed", "list", "tuple", "set", "iter")


class Pattern(NamedTuple):
    """A string: all of it in `begin` where `end` is None, else how it begins and how it ends."""

    begin: str
    end: str | None = None

    def __add__(self, other: object) -> Pattern:
        """One after the other."""
        assert isinstance(other, Pattern)
        if self.end is None:
            return _cut(Pattern(self.begin + other.begin, other.end))
        return _cut(Pattern(self.begin, self.end + other.begin if other.end is None else other.end))


UNKNOWN = Pattern("", "")


def _cut(pattern: Pattern) -> Pattern:
    begin, end = pattern
    if end is None:
        return pattern if len(begin) <= MAX_LENGTH else Pattern(begin[:MAX_LENGTH], "")
    return Pattern(begin[:MAX_LENGTH], end[-MAX_LENGTH:])


class Words:
    """Words by their beginnings and ends."""

    def __init__(self, words: Iterable[str]) -> None:
        self._forward = sorted(set(words))
        self._backward = sorted(word[::-1] for word in self._forward)

    def match(self, begin: str, end: str) -> bool:
        """Whether one of the words begins and ends so; what lies between may be anything."""
        words, first, last = self._forward, begin, end
        if len(end) > len(begin):
            words, first, last = self._backward, end[::-1], begin[::-1]
        place = bisect.bisect_left(words, first)
        while place < len(words) and words[place].startswith(first):
            if words[place].endswith(last[::-1] if words is self._backward else last):
                return True
            place += 1
        return False


class Strings:
    """The strings of one tree.

    Args:
        variable: the one variable that a name must be, or None where it may be several, or what is not in sight.
        builtin: the name of the builtin that an expression certainly is, or "".
        constants: the values of attributes that are the same wherever they are read.
    """

    def __init__(
        self,
        variable: Callable[[ast.Name], Variable | None],
        builtin: Callable[[ast.expr], str],
        constants: dict[str, ast.expr],
    ) -> None:
        self.steps = 0
        self._variable, self._builtin, self._constants = variable, builtin, constants
        self._known: dict[tuple[int, int], list[Pattern]] = {}

    def of(self, node: ast.expr) -> list[Pattern]:
        """The strings that `node` may be: at least one pattern, at most MAX_STRINGS."""
        found = self._of(node, _DEPTH)
        self.steps += len(found)
        return found

    def _of(self, node: ast.expr, depth: int) -> list[Pattern]:
        key = id(node), depth
        if key not in self._known:
            self._known[key] = _few(self._find(node, depth)) if depth > 0 else [UNKNOWN]
        return self._known[key]

    def _find(self, node: ast.expr, depth: int) -> list[Pattern]:
        if isinstance(node, ast.Constant):
            return [_cut(Pattern(node.value))] if isinstance(node.value, str) else [UNKNOWN]
        if isinstance(node, ast.JoinedStr):
            return self._joined(node.values, depth)
        if isinstance(node, ast.FormattedValue):
            return self._of(node.value, depth - 1) if node.conversion == -1 and not node.format_spec else [UNKNOWN]
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self._joined([node.left, node.right], depth)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            return self._percent(node, depth)
        if isinstance(node, ast.IfExp):
            return self._of(node.body, depth - 1) + self._of(node.orelse, depth - 1)
        if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice):
            return self._elements(node.value, depth - 1)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            return self._format(node.func.value, node, depth)
        values, loops = self._bound(node)
        found = [item for value in values for item in self._of(value, depth - 3)]
        return found + [item for items, place in loops for item in self._each(items, place, depth - 3)] or [UNKNOWN]

    def _bound(self, node: ast.expr) -> tuple[list[ast.expr], list[Loop]]:
        """The values and the loops that give a name or an attribute its value; empty where others may, too."""
        if isinstance(node, ast.Attribute):
            return [self._constants[node.attr]] if node.attr in self._constants else [], []
        variable = self._variable(node) if isinstance(node, ast.Name) else None
        if variable is None or variable.opaque or len(variable.values) + len(variable.loops) > MAX_STRINGS:
            return [], []
        return variable.values, variable.loops

    # -- texts of several parts

    def _joined(self, parts: Iterable[ast.expr | Pattern], depth: int) -> list[Pattern]:
        """Every beginning followed by every continuation."""
        found = [Pattern("")]
        for part in parts:
            after = [part] if isinstance(part, Pattern) else self._of(part, depth - 1)
            found = _few([before + more for before in found for more in after])
        return found

    def _percent(self, node: ast.BinOp, depth: int) -> list[Pattern]:
        """`"%s_proj" % name`."""
        template = node.left.value if isinstance(node.left, ast.Constant) else None
        if not isinstance(template, str):
            return [UNKNOWN]
        given = list(node.right.elts) if isinstance(node.right, ast.Tuple) else [node.right]
        parts: list[ast.expr | Pattern] = []
        start = 0
        for match in _CONVERSION.finditer(template):
            known = match[0] == "%s" and given
            what: ast.expr | Pattern = given.pop(0) if known else Pattern("%") if match[0] == "%%" else UNKNOWN
            parts += [Pattern(template[start : match.start()]), what]
            start = match.end()
        return self._joined([*parts, Pattern(template[start:])], depth)

    def _format(self, template: ast.expr, call: ast.Call, depth: int) -> list[Pattern]:
        """`"{}_proj".format(name)`."""
        if not isinstance(template, ast.Constant) or not isinstance(template.value, str):
            return [UNKNOWN]
        parts: list[ast.expr | Pattern] = []
        try:
            for number, (text, field, spec, conversion) in enumerate(string.Formatter().parse(template.value)):
                parts.append(Pattern(text))
                if field is not None:
                    place = number if field == "" else int(field) if field.isdecimal() and len(field) < 4 else -1
                    known = 0 <= place < len(call.args) and not spec and not conversion
                    parts.append(call.args[place] if known else UNKNOWN)
        except ValueError:
            return [UNKNOWN]
        return self._joined(parts, depth)

    # -- what a loop goes over

    def _elements(self, node: ast.expr, depth: int) -> list[Pattern]:
        """The strings that the elements of `node` may be."""
        if depth <= 0:
            return [UNKNOWN]
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return _few([Pattern(letter) for letter in dict.fromkeys(node.value[: MAX_STRINGS + 1])])
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            return self._all(node.elts, depth)
        if isinstance(node, ast.Dict):
            return self._all(node.keys, depth)
        if isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp):
            return self._of(node.elt, depth - 1)
        if isinstance(node, ast.IfExp):
            return self._elements(node.body, depth - 1) + self._elements(node.orelse, depth - 1)
        if isinstance(node, ast.Call):
            return self._elements_of_call(node, depth)
        values, loops = self._bound(node)
        if loops or not values or not all(self._stays(value, node) for value in values):
            return [UNKNOWN]
        return [item for value in values for item in self._elements(value, depth - 3)]

    def _stays(self, value: ast.expr, node: ast.expr) -> bool:
        """Whether what `node` has from `value` is still that in a loop: a tuple, a text, or a list just read."""
        if isinstance(value, ast.Tuple | ast.Constant | ast.Name | ast.Attribute):
            return True
        variable = self._variable(node) if isinstance(node, ast.Name) else None
        return variable is not None and variable.only_read

    def _all(self, nodes: Iterable[ast.expr | None], depth: int) -> list[Pattern]:
        found: list[Pattern] = []
        for node in nodes:
            if len(found) > MAX_STRINGS or node is None:
                return [UNKNOWN]
            starred = isinstance(node, ast.Starred)
            found += self._elements(node.value, depth - 1) if starred else self._of(node, depth - 1)  # type: ignore[attr-defined]
        return found or [UNKNOWN]

    def _elements_of_call(self, node: ast.Call, depth: int) -> list[Pattern]:
        """`sorted(names)`, `names.keys()`, `"q k v".split()`."""
        if isinstance(node.func, ast.Attribute) and not node.args:
            owner = node.func.value
            if node.func.attr == "keys":
                return self._elements(owner, depth - 1)
            if node.func.attr == "split" and isinstance(owner, ast.Constant) and isinstance(owner.value, str):
                return _few([_cut(Pattern(word)) for word in owner.value.split()]) or [UNKNOWN]
        if node.args and self._builtin(node.func) in _SEQUENCES:
            return self._elements(node.args[0], depth - 1)
        return [UNKNOWN]

    def _each(self, node: ast.expr, place: int | None, depth: int) -> list[Pattern]:
        """The strings that a loop over `node` binds: its elements, or with `place` the item of each at that place."""
        if place is None:
            return self._elements(node, depth)
        if depth <= 0 or not isinstance(node, ast.Call):
            return [UNKNOWN]
        called = self._builtin(node.func)
        if called == "zip" and place < len(node.args):
            return self._elements(node.args[place], depth - 1)
        if called == "enumerate" and place == 1 and node.args:
            return self._elements(node.args[0], depth - 1)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "items" and isinstance(node.func.value, ast.Dict):
            return self._all(node.func.value.keys if place == 0 else node.func.value.values, depth)
        return [UNKNOWN]


def _few(patterns: Iterable[Pattern]) -> list[Pattern]:
    """Each once; [UNKNOWN] for too many."""
    found = list(dict.fromkeys(patterns))
    return found if len(found) <= MAX_STRINGS else [UNKNOWN]
