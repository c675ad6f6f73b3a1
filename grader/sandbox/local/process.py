"""The sandbox of last resort: a process of this machine, with whatever the system lets it give up without help.

Everywhere: a session, a scratch folder and an environment of its own, no descriptor of ours, limits of resources.
On Linux also: a filter of system calls and Landlock, where the kernel has them, no new privileges, and a warden that
ends everything below it. As root: a user of its own. `gaps` lists what it does not hold, and that is a lot: there is no
namespace, so other processes and the names of files are seen, and no control group, so memory is counted by process.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from grader.errors import GraderError
from grader.sandbox import Limits, bpf
from grader.sandbox.environment import environment
from grader.sandbox.local import layout
from grader.sandbox.local.common import (
    CAP_SYS_ADMIN,
    CHANGE_USER,
    DEVICES,
    MEMORY_BY_PROCESS,
    PROCESSORS,
    PROGRAMS,
    baseline_bytes,
    call_filter,
    may,
    new_user,
    own_limits,
    provenance,
    require_package,
    room_left,
    shared_limits,
    tasks_of,
)
from grader.sandbox.local.running import LocalRunning, end_process, interpreter, preparing, start_process, steps
from grader.texts import Text

_LANDLOCK_CREATE, _LANDLOCK_CREATE_VERSION = 444, 1
_ABI_SIGNALS = 6  # Landlock holds signals back from here on

_DISK = Text(
    "its scratch folder is limited in the size of a file, not in their number",
    "临时文件夹只限制单个文件的大小，不限制文件数量",
)
_NAMES = Text(
    "it sees which files exist on this machine and which programs run",
    "提交能看到本机有哪些文件、正在运行哪些程序",
)
_SIGNALS = Text(
    "it can end other programs of yours",
    "提交能结束你的其他程序",
)
_FILES = Text(
    "it can read and change every file that you can, and look into other programs of yours",
    "提交能读取和修改你有权访问的所有文件，并能窥探你的其他程序",
)
_CALLS = Text(
    "it can use the network, and every other call of the operating system",
    "提交能使用网络，以及操作系统的所有其他调用",
)


@dataclass(frozen=True)
class Kernel:
    """The means that this machine gives a process to confine itself: the ABI of its Landlock (0: none), the machine's
    name in the list of system calls ("": no filter), and whether it is Linux at all.
    """

    linux: bool
    landlock_abi: int
    machine: str


@cache
def this_kernel() -> Kernel:
    """Ask the kernel."""
    if sys.platform != "linux":
        return Kernel(False, 0, "")
    abi = ctypes.CDLL(None).syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), _LANDLOCK_CREATE_VERSION)
    filters = os.path.exists("/proc/sys/kernel/seccomp/actions_avail")
    return Kernel(True, max(abi, 0), bpf.machine() if filters else "")


class ProcessBackend:
    """Runs workers as processes of this machine.

    Args:
        kernel: what the machine can do, if not what it says.
        find: tells where the interpreter and its packages lie.
        system: the name of the operating system, as `sys.platform` has it.
    """

    name = "process"
    image_s = 0.0
    remedy = room_left("process")

    def __init__(
        self,
        *,
        kernel: Kernel | None = None,
        find: Callable[[str], layout.Layout] = layout.find,
        system: str = sys.platform,
    ) -> None:
        self._kernel, self._find, self._system = kernel, find, system

    @property
    def kernel(self) -> Kernel:
        """The kernel that this sandbox works with: the one it was given, else this machine's."""
        return self._kernel or this_kernel()

    def start(self, command: Sequence[str], *, target: str, limits: Limits, cpu: int | None = None) -> LocalRunning:
        """Start `command` in a process of its own; see `grader.sandbox.Sandbox`."""
        self.available(target)
        place = self._find(target)
        user = new_user() if may(*CHANGE_USER) else None
        with preparing():
            scratch = _make_scratch(user)
        try:
            warden, confine = self._settings(place, scratch, user, limits, cpu, target)
            with preparing(), steps(warden=warden, confine=confine) as descriptor:
                command = interpreter(place.executable, descriptor, command)
                process = start_process(command, environment=environment(PROGRAMS, scratch), inherited=[descriptor])
        except BaseException:
            os.rmdir(scratch)
            raise
        return LocalRunning(
            process,
            scratch=scratch,
            own_cgroup=False,
            deadline_s=limits.deadline_s,
            end=lambda: _end(process, scratch),
        )

    def baseline_bytes(self, target: str) -> int:
        """See `grader.sandbox.Sandbox`."""
        return baseline_bytes(target)

    def describe(self, target: str) -> str:
        """The interpreter and the target's version."""
        return provenance(target)

    def available(self, target: str) -> None:
        """Return if a worker for `target` can be started here.

        Raises:
            GraderError: it can't, with the remedy.
        """
        if self._system == "win32":
            raise GraderError(
                Text(
                    'Windows has nothing that the "process" sandbox could hold a submission with.',
                    "Windows 没有可供“process”沙箱用来限制提交的机制。",
                ),
                Text(
                    "Start Docker Desktop, or run dlgrade inside WSL.",
                    "请启动 Docker Desktop，或在 WSL 中运行 dlgrade。",
                ),
            )
        require_package(target)

    def gaps(self) -> list[Text]:
        """The protections that this sandbox lacks on this machine, in pieces of a sentence for the report."""
        abi, apart = self.kernel.landlock_abi, may(*CHANGE_USER)
        return [
            MEMORY_BY_PROCESS,
            _DISK,
            _NAMES,
            *([] if apart or abi >= _ABI_SIGNALS else [_SIGNALS]),
            *([] if abi else [_FILES]),
            *([] if self.kernel.machine else [_CALLS]),
        ]

    def _settings(
        self, place: layout.Layout, scratch: str, user: int | None, limits: Limits, cpu: int | None, target: str
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """The settings of `warden`, and those of `confine`."""
        kernel = self.kernel
        numbers = own_limits(limits)
        if kernel.linux:
            # A new user has no processes yet, ours has whatever runs on the desktop.
            numbers |= shared_limits(limits, 0 if user else tasks_of(os.getuid()), target)
        warden = {
            "linux": kernel.linux,
            "grader": os.getpid(),
            "scratch": scratch,
            "cgroups": [],
            "execute": False,
        }
        confine = {
            **_made_visible(user if kernel.linux else None, [*place.shown, scratch]),
            "scratch": scratch,
            "scratch_mount": "",
            "limits": numbers,
            "cpu": cpu,
            "linux": kernel.linux,
            "user": user,
            "landlock": self._landlock(place, scratch),
            "filter": call_filter(kernel.machine, own_user=user is not None) if kernel.machine else "",
            "path": place.search,
            "packages": place.packages(),
        }
        return warden, confine

    def _landlock(self, place: layout.Layout, scratch: str) -> dict[str, Any] | None:
        if not self.kernel.landlock_abi:
            return None
        return {
            "abi": self.kernel.landlock_abi,
            "read": [*place.readable(), PROCESSORS, "/proc"],
            "list": place.listed(),
            "write": [scratch],
            "devices": DEVICES,
        }


def _make_scratch(user: int | None) -> str:
    """A new folder that `user` (None: we) may write to, and nobody else enter."""
    scratch = os.path.realpath(tempfile.mkdtemp(prefix="dlgrade-"))
    if user is not None:
        os.chown(scratch, 0, user)  # root's, so that the submission cannot lock its own supervisor out
        os.chmod(scratch, 0o1770)
    return scratch


def _made_visible(user: int | None, paths: Sequence[str]) -> dict[str, Sequence[str]]:
    """The settings of `confine` that let `user` reach `paths`.

    Raises:
        GraderError: it cannot be done, for this root may not mount.
    """
    closed = {path: folder for path in paths if (folder := _closed_above(path))} if user is not None else {}
    if closed and not may(CAP_SYS_ADMIN):
        path, folder = next(iter(closed.items()))
        raise GraderError(
            Text(
                f'"{path}" cannot be shown to a worker that is not root: only root may enter "{folder}".',
                f"非 root 的工作进程无法访问“{path}”：只有 root 能进入“{folder}”。",
            ),
            Text(
                "Run dlgrade as an ordinary user, or install Python and dlgrade outside that folder.",
                "请以普通用户身份运行 dlgrade，或把 Python 和 dlgrade 安装到该文件夹之外。",
            ),
        )
    return {"covers": sorted(set(closed.values())), "visible": sorted(closed)}


def _closed_above(path: str) -> str:
    """The first folder on the way to `path` that others than its owner may not enter, or ""."""
    return next((str(folder) for folder in reversed(Path(path).parents) if not folder.stat().st_mode & 1), "")


def _end(process: subprocess.Popen[bytes], scratch: str) -> None:
    end_process(process)
    with contextlib.suppress(OSError):
        os.rmdir(scratch)  # still there, and empty, if the warden ended before it began
