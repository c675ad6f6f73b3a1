"""Archives that strangers made: each attack is refused by its name, and nothing comes to lie outside."""

from __future__ import annotations

import io
import os
import stat
import struct
import tarfile
import tracemalloc
import unicodedata
import warnings
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from grader.limits import MIB
from grader.submission.archives import Room, Zip, can_unpack, unpack
from grader.submission.refused import Refused

ROOM = Room(unpacked_bytes=32 * MIB, files=100)
CODE = b"def f(): ...\n"


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these entries, in this order, whatever they are called."""
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w", method) as archive:
        warnings.simplefilter("ignore")  # duplicate names
        for name, content in entries:
            archive.writestr(name, content, method)
    return target.getvalue()


def info(name: str, mode: int) -> zipfile.ZipInfo:
    """An entry of this kind, as Unix writes it."""
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, mode << 16
    return entry


def named(name: str) -> bytes:
    """A zip file with an entry of exactly this name."""
    entry = zipfile.ZipInfo("x" * len(name.encode()))
    return zipped((entry, CODE)).replace(entry.filename.encode(), name.encode())


def tarred(*members: tarfile.TarInfo | tuple[str, bytes], mode: str = "w", form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar file of these."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode, format=form) as archive:  # type: ignore[call-overload]
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                archive.addfile(member)
                continue
            one = tarfile.TarInfo(member[0])
            one.size = len(member[1])
            archive.addfile(one, io.BytesIO(member[1]))
    return target.getvalue()


def special(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    """A member that is no file."""
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member


def patched(archive: bytes, field: str, value: int) -> bytes:
    """A zip file of one entry whose list says something else of it."""
    at = archive.index(b"PK\x01\x02")
    offset, form = {"flags": (8, "<H"), "method": (10, "<H"), "size": (24, "<I")}[field]
    data = bytearray(archive)
    struct.pack_into(form, data, at + offset, value)
    return bytes(data)


def swollen(count: int) -> bytes:
    """A zip file whose entries all stand for the same bytes: small, and much."""
    archive = zipped(*((f"{number:04}.py", b"") for number in range(count)))
    whole = zipped(("0000.py", bytes(MIB)))
    kernel, first = whole[: whole.index(b"PK\x01\x02")], whole[whole.index(b"PK\x01\x02") :][: 46 + 7]
    directory = b"".join(first[:46] + f"{number:04}.py".encode() for number in range(count))
    tail = bytearray(archive[archive.rindex(b"PK\x05\x06") :])
    struct.pack_into("<II", tail, 12, len(directory), len(kernel))
    return kernel + directory + bytes(tail)


NFD = unicodedata.normalize("NFD", "café.py")
SYMLINK, DEVICE, PIPE = stat.S_IFLNK | 0o777, stat.S_IFBLK | 0o600, stat.S_IFIFO | 0o600

ZIPS: dict[str, tuple[Callable[[], bytes], str]] = {
    "to the root": (lambda: named("/etc/x.py"), "archive_path"),
    "upwards": (lambda: named("a/../../x.py"), "archive_path"),
    "upwards, as Windows writes it": (lambda: named("..\\..\\x.py"), "archive_path"),
    "to a drive": (lambda: named("C:\\x.py"), "archive_path"),
    "to a share": (lambda: named("\\\\host\\x.py"), "archive_path"),
    "a control character": (lambda: named("a\x1b[2J.py"), "archive_path"),
    "a zero": (lambda: named("a.py\0.txt"), "archive_path"),
    "a name too long": (lambda: zipped(("a" * 252 + ".py", CODE), ("b" * 300 + ".py", CODE)), "archive_path"),
    "folders without end": (lambda: zipped(("a/" * 200 + "x.py", CODE)), "archive_path"),
    "a link": (lambda: zipped((info("x.py", SYMLINK), b"/etc/passwd")), "archive_link"),
    "a device": (lambda: zipped((info("x.py", DEVICE), b"")), "archive_link"),
    "a pipe": (lambda: zipped((info("x.py", PIPE), b"")), "archive_link"),
    "a password": (lambda: patched(zipped(("x.py", CODE)), "flags", 1), "archive_locked"),
    "bzip2": (lambda: zipped(("x.py", CODE), method=zipfile.ZIP_BZIP2), "archive_other"),
    "lzma": (lambda: zipped(("x.py", CODE), method=zipfile.ZIP_LZMA), "archive_other"),
    "the same name": (lambda: zipped(("x.py", CODE), ("x.py", b"")), "archive_double"),
    "by case": (lambda: zipped(("x.py", CODE), ("X.py", b"")), "archive_double"),
    "by a folder's case": (lambda: zipped(("a/x.py", CODE), ("A/y.py", b"")), "archive_double"),
    "by Unicode form": (lambda: zipped(("café.py", CODE), (NFD, b"")), "archive_double"),
    "by width": (lambda: zipped(("x.py", CODE), ("\uff58.py", b"")), "archive_double"),
    "a file and a folder": (lambda: zipped(("a", b""), ("a/x.py", CODE)), "archive_double"),
    "a folder and a file": (lambda: zipped(("a/x.py", CODE), ("a", b"")), "archive_double"),
    "a dot between": (lambda: zipped(("a/x.py", CODE), ("a/./x.py", b"")), "archive_double"),
    "zeros": (lambda: zipped(("x.py", bytes(20 * MIB))), "archive_bomb"),
    "more than it may": (lambda: zipped(("x.bin", bytes(33 * MIB))), "archive_large"),
    "more than it says, by its list": (lambda: patched(zipped(("x.py", CODE)), "size", 0xFFFF0000), "archive_large"),
    "the same bytes again and again": (lambda: swollen(90), "archive_large"),
    "files without end": (lambda: zipped(*((f"{n}.py", b"") for n in range(101))), "archive_files"),
    "folders in number": (lambda: zipped(*((f"{n}/", b"") for n in range(101))), "archive_files"),
    "a list too long": (lambda: zipped(*((f"{n}" + "x" * 240, b"") for n in range(9000))), "archive_files"),
    "cut": (lambda: zipped(("x.py", CODE))[:-30], "archive_broken"),
    "no zip": (lambda: b"PK\x03\x04" + bytes(100), "archive_broken"),
    "empty": (lambda: b"", "archive_broken"),
    "another content": (
        lambda: zipped(("x.py", CODE), method=zipfile.ZIP_STORED).replace(b"def", b"dex"),
        "archive_broken",
    ),
    "two names": (lambda: zipped(("x.py", CODE)).replace(b"x.py", b"y.py", 1), "archive_broken"),
    "a way of packing that is none": (lambda: patched(zipped(("x.py", CODE)), "method", 98), "archive_other"),
}

TARS: dict[str, tuple[Callable[[], bytes], str]] = {
    "to the root": (lambda: tarred(("/etc/x.py", CODE)), "archive_path"),
    "upwards": (lambda: tarred(("a/../../x.py", CODE)), "archive_path"),
    "a link": (lambda: tarred(special("x.py", tarfile.SYMTYPE, "/etc/passwd")), "archive_link"),
    "a link, then through it": (
        lambda: tarred(special("a", tarfile.SYMTYPE, "/tmp"), ("a/x.py", CODE)),
        "archive_link",
    ),
    "a hard link": (lambda: tarred(("y.py", CODE), special("x.py", tarfile.LNKTYPE, "y.py")), "archive_link"),
    "a device": (lambda: tarred(special("x.py", tarfile.CHRTYPE)), "archive_link"),
    "a pipe": (lambda: tarred(special("x.py", tarfile.FIFOTYPE)), "archive_link"),
    "the same name": (lambda: tarred(("x.py", CODE), ("x.py", b"")), "archive_double"),
    "by case": (lambda: tarred(("x.py", CODE), ("X.PY", b"")), "archive_double"),
    "by Unicode form": (lambda: tarred(("café.py", CODE), (NFD, b"")), "archive_double"),
    "zeros": (lambda: tarred(("x.bin", bytes(18 * MIB)), mode="w:gz"), "archive_bomb"),
    "zeros, twice packed": (lambda: tarred(("x.bin", bytes(18 * MIB)), mode="w:bz2"), "archive_bomb"),
    "zeros, in xz": (lambda: tarred(("x.bin", bytes(18 * MIB)), mode="w:xz"), "archive_bomb"),
    "more than it may": (lambda: tarred(("x.bin", os.urandom(20 * MIB)), ("y.bin", bytes(13 * MIB))), "archive_large"),
    "files without end": (lambda: tarred(*((f"{n}.py", b"") for n in range(101))), "archive_files"),
    "cut": (lambda: tarred(("x.py", b"x = 1\n" * 5000), mode="w:gz")[:60], "archive_broken"),
    "no tar": (lambda: b"x = 1\n" * 1000, "archive_broken"),
    "empty": (lambda: b"", "archive_broken"),
}


SLOW = ("zeros", "more than it may", "a list too long")


def marked(attacks: Iterable[str]) -> list[object]:
    """The attacks; those that take long to make are slow."""
    return [pytest.param(one, marks=pytest.mark.slow if one.startswith(SLOW) else ()) for one in attacks]


def refusal(folder: Path, name: str, content: bytes, room: Room = ROOM) -> str:
    """The kind of the refusal; nothing may lie beside the folder, nor a link in it."""
    path, inside = folder / name, folder / "in"
    path.write_bytes(content)
    inside.mkdir()
    with pytest.raises(Refused) as caught:
        unpack(path, f"ada/{name}", inside, room)
    assert sorted(one.name for one in folder.iterdir()) == sorted((name, "in"))
    assert not any(one.is_symlink() or not (one.is_file() or one.is_dir()) for one in inside.rglob("*"))
    assert f"ada/{name}" in caught.value.message and str(folder) not in str(caught.value)
    assert caught.value.remedy
    return caught.value.kind


@pytest.mark.parametrize("attack", marked(ZIPS))
def test_an_attack_by_zip_is_refused(tmp_path: Path, attack: str) -> None:
    """By its kind, the whole archive."""
    made, kind = ZIPS[attack]
    assert refusal(tmp_path, "hw.zip", made()) == kind


@pytest.mark.parametrize("attack", marked(TARS))
def test_an_attack_by_tar_is_refused(tmp_path: Path, attack: str) -> None:
    """By its kind, the whole archive."""
    made, kind = TARS[attack]
    content = made()
    name = "hw.tar.gz" if content[:2] == b"\x1f\x8b" else "hw.tar.xz" if content[:2] == b"\xfd7" else "hw.tar"
    assert refusal(tmp_path, name, content) == kind


def test_what_says_less_than_it_holds_is_refused(tmp_path: Path) -> None:
    """An entry's announced size is all that is read of it, and then the sum does not agree."""
    content = patched(zipped(("x.py", bytes(10 * MIB))), "size", 100)
    assert refusal(tmp_path, "hw.zip", content) == "archive_broken"


@pytest.mark.slow
def test_a_bomb_takes_no_memory(tmp_path: Path) -> None:
    """Of 100 MB of zeros in a tar.gz only blocks are ever held."""
    content = tarred(("x.bin", bytes(100 * MIB)), mode="w:gz")
    tracemalloc.start()
    try:
        assert refusal(tmp_path, "hw.tgz", content, Room(1000 * MIB, 100)) == "archive_bomb"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 * MIB


@pytest.mark.parametrize("name", ["hw.zip", "hw.tar", "hw.tar.gz", "hw.tgz", "hw.tar.bz2", "hw.tar.xz", "HW.ZIP"])
def test_an_honest_archive_is_unpacked(tmp_path: Path, name: str) -> None:
    """With its folders; of what can be no source the name alone is written."""
    entries = (("hw1/x.py", CODE), ("hw1/data.bin", b"123"), ("hw1/a b/王.ipynb", b"{}"))
    suffix = name.rpartition(".")[2].lower().replace("tgz", "gz")
    mode = f"w:{suffix}" if suffix in ("gz", "bz2", "xz") else "w"
    path, inside = tmp_path / name, tmp_path / "in"
    path.write_bytes(zipped(*entries) if suffix == "zip" else tarred(*entries, mode=mode))
    inside.mkdir()
    assert can_unpack(path)
    used = unpack(path, name, inside, ROOM)
    found = {one.relative_to(inside).as_posix(): one.read_bytes() for one in inside.rglob("*") if one.is_file()}
    assert found == {"hw1/x.py": CODE, "hw1/data.bin": b"", "hw1/a b/王.ipynb": b"{}"}
    assert used.files == 3 and used.unpacked_bytes == len(CODE) + 5
    assert ROOM.without(used).files == 97


@pytest.mark.parametrize(
    ("raw", "flag", "shown"),
    [
        ("王小明.py".encode(), True, "王小明.py"),
        ("王小明.py".encode(), False, "王小明.py"),
        ("王小明.py".encode("gbk"), False, "王小明.py"),
        ("café.py".encode("cp437"), False, "café.py"),
        (unicodedata.normalize("NFD", "café.py").encode(), False, "café.py"),
    ],
)
def test_names_are_read_in_the_encoding_that_they_are_in(raw: bytes, flag: bool, shown: str) -> None:
    """UTF-8 with the flag and, as macOS and Moodle write it, without; GBK of Chinese Windows; the old code page."""
    archive = bytearray(zipped(("x" * len(raw), CODE)).replace(b"x" * len(raw), raw))
    for at, offset in ((archive.index(b"PK\x03\x04"), 6), (archive.index(b"PK\x01\x02"), 8)):
        struct.pack_into("<H", archive, at + offset, 0x800 if flag else 0)
    (member,) = Zip(io.BytesIO(bytes(archive)), "x.zip", ROOM).members
    assert member.parts == (shown,)


def test_an_archive_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    """What the system says of it stands in the error."""
    with pytest.raises(Refused) as caught:
        unpack(tmp_path / "none.zip", "none.zip", tmp_path, ROOM)
    assert caught.value.kind == "archive_broken" and "No such file" in caught.value.message


def test_a_list_of_entries_that_is_too_long_is_not_read() -> None:
    """It is refused before each of its entries takes a hundred times its bytes of memory."""
    content = zipped(*((f"{number}.py", b"") for number in range(100)))
    with pytest.raises(Refused) as caught:
        Zip(io.BytesIO(content), "subs.zip", Room(files=1000, directory_bytes=1000))
    assert caught.value.kind == "archive_files"
    assert len(Zip(io.BytesIO(content), "subs.zip", Room(files=1000, directory_bytes=10_000)).members) == 100
