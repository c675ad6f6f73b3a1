"""The list of system calls (syscalls.toml) as a program for the kernel's filter: classic BPF, seccomp(2).

An assembler of our own: what is needed is six instructions of straight-line code (below), while libseccomp's Python
bindings want a C library that a learner's machine need not have. tests/sandbox/test_bpf.py runs the programs on a
small machine of its own, for every number, and the conformance suite runs them on the kernel.

A call by another entry than the machine's own (i386 on x86_64, x32) kills the process: the numbers mean other
calls there.
"""

from __future__ import annotations

import base64
import platform
import struct
from collections.abc import Iterator, Sequence
from itertools import groupby

from grader.sandbox.seccomp import Condition, Policy, Stage, policy

KILL, ALLOW, ERRNO = 0x80000000, 0x7FFF0000, 0x00050000
LOAD, AND, EQUAL, AT_LEAST, RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
X32 = 0x40000000
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# struct seccomp_data: u32 number, u32 architecture, u64 address, u64 arguments[6]; both machines are little endian.
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_INSTRUCTION = struct.Struct("<HBBI")

# What changes files without opening them: Landlock does not hold it back. No exercise needs it.
_CHANGES_FILES = frozenset(
    [
        "chmod",
        "fchmod",
        "fchmodat",
        "chown",
        "fchown",
        "lchown",
        "fchownat",
        "utime",
        "utimes",
        "futimesat",
        "utimensat",
    ]
)

Instruction = tuple[int, int, int, int]


def machine() -> str:
    """This machine's name in the list; "" where there is no list for it, or the interpreter is a 32-bit one."""
    name = platform.machine()
    return name if name in ARCHITECTURES and struct.calcsize("P") == 8 else ""


def program(listed: Policy, machine: str, *, stage: Stage, own_user: bool) -> bytes:
    """The filter that a process installs for itself at that stage, as sock_filter[].

    Args:
        listed: the list.
        machine: one of ARCHITECTURES.
        stage: what runs from then on.
        own_user: whether the process has a user of its own, or a namespace of processes and mounts. Else kill(-1)
            would reach every process of ours, and chmod, chown and utime every file of ours: they are refused.
    """
    return b"".join(_INSTRUCTION.pack(*line) for line in _lines(listed.at(stage), machine, own_user))


def programs(stage: Stage) -> dict[str, str]:
    """The filter of that stage for each machine, in base64: who installs it knows best on which one it is."""
    made = {machine: program(policy(), machine, stage=stage, own_user=True) for machine in ARCHITECTURES}
    return {machine: base64.b64encode(instructions).decode() for machine, instructions in made.items()}


def _lines(listed: Policy, machine: str, own_user: bool) -> Iterator[Instruction]:
    refuse = ERRNO | listed.refusal
    yield from ((LOAD, 0, 0, _ARCHITECTURE), (EQUAL, 1, 0, ARCHITECTURES[machine]), (RETURN, 0, 0, KILL))
    yield (LOAD, 0, 0, _NUMBER)
    if machine == "x86_64":
        yield from ((AT_LEAST, 0, 1, X32), (RETURN, 0, 0, KILL))
    calls = [call for group in listed.groups for call in group.calls]
    if not own_user:
        calls = [call for call in calls if call.name not in _CHANGES_FILES]
        (kill,) = (call.numbers[machine] for call in calls if call.name == "kill")
        # The kernel reads 32 bits of this argument.
        test = [(LOAD, 0, 0, _ARGUMENTS), (EQUAL, 0, 1, 0xFFFFFFFF), (RETURN, 0, 0, refuse)]
        yield from _block(kill, [*test, (RETURN, 0, 0, ALLOW)])
    for _name, conditions in groupby(listed.conditions, lambda condition: condition.call.name):
        alternatives = list(conditions)
        number = alternatives[0].call.numbers.get(machine)
        if number is not None:
            tests = [line for condition in alternatives for line in _tests(condition, machine)]
            yield from _block(number, [*tests, (RETURN, 0, 0, refuse)])
    for answer in listed.answers:
        if machine in answer.call.numbers:
            yield from _block(answer.call.numbers[machine], [(RETURN, 0, 0, ERRNO | answer.errno)])
    for number in sorted(call.numbers[machine] for call in calls if machine in call.numbers):
        yield from _block(number, [(RETURN, 0, 0, ALLOW)])
    yield (RETURN, 0, 0, refuse)


def _block(number: int, body: Sequence[Instruction]) -> Iterator[Instruction]:
    """`body` for the call of that number; any other one goes on behind it. `body` must end with RETURN."""
    yield (EQUAL, 0, len(body), number)
    yield from body


def _tests(condition: Condition, machine: str) -> list[Instruction]:
    """Allow when all tests hold, else go on behind; 64 bits are compared in two halves."""
    halves = []
    for test in condition.tests:
        offset, mask = _ARGUMENTS + 8 * test.argument, test.mask[machine]
        halves += [(offset, mask & 0xFFFFFFFF, test.equals & 0xFFFFFFFF), (offset + 4, mask >> 32, test.equals >> 32)]
    lines: list[Instruction] = [(RETURN, 0, 0, ALLOW)]
    for offset, mask, equals in reversed(halves):
        lines = [(LOAD, 0, 0, offset), (AND, 0, 0, mask), (EQUAL, 0, len(lines), equals), *lines]
    return lines
