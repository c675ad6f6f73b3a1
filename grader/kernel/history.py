"""The cells that a kernel has run, as a submission: the cell to be judged, and what it may need of the others.

A cell is called by its number in the kernel's count, as its prompt has it: In[3]. What was run twice stands there
twice, and of a name that is bound several times the last binding counts, as in the kernel.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from grader.errors import UsageError
from grader.limits import MAX_BYTES
from grader.submission.magics import without_magics
from grader.submission.notebook import Cell, mark_of
from grader.submission.submission import Submission
from grader.texts import Text


def of_cell(shell: Any, first_line: str, text: str, slug: str) -> Submission:
    """The cell that a cell magic stands in, by its text, with the cells before it.

    Args:
        first_line: the line of the magic; text: what follows it.
    """
    raw, body = shell.history_manager.input_hist_raw, text.rstrip("\n")
    # The count itself goes up before a cell is run or after it, by IPython's version.
    kept = bool(body) and raw[-1].endswith(body)
    number = len(raw) - 1 if kept else len(raw)
    above = raw[-1].removesuffix(body) if kept else f"{first_line}\n"
    before = _cells(shell, number)
    cell = Cell(number, _commented(above) + text, slug)
    return Submission(
        f"In[{number}]", b"", "", slug, (*_fitting(before, MAX_BYTES - len(cell.source)), cell), kernel=True
    )


def of_namespace(shell: Any, magic: str, slug: str, names: Sequence[str]) -> Submission:
    """The cells that were run, this one included, from which the definitions of `names` are to be taken.

    Raises:
        UsageError: none of them is there.
    """
    if not any(name in shell.user_ns for name in names):
        wanted = ", ".join(f"`{name}`" for name in names)
        raise UsageError(
            Text(f"Nothing that was run here defines {wanted}.", f"已运行的单元格中没有定义 {wanted}。"),
            Text(
                f"Run the cell with your answer first, or begin it with `%%check {slug}`.",
                f"请先运行你的答案所在的单元格，或让它以 `%%check {slug}` 开头。",
            ),
        )
    cells = _whole(_fitting(_cells(shell), MAX_BYTES), slug, names)
    return Submission(magic, b"", "", slug, tuple(cells), kernel=True)


def marked(shell: Any, text: str | None) -> str | None:
    """The exercise that a cell's text names, or the last one that any cell that was run names; None for none."""
    texts = [text] if text is not None else [cell.source for cell in reversed(_cells(shell))]
    return next((mark for one in texts if (mark := mark_of(one))), None)


def _cells(shell: Any, end: int | None = None) -> list[Cell]:
    """The cells, up to number `end`, that Python could read: of the others nothing was run."""
    texts = enumerate(shell.history_manager.input_hist_raw[:end])
    return [Cell(number, text, None) for number, text in texts if text.strip() and _is_python(text)]


def _whole(cells: Sequence[Cell], slug: str, names: Sequence[str]) -> list[Cell]:
    """The cells; the last one that defines a name is to be taken whole where it says that it is the answer."""
    defines = re.compile(rf"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(?:{'|'.join(map(re.escape, names))})\b", re.M)
    last = next((cell for cell in reversed(cells) if defines.search(cell.source)), None)
    return [replace(cell, mark=slug) if cell is last and mark_of(cell.source) == slug else cell for cell in cells]


def _is_python(text: str) -> bool:
    try:
        ast.parse("\n".join(without_magics(text).lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _fitting(cells: Sequence[Cell], most: int) -> list[Cell]:
    """The last of the cells, as far as they are a submission's size together."""
    kept: list[Cell] = []
    for cell in reversed(cells):
        most -= len(cell.source)
        if most < 0:
            break
        kept.append(cell)
    return kept[::-1]


def _commented(above: str) -> str:
    """The lines above a cell's text as comments, so that each of its lines has the number that an editor shows."""
    return "".join(f"# {line}\n" for line in above.split("\n")[:-1])
