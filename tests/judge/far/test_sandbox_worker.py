"""The judge's end of a sandbox: what is said when a worker does not start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from grader.errors import GraderError
from grader.judge.far.sandbox_worker import SandboxWorker
from grader.sandbox import Limits
from grader.sandbox.docker.backend import DockerBackend
from grader.sandbox.local.bubblewrap import BubblewrapBackend
from grader.sandbox.local.process import ProcessBackend


class Dead:
    """A sandbox in which everything ends at once, with these last words; it names itself as another does."""

    def __init__(self, like: Any) -> None:
        self.name, self.remedy = like.name, like.remedy
        self.scratch, self.own_cgroup = "/tmp", False

    def baseline_bytes(self, target: str) -> int:
        """Nothing."""
        return 0

    def start(self, command: Sequence[str], *, target: str, limits: Limits, cpu: int | None = None) -> Any:
        """Itself."""
        return self

    def write(self, data: bytes) -> None:
        """Take everything."""

    def read(self) -> bytes:
        """Nothing comes."""
        return b""

    def stderr_tail(self) -> str:
        """The last words."""
        return "fork: Cannot allocate memory"

    def destroy(self) -> None:
        """It has ended already."""


@pytest.mark.parametrize(
    ("like", "command", "words"),
    [
        (DockerBackend(), "`dlgrade doctor --sandbox docker`", "docker info"),
        (DockerBackend(runtime="runsc"), "`dlgrade doctor --sandbox docker --runtime runsc`", "docker info"),
        (BubblewrapBackend(), "`dlgrade doctor --sandbox bubblewrap`", "memory, processes"),
        (ProcessBackend(), "`dlgrade doctor --sandbox process`", "memory, processes"),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_worker_that_does_not_start_is_said_with_the_sandbox_s_own_remedy(
    like: Any, command: str, words: str
) -> None:
    """The last words, the sandbox's name, and what to look at in that sandbox: no engine where there is none."""
    worker = SandboxWorker(Dead(like), target="numpy", memory_bytes=1 << 20)
    with pytest.raises(GraderError) as caught:
        worker.ready(5)
    assert (
        caught.value.message == f'The worker did not start in the "{like.name}" sandbox: fork: Cannot allocate memory'
    )
    assert command in caught.value.remedy and words in caught.value.remedy
    assert ("engine" in caught.value.remedy) == like.name.startswith("docker")
