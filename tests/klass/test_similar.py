"""`dlgrade similar`: who copied is found, who wrote by themselves is not, and what is ours counts for nobody."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from grader import cli
from grader.catalogue.exercise import Catalogue
from grader.installed import shipped
from grader.klass import similar
from grader.klass.store import Store
from tests.klass.a_class import assignment

pytest.importorskip("copydetect")

SOFTMAX = Catalogue(shipped())["stable_softmax"]
OWN = b"""
import numpy as np

def stable_softmax(logits, axis=-1):
    rows = np.moveaxis(np.asarray(logits, dtype=np.float64), axis, 0)
    top = rows[0].copy()
    for row in rows[1:]:
        top = np.where(row > top, row, top)
    weights = [np.exp(np.clip(row - top, -700.0, 0.0)) for row in rows]
    whole = sum(weights[1:], start=weights[0])
    return np.moveaxis(np.stack([weight / whole for weight in weights]), 0, axis)
"""
COPY = (
    OWN.replace(b"logits", b"z")
    .replace(b"rows", b"lines")
    .replace(b"weights", b"w")
    .replace(b"    top", b"    # the largest\n    top")
)
OTHER = b"""
import numpy as np
from functools import reduce

def normalise(column):
    shifted = column - column.max()
    powers = np.power(np.e, shifted)
    return powers / powers.sum()

def stable_softmax(values, axis=-1):
    return np.apply_along_axis(normalise, axis, np.array(values, copy=True))
"""


def notebook(source: bytes) -> bytes:
    """A notebook with a cell of nobody's before the answer."""
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": text}
        for text in ("print('hello')", source.decode())
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def handed_in(folder: Path, files: dict[str, bytes]) -> Store:
    """The journal of a class that has handed these in; nothing is judged."""
    from grader.klass.assignment import Assignment
    from grader.klass.handins import collect
    from grader.klass.run import keep

    given: Assignment = assignment(folder, slugs=("stable_softmax",))
    for name, source in files.items():
        path = folder / "submissions" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source)
    store = Store(folder / "results" / "hw1", "hw1")
    assert not keep(store, collect(folder / "submissions", given), None)
    return store


def pairs(folder: Path, files: dict[str, bytes], least: float = 0.6) -> list[similar.Pair]:
    """Who is alike."""
    with handed_in(folder, files) as store:
        return similar.similar(store, SOFTMAX, least, lambda said: None)


def test_a_copy_with_other_names_is_found_in_a_notebook_too(tmp_path: Path) -> None:
    """And no other pair; of several attempts the most alike stands for both students."""
    files = {
        "ada/stable_softmax.py": OWN,
        "bob/stable_softmax.ipynb": notebook(COPY),
        "cat/stable_softmax.py": OTHER,
        "ada/attempt-2/stable_softmax.py": OWN + b"\n# better\nCONSTANT = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]\n",
    }
    (pair,) = pairs(tmp_path, files)
    assert (pair.first.student, pair.second.student) == ("ada", "bob")
    assert min(pair.shares) > 0.9


def test_what_is_ours_makes_nobody_alike(tmp_path: Path) -> None:
    """Stub, reference, right answers and known mistakes, handed in twice each."""
    ours = [SOFTMAX.stub, SOFTMAX.reference, *SOFTMAX.right, *(one.path for one in SOFTMAX.mistakes)]
    files = {
        f"{who}{at}/stable_softmax.py": path.read_bytes() + f"\n# {who}\n".encode()
        for at, path in enumerate(ours)
        for who in "ab"
    }
    assert pairs(tmp_path, files, least=0.01) == []


def test_a_file_that_takes_too_long_is_left_out_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are compared."""
    real = similar._fingerprint

    def slow(text: str, window: int = 6) -> object:
        if "hostile" in text:
            time.sleep(5)
        return real(text, window)

    monkeypatch.setattr(similar, "_fingerprint", slow)
    monkeypatch.setattr(similar, "_FILE_S", 0.2)
    said: list[object] = []
    files = {"ada/stable_softmax.py": OWN, "bob/stable_softmax.py": COPY, "eve/stable_softmax.py": b"x = 'hostile'"}
    with handed_in(tmp_path, files) as store:
        assert len(similar.similar(store, SOFTMAX, 0.6, said.append)) == 1
    assert len(said) == 1 and "eve" in str(said[0])


def test_the_command_shows_pairs_and_says_that_they_are_no_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With both files and shares; without the library it names the command that installs it."""
    with handed_in(tmp_path, {"ada/stable_softmax.py": OWN, "bob/stable_softmax.py": COPY}):
        pass
    monkeypatch.chdir(tmp_path)
    assert cli.run(["similar", "hw1", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "pairs to look at: 1" in said and "ada and bob: 100 % of" in said and "None of this is a verdict" in said
    monkeypatch.setattr(similar.importlib.util, "find_spec", lambda name: None)
    assert cli.run(["similar", "hw1", "--lang", "en"]) == 2
    assert "copydetect" in capsys.readouterr().err
