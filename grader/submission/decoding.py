"""Source as text: what Python cannot read as text, or should not, is a `LoadFailure` of kind "encoding".

What is wrong here is wrong with the learner's file: the verdict CE.
"""

from __future__ import annotations

import codecs
import io
import re
import tokenize

from grader.report import LoadFailure

LINE_END = re.compile(rb"\r\n|\r|\n")
"""The line ends that Python knows."""

ENCODINGS = frozenset(
    {"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252", "gbk", "gb2312", "gb18030", "big5", "shift_jis", "euc_jp"}
)
"""The encodings that a coding cookie may name; Python knows each by several names.

Codecs that turn plain ASCII into something else (utf-7, unicode_escape, rot13 ...) are refused: the code that
a reader sees would not be the code that runs.
"""

_HEAD = 4000
"""Bytes that show whether a text without a byte order mark is wide."""


def decode(source: bytes) -> str | LoadFailure:
    """The source as text, a byte order mark removed and line endings kept.

    A `LoadFailure` of kind "encoding" has the facts `reason`, `line` (0 where none is to blame) and `error`, the same
    in English. The reasons: "wide" (UTF-16 or UTF-32, in the fact `encoding`), "nul", "cookie", and "bytes" that are
    not valid in the fact `encoding`.
    """
    codec = wide_codec(source)
    if codec:
        wide = codec[:6].upper()
        return _encoding("wide", 0, f"it is saved as {wide}, not as UTF-8", encoding=wide)
    nul = source.find(b"\0")
    if nul >= 0:
        return _encoding("nul", _line_of(source, nul), "a NUL byte: this is not a text file")
    try:
        # Python's tokenizer knows three line endings, `detect_encoding` one; it must see the same first two lines.
        encoding, _ = tokenize.detect_encoding(io.BytesIO(LINE_END.sub(b"\n", source)).readline)
        if codecs.lookup(encoding.removesuffix("-sig")).name not in ENCODINGS:
            return _encoding("cookie", 1, f"the encoding {encoding!r} is not accepted")
    except SyntaxError as error:
        if "unknown" in error.msg or "problem" in error.msg:
            return _encoding("cookie", 1, error.msg)
        encoding = "utf-8"  # bytes in the first two lines that need a cookie, and there is none
    try:
        return source.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.removesuffix("-sig").upper()
        facts = {"encoding": name, "byte": f"0x{error.object[error.start]:02X}"}
        return _encoding("bytes", _line_of(error.object, error.start), f"{facts['byte']} is not valid {name}", **facts)


def wide_codec(source: bytes) -> str:
    """The codec of a text in UTF-16 or UTF-32, which Python does not read; "" for any other.

    Without a byte order mark it shows by the zeros, for most of a program is ASCII.
    """
    if source.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):  # the first begins as UTF-16's does
        return "utf-32"
    if source.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = source[:_HEAD]
    for codec in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        text = head.decode(codec, "replace")
        if sum("\t" <= character <= "~" for character in text) > len(text) / 2:
            return codec
    return ""


def _line_of(source: bytes, offset: int) -> int:
    return len(LINE_END.split(source[:offset]))


def _encoding(reason: str, line: int, error: str, **facts: str) -> LoadFailure:
    return LoadFailure("encoding", {"reason": reason, "line": line, "error": error} | facts)
