"""Ending what a child leaves behind: everybody in a namespace of our own, or all that descends from this process.

Used inside a sandbox and outside of one: `grader.sandbox.local.loader` hands it to the warden as text.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time

_END_S = 4.0  # to kill what a child left, where there is no namespace


def dead_child() -> int:
    """A child that has ended and is not collected yet; 0 for none."""
    try:
        found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return 0
    return found.si_pid if found else 0


def anybody() -> bool:
    """Whether there is another process, alive or not collected. For process 1 of a namespace of its own."""
    try:
        os.kill(-1, 0)
    except ProcessLookupError:
        return False
    return True


def end_namespace() -> None:
    """Kill and collect everybody else, until nobody is left. For process 1 of a namespace of its own."""
    for _ in range(1000):
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.001)
        except ChildProcessError:
            return


def end_children() -> bool:
    """Kill all that descends from this process, a subreaper, and collect it; whether none is left in time.

    For where there is no namespace. Only children are killed: theirs become ours then, and are killed in the next
    round. So no number can mean another process by now, for nobody else collects ours. None is collected before all are
    dead: the dead count, so whatever forks and ends, again and again, to be elsewhere when the signal comes soon fills
    the number of processes that its user may have, and stands still. The children of one that was seen dead in an
    earlier round are ours by now; so when a round finds none alive, and no dead that it did not know, there is none.
    """
    known: set[int] = set()
    deadline = time.monotonic() + _END_S
    while time.monotonic() < deadline:
        parents, ended = _processes()
        ours = {pid for pid, parent in parents.items() if parent == os.getpid()}
        alive, dead = ours - ended, ours & ended
        for pid in alive:
            os.kill(pid, signal.SIGKILL)
        if not alive and dead <= known:
            break
        known |= dead
    else:
        return False
    while dead_one := dead_child():
        os.waitpid(dead_one, 0)
    return True


def descendants(pid: int) -> set[int]:
    """All living processes below `pid`."""
    parents, ended = _processes()
    below, found = {pid}, set[int]()
    while below := {child for child, parent in parents.items() if parent in below}:
        found |= below
    return found - ended


def _processes() -> tuple[dict[int, int], set[int]]:
    """The parent of every process that /proc names, and those that have ended and that nobody has collected."""
    parents: dict[int, int] = {}
    ended: set[int] = set()
    for name in os.listdir("/proc"):
        if name.isdigit():
            # One that is gone by now, or another user's; what else may fail must not hide a child that lives.
            passed = contextlib.suppress(FileNotFoundError, ProcessLookupError, PermissionError)
            with passed, open(f"/proc/{name}/stat", "rb") as file:
                state, parent, *_ = file.read().rpartition(b")")[2].split()
                parents[int(name)] = int(parent)
                if state in (b"Z", b"X"):
                    ended.add(int(name))
    return parents, ended
