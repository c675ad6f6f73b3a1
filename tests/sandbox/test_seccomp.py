"""The list of system calls as data, and Docker's form of it. What it does inside: test_conformance.py."""

from __future__ import annotations

import errno
import json
from collections import Counter

from grader.sandbox.seccomp import MACHINES, Stage, docker_profile, policy

FORBIDDEN = {
    "socket", "socketpair", "connect", "bind", "sendmsg", "recvmsg", "io_uring_setup", "io_uring_enter", "ptrace",
    "process_vm_readv", "process_vm_writev", "keyctl", "add_key", "request_key", "bpf", "perf_event_open",
    "userfaultfd", "unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "memfd_create", "memfd_secret",
    "pidfd_open", "pidfd_getfd", "kcmp", "open_by_handle_at", "name_to_handle_at", "execveat", "personality",
    "init_module", "finit_module", "kexec_load", "clone", "clone3", "ioctl", "prlimit64", "setpriority", "ioprio_set",
    "sched_setaffinity", "sched_setscheduler", "sched_setparam", "sched_setattr", "process_madvise", "process_mrelease",
    "pidfd_send_signal", "fadvise64", "readahead", "mincore", "cachestat", "sync_file_range", "splice", "tee",
    "vmsplice", "flock", "inotify_init", "inotify_init1", "fanotify_init", "sysinfo", "mlock", "mlock2", "mlockall",
    "openat2", "open", "openat", "preadv2", "pwritev2", "fcntl", "madvise", "prctl", "io_setup", "syncfs",
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
        "fcntl",
        "ioctl",
        "madvise",
        "open",
        "openat",
        "prctl",
        "preadv2",
        "prlimit64",
        "pwritev2",
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


def test_each_stage_leaves_out_what_only_an_earlier_one_needs():
    """Programs are started before the worker runs; a process is made dumpable, and a filter installed, before the
    submission does.
    """
    listed = policy()
    whole, worker, submission = (
        {call.name for group in stage.groups for call in group.calls}
        | {(condition.call.name, test.equals) for condition in stage.conditions for test in condition.tests}
        for stage in (listed, listed.at(Stage.WORKER), listed.at(Stage.SUBMISSION))
    )
    assert whole - worker == {"execve"}
    assert worker - submission == {("prctl", 4), ("prctl", 22), ("prctl", 36)}


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
    assert "includes" not in clone
    assert clone["args"] == [{"index": 0, "value": 0x7E020000, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ"}]


def test_docker_profile_knows_each_machine_s_flags():
    """Where a flag has another bit on each machine there is a rule for each, with all of its tests."""
    rules = json.loads(docker_profile())["syscalls"]
    masks = {
        rule["includes"]["arches"][0]: [test["value"] for test in rule["args"]]
        for rule in rules
        if rule["names"] == ["fcntl"] and len(rule["args"]) == 2
    }
    assert masks == {"amd64": [0xFFFFFFFF, 0x4000], "arm64": [0xFFFFFFFF, 0x10000]}
