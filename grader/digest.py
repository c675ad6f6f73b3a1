"""Digests over files: SHA-256 over their names and contents, in hexadecimal digits."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def digest_of(files: Iterable[tuple[str, bytes]], *, under: str = "") -> str:
    """The digest of named contents, in their order; another one where `under` is another.

    Each content follows its name and its length, so no two lists of files give the same bytes.
    """
    digest = hashlib.sha256(f"{under}\0".encode() if under else b"")
    for name, content in files:
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
