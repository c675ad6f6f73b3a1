"""A cell run in the kernel once it has been judged, as if the magic did not stand above it."""

from __future__ import annotations

import asyncio
from typing import Any

from grader.texts import Text

AWAITS = Text(
    "The cell was judged, and not run: it awaits something at its top level, which a cell under a magic cannot.",
    "该单元格已评判，但没有运行：它在顶层使用了 await，而带有魔法命令的单元格不能这样做。",
)
ELSEWHERE = Text("Put that line into a cell of its own.", "请把那一行放到单独的单元格中。")


def can_run(shell: Any, text: str) -> bool:
    """Whether it can be run here: what awaits needs the loop that is running us."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return True
    return not shell.should_run_async(text, transformed_cell=shell.transform_cell(text))


def run(shell: Any, text: str) -> None:
    """Run it; what it raises is raised, so that a notebook that is run from top to bottom stops.

    Its traceback is the one that it would have had by itself, and is shown once.
    """
    shown: list[tuple[BaseException, list[str]]] = []
    showing = shell._showtraceback
    shell._showtraceback = lambda _kind, error, traceback: shown.append((error, traceback))
    try:
        result = shell.run_cell(text, store_history=False)
    finally:
        shell._showtraceback = showing
    error = result.error_before_exec or result.error_in_exec
    if error is None:
        return
    lines = next((traceback for one, traceback in shown if one is error), None)
    if lines is not None:
        error._render_traceback_ = lambda: lines
    raise error
