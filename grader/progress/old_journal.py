"""The files of an earlier program, taken over once: journal.jsonl, a line for each check, and accepted/, its sources.

They are kept beside the history under other names. A run that is killed in between takes the same attempts over again,
which changes nothing.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from grader.errors import UsageError
from grader.progress.attempt import Attempt
from grader.texts import Tell, Text
from grader.verdict import Verdict

FORMAT = "dlgrade/journal/1"
_LINE_BYTES = 64 * 1024  # far more than a line of ours has
_OLD = ".old"

Add: TypeAlias = Callable[[list[Attempt], list[bytes]], object]


def found(folder: Path) -> list[Path]:
    """The old files that are still to be taken over."""
    return [one for one in (folder / "journal.jsonl", folder / "accepted") if os.path.lexists(one)]


def take_over(folder: Path, add: Add, tell: Tell) -> None:
    """Give what the old files hold to `add`, then rename them.

    Raises:
        UsageError: one of them cannot be read or renamed.
    """
    journal, accepted = folder / "journal.jsonl", folder / "accepted"
    try:
        attempts, passed_over = _attempts(journal)
        sources = list(_sources(accepted, attempts))
        add(attempts, sources)
        renamed = [_renamed(one) for one in found(folder)]
    except FileNotFoundError:
        return  # another process has done it
    except OSError as error:
        raise UsageError(
            Text(
                f'"{error.filename or journal}" could not be taken over: {error.strerror}.',
                f"无法接管“{error.filename or journal}”：{error.strerror}。",
            ),
            Text("Progress is not recorded before you have moved it away.", "移走它之前，进度不会记录下来。"),
        ) from None
    if passed_over and renamed:
        tell(
            Text(
                f"{passed_over} line{'s' * (passed_over > 1)} of your old journal could not be read and "
                f'{"were" if passed_over > 1 else "was"} passed over; the whole file is kept as "{renamed[0]}".',
                f"旧记录中有 {passed_over} 行无法读取，已跳过；整个文件保留为“{renamed[0]}”。",
            )
        )


def _attempts(journal: Path) -> tuple[list[Attempt], int]:
    """The attempts of the journal's lines, and how many lines were none."""
    attempts: list[Attempt] = []
    passed_over = 0
    if not os.path.lexists(journal):
        return attempts, passed_over
    for number, line in enumerate(_lines(journal)):
        attempt = _attempt(number, line)
        if attempt is not None:
            attempts.append(attempt)
        else:
            passed_over += bool(line.strip())
    return attempts, passed_over


def _lines(journal: Path) -> Iterator[bytes]:
    """The lines of a regular file, each as much of it as a line of ours can have."""
    descriptor = os.open(journal, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file", str(journal))
        whole = True
        while line := file.readline(_LINE_BYTES):
            if whole:
                yield line
            whole = line.endswith(b"\n")


def _attempt(number: int, line: bytes) -> Attempt | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict) or entry.get("format") != FORMAT:
        return None
    texts = [entry.get(name) for name in ("at", "exercise", "verdict", "submission_sha256", "exercise_digest")]
    numbers = [entry.get(name) for name in ("points", "max_points")]
    if not all(isinstance(one, str) for one in texts) or not all(isinstance(one, int | float) for one in numbers):
        return None
    if texts[2] not in tuple(Verdict):
        return None
    return _made(hashlib.sha256(b"%d:%s" % (number, line.strip())).hexdigest()[:32], entry)


def _made(id: str, entry: dict[str, Any]) -> Attempt:
    return Attempt(
        id=id,
        at=entry["at"],
        exercise=entry["exercise"],
        verdict=entry["verdict"],
        complete=entry.get("complete") is True,
        points=float(entry["points"]),
        max_points=float(entry["max_points"]),
        sha256=entry["submission_sha256"],
        exercise_digest=entry["exercise_digest"],
    )


def _sources(folder: Path, attempts: list[Attempt]) -> Iterator[bytes]:
    """The accepted sources; one of which no line tells gets an attempt."""
    known = {(one.exercise, one.sha256) for one in attempts}
    for path in sorted(folder.glob("*.py")) if folder.is_dir() else ():
        source = path.read_bytes()
        digest = hashlib.sha256(source).hexdigest()
        if (path.stem, digest) not in known:
            at = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
            attempts.append(Attempt(digest[:32], at, path.stem, str(Verdict.AC), complete=True, sha256=digest))
        yield source


def _renamed(path: Path) -> Path:
    """Give it a name that nothing has."""
    names = (path.with_name(f"{path.name}{_OLD}{number or ''}") for number in range(10_000))
    free = next(name for name in names if not os.path.lexists(name))
    with suppress(FileNotFoundError):  # another process has done it
        path.rename(free)
    return free
