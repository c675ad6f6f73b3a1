"""Checks of an untrusted source before anything runs: is it valid Python, and does it keep the rules?

A fault found here is the learner's: CE for code that Python cannot read, or should not, and RV.
"""

from __future__ import annotations

import json
import re
import signal
import subprocess
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from grader.errors import GraderError
from grader.limits import PROBE_WALL_S
from grader.records import from_json
from grader.report import LoadFailure, Violation
from grader.rules.source import Rules, families_of
from grader.submission import parse_probe
from grader.submission.decoding import decode
from grader.submission.scripts import script
from grader.texts import Text

_LINE_END = re.compile(r"\r\n|\r|\n")

MAX_TEXT = 400
"""Characters of the offending line that a failure carries."""

PROBE = script(parse_probe)


class Ended(NamedTuple):
    """A child that has ended: its exit code, -N for signal N, and what it wrote to stdout and to stderr."""

    status: int
    out: bytes
    err: bytes


Probe = Callable[[bytes, float], Ended]
"""Gives a request to a child that may take so many seconds. Raises OSError or TimeoutExpired."""


def once(request: bytes, wall_s: float, command: Sequence[str] = PROBE) -> Ended:
    """What came of a request in a process of its own."""
    child = subprocess.run(list(command), input=request, capture_output=True, timeout=wall_s, check=False)
    return Ended(child.returncode, child.stdout, child.stderr)


def read(
    source: bytes, rules: Rules | None = None, *, probe: Probe = once, wall_s: float = PROBE_WALL_S
) -> tuple[Violation, ...] | LoadFailure:
    """The violations of the rules in `source`, or why it cannot be read (kind "encoding" or "syntax").

    It happens in a child with limits (`grader.submission.parse_probe`): hostile source can crash or stall Python's
    parser, and twist itself beyond what a check of its names can follow. Who reads many lets a `ParseServer` probe.

    A "syntax" failure has the facts line and column (from 1; 0 where Python names none), text, error, and reason:
    "python" (with the facts of `_pasted`), "newer" (with those of `newer_python.Newer`), "deep", "big", "slow",
    "crash", "parser" or "complex".

    Raises:
        UsageError: the rules name a family that does not exist.
        GraderError: the child could not do its work.
    """
    if rules is not None:
        families_of(rules.forbid)
    text = decode(source)
    if isinstance(text, LoadFailure):
        return text
    answer = _probe(source, rules, probe, wall_s)
    if "reason" in answer:
        return _syntax(answer, text)
    return tuple(from_json(Violation, item) for item in answer["violations"])


_GAVE_UP = {
    "deep": f"nested more than {parse_probe.MAX_DEPTH} levels deep",
    "big": f"more than {parse_probe.MAX_NODES:,} syntax nodes",
    "slow": f"Python's parser needs more than {parse_probe.CPU_S} seconds for it",
    "crash": "Python's parser crashes on it",
    "parser": "nested too deeply, or too large, for Python's parser",
    "complex": "its names take too long to follow",
}


def _probe(source: bytes, rules: Rules | None, probe: Probe, wall_s: float) -> dict[str, Any]:
    """The child's last answer, by `grader.submission.parse_probe`; its death stands for a reason as well."""
    header = json.dumps(asdict(rules) if rules is not None else None).encode()
    try:
        child = probe(header + b"\n" + source, wall_s)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GraderError(
            Text(
                f"The child process that parses a submission did not work: {error}.",
                f"解析提交的子进程没有正常工作：{error}。",
            ),
            Text(
                "Try again when the machine is less busy; `dlgrade doctor` tells whether it lacks something.",
                "请在机器不那么忙时重试；`dlgrade doctor` 会说明是否缺少什么。",
            ),
        ) from None
    lines = child.out.splitlines()
    killed_by = signal.Signals(-child.status).name if child.status < 0 else ""
    if killed_by == "SIGXCPU":
        return {"reason": "complex" if lines else "slow"}
    if killed_by in ("SIGSEGV", "SIGBUS", "SIGABRT", "SIGILL"):
        return {"reason": "crash"}
    answer: dict[str, Any] = json.loads(lines[-1]) if lines else {}
    if child.status or not answer.keys() & {"reason", "violations"}:
        raise GraderError(
            Text(
                f"The child process that parses a submission ended with status {child.status} and no answer.\n",
                f"解析提交的子进程以状态 {child.status} 结束，没有给出结果。\n",
            )
            + child.err.decode("utf-8", "replace")[-1000:],
            Text(
                "Try again; if it happens again, report it with the lines above. `dlgrade doctor` tells whether the "
                "machine lacks something.",
                "请重试；如果再次出现，请附上以上内容报告问题。`dlgrade doctor` 会说明本机是否缺少什么。",
            ),
        )
    return answer


def _syntax(answer: dict[str, Any], text: str) -> LoadFailure:
    """The failure for an answer of the child; the line is shown from our copy, cut to what a person reads."""
    line = answer.get("line", 0)
    lines = _LINE_END.split(text, line)
    shown = lines[line - 1][:MAX_TEXT] if 0 < line <= len(lines) else ""
    facts = {"line": 0, "column": 0, "error": _GAVE_UP.get(answer["reason"], ""), **answer, "text": shown}
    return LoadFailure("syntax", facts | _pasted(facts["error"]))


_ODD_CHARACTER = re.compile(r"invalid (?:character|non-printable character).*U\+([0-9A-F]+)")
_PLAIN = {"、": ",", "。": ".", "×": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!="}
_PLAIN |= dict.fromkeys("“”„‟", '"') | dict.fromkeys("‘’‚‛", "'") | dict.fromkeys("–—−", "-")


def _pasted(error: str) -> dict[str, str]:
    """More facts for a character that came along from a text: `odd` and `plain`, what it should be, or `invisible`."""
    found = _ODD_CHARACTER.match(error)
    if found is None:
        return {}
    odd = chr(int(found[1], 16))
    if not odd.isprintable():
        return {"invisible": f"U+{found[1]}"}
    plain = _PLAIN.get(odd) or unicodedata.normalize("NFKC", odd)
    return {"odd": odd, "plain": plain} if plain.isascii() else {}
