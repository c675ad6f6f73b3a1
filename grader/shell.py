"""Command lines that can be pasted into a shell."""

from __future__ import annotations

import shlex
from collections.abc import Iterable


def shell_line(words: Iterable[str]) -> str:
    """The words as bash and zsh read them back: visible, and on one line, whatever is in them."""
    return " ".join(map(_word, words))


def _word(word: str) -> str:
    """Quoted where it must be; a byte that is not text stays that byte."""
    return shlex.quote(word) if word.isprintable() else "$'" + "".join(map(_escaped, word)) + "'"


def _escaped(char: str) -> str:
    if char in "\\'":
        return f"\\{char}"
    if char.isprintable():
        return char
    byte = ord(char) - 0xDC00  # how Python writes a byte that is not text: PEP 383
    found = bytes([byte]) if 0x80 <= byte <= 0xFF else char.encode("utf-8", "surrogatepass")
    return "".join(f"\\x{one:02x}" for one in found)
