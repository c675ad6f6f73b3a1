"""The filter of system calls as a program, run on a small machine of the test's own, on every number."""

from __future__ import annotations

import errno
import struct
from dataclasses import replace

import pytest

from grader.sandbox import bpf
from grader.sandbox.seccomp import MACHINES, Call, Comparison, Condition, Stage, policy

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


def program(machine: str, *, stage: Stage = Stage.WORKER, own_user: bool = True) -> bytes:
    """The filter made of our own list."""
    return bpf.program(policy(), machine, stage=stage, own_user=own_user)


def numbers(machine: str) -> dict[int, str]:
    """The calls that are allowed whatever their arguments, once the worker runs."""
    groups = policy().at(Stage.WORKER).groups
    return {call.numbers[machine]: call.name for group in groups for call in group.calls if machine in call.numbers}


@pytest.mark.parametrize("machine", MACHINES)
def test_every_number_is_answered_as_the_list_says(machine):
    """A listed call is allowed, a call with an answer of its own gets that, and every other number is refused."""
    code, architecture = program(machine), bpf.ARCHITECTURES[machine]
    allowed = numbers(machine)
    answers = {entry.call.numbers[machine]: entry.errno for entry in policy().answers}
    conditional = {entry.call.numbers[machine] for entry in policy().conditions if machine in entry.call.numbers}
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


@pytest.mark.parametrize("machine", MACHINES)
def test_files_are_opened_and_set_without_o_direct(machine):
    """O_DIRECT is refused by its own bit of each machine, when a file is opened and afterwards; other flags pass."""
    code, architecture = program(machine), bpf.ARCHITECTURES[machine]
    direct, directory = {"x86_64": (0x4000, 0x10000), "aarch64": (0x10000, 0x4000)}[machine]
    openat, fcntl = {"x86_64": (257, 72), "aarch64": (56, 25)}[machine]
    at_cwd = 0xFFFFFF9C
    for flags in (0, 0o2, 0o100 | 0o1000 | 0o2000000, directory):
        assert answer(code, openat, at_cwd, 0, flags, architecture=architecture) == bpf.ALLOW
        assert answer(code, openat, at_cwd, 0, flags | direct, architecture=architecture) == EPERM
        assert answer(code, fcntl, 3, 4, flags, architecture=architecture) == bpf.ALLOW
        assert answer(code, fcntl, 3, 4, flags | direct, architecture=architecture) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_locks_leases_and_watches_are_refused(machine):
    """Of fcntl what concerns the descriptor passes; what others see on the same file does not."""
    code, architecture = program(machine), bpf.ARCHITECTURES[machine]
    fcntl = {"x86_64": 72, "aarch64": 25}[machine]
    for command in (0, 1, 2, 3, 1030, 1031, 1032):
        assert answer(code, fcntl, 3, command, 0xFFFF_FFFF, architecture=architecture) == bpf.ALLOW
    for command in (5, 6, 7, 8, 10, 36, 37, 38, 1024, 1025, 1026, 1033, 1036):
        assert answer(code, fcntl, 3, command, architecture=architecture) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_a_submission_may_do_less_than_its_worker(machine):
    """From the stage of the submission on nothing makes a process dumpable again, and no filter is installed."""
    worker, submission = program(machine), program(machine, stage=Stage.SUBMISSION)
    architecture = bpf.ARCHITECTURES[machine]
    prctl, execve = {"x86_64": (157, 59), "aarch64": (167, 221)}[machine]
    for option in (4, 22, 36):
        assert answer(worker, prctl, option, 1, architecture=architecture) == bpf.ALLOW
        assert answer(submission, prctl, option, 1, architecture=architecture) == EPERM
    assert answer(submission, prctl, 15, 1, architecture=architecture) == bpf.ALLOW
    assert answer(submission, execve, architecture=architecture) == EPERM


def condition(call: Call, *tests: tuple[int, int, int]) -> Condition:
    """A condition of these tests: argument, mask, value."""
    compared = tuple(Comparison(argument, dict.fromkeys(MACHINES, mask), equals) for argument, mask, equals in tests)
    return Condition(call, compared, "a reason")


def test_conditions_hold_all_64_bits():
    """A condition compares both halves of an argument; any of several is enough."""
    call = Call("made_up", {"x86_64": 1000})
    conditions = (
        condition(call, (2, 0xFFFFFFFF_FFFFFFFF, 0x1_00000002)),
        condition(call, (2, 0xF0000000_00000000, 0x30000000_00000000)),
    )
    listed = replace(policy(), conditions=conditions)
    code = bpf.program(listed, "x86_64", stage=Stage.WORKER, own_user=True)
    for value in (0x1_00000002, 0x30000000_00000000, 0x3ABCDEF0_12345678):
        assert answer(code, 1000, 0, 0, value, architecture=bpf.ARCHITECTURES["x86_64"]) == bpf.ALLOW, hex(value)
    for value in (0x00000002, 0x2_00000002, 0x1_00000003, 0x1_00000000, 0, 0x20000000_00000000):
        assert answer(code, 1000, 0, 0, value, architecture=bpf.ARCHITECTURES["x86_64"]) == EPERM, hex(value)


def test_a_condition_holds_when_all_its_tests_do():
    """Of several tests of one condition each must hold; a condition that fails leaves the next one its turn."""
    call = Call("made_up", {"x86_64": 1000})
    conditions = (condition(call, (0, 0xFF, 1), (5, 0xF0, 0x20)), condition(call, (0, 0xFF, 2)))
    listed = replace(policy(), conditions=conditions)
    code = bpf.program(listed, "x86_64", stage=Stage.WORKER, own_user=True)
    given = {
        (first, last): answer(code, 1000, first, 0, 0, 0, 0, last, architecture=bpf.ARCHITECTURES["x86_64"])
        for first in (0, 1, 2)
        for last in (0x0F, 0x2F, 0x30)
    }
    allowed = {pair for pair, said in given.items() if said == bpf.ALLOW}
    assert allowed == {(1, 0x2F), (2, 0x0F), (2, 0x2F), (2, 0x30)}


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
