"""The judge's log of a fault of ours, kept in a file that the report names, for whoever has to fix it."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

from grader import state

KEPT = 50


def keep(text: str, exercise: str, folder: Path | None = None) -> str:
    """Write the text to a new file; its path, or "" where there is nothing to keep or no place for it.

    Only the newest KEPT files stay.
    """
    if not text:
        return ""
    folder = folder or state.folder() / "faults"
    at_s, at_ns = divmod(time.time_ns(), 10**9)
    written = time.strftime("%Y%m%d-%H%M%S", time.gmtime(at_s))
    path = folder / f"{written}-{at_ns:09}-{exercise}.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    except OSError:
        return ""
    for old in sorted(folder.glob("*.log"))[:-KEPT]:
        with contextlib.suppress(OSError):  # another process was quicker
            old.unlink()
    return str(path)
