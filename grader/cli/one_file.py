"""The one file that a command is about, and the exercise that it answers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.answers import answer_here
from grader.errors import UsageError
from grader.texts import Text

if TYPE_CHECKING:
    from grader.catalogue.exercise import Catalogue, Exercise
    from grader.submission.submission import Submission


def one_file(paths: tuple[str, ...], known: Catalogue) -> tuple[Exercise, Submission]:
    """What `[EXERCISE] FILE` means; an exercise alone means its file in this folder.

    Raises:
        UsageError: there is no such exercise or file, or there are more than two words.
    """
    from grader.submission.files import read_submission
    from grader.submission.naming import exercise_of

    if len(paths) == 1 and paths[0] in known.slugs and not os.path.exists(paths[0]):
        paths = (paths[0], answer_here(paths[0]))
    if len(paths) > 2:
        raise UsageError(
            Text(
                f"Only one file can be taken, and there are {len(paths) - 1}.",
                f"只能处理一个文件，而这里有 {len(paths) - 1} 个。",
            ),
            Text("Write the exercise, and one file.", "请写题目和一个文件。"),
        )
    path = Path(paths[-1])
    if path.is_dir():
        raise UsageError(
            Text(f'"{path}" is a folder.', f"“{path}”是文件夹。"), Text("Name one file.", "请写出一个文件。")
        )
    submission = read_submission(path)
    return known[paths[0] if len(paths) == 2 else exercise_of(submission, known.slugs)], submission
