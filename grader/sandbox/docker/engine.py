"""Where the container engine is, and what its refusals mean: the part of the Docker SDK's manners that others need.

The engine is the one that DOCKER_HOST names (with DOCKER_TLS_VERIFY and DOCKER_CERT_PATH), else the one of the
current `docker context`, else the first that answers of the usual sockets: Docker's, a rootless Docker's, Docker
Desktop's, Podman's. `docker` is imported inside functions: it takes 0.15 s, which a command that starts no sandbox
need not pay.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.errors import GraderError
from grader.texts import Text, joined

if TYPE_CHECKING:
    from docker import APIClient

ANSWER_S = 60.0
# Any version will do until the engine has told its own.
_SPOKEN = "1.41"
_START_IT = Text(
    "Start the engine (`docker info` tells whether it answers), or choose another sandbox with --sandbox: "
    "`dlgrade doctor` tells which work here.",
    "请启动引擎（`docker info` 可以看出它是否响应），或用 --sandbox 选择其他沙箱：`dlgrade doctor` 会说明哪些可用。",
)
_LOOK = Text(
    "Check whether it still runs (`docker info`), and restart it.",
    "请检查它是否仍在运行（`docker info`），并重新启动它。",
)


@dataclass(frozen=True)
class Engine:
    """An engine that has answered: its address, how to talk to it, and the version of its interface."""

    address: str
    version: str
    tls: Any = False

    def client(self, timeout_s: float = ANSWER_S) -> APIClient:
        """A new client. Cheap, without a round trip; one for each thread, for its connections are not shared safely."""
        from docker import APIClient

        return APIClient(base_url=self.address, version=self.version, tls=self.tls, timeout=timeout_s)


def find(environ: Mapping[str, str] = os.environ) -> Engine:
    """The engine to use.

    Raises:
        GraderError: none answers, or it may not be used.
    """
    from docker.utils import kwargs_from_env

    chosen, chooser = _chosen(environ)
    refusals = []
    for address in [chosen] if chosen else _usual(environ):
        try:
            with explained(Text("answer", "响应"), address):
                tls = kwargs_from_env(dict(environ, DOCKER_HOST=address)).get("tls", False)
                return _ask(address, tls)
        except GraderError as error:
            refusals.append(error)
    if chosen:
        raise GraderError(joined([refusals[0].said, chooser]), refusals[0].advice)
    raise refusals[0]


def _ask(address: str, tls: Any) -> Engine:
    """The engine at `address`, once it has told the version of its interface."""
    from docker import APIClient
    from docker.errors import DockerException

    if address.startswith("unix://"):
        # First by hand: the SDK leaves the socket of a connection that fails open.
        with socket.socket(socket.AF_UNIX) as trial:
            trial.connect(address.removeprefix("unix://"))
    client = APIClient(base_url=address, version=_SPOKEN, tls=tls, timeout=ANSWER_S)
    try:
        version = client.version(api_version=False).get("ApiVersion")
    finally:
        client.close()
    if not version:
        raise DockerException("what answers does not name a version")
    return Engine(address, version, tls)


def _chosen(environ: Mapping[str, str]) -> tuple[str, Text]:
    """The address that the user chose, which is then the only one to try, and where; "" for no choice."""
    if environ.get("DOCKER_HOST"):
        return environ["DOCKER_HOST"], Text("DOCKER_HOST names it.", "它由 DOCKER_HOST 指定。")
    by_context = Text("The current docker context names it.", "它由当前的 docker context 指定。")
    return _context_address(environ), by_context


def _usual(environ: Mapping[str, str]) -> Iterator[str]:
    """The addresses to try without a choice of the user's: Docker's own, and those of the other sockets that exist."""
    yield "unix:///var/run/docker.sock"
    runtime, home = environ.get("XDG_RUNTIME_DIR"), environ.get("HOME")
    places = [Path(runtime, "docker.sock"), Path(runtime, "podman", "podman.sock")] if runtime else []
    places += [Path(home, ".docker", "run", "docker.sock")] if home else []
    yield from (f"unix://{place}" for place in places if place.exists())


def _context_address(environ: Mapping[str, str]) -> str:
    """The address in the chosen `docker context`; "" for the default one.

    Raises:
        GraderError: the context can't be read.
    """
    from docker.context import ContextAPI
    from docker.context.config import get_current_context_name

    name = environ.get("DOCKER_CONTEXT") or get_current_context_name()
    if name == "default":
        return ""
    problem = "there is none of this name with an address"
    try:
        context = ContextAPI.get_context(name)
        if context and context.Host:
            return str(context.Host)
    except Exception as error:  # the SDK raises Exception itself for a file that it can't read
        problem = str(error)
    raise GraderError(
        Text(
            f'The docker context "{name}" cannot be used: {problem}.', f"docker context “{name}”无法使用：{problem}。"
        ),
        Text("Choose another: `docker context use default`.", "请选择另一个：`docker context use default`。"),
    )


@contextmanager
def explained(doing: Text, address: str) -> Iterator[None]:
    """Turn what the SDK raises while the engine should `doing` into a GraderError that says what to do."""
    from docker.errors import DockerException
    from requests.exceptions import RequestException

    try:
        yield
    except (DockerException, RequestException, OSError) as error:
        raise _meaning(error, doing, address) from error


def _meaning(error: BaseException, doing: Text, address: str) -> GraderError:
    from docker.errors import APIError, DockerException
    from requests.exceptions import Timeout

    causes = list(_causes(error))
    if isinstance(error, DockerException) and "nvalid bind address" in str(error):
        return GraderError(
            Text(f'"{address}" is not the address of a container engine.', f"“{address}”不是容器引擎的地址。"),
            Text(
                "Write it as unix:///PATH/docker.sock or tcp://HOST:PORT, or leave it out for the usual one.",
                "请写成 unix:///PATH/docker.sock 或 tcp://HOST:PORT；不写则使用默认地址。",
            ),
        )
    if isinstance(error, DockerException) and "paramiko" in str(error):
        return GraderError(
            Text(
                f'The container engine at "{address}" cannot be reached: ssh needs paramiko, which is not installed.',
                f"无法连接“{address}”处的容器引擎：ssh 需要 paramiko，而它没有安装。",
            ),
            Text(
                "Run `pip install paramiko`, or use an address without ssh.",
                "请运行 `pip install paramiko`，或使用不经过 ssh 的地址。",
            ),
        )
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return GraderError(
            Text(
                f'Docker cannot be reached at "{address}": this machine knows no host of that name.',
                f"无法在“{address}”连接 Docker：本机不知道这个主机名。",
            ),
            Text(
                "Correct the name, or leave the address out for the usual one.",
                "请改正主机名；不写地址则使用默认地址。",
            ),
        )
    if isinstance(error, APIError):
        said = (error.explanation or str(error)).strip()
        return GraderError(
            Text(f'The container engine would not {doing.en}: "{said}".', f"容器引擎拒绝{doing.zh}：“{said}”。"),
            Text(
                "The sentence in quotes is the engine's own; `docker info` and its log say more.",
                "引号中是引擎自己的说明；`docker info` 和引擎的日志里有更多信息。",
            ),
        )
    if any(isinstance(cause, PermissionError) for cause in causes):
        return GraderError(
            Text(
                f'You may not use the container engine at "{address}": permission denied.',
                f"你没有权限使用“{address}”处的容器引擎。",
            ),
            Text(
                'Add yourself to the group "docker" and log in again (its members can become root), install the '
                "rootless engine, or choose another sandbox with --sandbox.",
                "请把自己加入 docker 组并重新登录（该组成员可以取得 root 权限），或安装 rootless 引擎，"
                "或用 --sandbox 选择其他沙箱。",
            ),
        )
    if any(isinstance(cause, FileNotFoundError | ConnectionRefusedError) for cause in causes):
        return GraderError(
            Text(
                f'Docker is not running: no container engine answers at "{address}".',
                f"Docker 没有运行：“{address}”处没有容器引擎响应。",
            ),
            _START_IT,
        )
    if any(isinstance(cause, ConnectionResetError | BrokenPipeError) for cause in causes):
        return GraderError(
            Text(
                f'The container engine at "{address}" broke off when it should {doing.en}.',
                f"“{address}”处的容器引擎在{doing.zh}时中断了连接。",
            ),
            _LOOK,
        )
    if any(isinstance(cause, Timeout | TimeoutError) for cause in causes):
        return GraderError(
            Text(
                f'The container engine at "{address}" did not {doing.en} in time.',
                f"“{address}”处的容器引擎没有按时{doing.zh}。",
            ),
            Text(
                "Check whether it hangs (`docker ps`), and restart it.",
                "请检查它是否卡住（`docker ps`），并重新启动它。",
            ),
        )
    return GraderError(
        Text(
            f'The container engine at "{address}" did not {doing.en}: {error}.',
            f"“{address}”处的容器引擎未能{doing.zh}：{error}。",
        ),
        _LOOK,
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what caused it; urllib3 keeps the operating system's error among the arguments of its own."""
    todo, seen = [error], set[int]()
    while todo:
        cause = todo.pop()
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        linked = (cause.__cause__, cause.__context__, *cause.args)
        todo += [item for item in linked if isinstance(item, BaseException)]
