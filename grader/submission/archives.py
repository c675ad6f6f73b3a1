"""Archives that strangers made: looked through before anything is written, then unpacked into a folder of ours.

An archive may lie about everything. What it may unpack to is limited in bytes, in files and in proportion to its own
size; an entry is a regular file or a folder whose name stays inside, and no two have one name on any system. Only what
can be a submission, or an archive in turn, is written with its content; of any other file its name is enough.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import re
import stat
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, BinaryIO

from grader.limits import MIB
from grader.submission.refused import Refused

ZIP, TAR = (".zip",), (".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".gz", ".bz2", ".xz")
KEPT = (".py", ".ipynb", *ZIP, *TAR)
"""The endings of what is written with its content."""
# A notebook with its pictures packs to a tenth, a table of numbers to a twentieth.
_MOST_RATIO, _RATIO_FROM = 100, 16 * MIB
_NAME_BYTES, _PATH_BYTES = 255, 1024  # what file systems take
_DEEPEST = 32
_BLOCK = 64 * 1024
# The lists of their entries that zip files begin with: for those of one student, and for those of a class.
_DIRECTORY_BYTES = 2 * MIB
_BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, tarfile.TarError, zlib.error, lzma.LZMAError),
    *(EOFError, OSError, ValueError, OverflowError, NotImplementedError, RuntimeError, IndexError, KeyError),
)


@dataclass(frozen=True)
class Room:
    """The most that an archive may unpack to: bytes and files; and the most that its list of entries may take."""

    unpacked_bytes: int = 100 * MIB
    files: int = 1000
    directory_bytes: int = _DIRECTORY_BYTES

    def without(self, used: Used) -> Room:
        """The room that is left."""
        return replace(self, unpacked_bytes=self.unpacked_bytes - used.unpacked_bytes, files=self.files - used.files)


@dataclass(frozen=True)
class Used:
    """The room that an archive took, by what it says of itself: bytes, and files with folders."""

    unpacked_bytes: int = 0
    files: int = 0


@dataclass(frozen=True)
class Member:
    """An entry of a zip file: where it goes, as parts of a path; bytes; the time that it bears, of no zone.

    fault: why it must not be unpacked. folder: whether it is one.
    """

    parts: tuple[str, ...]
    size: int
    modified: datetime | None
    folder: bool
    fault: Refused | None
    info: zipfile.ZipInfo


class Zip:
    """A zip file that has been looked through.

    Raises:
        Refused: it is none, or its list of entries is too long.
    """

    def __init__(self, file: BinaryIO, name: str, room: Room) -> None:
        self.name, self._room = name, room
        try:
            with _reading(name):
                self._zip = zipfile.ZipFile(_Directory(file, room.directory_bytes))
        except _TooMuch:
            raise Refused(name, "archive_files", limit=f"{room.files:,}") from None
        self.members = [self._member(info) for info in self._zip.infolist()]

    def _member(self, info: zipfile.ZipInfo) -> Member:
        name = _zip_name(info)
        kind = stat.S_IFMT(info.external_attr >> 16)
        parts, fault = _parts(name), None
        if parts is None:
            fault = Refused(self.name, "archive_path", entry=name)
        elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            fault = Refused(self.name, "archive_link", entry=name)
        elif info.flag_bits & 1:
            fault = Refused(self.name, "archive_locked")
        elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            fault = Refused(self.name, "archive_other")  # Python unpacks a block of these whole, whatever its size
        folder = info.is_dir() or name.endswith("/") or kind == stat.S_IFDIR
        return Member(parts or _loose_parts(name), info.file_size, _clock(info), folder, fault, info)

    def check(self, members: Iterable[Member], packed_bytes: int | None = None, room: Room | None = None) -> Used:
        """Look at entries that are to be unpacked together; the room that they take.

        Args:
            packed_bytes: of the whole file; None for what the entries say of themselves.
            room: where they have another than the whole archive.

        Raises:
            Refused: one of them has a fault, or they are too much together.
        """
        names, total, packed, count = _Names(self.name), 0, 0, 0
        for count, member in enumerate(members, start=1):
            if member.fault:
                raise member.fault
            names.add(member.parts, member.folder)
            total, packed = total + member.size, packed + member.info.compress_size
            _check_room(self.name, room or self._room, total, count)
        packed = packed if packed_bytes is None else packed_bytes
        if total > max(_RATIO_FROM, _MOST_RATIO * packed):
            raise Refused(self.name, "archive_bomb", limit=str(_MOST_RATIO))
        return Used(total, count)

    def content(self, member: Member, most: int) -> bytes:
        """The first bytes of an entry.

        Raises:
            Refused: it cannot be read.
        """
        with _reading(self.name), self._zip.open(member.info) as source:
            return source.read(most)

    def unpack(self, members: Iterable[Member], folder: Path, *, below: int = 0) -> None:
        """Write entries that have been checked, without the first `below` parts of their paths.

        Their times become the files', as if they were in UTC, for a zip file says nothing of a zone; 0 stands for none.

        Raises:
            Refused: the content of one cannot be read.
        """
        for member in members:
            parts = member.parts[below:]
            if not parts:
                continue
            with _reading(self.name):
                source = self._zip.open(member.info)
            with source:
                path = _write(folder, parts, _Content(self.name, source) if not member.folder else None)
            if not member.folder:
                stamp = member.modified.replace(tzinfo=UTC).timestamp() if member.modified else 0
                os.utime(path, (stamp, stamp))


def can_unpack(path: Path) -> bool:
    """Whether the name says that it is an archive that is opened here."""
    return path.name.casefold().endswith((*ZIP, *TAR))


def unpack(path: Path, name: str, folder: Path, room: Room) -> Used:
    """Unpack one student's archive into a folder that is there and empty; the room that it took.

    Args:
        name: what it is called in an error.

    Raises:
        Refused: the archive is none, is too much, or has an entry that must not be unpacked; what has been written by
            then is not to be used.
    """
    with _reading(name):
        file = path.open("rb")
    with file:
        size = path.stat().st_size
        if size > room.unpacked_bytes:
            raise Refused(name, "archive_large", limit=_amount(room))
        if path.suffix.casefold() not in ZIP:
            return _unpack_tar(file, size, name, folder, room)
        archive = Zip(file, name, room)
        used = archive.check(archive.members, size)
        archive.unpack(archive.members, folder)
        return used


# --- names ---


def _zip_name(info: zipfile.ZipInfo) -> str:
    """An entry's name: UTF-8 where it says so or is, GBK where it can only be that, else as zip has always had it."""
    name = info.orig_filename
    if info.flag_bits & 0x800:
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if re.fullmatch(rb"(?:[\x00-\x7f]|[\xa1-\xf7][\xa1-\xfe])*", raw):  # pairs of high bytes, as in Chinese only
        return raw.decode("gb18030", "replace")
    return name


def _clock(info: zipfile.ZipInfo) -> datetime | None:
    """The time that an entry bears; none for the one that stands for none."""
    try:
        clock = datetime(*info.date_time)
    except ValueError:
        return None
    return clock if clock > datetime(1980, 1, 2) else None


def _parts(name: str) -> tuple[str, ...] | None:
    """The parts of an entry's path; None where it leads out of the archive, or no system would take it."""
    path = unicodedata.normalize("NFC", name.replace("\\", "/"))
    if path.startswith("/") or re.match(r"[A-Za-z]:", path) or len(path.encode("utf-8", "replace")) > _PATH_BYTES:
        return None
    parts = tuple(part for part in path.split("/") if part not in ("", "."))
    if len(parts) > _DEEPEST or any(part == ".." or not _is_name(part) for part in parts):
        return None
    return parts


def _is_name(part: str) -> bool:
    """Whether a part of a path can be one: nothing unprintable but what marks a script, and not too long."""
    if any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in part):
        return False
    return len(part.encode("utf-8")) <= _NAME_BYTES


def _loose_parts(name: str) -> tuple[str, ...]:
    """The parts of a name that is refused, to say whose it is."""
    return tuple(part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))


class _Names:
    """The names of entries so far: no two may be one where case or Unicode form does not count."""

    def __init__(self, archive: str) -> None:
        self._archive = archive
        self._files: dict[tuple[str, ...], str] = {}
        self._folders: dict[tuple[str, ...], str] = {}

    def add(self, parts: tuple[str, ...], folder: bool) -> None:
        """Take one more; its folders too.

        Raises:
            Refused: there is one of that name.
        """
        entry = "/".join(parts)
        key = tuple(unicodedata.normalize("NFKC", part).casefold() for part in parts)
        for end in range(1, len(key) + folder):
            self._claim(self._folders, self._files, key[:end], "/".join(parts[:end]))
        if not folder:
            if key in self._files:
                raise Refused(self._archive, "archive_double", entry=entry, other=self._files[key])
            self._claim(self._files, self._folders, key, entry)

    def _claim(
        self, mine: dict[tuple[str, ...], str], others: dict[tuple[str, ...], str], key: tuple[str, ...], entry: str
    ) -> None:
        other = others.get(key) or mine.setdefault(key, entry)
        if key in others or other != entry:
            raise Refused(self._archive, "archive_double", entry=entry, other=other)


# --- reading and writing ---


class _TooMuch(Exception):
    """More was read than may be."""


class _Directory:
    """A file that is not read in larger pieces than this: a zip file's list of entries is read in one."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file, self._most = file, most
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        """As the file's.

        Raises:
            _TooMuch: more is asked for.
        """
        if size > self._most:
            raise _TooMuch
        return self._file.read(size)


class _Limited(io.RawIOBase):
    """What a packed file unpacks to, up to so many bytes."""

    def __init__(self, source: IO[bytes], most: int) -> None:
        self._source, self._left = source, most

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes.

        Raises:
            _TooMuch: there are more than it was given.
        """
        data = self._source.read(_BLOCK if size < 0 else size)
        self._left -= len(data)
        if self._left < 0:
            raise _TooMuch
        return data


def _unpack_tar(file: BinaryIO, size: int, name: str, folder: Path, room: Room) -> Used:
    """Unpack in one pass: an entry that must not be ends it."""
    # Each entry has a head, and is filled up to whole blocks.
    most = min(room.unpacked_bytes, max(_RATIO_FROM, _MOST_RATIO * size)) + (room.files + 20) * 2048
    names, total, count = _Names(name), 0, 0
    try:
        with _reading(name):
            archive = tarfile.open(  # noqa: SIM115
                fileobj=_Limited(_inflated(file), most), mode="r|"
            )
        with archive:
            while True:
                with _reading(name):
                    member = archive.next()
                if member is None:
                    return Used(total, count)
                parts = _parts(member.name)
                if parts is None or not (parts or member.isdir()):
                    raise Refused(name, "archive_path", entry=member.name)
                if not (member.isreg() or member.isdir()) or member.issparse():
                    raise Refused(name, "archive_link", entry=member.name)
                names.add(parts, member.isdir())
                total, count = total + member.size, count + 1
                _check_room(name, room, total, count)
                source = archive.extractfile(member)
                _write(folder, parts, _Content(name, source) if source else None)
    except _TooMuch:
        raise Refused(name, "archive_bomb", limit=str(_MOST_RATIO)) from None


def _inflated(file: BinaryIO) -> IO[bytes]:
    """The tar file inside, by what the file begins with."""
    head = file.read(6)
    file.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return gzip.open(file)  # type: ignore[return-value]
    if head.startswith(b"BZh"):
        return bz2.BZ2File(file)
    if head.startswith(b"\xfd7zXZ"):
        return lzma.LZMAFile(file)
    return file


def _check_room(name: str, room: Room, total: int, files: int) -> None:
    if files > room.files:
        raise Refused(name, "archive_files", limit=f"{room.files:,}")
    if total > room.unpacked_bytes:
        raise Refused(name, "archive_large", limit=_amount(room))


@dataclass(frozen=True)
class _Content:
    """The content of an entry."""

    archive: str
    source: IO[bytes]

    def __iter__(self) -> Iterator[bytes]:
        """In blocks; zipfile and tarfile give no more of it than was announced.

        Raises:
            Refused: it cannot be read.
        """
        while True:
            with _reading(self.archive):
                block = self.source.read(_BLOCK)
            if not block:
                return
            yield block


def _write(folder: Path, parts: tuple[str, ...], content: _Content | None) -> Path:
    """Create a folder (no content), or a file that is not there yet; its content only where that is wanted."""
    path = folder.joinpath(*parts)
    if content is None:
        path.mkdir(parents=True, exist_ok=True)
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        if path.name.casefold().endswith(KEPT):
            file.writelines(content)
    return path


@contextmanager
def _reading(archive: str) -> Iterator[None]:
    """Whatever goes wrong in here is the archive's fault: nothing is written meanwhile.

    Raises:
        Refused: something has gone wrong.
    """
    try:
        yield
    except _BROKEN as error:
        words = str(error).rstrip(".") or type(error).__name__
        raise Refused(archive, "archive_broken", error=words) from None


def _amount(room: Room) -> str:
    return f"{room.unpacked_bytes // MIB:,} MiB"
