"""Who owns a sandbox: enough to tell, later and from another process, whether its grader still lives."""

from __future__ import annotations

import os
from pathlib import Path

_PROC = Path("/proc")


def mine(pid: int | None = None, proc: Path = _PROC) -> str:
    """The owner label of this process (or of `pid`): "<where>:<pid>:<start time>".

    `where` is the boot and the pid namespace, in which alone the pid means something: another machine may use
    the same engine, and so may another container. Where there is no /proc, `where` and the start time are "".
    """
    pid = os.getpid() if pid is None else pid
    return f"{_where(proc)}:{pid}:{_start_time(pid, proc)}"


def is_dead(label: str, proc: Path = _PROC) -> bool:
    """Whether the owner in `label` is known to have ended. False where that can't be told from here."""
    where, _, rest = label.partition(":")
    pid, _, started = rest.partition(":")
    if not where or where != _where(proc) or not pid.isdigit():
        return False
    return _start_time(int(pid), proc) != started


def _where(proc: Path) -> str:
    try:
        boot = (proc / "sys/kernel/random/boot_id").read_text().strip()
        namespace = os.readlink(proc / "self/ns/pid")
    except OSError:
        return ""
    return f"{boot}/{namespace.strip('pid:[]')}"


def _start_time(pid: int, proc: Path) -> str:
    """When the process began, in ticks since the boot; "" if there is none, or only what is left of one."""
    try:
        fields = (proc / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return ""
    # Fields 3 (state) and 22 (start time) of proc(5); a zombie's work is over.
    return "" if fields[0] in "ZX" else fields[19]
