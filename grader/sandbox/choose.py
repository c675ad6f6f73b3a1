"""Which sandbox to use."""

from __future__ import annotations

from collections.abc import Callable

from grader.errors import GraderError
from grader.sandbox import Sandbox


def choose(requested: str, *, target: str, runtime: str = "", progress: Callable[[str], None]) -> Sandbox:
    """The sandbox that is asked for by name, or the strongest one that works here ("auto")."""
    if requested == "process":
        from grader.sandbox.process import ProcessSandbox

        return ProcessSandbox()
    from grader.sandbox.docker import DockerSandbox

    sandbox = DockerSandbox(runtime=runtime, progress=progress)
    try:
        sandbox.describe(target)
    except GraderError:
        if requested == "docker":
            raise
        from grader.sandbox.process import ProcessSandbox

        return ProcessSandbox()
    return sandbox
