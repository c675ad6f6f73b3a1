"""Files: those of a folder found, each read once, by one open, so that what is checked is what is read."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from pathlib import Path

from grader.errors import UsageError
from grader.limits import MAX_BYTES, MAX_DEPTH, MAX_FILES, NOTEBOOK_BYTES
from grader.submission import notebook
from grader.submission.naming import near
from grader.submission.refused import Refused
from grader.submission.submission import Submission, notebook_of, submission_of, too_large
from grader.texts import Text

_TYPES = {
    "archive": (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".jar"),
    "document": (
        *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".pages", ".md", ".rst", ".tex", ".html", ".htm", ".ppt", ".pptx"),
        *(".png", ".jpg", ".jpeg", ".heic", ".gif", ".webp", ".xls", ".xlsx", ".csv", ".json"),
    ),
    "compiled": (".pyc", ".pyo", ".pyd", ".so", ".dll", ".exe"),
}
_TYPE_OF = {suffix: kind for kind, suffixes in _TYPES.items() for suffix in suffixes}
# What a test file imports, and no answer can.
_TESTS = re.compile(
    rb"^[ \t]*(?:from[ \t]+(?:dlgrade|grader)\.testing[ \t]+import|import[ \t]+dlgrade\.testing)\b", re.M
)


@dataclass(frozen=True)
class Found:
    """The result of a search for submissions in files and folders.

    files: to be read. refused: files that cannot be submissions. passed_over: the names of what nobody hands in, which
    are told all the same.
    """

    files: list[Path] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many there are, of which something will be told."""
        return len(self.files) + len(self.refused)


def find_submissions(paths: Iterable[Path]) -> Found:
    """Each file as it was given; for each folder whatever is in it and up to MAX_DEPTH folders below, sorted.

    In a folder, *.py and *.ipynb files are to be read, and nothing is left out in silence: what cannot be a submission
    is refused, a folder in which nothing was handed in too. Passed over are hidden files and folders, caches, virtual
    environments, `conftest.py`, `__init__.py`, and what stands beside an answer: its statement, its tests. Symbolic
    links are not followed.

    Raises:
        UsageError: a folder holds more than MAX_FILES files.
    """
    found = Found()
    for path in paths:
        if os.path.isdir(path):
            _search(path, MAX_DEPTH, found)
        elif not os.path.lexists(path):
            found.refused.append(_missing(path, str(path)))
        elif refused := _type_of(path):
            found.refused.append(refused)
        else:
            found.files.append(path)
    return found


def read_submission(path: Path, *, name: str | None = None) -> Submission:
    """Read the regular file at `path`, a module or a notebook; a symbolic link in its last component is not followed.

    Raises:
        Refused: there is no such file, or it is not a regular file, cannot be read, is empty, holds tests, or has more
            than MAX_BYTES (a notebook, with its outputs, more than NOTEBOOK_BYTES); or as `notebook.cells_of`.
    """
    name = str(path) if name is None else name
    is_notebook = path.suffix.casefold() == notebook.SUFFIX
    source = _read(path, name, NOTEBOOK_BYTES if is_notebook else MAX_BYTES)
    if not source:
        raise Refused(name, "empty")
    if is_notebook:
        return notebook_of(source, name)
    if _TESTS.search(source):
        raise Refused(name, "tests")
    return submission_of(source, name)


# --- reading ---

# O_NONBLOCK: opening a FIFO must not wait for a writer. Windows lacks all of these but O_BINARY.
_OPEN_FLAGS = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
    _OPEN_FLAGS |= getattr(os, _flag, 0)


def _read(path: Path, name: str, most: int) -> bytes:
    """At most so many bytes, by one open: what is checked is what is read."""
    try:
        descriptor = os.open(path, _OPEN_FLAGS)
    except OSError as error:
        raise _refusal(error, path, name) from None
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise Refused(name, "folder")
        if not stat.S_ISREG(status.st_mode):
            raise Refused(name, "special")
        source = _read_at_most(descriptor, most + 1)
    except OSError as error:
        raise _refusal(error, path, name) from None
    finally:
        os.close(descriptor)
    size = max(status.st_size, len(source))
    if size > most:
        raise too_large(name, size) if most == MAX_BYTES else notebook.too_large(name, size)
    return source


def _read_at_most(descriptor: int, count: int) -> bytes:
    """Up to `count` bytes; fewer only at the end of the file."""
    parts: list[bytes] = []
    while count and (part := os.read(descriptor, count)):
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _refusal(error: OSError, path: Path, name: str) -> Refused:
    """For a file that could not be opened or read."""
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return _missing(path, name)
    if error.errno == errno.ELOOP:
        return Refused(name, "link")
    if error.errno in (errno.EACCES, errno.EPERM):
        return Refused(name, "forbidden")
    if error.errno == errno.ENXIO:  # what opening a socket answers
        return Refused(name, "special")
    return Refused(name, "unreadable", error=str(error.strerror))


def _missing(path: Path, name: str) -> Refused:
    """For a path that does not exist: with names like it in its folder."""
    try:
        names = sorted(entry.name for entry in os.scandir(path.parent) if not entry.name.startswith("."))
    except OSError:
        return Refused(name, "no_folder", folder=str(path.parent))
    return Refused(name, "missing", near=near(path.name, names))


def _type_of(path: Path) -> Refused | None:
    """The refusal of a file whose name says that it is not a source, or is a statement that `dlgrade start` wrote."""
    kind = _TYPE_OF.get(path.suffix.casefold())
    answer = path.with_suffix(".py")
    if path.suffix.casefold() == ".md" and os.path.exists(answer):
        return Refused(str(path), "statement", answer=str(answer))
    return Refused(str(path), kind) if kind else None


# --- finding ---


def _search(folder: Path, depth: int, found: Found) -> None:
    """Add what is in a folder and below; where that is nothing, the folder itself."""
    before = found.count
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        found.refused.append(Refused(str(folder), "unreadable_folder", error=str(error.strerror)))
        return
    names = {entry.name for entry in entries}
    for entry in entries:
        path = Path(entry)
        if _is_passed_over(path, names) or os.path.isfile(path / "pyvenv.cfg"):
            found.passed_over.append(str(path))
        elif not entry.is_dir(follow_symlinks=False):
            _add(path, entry, found)
        elif depth:
            _search(path, depth - 1, found)
        else:
            found.refused.append(Refused(str(path), "deep_folder"))
    if found.count == before:
        found.refused.append(Refused(str(folder), "empty_folder"))
    if found.count > MAX_FILES:
        raise UsageError(
            Text(f'"{folder}" holds more than {MAX_FILES:,} files.', f"“{folder}”里的文件超过 {MAX_FILES:,} 个。"),
            Text("Name the folder of the submissions.", "请给出存放提交的文件夹。"),
        )


def _is_passed_over(path: Path, names: Set[str]) -> bool:
    """Whether nobody hands it in: hidden, a cache, for pytest; or beside an answer, its statement or tests.

    Args:
        names: all in its folder.
    """
    stem, suffix = path.stem, path.suffix
    if stem.startswith((".", "__")) or path.name == "conftest.py":
        return True
    if suffix == ".py" and stem.startswith("test_"):
        tested = stem.removeprefix("test_")
        return not names.isdisjoint((f"{tested}.py", f"{tested.removesuffix('_public')}.py"))
    return suffix == ".md" and f"{stem}.py" in names


def _add(path: Path, entry: os.DirEntry[str], found: Found) -> None:
    """A file of a folder: to be read, if it is one and called one of Python's, or a notebook."""
    if not entry.is_file(follow_symlinks=False):
        found.refused.append(Refused(str(path), "link" if entry.is_symlink() else "special"))
    elif path.suffix.casefold() == notebook.SUFFIX:
        found.files.append(path)
    elif path.suffix.casefold() != ".py":
        found.refused.append(_type_of(path) or Refused(str(path), "other_type"))
    elif path.name.startswith("test_"):
        found.refused.append(Refused(str(path), "tests"))
    else:
        found.files.append(path)
