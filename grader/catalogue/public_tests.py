"""The public tests as a learner holds them: a file that says on its first line which exercise's it is.

`dlgrade start` writes it beside the stub, `grader.pytest_plugin` runs it, and nobody takes it for a submission.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from grader.catalogue.exercise import Exercise
from grader.installed import shipped
from grader.texts import Text

_MARKER = re.compile(r"# dlgrade: public tests of (\S+)(?: in (.+))?")
_ABOUT = Text(
    "# Run them with pytest, or in your editor: {file} is judged in a sandbox, from this folder.\n"
    "# `dlgrade check {file}` runs its own copy of them, and the hidden tests.\n",
    "# 可以用 pytest 或在编辑器里运行：同一文件夹中的 {file} 会在沙箱里评判。\n"
    "# `dlgrade check {file}` 运行的是它自己保存的那一份，并且加上隐藏测试。\n",
)


@dataclass(frozen=True)
class PublicTests:
    """Whose tests a file holds: the exercise's slug; its catalogue, from the file's folder ("" for the shipped one)."""

    slug: str
    catalogue: str


def file_name(slug: str) -> str:
    """The name that `dlgrade start` gives the file; pytest and editors find it by that."""
    return f"test_{slug}_public.py"


def text_of(exercise: Exercise, lang: str, answer: str = "", catalogue: str = "") -> str:
    """The exercise's public tests under a header, the first line of which is for `read_marker`.

    Args:
        answer: the name of the file that they are for; <slug>.py without it.
        catalogue: the catalogue, as it is found from the file's folder; the exercise's own without it.
    """
    own = exercise.folder.resolve().parent.parent
    elsewhere = f" in {catalogue or own}" if own != shipped() else ""
    about = _ABOUT.localized(lang).format(file=answer or f"{exercise.slug}.py")
    tests = exercise.tests[0].read_text(encoding="utf-8")
    return f"# dlgrade: public tests of {exercise.slug}{elsewhere}\n{about}\n{tests}"


def read_marker(path: Path) -> PublicTests | None:
    """The marker in the file's first line; None for any other file."""
    with path.open(encoding="utf-8", errors="replace") as file:
        found = _MARKER.fullmatch(file.readline(4096).strip())
    return PublicTests(found[1], found[2] or "") if found else None
