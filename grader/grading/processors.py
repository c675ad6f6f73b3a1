"""The processors of this machine, and who may use which."""

from __future__ import annotations

import os


def processors() -> tuple[int, ...]:
    """Those that this process may use, in order; none where the machine does not tell."""
    return tuple(sorted(os.sched_getaffinity(0))) if hasattr(os, "sched_getaffinity") else ()
