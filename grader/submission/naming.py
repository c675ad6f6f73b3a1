"""Which exercise a submission answers."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from pathlib import Path

from grader.submission.notebook import marks
from grader.submission.refused import Refused
from grader.submission.submission import Submission


def exercise_of(submission: Submission, slugs: Sequence[str]) -> str:
    """The one of `slugs` that `submission` answers: by its marker, else by its file name.

    Raises:
        Refused: the marker names no exercise, or the file name names none, or several.
    """
    if submission.marker is not None:
        if submission.marker in slugs:
            return submission.marker
        marker = submission.marker
        raise Refused(submission.name, "unknown_exercise", marker=marker, near=near(marker, slugs))
    if several := marks(submission.cells):
        raise Refused(submission.name, "notebook_several", slugs=", ".join(several))
    stem = Path(submission.name).stem
    if stem in slugs:
        return stem
    named = _named_in(stem, slugs)
    if len(named) == 1:
        return named[0]
    if named:
        raise Refused(submission.name, "ambiguous", slugs=", ".join(named))
    raise Refused(submission.name, "unassigned", near=near(stem, slugs))


def near(name: str, names: Sequence[str]) -> list[str]:
    """Those of `names` that are like it."""
    return difflib.get_close_matches(name, names, n=3, cutoff=0.6)


def _named_in(stem: str, slugs: Sequence[str]) -> list[str]:
    """The slugs that stand in `stem` as whole words; of one inside another, the longer."""
    words = re.sub(r"[^a-z0-9]+", "_", stem.lower())
    named = [slug for slug in slugs if re.search(rf"(?<![a-z0-9]){re.escape(slug)}(?![a-z])", words)]
    return [slug for slug in named if not any(slug != other and slug in other for other in named)]
