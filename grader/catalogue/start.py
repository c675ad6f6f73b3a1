"""`dlgrade start`: what a learner gets, written without touching anything that is there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from grader.catalogue import public_tests
from grader.catalogue.exercise import Exercise
from grader.errors import UsageError
from grader.texts import Text


def start(exercise: Exercise, folder: Path, lang: str) -> Iterator[tuple[Path, bool]]:
    """Write <slug>.py with the marker, <slug>.md and test_<slug>_public.py; each path, and whether it was written.

    Raises:
        UsageError: the folder cannot be written to.
    """
    slug = exercise.slug
    files = {
        f"{slug}.py": f"# dlgrade: {slug}\n" + exercise.stub.read_text(encoding="utf-8"),
        f"{slug}.md": exercise.statement(lang),
        public_tests.file_name(slug): public_tests.text_of(exercise, lang),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            yield folder / name, write_new(folder / name, text)
    except OSError as error:
        raise UsageError(
            Text(
                f'"{error.filename or folder}" could not be written: {error.strerror}.',
                f"无法写入“{error.filename or folder}”：{error.strerror}。",
            ),
            Text("Choose a folder with --to FOLDER.", "请用 --to FOLDER 选择一个文件夹。"),
        ) from None


def write_new(path: Path, text: str) -> bool:
    """Create `path` with `text`; False, and nothing done, where something is there (a link too)."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    return True
