"""Source as text and as a tree, without trusting it: what Python cannot read, or should not, is a `LoadFailure`.

What is wrong here is wrong with the learner's code: the verdict CE.
"""

from __future__ import annotations

import ast
import codecs
import io
import json
import re
import signal
import subprocess
import sys
import tokenize
from collections.abc import Sequence
from typing import Any

from grader import parse_probe
from grader.errors import GraderError
from grader.report import LoadFailure
from grader.syntax import tree_of

LINE_END = re.compile(rb"\r\n|\r|\n")
_LINE_END = re.compile(r"\r\n|\r|\n")

MAX_TEXT = 400
"""Characters of the offending line that a failure carries."""

ENCODINGS = frozenset(
    {"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252", "gbk", "gb2312", "gb18030", "big5", "shift_jis", "euc_jp"}
)
"""What a coding cookie may name; Python knows each by several names.

Codecs that turn plain ASCII into something else (utf-7, unicode_escape, rot13 ...) are refused: the code that
a reader sees would not be the code that runs.
"""

PROBE = (sys.executable, "-I", "-S", "-W", "ignore", parse_probe.__file__)
PROBE_WALL_S = 60.0
"""Far above the child's own limit on CPU time: it is hit only when the machine is at fault."""


def decode(source: bytes) -> str | LoadFailure:
    """The source as text, a byte order mark removed and line endings kept.

    A `LoadFailure` of kind "encoding" has the facts `reason` ("nul", "cookie" or "bytes"), `line` (0 where
    none is to blame) and `error`, the same in English.
    """
    nul = source.find(b"\0")
    if nul >= 0:
        return _encoding("nul", _line_of(source, nul), "a NUL byte: this is not a text file")
    try:
        # Python's tokenizer knows three line endings, `detect_encoding` one; it must see the same first two lines.
        encoding, _ = tokenize.detect_encoding(io.BytesIO(LINE_END.sub(b"\n", source)).readline)
        if codecs.lookup(encoding.removesuffix("-sig")).name not in ENCODINGS:
            return _encoding("cookie", 1, f"the encoding {encoding!r} is not accepted")
        return source.decode(encoding)
    except SyntaxError as error:  # an unknown cookie, or bytes in the first two lines that need one
        reason = "cookie" if "unknown" in error.msg or "problem" in error.msg else "bytes"
        return _encoding(reason, 1, error.msg)
    except UnicodeDecodeError as error:
        return _encoding("bytes", _line_of(source, error.start), str(error))


def parse(source: bytes, *, probe: Sequence[str] = PROBE, wall_s: float = PROBE_WALL_S) -> ast.Module | LoadFailure:
    """The syntax tree of `source`, or why Python cannot read it (kind "encoding" or "syntax").

    The tree is at most `parse_probe.MAX_DEPTH` deep and has at most `parse_probe.MAX_NODES` nodes. A first
    parse happens in a child with limits (`grader.parse_probe`, the command `probe`), since hostile source
    can crash or stall the parser; only what passes there is parsed here.

    A "syntax" failure has the facts line and column (from 1; 0 where Python names none), text, error, and
    reason: "python", "deep", "big", "slow", "crash" or "parser".

    Raises:
        GraderError: the child could not do its work.
    """
    text = decode(source)
    if isinstance(text, LoadFailure):
        return text
    answer = _probe(source, probe, wall_s)
    if not answer.get("ok"):
        return _syntax(answer, text)
    return tree_of(source)


def _line_of(source: bytes, offset: int) -> int:
    return len(LINE_END.split(source[:offset]))


def _encoding(reason: str, line: int, error: str) -> LoadFailure:
    return LoadFailure("encoding", {"reason": reason, "line": line, "error": error})


_GAVE_UP = {
    "deep": f"nested more than {parse_probe.MAX_DEPTH} levels deep",
    "big": f"more than {parse_probe.MAX_NODES:,} syntax nodes",
    "slow": f"Python's parser needs more than {parse_probe.CPU_S} seconds for it",
    "crash": "Python's parser crashes on it",
    "parser": "nested too deeply, or too large, for Python's parser",
}


def _probe(source: bytes, command: Sequence[str], wall_s: float) -> dict[str, Any]:
    """The child's answer, by `parse_probe.probe`; its death stands for the reason "slow" or "crash"."""
    try:
        child = subprocess.run(list(command), input=source, capture_output=True, timeout=wall_s, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GraderError(
            f"The child process that parses a submission did not work: {error}.",
            "Try again when the machine is less busy; `dlgrade doctor` tells whether it lacks something.",
        ) from None
    killed_by = signal.Signals(-child.returncode).name if child.returncode < 0 else ""
    if killed_by == "SIGXCPU":
        return {"reason": "slow"}
    if killed_by in ("SIGSEGV", "SIGBUS", "SIGABRT", "SIGILL"):
        return {"reason": "crash"}
    try:
        answer: dict[str, Any] = json.loads(child.stdout)
    except ValueError:
        raise GraderError(
            f"The child process that parses a submission ended with status {child.returncode} and no answer.\n"
            + child.stderr.decode("utf-8", "replace")[-1000:],
            "Try again; if it stays, report it with the lines above. `dlgrade doctor` tells whether the machine lacks "
            "something.",
        ) from None
    return answer


def _syntax(answer: dict[str, Any], text: str) -> LoadFailure:
    """The failure for an answer of the child; the line is shown from our copy, cut to what a person reads."""
    line = answer.get("line", 0)
    lines = _LINE_END.split(text, line)
    facts = {
        "line": line,
        "column": answer.get("column", 0),
        "text": lines[line - 1][:MAX_TEXT] if 0 < line <= len(lines) else "",
        "error": answer.get("error") or _GAVE_UP[answer["reason"]],
        "reason": answer["reason"],
    }
    return LoadFailure("syntax", facts)
