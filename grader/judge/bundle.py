"""What is sent into a sandbox before anything else: the worker's source and its configuration."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from grader.worker.wire import PREFIX

# Each after those that it imports.
_MODULES = ("wire", "deny", "child", "unshared", "cgroup", "scratch", "orphans", "last_filter", "supervisor")

# Reads one length-prefixed JSON message {"modules": {name: source}, "config": {...}} from descriptor 0, byte for
# byte (what follows it belongs to the supervisor), makes the modules and hands over. They have builtins of their own,
# which a submission does not replace by the way; and nothing of them stays behind as a name of `__main__`.
BOOTSTRAP = """
import builtins, json, os, sys, types
def take(n):
    data = b""
    while len(data) < n:
        more = os.read(0, n - len(data))
        if not more:
            os._exit(0)
        data += more
    return data
def start(modules, config):
    for name in ("grader", "grader.worker"):
        sys.modules[name] = types.ModuleType(name)
        sys.modules[name].__path__ = []
    own = dict(vars(builtins))
    for name, source in modules.items():
        module = sys.modules["grader.worker." + name] = types.ModuleType("grader.worker." + name)
        setattr(sys.modules["grader.worker"], name, module)
        module.__dict__["__builtins__"] = own
        exec(compile(source, "<" + name + ">", "exec"), module.__dict__)
    sys.modules["grader.worker.supervisor"].main(config)
start(**json.loads(take(int.from_bytes(take(4), "big"))))
"""


@cache
def _sources() -> dict[str, str]:
    folder = Path(__file__).resolve().parent.parent / "worker"
    return {name: (folder / f"{name}.py").read_text(encoding="utf-8") for name in _MODULES}


def bundle(config: dict[str, Any]) -> bytes:
    """The first bytes for a worker's stdin; `config` is described at `grader.worker.supervisor.main`."""
    message = json.dumps({"modules": _sources(), "config": config}).encode()
    return PREFIX.pack(len(message)) + message
