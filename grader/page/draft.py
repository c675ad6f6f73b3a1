"""The learner's file as a draft: the same one that `check` and `watch` use.

A save says on which state of the file it rests. If the file is in another by now, nothing is written, and the learner
is asked.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from grader.catalogue.exercise import Exercise
from grader.catalogue.start import marked_stub, write_new
from grader.errors import UsageError
from grader.limits import MAX_BYTES
from grader.texts import Text

NO_FILE = "none"
"""The tag where there is no file yet: then the draft is the stub."""

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Draft:
    """A state of the file.

    tag: of its bytes. why_not: why it cannot be edited here; then `text` is empty.
    """

    path: Path
    text: str
    tag: str
    why_not: Text | None = None

    @property
    def exists(self) -> bool:
        """Whether there is a file."""
        return self.tag != NO_FILE


class Conflict(Exception):
    """The file is in another state than the save rests on: `now`."""

    def __init__(self, now: Draft) -> None:
        super().__init__(str(now.path))
        self.now = now


def path_of(exercise: Exercise, folder: Path) -> Path:
    """The file that answers an exercise in this folder: a module, or else a notebook."""
    module, notebook = folder / f"{exercise.slug}.py", folder / f"{exercise.slug}.ipynb"
    return notebook if os.path.lexists(notebook) and not os.path.lexists(module) else module


def read_draft(exercise: Exercise, folder: Path) -> Draft:
    """The file as it is; the stub where there is none."""
    path = path_of(exercise, folder)
    if not os.path.lexists(path):
        return Draft(path, marked_stub(exercise), NO_FILE)
    try:
        data = _read(path)
        if path.suffix != ".py":
            return Draft(path, "", _tag(data), _NOTEBOOK)
        text = data.removeprefix(_BOM).decode()
    except UsageError as error:
        return Draft(path, "", "", error.said)
    except UnicodeDecodeError:
        return Draft(path, "", _tag(data), _NOT_UTF_8)
    return Draft(path, text.replace("\r\n", "\n"), _tag(data))


def save(exercise: Exercise, folder: Path, text: str, tag: str) -> Draft:
    """Write the file, which must be in the state `tag`; its new state. Nothing is written where nothing changes.

    The file keeps its rights, its mark of the encoding, and its ends of lines.

    Raises:
        Conflict: it is in another state.
        UsageError: it cannot be edited here, is too large, or cannot be written.
    """
    now = read_draft(exercise, folder)
    if now.why_not is not None:
        raise UsageError(now.why_not, _WITH_AN_EDITOR)
    if now.tag != tag:
        raise Conflict(now)
    if now.exists and text == now.text:
        return now
    before = _read(now.path) if now.exists else b""
    data = _encoded(text, before)
    if len(data) > MAX_BYTES:
        raise UsageError(_TOO_LARGE, Text("Shorten it.", "请缩短它。"))
    try:
        if now.exists:
            _replace(now.path, data)
        elif not _created(now.path, data):
            raise Conflict(read_draft(exercise, folder))
    except OSError as error:
        raise UsageError(
            Text(f'"{now.path}" could not be written: {error.strerror}.', f"无法写入“{now.path}”：{error.strerror}。"),
            Text("Check the permissions of its folder.", "请检查它所在文件夹的权限。"),
        ) from None
    return read_draft(exercise, folder)


def _read(path: Path) -> bytes:
    """The bytes of a regular file; no link is followed, and no pipe waited for."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise _unreadable(path, str(error.strerror)) from None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise _unreadable(path, "it is not a regular file")
        if path.suffix == ".py" and found.st_size > MAX_BYTES:
            raise UsageError(_TOO_LARGE, _WITH_AN_EDITOR)
        with open(descriptor, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(descriptor)


def _unreadable(path: Path, why: str) -> UsageError:
    return UsageError(Text(f'"{path}" cannot be read: {why}.', f"无法读取“{path}”：{why}。"), _WITH_AN_EDITOR)


def _encoded(text: str, before: bytes) -> bytes:
    data = text.replace("\r\n", "\n").encode("utf-8", "replace")
    if b"\r\n" in before:
        data = data.replace(b"\n", b"\r\n")
    return _BOM + data if before.startswith(_BOM) else data


def _tag(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def _created(path: Path, data: bytes) -> bool:
    """Make the file; False, and nothing done, where something is there meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_new(path, data.decode())


def _replace(path: Path, data: bytes) -> None:
    """Put the file in the other's place at once: whoever reads it meanwhile gets the one or the other, whole."""
    written = _written_beside(path, data, stat.S_IMODE(path.stat().st_mode))
    try:
        written.replace(path)
    except OSError:
        written.unlink(missing_ok=True)
        raise


def _written_beside(path: Path, data: bytes, mode: int) -> Path:
    written = path.with_name(f".{path.name}.{os.getpid()}.draft")
    written.unlink(missing_ok=True)
    descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)
        os.fchmod(descriptor, mode)
    return written


_NOTEBOOK = Text(
    "Your answer is a notebook. It is judged here; edit it in Jupyter.",
    "你的答案是一个笔记本。可以在这里评判；请在 Jupyter 中编辑。",
)
_NOT_UTF_8 = Text("The file is not UTF-8, so it cannot be edited here.", "文件不是 UTF-8 编码，不能在这里编辑。")
_TOO_LARGE = Text(
    f"The file would be larger than {MAX_BYTES} bytes, which no submission may be.",
    f"文件会超过 {MAX_BYTES} 字节，而提交不能这么大。",
)
_WITH_AN_EDITOR = Text("Edit it in another editor.", "请在其他编辑器中修改。")
