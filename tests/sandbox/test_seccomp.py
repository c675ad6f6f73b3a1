"""The list of system calls as data, and Docker's form of it. What it does inside: test_conformance.py."""

from __future__ import annotations

import errno
import json
from collections import Counter

from grader.sandbox.seccomp import MACHINES, docker_profile, policy

FORBIDDEN = {
    "socket", "socketpair", "connect", "bind", "sendmsg", "recvmsg", "io_uring_setup", "io_uring_enter", "ptrace",
    "process_vm_readv", "process_vm_writev", "keyctl", "add_key", "request_key", "bpf", "perf_event_open",
    "userfaultfd", "unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "memfd_create", "memfd_secret",
    "pidfd_open", "pidfd_getfd", "kcmp", "open_by_handle_at", "name_to_handle_at", "execveat", "personality",
    "init_module", "finit_module", "kexec_load", "clone", "clone3", "ioctl", "prlimit64", "setpriority", "ioprio_set",
    "sched_setaffinity", "sched_setscheduler", "sched_setparam", "sched_setattr", "process_madvise", "process_mrelease",
    "pidfd_send_signal",
}  # fmt: skip


def test_every_entry_has_a_reason():
    """Each group, condition and answer says why it is there."""
    listed = policy()
    assert all(len(entry.reason) > 10 for entry in (*listed.groups, *listed.conditions, *listed.answers))


def test_nothing_forbidden_is_allowed_outright():
    """No dangerous call is in a group; a few are allowed by their arguments only."""
    allowed = {call.name for group in policy().groups for call in group.calls}
    assert allowed & FORBIDDEN == set()
    assert {condition.call.name for condition in policy().conditions} == {
        "clone",
        "ioctl",
        "prlimit64",
        "sched_setaffinity",
    }


def test_numbers_are_told_once():
    """No call is listed twice, and on each machine no number stands for two calls."""
    listed = policy()
    calls = [call for group in listed.groups for call in group.calls]
    calls += [*{condition.call.name: condition.call for condition in listed.conditions}.values()]
    calls += [answer.call for answer in listed.answers]
    assert [name for name, count in Counter(call.name for call in calls).items() if count > 1] == []
    for machine in MACHINES:
        numbers = Counter(call.numbers[machine] for call in calls if machine in call.numbers)
        assert [number for number, count in numbers.items() if count > 1] == [], machine
    assert all("x86_64" in call.numbers for call in calls)


def test_programs_are_for_the_start_only():
    """execve alone is marked as needed for the start only, so that a later filter can leave it out."""
    marked = {call.name for group in policy().groups if group.start_only for call in group.calls}
    assert marked == {"execve"}


def test_docker_profile_says_the_same():
    """Docker's form refuses by default, names both machines without their 32-bit companions, and holds every entry."""
    profile = json.loads(docker_profile())
    assert profile["defaultAction"] == "SCMP_ACT_ERRNO"
    assert profile["defaultErrnoRet"] == errno.EPERM
    assert [entry["subArchitectures"] for entry in profile["archMap"]] == [[], []]
    names = {name for rule in profile["syscalls"] for name in rule["names"]}
    listed = policy()
    assert names == (
        {call.name for group in listed.groups for call in group.calls}
        | {condition.call.name for condition in listed.conditions}
        | {answer.call.name for answer in listed.answers}
    )
    (clone3,) = [rule for rule in profile["syscalls"] if rule["names"] == ["clone3"]]
    assert (clone3["action"], clone3["errnoRet"]) == ("SCMP_ACT_ERRNO", errno.ENOSYS)
    (clone,) = [rule for rule in profile["syscalls"] if rule["names"] == ["clone"]]
    assert clone["args"] == [{"index": 0, "value": 0x7E020000, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ"}]
