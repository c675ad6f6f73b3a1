"""Programs of ours that look at untrusted files, each in an interpreter of its own that sees nothing else."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType


def script(module: ModuleType) -> tuple[str, ...]:
    """The command that runs a module as a script; its last argument is the folder that holds `grader`."""
    assert module.__file__ is not None
    return (sys.executable, "-I", "-S", "-W", "ignore", module.__file__, str(Path(__file__).parents[2]))
