"""Who owns a sandbox, and whether that process still lives."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from grader.sandbox import owner


@pytest.fixture
def proc(tmp_path):
    """A /proc with process 7 in it, started at tick 1000."""
    (tmp_path / "sys/kernel/random").mkdir(parents=True)
    (tmp_path / "sys/kernel/random/boot_id").write_text("b007\n")
    (tmp_path / "self/ns").mkdir(parents=True)
    (tmp_path / "self/ns/pid").symlink_to("pid:[4026]")
    begin(tmp_path, 7, 1000)
    return tmp_path


def begin(proc, pid, ticks, state="S"):
    """Put a process into the /proc at hand, with a name that tries to mislead."""
    (proc / str(pid)).mkdir(exist_ok=True)
    fields = " ".join(["0"] * 18)
    (proc / str(pid) / "stat").write_text(f"{pid} (a) Z 1) {state} {fields} {ticks} 0 0\n")


def test_label_names_boot_namespace_process_and_start(proc):
    """The label holds what makes a process unmistakable."""
    assert owner.mine(7, proc) == "b007/4026:7:1000"


def test_living_owner_is_not_dead(proc):
    """While the process lives its label says so."""
    assert not owner.is_dead(owner.mine(7, proc), proc)


def test_ended_owner_is_dead(proc):
    """A process that is not there, a zombie, and another process with the same number are not the owner."""
    label = owner.mine(7, proc)
    begin(proc, 7, 1000, state="Z")
    assert owner.is_dead(label, proc)
    begin(proc, 7, 2000)
    assert owner.is_dead(label, proc)
    assert owner.is_dead("b007/4026:8:1000", proc)


@pytest.mark.parametrize("label", ["", ":7:1000", "b007/4026:x:1", "another/4026:7:1", "b007/4027:7:1", "b007/4026"])
def test_a_stranger_may_live(proc, label):
    """An owner of another boot, machine or pid namespace, or with an unreadable label, is not called dead."""
    assert not owner.is_dead(label, proc)


def test_without_proc_nobody_is_dead(tmp_path):
    """Where there is no /proc nothing is known, and so nobody is called dead."""
    label = owner.mine(os.getpid(), tmp_path)
    assert label == f":{os.getpid()}:"
    assert not owner.is_dead(label, tmp_path)


def test_a_real_process():
    """It holds for real processes: this one lives, and one that was killed does not."""
    assert not owner.is_dead(owner.mine())
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    label = owner.mine(child.pid)
    assert not owner.is_dead(label)
    child.kill()
    child.communicate()
    assert owner.is_dead(label)
