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

if TYPE_CHECKING:
    from docker import APIClient

ANSWER_S = 60.0
# Any version will do until the engine has told its own.
_SPOKEN = "1.41"
_START_IT = (
    "Start the engine (`docker info` tells whether it answers), or choose another sandbox with --sandbox: "
    "`dlgrade doctor` tells which work here."
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
            with explained("answer", address):
                tls = kwargs_from_env(dict(environ, DOCKER_HOST=address)).get("tls", False)
                return _ask(address, tls)
        except GraderError as error:
            refusals.append(error)
    if chosen:
        raise GraderError(f"{refusals[0].message} {chooser} names it.", refusals[0].remedy)
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


def _chosen(environ: Mapping[str, str]) -> tuple[str, str]:
    """The address that the user chose, which is then the only one to try, and where; "" for no choice."""
    if environ.get("DOCKER_HOST"):
        return environ["DOCKER_HOST"], "DOCKER_HOST"
    return _context_address(environ), "The current docker context"


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
        f'The docker context "{name}" is of no use: {problem}.', "Choose another: `docker context use default`."
    )


@contextmanager
def explained(doing: str, address: str) -> Iterator[None]:
    """Turn what the SDK raises while the engine should `doing` into a GraderError that says what to do."""
    from docker.errors import DockerException
    from requests.exceptions import RequestException

    try:
        yield
    except (DockerException, RequestException, OSError) as error:
        raise _meaning(error, doing, address) from error


def _meaning(error: BaseException, doing: str, address: str) -> GraderError:
    from docker.errors import APIError, DockerException
    from requests.exceptions import Timeout

    causes = list(_causes(error))
    if isinstance(error, DockerException) and "nvalid bind address" in str(error):
        return GraderError(
            f'"{address}" is no address of a container engine.',
            "Write it as unix:///PATH/docker.sock or tcp://HOST:PORT, or leave it out for the usual one.",
        )
    if isinstance(error, DockerException) and "paramiko" in str(error):
        return GraderError(
            f'The container engine at "{address}" cannot be asked: paramiko, which ssh takes, is not installed.',
            "Run `pip install paramiko`, or use an address without ssh.",
        )
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return GraderError(
            f'No container engine answers at "{address}": this machine knows no host of that name.',
            "Correct the name, or leave the address out for the usual one.",
        )
    if isinstance(error, APIError):
        said = (error.explanation or str(error)).strip()
        return GraderError(
            f'The container engine would not {doing}: "{said}".',
            "The sentence in quotes is the engine's own; `docker info` and its log say more.",
        )
    if any(isinstance(cause, PermissionError) for cause in causes):
        return GraderError(
            f'You may not use the container engine at "{address}": permission denied.',
            'Add yourself to the group "docker" and log in again (its members can become root), install the '
            "rootless engine, or choose another sandbox with --sandbox.",
        )
    if any(isinstance(cause, FileNotFoundError | ConnectionRefusedError) for cause in causes):
        return GraderError(f'No container engine answers at "{address}".', _START_IT)
    if any(isinstance(cause, ConnectionResetError | BrokenPipeError) for cause in causes):
        return GraderError(
            f'The container engine at "{address}" broke off when it should {doing}.',
            "Look whether it still runs (`docker info`), and start it anew.",
        )
    if any(isinstance(cause, Timeout | TimeoutError) for cause in causes):
        return GraderError(
            f'The container engine at "{address}" did not {doing} in time.',
            "Look whether it hangs (`docker ps`), and start it anew.",
        )
    return GraderError(
        f'The container engine at "{address}" did not {doing}: {error}.',
        "Look whether it still runs (`docker info`), and start it anew.",
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
