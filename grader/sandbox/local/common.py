"""Code that the sandboxes without an engine share: the worker's limits, filter and interpreter."""

from __future__ import annotations

import base64
import contextlib
import importlib.util
import os
import platform
import secrets
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

from grader.installed import install_command
from grader.sandbox import BASELINE_BYTES, MIB, Limits, MissingPackage, bpf, seccomp
from grader.texts import Text

PROGRAMS = "/usr/bin:/bin"
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
# What torch reads to know the processors; without it, it complains on standard error.
PROCESSORS = "/sys/devices/system/cpu"
# Address space is not memory: an imported torch takes 1 GiB of it for 0.2 GiB of memory, each thread 8 MiB. The limit
# on it is there for memory that is shared between processes, which RLIMIT_DATA does not count.
ADDRESS_SLACK_BYTES = 2048 * MIB
# Torch built for graphics cards too, as pip installs it on Linux, holds more of both where it finds none. Measured with
# 2.15: 0.9 GiB of data and 3.3 GiB of addresses after its first optimiser.
_CUDA_BASELINE_BYTES, _CUDA_ADDRESS_BYTES = 1024 * MIB, 2048 * MIB
MEMORY_BY_PROCESS = Text(
    "memory is limited for each process of the submission, not for all together",
    "内存按提交的每个进程分别限制，而不是合计限制",
)
CAP_CHOWN, CAP_KILL, CAP_SETGID, CAP_SETUID, CAP_SYS_ADMIN = 0, 5, 6, 7, 21
CHANGE_USER = (CAP_CHOWN, CAP_KILL, CAP_SETGID, CAP_SETUID)
_FIRST_UID, _UIDS = 20000, 10000


def may(*capabilities: int) -> bool:
    """Whether we are root with these capabilities (linux/capability.h); in a container root may lack some."""
    if os.geteuid() != 0:
        return False
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True  # a system that does not divide root's rights
    (line,) = (line for line in status.splitlines() if line.startswith("CapEff:"))
    gaps = int(line.split()[1], 16)
    return all(gaps >> capability & 1 for capability in capabilities)


def new_user() -> int:
    """A user and group that most likely nobody else has now: the kernel counts processes by user."""
    return _FIRST_UID + secrets.randbelow(_UIDS)


def call_filter(machine: str, *, own_user: bool) -> str:
    """The filter of system calls as `confine` takes it; see `grader.sandbox.bpf.program`."""
    program = bpf.program(seccomp.policy(), machine, stage=seccomp.Stage.WORKER, own_user=own_user)
    return base64.b64encode(program).decode()


def own_limits(limits: Limits) -> dict[str, int]:
    """Limits of a single process that no control group knows; they hold on every system."""
    return {
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": limits.file_bytes,
        "RLIMIT_NOFILE": limits.open_files,
        "RLIMIT_MEMLOCK": 0,  # pages of shared files that one could hold would tell another of it
    }


def baseline_bytes(target: str) -> int:
    """The bytes of memory that a process of this interpreter holds once it has imported `target`."""
    return _CUDA_BASELINE_BYTES if target == "torch" and _has_cuda() else BASELINE_BYTES[target]


@cache
def _has_cuda() -> bool:
    """Whether this interpreter's torch is built for graphics cards, told without importing it."""
    spec = importlib.util.find_spec("torch")
    return bool(spec and spec.origin and list(Path(spec.origin).parent.glob("lib/libtorch_cuda*")))


def shared_limits(limits: Limits, others: int, target: str) -> dict[str, int]:
    """Limits in place of a control group's, on Linux.

    Args:
        limits: what all inside may take; memory then holds for each process.
        others: how many processes the worker's user has already: the kernel counts those too.
        target: what the worker imports.
    """
    slack = ADDRESS_SLACK_BYTES + (_CUDA_ADDRESS_BYTES if target == "torch" and _has_cuda() else 0)
    return {
        "RLIMIT_NPROC": limits.pids + others,
        "RLIMIT_DATA": limits.memory_bytes,
        "RLIMIT_AS": limits.memory_bytes + slack,
    }


def tasks_of(user: int) -> int:
    """How many threads `user` has now, as far as can be seen."""
    count = 0
    for folder in Path("/proc").glob("[0-9]*/task"):
        with contextlib.suppress(OSError):
            count += len(os.listdir(folder)) if folder.stat().st_uid == user else 0
    return count


def room_left(sandbox: str) -> Text:
    """Advice for when a sandbox on this machine ends, or does not start."""
    return Text(
        "Check whether the machine has memory, processes and room for temporary files left; "
        f"`dlgrade doctor --sandbox {sandbox}` tries it.",
        f"请检查本机是否还有可用的内存、进程数和临时空间；`dlgrade doctor --sandbox {sandbox}` 会实际试一次。",
    )


def require_package(target: str) -> None:
    """Return if this interpreter has the package that is called `target`.

    Raises:
        MissingPackage: it has not.
    """
    if importlib.util.find_spec(target) is not None:
        return
    command = install_command(target)
    raise MissingPackage(
        Text(
            f'This exercise needs {target}, which "{sys.executable}" does not have.',
            f"本题需要 {target}，而“{sys.executable}”没有安装它。",
        ),
        Text(
            f"Start Docker, whose sandbox image has it; or install it:\n  {command}",
            f"请启动 Docker，沙箱镜像里有它；或者安装它：\n  {command}",
        ),
    )


def provenance(target: str) -> str:
    """The interpreter and the target's version."""
    system = f"{platform.system()} {platform.machine()}"
    return f"{platform.python_implementation()} {platform.python_version()}, {target} {version(target)}, {system}"
