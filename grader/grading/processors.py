"""The processors of this machine, and who may use which."""

from __future__ import annotations

import os


def processors() -> tuple[int, ...]:
    """Those that this process may use, in order; none where the machine does not tell."""
    return tuple(sorted(os.sched_getaffinity(0))) if hasattr(os, "sched_getaffinity") else ()


def lanes(count: int) -> tuple[tuple[int, ...], ...]:
    """`count` lanes, each with processors of its own; without any where there are fewer processors than lanes."""
    known = processors()
    share = len(known) // count
    return tuple(known[lane * share : (lane + 1) * share] for lane in range(count))
