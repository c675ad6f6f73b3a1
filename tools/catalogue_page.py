"""Write docs/catalogue.md from the catalogue and its proofs; with --check, only say whether it is up to date."""

from __future__ import annotations

import sys
from pathlib import Path

from grader.authoring.proofs import key_of, read_proof
from grader.catalogue.exercise import Catalogue, Exercise
from grader.catalogue.listing import listed
from grader.catalogue.paths import LearningPath, Ways
from grader.installed import shipped

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/catalogue.md"
HEAD = """# Exercises

`dlgrade start EXERCISE` begins one. Each title leads to the statement. *After*: what is best solved before it.
*Asked*: the collections of interview questions that ask for it: A, basics of deep learning; B, notes on normalisation,
LSTM, Transformer and augmentation; C, questions on the Transformer; D, points of knowledge of deep learning; E, large
models.

| exercise | 题目 | difficulty | framework | topics | after | asked |
| --- | --- | --- | --- | --- | --- | --- |
"""
PATHS = """
## Paths

`dlgrade list --path PATH` lists the exercises of a path, in the order in which one helps with the next.
"""
PROOFS = """
## Proofs

What `make prove` found of each. *Cases*: public + hidden. *Right answers*: ours, which the tests accept over this
number of *seeds*. *Mistakes*: ours, each of which fails the cases that it should. *Mutants*: single-change mutants of
the reference that the tests fail, out of all of them; those that are left were argued, one by one, to be equivalent to
it.

| exercise | cases | right answers | seeds | mistakes | mutants |
| --- | --- | --- | --- | --- | --- |
"""


def page() -> str:
    """The whole page."""
    catalogue = Catalogue(shipped())
    rows = "".join(_row(exercise, catalogue.ways) for exercise in listed(catalogue))
    paths = "".join(map(_path, catalogue.ways.paths))
    return HEAD + rows + PATHS + paths + PROOFS + "".join(map(_proved, catalogue))


def _row(exercise: Exercise, ways: Ways) -> str:
    english, chinese = (f"../exercises/{exercise.slug}/README{ending}.md" for ending in ("", ".zh"))
    title = f"[{exercise.title.en}]({english})<br>`{exercise.slug}` | [{exercise.title.zh}]({chinese})"
    before = ", ".join(f"`{slug}`" for slug in ways.before.get(exercise.slug, ()))
    asked = " ".join(ways.asked.get(exercise.slug, ()))
    cells = (title, exercise.difficulty, exercise.framework, ", ".join(exercise.topics), before, asked)
    return f"| {' | '.join(cells)} |\n"


def _path(path: LearningPath) -> str:
    steps = " → ".join(f"`{slug}`" for slug in path.steps)
    return f"\n**{path.title.en}** ({path.title.zh}, `{path.id}`): {path.about.en}\n\n{steps}\n"


def _proved(exercise: Exercise) -> str:
    proof, figures = read_proof(exercise), "not proved | | | | "
    if proof is not None and proof.key == key_of(exercise):
        mutants = f"{proof.killed} of {proof.mutants} ({proof.killed / max(1, proof.mutants):.1%})"
        figures = f"{proof.public} + {proof.hidden} | {proof.right + 1} | {proof.seeds} | {proof.mistakes} | {mutants}"
    return f"| `{exercise.slug}` | {figures} |\n"


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        sys.exit(None if PAGE.read_text(encoding="utf-8") == page() else "docs/catalogue.md is stale: make prove")
    PAGE.write_text(page(), encoding="utf-8")
