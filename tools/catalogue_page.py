"""Write docs/catalogue.md from the catalogue and proof.json; with --check, only say whether it is up to date."""

from __future__ import annotations

import sys
from pathlib import Path

from grader.catalogue import Catalogue, Exercise, shipped
from grader.proofs import ProofRecord, key_of, read_proofs

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/catalogue.md"
HEAD = """# Exercises

`dlgrade start EXERCISE` begins one. The figures are those of its proof, made by `make prove`. *Cases*: public + hidden.
*Right answers* and *mistakes*: ours, which the tests accept, over so many *seeds*, and fail as their labels say.
*Mutants*: single-change mutants of the reference that the tests fail, of those that are no equivalent of it.

| exercise | topics | difficulty | written in | cases | right answers | seeds | mistakes | mutants |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
"""


def page() -> str:
    """The whole page."""
    proofs = read_proofs(ROOT / "proof.json")
    return HEAD + "".join(_row(exercise, proofs.get(exercise.slug)) for exercise in Catalogue(shipped()))


def _row(exercise: Exercise, proof: ProofRecord | None) -> str:
    title = f"`{exercise.slug}`<br>{exercise.title.en} <br>{exercise.title.zh}"
    about = f"{', '.join(exercise.topics)} | {exercise.difficulty} | {exercise.framework}"
    proved = "not proved | | | | "
    if proof is not None and proof.key == key_of(exercise):
        mutants = f"{proof.killed} of {proof.mutants - proof.excused}"
        proved = f"{proof.public} + {proof.hidden} | {proof.right + 1} | {proof.seeds} | {proof.mistakes} | {mutants}"
    return f"| {title} | {about} | {proved} |\n"


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        sys.exit(None if PAGE.read_text(encoding="utf-8") == page() else "docs/catalogue.md is stale: make prove")
    PAGE.write_text(page(), encoding="utf-8")
