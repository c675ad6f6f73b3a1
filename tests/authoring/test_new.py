"""docs/authoring.md, followed to the letter, ends with a proven exercise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.authoring.new import new
from grader.authoring.verify import verify
from grader.catalogue.exercise import Catalogue
from grader.judge.protocol import Options, Trust

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "authoring.md").read_text(encoding="utf-8")
FILE = re.compile(r'^(`{3,})\w+ title="([^"]+)"\n(.*?)^\1$', re.MULTILINE | re.DOTALL)
DELETED = ("right/loop.py", "wrong/squared.py")

pytestmark = [pytest.mark.docker, pytest.mark.slow]


def test_the_exercise_of_the_page_is_proved_by_it(tmp_path: Path) -> None:
    """The template, without the files that the page deletes and with those that it shows; and its figures are true."""
    made = [str(path.relative_to(tmp_path)) for path in new("label_smoothing", tmp_path, "numpy")]
    for name in DELETED:
        assert name in PAGE
        (tmp_path / "solutions" / "label_smoothing" / name).unlink()
    shown = {name: text for _, name, text in FILE.findall(PAGE)}
    assert {name for name in made if not name.endswith(DELETED)} <= set(shown)
    for name, text in shown.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    exercise = Catalogue(tmp_path)["label_smoothing"]
    options = Options(sandbox="docker", trust=Trust.OURS)
    proof = verify(exercise, seeds=2, options=options, progress=lambda text: None, mutants=True)
    assert proof.problems == []
    summary = proof.summary().split(" (")[0].replace("over 2 seeds", "over 20 seeds")
    assert summary in PAGE
    for case, _fails, _alone in proof.matrix:
        assert re.search(rf"^ +\d+ +\d+ +(\de-\d+)?  {case}$", PAGE, re.MULTILINE), case
    share, _answer = max(proof.tolerance_used.values())
    assert 0.0 < share < 1e-3, proof.tolerance_used
