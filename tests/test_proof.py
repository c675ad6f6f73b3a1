"""Records of proofs: written and read back, refused when it is stale, and up to date for every shipped exercise."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.authoring.proofs import ProofRecord, key_of, read_proof, record_path, write_proof
from grader.catalogue.exercise import Catalogue, Exercise
from grader.errors import UsageError
from grader.installed import shipped

ROOT = Path(__file__).resolve().parent.parent
# `make prove` takes 200; a record that lands has at least this many.
LEAST_SEEDS = 20
RECORD = ProofRecord("k", 200, 3, 8, right=3, mistakes=6, mutants=40, killed=39, excused=1, seconds=7)


@pytest.mark.parametrize("slug", Catalogue(shipped()).slugs)
def test_each_exercise_is_proved_as_it_stands(slug: str) -> None:
    """Whoever changes an exercise proves it again: `make prove`, and commit its proof.json."""
    exercise = Catalogue(shipped())[slug]
    record = read_proof(exercise)
    assert record is not None, f"{slug} was never proved: make prove"
    assert record.key == key_of(exercise), f"{slug} has changed since it was proved: make prove"
    assert record.seeds >= LEAST_SEEDS
    assert record.killed + record.excused == record.mutants


def test_few_mutants_need_an_excuse() -> None:
    """Over all exercises: a reference of ten lines with one mutant that is its equivalent is no weak test."""
    proofs = [proof for exercise in Catalogue(shipped()) if (proof := read_proof(exercise))]
    assert sum(proof.killed for proof in proofs) >= 0.97 * sum(proof.mutants for proof in proofs)


def test_the_page_of_exercises_is_that_of_the_proofs() -> None:
    """docs/catalogue.md says what the records hold."""
    done = subprocess.run([sys.executable, ROOT / "tools/catalogue_page.py", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    """One in a catalogue of its own."""
    shutil.copytree(ROOT / "tests/catalogue", tmp_path, dirs_exist_ok=True)
    return Catalogue(tmp_path)["toolbox"]


def test_a_proof_comes_back_as_written(exercise: Exercise) -> None:
    """And a missing file is no proof of anything."""
    assert read_proof(exercise) is None
    write_proof(exercise, RECORD)
    assert read_proof(exercise) == RECORD
    assert [path.name for path in exercise.solutions.glob("proof*")] == ["proof.json"]


@pytest.mark.parametrize("text", ["", "[]", '{"format": 3}', '{"format": 2, "key": 1}', '{"format": 2, "keys": ""}'])
def test_a_file_that_is_no_record_is_refused_by_name(exercise: Exercise, text: str) -> None:
    """Nothing is taken from it, and the file is named."""
    record_path(exercise).write_text(text)
    with pytest.raises(UsageError, match=r"proof\.json"):
        read_proof(exercise)


def test_the_key_changes_with_any_file_of_the_exercise(exercise: Exercise) -> None:
    """A text, a test, a mistake, a new file; the record itself and what Python leaves behind are no part of it."""
    keys = {key_of(exercise)}
    for path in (exercise.folder / "README.zh.md", exercise.tests[1], exercise.solutions / "right/new.py"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(path.read_text() + "\n" if path.exists() else "x = 1\n")
        keys.add(key_of(exercise))
    assert len(keys) == 4
    write_proof(exercise, RECORD)
    (exercise.folder / "__pycache__/left.pyc").parent.mkdir(exist_ok=True)
    (exercise.folder / "__pycache__/left.pyc").write_bytes(b"1")
    assert key_of(exercise) in keys
