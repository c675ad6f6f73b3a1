"""`dlgrade gradescope`: the zip of an autograder, with all that it needs but what its setup.sh installs."""

from __future__ import annotations

import json
import os
import re
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

from grader.catalogue.exercise import Catalogue, Exercise
from grader.errors import UsageError
from grader.klass.assignment import Assignment
from grader.klass.autograder.wheel import wheel
from grader.texts import Text

SETTINGS = "settings.json"
ASSIGNMENTS = "assignments"
_SCRIPTS = ("setup.sh", "run_autograder")
_TIME = (1980, 1, 1, 0, 0, 0)
_EXECUTABLE, _SECRET = 0o755, 0o600
_CATALOGUE = re.compile(r"^\s*catalogue\s*=.*$", re.MULTILINE)


def pack(assignment: Assignment, known: Catalogue, path: Path, *, require: str, lang: str) -> None:
    """Write the zip, in one step and for its owner alone: the secret seed is in it.

    Args:
        require: the weakest sandbox that may be used there.

    Raises:
        UsageError: an exercise or the seed is missing or damaged, or the file cannot be written.
    """
    exercises = [assignment.exercise(slug, known) for slug in assignment.slugs]
    assignment.seed()  # raises, if there is none
    new = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.unlink(missing_ok=True)
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _SECRET)
        with os.fdopen(descriptor, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content, mode in _entries(assignment, exercises, require, lang):
                entry = zipfile.ZipInfo(name, _TIME)
                entry.external_attr = mode << 16
                archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
        os.replace(new, path)
    except OSError as error:
        raise UsageError(
            Text(f'"{path}" could not be written: {error.strerror}.', f"无法写入“{path}”：{error.strerror}。"),
            Text("Choose another file with -o FILE.", "请用 -o FILE 选择另一个文件。"),
        ) from None


def _entries(
    assignment: Assignment, exercises: list[Exercise], require: str, lang: str
) -> Iterator[tuple[str, bytes, int]]:
    """Names, bytes and modes of the files in the zip; Gradescope unpacks it into source/."""
    for script in _SCRIPTS:
        yield script, (Path(__file__).parent / script).read_bytes(), _EXECUTABLE
    name, content = wheel()
    yield name, content, _SECRET
    settings = {"assignment": assignment.path.name, "sandbox": require, "lang": lang}
    yield SETTINGS, json.dumps(settings, indent=1).encode(), _SECRET
    if any(exercise.target == "torch" for exercise in exercises):
        yield "needs_torch", b"", _SECRET
    yield f"{ASSIGNMENTS}/{assignment.path.name}", _here(assignment), _SECRET
    for path in (assignment.seed_path, assignment.extensions_path):
        if path.exists():
            yield f"{ASSIGNMENTS}/{path.name}", path.read_bytes(), _SECRET
    for exercise in exercises:
        for part, folder in (("exercises", exercise.folder), ("solutions", exercise.solutions)):
            for file in sorted(folder.rglob("*")):
                if file.is_file() and "__pycache__" not in file.parts:
                    inside = file.relative_to(folder).as_posix()
                    yield f"{part}/{exercise.slug}/{inside}", file.read_bytes(), _SECRET


def _here(assignment: Assignment) -> bytes:
    """The assignment's file; the exercises are beside its folder there, wherever they come from here."""
    text = assignment.path.read_text(encoding="utf-8")
    if assignment.catalogue is not None:
        text = _CATALOGUE.sub('catalogue = ".."', text, count=1)
        if tomllib.loads(text).get("catalogue") != "..":
            raise UsageError(
                Text(
                    f'"{assignment.path}": key "catalogue" is not on a line of its own.',
                    f"“{assignment.path}”：键“catalogue”没有独占一行。",
                ),
                Text('Write it so: catalogue = "PATH".', '请写成：catalogue = "路径"。'),
            )
    return text.encode()
