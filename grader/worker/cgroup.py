"""The counters of the sandbox's control group, read from inside it."""

from __future__ import annotations

import contextlib
import os


class Cgroup:
    """The counters of the cgroup that we are in, as seen from inside; version 1 or 2, whatever is there.

    cpu_ns is CPU time of everything inside; memory_bytes anonymous memory (page cache is not the submission's);
    oom_kills how often the kernel killed for lack of memory. What cannot be read is left out.
    """

    ROOT = "/sys/fs/cgroup"

    def __init__(self, root: str = ROOT) -> None:
        if os.path.exists(f"{root}/cgroup.controllers"):
            self.sources = {
                "cpu_ns": (f"{root}/cpu.stat", "usage_usec", 1000),
                "memory_bytes": (f"{root}/memory.stat", "anon", 1),
                "oom_kills": (f"{root}/memory.events", "oom_kill", 1),
            }
            self._of_left = (f"{root}/memory.stat", "anon", f"{root}/pids")
            return
        # A hierarchy of version 1 has one controller or several: "cpu,cpuacct". A hybrid has them here as well.
        folders = {"cpuacct": "", "memory": "", "pids": ""}
        with contextlib.suppress(OSError):
            folders |= {controller: name for name in os.listdir(root) for controller in name.split(",")}
        cpuacct, memory, pids = (f"{root}/{folders[name]}" for name in ("cpuacct", "memory", "pids"))
        self.sources = {
            "cpu_ns": (f"{cpuacct}/cpuacct.usage", "", 1),
            "memory_bytes": (f"{memory}/memory.stat", "rss", 1),
            "oom_kills": (f"{memory}/memory.oom_control", "oom_kill", 1),
        }
        self._of_left = (f"{memory}/memory.stat", "rss", f"{pids}/pids")

    def read(self) -> dict[str, int]:
        """The counters now."""
        return _read(self.sources)

    def held(self) -> dict[str, int]:
        """The counters that a process that has ended must have left as they were: by a word for each."""
        memory, anonymous, pids = self._of_left
        return _read(
            {
                "memory": (memory, anonymous, 1),
                "shared memory": (memory, "shmem", 1),
                "a task": (f"{pids}.current", "", 1),
                "the limit of processes was hit": (f"{pids}.events", "max", 1),
                "a kill for memory": self.sources["oom_kills"],
            }
        )


def _read(sources: dict[str, tuple[str, str, int]]) -> dict[str, int]:
    """The counters by name; each is in a file, in its line that begins with a key, in units of so much."""
    counters = {}
    for name, (path, key, unit) in sources.items():
        with contextlib.suppress(OSError, ValueError, KeyError):
            counters[name] = _field(path, key) * unit
    return counters


def _field(path: str, key: str) -> int:
    """The number in a file, or the one in its line that begins with `key`."""
    with open(path) as file:
        return int(dict(line.split(None, 1) for line in file)[key] if key else file.read())
