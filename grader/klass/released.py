"""A release is written: into an archive, into an empty folder, or into one in which students work already.

A manifest in the folder has the digests of what the last release wrote. A file that still has that digest is renewed;
one that somebody has changed stays, and where the new release has another version of it, that is put beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from grader.errors import UsageError
from grader.klass.history import objects
from grader.klass.leaks import Leak, Secrets, leaks_of, refuse
from grader.klass.release import Release
from grader.texts import Text

MANIFEST = ".dlgrade-release.json"
BESIDE = ".new"
_FORMAT = "dlgrade/release/1"
_MOST_BYTES = 64 << 20  # of a file that is read for leaks
_CHANGED_1980 = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Change:
    """A file of the folder, and what was done: "written", "renewed", "same", "kept", or "beside" (the new one is)."""

    name: str
    done: str


def write_archive(release: Release, path: Path, secrets: Secrets) -> None:
    """Write a zip with the release in a folder of the assignment's name; equal releases are equal bytes.

    Raises:
        UsageError: the release would give something away, or cannot be written.
    """
    refuse(list(leaks_of_contents(release, secrets)))
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**release.contents, MANIFEST: _manifest(release).encode()}.items():
            entry = zipfile.ZipInfo(f"{release.assignment}/{name}", _CHANGED_1980)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, packed.getvalue())
    except OSError as error:
        raise _not_written(path, error) from None


def write_folder(release: Release, folder: Path, secrets: Secrets, *, update: bool) -> list[Change]:
    """Write the release into the folder, or bring one that is there up to date; what became of each file.

    Nothing is written if anything leaks: in the release, in the other files of the folder, in its git history.

    Raises:
        UsageError: something would be given away; the folder holds something and no update is wanted; or it cannot be
            read or written.
    """
    try:
        if not update and folder.is_dir() and any(one.name != ".git" for one in folder.iterdir()):
            raise _not_empty(folder)
        before = _digests(folder)
        planned = [(_plan(folder, name, content, before), content) for name, content in release.contents.items()]
        worked_on = {change.name for change, _ in planned if change.done in ("kept", "beside")} & release.answers
        refuse(
            [
                *leaks_of_contents(release, secrets),
                *_leaks_around(release, folder, secrets, worked_on),
                *_leaks_of_history(release, folder, secrets, worked_on),
            ]
        )
        for change, content in planned:
            if change.done in ("written", "renewed"):
                _write(folder, change.name, content)
            elif change.done == "beside":
                _write(folder, change.name + BESIDE, content)
        _write(folder, MANIFEST, _manifest(release).encode())
    except OSError as error:
        raise _not_written(Path(error.filename or folder), error) from None
    return [change for change, _ in planned]


# --- what is to be done ---


def _plan(folder: Path, name: str, content: bytes, before: Mapping[str, str]) -> Change:
    now, new, last = _digest_at(folder / name), _digest(content), before.get(name)
    if now == new:
        return Change(name, "same")
    if now is None:
        return Change(name, "written")
    if now == last:
        return Change(name, "renewed")
    return Change(name, "kept" if last == new else "beside")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _digest_at(path: Path) -> str | None:
    """The digest of a file; None where nothing is, "" for what is no plain file."""
    if not os.path.lexists(path):
        return None
    return _digest(path.read_bytes()) if path.is_file() and not path.is_symlink() else ""


def _manifest(release: Release) -> str:
    files = {name: _digest(content) for name, content in sorted(release.contents.items())}
    return json.dumps({"format": _FORMAT, "assignment": release.assignment, "files": files}, indent=1) + "\n"


def _digests(folder: Path) -> dict[str, str]:
    """What the last release wrote: the digest of each file. Nothing where there was none."""
    path = folder / MANIFEST
    if not path.exists():
        return {}
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        if read["format"] == _FORMAT:
            return {str(name): str(digest) for name, digest in read["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise UsageError(
        Text(f'"{path}" is no list of what a release wrote.', f"“{path}”不是发布时写下的文件清单。"),
        Text(
            "Take it away: then every file that differs stays, and the new one is put beside it.",
            "请删除它：之后凡是内容不同的文件都会保留，新版本放在旁边。",
        ),
    )


# --- what leaks ---


def leaks_of_contents(release: Release, secrets: Secrets) -> Iterator[Leak]:
    """Of the release itself, wherever it is written."""
    for name, content in release.contents.items():
        yield from leaks_of(name, content, secrets.of_answers if name in release.binaries else secrets)


def _leaks_around(release: Release, folder: Path, secrets: Secrets, worked_on: set[str]) -> Iterator[Leak]:
    """Of the files that are there and stay, git's own aside."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        name = path.relative_to(folder).as_posix()
        stays = name not in release.contents or name in worked_on
        if not stays or name.split("/")[0] == ".git" or path.is_symlink() or not path.is_file():
            continue
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES)
        yield from leaks_of(name, content, secrets.of_students if name in worked_on else secrets)


def _leaks_of_history(release: Release, folder: Path, secrets: Secrets, worked_on: set[str]) -> Iterator[Leak]:
    """Of everything that the folder's own repository holds: files of all commits, messages, names.

    Answers that students have worked on are in their history, too.
    """
    if not os.path.lexists(folder / ".git"):
        return
    for one in objects(folder):
        students = bool(worked_on) and one.path in release.answers
        for leak in leaks_of(one.path, one.content[:_MOST_BYTES], secrets.of_students if students else secrets):
            yield Leak(one.place, leak.line, leak.what)


# --- writing ---


def _write(folder: Path, name: str, content: bytes) -> None:
    """Write a file below the folder, never through a link that is there."""
    at = folder
    at.mkdir(parents=True, exist_ok=True)
    for part in name.split("/")[:-1]:
        at = at / part
        if at.is_symlink():
            raise UsageError(
                Text(f'"{at}" is a link; a release is not written through it.', f"“{at}”是链接，发布不会经由它写入。"),
                Text("Take the link away, then release again.", "请删除该链接，再重新发布。"),
            )
        at.mkdir(exist_ok=True)
    _replace(folder / name, content)


def _replace(path: Path, content: bytes) -> None:
    """Write the file whole, or not at all."""
    descriptor, new = tempfile.mkstemp(prefix=".dlgrade-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.chmod(new, 0o644)
        os.replace(new, path)
    except OSError:
        os.unlink(new)
        raise


def _not_empty(folder: Path) -> UsageError:
    return UsageError(
        Text(f'The folder "{folder}" is not empty.', f"文件夹“{folder}”不是空的。"),
        Text(
            "Bring a release that is there up to date with --update, or choose another folder with -o.",
            "用 --update 更新其中已有的发布，或用 -o 另选一个文件夹。",
        ),
    )


def _not_written(path: Path, error: OSError) -> UsageError:
    return UsageError(
        Text(f'"{path}" could not be written: {error.strerror}.', f"无法写入“{path}”：{error.strerror}。"),
        Text("Choose another place with -o.", "请用 -o 另选一处。"),
    )
