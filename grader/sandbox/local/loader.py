"""The program that an interpreter of a local sandbox runs first, as its command line.

From descriptor argv[1] it takes the steps, a source with its settings for each (`warden`, `confine`), and the modules
that they import; it does the steps, and then the command argv[2:], as if it had stood on the interpreter's own command
line. It is handed over as text, so that an interpreter that sees none of our files can run it.
"""

from __future__ import annotations

import types


def prepare() -> types.CodeType:
    """Do the steps; the code of the command."""
    import json
    import sys

    with open(int(sys.argv[1])) as file:
        modules, steps = json.load(file)
    sys.argv = sys.argv[2:]
    for name, source in modules.items():
        sys.modules[name] = module = types.ModuleType(name)
        exec(compile(source, "<" + name + ">", "exec"), module.__dict__)
    for name, source, settings in steps:
        space = {"__name__": name}
        exec(compile(source, "<" + name + ">", "exec"), space)
        space["run"](settings, sys.argv)
    for name in modules:  # the command finds nothing of ours
        del sys.modules[name]
    at = sys.argv.index("-c")
    code = compile(sys.argv[at + 1], "<string>", "exec")
    sys.argv[: at + 2] = ["-c"]
    return code


if __name__ == "__main__":
    exec(globals().pop("prepare")())
