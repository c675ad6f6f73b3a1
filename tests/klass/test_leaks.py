"""The leak linter: each secret is planted where it could be overlooked, and found with its file and line."""

from __future__ import annotations

import json
import shutil
from base64 import b64encode

import pytest

from grader.catalogue import public_tests
from grader.catalogue.exercise import Catalogue, Exercise
from grader.catalogue.notebook import notebook_of
from grader.catalogue.start import marked_stub
from grader.installed import shipped
from grader.klass.leaks import Leak, Secrets, leaks_of
from grader.klass.seed import Seed
from grader.texts import LANGUAGES

SEED = Seed("5eed" * 8, "5a17" * 4)
HIDDEN = """

PIN = 48271.25


@case("A sentence that learners are told", zh="学生会看到的说明")
def test_hidden_corner(submission, reference, rng):
    assert_equal(submission.spell("grapefruit jam"), reference.spell("grapefruit jam"), what="the spelled words")
    assert_equal(submission.spell("eel\\nfig\\tg\\nh"), [1_048_583, 0x1F2E3D], what="x")
"""


@pytest.fixture(scope="module")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Exercise:
    """stable_softmax with one more hidden test."""
    root = tmp_path_factory.mktemp("catalogue")
    for part in ("exercises", "solutions"):
        shutil.copytree(shipped() / part / "stable_softmax", root / part / "stable_softmax")
    with (root / "exercises/stable_softmax/test_hidden.py").open("a") as tests:
        tests.write(HIDDEN)
    return Catalogue(root)["stable_softmax"]


@pytest.fixture(scope="module")
def secrets(exercise: Exercise) -> Secrets:
    """Its secrets."""
    return Secrets.of([exercise], SEED)


def found(content: str, secrets: Secrets, name: str = "page.md") -> list[Leak]:
    """The leaks of a file with two lines before it."""
    return leaks_of(name, f"One\n\n{content}\n".encode(), secrets)


REFERENCE = "e = np.exp(x - np.max(x, axis=axis, keepdims=True))"
PLANTED = [
    ("the seed is 5eed" + "5eed" * 7, "the secret seed"),
    ("5EED" * 8, "the secret seed"),
    (SEED.value.encode().hex(), "the secret seed, in hexadecimal digits"),
    (f"salt: {SEED.salt}", "the salt of the secret seed"),
    (SEED.hash, "the hash of the secret seed"),
    ("see test_hidden_corner", "test_hidden_corner"),
    ("--case hidden_corner", "hidden_corner"),
    ("--case minus_infinity_beside_low", "minus_infinity_beside_low"),
    ("spell('grapefruit jam')", "grapefruit jam"),
    (r"spell('eel\nfig\tg\nh')", "a string of the hidden tests"),
    ("about 48_271.250", "48271.25"),
    ("4.827125E4", "48271.25"),
    ("1048583", "1048583"),
    ("2043453", "2043453"),
    (REFERENCE, "code of the solution of stable_softmax (reference.py)"),
    (REFERENCE.replace("(", " (\n  "), "code of the solution"),
    ("for row in x:\n    row[rng.permutation(6)[: rng.integers(1, 5)]] = -np.inf", "code of the hidden tests"),
]


@pytest.mark.parametrize(("content", "what"), PLANTED)
def test_what_is_planted_is_found_at_its_line(content: str, what: str, secrets: Secrets) -> None:
    """In any text file; the line is that of the file."""
    leaks = [leak for leak in found(content, secrets) if what in leak.what.en]
    assert leaks and leaks[0].line == 3 and leaks[0].file == "page.md"


@pytest.mark.parametrize(("content", "what"), PLANTED)
@pytest.mark.parametrize("place", ["metadata", "output", "source"])
def test_what_is_planted_in_a_notebook_is_found(content: str, what: str, place: str, secrets: Secrets) -> None:
    """In metadata and outputs as in cells; a string is read as it was meant, line by line or whole."""
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": []}
    lines = content.splitlines(keepends=True)
    if place == "source":
        cell["source"] = lines
    elif place == "output":
        cell["outputs"] = [{"output_type": "stream", "text": lines}]
    notebook = json.dumps({"cells": [cell], "metadata": {"note": content} if place == "metadata" else {}}, indent=1)
    leaks = [leak for leak in leaks_of("a.ipynb", notebook.encode(), secrets) if what in leak.what.en]
    first = lines[0].splitlines()[0]
    at = next(number for number, line in enumerate(notebook.splitlines(), 1) if json.dumps(first)[1:-1] in line)
    assert leaks and at <= leaks[0].line <= at + 1


@pytest.mark.parametrize(
    "content",
    [
        "import numpy as np\n\n\ndef stable_softmax(x, axis=-1):\n    raise NotImplementedError",
        "A sentence that learners are told; the spelled words",
        "1e4, 128, 4096, 0.5, 65537, 3.14159, 10000, -1e30",
        "axis=axis, keepdims=True",
        b64encode(bytes(range(256))).decode(),
    ],
)
def test_what_everybody_may_know_is_no_leak(content: str, secrets: Secrets) -> None:
    """Public code, what reports tell of hidden cases, common numbers, a few words of code."""
    assert not found(content, secrets)


def test_a_students_own_work_may_be_like_the_solution(secrets: Secrets) -> None:
    """It may not know the seed or the names of hidden tests."""
    assert found(REFERENCE, secrets) and not found(REFERENCE, secrets.of_students)
    assert found(SEED.value, secrets.of_students) and found("test_hidden_corner", secrets.of_students)


@pytest.mark.slow
def test_no_shipped_exercise_gives_a_false_alarm() -> None:
    """Each passes alone, and all of them do as one assignment, in both languages, as files and as notebooks."""
    every = list(Catalogue(shipped()))
    together = Secrets.of(every, SEED)
    for exercise in every:
        alone = Secrets.of([exercise], SEED)
        assert alone.names and alone.runs[8]
        for lang in LANGUAGES:
            files = {
                "a.py": marked_stub(exercise),
                "a.md": exercise.statement(lang),
                "test_a.py": public_tests.text_of(exercise, lang),
                "a.ipynb": notebook_of(exercise, lang),
            }
            for name, text in files.items():
                assert leaks_of(name, text.encode(), alone) == [], exercise.slug
                assert leaks_of(name, text.encode(), together) == [], exercise.slug
