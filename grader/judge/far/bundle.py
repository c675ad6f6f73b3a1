"""The first message into a sandbox: the worker's source and its configuration."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from grader.worker.wire import PREFIX

_WORKER = Path(__file__).resolve().parents[2] / "worker"
# Each after those that it imports.
_MODULES = ("wire", "deny", "child", "unshared", "cgroup", "scratch", "orphans", "remains", "last_filter", "supervisor")


@cache
def bootstrap() -> str:
    """The program that takes the bundle, for an interpreter's -c."""
    return _source("bootstrap")


@cache
def _sources() -> dict[str, str]:
    return {name: _source(name) for name in _MODULES}


def _source(name: str) -> str:
    return (_WORKER / f"{name}.py").read_text(encoding="utf-8")


def bundle(config: dict[str, Any]) -> bytes:
    """The first bytes for a worker's stdin; `config` is described at `grader.worker.supervisor.main`."""
    message = json.dumps({"modules": _sources(), "config": config}).encode()
    return PREFIX.pack(len(message)) + message
