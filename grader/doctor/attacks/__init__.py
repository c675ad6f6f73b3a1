"""Attacks on the grader: each file of `corpus/` is one, with a TOML docstring that says what must come of it.

Those here are the short form that `dlgrade doctor --attack` tries; two hundred more, and the description of the fields,
are in tests/hostile. An attack's source is the honest solution of its target (`catalogue/`) with the file's code after
it, so a file holds the attack alone.
"""

from __future__ import annotations

import ast
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.syntax import tree_of
from grader.texts import Text

CORPUS = Path(__file__).resolve().parent / "corpus"
CATALOGUE = Path(__file__).resolve().parent / "catalogue"
TARGET = "target"
# What a hidden case may tell a learner, and so an attacker (design: "hidden"): fields of a failure.
ADMITTED = ("verdict", "type", "line")


@dataclass(frozen=True)
class Attack:
    """One file of the corpus.

    verdicts: the acceptable verdicts of the submission; `points_at_most` what it may earn, or `unearned` the cases
        that it must not pass.
    wall_s: the longest that judging it may take.
    exploits, stops: what it tries, and what stops it, a sentence each.
    hidden_leak: what it tries to tell of a hidden case's inputs ("" if nothing); `admits` names the parts of a
        hidden result (of ADMITTED) that it can choose, because a learner is shown them.
    loads: the verdict of loading that it must get, if loading is what fails.
    forbid: families that the exercise forbids for it: then it is the rule check that must stop it.
    time_s: how long to time it, 0 for not at all; `ratio_at_least`: how slow it must be found.
    verdict_in: other acceptable verdicts in a sandbox, by its name.
    label: what it tries, in a few words, for `dlgrade doctor`.
    not_tried_in: the sandboxes in which `dlgrade doctor` does not try it, for what it would do to somebody's machine.
    exercise: the shipped exercise that it is for, by its slug; "" for the target of its framework.
    """

    name: str
    code: str
    verdicts: tuple[str, ...]
    wall_s: float
    exploits: str
    stops: str
    points_at_most: float = math.inf
    unearned: tuple[str, ...] = ()
    hidden_leak: str = ""
    admits: tuple[str, ...] = ()
    framework: str = "numpy"
    whole: bool = False
    substitute: Mapping[str, str] = field(default_factory=dict)
    forbid: tuple[str, ...] = ()
    time_s: float = 0.0
    ratio_at_least: float = 0.0
    verdict_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    label: Text | None = None
    not_tried_in: tuple[str, ...] = ()
    exercise: str = ""

    def source(self, honest: str) -> bytes:
        """The submission: the attack after the `honest` solution, unless the file is `whole`.

        Each key of `substitute` is replaced by bytes, in hexadecimal digits, with "*" and a count if they repeat.
        """
        source = (self.code if self.whole else f"{honest}\n\n{self.code}").encode()
        for token, spelled in self.substitute.items():
            digits, _, count = spelled.partition("*")
            source = source.replace(token.encode(), bytes.fromhex(digits) * int(count or 1))
        return source

    def acceptable(self, sandbox: str) -> tuple[str, ...]:
        """The acceptable verdicts in that sandbox."""
        return self.verdicts + self.verdict_in.get(sandbox, ())


def read(path: Path) -> Attack:
    """The attack in that file.

    Raises:
        ValueError: its docstring is not what README.md describes.
    """
    text = path.read_text(encoding="utf-8")
    tree = tree_of(text)
    described = ast.get_docstring(tree, clean=False)
    if described is None:
        raise ValueError(f'"{path.name}" has no docstring')
    table = tomllib.loads(described)
    end = tree.body[0].end_lineno or 0
    verdict = table.pop("verdict")
    try:
        return Attack(
            name=path.stem,
            code="".join(text.splitlines(keepends=True)[end:]).lstrip("\n"),
            verdicts=(verdict,) if isinstance(verdict, str) else tuple(verdict),
            admits=tuple(table.pop("admits", ())),
            forbid=tuple(table.pop("forbid", ())),
            verdict_in={name: tuple(also) for name, also in table.pop("verdict_in", {}).items()},
            label=Text(**table.pop("label")) if "label" in table else None,
            not_tried_in=tuple(table.pop("not_tried_in", ())),
            unearned=tuple(table.pop("unearned", ())),
            **table,
        )
    except TypeError as error:
        raise ValueError(f'"{path.name}": {error}') from None


def read_all(folder: Path = CORPUS) -> list[Attack]:
    """Every attack of a folder, by name."""
    return [read(path) for path in sorted(folder.glob("*.py"))]
