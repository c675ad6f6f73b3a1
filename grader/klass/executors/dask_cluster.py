"""A cluster of dask's, by its scheduler's address. What it is sent is pickle, and so code: nobody else may listen."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Iterable
from contextlib import ExitStack

from grader.errors import GraderError, UsageError
from grader.installed import install_command
from grader.klass.executors.remote import Connected
from grader.texts import Text

# For the scheduler to answer, and for a first worker to be there.
CONNECT_S = 30.0
_CERTIFICATES = ("ca-file", "client.cert")


def connect(address: str) -> Connected:
    """The executor of the cluster at this address, with a slot for each thread of its workers.

    Raises:
        UsageError: dask is not installed, or others could listen.
        GraderError: nobody answers, or no worker is there.
    """
    _need_closed([address], address)
    try:
        import dask
        from distributed import Client
        from distributed.client import ClosedClientError
        from distributed.security import Security
    except ImportError:
        command = install_command("distributed", extra="dask")
        raise UsageError(
            Text("dask.distributed is not installed.", "没有安装 dask.distributed。"),
            Text(f"Install it: {command}", f"请安装：{command}"),
        ) from None
    secure = address.startswith("tls://")
    if secure and not all(dask.config.get(f"distributed.comm.tls.{key}", None) for key in _CERTIFICATES):
        raise _no_certificates(address)
    # It would tell with tracebacks what is told by us: that a worker or the connection was lost.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with ExitStack() as failed:
        try:
            security = Security(require_encryption=secure)
            client = Client(address, timeout=CONNECT_S, security=security, set_as_default=False)
            failed.callback(client.close)
            client.wait_for_workers(1, timeout=CONNECT_S)
        except OSError as error:  # time-outs are among them
            raise _silent(address, str(error)) from None
        found = client.scheduler_info(n_workers=-1)
        _need_closed([found["address"], *found["workers"]], address)
        failed.pop_all()

    def need_alive() -> None:
        if not client.nthreads():
            raise _silent(address, "it has no worker any more")

    return Connected(
        client.get_executor(pure=False), sum(client.nthreads().values()), client.close, need_alive, (ClosedClientError,)
    )


def _need_closed(addresses: Iterable[str], named: str) -> None:
    """Return if nobody else can listen at these, nor speak: by certificates, or because they are this machine's own.

    Raises:
        UsageError: others could.
    """
    for address in addresses:
        if address.startswith("tls://") or (address.startswith("tcp://") and _is_loopback(address)):
            continue
        raise UsageError(
            Text(
                f'"dask:{named}" would speak with "{address}", where others can listen and take part: only tls:// '
                "is accepted there, and tcp:// on this machine's loopback.",
                f"“dask:{named}”会与“{address}”通信，而那里他人可以窃听和参与：只接受 tls://，或本机回环上的 tcp://。",
            ),
            Text(
                "That is pickle, which is code, and the secret seed. docs/instructor.md shows how TLS is used.",
                "传输的是 pickle（也就是代码）和私密种子。docs/instructor.md 说明了如何使用 TLS。",
            ),
        )


def _silent(address: str, why: str) -> GraderError:
    return GraderError(
        Text(
            f'The dask scheduler at "{address}" does not answer, or has no worker: {why}.',
            f"“{address}”处的 dask 调度器没有应答，或没有工作进程：{why}。",
        ),
        Text(
            "What was judged is kept. See that `dask scheduler` and `dask worker` run, then give the command again.",
            "已评判的结果都已保存。请确认 `dask scheduler` 和 `dask worker` 正在运行，再重新运行命令。",
        ),
    )


def _is_loopback(address: str) -> bool:
    host = address.partition("://")[2].rpartition(":")[0].strip("[]")
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _no_certificates(address: str) -> UsageError:
    return UsageError(
        Text(
            f'"dask:{address}" needs certificates, and dask\'s configuration names none.',
            f"“dask:{address}”需要证书，而 dask 的配置中没有。",
        ),
        Text(
            "Set distributed.comm.tls.ca-file, client.cert and client.key there: docs/instructor.md shows how.",
            "请在其中设置 distributed.comm.tls.ca-file、client.cert 和 client.key：docs/instructor.md 有说明。",
        ),
    )
