"""Submissions: read a file once, find out which exercise it answers, and parse it without trusting it.

What is wrong with the *file* (missing, a folder, too large ...) is a `UsageError`. What is wrong with its
*content* is the learner's code failing to load: a `LoadFailure`, which becomes the verdict CE.
"""

from __future__ import annotations

import ast
import codecs
import difflib
import errno
import hashlib
import io
import json
import os
import re
import signal
import stat
import subprocess
import sys
import tokenize
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader import parse_probe
from grader.catalogue import Catalogue
from grader.errors import GraderError, UsageError
from grader.report import LoadFailure

MAX_BYTES = 1 << 20
MAX_DEPTH = 4
"""Folders below a given folder that are searched for submissions: class/student/week/exercise."""

MARKER_LINES = 20
_MARKER = re.compile(rb"^[ \t]*#[ \t]*dlgrade:[ \t]*(\S+)[ \t]*$")
_NEWLINE = re.compile(rb"\r\n|\r|\n")
_LINE_END = re.compile(r"\r\n|\r|\n")

MAX_TEXT = 400
"""Characters of the offending line that a failure carries."""

ENCODINGS = frozenset(
    {"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252", "gbk", "gb2312", "gb18030", "big5", "shift_jis", "euc_jp"}
)
"""What a coding cookie may name; Python knows each by several names.

Codecs that turn plain ASCII into something else (utf-7, unicode_escape, rot13 ...) are refused: the code that
a reader sees would not be the code that runs.
"""

PROBE = (sys.executable, "-I", "-S", "-W", "ignore", parse_probe.__file__)
PROBE_WALL_S = 60.0
"""Far above the child's own limit on CPU time: it is hit only when the machine is at fault."""


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


def decode(source: bytes) -> str | LoadFailure:
    """The source as text, a byte order mark removed and line endings kept.

    A `LoadFailure` of kind "encoding" has the facts `reason` ("nul", "cookie" or "bytes"), `line` (0 where
    none is to blame) and `error`, the same in English.
    """
    nul = source.find(b"\0")
    if nul >= 0:
        return _encoding("nul", _line_of(source, nul), "a NUL byte: this is not a text file")
    try:
        # Python's tokenizer knows three line endings, `detect_encoding` one; it must see the same first two lines.
        encoding, _ = tokenize.detect_encoding(io.BytesIO(_NEWLINE.sub(b"\n", source)).readline)
        if codecs.lookup(encoding.removesuffix("-sig")).name not in ENCODINGS:
            return _encoding("cookie", 1, f"the encoding {encoding!r} is not accepted")
        return source.decode(encoding)
    except SyntaxError as error:  # an unknown cookie, or bytes in the first two lines that need one
        reason = "cookie" if "unknown" in error.msg or "problem" in error.msg else "bytes"
        return _encoding(reason, 1, error.msg)
    except UnicodeDecodeError as error:
        return _encoding("bytes", _line_of(source, error.start), str(error))


def parse(source: bytes, *, probe: Sequence[str] = PROBE, wall_s: float = PROBE_WALL_S) -> ast.Module | LoadFailure:
    """The syntax tree of `source`, or why Python cannot read it (kind "encoding" or "syntax").

    The tree is at most `parse_probe.MAX_DEPTH` deep and has at most `parse_probe.MAX_NODES` nodes. A first
    parse happens in a child with limits (`grader.parse_probe`, the command `probe`), since hostile source
    can crash or stall the parser; only what passes there is parsed here.

    A "syntax" failure has the facts line and column (from 1; 0 where Python names none), text, error, and
    reason: "python", "deep", "big", "slow", "crash" or "parser".

    Raises:
        GraderError: the child could not do its work.
    """
    text = decode(source)
    if isinstance(text, LoadFailure):
        return text
    answer = _probe(source, probe, wall_s)
    if not answer.get("ok"):
        return _syntax(answer, text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "\d" in a string is the learner's business, and no error
        return ast.parse(source)


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
        raise UsageError(
            f'"{name}" has {size:,} bytes; a submission may have {MAX_BYTES:,}.',
            "Hand in source code only; data and weights do not belong in it.",
        )
    return source


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
    """The slug of the first `# dlgrade: <slug>` line; what it names need not exist."""
    for line in _NEWLINE.split(source.removeprefix(b"\xef\xbb\xbf"), MARKER_LINES)[:MARKER_LINES]:
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


# --- parsing ---


def _line_of(source: bytes, offset: int) -> int:
    return len(_NEWLINE.split(source[:offset]))


def _encoding(reason: str, line: int, error: str) -> LoadFailure:
    return LoadFailure("encoding", {"reason": reason, "line": line, "error": error})


_GAVE_UP = {
    "deep": f"nested more than {parse_probe.MAX_DEPTH} levels deep",
    "big": f"more than {parse_probe.MAX_NODES:,} syntax nodes",
    "slow": f"Python's parser needs more than {parse_probe.CPU_S} seconds for it",
    "crash": "Python's parser crashes on it",
    "parser": "nested too deeply, or too large, for Python's parser",
}


def _probe(source: bytes, command: Sequence[str], wall_s: float) -> dict[str, Any]:
    """The child's answer, by `parse_probe.probe`; its death stands for the reason "slow" or "crash"."""
    try:
        child = subprocess.run(list(command), input=source, capture_output=True, timeout=wall_s, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GraderError(
            f"The child process that parses a submission did not work: {error}.",
            "Try again when the machine is less busy; `dlgrade doctor` tells whether it lacks something.",
        ) from None
    killed_by = signal.Signals(-child.returncode).name if child.returncode < 0 else ""
    if killed_by == "SIGXCPU":
        return {"reason": "slow"}
    if killed_by in ("SIGSEGV", "SIGBUS", "SIGABRT", "SIGILL"):
        return {"reason": "crash"}
    try:
        answer: dict[str, Any] = json.loads(child.stdout)
    except ValueError:
        raise GraderError(
            f"The child process that parses a submission ended with status {child.returncode} and no answer.\n"
            + child.stderr.decode("utf-8", "replace")[-1000:],
            "Try again; if it stays, report it with the lines above. `dlgrade doctor` tells whether the machine lacks "
            "something.",
        ) from None
    return answer


def _syntax(answer: dict[str, Any], text: str) -> LoadFailure:
    """The failure for an answer of the child; the line is shown from our copy, cut to what a person reads."""
    line = answer.get("line", 0)
    lines = _LINE_END.split(text, line)
    facts = {
        "line": line,
        "column": answer.get("column", 0),
        "text": lines[line - 1][:MAX_TEXT] if 0 < line <= len(lines) else "",
        "error": answer.get("error") or _GAVE_UP[answer["reason"]],
        "reason": answer["reason"],
    }
    return LoadFailure("syntax", facts)
