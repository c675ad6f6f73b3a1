"""The file that answers an exercise, where a command takes one or the other."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.texts import Text

if TYPE_CHECKING:
    from grader.catalogue.exercise import Catalogue, Exercise


def answer_here(slug: str) -> str:
    """The file in this folder that `dlgrade start` wrote for an exercise: a module, or else a notebook."""
    notebook = f"{slug}.ipynb"
    return notebook if os.path.lexists(notebook) and not os.path.lexists(f"{slug}.py") else f"{slug}.py"


def answer(what: str, known: Catalogue) -> tuple[Path, Exercise]:
    """The file that is named, or that answers the exercise that is named; and the exercise.

    Raises:
        UsageError: there is no such file here, or nobody knows which exercise it answers.
    """
    named = what in known.slugs and not os.path.lexists(what)
    path = Path(answer_here(what) if named else what)
    if named and not os.path.lexists(path):
        raise UsageError(
            Text(f'There is no file "{path}" here.', f"这里没有文件“{path}”。"),
            Text(f"Begin with: dlgrade start {what}", f"请先运行：dlgrade start {what}"),
        )
    return path, known[what] if named else exercise_answered(path, known)


def exercise_answered(path: Path, known: Catalogue) -> Exercise:
    """The exercise that a file answers.

    Raises:
        UsageError: it cannot be read, or nobody knows.
    """
    from grader.submission.files import read_submission
    from grader.submission.naming import exercise_of

    return known[exercise_of(read_submission(path), known.slugs)]
