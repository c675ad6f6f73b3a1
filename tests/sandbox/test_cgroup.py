"""Where a control group is made, and with which files: on folders that look like the kernel's, of each version."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.sandbox import Limits, cgroup, owner

LIMITS = Limits(memory_bytes=100 << 20, pids=8)


class Machine:
    """A /proc and a /sys/fs/cgroup that a test has written."""

    def __init__(self, root: Path) -> None:
        self.proc, self.mounts = root / "proc", root / "sys"
        (self.proc / "self").mkdir(parents=True)
        self._cgroup: list[str] = []
        self._mountinfo: list[str] = []

    def version_1(self, controllers: str, path: str, *, root: str = "/") -> Path:
        """Mount a hierarchy; the folder of our own group in it."""
        mounted = self.mounts / controllers
        own = mounted / os.path.relpath(path, root)
        own.mkdir(parents=True)
        self._cgroup.append(f"4:{controllers}:{path}")
        self._mountinfo.append(f"35 31 0:32 {root} {mounted} rw,relatime shared:9 - cgroup cgroup rw,{controllers}")
        self._write()
        return own

    def version_2(self, path: str, handed_down: str) -> Path:
        """Mount the one hierarchy; our own group's folder."""
        own = self.mounts / "unified" / path.lstrip("/")
        own.mkdir(parents=True)
        (own / "cgroup.subtree_control").write_text(handed_down)
        (own / "cgroup.procs").touch()
        self._cgroup.append(f"0::{path}")
        self._mountinfo.append(f"41 31 0:38 / {self.mounts / 'unified'} rw - cgroup2 cgroup2 rw,nsdelegate")
        self._write()
        return own

    def _write(self) -> None:
        (self.proc / "self/cgroup").write_text("\n".join(self._cgroup))
        (self.proc / "self/mountinfo").write_text("22 27 0:21 / /proc rw - proc proc rw\n" + "\n".join(self._mountinfo))


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """An empty one."""
    return Machine(tmp_path)


def test_version_1_has_a_folder_for_each_controller(machine):
    """In version 1 there is a group below ours in each hierarchy; memory is capped, and processes with our own one."""
    memory = machine.version_1("memory", "/user/me")
    for controllers in ("pids", "cpu,cpuacct"):
        machine.version_1(controllers, "/")
    found = cgroup.make(LIMITS, proc=machine.proc)
    assert found
    assert set(found.folders) == {"memory", "pids", "cpuacct"}
    folder = Path(found.folders["memory"])
    assert folder.parent == memory
    assert (folder / "memory.limit_in_bytes").read_text() == str(100 << 20)
    assert not (folder / "memory.memsw.limit_in_bytes").exists(), "only where the kernel counts swap"
    assert Path(found.folders["pids"], "pids.max").read_text() == "9"
    assert Path(found.folders["cpuacct"]).parent == machine.mounts / "cpu,cpuacct"
    assert cgroup.can_make(machine.proc)


def test_a_hierarchy_that_shows_only_a_part_is_understood(machine):
    """In a container the mount may begin at the container's own group: paths are taken from there."""
    memory = machine.version_1("memory", "/docker/abc/me", root="/docker/abc")
    for controllers in ("pids", "cpuacct"):
        machine.version_1(controllers, "/docker/abc", root="/docker/abc")
    found = cgroup.make(LIMITS, proc=machine.proc)
    assert found
    assert Path(found.folders["memory"]).parent == memory == machine.mounts / "memory" / "me"
    assert Path(found.folders["pids"]).parent == machine.mounts / "pids"


def test_version_2_is_made_where_controllers_are_handed_down(machine):
    """In version 2 the group is made beside ours if our own hands nothing down, as a session's does not."""
    own = machine.version_2("/user.slice/app.scope", "")
    (own.parent / "cgroup.subtree_control").write_text("cpu memory pids\n")
    (own.parent / "cgroup.procs").touch()
    found = cgroup.make(LIMITS, proc=machine.proc)
    assert found
    assert set(found.folders) == {""}
    folder = Path(found.folders[""])
    assert folder.parent == own.parent
    assert (folder / "memory.max").read_text() == str(100 << 20)
    assert (folder / "pids.max").read_text() == "9"


def test_version_2_below_our_own(machine):
    """In version 2 the group is made below ours if that hands the controllers down."""
    own = machine.version_2("/delegated", "memory pids")
    found = cgroup.make(LIMITS, proc=machine.proc)
    assert found
    assert Path(found.folders[""]).parent == own


@pytest.mark.parametrize("handed_down", ["", "cpu", "memory"])
def test_without_our_controllers_there_is_no_group(machine, handed_down):
    """Where memory and processes are not both handed down, none is made, on a hybrid machine either."""
    machine.version_2("/session", handed_down)
    machine.version_1("memory", "/")
    assert cgroup.make(LIMITS, proc=machine.proc) is None
    assert not cgroup.can_make(machine.proc)


def test_half_a_group_is_taken_back(machine):
    """Where one of the folders can't be made, the others are removed, and there is no group."""
    for controllers in ("memory", "pids", "cpuacct"):
        machine.version_1(controllers, "/")
    (machine.mounts / "cpuacct").rmdir()
    (machine.mounts / "cpuacct").symlink_to("/sys/kernel")  # in which root may write, and can make nothing
    assert cgroup.make(LIMITS, proc=machine.proc) is None
    assert list((machine.mounts / "memory").iterdir()) == []
    assert list((machine.mounts / "pids").iterdir()) == []


def test_what_a_dead_grader_left_is_removed(machine):
    """The next group that is made sweeps those of graders that are dead, and no other."""
    own = machine.version_2("/delegated", "memory pids")
    mine = owner.mine().replace("/", "+")
    dead = owner.mine().rpartition(":")[0].replace("/", "+") + ":1"
    names = {f"dlgrade-00000001-{mine}", f"dlgrade-00000002-{dead}", "dlgrade-3", "another"}
    for name in names:
        (own / name).mkdir()
    found = cgroup.make(LIMITS, proc=machine.proc)
    assert found
    left = {path.name for path in own.iterdir() if path.is_dir()} - {Path(found.folders[""]).name}
    assert left == names - {f"dlgrade-00000002-{dead}"}


@pytest.mark.skipif(not cgroup.can_make(), reason="no control group can be made here")
def test_the_kernel_takes_it():
    """On this machine a group is made with its limits, and removed."""
    found = cgroup.make(LIMITS)
    assert found
    for name, folder in found.folders.items():
        if name in ("", "pids"):
            assert Path(folder, "pids.max").read_text() == "9\n"
    cgroup.remove(found.folders.values())
    assert not any(os.path.exists(folder) for folder in found.folders.values())
