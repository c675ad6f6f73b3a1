"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Makes its own process dumpable, and writes to the settings that /proc and the control groups have of the supervisor."
stops = "The supervisor is not dumpable, a child cannot become so again, and the control groups are mounted read-only."
"""

import ctypes
import os


def written(path):
    try:
        descriptor = os.open(path, os.O_WRONLY)
    except OSError:
        return False
    try:
        return os.write(descriptor, b"1") > 0
    except OSError:
        return False
    finally:
        os.close(descriptor)


def double(x):
    libc = ctypes.CDLL(None)
    if libc.prctl(4, 1, 0, 0, 0) == 0 or libc.prctl(4, 2, 0, 0, 0) == 0:
        return "dumpable"
    if libc.prctl(36, 1, 0, 0, 0) == 0 or libc.prctl(22, 1, 0, 0, 0) == 0:
        return "a subreaper, or a filter"
    names = "oom_score_adj oom_adj coredump_filter clear_refs autogroup comm timerslack_ns loginuid make-it-fail sched mem".split()
    for pid in (1, os.getppid()):
        if libc.prctl(62, 1, pid, 1, 0) == 0 or libc.prctl(62, 2, pid, 1, 0) == 0:  # PR_SCHED_CORE, create and share
            return "core scheduling"
        for name in names:
            if written(f"/proc/{pid}/{name}"):
                return name
    for name in ("oom_score_adj", "oom_adj", "coredump_filter", "clear_refs", "autogroup", "mem"):
        if written(f"/proc/self/{name}") or written(f"/proc/self/task/{libc.gettid()}/{name}"):
            return f"its own {name}"
    for folder, _, files in os.walk("/sys/fs/cgroup"):
        for name in files:
            if name.startswith(("memory.", "pids.", "cpu", "cgroup.", "freezer.", "tasks", "notify")):
                if written(os.path.join(folder, name)):
                    return name
    return 2 * x
