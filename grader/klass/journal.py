"""The learner's journal: one line for each check, so that `list` can show progress and `solution` knows an AC.

JSON lines in $XDG_STATE_HOME/dlgrade/journal.jsonl, each with its format version; lines of other versions are left
alone, and so is whatever else has come into the file. It is the learner's own: nothing is graded by it.
"""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Iterator, Mapping
from io import FileIO
from pathlib import Path
from typing import Any

from grader import state
from grader.errors import UsageError
from grader.report import Report
from grader.texts import Text

FORMAT = "dlgrade/journal/1"
_LINE_BYTES = 64 * 1024  # far more than a line of ours has


def path(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the journal is."""
    return state.folder(environ) / "journal.jsonl"


def add(report: Report, journal: Path | None = None) -> None:
    """Write a report's line.

    Raises:
        UsageError: it cannot be written; a check goes on without.
    """
    journal = journal or path()
    line = {
        "format": FORMAT,
        "at": report.provenance.started,
        "exercise": report.exercise,
        "verdict": report.verdict,
        "complete": all(case.verdict is not None for case in report.cases),
        "points": report.points,
        "max_points": report.max_points,
        "submission_sha256": report.provenance.submission_sha256,
        "exercise_digest": report.provenance.exercise_digest,
    }
    try:
        journal.parent.mkdir(parents=True, exist_ok=True)
        with _opened(journal, os.O_RDWR | os.O_APPEND | os.O_CREAT) as file:
            _append(file, json.dumps(line).encode())
    except OSError as error:
        raise UsageError(
            Text(
                f'The journal "{journal}" could not be written: {error.strerror}.',
                f"无法写入记录文件“{journal}”：{error.strerror}。",
            ),
            Text("Progress is not recorded.", "进度没有记录下来。"),
        ) from None


def accepted(journal: Path | None = None) -> frozenset[str]:
    """The exercises that have an AC in the journal.

    Raises:
        UsageError: there is a journal, and it cannot be read.
    """
    journal = journal or path()
    try:
        with _opened(journal, os.O_RDONLY) as file:
            return frozenset(
                str(entry.get("exercise"))
                for entry in _entries(file)
                if entry.get("verdict") == "AC" and entry.get("complete")
            )
    except (FileNotFoundError, NotADirectoryError):
        return frozenset()
    except OSError as error:
        raise UsageError(
            Text(
                f'The journal "{journal}" could not be read: {error.strerror}.',
                f"无法读取记录文件“{journal}”：{error.strerror}。",
            ),
            Text(
                "What was solved before is not known. Move the file away, and a new one is begun.",
                "因此不知道以前解决过哪些题。请移走该文件，之后会新建一个。",
            ),
        ) from None


def _opened(journal: Path, flags: int) -> FileIO:
    """The journal, if it is a regular file: a pipe would be waited for, and a device may have no end."""
    descriptor = os.open(journal, flags | os.O_NONBLOCK | os.O_CLOEXEC, 0o666)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is not a regular file")
    return FileIO(descriptor, "r+" if flags & os.O_RDWR else "r")


def _append(file: FileIO, line: bytes) -> None:
    """Write a line of its own, also after one that was torn by a full disk or a killed process."""
    size = file.seek(0, os.SEEK_END)
    torn = size and os.pread(file.fileno(), 1, size - 1) != b"\n"
    left = b"\n" * bool(torn) + line + b"\n"
    while left:
        left = left[file.write(left) :]


def _entries(file: FileIO) -> Iterator[dict[str, Any]]:
    """The lines of this version; what was torn, or written by something else, is passed over."""
    with os.fdopen(file.fileno(), "rb", closefd=False) as lines:
        while line := lines.readline(_LINE_BYTES):
            try:
                entry = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(entry, dict) and entry.get("format") == FORMAT:
                yield entry
