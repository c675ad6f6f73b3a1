"""Where the time of a job goes, by phase, on the judge's own wall clock; `dlgrade check --profile` shows it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Phases:
    """Seconds by phase, in the order in which the phases came."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        """Count the time spent inside for the phase `name`."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started

    def split(self, name: str, part: str, seconds: float) -> None:
        """Count this many of the seconds of `name`, as far as it has them, for `part` instead."""
        taken = min(seconds, self.seconds.get(name, 0.0))
        if taken:
            self.seconds[name] -= taken
            self.seconds[part] = taken
