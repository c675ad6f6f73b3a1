"""Answers of unknown kind: which of them the tests accept, and with how many seeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.authoring.adversary import Answer, answers_in, judge_answers
from grader.authoring.judges import Judges
from grader.catalogue.exercise import Catalogue
from grader.cli import run
from grader.errors import UsageError
from grader.judge.protocol import Options, Trust

pytestmark = pytest.mark.slow

CATALOGUE = Path(__file__).parents[1] / "catalogue"
TOOLBOX = Catalogue(CATALOGUE)["toolbox"]
SOURCE = TOOLBOX.reference.read_text()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A right answer, a wrong one, one that is right by luck, and one that cannot be read."""
    (tmp_path / "a_right.py").write_text(SOURCE)
    (tmp_path / "b_wrong.py").write_text(SOURCE.replace("x * factor", "x + factor"))
    (tmp_path / "c_unread.py").write_text("def (")
    (tmp_path / "notes.txt").write_text("no answer")
    return tmp_path


def test_each_answer_is_accepted_or_refused(folder: Path) -> None:
    """In the order of the names, with the cases that refuse it."""
    with Judges(TOOLBOX, Options(sandbox="process", trust=Trust.OURS), progress=lambda text: None) as judges:
        right, wrong, unread = judge_answers(TOOLBOX, judges, answers_in(folder), 3, lambda text: None)
    assert (right.passed, right.seeds, right.failing) == (3, 3, {})
    assert (wrong.passed, wrong.seeds, wrong.verdict) == (0, 1, "WA") and "scale" in wrong.failing["verify-0"]
    assert (unread.passed, unread.verdict) == (0, "CE")
    assert right.line().startswith("accepted ") and wrong.line().startswith("refused ")


def test_luck_is_told_with_the_seed_that_fails_it() -> None:
    """Accepted with some seeds only: then a case's draw decides."""
    line = Answer(Path("x.py"), "AC", 3, 2, {"verify-1": ("scale",)}).line()
    assert line == "luck      x.py: accepted with 2 of 3 seeds; verify-1 fails it: scale"


def test_the_command_says_which_share_was_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And its exit code whether a person has something to read."""
    arguments = ["verify", "toolbox", "--catalogue", str(CATALOGUE), "--sandbox", "process", "--seeds", "2"]
    assert run([*arguments, "--adversary", str(folder)]) == 1
    assert capsys.readouterr().out.endswith("2 of 3 refused (67%)\n")
    (folder / "a_right.py").unlink()
    assert run([*arguments, "--adversary", str(folder)]) == 0
    assert "2 of 2 refused (100%)" in capsys.readouterr().out


def test_a_folder_without_answers_is_an_error(tmp_path: Path) -> None:
    """Nothing was tried then."""
    with pytest.raises(UsageError, match="holds no Python files"):
        answers_in(tmp_path)
