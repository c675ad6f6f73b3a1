"""`dlgrade start`: what a learner gets, written without touching anything that is there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.catalogue import public_tests
from grader.catalogue.exercise import Exercise
from grader.catalogue.notebook import notebook_of
from grader.errors import UsageError
from grader.texts import Text


def start(exercise: Exercise, folder: Path, lang: str, *, notebook: bool = False) -> Iterator[tuple[Path, bool]]:
    """Write <slug>.py with the marker, <slug>.md and test_<slug>_public.py; each path, and whether it was written.

    Args:
        notebook: write <slug>.ipynb alone, which holds the first two.

    Raises:
        UsageError: the folder cannot be written to.
    """
    slug = exercise.slug
    if notebook:
        files = {f"{slug}.ipynb": notebook_of(exercise, lang)}
    else:
        files = {
            f"{slug}.py": marked_stub(exercise),
            f"{slug}.md": exercise.statement(lang),
            public_tests.file_name(slug): public_tests.text_of(exercise, lang),
        }
    with written_to(folder):
        for name, text in files.items():
            yield folder / name, write_new(folder / name, text)


@contextmanager
def written_to(folder: Path) -> Iterator[None]:
    """Make the folder that --to names, and say what is wrong where it cannot be written to.

    Raises:
        UsageError: for an OSError within.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise UsageError(
            Text(
                f'"{error.filename or folder}" could not be written: {error.strerror}.',
                f"无法写入“{error.filename or folder}”：{error.strerror}。",
            ),
            Text("Choose a folder with --to FOLDER.", "请用 --to FOLDER 选择一个文件夹。"),
        ) from None


def marked_stub(exercise: Exercise) -> str:
    """The stub, with a first line that says which exercise it answers."""
    return f"# dlgrade: {exercise.slug}\n" + exercise.stub.read_text(encoding="utf-8")


def write_new(path: Path, text: str) -> bool:
    """Create `path` with `text`; False, and nothing done, where something is there (a link too)."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    return True
