"""Git repositories as hand-ins: the last commit before the due date, read without running anything of theirs.

Only plumbing is used, which runs no hook and no filter; nothing is fetched. A commit's time is its author's word: for
whoever must not rely on it, the host knows the times of pushes, which go into `submitted.csv`.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from grader.errors import UsageError
from grader.submission.archives import KEPT, Room
from grader.submission.refused import Refused
from grader.texts import Text

_GIT_S = 60.0
_MISSING = Text("a part of it is missing", "缺少其中一部分")
_REGULAR = ("100644", "100755")
_LISTED = re.compile(rb"(\d{6}) (\w+) ([0-9a-f]+) +(\d+|-)\t(.*)", re.DOTALL)
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_COUNT": "1",  # the owner of a folder of hand-ins need not be who grades them
    "GIT_CONFIG_KEY_0": "safe.directory",
    "GIT_CONFIG_VALUE_0": "*",
    "GIT_ALLOW_PROTOCOL": "none",  # a repository may say that its objects are elsewhere, and how to get them
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}


@dataclass(frozen=True)
class Commit:
    """A commit: its name and its time."""

    id: str
    moment: datetime


def is_repository(path: Path) -> bool:
    """Whether the folder is a clone: git's own folder is in it, and no link to another."""
    git = path / ".git"
    return git.is_dir() and not git.is_symlink()


def write_commit(path: Path, until_s: float | None, folder: Path, room: Room) -> Commit:
    """Write the files of the last commit up to that time, of the last one where there is none, into an empty folder.

    Args:
        until_s: in seconds since 1970.

    Raises:
        UsageError: it has no commit, or cannot be read.
        Refused: there is too much in it.
    """
    commit = _commit(path, until_s)
    total = 0
    wanted: list[tuple[bytes, Path]] = []
    for count, (mode, name, size, blob) in enumerate(_listed(path, commit.id), start=1):
        total += size
        if count > room.files:
            raise Refused(str(path), "archive_files", limit=f"{room.files:,}")
        if total > room.unpacked_bytes:
            raise Refused(str(path), "archive_large", limit=f"{room.unpacked_bytes >> 20:,} MiB")
        if mode not in _REGULAR or name.is_absolute() or ".." in name.parts or ".git" in name.parts:
            continue  # a link, a submodule: no answer; the others are names that git itself never writes
        target = folder.joinpath(*name.parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
        if name.name.casefold().endswith(KEPT):
            wanted.append((blob, target))
    contents = _contents(path, [blob for blob, _ in wanted])
    for (_, target), content in zip(wanted, contents, strict=True):
        target.write_bytes(content)
    return commit


def _commit(path: Path, until_s: float | None) -> Commit:
    """The commit that counts."""
    options = ["rev-list", "--max-count=1", "--format=%ct", "HEAD"]
    before = [] if until_s is None else [f"--before={int(until_s)}"]
    said = (before and git(path, *options, *before)) or git(path, *options)
    found = re.fullmatch(rb"commit ([0-9a-f]+)\n(\d+)\n", said)
    if not found:
        raise _unreadable(path, Text("it has no commit", "没有任何提交"))
    try:
        return Commit(found[1].decode(), datetime.fromtimestamp(int(found[2]), UTC))
    except (ValueError, OverflowError, OSError):
        raise _unreadable(path, Text("its last commit has no proper time", "最后一次提交的时间无效")) from None


def _listed(path: Path, commit: str) -> Iterator[tuple[str, PurePosixPath, int, bytes]]:
    """Each file of a commit: mode, path, size, the name of its content."""
    for line in git(path, "ls-tree", "-r", "-z", "--long", "--full-tree", commit).split(b"\0"):
        if not line:
            continue
        found = _LISTED.fullmatch(line)
        if not found:  # the size of an object that is missing is "BAD"
            raise _unreadable(path, _MISSING)
        size = int(found[4]) if found[4] != b"-" else 0
        yield found[1].decode(), PurePosixPath(os.fsdecode(found[5])), size, found[3]


def _contents(path: Path, blobs: list[bytes]) -> Iterator[bytes]:
    """The content of each."""
    said = git(path, "cat-file", "--batch", asked=b"".join(blob + b"\n" for blob in blobs))
    at = 0
    for blob in blobs:
        head, _, _ = said[at : at + 200].partition(b"\n")
        found = re.fullmatch(re.escape(blob) + rb" blob (\d+)", head)
        if not found:
            raise _unreadable(path, _MISSING)
        start = at + len(head) + 1
        at = start + int(found[1]) + 1
        yield said[start : at - 1]


def git(path: Path, *arguments: str, asked: bytes = b"") -> bytes:
    """The output of a command of git's plumbing, which runs nothing of the repository's.

    Raises:
        UsageError: it fails, or git is not there.
    """
    command = ["git", "-C", str(path), "--git-dir=.git", *arguments]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | _ENVIRONMENT
    try:
        done = subprocess.run(command, input=asked, capture_output=True, timeout=_GIT_S, env=environ, check=True)
    except FileNotFoundError:
        raise _unreadable(path, Text("git is not installed here", "此处没有安装 git")) from None
    except subprocess.TimeoutExpired:
        raise _unreadable(path, Text("git does not come to an end", "git 一直没有结束")) from None
    except subprocess.CalledProcessError as error:
        words = error.stderr.decode("utf-8", "replace").strip().splitlines()
        why = words[-1].removeprefix("fatal: ") if words else f"git {error.returncode}"
        raise _unreadable(path, Text(why, why)) from None
    return done.stdout


def _unreadable(path: Path, why: Text) -> UsageError:
    return UsageError(
        Text(f'The repository "{path}" cannot be read: {why.en}.', f"无法读取仓库“{path}”：{why.zh}。"),
        Text(
            "Clone it again, or take the folder .git away to hand in the files.",
            "请重新克隆；或去掉 .git 文件夹，直接提交文件。",
        ),
    )
