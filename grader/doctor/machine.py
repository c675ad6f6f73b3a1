"""The machine: cores, memory, room on disks, how steady its clock is; and what of ours is on it."""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from grader.doctor import Finding, State, engine
from grader.doctor.versions import Versions
from grader.numbers import size
from grader.progress import history
from grader.sandbox.local import cgroup
from grader.sandbox.local.process import this_kernel
from grader.texts import Tell, Text

SECTION = "machine"
GIB = 1 << 30
# A check has two sandboxes, of which each may take an exercise's memory (1 GiB if it says nothing) and its own.
MEMORY_BYTES = 5 * GIB // 2
DISK_BYTES = GIB
IMAGES_BYTES = 6 * GIB
_REPEATS, _STEPS = 60, 60_000
STEADY, ROUGH = 0.10, 0.30


def findings(*, images_missing: bool, progress: Tell) -> Iterator[Finding]:
    """A finding for each thing that a check needs of the machine. `images_missing`: building them needs room too."""
    yield _cores()
    yield memory(*_memory_bytes())
    yield disk(Path(tempfile.gettempdir()), IMAGES_BYTES if images_missing else DISK_BYTES)
    yield from core_dumps(Path("/proc/sys/kernel/core_pattern"))
    progress(Text("timing a fixed piece of work", "正在为一段固定的工作计时"))
    yield noise(measured())


def program(of: Versions) -> Iterator[Finding]:
    """The versions, the interpreter, and the learner's history."""
    for name, text in of.lines():
        yield Finding("program", name, State.OK, text)
    python = f"{platform.python_version()}, {sys.executable}"
    yield Finding("program", "python", State.OK, Text(python, python))
    yield history_at(history.path())


def kernel() -> Iterator[Finding]:
    """This machine's kernel, for the sandboxes that have no engine: known holes, and what it lets a process give up."""
    if sys.platform != "linux":
        return
    yield engine.of_version(SECTION, "kernel", platform.release())
    gives, groups = this_kernel(), cgroup.can_make()
    facts = {"landlock_abi": gives.landlock_abi, "filter": gives.machine, "control_groups": groups}
    offers = {
        Text(f"Landlock (ABI {gives.landlock_abi})", f"Landlock（ABI {gives.landlock_abi}）"): bool(gives.landlock_abi),
        Text("a filter of system calls", "系统调用过滤"): bool(gives.machine),
        Text("control groups", "控制组"): groups,
    }
    shown = Text(
        "; ".join(f"{'with' if there else 'without'} {offer.en}" for offer, there in offers.items()),
        "；".join(f"{'有' if there else '无'} {offer.zh}" for offer, there in offers.items()),
    )
    if gives.landlock_abi and gives.machine:
        yield Finding(SECTION, "confinement", State.OK, shown, facts=facts)
        return
    remedy = Text(
        "Landlock needs Linux 5.13, and the filter needs x86_64 or aarch64; Docker needs neither.",
        "Landlock 需要 Linux 5.13，过滤器需要 x86_64 或 aarch64；使用 Docker 则两者都不需要。",
    )
    yield Finding(SECTION, "confinement", State.WARNING, shown, remedy, facts)


def _cores() -> Finding:
    present = os.cpu_count() or 1
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else present
    facts = {"usable": usable, "present": present}
    if usable > 1:
        return Finding(
            SECTION, "cores", State.OK, Text(f"{usable} of {present}", f"{present} 个中可用 {usable} 个"), facts=facts
        )
    text = Text(
        f"{usable} of {present}: judge and submission share it, so checks take longer",
        f"{present} 个中可用 {usable} 个：评测程序与提交共用，检查会更慢",
    )
    return Finding(SECTION, "cores", State.NOTE, text, None, facts)


def _memory_bytes() -> tuple[int, int]:
    """Available and present; what is available is not told everywhere, and then all of it is."""
    present = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        lines = Path("/proc/meminfo").read_text(encoding="utf-8").splitlines()
        (available,) = (line.split()[1] for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError):
        return present, present
    return int(available) * 1024, present


def memory(available: int, present: int) -> Finding:
    """Whether two sandboxes have room."""
    text = Text(f"{size(available)} of {size(present)} available", f"{size(present)} 中可用 {size(available)}")
    facts = {"available_bytes": available, "present_bytes": present}
    if available >= MEMORY_BYTES:
        return Finding(SECTION, "memory", State.OK, text, facts=facts)
    remedy = Text(
        f"A check may use {size(MEMORY_BYTES)}. Stop other programs, or expect internal errors (IE).",
        f"一次检查最多占用 {size(MEMORY_BYTES)}。请关闭其他程序，否则内存不足时可能出现内部错误（IE）。",
    )
    return Finding(SECTION, "memory", State.WARNING, text, remedy, facts)


def disk(folder: Path, wanted: int) -> Finding:
    """Whether the file system of `folder` has `wanted` bytes left."""
    free = shutil.disk_usage(folder).free
    text = Text(f"{size(free)} free for temporary files ({folder})", f"临时文件（{folder}）可用 {size(free)}")
    facts = {"folder": str(folder), "free_bytes": free}
    if free >= wanted:
        return Finding(SECTION, "disk", State.OK, text, facts=facts)
    remedy = Text(
        f"{size(wanted)} are needed. Make room, or name another folder in TMPDIR.",
        f"需要 {size(wanted)}。请腾出空间，或用 TMPDIR 指定其他目录。",
    )
    return Finding(SECTION, "disk", State.WARNING, text, remedy, facts)


def core_dumps(pattern: Path) -> Iterator[Finding]:
    """Where a crash of a submission is written: a limit of size does not hold a dump that goes to a program."""
    try:
        goes_to = pattern.read_text(encoding="utf-8").strip()
    except OSError:
        return
    if goes_to.startswith("|"):
        program = goes_to[1:].split()[0]
        text = Text(
            f"go to the program {program}, outside the sandbox, and no limit holds them",
            f"交给沙箱外的程序 {program} 处理，不受任何限制",
        )
        remedy = Text(
            "On a machine for a class: `sysctl kernel.core_pattern=core`.",
            "用于班级的机器：`sysctl kernel.core_pattern=core`。",
        )
        yield Finding(SECTION, "core dumps", State.NOTE, text, remedy, {"pattern": goes_to})


def measured(
    clock: Callable[[], float] = time.thread_time, work: Callable[[], object] | None = None
) -> tuple[float, ...]:
    """The processor time of a fixed piece of work, again and again; in seconds."""
    work = work or (lambda: sum(number * number for number in range(_STEPS)))
    work()  # the first one warms the caches
    times = []
    for _ in range(_REPEATS):
        started = clock()
        work()
        times.append(clock() - started)
    return tuple(times)


def noise(times: Sequence[float]) -> Finding:
    """How far equal work differs in processor time: between the tenth and the ninetieth part of a hundred."""
    cuts = statistics.quantiles(times, n=10)
    middle = statistics.median(times)
    spread = (cuts[-1] - cuts[0]) / middle if middle else 0.0
    text = Text(
        f"CPU time for the same work varies by {spread:.0%} ({len(times)} runs of {middle * 1000:.1f} ms)",
        f"相同工作的 CPU 时间波动 {spread:.0%}（{len(times)} 次，每次 {middle * 1000:.1f} 毫秒）",
    )
    facts = {"spread": spread, "median_s": middle, "times": len(times)}
    if spread <= STEADY:
        return Finding(SECTION, "clock", State.OK, text, facts=facts)
    remedy = Text(
        "Speeds are medians of many pairs and tolerate some noise; for steadier ones, stop other programs and fix the "
        "processor's frequency.",
        "速度取多次配对的中位数，能容忍一定噪声；要更稳定，请关闭其他程序，并固定处理器频率。",
    )
    return Finding(SECTION, "clock", State.NOTE if spread <= ROUGH else State.WARNING, text, remedy, facts)


def history_at(path: Path) -> Finding:
    """Whether the learner's history can be written at `path`; nothing is made."""
    place = path if path.exists() else next(folder for folder in path.parents if folder.exists())
    facts = {"path": str(path)}
    if os.access(place, os.W_OK) and (place.is_file() if place == path else place.is_dir()):
        return Finding("program", "history", State.OK, Text(str(path), str(path)), facts=facts)
    text = Text(f"{path} cannot be written: progress is not recorded", f"{path} 无法写入：不会记录进度")
    remedy = Text(
        "Change its permissions, or name another folder in XDG_STATE_HOME.",
        "请修改权限，或用 XDG_STATE_HOME 指定其他目录。",
    )
    return Finding("program", "history", State.WARNING, text, remedy, facts)
