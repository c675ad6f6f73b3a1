"""What passes between the grader and the judge's process: jobs in, events out, as JSON."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

Emit = Callable[[dict[str, Any]], None]


def plain(record: Any) -> dict[str, Any]:
    """A record of `grader.report` as JSON; `dataclasses.asdict` would copy every leaf."""
    return {name: _plain(getattr(record, name)) for name in record.__dataclass_fields__}


def _plain(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        return plain(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def source_of(job: dict[str, Any]) -> bytes:
    """The submission's bytes."""
    return base64.b64decode(job["source"])
