"""What a judge's sandboxes take of this machine while they run, and whether it is given back.

Only what is ours is looked at: containers by their owner's label, processes and folders by their judge. A sandbox is
a set of traces, each of which must end with it:

    ("container", id)    known to the engine, or a mount or a process's control group that names it
    ("namespace", name)  a namespace of processes, by its name and when its process 1 began, for the kernel soon gives
                         the name to another; only where there is no control group
    ("folder", path)     a scratch folder; processes that call it their home are left as well
    ("cgroup", name)     a control group, and the processes in it
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from grader.sandbox.docker.backend import OWNER_LABEL
from grader.sandbox.docker.engine import find
from grader.sandbox.local import cgroup
from grader.worker.orphans import descendants

Trace = tuple[str, str]
Backend = frozenset[Trace]
_PROC = Path("/proc")


class Traces:
    """The sandboxes of one judge.

    Args:
        sandbox: the kind of sandbox that it uses.
        judge: its pid.
        kept: how many it keeps: the reference's, and one that submissions share.
    """

    def __init__(self, sandbox: str, judge: int, kept: int = 1) -> None:
        self.sandbox, self.judge, self.kept = sandbox, judge, kept
        self._client: Any = find().client() if sandbox == "docker" else None

    def close(self) -> None:
        """Let go of the engine."""
        if self._client is not None:
            self._client.close()

    def alive(self) -> set[Backend]:
        """The sandboxes that the judge has now."""
        if self.sandbox == "docker":
            return set(self._containers())
        return set(self._local())

    @contextlib.contextmanager
    def watched(self) -> Iterator[set[Backend]]:
        """The sandboxes that are seen while the block runs; the set grows."""
        seen: set[Backend] = set()
        ended = threading.Event()

        def watch() -> None:
            while not ended.wait(0.15):
                seen.update(self.alive())

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield seen
        finally:
            ended.set()
            watcher.join()

    def left(self, seen: set[Backend], *, wait_s: float = 5.0) -> list[str]:
        """What is left of the sandboxes that were `seen`. Those that the judge keeps may live on with it."""
        deadline = time.monotonic() + wait_s
        while True:
            alive = self.alive()
            ended = {trace for one in seen - alive for trace in one}
            ended -= {trace for one in alive for trace in one}
            found = [f"{kind} {name}" for kind, name in sorted(ended) if self._exists(kind, name)]
            kept = alive & seen
            if len(kept) > self.kept:
                found += [f"a sandbox that lives on: {sorted(one)}" for one in kept]
            if not found or time.monotonic() > deadline:
                return found
            time.sleep(0.1)

    def _containers(self) -> Iterator[Backend]:
        for entry in self._client.containers(all=True, filters={"label": OWNER_LABEL}):
            if entry["Labels"][OWNER_LABEL].split(":")[1] == str(self.judge):
                yield frozenset({("container", entry["Id"])})

    def _local(self) -> Iterator[Backend]:
        for pid in descendants(self.judge):
            with contextlib.suppress(OSError):
                if traces := self._cgroups(pid) or self._folder(pid) or self._namespace(pid):
                    yield frozenset(traces)

    def _namespace(self, pid: int) -> set[Trace]:
        if _can_make_groups():  # then it is in one, or about to enter it
            return set()
        name = _begun_namespace(pid)
        return {("namespace", name)} if name else set()

    def _folder(self, pid: int) -> set[Trace]:
        home = _home(pid)
        return {("folder", home)} if "/dlgrade-" in home else set()

    def _cgroups(self, pid: int) -> set[Trace]:
        names = (part for part in _text(_PROC / str(pid) / "cgroup").replace("\n", "/").split("/"))
        return {("cgroup", name) for name in names if name.startswith("dlgrade-")}

    def _exists(self, kind: str, name: str) -> bool:
        if kind == "container":
            named = [_PROC / "self/mountinfo", *(_PROC / str(pid) / "cgroup" for pid in _pids())]
            return any(name in _text(path) for path in named) or any(
                entry["Id"] == name for entry in self._client.containers(all=True)
            )
        if kind == "namespace":
            return any(_begun_namespace(pid) == name for pid in _pids())
        if kind == "folder":
            return os.path.lexists(name) or any(_home(pid) == name for pid in _pids())
        groups = (_PROC / str(pid) / "cgroup" for pid in _pids())
        # os.walk passes over the groups of others that vanish meanwhile.
        return any(name in _text(path) for path in groups) or any(
            name in folders for _, folders, _ in os.walk("/sys/fs/cgroup")
        )


@cache
def _can_make_groups() -> bool:
    return cgroup.can_make()


def _pids() -> list[int]:
    return [int(name) for name in os.listdir(_PROC) if name.isdigit()]


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""


def _begun_namespace(pid: int) -> str:
    """The namespace of processes that `pid` is process 1 of, without which it cannot be, and when that began; or ""."""
    numbers = next((line for line in _text(_PROC / str(pid) / "status").splitlines() if line.startswith("NSpid:")), "")
    begun = _text(_PROC / str(pid) / "stat").rpartition(")")[2].split()[19:20]
    with contextlib.suppress(OSError):
        if begun and len(numbers.split()) > 2 and numbers.split()[-1] == "1":
            return f"{os.readlink(_PROC / str(pid) / 'ns/pid')} since {begun[0]}"
    return ""


def _home(pid: int) -> str:
    """What a process was told to be its home; "" where that cannot be read."""
    try:
        environment = (_PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return ""
    return next((item[5:].decode("utf-8", "replace") for item in environment if item.startswith(b"HOME=")), "")
