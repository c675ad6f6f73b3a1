"""The whole corpus: the attacks of `corpus/`, and those that come with the program (grader/doctor/attacks)."""

from __future__ import annotations

from pathlib import Path

from grader.catalogue.exercise import Catalogue, Exercise
from grader.doctor import attacks
from grader.doctor.attacks import Attack
from grader.installed import shipped

CORPUS = Path(__file__).resolve().parent / "corpus"
CATALOGUE = Path(__file__).resolve().parent.parent / "catalogue"


def read_all() -> list[Attack]:
    """Every attack, by name."""
    return sorted(attacks.read_all() + attacks.read_all(CORPUS), key=lambda attack: attack.name)


def target(attack: Attack) -> Exercise:
    """The exercise that is attacked."""
    if attack.exercise:
        return Catalogue(shipped())[attack.exercise]
    if attack.framework == "torch":
        return Catalogue(CATALOGUE)["target_torch"]
    return Catalogue(attacks.CATALOGUE)[attacks.TARGET]
