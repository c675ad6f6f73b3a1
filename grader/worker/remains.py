"""Whatever could be left in a sandbox that serves another submission next, looked at by process 1 between the two.

Nothing of a submission can outlast its processes but in a place that this list has: files where it may write, memory
that no process holds, descriptors of ours, limits of ours. What the kernel could keep beside these (System V and
POSIX objects, keys, memory files, locks, namespaces) the filter of system calls refuses to make; without a filter a
sandbox is not used again.
"""

from __future__ import annotations

import os
import re
import resource
import stat
from collections.abc import Iterator

from grader.worker.cgroup import Cgroup
from grader.worker.orphans import anybody

# The kernel counts memory in batches of 64 pages on each processor, so that two readings of the same differ; and
# process 1 itself needs a little more with time.
_SLACK_BYTES = 64 * resource.getpagesize() * (os.cpu_count() or 1) + 1024 * 1024
# The kernel's own, in which a submission has files of its own processes alone, and which end with them.
_OF_PROCESSES = ("proc", "sysfs")
# Files and folders of a writable file system that are looked at; /dev has some dozen.
_MOST = 10_000
_LIMITS = tuple(value for name, value in vars(resource).items() if name.startswith("RLIMIT_"))


class Remains:
    """The sandbox as it was before the first submission, for process 1 to compare with.

    unfit: why the sandbox cannot serve several submissions; "" if it can.
    """

    def __init__(self, scratch: str | None, cgroup: Cgroup | None, *, filtered: bool) -> None:
        self._scratch, self._cgroup = scratch, cgroup
        self._places: list[str] = []
        self.unfit = self._unfit(filtered)
        self._before = {} if self.unfit else self._now()

    def found(self) -> list[str]:
        """The things that are not as they were, in words; [] proves that nothing is left."""
        if self.unfit:
            return [self.unfit]
        if anybody():
            return ["a process"]
        now = self._now()
        left = [name for name in now | self._before if now.get(name) != self._before.get(name) and name not in _SIZES]
        return left + [name for name in _SIZES if self._grew(name, now)]

    def _unfit(self, filtered: bool) -> str:
        if os.getpid() != 1:
            return "no namespace of its own"
        if not filtered:
            return "no filter of system calls"
        try:
            self._places = sorted(set(_writable(self._scratch)))
        except ValueError as error:
            return str(error)
        return next((f"a writable file, {path}" for path in self._places if not os.path.isdir(path)), "")

    def _grew(self, name: str, now: dict[str, object]) -> bool:
        before, after = self._before.get(name), now.get(name)
        if isinstance(before, int) and isinstance(after, int):
            return after > before + _SLACK_BYTES
        return before is not after

    def _now(self) -> dict[str, object]:
        return {
            "a descriptor": sorted(os.listdir("/proc/self/fd")),
            "a limit": [resource.getrlimit(which) for which in _LIMITS] + [os.getpriority(os.PRIO_PROCESS, 0)],
            "a file": _taken(self._scratch),
            "a file elsewhere": [_folder(path) for path in self._places],
            **(self._cgroup.held() if self._cgroup else {}),
        }


# Of `Cgroup.held`: sizes that need not be the same to the byte.
_SIZES = ("memory", "shared memory")


def _taken(scratch: str | None) -> tuple[object, ...]:
    """The rights of the scratch space, and what is in it."""
    if scratch is None:
        return ()
    system, itself = os.statvfs(scratch), os.stat(scratch)
    used = (system.f_files - system.f_ffree, system.f_blocks - system.f_bfree)
    return *used, os.listdir(scratch), itself.st_mode, itself.st_uid, itself.st_gid


def _folder(path: str) -> tuple[object, ...]:
    """The names in a folder, its rights, and when one of the names was the last to change."""
    itself = os.stat(path)
    return os.listdir(path), itself.st_mode, itself.st_uid, itself.st_gid, itself.st_mtime_ns


def _writable(scratch: str | None) -> Iterator[str]:
    """Files and folders that this process may change, but for devices and the scratch space."""
    with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as mounts:
        for line in mounts:
            left, _, right = line.partition(" - ")
            place, options = left.split(" ")[4:6]
            place = re.sub(r"\\(\d{3})", lambda found: chr(int(found[1], 8)), place)  # blanks and the like
            kind, _, of_system = right.rstrip("\n").split(" ", 2)
            read_only = "ro" in options.split(",") or "ro" in of_system.split(",")
            if not read_only and kind not in _OF_PROCESSES and place != scratch:
                yield from filter(_may_change, _within(place))


def _within(place: str) -> Iterator[str]:
    """The mount's root, and everything below it that is not mounted itself.

    Raises:
        ValueError: that is too much.
    """
    if not os.access(place, os.F_OK):
        return  # another mount covers it
    todo, seen = [place], 0
    device = os.lstat(place).st_dev
    while todo:
        path = todo.pop()
        yield path
        seen += 1
        if seen > _MOST:
            raise ValueError(f"too many files to look at in {place}")
        if stat.S_ISDIR(os.lstat(path).st_mode) and os.access(path, os.R_OK | os.X_OK):
            below = (os.path.join(path, name) for name in os.listdir(path))
            todo += [one for one in below if os.lstat(one).st_dev == device]


def _may_change(path: str) -> bool:
    mode = os.lstat(path).st_mode
    is_data = not (stat.S_ISCHR(mode) or stat.S_ISBLK(mode) or stat.S_ISLNK(mode))
    return is_data and os.access(path, os.W_OK)
