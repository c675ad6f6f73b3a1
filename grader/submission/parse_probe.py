"""Run as a script in a child process: can Python's own parser take this source, and does it keep the rules?

The folder that holds `grader` is the argument. On stdin come a line of JSON, the arguments of
`grader.rules.source.Rules` or null, and the source. To stdout goes a line of JSON: what is wrong, by `probe`, or
`{"ok": true}`; then a second line, by `broken`. A crash of the parser, or the limits below, kill this process and not
the judge; the parent (`grader.submission.parsing.read`) reads that off the exit status and the lines that were
written. It imports nothing at start but `sys`, for a single submission waits for it.

Who has many to ask about runs `parse_loop` instead, which does that in a child of its own for each.

Why a child (measured, CPython 3.11): `import a.a.a...` of 128 KiB takes 14 s and 4.3 GB, for the parser
joins the dotted name anew at each dot; 1 MiB of `x` lines takes 5 s and 0.9 GB.
"""

from __future__ import annotations

import sys
from typing import Any

CPU_S = 5
MEMORY_BYTES = 512 << 20
"""Limits while parsing: an honest submission of 1,000 lines needs 0.1 s and 40 MB."""

RULES_CPU_S = 10
RULES_MEMORY_BYTES = 1 << 30
"""Limits while the rules are looked at: an honest submission of 1,000 lines needs 0.2 s."""

MAX_DEPTH = 200
"""Of the tree. So a recursive walk over a parsed submission never meets Python's own recursion limit."""

MAX_NODES = 250_000
"""Of the tree. An honest submission of 1,000 lines has about 15,000."""

_ONLY_AST = 0x400
"""`ast.PyCF_ONLY_AST`; importing `ast` for it would cost as much as the rest of the child."""


def set_limits(cpu_s: int, memory_bytes: int) -> None:
    """Limit what this process does from now on; where the platform has no such limit, the parent's clock remains."""
    try:
        import resource
    except ImportError:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used_s = int(usage.ru_utime + usage.ru_stime)
    for which, wanted in ((resource.RLIMIT_CPU, used_s + cpu_s), (resource.RLIMIT_AS, memory_bytes)):
        hard = resource.getrlimit(which)[1]
        try:
            resource.setrlimit(which, (wanted if hard < 0 else min(wanted, hard), hard))
        except (OSError, ValueError):  # macOS refuses RLIMIT_AS below what the process has mapped
            continue


def probe(source: bytes) -> tuple[dict[str, Any], Any]:
    """The fault of `source`, or {"ok": True}; and the tree, where there is one.

    `reason` is "python" (a syntax error: `error`, `line`, `column` as Python gives them), "newer" (one that a later
    Python would not find: what it is, by `_newer`), "deep" or "big" (the tree is beyond MAX_DEPTH or MAX_NODES), or
    "parser" (the parser itself gave up).
    """
    tree: Any = None
    try:
        tree = compile(source, "<submission>", "exec", _ONLY_AST, dont_inherit=True)
        answer = measure(tree)
        if answer.get("ok"):  # the compiler finds what the parser lets through: `return` outside of a function
            compile(tree, "<submission>", "exec", dont_inherit=True)
    except SyntaxError as error:
        found = {"reason": "python", "error": error.msg, "line": error.lineno or 0, "column": error.offset or 0}
        return _newer(source) or found, None
    except RecursionError:
        return {"reason": "deep"}, None
    except MemoryError:  # our limit, or the parser's own stack of 6,000 places: it has one word for both
        return {"reason": "parser"}, None
    return answer, tree


def _newer(source: bytes) -> dict[str, Any]:
    """The answer for a source that is valid in a later Python only; {} for any other."""
    from grader.submission.decoding import decode
    from grader.submission.newer_python import older

    text = decode(source)
    plain, constructs = older(text) if isinstance(text, str) else ("", [])
    if not constructs:
        return {}
    try:
        compile(plain, "<submission>", "exec", _ONLY_AST, dont_inherit=True)
    except (SyntaxError, RecursionError, MemoryError):
        return {}
    newest = max(constructs, key=lambda item: item.needs)
    return {"line": newest.line, "column": newest.column, **newest.facts("{}.{}".format(*sys.version_info))}


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


def broken(tree: Any, source: bytes, rules: dict[str, Any] | None) -> dict[str, Any]:
    """The violations of the rules; {"reason": "complex"} where finding them takes too much."""
    if rules is None:
        return {"violations": []}
    from grader.rules.source import Rules, violations
    from grader.submission.decoding import decode

    text = decode(source)
    assert isinstance(text, str)
    try:
        return {"violations": violations(tree, text, Rules(**rules))}
    except (RecursionError, MemoryError):
        return {"reason": "complex"}


def answer_to(request: bytes) -> None:
    """Limit, probe, answer; and again for the rules."""
    header, _, source = request.partition(b"\n")
    set_limits(CPU_S, MEMORY_BYTES)
    answer, tree = probe(source)
    import json

    print(json.dumps(answer), flush=True)
    if answer.get("ok"):
        set_limits(RULES_CPU_S, RULES_MEMORY_BYTES)
        print(json.dumps(broken(tree, source, json.loads(header)), default=vars), flush=True)


if __name__ == "__main__":
    sys.path.append(sys.argv[1])
    answer_to(sys.stdin.buffer.read())
