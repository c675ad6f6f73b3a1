"""The names that platforms and people give to hand-ins: who, which file, which attempt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

# "Ada Lovelace_12345_assignsubmission_file_", as a folder, or with the file's own name behind it.
_MOODLE = re.compile(r"(?P<who>.+?)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?", re.DOTALL)
# "lovelaceada_LATE_123_456_stable_softmax-2.py": the numbers are the student's and the upload's.
_CANVAS = re.compile(r"(?P<who>[^_]+)_(?P<late>LATE_)?(?P<number>\d+)_(?P<upload>\d+)_(?P<file>.+\.[^.]+)", re.DOTALL)
_VERSION = re.compile(r"(?P<stem>.+)-(?P<version>\d{1,3})(?P<suffix>\.[^.]+)", re.DOTALL)
_ATTEMPT = re.compile(r"(?:attempt|try|submission|version|v|提交|第)[ _-]?(\d{1,4})(?:次(?:提交)?)?", re.IGNORECASE)


@dataclass(frozen=True)
class Label:
    """What the name of a folder or a file at the top says.

    platform: "moodle", "canvas" or "". who: the person, as it is written. number: the platform's, of the student or of
    the submission. file: the name that the student gave to the file; "" for a folder. attempt: where it is told. late:
    whether the platform calls it late.
    """

    name: str
    platform: str = ""
    who: str = ""
    number: str = ""
    file: str = ""
    attempt: int | None = None
    late: bool = False

    @property
    def student_id(self) -> str:
        """What the student is called where there is no roster: unique, for two may have one name."""
        return f"{self.who}_{self.number}" if self.number else self.who


def label_of(name: str, *, folder: bool) -> Label:
    """What the name of an entry at the top says."""
    if found := _MOODLE.fullmatch(name):
        return Label(name, "moodle", found["who"], found["number"], "" if folder else found["file"] or "")
    if not folder and (found := _CANVAS.fullmatch(name)):
        file, attempt = found["file"], None
        if again := _VERSION.fullmatch(file):
            # The first has no number, the second is called -1.
            file, attempt = again["stem"] + again["suffix"], int(again["version"]) + 1
        return Label(name, "canvas", found["who"], found["number"], file, attempt, bool(found["late"]))
    return Label(name, who=name if folder else _stem(name), file="" if folder else name)


def attempt_in(parts: tuple[str, ...]) -> int | None:
    """The attempt that the name of a folder on the way tells; the innermost counts."""
    for part in reversed(parts):
        if found := _ATTEMPT.fullmatch(part.strip()):
            return int(found[1])
    return None


def _stem(name: str) -> str:
    """A file's name without what says its type, "tar.gz" too."""
    return PurePosixPath(re.sub(r"\.tar(?=\.\w+$)", "", name)).stem
