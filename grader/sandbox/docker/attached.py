"""The connection to a container's three standard streams, as the engine hijacks it from an HTTP request.

Towards the container it is plain bytes. Back come frames: a header of 8 bytes (which stream, three zeros, the
length as a big-endian number), then that many bytes.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import ssl
import struct
import threading
import weakref
from typing import Any

from grader.sandbox import SandboxGone

WRITE_S = 30.0
STDERR_BYTES = 4096
_CHUNK = 64 * 1024
_STDOUT, _STDERR = 1, 2


class Demultiplexer:
    """Takes the engine's bytes apart. Whatever lengths are announced, it keeps only the tail of standard error."""

    def __init__(self) -> None:
        self._header = bytearray()
        self._stream, self._left = _STDOUT, 0
        self._stderr = bytearray()

    def feed(self, data: bytes) -> bytes:
        """The bytes of standard output in `data`; may be empty.

        Raises:
            SandboxGone: this is not such a stream. What follows could not be told apart any more.
        """
        view, found = memoryview(data), []
        while view:
            if not self._left:
                view = self._read_header(view)
                continue
            piece, view = view[: self._left], view[self._left :]
            self._left -= len(piece)
            if self._stream == _STDOUT:
                found.append(piece)
            else:
                self._stderr += piece[-STDERR_BYTES:]
                del self._stderr[:-STDERR_BYTES]
        return b"".join(found)

    def stderr_tail(self) -> bytes:
        """The last bytes of standard error."""
        return bytes(self._stderr)

    def _read_header(self, view: memoryview) -> memoryview:
        missing = 8 - len(self._header)
        self._header += view[:missing]
        if len(self._header) == 8:
            self._stream, self._left = struct.unpack(">BxxxL", self._header)
            if self._stream not in (_STDOUT, _STDERR) or any(self._header[1:4]):
                header = bytes(self._header).hex(" ")
                raise SandboxGone(f'The engine sent "{header}" where the header of a frame must be.')
            self._header.clear()
        return view[missing:]


class Attachment:
    """The connection. One thread may read while another writes; `shut` may be called from anywhere.

    Args:
        hijacked: what the SDK's `attach_socket` gave: the socket, or a file made of it.
        write_s: how long the other side may take nothing.
    """

    def __init__(self, hijacked: Any, write_s: float = WRITE_S) -> None:
        self._socket: socket.socket = getattr(hijacked, "_sock", hijacked)
        self._socket.setblocking(False)
        # A second descriptor of the same connection, for `shut`: it takes no lock and never meets a closed number.
        self._switch = socket.socket(fileno=os.dup(self._socket.fileno()))
        # A TLS socket is not to be used by two threads at the same time, so neither waits inside the lock.
        self._turn = threading.Lock()
        self._write_s = write_s
        self._ended = False
        self._frames = Demultiplexer()
        # The SDK leaves the response beside the socket; under TLS it holds the connection open by itself.
        response = getattr(hijacked, "_response", self._switch)
        weakref.finalize(self, _close, response, hijacked, self._socket, self._switch)

    def read(self) -> bytes:
        """The next bytes of standard output; b"" at the end. Blocks.

        Raises:
            SandboxGone: what came is not such a stream.
        """
        while data := self._receive():
            if output := self._frames.feed(data):
                return output
        self._ended = True
        return b""

    def write(self, data: bytes) -> None:
        """Send all of `data`.

        Raises:
            SandboxGone: the connection has ended, or the other side took nothing for `write_s`.
        """
        view = memoryview(data)
        while view:
            if self._ended:
                raise SandboxGone("The sandbox has ended.")
            try:
                with self._turn:
                    sent = self._socket.send(view[:_CHUNK])
            except OSError as error:
                if not self._wait(_awaited(error, select.POLLOUT), self._write_s):
                    raise SandboxGone(f"The sandbox took nothing for {self._write_s:g} seconds.") from error
            else:
                view = view[sent:]

    def stderr_tail(self) -> str:
        """The last 4 KiB of standard error, so far as `read` has come past them."""
        return self._frames.stderr_tail().decode("utf-8", "replace")

    def shut(self) -> None:
        """End the connection in both directions, and whatever `read` or `write` waits for. Never raises."""
        # An error says that the other side was quicker.
        with contextlib.suppress(OSError):
            self._switch.shutdown(socket.SHUT_RDWR)

    def _receive(self) -> bytes:
        while True:
            try:
                with self._turn:
                    return self._socket.recv(_CHUNK)
            except OSError as error:
                try:
                    self._wait(_awaited(error, select.POLLIN), None)
                except SandboxGone:
                    return b""

    def _wait(self, event: int, seconds: float | None) -> bool:
        """Whether `event` came in time."""
        poll = select.poll()
        poll.register(self._socket.fileno(), event)
        return bool(poll.poll(None if seconds is None else seconds * 1000))


def _awaited(error: OSError, usual: int) -> int:
    """The event of `poll` to wait for before the call that raised `error` can go on; `usual` where it would only block.

    Raises:
        SandboxGone: the connection is broken.
    """
    if isinstance(error, ssl.SSLWantReadError):
        return select.POLLIN
    if isinstance(error, ssl.SSLWantWriteError):
        return select.POLLOUT
    if isinstance(error, BlockingIOError):
        return usual
    raise SandboxGone("The sandbox has ended, or the engine is away.") from error


def _close(*parts: Any) -> None:
    """Close what the connection consists of, once nobody can be inside it any more."""
    for part in parts:
        part.close()
