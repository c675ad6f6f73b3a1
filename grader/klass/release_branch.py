"""A release is committed to a branch of its own, beside whatever else the repository holds; no file of it is touched.

Each release is a commit on top of the last one, so students merge what has changed into their work as git does. Only
plumbing is used: no hook runs, and neither the index nor the checked-out files change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from grader.errors import UsageError
from grader.klass.history import objects
from grader.klass.leaks import Leak, Secrets, leaks_of, refuse
from grader.klass.release import Release
from grader.klass.released import leaks_of_contents
from grader.klass.repositories import git
from grader.texts import Text

_WHO = ("-c", "user.name=dlgrade", "-c", "user.email=dlgrade@localhost")


def write_branch(release: Release, repository: Path, branch: str, secrets: Secrets) -> str:
    """Commit the release; the commit's id, "" where the branch has just these files already.

    Raises:
        UsageError: something would be given away, by the release or by the branch's history; the branch is checked
            out; or the repository cannot be read or written.
    """
    name = f"refs/heads/{branch}"
    git(repository, "check-ref-format", name)
    if git(repository, "branch", "--show-current").decode().strip() == branch:
        raise UsageError(
            Text(
                f'The branch "{branch}" is checked out in "{repository}".', f"分支“{branch}”正在“{repository}”中检出。"
            ),
            Text(
                "Check out another one, or release into the folder itself without --branch.",
                "请先检出其他分支，或去掉 --branch，直接发布到文件夹。",
            ),
        )
    last = git(repository, "for-each-ref", "--format=%(objectname)", name).decode().strip()
    refuse([*leaks_of_contents(release, secrets), *(_leaks_of_history(repository, name, secrets) if last else ())])
    tree = _tree(repository, release.contents)
    if last and git(repository, "rev-parse", f"{last}^{{tree}}").decode().strip() == tree:
        return ""
    parent = ("-p", last) if last else ()
    message = f"{release.assignment}: what students start from"
    commit = git(repository, *_WHO, "commit-tree", tree, *parent, "-m", message).decode().strip()
    git(repository, "update-ref", name, commit, last or "0" * len(commit))
    return commit


def _tree(repository: Path, contents: Mapping[str, bytes]) -> str:
    """Write the files; the id of the tree that has them."""
    entries, folders = [], dict[str, dict[str, bytes]]()
    for path, content in contents.items():
        first, _, rest = path.partition("/")
        if rest:
            folders.setdefault(first, {})[rest] = content
        else:
            blob = git(repository, "hash-object", "-w", "--stdin", asked=content).decode().strip()
            entries.append(f"100644 blob {blob}\t{first}\n")
    entries += [f"040000 tree {_tree(repository, inside)}\t{folder}\n" for folder, inside in folders.items()]
    return git(repository, "mktree", asked="".join(entries).encode()).decode().strip()


def _leaks_of_history(repository: Path, branch: str, secrets: Secrets) -> Iterator[Leak]:
    """Of all that goes out with the branch."""
    for one in objects(repository, branch):
        for leak in leaks_of(one.path, one.content, secrets):
            yield Leak(one.place, leak.line, leak.what)
