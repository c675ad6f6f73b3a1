"""Parsing: each refusal is read, word for word where it matters; hostile source is bounded."""

from __future__ import annotations

import ast
import sys
from functools import partial
from typing import Any

import pytest

from grader.errors import GraderError
from grader.limits import MAX_BYTES
from grader.report import LoadFailure
from grader.rules.source import Rules
from grader.submission import parse_probe
from grader.submission.decoding import decode
from grader.submission.parsing import Probe, once, read

RULES = Rules(["softmax"], [], "numpy")

# --- encodings ---


@pytest.mark.parametrize(
    "source",
    [
        b"x = 1",
        b"\xef\xbb\xbfx = 1",
        b"\xef\xbb\xbf# coding: utf-8\nx = 1",
        "# 注释\nx = 1".encode(),
        "# coding: gbk\n# 注释\nx = 1".encode("gbk"),
        "# coding: cp936\n# 注释\nx = 1".encode("gbk"),
        "# -*- coding: latin-1 -*-\n# é\nx = 1".encode("latin-1"),
        b"# vim: set fileencoding=utf8 :\nx = 1",
        b"x = 1\r",
        b"x = '\\d'",
        b"\x0cx = 1",
    ],
)
def test_parses(source: bytes) -> None:
    """UTF-8 with or without a byte order mark, and the old encodings that a cookie names."""
    assert read(source) == ()


@pytest.mark.parametrize(
    ("source", "reason", "line", "error"),
    [
        (b"x = 1\ny = '\0'", "nul", 2, "a NUL byte: this is not a text file"),
        (b"\x7fELF\x02\x01\x01\0", "nul", 1, "a NUL byte"),
        ("x = 1\ny = 2\n# é".encode("latin-1"), "bytes", 3, "0xE9 is not valid UTF-8"),
        ("# é".encode("latin-1"), "bytes", 1, "0xE9 is not valid UTF-8"),
        ("x = 1\n# é\ny = 'é'".encode("latin-1"), "bytes", 2, "0xE9 is not valid UTF-8"),
        (b"\xef\xbb\xbfx = 1\n\n\ny = '\x93'", "bytes", 4, "0x93 is not valid UTF-8"),
        ("x = 1\n\n# 注释".encode("gbk"), "bytes", 3, "0xCA is not valid UTF-8"),
        (b"a\rb\r\nc\n\xff", "bytes", 4, "0xFF is not valid UTF-8"),
        (b"x = '\xed\xa0\x80'\n\n\n", "bytes", 1, "0xED is not valid UTF-8"),
        ("x = 1\n# é\n".encode("utf-16"), "wide", 0, "it is saved as UTF-16, not as UTF-8"),
        ("x = 1\n# é\n".encode("utf-16-le"), "wide", 0, "UTF-16"),
        ("x = 1\n# é\n".encode("utf-16-be"), "wide", 0, "UTF-16"),
        ("x = 1\n# é\n".encode("utf-32"), "wide", 0, "UTF-32"),
        ("x = 1\n# é\n".encode("utf-32-be"), "wide", 0, "UTF-32"),
        (b"# coding: utf-7\nx = 1", "cookie", 1, "the encoding 'utf-7' is not accepted"),
        (b"# a\r# coding: utf-7\rx = 1", "cookie", 1, "the encoding 'utf-7' is not accepted"),
        (b"\r# coding: utf-7\rx = 1", "cookie", 1, "the encoding 'utf-7' is not accepted"),
        (b"\n# coding: rot13\nx = 1", "cookie", 1, "the encoding 'rot13' is not accepted"),
        (b"# coding: unicode_escape\nx = 1", "cookie", 1, "'unicode_escape' is not accepted"),
        (b"# coding: klingon\nx = 1", "cookie", 1, "unknown encoding: klingon"),
        (b"\xef\xbb\xbf# coding: gbk\nx = 1", "cookie", 1, "encoding problem: utf-8"),
        (b"# coding: ascii\n\n# \xc3\xa9", "bytes", 3, "0xC3 is not valid ASCII"),
    ],
)
def test_encoding_failures(source: bytes, reason: str, line: int, error: str) -> None:
    """What is no text, or text in a code that a reader cannot trust, is CE with its line."""
    failure = read(source)
    assert isinstance(failure, LoadFailure)
    assert (failure.kind, failure.facts["reason"], failure.facts["line"]) == ("encoding", reason, line)
    assert error in failure.facts["error"]


def test_decode_keeps_line_endings() -> None:
    """The text is what the rules quote lines from."""
    assert decode(b"\xef\xbb\xbfa\r\nb\r") == "a\r\nb\r"


# --- syntax ---


@pytest.mark.parametrize(
    ("source", "line", "column", "text", "error"),
    [
        (b"def f(:\n    pass", 1, 7, "def f(:", "invalid syntax"),
        (b"x = 1\r\nif x\r\n    pass", 2, 5, "if x", "expected ':'"),
        (b"def f():\npass", 2, 1, "pass", "expected an indented block"),
        (b"x = 1\nreturn x", 2, 1, "return x", "'return' outside function"),
        (b"x = (1,\n", 1, 5, "x = (1,", "'(' was never closed"),
        (b"x = " + b"9" * 9999, 1, 0, "x = " + "9" * 396, "Exceeds the limit"),
        ("# coding: gbk\n软 = = 1".encode("gbk"), 2, 5, "软 = = 1", "invalid syntax"),
        (b"print 'x'", 1, 1, "print 'x'", "Missing parentheses"),
    ],
)
def test_syntax_errors(source: bytes, line: int, column: int, text: str, error: str) -> None:
    """Line, column, the line itself (cut) and Python's own words."""
    failure = read(source)
    assert isinstance(failure, LoadFailure)
    assert failure.kind == "syntax"
    facts = failure.facts
    assert (facts["reason"], facts["line"], facts["column"], facts["text"]) == ("python", line, column, text)
    assert error in facts["error"]


@pytest.mark.parametrize(
    ("source", "facts"),
    [
        ("x = “hi”", {"odd": "“", "plain": '"'}),
        ("print（1）", {"odd": "（", "plain": "("}),
        ("x = 1，", {"odd": "，", "plain": ","}),
        ("x = 1 − 2", {"odd": "−", "plain": "-"}),
        ("if 1 ≤ 2: pass", {"odd": "≤", "plain": "<="}),
        ("x =\u00a01", {"invisible": "U+00A0"}),
        ("x\u200b = 1", {"invisible": "U+200B"}),
    ],
)
def test_a_pasted_character_is_named_with_the_one_to_type(source: str, facts: dict[str, str]) -> None:
    """Quotes, full-width signs and spaces that come along from a text are told apart from other mistakes."""
    failure = read(source.encode())
    assert isinstance(failure, LoadFailure)
    assert facts.items() <= failure.facts.items()


def test_another_odd_character_is_an_ordinary_mistake() -> None:
    """There is no plain character for it."""
    failure = read("x = 1 ☃".encode())
    assert isinstance(failure, LoadFailure)
    assert failure.facts.keys() == {"line", "column", "text", "error", "reason"}


def test_a_line_that_needs_a_later_python_says_so() -> None:
    """Both versions are named, and the line that needs the latest: Python's own words would mislead."""
    failure = read(b'x = 1\ny = f"{d["a"]}"\ntype Vector = list\nz = t"{x}"\n')
    assert isinstance(failure, LoadFailure)
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert {
        "reason": "newer",
        "needs": "3.14",
        "python": python,
        "line": 4,
        "column": 5,
    }.items() <= failure.facts.items()
    assert failure.facts["text"] == 'z = t"{x}"'


def test_a_mistake_beside_a_newer_construct_is_a_mistake() -> None:
    """No Python would read it."""
    failure = read(b"type Vector = list\nx = (\n")
    assert isinstance(failure, LoadFailure)
    assert failure.facts["reason"] == "python"


HOSTILE: dict[str, tuple[bytes, str]] = {
    "open_brackets": (b"[" * MAX_BYTES, "too many nested parentheses"),
    "closed_brackets": (b"[" * (MAX_BYTES // 2) + b"]" * (MAX_BYTES // 2), "too many nested parentheses"),
    "unary": (b"x=" + b"-" * (MAX_BYTES - 3) + b"1", "nested too deeply, or too large, for Python's parser"),
    "lambdas": (b"lambda:" * 100_000 + b"1", "nested too deeply, or too large, for Python's parser"),
    "elifs": (b"if 1:pass\n" + b"elif 1:pass\n" * 80_000, "nested too deeply, or too large, for Python's parser"),
    "attributes": (b"x" + b".a" * 500_000, "nested more than 200 levels deep"),
    "sums": (b"1" + b"+1" * 500_000, "nested more than 200 levels deep"),
    "sums_just_too_many": (b"1" + b"+1" * 200, "nested more than 200 levels deep"),
    "comparisons": (b"1" + b"<1" * 500_000, "more than 250,000 syntax nodes"),
    "lines": (b"x\n" * (MAX_BYTES // 2), "nested too deeply, or too large, for Python's parser"),
    "dotted_import": (b"import " + b"a." * 500_000 + b"a", "nested too deeply, or too large, for Python's parser"),
    "indents": (b"".join(b" " * i + b"if 1:\n" for i in range(200)), "too many levels of indentation"),
    "f_strings": (b"f'''{" + b"-" * 2900 + b'f"""{' + b"-" * 2900 + b'1}"""}' + b"'''", "nested more than 200"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_source_is_bounded(name: str) -> None:
    """Nothing that fits into a submission crashes or stalls the parser: it is CE with a reason."""
    source, error = HOSTILE[name]
    failure = read(source)
    assert isinstance(failure, LoadFailure)
    assert failure.kind == "syntax"
    assert error in failure.facts["error"]


def test_deepest_accepted_tree() -> None:
    """At the limit of depth Python's own recursive visitor still gets through."""
    source = b"1" + b"+1" * 196
    assert read(source, RULES) == ()
    ast.NodeVisitor().visit(ast.parse(source))


def test_annotations_of_the_prober_do_not_leak() -> None:
    """The child must not lend its own `from __future__ import annotations` to the submission."""
    assert parse_probe.probe(b"x: (y := 1)")[0] == {"ok": True}
    assert "within an annotation" in parse_probe.probe(b"from __future__ import annotations\nx: (y := 1)")[0]["error"]


def child(code: str, python: str = sys.executable) -> Probe:
    """A probe that runs this code instead."""
    return partial(once, command=(python, "-c", code))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "reason", "error"),
    [
        (
            "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile 1: pass",
            "slow",
            "more than 5 seconds",
        ),
        ("import os; os.kill(os.getpid(), 11)", "crash", "parser crashes on it"),
        ("import os; os.abort()", "crash", "parser crashes on it"),
    ],
)
def test_death_of_the_child_is_the_submissions(code: str, reason: str, error: str) -> None:
    """A parser that crashes or stalls says something about the source."""
    failure = read(b"x", probe=child(code))
    assert isinstance(failure, LoadFailure)
    assert failure.facts["reason"] == reason
    assert error in failure.facts["error"]


@pytest.mark.slow
def test_death_while_the_rules_are_looked_at_is_the_submissions() -> None:
    """The source was parsed by then: it is its names that took too long."""
    busy = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile 1: pass"
    failure = read(b"x", RULES, probe=child(f"print('{{}}', flush=True); {busy}"))
    assert isinstance(failure, LoadFailure)
    assert failure.facts["reason"] == "complex"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("probe", "error"),
    [
        (child("print('{\"ok\": true}')"), "ended with status 0 and no answer"),
        (child("print('{\"violations\": []}'); raise SystemError"), "ended with status 1 and no answer"),
        (child("raise SystemError('broken')"), r"ended with status 1 and no answer(?s:.*)SystemError: broken"),
        (child("import os; os.kill(os.getpid(), 9)"), "ended with status -9 and no answer"),
        (child("import time; time.sleep(60)"), "did not work: .* timed out after"),
        (child("", "/nonexistent/python"), "did not work: .*No such file"),
    ],
)
def test_faults_of_the_child_are_ours(probe: Probe, error: str) -> None:
    """No answer for a reason of the machine's is never the learner's fault."""
    with pytest.raises(GraderError, match=error):
        read(b"x", probe=probe, wall_s=1.0)


class FakeTree:
    """A node with more children than it lists."""

    _fields = ("body",)

    def __init__(self, body: Any) -> None:
        self.body = body


def test_measure_counts_and_descends() -> None:
    """The walk sees lists and single children alike."""
    deep: Any = None
    for _ in range(parse_probe.MAX_DEPTH + 1):
        deep = FakeTree(deep)
    assert parse_probe.measure(deep) == {"reason": "deep"}
    assert parse_probe.measure(FakeTree([FakeTree(None)] * parse_probe.MAX_NODES)) == {"reason": "big"}
    assert parse_probe.measure(FakeTree([FakeTree(None)] * 5)) == {"ok": True}
