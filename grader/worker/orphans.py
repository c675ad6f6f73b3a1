"""Ending what a child leaves behind: everybody in a namespace of our own, or all that descends from this process."""

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


def end_children() -> None:
    """Kill all that descends from this process, and collect it, without a namespace.

    Only children are killed: theirs become ours then (the subreaper), and are killed in the next round. So no number
    can mean another process by now, for nobody else collects ours. None is collected before all are dead: the dead
    count, so that whoever forks to be elsewhere when the signal comes soon cannot. The children of one that was seen
    dead in an earlier round are ours by now; so when a round finds none alive, and no dead that it did not know, there
    is none.
    """
    known: set[int] = set()
    deadline = time.monotonic() + _END_S
    while time.monotonic() < deadline:
        alive, dead = _children()
        for pid in alive:
            os.kill(pid, signal.SIGKILL)
        if not alive and dead <= known:
            break
        known |= dead
    while dead_one := dead_child():
        os.waitpid(dead_one, 0)


def _children() -> tuple[set[int], set[int]]:
    """Our children, by the parents that /proc names: the living, and the dead."""
    ours = str(os.getpid()).encode()
    alive, dead = set[int](), set[int]()
    for name in os.listdir("/proc"):
        if name.isdigit():
            # One that is gone by now, or another user's; what else may fail must not hide a child that lives.
            passed = contextlib.suppress(FileNotFoundError, ProcessLookupError, PermissionError)
            with passed, open(f"/proc/{name}/stat", "rb") as file:
                state, parent, *_ = file.read().rpartition(b")")[2].split()
                if parent == ours:
                    (dead if state in (b"Z", b"X") else alive).add(int(name))
    return alive, dead
