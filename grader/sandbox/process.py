"""The sandbox of last resort: a process of this machine with limits."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence

from grader.errors import GraderError
from grader.sandbox import Limits
from grader.sandbox.local import LocalRunning, end_process, start_process


class ProcessSandbox:
    """Runs workers as processes of this machine; see `grader.sandbox.Sandbox`."""

    name = "process"

    def start(self, command: Sequence[str], *, target: str, limits: Limits, cpu: int | None = None) -> LocalRunning:
        """Start `command` in a process of its own; see `grader.sandbox.Sandbox`."""
        if importlib.util.find_spec(target) is None:
            raise GraderError(
                f'"{sys.executable}" has no {target}, which this exercise needs.',
                "Run `pip install dlgrade[torch]`, or start Docker: its image has torch inside.",
            )
        scratch = tempfile.mkdtemp(prefix="dlgrade-")
        environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": scratch,
            "TMPDIR": scratch,
            "LANG": "C.UTF-8",
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "OMP_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_WAIT_POLICY": "passive",
            "MALLOC_ARENA_MAX": "2",
        }
        process = start_process([sys.executable, *command], environment=environment, folder=scratch)

        def set_cpu(number: int) -> None:
            os.sched_setaffinity(process.pid, {number})

        def end() -> None:
            end_process(process)
            shutil.rmtree(scratch, ignore_errors=True)

        if cpu is not None:
            set_cpu(cpu)
        return LocalRunning(
            process, scratch=scratch, own_cgroup=False, deadline_s=limits.deadline_s, end=end, set_cpu=set_cpu
        )

    def describe(self, target: str) -> str:
        """The interpreter."""
        return f"{sys.executable} ({sys.version.split()[0]})"
