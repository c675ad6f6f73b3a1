"""Values as tables: what a report shows of an array, read back, with the elements that differ marked."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TypeAlias

_ABOUT = re.compile(r"\s{2,}(shape \(.*)$")
_TOKEN = re.compile(r"\s*(?:([\[\](),])|([^\s\[\](),]+))")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|\.\d+|nan|inf)[jJ]?|True|False|None", re.IGNORECASE)
_MOST_SHEETS = 6

_Nest: TypeAlias = "list[_Nest] | str"


@dataclass(frozen=True)
class Cell:
    """An element, and whether it differs from the other side's."""

    text: str
    differs: bool = False


@dataclass(frozen=True)
class Sheet:
    """Two of an array's axes; `at` are its indices on those before."""

    at: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Table:
    """An array of up to three axes, and what is said of it: its shape and dtype."""

    about: str
    sheets: tuple[Sheet, ...]


def table(shown: str) -> Table | None:
    """The array that a report shows; None for anything else, or where elements are left out."""
    about = _ABOUT.search(shown)
    nest = _nest(shown[: about.start()] if about else shown)
    if not isinstance(nest, list) or not nest:
        return None
    depth = _depth(nest)
    if depth is None or depth > 3:
        return None
    planes = nest if depth == 3 else [nest]
    if len(planes) > _MOST_SHEETS:
        return None
    sheets = tuple(
        Sheet(f"[{number}]" if depth == 3 else "", _rows(plane, depth)) for number, plane in enumerate(planes)
    )
    return Table(about[1] if about else "", sheets)


def marked(expected: Table, actual: Table, rtol: float, atol: float) -> Table:
    """`actual`, each of whose elements says whether it differs; all of them do where the other side has none there."""
    sheets = []
    for theirs, mine in zip_longest(expected.sheets, actual.sheets):
        if mine is None:
            break
        rows = []
        for number, row in enumerate(mine.rows):
            other = theirs.rows[number] if theirs is not None and number < len(theirs.rows) else ()
            rows.append(
                tuple(
                    replace(cell, differs=at >= len(other) or not _equal(other[at].text, cell.text, rtol, atol))
                    for at, cell in enumerate(row)
                )
            )
        sheets.append(replace(mine, rows=tuple(rows)))
    return replace(actual, sheets=tuple(sheets))


def _equal(expected: str, actual: str, rtol: float, atol: float) -> bool:
    if expected == actual:
        return True
    try:
        want, got = float(expected), float(actual)
    except ValueError:
        return False
    # What is shown is rounded: a unit of its last digit is no difference that could be seen.
    return math.isfinite(want) and abs(got - want) <= atol + rtol * abs(want) + _unit(actual)


def _unit(text: str) -> float:
    digits = text.partition(".")[2]
    return 0.0 if "e" in text or not digits else 10.0 ** -len(digits)


def _nest(text: str) -> _Nest | None:
    """Nested brackets of numbers, as lists; None where there is anything else."""
    stack: list[list[_Nest]] = [[]]
    at, text = 0, text.strip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            return None
        at = found.end()
        sign, element = found.groups()
        if sign == "[":
            stack.append([])
        elif sign == "]":
            if len(stack) < 2:
                return None
            done = stack.pop()
            stack[-1].append(done)
        elif element is not None:
            if _NUMBER.fullmatch(element) is None:
                return None
            stack[-1].append(element)
        elif sign != ",":
            return None
    return stack[0][0] if len(stack) == 1 and len(stack[0]) == 1 else None


def _depth(nest: _Nest) -> int | None:
    """How deep the lists go; None where they are of different lengths or depths."""
    if isinstance(nest, str):
        return 0
    depths = {_depth(inner) for inner in nest}
    lengths = {len(inner) for inner in nest if isinstance(inner, list)}
    if len(depths) != 1 or None in depths or len(lengths) > 1:
        return None
    return 1 + (depths.pop() or 0)


def _rows(plane: _Nest, depth: int) -> tuple[tuple[Cell, ...], ...]:
    rows = [plane] if depth == 1 else plane
    return tuple(tuple(Cell(str(element)) for element in row) for row in rows)
