"""`dlgrade assignment new`: an assignment's three files, valid as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from grader.catalogue.start import write_new, written_to
from grader.errors import UsageError
from grader.klass.assignment import SLUG, extensions_path
from grader.klass.seed import write_seed
from grader.texts import Text

DEFAULT_EXERCISE = "stable_softmax"


def new(slug: str, folder: Path, exercises: tuple[str, ...], now: datetime) -> Iterator[tuple[Path, bool]]:
    """Write SLUG.toml, SLUG.extensions.toml and SLUG.seed into the folder; each path, and whether it was written.

    Args:
        now: with its zone; the due date is the end of the day two weeks later.

    Raises:
        UsageError: the slug cannot be one, or the folder cannot be written to.
    """
    if not SLUG.fullmatch(slug):
        raise UsageError(
            Text(f'"{slug}" cannot be the name of an assignment.', f"“{slug}”不能作为作业名。"),
            Text(
                "Use small letters, digits, _ and -, such as hw1.",
                "请使用小写字母、数字、_ 和 -，如 hw1。",
            ),
        )
    path = folder / f"{slug}.toml"
    due = (now + timedelta(days=14)).replace(hour=23, minute=59, second=0, microsecond=0)
    opens = now.replace(hour=8, minute=0, second=0, microsecond=0)
    listed = "\n".join(
        f'[[exercise]]\nslug = "{exercise}"\npoints = 10\n' for exercise in exercises or (DEFAULT_EXERCISE,)
    )
    text = _ASSIGNMENT.format(slug=slug, opens=opens.isoformat(), due=due.isoformat(), exercises=listed)
    with written_to(folder):
        yield path, write_new(path, text)
        yield extensions_path(path), write_new(extensions_path(path), _EXTENSIONS.format(slug=slug))
        yield path.with_suffix(".seed"), write_seed(path.with_suffix(".seed"))


_ASSIGNMENT = """\
# An assignment. What a key means: docs/instructor.md. What this file means: dlgrade assignment check {slug}
format = 1
title = {{en = "Assignment {slug}", zh = "作业 {slug}"}}

# Dates and times with their zone; or without, and then: timezone = "Asia/Shanghai"
opens = {opens}
due = {due}

# true: results go out as soon as they are there. false: they stay with you until you run: dlgrade publish {slug}
published = false

# Your own exercises: the folder that holds exercises/ and solutions/, from here. They come before the shipped ones.
# catalogue = ".."

{exercises}
[late]
# none: being late costs nothing. percent: a share of the points for each day that has begun. cutoff: nothing late is
# accepted. days: so many days are free, and then nothing is accepted.
policy = "percent"
percent_per_day = 10
days = 7            # with percent: after so many days nothing is accepted
grace_minutes = 15  # what is late by no more counts as on time
# Where the time of a hand-in comes from. list: {slug}.submitted.csv, beside this file; nobody is late without it.
# files: else the time of each file, if you know that copying has kept it.
times = "list"

[attempts]
max = 0          # 0: any number
counts = "best"  # or "last"

[results]
# When students see what came of hidden cases: never, after_due, always.
hidden = "after_due"

[sandbox]
require = "docker"   # the weakest that may be used: docker, bubblewrap, process
isolation = "fresh"  # a sandbox for each submission; or "shared"

[limits]
# Of what one student hands in, unpacked.
hand_in_mib = 100
hand_in_files = 1000
"""

_EXTENSIONS = """\
# Later due dates for single students, as the roster names them. Take away the # and repeat:

# [[extension]]
# student = "s001"
# until = 2026-10-12T23:59:00+08:00
# reason = "ill"
"""
