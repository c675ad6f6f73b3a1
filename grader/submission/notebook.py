"""Notebooks as submissions: an .ipynb's bytes → its code cells → a module's source, and where each line came from.

A notebook is read twice. `cells_of` finds its code cells, by which its exercise is known; `module_of` takes those that
answer one exercise. What is in it is untrusted: it is parsed in a child with limits (`notebook_probe`), but for the
JSON of a small one, which can do no harm.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from grader.limits import MAX_BYTES, NOTEBOOK_BYTES, PROBE_WALL_S
from grader.report import LeftOut, NotebookCode
from grader.submission import notebook_probe
from grader.submission.magics import without_magics
from grader.submission.refused import Refused
from grader.submission.scripts import script

SUFFIX = ".ipynb"
# JSON of this size takes 70 MB at the very most.
_HARMLESS = 1 << 20
_PROBE = script(notebook_probe)
# The first cookie counts: no comment in a cell can change how the text is read.
_HEAD = "# coding: utf-8"
_COMMENT = re.compile(r"[ \t]*#[ \t]*dlgrade:[ \t]*(\S+)[ \t]*")
_MAGIC = re.compile(r"\s*%%check[ \t]+([A-Za-z_]\w*)")
_COMMENT_LINES, _MARK_CHARS = 20, 100
_MOST_NUMBERS = 10_000  # a notebook of more cells is somebody's joke; its cells are counted anew


@dataclass(frozen=True)
class Cell:
    """A code cell: its place among all cells of the notebook, from 1, and its text.

    mark: the exercise that it says it answers, by its tag `dlgrade:EXERCISE`, a comment `# dlgrade: EXERCISE` in its
    first lines, or `%%check EXERCISE`; "" for the tag `dlgrade` alone; None without any.
    """

    number: int
    source: str
    mark: str | None


@dataclass(frozen=True)
class Module:
    """The code of an answer as one module.

    places: for each of its lines the cell and the line in it, from 1; (0, 0) for a line of ours.
    """

    source: bytes
    places: tuple[tuple[int, int], ...]
    told: NotebookCode


def is_notebook(source: bytes) -> bool:
    """Whether a text without a name is a notebook: an object of JSON, which no answer in Python is."""
    return source.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"nbformat"' in source


def cells_of(data: bytes, name: str) -> tuple[Cell, ...]:
    """The code cells of a notebook.

    Raises:
        Refused: it cannot be read, has no code, or has more than MAX_BYTES of it.
    """
    answer = notebook_probe.cells(data) if len(data) <= _HARMLESS else _asked("cells", data)
    if answer is None:
        raise Refused(name, "notebook_deep")
    if "refused" in answer:
        raise Refused(name, answer["refused"], **answer["facts"])
    cells = tuple(Cell(number, source, mark_of(source, mark)) for number, source, mark in answer["cells"])
    if not any(cell.source.strip() for cell in cells):
        raise Refused(name, "notebook_no_code")
    size = sum(len(cell.source) for cell in cells)
    if size > MAX_BYTES:
        raise Refused(name, "notebook_code", size=f"{size:,}", limit=f"{MAX_BYTES:,}")
    return cells


def too_large(name: str, size: int) -> Refused:
    """For a notebook's file of `size` bytes."""
    return Refused(name, "notebook_large", size=f"{size:,}", limit=f"{NOTEBOOK_BYTES:,}")


def slim(cells: Sequence[Cell]) -> bytes:
    """A notebook of these code cells alone, of which `cells_of` makes the same cells: what is judged."""
    by_number = {cell.number: cell for cell in cells}
    last = max(by_number, default=0)
    numbers = range(1, last + 1) if last <= _MOST_NUMBERS else sorted(by_number)
    told = [_told(by_number[number]) if number in by_number else {"cell_type": "markdown"} for number in numbers]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": told}).encode()


def _told(cell: Cell) -> dict[str, Any]:
    tags = [] if cell.mark is None else [f"dlgrade:{cell.mark}" if cell.mark else "dlgrade"]
    return {"cell_type": "code", "metadata": {"tags": tags}, "source": cell.source}


def marks(cells: Sequence[Cell]) -> list[str]:
    """The exercises that the cells name, each once."""
    return list(dict.fromkeys(cell.mark for cell in cells if cell.mark))


def module_of(cells: Sequence[Cell], slug: str, names: Sequence[str]) -> Module:
    """The answer to the exercise `slug`, which is to define `names`.

    The cells that are tagged for it, else those tagged for none in particular, are taken whole; without tags, the
    statements that define the names. With them goes what they need of the other cells.
    """
    plain = [without_magics(cell.source) for cell in cells]
    tagged = [index for index, cell in enumerate(cells) if cell.mark == slug]
    tagged = tagged or [index for index, cell in enumerate(cells) if cell.mark == ""]
    texts = ["\n".join(one.lines) for one in plain]
    asked = json.dumps({"cells": texts, "tagged": tagged, "names": list(names)}).encode()
    answer = _asked("chosen", asked)
    if answer is None:  # hostile cells: what they do to Python's parser is told by whoever reads the module
        whole = tagged or range(len(cells))
        answer = {"lines": [(index, 1, len(plain[index].lines)) for index in whole]}
    lines, places = [_HEAD], [(0, 0)]
    for index, first, last in answer["lines"]:
        lines += plain[index].lines[first - 1 : last]
        places += [(cells[index].number, line) for line in range(first, last + 1)]
    taken = sorted({index for index, *_ in answer["lines"]})
    left_out = [LeftOut(cells[index].number, line, text) for index in taken for line, text in plain[index].left_out]
    told = NotebookCode(
        cells=tuple(cells[index].number for index in taken),
        tagged=tuple(cells[index].number for index in tagged),
        left_out=tuple(left_out),
    )
    return Module(("\n".join(lines) + "\n").encode("utf-8", "surrogatepass"), tuple(places), told)


def mark_of(source: str, mark: str | None = None) -> str | None:
    """The mark of a cell with this text, whose tag says `mark`."""
    if mark:
        return mark
    comments = map(_COMMENT.fullmatch, source.split("\n", _COMMENT_LINES)[:_COMMENT_LINES])
    found = next((comment for comment in comments if comment), None) or _MAGIC.match(source)
    return found[1][:_MARK_CHARS] if found else mark


def _asked(work: str, data: bytes) -> dict[str, Any] | None:
    """The child's answer; None where it came to none within its limits."""
    try:
        child = subprocess.run([*_PROBE, work], input=data, capture_output=True, timeout=PROBE_WALL_S, check=False)
        answer: dict[str, Any] = json.loads(child.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return answer
