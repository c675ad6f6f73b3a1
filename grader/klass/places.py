"""Where hand-ins lie: the entries at the top of a folder or of a platform's zip file, each somebody's.

Nothing of a zip file is written but into a private folder, one entry at a time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from grader.errors import UsageError
from grader.klass.labels import Label, label_of
from grader.limits import MIB
from grader.submission.archives import Member, Room, Zip, can_unpack
from grader.submission.refused import Refused
from grader.texts import Text

_JUNK = ("__MACOSX", "Thumbs.db", "desktop.ini")
_MOST_UNWRAPPED = 4
_LIST_BYTES = 32 * MIB
# A class's list of entries: a quarter of a million of them.
CLASS_ROOM = Room(directory_bytes=32 * MIB)


@dataclass(frozen=True)
class Place:
    """An entry at the top. `name` is its path as the instructor sees it.

    zoned: whether the times of its files are points in time; else, out of a zip file, each is a clock's, as if in UTC.

    `opened` gives it as a folder or a file, for as long as a `with` lasts.

    Raises:
        Refused (by `opened`): it must not be unpacked.
    """

    name: str
    label: Label
    folder: bool
    zoned: bool
    opened: Callable[[Path, Room], AbstractContextManager[Path]]


class Tree(Protocol):
    """A folder, of the disk or in a zip file."""

    name: str

    def names(self) -> dict[str, bool]:
        """The names in it, each with whether it is a folder; what systems leave everywhere is left out."""

    def below(self, name: str) -> Tree:
        """The folder of that name in it."""

    def place(self, name: str) -> Place:
        """The entry of that name."""

    def content(self, name: str) -> bytes:
        """The bytes of a list in it, as far as a list may go."""


@contextmanager
def tree_of(path: Path) -> Iterator[Tree]:
    """The folder, or the zip file.

    Raises:
        UsageError: it is neither, or cannot be read.
    """
    if path.is_dir():
        yield _Folder(path, str(path))
        return
    if not path.exists() or path.suffix.casefold() != ".zip":
        missing = Text(f'There is no folder or .zip file "{path}".', f"没有文件夹或 .zip 文件“{path}”。")
        other = Text(f'"{path}" is neither a folder nor a .zip file.', f"“{path}”既不是文件夹也不是 .zip 文件。")
        advice = Text(
            "Name the folder of the hand-ins, or the platform's zip as it was downloaded.",
            "请给出提交所在的文件夹，或从平台下载的 zip 文件。",
        )
        raise UsageError(other if path.exists() else missing, advice)
    try:
        file = path.open("rb")
    except OSError as error:
        raise Refused(str(path), "unreadable", error=str(error.strerror)) from None
    with file:
        archive = Zip(file, str(path), CLASS_ROOM)
        yield _Zipped(archive, tuple(archive.members), 0, str(path))


def unwrapped(tree: Tree, is_student: Callable[[str], bool], exercises: Collection[str]) -> Tree:
    """The folder in which the students are: a single folder at the top may only hold them all.

    Args:
        is_student: whether a folder's name is known to be a student's.
    """
    for _ in range(_MOST_UNWRAPPED):
        names = tree.names()
        if len(names) != 1 or not all(names.values()) or is_student(next(iter(names))):
            break
        inner = tree.below(next(iter(names)))
        if not _holds_students(inner.names(), exercises):
            break
        tree = inner
    return tree


def _holds_students(names: Mapping[str, bool], exercises: Collection[str]) -> bool:
    """Whether these are what students handed in, and not what one of them did: by a platform, or several folders."""
    if any(label_of(name, folder=folder).platform for name, folder in names.items()):
        return True
    whole = all(folder or can_unpack(Path(name)) for name, folder in names.items())
    return whole and len(names) > 1 and not any(name in exercises for name in names)


class _Folder:
    """A folder of the disk."""

    def __init__(self, path: Path, name: str) -> None:
        self._path, self.name = path, name

    def names(self) -> dict[str, bool]:
        try:
            entries = sorted(os.scandir(self._path), key=lambda entry: entry.name)
        except OSError as error:
            raise Refused(self.name, "unreadable_folder", error=str(error.strerror)) from None
        return {entry.name: entry.is_dir(follow_symlinks=False) for entry in entries if not _is_junk(entry.name)}

    def below(self, name: str) -> Tree:
        return _Folder(self._path / name, f"{self.name}/{name}")

    def place(self, name: str) -> Place:
        path = self._path / name
        folder = path.is_dir()
        shown = f"{self.name}/{name}"

        @contextmanager
        def opened(_temporary: Path, _room: Room) -> Iterator[Path]:
            if path.is_symlink():
                raise Refused(shown, "link")
            yield path

        return Place(shown, label_of(name, folder=folder), folder, True, opened)

    def content(self, name: str) -> bytes:
        with (self._path / name).open("rb") as file:
            return file.read(_LIST_BYTES)


class _Zipped:
    """A folder in a zip file: the entries whose paths go through it, which is `depth` parts deep."""

    def __init__(self, archive: Zip, members: tuple[Member, ...], depth: int, name: str) -> None:
        self._archive, self._depth, self.name = archive, depth, name
        self._members: dict[str, list[Member]] = {}
        for member in members:
            if len(member.parts) > depth and not _is_junk(member.parts[depth]):
                self._members.setdefault(member.parts[depth], []).append(member)

    def names(self) -> dict[str, bool]:
        return {name: self._is_folder(name) for name in sorted(self._members)}

    def _is_folder(self, name: str) -> bool:
        return any(member.folder or len(member.parts) > self._depth + 1 for member in self._members[name])

    def below(self, name: str) -> Tree:
        return _Zipped(self._archive, tuple(self._members[name]), self._depth + 1, f"{self.name}/{name}")

    def place(self, name: str) -> Place:
        members, folder = self._members[name], self._is_folder(name)
        shown = f"{self.name}/{name}"

        @contextmanager
        def opened(temporary: Path, room: Room) -> Iterator[Path]:
            self._archive.check(members, room=room)
            self._archive.unpack(members, temporary, below=self._depth)
            yield temporary / members[0].parts[self._depth]

        return Place(shown, label_of(name, folder=folder), folder, False, opened)

    def content(self, name: str) -> bytes:
        return self._archive.content(self._members[name][0], _LIST_BYTES)


def _is_junk(name: str) -> bool:
    """Whether systems leave it everywhere: hidden, or of macOS's or Windows's making."""
    return name.startswith(".") or name in _JUNK
