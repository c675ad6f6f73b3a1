"""A judge's process as it is started: with an environment of its own, and nothing to do yet.

It imports for a while before it can take a job, so a command starts one before its own imports.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence

JUDGE = (sys.executable, "-I", "-m", "grader.judge")
_END_S = 15.0


class Process:
    """A process that ends when its standard input does; a context manager that leaves none.

    Args:
        command: what to run.
        terminal: whether it may speak with the terminal (pdb in a judge test), and gets its Ctrl-C.
    """

    def __init__(self, command: Sequence[str] = JUDGE, *, terminal: bool = False) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 -- closed in __exit__
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PYTEST_"))}
        environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        # As in the sandboxes (`grader.sandbox.docker.backend`): fewer page faults for large arrays.
        environment |= {"MALLOC_MMAP_THRESHOLD_": "1073741824", "MALLOC_TRIM_THRESHOLD_": "2147483648"}
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=environment,
            # Ctrl-C is ours to handle: the judge sees the end of its stdin. A session of its own has no terminal.
            start_new_session=not terminal,
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self.pid, self.stdin, self.stdout = self._process.pid, self._process.stdin, self._process.stdout

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        """Close its standard input, and wait; may be called again."""
        with contextlib.suppress(OSError):
            self.stdin.close()
        try:
            self._process.wait(timeout=_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self.stdout.close()
        self._errors.close()

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End it at once; its sandboxes end with it, for their input does."""
        self._process.kill()
        self._process.wait()

    def last_words(self) -> tuple[int, str]:
        """Waits for its end: its status, and the end of what it wrote to standard error."""
        status = self._process.wait()
        return status, self.log(1500)

    def log(self, most_bytes: int = 64 * 1024) -> str:
        """The end of what it has written to standard error."""
        size = os.fstat(self._errors.fileno()).st_size
        at = max(0, size - most_bytes)
        return os.pread(self._errors.fileno(), size - at, at).decode("utf-8", "replace").strip()
