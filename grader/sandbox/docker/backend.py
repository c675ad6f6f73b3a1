"""The Docker sandbox: a container for each worker, used once, with every limit that the engine can hold.

A start is three round trips: create, attach, start, in that order, so that no byte of the worker's can come before
someone listens. A container ends in one of four ways, and is gone after each: `destroy`; its deadline, on a timer
of ours; the end of its standard input, when the grader dies; `sweep`, for one that ignores that.

Podman's compatible socket works too (4.3 tried), with two guarantees less: the number of files in the scratch space
is held by memory alone, and `set_cpu` does nothing.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
import threading
import time
import uuid
import weakref
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from grader.errors import GraderError
from grader.sandbox import BASELINE_BYTES, Limits, covered, owner, seccomp
from grader.sandbox.docker import image
from grader.sandbox.docker.attached import Attachment
from grader.sandbox.docker.engine import Engine, explained, find
from grader.sandbox.environment import environment
from grader.texts import Said, Tell, Text

if TYPE_CHECKING:
    from docker import APIClient

PYTHON = "/opt/sandbox/bin/python"
PROGRAMS, SCRATCH = "/opt/sandbox/bin:/usr/local/bin:/usr/bin:/bin", "/tmp"
OWNER_LABEL, DEADLINE_LABEL = "dlgrade.owner", "dlgrade.deadline"
# How long after its deadline a container is anybody's to remove; its own grader removes it at the deadline.
GRACE_S = 60.0
DESTROY_S = 10.0
# The engine takes no smaller limit.
LEAST_MEMORY_BYTES = 6 * 1024 * 1024


class DockerBackend:
    """Runs workers in containers.

    Args:
        runtime: another runtime of the engine's, such as "runsc"; "" for the engine's default.
        progress: gets a line for each step of building an image, should one be missing.
        engine: the engine, if it was found already.
        recipe: what the images are built from, if not what comes with the program.
    """

    def __init__(
        self,
        *,
        runtime: str = "",
        progress: Tell = image.quiet,
        engine: Engine | None = None,
        recipe: image.Recipe | None = None,
    ) -> None:
        self.name = f"docker+{runtime}" if runtime else "docker"
        trying = f"`dlgrade doctor --sandbox docker{f' --runtime {runtime}' if runtime else ''}`"
        self.remedy = Text(
            "Check whether the engine has memory and disk left (`docker info`, `docker system df`); "
            f"{trying} tries it.",
            f"请检查引擎是否还有可用的内存和磁盘（`docker info`、`docker system df`）；{trying} 会实际试一次。",
        )
        self.runtime, self.progress = runtime, progress
        self.image_s = 0.0
        self._engine, self._recipe = engine, recipe
        self._images: dict[str, str] = {}
        self._profile_file, self._caps_files = "", True
        self._swept = False
        self._forgets: bool | None = None

    @property
    def engine(self) -> Engine:
        """The engine, found at the first use."""
        if self._engine is None:
            self._engine = find()
        return self._engine

    def baseline_bytes(self, target: str) -> int:
        """See `grader.sandbox.Sandbox`; the image has torch built for processors alone."""
        return BASELINE_BYTES[target]

    def describe(self, target: str) -> str:
        """The id of the image: a digest over everything in it. It is built now if it is missing."""
        if target not in self._images:
            recipe, began, told = self._recipe or image.recipe(), time.monotonic(), list[Said]()

            def tell(said: Said) -> None:
                told.append(said)
                self.progress(said)

            self._images[target] = image.ensure(target, tell, engine=self.engine, recipe=recipe)
            if told:  # an image that is there needs no words
                self.image_s += time.monotonic() - began
        return self._images[target]

    def forgets(self) -> bool:
        """Whether a container takes along what the kernel kept of files for it.

        With control groups of version 2 it does not: the kernel would end the container for lack of memory, and say so
        in the machine's log, each time.
        """
        if self._forgets is None:
            about = _asked(self.engine, lambda client: client.info())
            if about is None:
                return False  # for this once
            self._forgets = about.get("CgroupVersion") == "1"
        return self._forgets

    def gaps(self) -> list[Text]:
        """Nothing is missing."""
        return []

    def start(self, command: Sequence[str], *, target: str, limits: Limits, cpu: int | None = None) -> DockerRunning:
        """Start `command` in a new container; see `grader.sandbox.Sandbox`."""
        image_id = self.describe(target)
        client, container = self.engine.client(), ""
        try:
            with explained(Text("create a container", "创建容器"), self.engine.address):
                container, warnings = self._create(client, [PYTHON, *command], target, image_id, limits, cpu)
            _refuse_lost_limits(warnings)
            self._insist_on_runtime(client, container)
            with explained(Text("attach to a container", "连接到容器"), self.engine.address):
                streams = {"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}
                attachment = Attachment(client.attach_socket(container, params=streams))
            with explained(Text("start a container", "启动容器"), self.engine.address):
                client.start(container)
            # Last, for the worker is busy importing meanwhile.
            if not self._swept:
                self._swept = True
                sweep(self.engine)
            return DockerRunning(self.engine, container, attachment, limits.deadline_s, self.forgets)
        except BaseException:
            if container:
                _remove(self.engine, container)
            raise
        finally:
            client.close()

    def _create(
        self, client: APIClient, command: list[str], target: str, image_id: str, limits: Limits, cpu: int | None
    ) -> tuple[str, Sequence[str]]:
        """Create the container, and again where the engine wants a setting in another way; its id, and warnings."""
        from docker.errors import APIError, ImageNotFound

        while True:
            try:
                answer = client.create_container(
                    image_id,
                    command,
                    name=f"dlgrade-{uuid.uuid4().hex[:16]}",
                    user=_user(),
                    hostname="sandbox",
                    working_dir="/",
                    environment=environment(PROGRAMS, SCRATCH),
                    labels=_labels(limits),
                    stdin_open=True,
                    # Else the proxies of the user's configuration come in, with their passwords.
                    use_config_proxy=False,
                    host_config=self._host_settings(client, limits, cpu),
                )
            except ImageNotFound as error:
                self._images.pop(target, None)
                raise GraderError(
                    Text(
                        f'The sandbox image "{target}" ({image_id}) was removed while it was in use.',
                        f"沙箱镜像“{target}”（{image_id}）在使用期间被删除了。",
                    ),
                    Text(
                        "Run the command again: the image is then built again.",
                        "请再次运行这条命令：届时会重新构建镜像。",
                    ),
                ) from error
            except APIError as error:
                said = str(error.explanation)
                if cpu is not None and "CPUs are not available" in said:
                    cpu = None
                elif "nr_inodes" in said and self._caps_files:
                    self._caps_files = False
                elif "seccomp profile failed" in said and not self._profile_file:
                    self._profile_file = _written_for(self, seccomp.docker_profile())
                elif self.runtime and "runtime" in said:
                    raise GraderError(
                        Text(
                            f'The container engine has no runtime "{self.runtime}": "{said}".',
                            f"容器引擎没有运行时“{self.runtime}”：“{said}”。",
                        ),
                        Text(
                            "Install it and name it in the engine's configuration, or drop --runtime.",
                            "请安装它并写入引擎的配置，或去掉 --runtime。",
                        ),
                    ) from error
                else:
                    raise
            else:
                return str(answer["Id"]), answer.get("Warnings") or ()

    def _insist_on_runtime(self, client: APIClient, container: str) -> None:
        """An engine may ignore the runtime that it is asked for (Podman 4.3 does).

        Raises:
            GraderError: the container would run in another one.
        """
        if not self.runtime:
            return
        with explained(Text("inspect a container", "检查容器"), self.engine.address):
            given = client.inspect_container(container)["HostConfig"].get("Runtime")
        if given != self.runtime:
            raise GraderError(
                Text(
                    f'The container engine would use the runtime "{given}" instead of "{self.runtime}".',
                    f"容器引擎会使用运行时“{given}”，而不是“{self.runtime}”。",
                ),
                Text(
                    "Use an engine that knows runtimes by name, or drop --runtime.",
                    "请使用能按名称选择运行时的引擎，或去掉 --runtime。",
                ),
            )

    def _host_settings(self, client: APIClient, limits: Limits, cpu: int | None) -> dict[str, Any]:
        """The limits, in the engine's words."""
        from docker.types import LogConfig, Ulimit

        scratch = f"size={limits.scratch_bytes},mode=1777"
        # Podman knows no cap on the number of files (4.3 tried); there they are held by the memory that they take.
        if self._caps_files:
            scratch += f",nr_inodes={limits.scratch_inodes}"
        # Docker takes the profile itself; Podman, before it learnt that in 2026, the name of a file that holds it.
        profile = self._profile_file or seccomp.docker_profile()
        return {
            **client.create_host_config(
                network_mode="none",
                read_only=True,
                # Podman makes a writable /var/tmp, without a cap, unless something is there already.
                tmpfs={SCRATCH: f"rw,noexec,nosuid,nodev,{scratch}", "/var/tmp": "ro,size=4k"},
                cap_drop=["ALL"],
                security_opt=["no-new-privileges", f"seccomp={profile}"],
                ipc_mode="none",
                cgroupns="private",
                mem_limit=limits.memory_bytes,
                # Memory and swap together: no swap.
                memswap_limit=limits.memory_bytes,
                pids_limit=limits.pids,
                cpuset_cpus=None if cpu is None else str(cpu),
                ulimits=[
                    Ulimit(name="core", soft=0, hard=0),
                    Ulimit(name="nofile", soft=limits.open_files, hard=limits.open_files),
                    Ulimit(name="fsize", soft=limits.file_bytes, hard=limits.file_bytes),
                    Ulimit(name="memlock", soft=0, hard=0),
                ],
                # Else what the worker prints fills the engine's disk.
                log_config=LogConfig(type="none"),
                # The worker's supervisor is process 1, whatever the engine's configuration says.
                init=False,
                # So a container is gone when its grader dies: its standard input ends, and it ends.
                auto_remove=True,
                runtime=self.runtime or None,
            ),
            # In place of the engine's own list, which is part of this one. The SDK has no word for it.
            "MaskedPaths": [*covered.FILES, *covered.PROC_FOLDERS, *covered.SYS_FOLDERS, *covered.IPC_FOLDERS],
        }


class DockerRunning:
    """A running container; see `grader.sandbox.Sandbox`."""

    scratch = SCRATCH
    own_cgroup = True

    def __init__(
        self,
        engine: Engine,
        container: str,
        attachment: Attachment,
        deadline_s: float,
        forgets: Callable[[], bool] = lambda: False,
    ) -> None:
        self.container = container
        self._engine, self._attachment, self._forgets = engine, attachment, forgets
        self._destroyed = False
        self._timer = threading.Timer(deadline_s, self.destroy)
        self._timer.daemon = True
        self._timer.start()

    def write(self, data: bytes) -> None:
        """Send all of `data` to standard input; SandboxGone if it can't be."""
        self._attachment.write(data)

    def read(self) -> bytes:
        """The next bytes of standard output; b"" at the end."""
        return self._attachment.read()

    def stderr_tail(self) -> str:
        """The last 4 KiB of standard error."""
        return self._attachment.stderr_tail()

    def set_cpu(self, cpu: int) -> None:
        """Move the container to a processor. Where the engine will not, or the container has ended, nothing happens."""
        from docker.errors import APIError

        client = self._engine.client()
        try:
            moving = Text("move a container to a processor", "把容器移到指定的处理器")
            with explained(moving, self._engine.address), contextlib.suppress(APIError):
                client.update_container(self.container, cpuset_cpus=str(cpu))
        finally:
            client.close()

    def destroy(self) -> None:
        """Kill the container and remove it."""
        if self._destroyed:
            return
        self._destroyed = True
        self._timer.cancel()
        # Before its input ends, which would end the worker, and nothing would be left that could forget.
        paused = self._forgets() and _pause(self._engine, self.container)
        # Before it is killed: an engine whose output nobody takes does not get round to that (measured: two minutes).
        self._attachment.shut()
        if paused:
            _forget(self._engine, self.container)
        _remove(self._engine, self.container)


def sweep(engine: Engine) -> int:
    """Remove the containers that killed graders left; how many there were.

    Safe beside other graders, on this machine or on others: theirs stay until their deadline has passed.

    Raises:
        GraderError: the engine is away.
    """
    client = engine.client()
    try:
        with explained(Text("list the containers", "列出容器"), engine.address):
            listed = client.containers(all=True, filters={"label": OWNER_LABEL})
    finally:
        client.close()
    stale = [entry["Id"] for entry in listed if _is_stale(entry["Labels"], time.time())]
    for container in stale:
        _remove(engine, container)
    return len(stale)


def _is_stale(labels: dict[str, str], now_s: float) -> bool:
    deadline = labels.get(DEADLINE_LABEL, "")
    past = deadline.isdigit() and now_s > int(deadline) + GRACE_S
    return past or owner.is_dead(labels[OWNER_LABEL])


def _labels(limits: Limits) -> dict[str, str]:
    return {OWNER_LABEL: owner.mine(), DEADLINE_LABEL: f"{time.time() + limits.deadline_s:.0f}"}


def _user() -> str:
    """A user and group that most likely no other container has now: the kernel counts some things by user."""
    number = 20000 + secrets.randbelow(10000)
    return f"{number}:{number}"


def _asked(engine: Engine, ask: Callable[[APIClient], Any]) -> Any:
    """The engine's answer; None where it gave none. Never raises.

    With a client of its own, for this may interrupt, from a signal, a thread that is inside another one.
    """
    try:
        client = engine.client(DESTROY_S)
        try:
            return ask(client)
        finally:
            client.close()
    except Exception:
        return None


def _pause(engine: Engine, container: str) -> bool:
    """Stop all that runs in it, for good; whether that was done."""
    return _asked(engine, lambda client: client.pause(container) or True) is not None


def _forget(engine: Engine, container: str) -> None:
    """Have the kernel drop what it keeps of files for a container: pages and names that it was the first to ask for.

    They are counted as its memory, and would stay after it; the next one could tell by the time of an access what this
    one had asked for (docs/security.md). Told to do with less memory than is in use, the kernel gives up all that it
    can; that the rest is still too much is not a failure.
    """
    least = {"mem_limit": LEAST_MEMORY_BYTES, "memswap_limit": LEAST_MEMORY_BYTES}
    _asked(engine, lambda client: client.update_container(container, **least))


def _remove(engine: Engine, container: str) -> None:
    """Kill and remove, if it is still there; a container that stays is swept later."""
    _asked(engine, lambda client: client.remove_container(container, force=True, v=True))


def _refuse_lost_limits(warnings: Sequence[str]) -> None:
    """An engine that cannot hold a limit says so in passing, and runs the container without it.

    Raises:
        GraderError: the memory or the number of processes would not be limited.
    """
    for warning in warnings:
        if "discarded" in warning and any(word in warning.lower() for word in ("memory limit", "pids limit")):
            raise GraderError(
                Text(
                    f'The container engine cannot limit what a container takes: "{warning}".',
                    f"容器引擎无法限制容器占用的资源：“{warning}”。",
                ),
                Text(
                    "Give it the memory and pids controllers (a rootless engine needs cgroup v2 and a delegation of "
                    "them), or choose another sandbox with --sandbox.",
                    "请为它启用 memory 和 pids 控制器（rootless 引擎需要 cgroup v2 并委派这两个控制器），"
                    "或用 --sandbox 选择其他沙箱。",
                ),
            )


def _written_for(holder: object, text: str) -> str:
    """The name of a new file that holds `text`, for as long as `holder` lives."""
    descriptor, name = tempfile.mkstemp(prefix="dlgrade-", suffix=".json")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    weakref.finalize(holder, os.unlink, name)
    return name
