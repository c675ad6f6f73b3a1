"""A process that parses one submission after another, each in a child of its own (`parse_loop`)."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import IO

from grader.submission import parse_loop
from grader.submission.parsing import Ended, once
from grader.submission.scripts import script

_LOOP = script(parse_loop)
_CHUNK = 1 << 16
_COMPLAINT_BYTES = 1000


class ParseServer:
    """Takes the place of `grader.submission.parsing.once`; for one thread, but that any may `kill` it.

    It starts its process with the first request, and a new one after one has ended. Where nothing can be forked, each
    request has a process of its own.
    """

    def __init__(self, command: Sequence[str] = _LOOP) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None

    def __call__(self, request: bytes, wall_s: float) -> Ended:
        """What came of a request.

        Raises:
            OSError: the process could not be started, or has ended.
            TimeoutExpired: there was no answer within `wall_s` seconds.
        """
        if not hasattr(os, "fork"):
            return once(request, wall_s)
        process = self._process or self._started()
        try:
            return self._asked(process, request, time.monotonic() + wall_s)
        except TimeoutError:
            self.close()
            raise subprocess.TimeoutExpired(list(self._command), wall_s) from None
        except (OSError, EOFError) as error:
            complaint = self._complaint()
            self.close()
            raise OSError(f"it ended{f': {complaint}' if complaint else ''}") from error

    def kill(self) -> None:
        """End the process, and a child that it may have: who waits for an answer gets none."""
        process = self._process
        if process is not None:
            with suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)

    def close(self) -> None:
        """End the process, and a child that it may have."""
        self.kill()
        process, self._process = self._process, None
        if process is not None:
            process.wait()
            for stream in (process.stdin, process.stdout, self._errors):
                if stream is not None:
                    with suppress(OSError):  # what was not taken stays in the buffer
                        stream.close()

    def _started(self) -> subprocess.Popen[bytes]:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 -- `close` does
        self._process = subprocess.Popen(
            list(self._command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            start_new_session=True,  # Ctrl-C is for us; it ends with its standard input
        )
        return self._process

    def _asked(self, process: subprocess.Popen[bytes], request: bytes, deadline: float) -> Ended:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(parse_loop.REQUEST.pack(len(request)) + request)
        process.stdin.flush()
        answers = process.stdout.fileno()
        status, said, complained = parse_loop.REPLY.unpack(_taken(answers, parse_loop.REPLY.size, deadline))
        return Ended(status, _taken(answers, said, deadline), _taken(answers, complained, deadline))

    def _complaint(self) -> str:
        if self._errors is None:
            return ""
        size = self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, size - _COMPLAINT_BYTES))
        return self._errors.read().decode("utf-8", "replace").strip()


def _taken(descriptor: int, count: int, deadline: float) -> bytes:
    """So many bytes.

    Raises:
        TimeoutError: they did not come until the deadline. EOFError: there are no more.
    """
    data = bytearray()
    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN)
    while len(data) < count:
        if not waiting.poll(max(0.0, deadline - time.monotonic()) * 1000):
            raise TimeoutError
        part = os.read(descriptor, min(_CHUNK, count - len(data)))
        if not part:
            raise EOFError
        data += part
    return bytes(data)
