"""The system calls that a sandbox allows: one list as data (syscalls.toml), read here, and Docker's form of it.

Docker's own default profile would not do: the one of engine 20.10 lets vsock and netlink sockets, io_uring, ptrace
and memory files through (tried), and what it lets through depends on the engine's version.
"""

from __future__ import annotations

import errno
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

MACHINES = ("x86_64", "aarch64")
_DATA = Path(__file__).with_name("syscalls.toml")
# As Docker's list of architectures has them, and its conditions.
_DOCKER_ARCHITECTURES = {"x86_64": ("SCMP_ARCH_X86_64", "amd64"), "aarch64": ("SCMP_ARCH_AARCH64", "arm64")}


class Stage(StrEnum):
    """The process that a filter is for: the worker, which runs our code alone, or its child, with the submission."""

    WORKER = "worker"
    SUBMISSION = "submission"


@dataclass(frozen=True)
class Call:
    """A system call: its name, and its number on each machine that has it."""

    name: str
    numbers: Mapping[str, int]


@dataclass(frozen=True)
class Group:
    """Calls that are allowed whatever their arguments, for one reason, until a stage is reached (or always)."""

    name: str
    reason: str
    calls: tuple[Call, ...]
    until: Stage | None = None


@dataclass(frozen=True)
class Comparison:
    """Whether `(argument & mask) == equals`; `argument` counts from 0. A flag has another bit on each machine."""

    argument: int
    mask: Mapping[str, int]
    equals: int


@dataclass(frozen=True)
class Condition:
    """A call that is allowed when all `tests` hold, until a stage is reached (or always)."""

    call: Call
    tests: tuple[Comparison, ...]
    reason: str
    until: Stage | None = None


@dataclass(frozen=True)
class Answer:
    """A call that is refused with another error number than the rest."""

    call: Call
    errno: int
    reason: str


@dataclass(frozen=True)
class Policy:
    """The whole list. What it does not name is refused with error number `refusal`."""

    refusal: int
    groups: tuple[Group, ...]
    conditions: tuple[Condition, ...]
    answers: tuple[Answer, ...]

    def at(self, stage: Stage) -> Policy:
        """The list of a filter that is installed at that stage, without what only an earlier one needs."""
        left = tuple(Stage)[: tuple(Stage).index(stage) + 1]
        return replace(
            self,
            groups=tuple(group for group in self.groups if group.until not in left),
            conditions=tuple(condition for condition in self.conditions if condition.until not in left),
        )


@cache
def policy() -> Policy:
    """Read syscalls.toml."""
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return Policy(
        refusal=getattr(errno, data["refusal"]),
        groups=tuple(_group(name, table) for name, table in data["group"].items()),
        conditions=tuple(condition for table in data["condition"] for condition in _conditions(table)),
        answers=tuple(
            Answer(_call(row["call"], row["numbers"]), getattr(errno, row["errno"]), row["reason"])
            for row in data["answer"]
        ),
    )


@cache
def docker_profile() -> str:
    """The list as the JSON that Docker takes in `--security-opt seccomp=`.

    The architectures are named without their 32-bit companions: a call by another entry (i386, x32) kills the
    thread.
    """
    listed = policy()
    rules: list[dict[str, Any]] = [
        {"names": [call.name for call in group.calls], "action": "SCMP_ACT_ALLOW"} for group in listed.groups
    ]
    rules += [rule for condition in listed.conditions for rule in _docker_rules(condition)]
    rules += [
        {"names": [answer.call.name], "action": "SCMP_ACT_ERRNO", "errnoRet": answer.errno} for answer in listed.answers
    ]
    profile = {
        "defaultAction": "SCMP_ACT_ERRNO",
        "defaultErrnoRet": listed.refusal,
        "archMap": [
            {"architecture": architecture, "subArchitectures": []} for architecture, _ in _DOCKER_ARCHITECTURES.values()
        ],
        "syscalls": rules,
    }
    return json.dumps(profile, separators=(",", ":"))


def _docker_rules(condition: Condition) -> Iterator[dict[str, Any]]:
    """One rule for all machines, or one for each where a flag has another bit on each."""
    alike = all(len(set(test.mask.values())) == 1 for test in condition.tests)
    for machine in MACHINES[:1] if alike else MACHINES:
        rule = {
            "names": [condition.call.name],
            "action": "SCMP_ACT_ALLOW",
            "args": [
                {
                    "index": test.argument,
                    "value": test.mask[machine],
                    "valueTwo": test.equals,
                    "op": "SCMP_CMP_MASKED_EQ",
                }
                for test in condition.tests
            ],
        }
        yield rule if alike else {**rule, "includes": {"arches": [_DOCKER_ARCHITECTURES[machine][1]]}}


def _group(name: str, table: dict[str, Any]) -> Group:
    calls = tuple(_call(call, numbers) for call, numbers in table["calls"].items())
    return Group(name, table["reason"], calls, _until(table))


def _conditions(table: dict[str, Any]) -> Iterator[Condition]:
    """One for each value of `equals`, if that is a list; with the tests of `also`, which hold for all of them."""
    values = table["equals"] if isinstance(table["equals"], list) else [table["equals"]]
    also = [_comparison(more, more["equals"]) for more in table.get("also", ())]
    for value in values:
        tests = (_comparison(table, value), *also)
        yield Condition(_call(table["call"], table["numbers"]), tests, table["reason"], _until(table))


def _comparison(table: dict[str, Any], equals: int) -> Comparison:
    masks = table["mask"] if isinstance(table["mask"], list) else [table["mask"]] * len(MACHINES)
    return Comparison(table["argument"], dict(zip(MACHINES, masks, strict=True)), equals)


def _until(table: dict[str, Any]) -> Stage | None:
    return Stage(table["until"]) if "until" in table else None


def _call(name: str, numbers: list[int]) -> Call:
    return Call(name, dict(zip(MACHINES, numbers, strict=False)))
