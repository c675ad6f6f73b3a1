"""Submissions: find files, read each once, and find out which exercise it answers.

What is wrong with the *file* (missing, a folder, too large ...) is a `UsageError`; what is wrong with its *content*
is the business of `grader.decoding` and `grader.parsing`.
"""

from __future__ import annotations

import difflib
import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.catalogue import Catalogue
from grader.decoding import LINE_END, wide_codec
from grader.errors import UsageError

MAX_BYTES = 1 << 20
MAX_DEPTH = 4
"""Folders below a given folder that are searched for submissions: class/student/week/exercise."""

MARKER_LINES = 20
_MARKER = re.compile(rb"^[ \t]*#[ \t]*dlgrade:[ \t]*(\S+)[ \t]*$")


@dataclass(frozen=True)
class Submission:
    """One source file, read once. `name` is the path as the user wrote it; `source` is never changed."""

    name: str
    source: bytes
    sha256: str
    marker: str | None


def read_submission(path: Path, *, name: str | None = None) -> Submission:
    """Read the regular file at `path`; a symbolic link in its last component is not followed.

    Raises:
        UsageError: there is no such file, or it is not a regular file, cannot be read, is empty, or has
            more than MAX_BYTES.
    """
    name = str(path) if name is None else name
    source = _read(path, name)
    if not source:
        raise UsageError(f'"{name}" is empty.', "Start from the stub: `dlgrade start EXERCISE` writes it.")
    return submission_of(source, name)


def submission_of(source: str | bytes, name: str) -> Submission:
    """A submission that is no file.

    Raises:
        UsageError: it has more than MAX_BYTES.
    """
    source = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    if len(source) > MAX_BYTES:
        raise _too_large(name, len(source))
    return Submission(name, source, hashlib.sha256(source).hexdigest(), _marker(source))


def find_submissions(paths: Iterable[Path]) -> list[Path]:
    """Each file as it was given; for each folder the *.py files in it and up to MAX_DEPTH folders below.

    A folder's files come sorted, without what is not a submission: hidden files and folders, `test_*.py`,
    `conftest.py`, `__init__.py`, virtual environments; symbolic links to folders are not followed.

    Raises:
        UsageError: a path does not exist, a folder cannot be read, or holds no such file.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            if not os.path.lexists(path):
                raise _missing(path, str(path))
            found.append(path)
            continue
        inside = _python_files(path, MAX_DEPTH)
        if not inside:
            raise UsageError(
                f'The folder "{path}" holds no submission: no *.py file but tests and hidden ones.',
                "Name the file, or the folder that it is in.",
            )
        found.extend(inside)
    return found


def exercise_of(submission: Submission, catalogue: Catalogue) -> str:
    """The slug of the exercise that `submission` answers: by its marker, else by its file name.

    Raises:
        UsageError: the marker names no exercise, or the file name names none, or several.
    """
    slugs = catalogue.slugs
    if submission.marker is not None:
        if submission.marker in slugs:
            return submission.marker
        near = _near(submission.marker, slugs)
        raise UsageError(
            f'"{submission.name}" says `# dlgrade: {submission.marker}`, and there is no such exercise.',
            near or "`dlgrade list` shows the exercises.",
        )
    stem = Path(submission.name).stem
    if stem in slugs:
        return stem
    named = _named_in(stem, slugs)
    if len(named) == 1:
        return named[0]
    ways = "Write `# dlgrade: EXERCISE` on one of its first lines, or name the exercise on the command line."
    if named:
        raise UsageError(f'"{submission.name}" names several exercises: {", ".join(named)}.', ways)
    near = _near(stem, slugs)
    raise UsageError(f'Nothing says which exercise "{submission.name}" answers.', f"{near} {ways}" if near else ways)


# --- reading ---

# O_NONBLOCK: opening a FIFO must not wait for a writer. Windows lacks all of these but O_BINARY.
_OPEN_FLAGS = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
    _OPEN_FLAGS |= getattr(os, _flag, 0)


def _read(path: Path, name: str) -> bytes:
    """At most MAX_BYTES, by one open: what is checked is what is read."""
    try:
        descriptor = os.open(path, _OPEN_FLAGS)
    except OSError as error:
        raise _refusal(error, path, name) from None
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise UsageError(f'"{name}" is a folder; one submission is one file.', "Name a file in it.")
        if not stat.S_ISREG(status.st_mode):
            raise _special(name)
        source = _read_at_most(descriptor, MAX_BYTES + 1)
    except OSError as error:
        raise _refusal(error, path, name) from None
    finally:
        os.close(descriptor)
    size = max(status.st_size, len(source))
    if size > MAX_BYTES:
        raise _too_large(name, size)
    return source


def _too_large(name: str, size: int) -> UsageError:
    return UsageError(
        f'"{name}" has {size:,} bytes; a submission may have {MAX_BYTES:,}.',
        "Hand in source code only; data and weights do not belong in it.",
    )


def _read_at_most(descriptor: int, count: int) -> bytes:
    """Up to `count` bytes; fewer only at the end of the file."""
    parts: list[bytes] = []
    while count and (part := os.read(descriptor, count)):
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _refusal(error: OSError, path: Path, name: str) -> UsageError:
    """The sentence for a file that could not be opened or read."""
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return _missing(path, name)
    if error.errno == errno.ELOOP:
        return UsageError(
            f'"{name}" is a symbolic link; a submission is a regular file.', "Name the file that it points to."
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return UsageError(f'"{name}" may not be read by you.', "Change its permissions: chmod u+r FILE.")
    if error.errno == errno.ENXIO:  # what opening a socket answers
        return _special(name)
    return UsageError(f'"{name}" cannot be read: {error.strerror}.', "Copy it to another place and try again.")


def _special(name: str) -> UsageError:
    return UsageError(
        f'"{name}" is a device, a pipe or a socket; a submission is a regular file.', "Save the code in a file."
    )


def _missing(path: Path, name: str) -> UsageError:
    """For a path that does not exist: with names like it in its folder."""
    try:
        names = sorted(entry.name for entry in os.scandir(path.parent) if not entry.name.startswith("."))
    except OSError:
        return UsageError(f'There is no file "{name}": there is no folder "{path.parent}".', "Check the path.")
    return UsageError(f'There is no file "{name}".', _near(path.name, names) or "Check the path.")


def _near(name: str, names: Sequence[str]) -> str:
    """ "Did you mean a, b?", or "" when nothing is like `name`."""
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.6)
    return f"Did you mean {', '.join(near)}?" if near else ""


def _marker(source: bytes) -> str | None:
    """The slug of the first `# dlgrade: <slug>` line; what it names need not exist.

    A file in UTF-16 cannot be judged, yet says what it answers: what is wrong with it is told in its report.
    """
    codec = wide_codec(source)
    if codec:
        source = source.decode(codec, "replace").encode()
    for line in LINE_END.split(source.removeprefix(b"\xef\xbb\xbf"), MARKER_LINES)[:MARKER_LINES]:
        match = _MARKER.match(line)
        if match:
            return match[1].decode("utf-8", "replace")
    return None


# --- finding ---


def _python_files(folder: Path, depth: int) -> list[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise UsageError(
            f'The folder "{folder}" cannot be read: {error.strerror}.', "Change its permissions, or leave it out."
        ) from None
    if any(entry.name == "pyvenv.cfg" for entry in entries):
        return []
    files = [Path(entry) for entry in entries if not entry.is_dir() and _may_be_submission(entry.name)]
    if depth:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith((".", "__")):
                files.extend(_python_files(Path(entry), depth - 1))
    return files


def _may_be_submission(name: str) -> bool:
    if name.startswith((".", "test_")) or name in ("conftest.py", "__init__.py"):
        return False
    return name.endswith(".py")


def _named_in(stem: str, slugs: Sequence[str]) -> list[str]:
    """The slugs that stand in `stem` as whole words; of one inside another, the longer."""
    words = re.sub(r"[^a-z0-9]+", "_", stem.lower())
    named = [slug for slug in slugs if re.search(rf"(?<![a-z0-9]){re.escape(slug)}(?![a-z])", words)]
    return [slug for slug in named if not any(slug != other and slug in other for other in named)]
