"""Submissions of many kinds, and reports without what no two runs share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dlgrade import Grader, Policy, Report
from grader.catalogue.exercise import Catalogue
from grader.doctor import attacks
from grader.installed import shipped

TARGET, SOFTMAX = attacks.TARGET, "stable_softmax"
CATALOGUES = {TARGET: attacks.CATALOGUE, SOFTMAX: shipped()}
RIGHT = {slug: Catalogue(folder)[slug].reference.read_text(encoding="utf-8") for slug, folder in CATALOGUES.items()}
SEED = "a seed of a folder"
# Times, and where a fault of ours is told.
_OF_A_RUN = ("wall_s", "started", "phases", "log")


def doubled(body: str, before: str = "") -> str:
    """An answer to the target that does this in `double`, which has the argument x."""
    lines = "".join(f"    {line}\n" for line in body.strip().splitlines())
    imports = "import os, signal, sys, threading, time\nimport numpy as np"
    return f"{RIGHT[TARGET]}\n\n{imports}\n{before}\n\ndef double(x):\n{lines}"


def lasting(report: Report) -> Any:
    """The report without times, and without its isolation."""
    record = _without(report.to_json(), _OF_A_RUN)
    del record["provenance"]["isolation"]
    return record


def _without(value: Any, names: Iterable[str]) -> Any:
    if isinstance(value, dict):
        return {key: _without(part, names) for key, part in value.items() if key not in names}
    return [_without(part, names) for part in value] if isinstance(value, list) else value


def judged(slug: str, sources: Iterable[str], **how: Any) -> list[Report]:
    """The reports, in the order of the sources, all judged by one grader."""
    with Grader(catalogue=CATALOGUES[slug], own=True, **how) as grader:
        running = [grader.submit(slug, source, Policy(SEED)) for source in sources]
        return [one.report.result() for one in running]
