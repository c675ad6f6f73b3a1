"""What passes between the grader and the judge's process: jobs in, events out, as JSON."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

Emit = Callable[[dict[str, Any]], None]


def plain(record: Any) -> dict[str, Any]:
    """The fields of a record of `grader.report`; records within it become JSON in `line`."""
    return dict(vars(record))


def line(event: dict[str, Any]) -> str:
    """An event as it is sent."""
    return json.dumps(event, default=vars) + "\n"


def source_of(job: dict[str, Any]) -> bytes:
    """The submission's bytes."""
    return base64.b64decode(job["source"])
