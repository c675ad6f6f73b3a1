"""The server: a socket on this machine alone, the address printed, and nothing left when it ends."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Callable

import uvicorn

from grader.errors import UsageError
from grader.page.app import application
from grader.page.desk import Desk
from grader.page.guard import Keys
from grader.texts import Text

HOST = "127.0.0.1"
_LAST_S = 2  # so long a request may still take when the server ends


def listening(port: int) -> socket.socket:
    """A socket on this machine's own address; 0 for a port that is free.

    Raises:
        UsageError: the port is taken, or may not be used.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        taken = error.errno == errno.EADDRINUSE
        why = Text("it is taken", "它已被占用") if taken else Text(str(error.strerror), str(error.strerror))
        raise UsageError(
            Text(f"Port {port} cannot be used: {why.en}.", f"无法使用端口 {port}：{why.zh}。"),
            Text(
                "Name another one with --port, or let one be found: --port 0.",
                "请用 --port 指定另一个端口，或用 --port 0 自动选择。",
            ),
        ) from None
    return listener


class _Server(uvicorn.Server):
    """uvicorn's, which lets the open pages go first: their streams have no end of their own."""

    def __init__(self, config: uvicorn.Config, desk: Desk, ready: Callable[[], object]) -> None:
        super().__init__(config)
        self._desk, self._ready = desk, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin, and say so."""
        self._desk.loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self._ready()
        self._desk.loop.run_in_executor(None, self._desk.prepare)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End."""
        self._desk.close_streams()
        await super().shutdown(sockets)
        self._desk.loop = None


def serve(desk: Desk, listener: socket.socket, ready: Callable[[Keys], object]) -> None:
    """Serve until Ctrl-C or a signal.

    Args:
        ready: gets what knows the address to open, when it answers.

    Raises:
        KeyboardInterrupt: Ctrl-C.
    """
    keys = Keys(listener.getsockname()[1])
    config = uvicorn.Config(
        application(desk, keys),
        loop="asyncio",
        http="h11",
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=_LAST_S,
        ws="none",
    )
    with listener:
        _Server(config, desk, lambda: ready(keys)).run(sockets=[listener])
