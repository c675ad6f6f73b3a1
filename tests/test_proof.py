"""proof.json: written and read back, refused when it is stale, and up to date for every shipped exercise."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from grader.catalogue import Catalogue, shipped
from grader.errors import UsageError
from grader.proofs import ProofRecord, key_of, read_proofs, write_proofs

ROOT = Path(__file__).resolve().parent.parent
# `make prove` takes 200; so many a record that lands has at least.
LEAST_SEEDS = 2
RECORD = ProofRecord("k", seeds=200, public=3, hidden=8, right=3, mistakes=6, mutants=40, killed=39, excused=1)


@pytest.mark.parametrize("slug", Catalogue(shipped()).slugs)
def test_each_exercise_is_proved_as_it_stands(slug: str) -> None:
    """Whoever changes an exercise proves it again: `make prove`, and commit proof.json."""
    record = read_proofs(ROOT / "proof.json").get(slug)
    assert record is not None, f"{slug} was never proved: make prove"
    assert record.key == key_of(Catalogue(shipped())[slug]), f"{slug} has changed since it was proved: make prove"
    assert record.seeds >= LEAST_SEEDS
    assert record.killed + record.excused == record.mutants


def test_few_mutants_need_an_excuse() -> None:
    """Over all exercises: a reference of ten lines with one mutant that is its equivalent is no weak test."""
    proofs = read_proofs(ROOT / "proof.json").values()
    assert sum(proof.killed for proof in proofs) >= 0.97 * sum(proof.mutants for proof in proofs)


def test_the_page_of_exercises_is_that_of_the_proofs() -> None:
    """docs/catalogue.md says what proof.json holds."""
    done = subprocess.run([sys.executable, ROOT / "tools/catalogue_page.py", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_proofs_come_back_as_written(tmp_path: Path) -> None:
    """And a missing file is no proof of anything."""
    path = tmp_path / "proof.json"
    assert read_proofs(path) == {}
    proofs = {"b": RECORD, "a": replace(RECORD, seeds=3)}
    write_proofs(path, proofs)
    assert read_proofs(path) == proofs
    assert [item.name for item in tmp_path.iterdir()] == ["proof.json"]


def test_an_older_record_has_no_seconds(tmp_path: Path) -> None:
    """What was added later is not asked of it."""
    path = tmp_path / "proof.json"
    write_proofs(path, {"a": replace(RECORD, seconds=7)})
    path.write_text(path.read_text().replace(',\n   "seconds": 7', ""))
    assert "seconds" not in path.read_text() and read_proofs(path) == {"a": RECORD}


@pytest.mark.parametrize(
    "text", ["", "[]", '{"format": 2, "proofs": {}}', '{"format": 1, "proofs": {"a": {"key": 1}}}']
)
def test_a_file_that_is_no_record_is_refused_by_name(tmp_path: Path, text: str) -> None:
    """Nothing is taken from it, and the file is named."""
    path = tmp_path / "proof.json"
    path.write_text(text)
    with pytest.raises(UsageError, match=r"proof\.json"):
        read_proofs(path)


def test_the_key_changes_with_any_file_of_the_exercise(tmp_path: Path) -> None:
    """A text, a test, a mistake, a new file; what Python leaves behind is no part of it."""
    shutil.copytree(ROOT / "tests/catalogue", tmp_path, dirs_exist_ok=True)
    exercise = Catalogue(tmp_path)["toolbox"]
    keys = {key_of(exercise)}
    for path in (exercise.folder / "README.zh.md", exercise.tests[1], exercise.solutions / "right/new.py"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(path.read_text() + "\n" if path.exists() else "x = 1\n")
        keys.add(key_of(exercise))
    assert len(keys) == 4
    (exercise.folder / "__pycache__/left.pyc").parent.mkdir(exist_ok=True)
    (exercise.folder / "__pycache__/left.pyc").write_bytes(b"1")
    assert key_of(exercise) in keys
