"""A control group for one sandbox, where this process may make one: memory and processes of all inside together.

Version 2 wants a folder that we may write to and whose controllers are handed down (root, or a delegation); version 1
wants a folder for each controller. Hybrid machines have both, and the controllers in version 1. The warden puts the
sandbox in, and removes the group at the end; what a killed warden left is removed by the next `make`.
"""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.sandbox import Limits, owner

_PREFIX = "dlgrade-"
_VERSION_1 = ("memory", "pids", "cpuacct")
_VERSION_2 = ("memory", "pids")
# Processes of ours that are in it besides the worker's: the outer bubblewrap.
_OURS = 1


@dataclass(frozen=True)
class Cgroup:
    """A group's folders: by controller in version 1; one under "" in version 2.

    That is how the kernel's own folder /sys/fs/cgroup has them, and what the supervisor looks for.
    """

    folders: Mapping[str, str]


def make(limits: Limits, *, proc: Path = Path("/proc")) -> Cgroup | None:
    """A new group with the limits of memory and processes; None where none can be made."""
    for parents in _places(proc):
        _sweep(parents.values())
        name = f"{_PREFIX}{uuid.uuid4().hex[:8]}-{owner.mine().replace('/', '+')}"
        folders = {controller: parent / name for controller, parent in parents.items()}
        try:
            for folder in folders.values():
                folder.mkdir()
            _limit(folders, limits)
        except OSError:
            remove(folders.values())
            continue
        return Cgroup({controller: str(folder) for controller, folder in folders.items()})
    return None


def can_make(proc: Path = Path("/proc")) -> bool:
    """Whether there is a place where a group may be made."""
    return any(True for _ in _places(proc))


def remove(folders: Iterable[str | Path]) -> None:
    """Remove what there is of an empty group."""
    for folder in folders:
        with contextlib.suppress(OSError):
            os.rmdir(folder)


def _limit(folders: Mapping[str, Path], limits: Limits) -> None:
    processes, memory = str(limits.pids + _OURS), str(limits.memory_bytes)
    if "" in folders:
        (folders[""] / "pids.max").write_text(processes)
        (folders[""] / "memory.max").write_text(memory)
        swap, all_swap = folders[""] / "memory.swap.max", "0"
    else:
        (folders["pids"] / "pids.max").write_text(processes)
        (folders["memory"] / "memory.limit_in_bytes").write_text(memory)
        swap, all_swap = folders["memory"] / "memory.memsw.limit_in_bytes", memory  # memory and swap together
    if swap.exists():  # else the kernel does not count swap
        swap.write_text(all_swap)


def _places(proc: Path) -> Iterator[dict[str, Path]]:
    """Folders in which a group may be made: one for each controller of version 1, or one of version 2."""
    mine = {}
    for line in (proc / "self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        mine.update(dict.fromkeys(controllers.split(","), path))
    mounts = list(_mounts(proc))
    for root, mounted, kind, _ in mounts:
        if kind == "cgroup2" and "" in mine:
            own = _inside(mounted, root, mine[""])
            yield from ({"": place} for place in (own, own.parent) if _hands_down(place))
    version_1 = {
        controller: _inside(mounted, root, mine[controller])
        for root, mounted, kind, options in mounts
        for controller in _VERSION_1
        if kind == "cgroup" and controller in options and controller in mine
    }
    if set(version_1) == set(_VERSION_1) and all(os.access(place, os.W_OK) for place in version_1.values()):
        yield version_1


def _hands_down(place: Path) -> bool:
    """Whether a group of version 2 below `place` has our controllers, and we may move a process there."""
    try:
        controllers = (place / "cgroup.subtree_control").read_text().split()
    except OSError:
        return False
    return set(_VERSION_2) <= set(controllers) and os.access(place / "cgroup.procs", os.W_OK)


def _mounts(proc: Path) -> Iterator[tuple[str, Path, str, list[str]]]:
    """Root, place, kind and options of each mount (proc(5), mountinfo)."""
    for line in (proc / "self/mountinfo").read_text().splitlines():
        left, _, right = line.partition(" - ")
        kind, _, options = right.split(" ", 2)
        _, _, _, root, mounted, *_ = left.split(" ")
        yield root, Path(mounted), kind, options.split(",")


def _inside(mounted: Path, root: str, path: str) -> Path:
    """Where the group `path` is, below a mount that shows the hierarchy from `root` on."""
    return mounted / path.removeprefix(root).lstrip("/") if root != "/" else mounted / path.lstrip("/")


def _sweep(parents: Iterable[Path]) -> None:
    """Remove the groups of graders that are known to be dead. The kernel keeps one that still has processes."""
    for parent in parents:
        for folder in parent.glob(f"{_PREFIX}*"):
            label = folder.name.removeprefix(_PREFIX).partition("-")[2].replace("+", "/")
            if owner.is_dead(label):
                remove([folder])
