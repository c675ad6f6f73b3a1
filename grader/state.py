"""The folder of what dlgrade remembers for its user."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def folder(environ: Mapping[str, str] = os.environ) -> Path:
    """$XDG_STATE_HOME/dlgrade; a relative XDG_STATE_HOME counts for none, as its standard says. It need not exist."""
    home = environ.get("HOME") or os.path.expanduser("~")
    state = environ.get("XDG_STATE_HOME", "")
    return (Path(state) if os.path.isabs(state) else Path(home, ".local", "state")) / "dlgrade"
