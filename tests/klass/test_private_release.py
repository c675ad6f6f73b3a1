"""A release of an exercise that students must not have whole: its public cases are judged without its reference."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader import cli
from grader.catalogue.exercise import Catalogue, Exercise
from grader.errors import UsageError
from grader.installed import shipped
from grader.judge.far import transcript
from grader.judge.far.replay import Answered, Tape, as_it_is, asked_bytes
from grader.judge.protocol import Options
from grader.klass.recording import recorded
from tests.klass.a_class import assignment

TOML = """format = 1
title = { en = "Sums", zh = "求和" }
topics = ["numerics"]
difficulty = "easy"
framework = "numpy"
source = "ours"

[[entry]]
name = "total"
signature = "(x)"

[promises]
inputs_untouched = true
"""
PUBLIC = """import numpy as np

from dlgrade.testing import assert_close, assert_raises, case


@case("Sums are right", zh="求和正确", sizes=[1, 4])
def test_sums(submission, reference, rng, size):
    x = rng.normal(size=size)
    assert_close(submission.total(x), reference.total(x))


@case("A matrix is refused", zh="拒绝矩阵")
def test_matrix(submission, reference):
    for module in (reference, submission):
        assert_raises("ValueError", module.total, np.ones((2, 2)))


@case("The total of a total is itself", zh="总和的总和是它自己")
def test_again(submission, reference):
    once = submission.total(np.ones(3))
    assert_close(submission.total(np.array([once])), reference.total(np.array([once])))
"""
HIDDEN = """from dlgrade.testing import assert_equal, case


@case("Nothing sums to zero", zh="空数组的和为零")
def test_secretly_empty(submission):
    assert_equal(submission.total(__import__("numpy").zeros(0)), 0.0)
"""
STUB = "def total(x):\n    raise NotImplementedError\n"
REFERENCE = """import numpy as np


def total(x):
    if np.ndim(x) > 1:
        raise ValueError("one axis only, please")
    return float(np.add.reduce(np.asarray(x)))
"""
WRONG = "import numpy as np\n\n\ndef total(x):\n    return float(np.sum(x)) + 1\n"
ODD = "def total(x):\n    return [object]\n"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exercise:
    """An exercise of a private catalogue; an assignment of it, whose folder is the current one."""
    folder, solutions = tmp_path / "own/exercises/sums", tmp_path / "own/solutions/sums"
    folder.mkdir(parents=True)
    solutions.mkdir(parents=True)
    files = {"exercise.toml": TOML, "README.md": "# Sums\n", "README.zh.md": "# 求和\n", "stub.py": STUB}
    for name, text in {**files, "test_public.py": PUBLIC, "test_hidden.py": HIDDEN}.items():
        (folder / name).write_text(text)
    (solutions / "reference.py").write_text(REFERENCE)
    assignment(tmp_path, slugs=("sums", "stable_softmax"), top='catalogue = "../own"')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DLGRADE_LANG", "en")
    monkeypatch.setenv("DLGRADE_SANDBOX", "process")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return Catalogue(tmp_path / "own")["sums"]


def judged(source: str, capsys: pytest.CaptureFixture[str]) -> tuple[str, dict[str, str]]:
    """The verdict on sums.py in the student's folder; each case's verdict, or why it was left out."""
    Path("sums.py").write_text(source)
    capsys.readouterr()
    cli.run(["check", "sums.py", "--catalogue", "catalogue", "--json"])
    report = json.loads(capsys.readouterr().out)
    return report["verdict"], {case["id"]: case["verdict"] or case["skipped"] for case in report["cases"]}


@pytest.mark.slow
def test_public_cases_are_judged_without_the_reference(
    own: Exercise, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Right, wrong and odd answers get their verdicts; what only the reference could tell is left out, and said."""
    assert cli.run(["release", "hw1", "-o", "student"]) == 0, capsys.readouterr().err
    monkeypatch.chdir("student")
    released = {path for path in Path().rglob("*") if path.is_file()}
    assert not any(path.name in ("test_hidden.py", "reference.py") for path in released)
    for path in released:
        content = path.read_bytes()
        assert b"secretly_empty" not in content and b"np.add.reduce" not in content, path
    assert "dlgrade check sums.py --catalogue catalogue" in Path("README.md").read_text()
    assert Path("test_sums_public.py").read_text().startswith("# dlgrade: public tests of sums in catalogue\n")

    left_out = {"hidden": "not released"}
    assert judged(REFERENCE, capsys) == ("AC", {"sums": "AC", "matrix": "AC", "again": "AC", **left_out})
    assert judged(WRONG, capsys) == ("WA", {"sums": "WA", "matrix": "WA", "again": "not released", **left_out})
    verdict, cases = judged(ODD, capsys)
    assert verdict == "WA" and cases["sums"] == "WA" and cases["hidden"] == "not released"

    one = assignment(Path("again"), slugs=("sums",), top='catalogue = "../../catalogue"')
    with pytest.raises(UsageError, match='is the public part of "sums"'):
        one.exercise("sums", Catalogue(shipped()))

    Path("sums.py").write_text(REFERENCE)
    assert cli.run(["check", "sums.py", "--catalogue", "catalogue"]) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert "not a mark" in page and "hidden cases, promises and time" in page and "all cases" not in page
    assert cli.run(["solution", "sums", "--spoil", "--catalogue", "catalogue"]) == 2
    assert "was not released" in capsys.readouterr().err


@pytest.mark.slow
def test_a_reference_that_fails_its_public_cases_is_told(own: Exercise) -> None:
    """A transcript of it would be wrong for everybody."""
    own.reference.write_text(WRONG)
    with pytest.raises(UsageError, match="does not pass its own public cases: matrix") as refused:
        recorded(own, Options("process"))
    assert "dlgrade verify sums" in refused.value.advice.en


def test_a_transcript_has_no_source_and_is_read_back(tmp_path: Path) -> None:
    """What was asked is known by its digest alone; an exception keeps its type and its words, and no lines."""
    loading = asked_bytes({"op": "load", "source": b"def secret(): ...", "seed": 7}, as_it_is)
    raised = {"type": "ValueError", "builtin": "ValueError", "message": "no", "frames": [[3, "secret"]]}
    tape = Tape([Answered(loading, None, None, 0.5), Answered(b"asked", [1, "two"], None, 0.1)])
    tape.add(Answered(b"more", None, raised, 0.2))
    path = tmp_path / "transcript.bin"
    transcript.write(path, {loading: tape})
    assert b"secret" not in path.read_bytes() and b"asked" not in path.read_bytes()
    (answers,) = transcript.read(path).values()
    assert [(one.value, one.wall_s) for one in answers] == [(None, 0.5), ([1, "two"], 0.1), (None, 0.2)]
    assert answers[2].raised == {**raised, "frames": []}


@pytest.mark.parametrize("content", [b"", b"\0" * 40, b"not a frame at all, but long enough to be read as one"])
def test_a_broken_transcript_is_told(tmp_path: Path, content: bytes) -> None:
    """Whatever its bytes are; it names the file, and what to do."""
    path = tmp_path / "transcript.bin"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"transcript\.bin.* is no transcript") as refused:
        transcript.read(path)
    assert "release" in refused.value.advice.en


def test_an_exercise_with_its_reference_has_no_transcript(own: Exercise) -> None:
    """A file that was left there changes nothing: hidden tests are run."""
    (own.solutions / "transcript.bin").touch()
    again = Catalogue(own.folder.parent.parent)["sums"]
    assert again.transcript is None and again.promises and Catalogue(shipped())["stable_softmax"].transcript is None
