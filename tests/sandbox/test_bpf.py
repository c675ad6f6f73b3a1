"""The filter of system calls as a program, run on a small machine of the test's own, on every number."""

from __future__ import annotations

import errno
import struct
from dataclasses import replace

import pytest

from grader.sandbox import bpf
from grader.sandbox.seccomp import MACHINES, Call, Condition, policy

EPERM = bpf.ERRNO | errno.EPERM
I386, X32 = 0x40000003, 0x40000000
NAMESPACES = (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000)


def answer(program: bytes, number: int, *arguments: int, architecture: int) -> int:
    """What the kernel would do: classic BPF over struct seccomp_data (linux/filter.h)."""
    padded = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("<IIQ6Q", number, architecture, 0, *padded)
    code = list(struct.iter_unpack("<HBBI", program))
    accumulator, at = 0, 0
    while True:
        operation, jump_true, jump_false, value = code[at]
        at += 1
        if operation == bpf.LOAD:
            (accumulator,) = struct.unpack_from("<I", data, value)
        elif operation == bpf.AND:
            accumulator &= value
        elif operation == bpf.EQUAL:
            at += jump_true if accumulator == value else jump_false
        elif operation == bpf.AT_LEAST:
            at += jump_true if accumulator >= value else jump_false
        else:
            assert operation == bpf.RETURN
            return value


def program(machine: str, *, own_user: bool = True) -> bytes:
    """The filter made of our own list."""
    return bpf.program(policy(), machine, own_user=own_user)


def numbers(machine: str) -> dict[int, str]:
    """The calls that are allowed whatever their arguments, once the process has started."""
    groups = [group for group in policy().groups if not group.start_only]
    return {call.numbers[machine]: call.name for group in groups for call in group.calls if machine in call.numbers}


@pytest.mark.parametrize("machine", MACHINES)
def test_every_number_is_answered_as_the_list_says(machine):
    """A listed call is allowed, a call with an answer of its own gets that, and every other number is refused."""
    code, architecture = program(machine), bpf.ARCHITECTURES[machine]
    allowed = numbers(machine)
    answers = {entry.call.numbers[machine]: entry.errno for entry in policy().answers}
    conditional = {entry.call.numbers[machine] for entry in policy().conditions}
    for number in set(range(1200)) - conditional:
        expected = bpf.ALLOW if number in allowed else bpf.ERRNO | answers.get(number, errno.EPERM)
        assert answer(code, number, architecture=architecture) == expected, number


@pytest.mark.parametrize("machine", MACHINES)
def test_no_program_can_be_started(machine):
    """execve and execveat are refused: the interpreter runs already."""
    code, architecture = program(machine), bpf.ARCHITECTURES[machine]
    for number in {"x86_64": (59, 322), "aarch64": (221, 281)}[machine]:
        assert answer(code, number, architecture=architecture) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_other_entries_kill(machine):
    """A call by another architecture's entry kills the process, and so do x32's numbers."""
    code = program(machine)
    foreign = {I386, *bpf.ARCHITECTURES.values()} - {bpf.ARCHITECTURES[machine]}
    for architecture in foreign:
        assert answer(code, 0, architecture=architecture) == bpf.KILL
    if machine == "x86_64":
        for number in (X32, X32 + 1, X32 + 59, 0xFFFFFFFF):
            assert answer(code, number, architecture=bpf.ARCHITECTURES[machine]) == bpf.KILL


@pytest.mark.parametrize("machine", MACHINES)
def test_clone_is_decided_by_its_flags(machine):
    """clone is allowed for threads and children, and refused with any flag of a namespace among others."""
    code, architecture = program(machine), bpf.ARCHITECTURES[machine]
    clone = {"x86_64": 56, "aarch64": 220}[machine]
    assert answer(code, clone, 17, architecture=architecture) == bpf.ALLOW
    assert answer(code, clone, 0x003D0F00, architecture=architecture) == bpf.ALLOW  # what glibc makes threads with
    for flag in NAMESPACES:
        assert answer(code, clone, 0x003D0F00 | flag, architecture=architecture) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_ioctl_is_decided_by_32_bits(machine):
    """Only the requests of the list pass; the half that the kernel does not read changes nothing."""
    code, architecture = program(machine), bpf.ARCHITECTURES[machine]
    ioctl = {"x86_64": 16, "aarch64": 29}[machine]
    for request in (0x5401, 0x541B, 0x5421, 0x5450, 0x5451):
        assert answer(code, ioctl, 0, request, architecture=architecture) == bpf.ALLOW
        assert answer(code, ioctl, 0, 0xABCD_0000_0000 | request, architecture=architecture) == bpf.ALLOW
    for request in (0x5412, 0x541C, 0x5402, 0, 0x1_0000_5412):
        assert answer(code, ioctl, 0, request, architecture=architecture) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_limits_and_processors_are_ones_own(machine):
    """prlimit64 and sched_setaffinity reach process 0, which is the caller, and no other; priorities nobody's."""
    code, architecture = program(machine), bpf.ARCHITECTURES[machine]
    prlimit64, sched_setaffinity = {"x86_64": (302, 203), "aarch64": (261, 122)}[machine]
    for number in (prlimit64, sched_setaffinity):
        assert answer(code, number, 0, 7, architecture=architecture) == bpf.ALLOW
        assert answer(code, number, 0xFFFF_0000_0000, 7, architecture=architecture) == bpf.ALLOW
        for pid in (1, 2, 12345, 0xFFFFFFFF, 0xFFFF_0000_0001):
            assert answer(code, number, pid, 7, architecture=architecture) == EPERM
    setpriority = {"x86_64": 141, "aarch64": 140}[machine]
    assert answer(code, setpriority, 0, 0, 19, architecture=architecture) == EPERM


def test_conditions_hold_all_64_bits():
    """A condition compares both halves of an argument; any of several is enough."""
    call = Call("made_up", {"x86_64": 1000})
    conditions = (
        Condition(call, 2, 0xFFFFFFFF_FFFFFFFF, 0x1_00000002, "a reason"),
        Condition(call, 2, 0xF0000000_00000000, 0x30000000_00000000, "another"),
    )
    code = bpf.program(replace(policy(), conditions=conditions), "x86_64", own_user=True)
    for value in (0x1_00000002, 0x30000000_00000000, 0x3ABCDEF0_12345678):
        assert answer(code, 1000, 0, 0, value, architecture=bpf.ARCHITECTURES["x86_64"]) == bpf.ALLOW, hex(value)
    for value in (0x00000002, 0x2_00000002, 0x1_00000003, 0x1_00000000, 0, 0x20000000_00000000):
        assert answer(code, 1000, 0, 0, value, architecture=bpf.ARCHITECTURES["x86_64"]) == EPERM, hex(value)


@pytest.mark.parametrize("machine", MACHINES)
def test_who_shares_a_user_can_do_less(machine):
    """Without a user of its own a process can't signal all of our processes, nor change the modes of our files."""
    shared, own = program(machine, own_user=False), program(machine)
    architecture = bpf.ARCHITECTURES[machine]
    kill, fchmodat, utimensat = {"x86_64": (62, 268, 280), "aarch64": (129, 53, 88)}[machine]
    for everyone in (0xFFFFFFFF, 0xFFFFFFFF_FFFFFFFF):
        assert answer(shared, kill, everyone, 9, architecture=architecture) == EPERM
        assert answer(own, kill, everyone, 9, architecture=architecture) == bpf.ALLOW
    for pid in (0, 1, 12345, 0xFFFFFFFE):
        assert answer(shared, kill, pid, 9, architecture=architecture) == bpf.ALLOW
    for number in (fchmodat, utimensat):
        assert answer(shared, number, architecture=architecture) == EPERM
        assert answer(own, number, architecture=architecture) == bpf.ALLOW


def test_kernel_takes_the_length():
    """The program is shorter than the kernel's limit of 4096 instructions, and a whole number of them."""
    code = program("x86_64")
    assert len(code) % 8 == 0
    assert len(code) // 8 < 4096


def test_machine_is_known_here():
    """This machine's name is one of the list, or none is claimed."""
    assert bpf.machine() in (*MACHINES, "")
