"""The stub back in a file's place. The code that was there stays: beside it, and in the history."""

from __future__ import annotations

import os
from pathlib import Path

from grader.catalogue.exercise import Exercise
from grader.catalogue.notebook import notebook_of
from grader.catalogue.start import marked_stub
from grader.errors import UsageError
from grader.progress.record import keep
from grader.submission.files import read_submission
from grader.submission.notebook import SUFFIX
from grader.submission.refused import Refused
from grader.texts import Tell, Text


def reset(exercise: Exercise, path: Path, lang: str, tell: Tell) -> Path:
    """Put the stub in the place of a file; where the file is now.

    Raises:
        UsageError: nothing is there, or the folder cannot be written to. Nothing was changed then.
    """
    try:
        keep(read_submission(path), exercise, tell)
    except Refused as error:
        if not os.path.lexists(path):
            raise
        tell(error.said)  # what cannot be read as a submission is kept beside the stub all the same
    kept = place_beside(path)
    stub = notebook_of(exercise, lang) if path.suffix.casefold() == SUFFIX else marked_stub(exercise)
    written = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        written.write_text(stub, encoding="utf-8")
        path.rename(kept)
        written.rename(path)
    except OSError as error:
        written.unlink(missing_ok=True)
        raise UsageError(
            Text(f'"{path}" could not be reset: {error.strerror}.', f"无法重置“{path}”：{error.strerror}。"),
            Text("Check the permissions of its folder.", "请检查它所在文件夹的权限。"),
        ) from None
    return kept


def place_beside(path: Path) -> Path:
    """A name beside the file that nothing has, and that nobody takes for a submission."""
    names = (path.with_name(f"{path.name}.{number}.bak") for number in range(1, 10_000))
    return next(name for name in names if not os.path.lexists(name))
