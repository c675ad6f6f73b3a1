"""The parent of everything in a sandbox without an engine, and its undertaker. Runs outside, with the grader's rights.

    grader ──► warden ──► child: the confined interpreter, or bubblewrap with one inside

It ends when the grader dies (the kernel sends it SIGTERM then), when the grader says so (SIGTERM), or when the child
has ended. Before that it kills whatever is left below it: nothing leaves its tree, for it is a subreaper. Then it
removes what the sandbox took on the machine. It runs no code of a submission's, and opens a folder that one could
write to only after all are dead.

Its source is sent as text to an interpreter of its own (`grader.sandbox.local.running`), and so is the one module of
ours that it imports.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import stat
import time
import traceback
from typing import Any

from grader.worker.orphans import end_children

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
_WAITED = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD}
_END_S, _REMOVE_S = 4.0, 0.5
# Of version 2 and 1 of control groups; what lies above "high" is reclaimed, and nobody is ended for it.
_MEMORY_LIMITS = ("memory.high", "memory.limit_in_bytes")


def run(settings: dict[str, Any], command: list[str]) -> None:
    """Fork. The parent becomes the warden and does not return; the child returns, or becomes `command`.

    Args:
        settings: "linux" (else only the child's process group is ended), "grader" (its pid),
            "scratch" (a folder to remove at the end, or None), "cgroups" (folders that the child enters, and that are
            removed at the end), "execute" (whether the child becomes `command`).
        command: a program and its arguments.
    """
    signal.signal(signal.SIGCHLD, lambda *_: None)  # some systems drop a signal that nobody handles, blocked or not
    signal.pthread_sigmask(signal.SIG_BLOCK, _WAITED)
    if settings["linux"]:
        prctl = ctypes.CDLL(None).prctl
        prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
        if os.getppid() != settings["grader"]:
            os.kill(os.getpid(), signal.SIGTERM)  # it died before the kernel could be told to tell us
    child = os.fork()
    if child == 0:
        os.setsid()  # no signal to its group reaches the warden
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _WAITED)
        for folder in settings["cgroups"]:
            with open(f"{folder}/cgroup.procs", "w") as file:
                file.write("0")
        if settings["execute"]:
            os.execv(command[0], command)
        return
    null = os.open("/dev/null", os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(null, descriptor)  # else the streams would not end with those inside
    try:
        _watch(child)
        nobody_left = end_children() if settings["linux"] else _end_session(child)
        if settings["scratch"] and nobody_left:
            _remove(settings["scratch"])
        for folder in settings["cgroups"]:
            _forget(folder)
            _remove_cgroup(folder)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def _watch(child: int) -> None:
    """Wait until the child has ended or we are told to end; collect orphans meanwhile."""
    while signal.sigwait(_WAITED) == signal.SIGCHLD:
        with contextlib.suppress(ChildProcessError):
            while (pid := os.waitpid(-1, os.WNOHANG)[0]) != 0:
                if pid == child:
                    return


def _end_session(child: int) -> bool:
    """Kill the child's process group, all that can be found where there is no /proc; whether that was all."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    return True  # as far as can be told


def _remove(folder: str) -> None:
    """Remove a folder with all that is in it, however deep, without following links.

    It walks by changing the current folder: a path of many nested folders is longer than the kernel takes. A busy disk
    may need long for it; after a while only a process of its own goes on with it, so that nobody waits for the warden.
    """
    patience = time.monotonic() + _REMOVE_S
    os.chmod(folder, stat.S_IRWXU)
    os.chdir(folder)
    nested: list[str] = []
    while True:
        if time.monotonic() > patience:
            if os.fork():
                return
            patience = float("inf")
        below = _remove_files()
        if below:
            os.chmod(below, stat.S_IRWXU)
            os.chdir(below)
            nested.append(below)
            continue
        os.chdir("..")
        if not nested:
            os.rmdir(folder)
            return
        os.rmdir(nested.pop())


def _forget(folder: str) -> None:
    """Let the kernel drop what it keeps of files for an empty control group of memory.

    Pages and names that the sandbox was the first to ask for are counted as its memory. Else they would stay, and the
    next one could tell by the time of an access what this one had asked for (docs/security.md). A kernel that is given
    no memory to keep them in gives up all that it can; if some is left, that is not a failure.
    """
    for name in _MEMORY_LIMITS:
        with contextlib.suppress(OSError), open(os.path.join(folder, name), "r+") as file:
            file.write("0")


def _remove_cgroup(folder: str) -> None:
    """Remove a control group. The kernel may call it busy for a moment after the last process in it has ended."""
    deadline = time.monotonic() + _END_S
    while time.monotonic() < deadline:
        try:
            os.rmdir(folder)
            return
        except FileNotFoundError:
            return  # swept by another grader, now that ours is dead
        except OSError:
            time.sleep(0.005)


def _remove_files() -> str:
    """Remove the files of the current folder, but no folders; the name of some folder that is left, or ""."""
    below = ""
    with os.scandir(".") as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                below = entry.name
            else:
                os.unlink(entry.name)
    return below
