"""Where a control group is made, and with which files: on folders that look like the kernel's, of each version."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.sandbox import Limits, owner
from grader.sandbox.local import cgroup
from grader.worker.cgroup import Cgroup

LIMITS = Limits(memory_bytes=100 << 20, pids=8)
# What the kernel showed on machines of each kind, cut down to what is read: /sys/fs/cgroup, and /proc/self.
RECORDED = Path(__file__).parent / "cgroups"


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


@pytest.mark.parametrize(
    ("kind", "counters"),
    [
        ("v1", {"cpu_ns": 28216201785, "memory_bytes": 155844608, "oom_kills": 2}),
        ("v2", {"cpu_ns": 28216201000, "memory_bytes": 155844608, "oom_kills": 2}),
        ("hybrid", {"cpu_ns": 28216201785, "memory_bytes": 155844608, "oom_kills": 2}),
        ("v2-bare", {"cpu_ns": 28216201000}),
        ("none", {}),
    ],
)
def test_counters_are_read_in_each_kind_of_tree(kind, counters):
    """The supervisor reads processor time, memory and kills from either version; what is missing is left out."""
    assert Cgroup(str(RECORDED / kind / "sys")).read() == counters


@pytest.mark.parametrize(
    ("kind", "places"),
    [
        ("v1", {"memory": "memory", "pids": "pids", "cpuacct": "cpuacct"}),
        ("v2", {"": "user.slice/user-1000.slice/user@1000.service/app.slice"}),
        (
            "hybrid",
            {
                "memory": "memory/user.slice/user-0.slice/session-3.scope",
                "pids": "pids/user.slice/user-0.slice/session-3.scope",
                "cpuacct": "cpu,cpuacct/user.slice",
            },
        ),
    ],
)
def test_a_group_is_made_in_each_kind_of_tree(tmp_path, kind, places):
    """A group is made below our own one, where the machine has the controllers; the supervisor's names are the same."""
    shutil.copytree(RECORDED / kind, tmp_path, dirs_exist_ok=True)
    mounts = tmp_path / "proc/self/mountinfo"
    mounts.write_text(mounts.read_text().replace("/sys/fs/cgroup", str(tmp_path / "sys")))
    found = cgroup.make(LIMITS, proc=tmp_path / "proc")
    assert found
    assert {name: Path(folder).parent for name, folder in found.folders.items()} == {
        name: tmp_path / "sys" / place for name, place in places.items()
    }


@pytest.fixture
def group() -> Iterator[cgroup.Cgroup]:
    """A group of this machine's own."""
    found = cgroup.make(LIMITS)
    if found is None:
        pytest.skip("no control group can be made here")
    yield found
    cgroup.remove(found.folders.values())


def test_counters_are_read_here(group, tmp_path):
    """In a group of this machine's the counters count what a child in it does: its time, its memory, its end."""
    for name, folder in group.folders.items():
        if name:  # a hierarchy of version 1, beside the others as in the kernel's own folder
            (tmp_path / name).symlink_to(folder)
    counters = Cgroup(group.folders.get("", str(tmp_path)))
    before = counters.read()
    assert set(before) == {"cpu_ns", "memory_bytes", "oom_kills"}
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            for folder in group.folders.values():
                Path(folder, "cgroup.procs").write_text("0")
            taken = [bytearray(b"x") * (20 << 20)]
            end = time.process_time() + 0.2
            while time.process_time() < end:
                pass
            os.write(writer, b"x")
            while True:  # up to the limit, and beyond
                taken.append(bytearray(b"x") * (20 << 20))
        finally:
            os._exit(1)
    os.read(reader, 1)
    seen = counters.read()
    assert os.waitpid(child, 0)[1] == 9
    assert 0.2e9 <= seen["cpu_ns"] - before["cpu_ns"] < 2e9
    assert seen["memory_bytes"] > 20 << 20
    assert counters.read()["oom_kills"] == before["oom_kills"] + 1


def test_version_2_is_read_here(tmp_path):
    """Where version 2 is mounted, its processor time is read, although its controllers may be elsewhere."""
    mounts = Path("/proc/self/mountinfo").read_text().splitlines()
    mounted = [line.split()[4] for line in mounts if " - cgroup2 " in line]
    if not mounted or not Path(mounted[0], "cpu.stat").exists():
        pytest.skip("version 2 is not mounted here")
    counters = Cgroup(mounted[0])
    before = counters.read()["cpu_ns"]
    end = time.process_time() + 0.2
    while time.process_time() < end:
        pass
    assert counters.read()["cpu_ns"] - before >= 0.1e9
