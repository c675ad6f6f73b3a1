"""The program that an interpreter in a sandbox runs first, as its command line: the image holds nothing of ours.

It reads one length-prefixed JSON message {"modules": {name: source}, "config": {...}} from descriptor 0, byte for byte
(what follows it belongs to the supervisor), makes the modules and hands over. They have builtins of their own, which a
submission does not replace by the way; and nothing of them stays behind as a name of `__main__`.
"""

from __future__ import annotations

import builtins
import json
import os
import sys
import types


def take(count: int) -> bytes:
    """The next `count` bytes of descriptor 0."""
    data = b""
    while len(data) < count:
        more = os.read(0, count - len(data))
        if not more:
            os._exit(0)
        data += more
    return data


def start(modules: dict[str, str], config: dict[str, object]) -> None:
    """Make the modules, in this order, and let the supervisor begin."""
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


if __name__ == "__main__":
    start(**json.loads(take(int.from_bytes(take(4), "big"))))
