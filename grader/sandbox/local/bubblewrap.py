"""The bubblewrap sandbox: the worker as process 1 of namespaces of its own, in which only its interpreter is seen.

    grader ──► warden ──► bwrap ──► confine, then the worker (process 1 inside)

Bubblewrap makes the namespaces and a root of nothing but read-only pieces of this machine. Then `confine`, inside, does
what bubblewrap has no option for (a scratch space that is capped in files and runs no programs; limits; as root, a user
of its own) and gives up the capabilities that it was left for this. It installs the filter of system calls too: the
one that bubblewrap would install comes before the interpreter is executed, so it would have to allow that.

Memory and processes are capped for all inside together where a control group can be made, that is as root or with a
delegation; else memory is capped for each process, and `gaps` says so.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from grader.errors import GraderError
from grader.sandbox import Limits, bpf, covered
from grader.sandbox.environment import environment
from grader.sandbox.local import cgroup, layout
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
from grader.sandbox.local.running import (
    LocalRunning,
    end_process,
    executor,
    interpreter,
    preparing,
    start_process,
    steps,
)
from grader.texts import Text

_NAMESPACES = ("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try")
# What `confine` needs to mount the scratch space and to give up the rest; as root, to become another user as well.
_CAPABILITIES = ("CAP_SYS_ADMIN", "CAP_SETPCAP")
_ROOT_CAPABILITIES = ("CAP_SETUID", "CAP_SETGID")
# From here on the kernel counts the processes of a user in each user namespace apart.
_COUNTS_BY_NAMESPACE = (5, 14)
_TRIAL = ["-I", "-c", "print('it works')"]
_SETTINGS = (
    "`sysctl kernel.unprivileged_userns_clone`, `kernel.apparmor_restrict_unprivileged_userns`, "
    "`user.max_user_namespaces`"
)
_INSTEAD = Text(
    "start Docker, or choose the weaker sandbox with --sandbox process.",
    "或启动 Docker，或用 --sandbox process 选择较弱的沙箱。",
)


class BubblewrapBackend:
    """Runs workers in namespaces that bubblewrap makes.

    Args:
        find: tells where the interpreter and its packages lie.
        program: where bubblewrap is, if not where the shell finds it; "" for nowhere.
        machine: this machine's name in the list of system calls ("": it has none), if not what it says.
        make_cgroup: makes a control group, or says None.
    """

    name = "bubblewrap"
    image_s = 0.0
    remedy = room_left("bubblewrap")

    def __init__(
        self,
        *,
        find: Callable[[str], layout.Layout] = layout.find,
        program: str | None = None,
        machine: str | None = None,
        make_cgroup: Callable[[Limits], cgroup.Cgroup | None] = cgroup.make,
    ) -> None:
        self._find, self._make_cgroup = find, make_cgroup
        self._machine = bpf.machine() if machine is None else machine
        self._program = shutil.which("bwrap") or "" if program is None else program
        self._works = False

    def start(self, command: Sequence[str], *, target: str, limits: Limits, cpu: int | None = None) -> LocalRunning:
        """Start `command` as process 1 of new namespaces; see `grader.sandbox.Sandbox`."""
        self._require(target)
        return self._start(command, target, limits, cpu)

    def baseline_bytes(self, target: str) -> int:
        """See `grader.sandbox.Sandbox`."""
        return baseline_bytes(target)

    def describe(self, target: str) -> str:
        """The interpreter and the target's version."""
        return provenance(target)

    def available(self, target: str) -> None:
        """Return if a worker for `target` can be started here; it tries, the first time.

        Raises:
            GraderError: it can't, with the remedy.
        """
        self._require(target)
        if not self._works:
            self._try(target)
            self._works = True

    def gaps(self) -> list[Text]:
        """The protections that this sandbox lacks on this machine, in pieces of a sentence for the report."""
        return [] if cgroup.can_make() else [MEMORY_BY_PROCESS]

    def _require(self, target: str) -> None:
        require_package(target)
        if not self._program:
            raise GraderError(
                Text('There is no "bwrap" on this machine.', "本机没有“bwrap”。"),
                Text("Install the package bubblewrap (Linux only), ", "请安装软件包 bubblewrap（仅限 Linux），")
                + _INSTEAD,
            )
        if not self._machine:
            raise GraderError(
                Text(
                    f'The list of system calls does not know this machine, "{platform.machine()}".',
                    f"系统调用清单不支持这种机器：“{platform.machine()}”。",
                ),
                Text(
                    "Use a 64-bit interpreter on x86_64 or aarch64, ",
                    "请在 x86_64 或 aarch64 上使用 64 位解释器，",
                )
                + _INSTEAD,
            )

    def _try(self, target: str) -> None:
        running = self._start(_TRIAL, target, Limits(deadline_s=30), None)
        said = b""
        while more := running.read():
            said += more
        lines = running.stderr_tail().strip().splitlines()
        running.destroy()
        last = f'"{lines[-1] if lines else "it ended without a word"}".'
        if said != b"it works\n":
            raise GraderError(
                Text("Bubblewrap does not work here: ", "Bubblewrap 在本机不可用：") + last,
                Text(
                    f"Allow user namespaces ({_SETTINGS}; in a container its own seccomp profile), ",
                    f"请允许用户命名空间（{_SETTINGS}；在容器中则是容器自己的 seccomp 配置），",
                )
                + _INSTEAD,
            )

    def _start(self, command: Sequence[str], target: str, limits: Limits, cpu: int | None) -> LocalRunning:
        place, user = self._find(target), new_user()
        root = may(*CHANGE_USER, CAP_SYS_ADMIN)
        group = self._make_cgroup(limits)
        folders = group.folders if group else {}
        # An interpreter may itself be below /tmp, and the scratch space would cover it.
        scratch = "/scratch" if any(path.startswith("/tmp/") for path in place.shown) else "/tmp"
        numbers = own_limits(limits)
        if group is None:
            numbers |= shared_limits(limits, 0 if root else _others(), target)
        confine = {
            "covers": (),
            "visible": (),
            "scratch": scratch,
            "scratch_mount": f"size={limits.scratch_bytes},nr_inodes={limits.scratch_inodes},mode=1777",
            "limits": numbers,
            "cpu": cpu,
            "linux": True,
            "user": user if root else None,
            "landlock": None,
            "filter": call_filter(self._machine, own_user=True),
            "path": place.search,
            "packages": place.packages(),
        }
        warden = {
            "linux": True,
            "grader": os.getpid(),
            "scratch": None,
            "cgroups": list(folders.values()),
            "execute": True,
        }
        try:
            with preparing(), steps(warden=warden) as outer, steps(confine=confine) as inner:
                options = [] if root else ["--unshare-user", "--uid", str(user), "--gid", str(user)]
                options += _options(place, scratch, _CAPABILITIES + (_ROOT_CAPABILITIES if root else ()), folders)
                command = [self._program, *options, "--", *interpreter(place.executable, inner, command)]
                arguments = executor(place.executable, outer, command)
                process = start_process(arguments, environment=environment(PROGRAMS, scratch), inherited=[outer, inner])
        except BaseException:
            cgroup.remove(folders.values())
            raise

        def end() -> None:
            end_process(process)
            cgroup.remove(folders.values())  # still there if the warden ended before it began

        return LocalRunning(
            process, scratch=scratch, own_cgroup=group is not None, deadline_s=limits.deadline_s, end=end
        )


def _options(
    place: layout.Layout, scratch: str, capabilities: Sequence[str], cgroups: Mapping[str, str]
) -> Iterator[str]:
    """Bubblewrap's options: namespaces, rights, and the root that the worker sees."""
    yield from _NAMESPACES
    yield from ("--as-pid-1", "--die-with-parent", "--new-session", "--hostname", "sandbox", "--cap-drop", "ALL")
    for capability in capabilities:
        yield from ("--cap-add", capability)
    mounts = list(_mounts(place, cgroups))
    # Bubblewrap would make the folders on the way for its own user alone.
    for folder in sorted({str(folder) for *_, to in mounts for folder in Path(to).parents[:-1]}):
        yield from ("--perms", "0755", "--dir", folder)
    for mount in mounts:
        yield from mount
    for path, to in place.links:
        yield from ("--symlink", to, path)
    yield from ("--dir", scratch, "--remount-ro", "/", "--chdir", "/")


def _mounts(place: layout.Layout, cgroups: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """The mounts that the worker sees: options of bubblewrap that end with the place. Later ones cover earlier ones."""
    inside = [path for path in place.shown if path.startswith(tuple(f"{folder}/" for folder in place.hidden))]
    yield from (("--ro-bind", path, path) for path in place.shown if path not in inside)
    yield from (("--tmpfs", folder) for folder in place.hidden)
    yield from (("--ro-bind", path, path) for path in inside)
    yield from (("--remount-ro", folder) for folder in place.hidden)
    yield ("--proc", "/proc")
    yield from (("--ro-bind", "/dev/null", path) for path in covered.FILES if os.path.exists(path))
    for folder in filter(os.path.isdir, covered.PROC_FOLDERS):
        yield from (("--tmpfs", folder), ("--remount-ro", folder))
    yield ("--ro-bind-try", PROCESSORS, PROCESSORS)
    yield from (("--dev-bind", device, device) for device in DEVICES)
    for controller, folder in cgroups.items():
        yield ("--ro-bind", folder, os.path.join("/sys/fs/cgroup", controller).rstrip("/"))


def _others() -> int:
    """How many processes of our own user the kernel counts as the worker's, although it is in another namespace."""
    release = tuple(int(part) for part in re.findall(r"\d+", platform.release())[:2])
    return 0 if release >= _COUNTS_BY_NAMESPACE else tasks_of(os.getuid())
