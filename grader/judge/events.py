"""What passes between the grader and the judge's process: jobs in, events out, as JSON."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

Emit = Callable[[dict[str, Any]], None]


def plain(value: Any) -> dict[str, Any]:
    """A record of `grader.report` as JSON."""
    result: dict[str, Any] = asdict(value)
    return result


def source_of(job: dict[str, Any]) -> bytes:
    """The submission's bytes."""
    return base64.b64decode(job["source"])
