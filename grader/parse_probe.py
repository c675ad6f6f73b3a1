"""Run as a script in a child process: can Python's own parser take this source, and is its tree tame?

Source comes on stdin. One line of JSON goes to stdout: `{"ok": true}`, or what is wrong. A crash of the
parser, or the limits below, kill this process and not the judge; the parent (`grader.parsing.parse`)
reads that off the exit status. It imports nothing at start but `sys`: it runs once per submission.

Why a child (measured, CPython 3.11): `import a.a.a...` of 128 KiB takes 14 s and 4.3 GB, for the parser
joins the dotted name anew at each dot; 1 MiB of `x` lines takes 5 s and 0.9 GB.
"""

from __future__ import annotations

import sys
from typing import Any

CPU_S = 5
MEMORY_BYTES = 512 << 20
"""Limits of the child: an honest submission of 1,000 lines needs 0.1 s and 40 MB."""

MAX_DEPTH = 200
"""Of the tree. So a recursive walk over a parsed submission never meets Python's own recursion limit."""

MAX_NODES = 250_000
"""Of the tree. An honest submission of 1,000 lines has about 15,000."""

_ONLY_AST = 0x400
"""`ast.PyCF_ONLY_AST`; importing `ast` for it would cost as much as the rest of the child."""


def set_limits() -> None:
    """Limit this process; where the platform has no such limit, the parent's wall clock remains."""
    try:
        import resource
    except ImportError:
        return
    for which, wanted in ((resource.RLIMIT_CPU, CPU_S), (resource.RLIMIT_AS, MEMORY_BYTES)):
        hard = resource.getrlimit(which)[1]
        try:
            resource.setrlimit(which, (wanted if hard < 0 else min(wanted, hard), hard))
        except (OSError, ValueError):  # macOS refuses RLIMIT_AS below what the process has mapped
            continue


def probe(source: bytes) -> dict[str, Any]:
    """What is wrong with `source`, or {"ok": True}.

    `reason` is "python" (a syntax error: `error`, `line`, `column` as Python gives them), "deep" or "big"
    (the tree is beyond MAX_DEPTH or MAX_NODES), or "parser" (the parser itself gave up).
    """
    try:
        tree: Any = compile(source, "<submission>", "exec", _ONLY_AST, dont_inherit=True)
        answer = measure(tree)
        if answer.get("ok"):  # the compiler finds what the parser lets through: `return` outside of a function
            compile(tree, "<submission>", "exec", dont_inherit=True)
    except SyntaxError as error:
        return {"reason": "python", "error": error.msg, "line": error.lineno or 0, "column": error.offset or 0}
    except RecursionError:
        return {"reason": "deep"}
    except MemoryError:  # our limit, or the parser's own stack of 6,000 places: it has one word for both
        return {"reason": "parser"}
    return answer


def measure(tree: Any) -> dict[str, Any]:
    """Walk the tree without recursion: {"ok": True}, or {"reason": "deep" | "big"}."""
    nodes, pending = 0, [(tree, 1)]
    while pending:
        node, depth = pending.pop()
        nodes += 1
        if depth > MAX_DEPTH:
            return {"reason": "deep"}
        if nodes > MAX_NODES:
            return {"reason": "big"}
        for name in node._fields:
            value = getattr(node, name, None)
            children = value if isinstance(value, list) else (value,)
            pending.extend((child, depth + 1) for child in children if hasattr(child, "_fields"))
    return {"ok": True}


def main() -> None:
    """Read, limit, probe, answer."""
    source = sys.stdin.buffer.read()
    set_limits()
    answer = probe(source)
    import json

    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
