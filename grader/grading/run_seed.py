"""A run seed from the system's own source; apart from `seeds`, which needs numpy."""

from __future__ import annotations

import secrets

# Of the public cases of a release, for everybody.
PUBLIC_SEED = "public"


def fresh() -> str:
    """A new run seed: 16 hexadecimal digits."""
    return secrets.token_hex(8)
