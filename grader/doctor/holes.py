"""Known holes by version number (holes.toml). Only numbers are compared; distributions mend without changing them."""

from __future__ import annotations

import datetime
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from grader.texts import Text

_DATA = Path(__file__).with_name("holes.toml")
_VERSION = re.compile(r"v?(\d+)\.(\d+)(?:\.(\d+))?(?:[-~]?rc\.?(\d+))?(.*)", re.DOTALL)


class Version(NamedTuple):
    """A version number. A release comes after its candidates: its `candidate` is infinite."""

    major: int
    minor: int
    patch: int
    candidate: float


@dataclass(frozen=True)
class Hole:
    """An entry of holes.toml, which says what the fields mean."""

    cve: str
    part: str
    since: Version
    fixed: tuple[Version, ...]
    what: Text
    closed: Text | None

    def concerns(self, version: Version) -> bool:
        """Whether `version` has the hole, by its number."""
        if version < self.since:
            return False
        of_its_line = [fixed for fixed in self.fixed if fixed[:2] == version[:2]]
        return version < (of_its_line[0] if of_its_line else max(self.fixed))


def parse(version: str) -> tuple[Version, str] | None:
    """The number in `version`, and what follows it: "1.1.5+ds1" has a distribution's mark, "+ds1". None: no number."""
    found = _VERSION.match(version.strip())
    if found is None:
        return None
    major, minor, patch, candidate, rest = found.groups()
    return Version(int(major), int(minor), int(patch or 0), float(candidate or "inf")), rest


def as_of() -> datetime.date:
    """When the table was last compared with the records."""
    day: datetime.date = _table()["as_of"]
    return day


@cache
def holes() -> tuple[Hole, ...]:
    """The table."""
    return tuple(
        Hole(
            cve=entry["cve"],
            part=entry["part"],
            since=_number(entry["since"]),
            fixed=tuple(_number(version) for version in entry["fixed"]),
            what=Text(**entry["what"]),
            closed=Text(**entry["closed"]) if "closed" in entry else None,
        )
        for entry in _table()["hole"]
    )


def known(part: str, version: Version) -> tuple[Hole, ...]:
    """The holes that `part` ("runc", "containerd", "kernel") has in that version, by its number."""
    return tuple(hole for hole in holes() if hole.part == part and hole.concerns(version))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


def _number(version: str) -> Version:
    parsed = parse(version)
    assert parsed is not None, version
    return parsed[0]
