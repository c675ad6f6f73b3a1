"""Everything that a git repository holds, reachable or not: who gets the folder gets that, too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.klass.repositories import git

_HEAD = re.compile(rb"([0-9a-f]+) (\w+) (\d+)")


@dataclass(frozen=True)
class Stored:
    """An object of git's: a blob, a commit, a tag, or a tree as the names in it; `path` of a blob that has one."""

    id: str
    kind: str
    path: str
    content: bytes

    @property
    def place(self) -> str:
        """The object as people find it."""
        return f"git {self.kind} {self.id[:10]}" + (f" ({self.path})" if self.path else "")


def objects(repository: Path, branch: str = "") -> Iterator[Stored]:
    """Each object of the repository, also those that no branch leads to; or those that this one leads to.

    Raises:
        UsageError: it cannot be read.
    """
    paths = _paths(repository)
    if branch:
        reached = git(repository, "rev-list", "--objects", "--no-object-names", branch)
        said = git(repository, "cat-file", "--batch", asked=reached)
    else:
        said = git(repository, "cat-file", "--batch-all-objects", "--batch")
    at = 0
    while at < len(said):
        end = said.index(b"\n", at)
        found = _HEAD.fullmatch(said[at:end])
        assert found, "git's answer has this form"
        name, kind, size = found[1].decode(), found[2].decode(), int(found[3])
        content = said[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
        yield Stored(name, kind, paths.get(name, "") if kind == "blob" else "", _readable(kind, content))


def _paths(repository: Path) -> dict[str, str]:
    """A path for each blob that a commit leads to."""
    lines = git(repository, "rev-list", "--objects", "--all", "--reflog").decode("utf-8", "replace").splitlines()
    return {name: path for name, _, path in (line.partition(" ") for line in lines) if path}


def _readable(kind: str, content: bytes) -> bytes:
    """The object's text; of a tree the names alone, between which git has bytes."""
    return b"\n".join(re.findall(rb"\d+ ([^\0]+)\0", content)) if kind == "tree" else content
