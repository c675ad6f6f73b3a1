"""The contract of a sandbox: a locked place where a worker runs. This room knows nothing of grading.

A `Backend` starts the worker's interpreter on `command` and hands back a `Sandbox`: two byte streams and a way to
destroy it. Everything of ours enters by the standard input; nothing is mounted. Which kernel mechanisms hold the limits
is the backend's own affair (`docker/`, `local/`); what must hold is written once, as tests, in
tests/sandbox/test_conformance.py, with each sandbox's known exceptions listed by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from grader.errors import GraderError
from grader.texts import Text

PYTHON = "3.11"
"""The version of Python in the images. A sandbox without an image runs the Python that runs dlgrade."""

MIB = 1024 * 1024
# What a process that has imported numpy, or torch built for processors alone, holds before anything else runs.
BASELINE_BYTES = {"numpy": 128 * MIB, "torch": 256 * MIB}


@dataclass(frozen=True)
class Limits:
    """The limits of a sandbox. Sizes in bytes, times in seconds of wall clock."""

    memory_bytes: int = 1024 * MIB
    pids: int = 64
    scratch_bytes: int = 64 * MIB
    scratch_inodes: int = 4096
    file_bytes: int = 64 * MIB
    open_files: int = 256
    deadline_s: float = 900.0


class Sandbox(Protocol):
    """A started sandbox. `read` is called from one thread, `write` from another; `destroy` from any.

    scratch: the folder inside that the worker may write to, and empties between two children.
    own_cgroup: whether /sys/fs/cgroup, as seen inside, is this sandbox's own cgroup, so that its counters count.
    """

    scratch: str
    own_cgroup: bool

    def write(self, data: bytes) -> None:
        """Send all of `data` to the worker's standard input.

        Raises:
            SandboxGone: the worker has ended, the engine is away, or nothing was taken for 30 seconds.
        """

    def read(self) -> bytes:
        """The next bytes of the worker's standard output; b"" once it has ended. Blocks."""

    def stderr_tail(self) -> str:
        """The last 4 KiB that the supervisor wrote to its standard error (our own words: a crash of ours)."""

    def set_cpu(self, cpu: int) -> None:
        """Move the sandbox to this processor, where the sandbox can (timing pairs share one)."""

    def destroy(self) -> None:
        """End everything inside and free what it took. Never raises; safe to call twice, and from a signal."""


class Backend(Protocol):
    """A way to run workers.

    remedy: advice for when something that was started in it ends at once, or says nothing.
    image_s: how long it took to make what it runs from, this time; 0 if that was there.
    """

    name: str
    image_s: float
    remedy: Text

    def start(self, command: Sequence[str], *, target: str, limits: Limits, cpu: int | None = None) -> Sandbox:
        """Start `command` (arguments of the sandbox's Python interpreter) with stdin and stdout attached.

        Args:
            command: the interpreter's arguments, such as ["-I", "-c", program].
            target: what the interpreter must be able to import: "numpy" or "torch".
            limits: what it may take.
            cpu: the processor to pin it to; None leaves it to the kernel.

        Raises:
            GraderError: it could not be started, with the remedy.
        """

    def baseline_bytes(self, target: str) -> int:
        """The part of `Limits.memory_bytes` that a worker holds once it has imported `target` and done no more."""

    def describe(self, target: str) -> str:
        """The provenance of what runs: an image digest, or the interpreter."""

    def gaps(self) -> list[Text]:
        """The protections that it lacks on this machine, in pieces of a sentence for the report; [] for none."""


class MissingPackage(GraderError):
    """This interpreter lacks what an exercise needs, and a sandbox image has it."""


class SandboxGone(Exception):
    """The sandbox ended under us: a fault of the machine or ours, unless the supervisor had said why."""
