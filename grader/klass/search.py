"""Files of one student: those of a folder, and those in the archives in it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grader.klass import problems
from grader.klass.problems import Problem
from grader.submission.archives import Room, can_unpack, unpack
from grader.submission.files import find_submissions
from grader.submission.refused import Refused

_MOST_NESTED = 2  # archives in archives


@dataclass(frozen=True)
class File:
    """A file that was found.

    parts: its path from the top, without what only wraps it. stamp: its time, of what was in a student's archive that
    archive's, for students choose what stands inside.
    """

    path: Path
    name: str
    parts: tuple[str, ...]
    stamp: float


@dataclass(frozen=True)
class _Around:
    """The archives around a file: the path to it from the top, the outermost one's time, and how many there are."""

    parts: tuple[str, ...] = ()
    stamp: float | None = None
    depth: int = 0


class Search:
    """Looks for files in a student's folder, and in the archives in it."""

    def __init__(self, temporary: Path, room: Room, student: str) -> None:
        self._temporary, self._room, self._student = temporary, room, student
        self.problems: list[Problem] = []
        self.passed_over: list[str] = []

    def files(self, path: Path, name: str, inner: tuple[str, ...]) -> Iterator[File]:
        """The files at a path that is called `name`; `inner` is what the student called it, where that is known."""
        yield from self._files(path, name, inner or (PurePosixPath(name).name,), _Around())

    def _files(self, path: Path, name: str, alone: tuple[str, ...], around: _Around) -> Iterator[File]:
        found = find_submissions([path])
        self.passed_over += [self._shown(path, name, Path(one)) for one in found.passed_over]
        for file in found.files:
            parts = (*around.parts, *(file.relative_to(path).parts or alone))
            yield File(file, self._shown(path, name, file), parts, _stamp(around, file))
        for refusal in found.refused:
            file = Path(refusal.name)
            shown = self._shown(path, name, file)
            if refusal.kind == "archive":
                parts = (*around.parts, *(file.relative_to(path).parts or alone))
                yield from self._archive(file, shown, parts, around)
            else:
                self.problems.append(problems.refused(refusal, self._student, shown))

    def _archive(self, path: Path, name: str, parts: tuple[str, ...], around: _Around) -> Iterator[File]:
        """What is in an archive; if something is wrong with it, nothing."""
        try:
            if around.depth == _MOST_NESTED:
                raise Refused(name, "archive_deep")
            if not can_unpack(path):
                raise Refused(name, "archive_other")
            folder = new_folder(self._temporary)
            self._room = self._room.without(unpack(path, name, folder, self._room))
        except Refused as refusal:
            self.problems.append(problems.refused(refusal, self._student, name))
            return
        inside = _Around((*parts[:-1], PurePosixPath(parts[-1]).stem), _stamp(around, path), around.depth + 1)
        yield from self._files(folder, name, (), inside)

    def _shown(self, root: Path, name: str, path: Path) -> str:
        """A path as the instructor sees it."""
        below = path.relative_to(root).as_posix()
        return name if below == "." else f"{name}/{below}"


def _stamp(around: _Around, path: Path) -> float:
    """The time of a file, or of the archive that it was in."""
    return path.lstat().st_mtime if around.stamp is None else around.stamp


def new_folder(temporary: Path) -> Path:
    """A folder in the temporary one that is there and empty."""
    return Path(tempfile.mkdtemp(dir=temporary))
