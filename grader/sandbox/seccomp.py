"""The system calls that a sandbox allows: one list as data (syscalls.toml), read here, and Docker's form of it.

Docker's own default profile would not do: the one of engine 20.10 lets vsock and netlink sockets, io_uring, ptrace
and memory files through (tried), and what it lets through depends on the engine's version.
"""

from __future__ import annotations

import errno
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

MACHINES = ("x86_64", "aarch64")
_DATA = Path(__file__).with_name("syscalls.toml")
_DOCKER_ARCHITECTURES = {"x86_64": "SCMP_ARCH_X86_64", "aarch64": "SCMP_ARCH_AARCH64"}


@dataclass(frozen=True)
class Call:
    """A system call: its name, and its number on each machine that has it."""

    name: str
    numbers: Mapping[str, int]


@dataclass(frozen=True)
class Group:
    """Calls that are allowed whatever their arguments, for one reason.

    `start_only`: needed to start a sandbox, and by nothing in it; a filter that is installed after the start
    leaves the group out.
    """

    name: str
    reason: str
    calls: tuple[Call, ...]
    start_only: bool


@dataclass(frozen=True)
class Condition:
    """A call that is allowed when `(argument & mask) == equals`; `argument` counts from 0."""

    call: Call
    argument: int
    mask: int
    equals: int
    reason: str


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


@cache
def policy() -> Policy:
    """Read syscalls.toml."""
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return Policy(
        refusal=getattr(errno, data["refusal"]),
        groups=tuple(_group(name, table) for name, table in data["group"].items()),
        conditions=tuple(
            Condition(_call(row["call"], row["numbers"]), row["argument"], row["mask"], row["equals"], row["reason"])
            for row in data["condition"]
        ),
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
    rules += [
        {
            "names": [condition.call.name],
            "action": "SCMP_ACT_ALLOW",
            "args": [
                {
                    "index": condition.argument,
                    "value": condition.mask,
                    "valueTwo": condition.equals,
                    "op": "SCMP_CMP_MASKED_EQ",
                }
            ],
        }
        for condition in listed.conditions
    ]
    rules += [
        {"names": [answer.call.name], "action": "SCMP_ACT_ERRNO", "errnoRet": answer.errno} for answer in listed.answers
    ]
    profile = {
        "defaultAction": "SCMP_ACT_ERRNO",
        "defaultErrnoRet": listed.refusal,
        "archMap": [{"architecture": _DOCKER_ARCHITECTURES[name], "subArchitectures": []} for name in MACHINES],
        "syscalls": rules,
    }
    return json.dumps(profile, separators=(",", ":"))


def _group(name: str, table: dict[str, Any]) -> Group:
    calls = tuple(_call(call, numbers) for call, numbers in table["calls"].items())
    return Group(name, table["reason"], calls, table.get("start_only", False))


def _call(name: str, numbers: list[int]) -> Call:
    return Call(name, dict(zip(MACHINES, numbers, strict=False)))
