"""The folder that sessions may write to, emptied between them."""

from __future__ import annotations

import contextlib
import os
import stat


class Scratch:
    """The folder; nobody else writes to it."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._files = _files(folder) if os.path.ismount(folder) else 0

    def empty(self) -> None:
        """Remove everything in it, in a process of its own: the names of files are a session's bytes too."""
        with contextlib.suppress(OSError):  # where it is ours, the submission can have locked it
            os.chmod(self.folder, stat.S_IRWXU)
        if self._files and _files(self.folder) == self._files:
            return  # nothing is there, and a fork costs some milliseconds
        pid = os.fork()
        if pid == 0:
            try:
                clear(self.folder)
                os._exit(0)
            finally:
                os._exit(1)
        if os.waitpid(pid, 0)[1]:
            raise RuntimeError("the scratch space could not be emptied")


def clear(folder: str) -> None:
    """Remove everything in `folder`, however deep, without following links and without recursion.

    It walks by changing the current folder, for a path of 4096 nested folders is longer than the kernel takes.
    """
    os.chdir(folder)
    names: list[str] = []
    while True:
        below = _clear_files()
        if below:
            with contextlib.suppress(OSError):
                os.chmod(below, stat.S_IRWXU)
            os.chdir(below)
            names.append(below)
        elif names:
            os.chdir("..")
            os.rmdir(names.pop())
        else:
            os.chdir("/")
            return


def _clear_files() -> str | None:
    """Remove files and empty folders from the current one, up to a folder that is not empty; its name, or None.

    To stop there makes the whole linear: else thousands of folders side by side would be looked at again for each.
    """
    with os.scandir(".") as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.name)
                continue
            try:
                os.rmdir(entry.name)
            except OSError:
                return entry.name
    return None


def _files(folder: str) -> int:
    """How many files and folders its file system has; 0 where that is not counted."""
    system = os.statvfs(folder)
    return system.f_files - system.f_ffree
