"""A program that runs into a sandbox's limits, in the place of a worker, and says as JSON which of them hold.

Its argument is {"memory_bytes": ..., "processes": ...}: how much it takes at most, for where nothing holds it. The
memory is taken in a child of its own, which the kernel may kill.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys

_PIECE = 16 << 20


def memory(most_bytes: int) -> bool:
    """Whether so much is refused."""
    child = os.fork()
    if not child:
        try:
            with open("/proc/self/oom_score_adj", "w") as file:
                file.write("1000")
        except OSError:
            pass
        try:
            kept = [b"x" * _PIECE for _ in range(most_bytes // _PIECE)]
        except MemoryError:
            os._exit(1)
        os._exit(0 if kept else 1)
    return os.waitpid(child, 0)[1] != 0


def processes(most: int) -> bool:
    """Whether the kernel refuses this many processes."""
    children: list[int] = []
    gaps = False
    while len(children) < most:
        try:
            child = os.fork()
        except OSError:
            gaps = True
            break
        if not child:
            signal.pause()
        children.append(child)
    for child in children:
        os.kill(child, signal.SIGKILL)
    for child in children:
        os.waitpid(child, 0)
    return gaps


def network() -> bool:
    """Whether there is none; sends nothing, for it only asks whether there is a way."""
    try:
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("192.0.2.1", 9))
    except OSError:
        return True
    return False


def status() -> dict[str, str]:
    """The fields of /proc/self/status, by name; {} where it cannot be read."""
    try:
        with open("/proc/self/status") as file:
            return {line.partition(":")[0]: line.partition(":")[2].strip() for line in file}
    except OSError:
        return {}


if __name__ == "__main__":
    bounds = json.loads(sys.argv[1])
    found = {
        "processors": sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None,
        "status": {name: status().get(name) for name in ("Seccomp", "NoNewPrivs", "CapEff")},
        "network": network(),
        "processes": processes(bounds["processes"]),
        "memory": memory(bounds["memory_bytes"]),
    }
    print(json.dumps(found))
