"""docs/instructor.md: each command on grading a class is run as it is written."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from grader import cli
from grader.catalogue.exercise import Catalogue
from grader.installed import shipped
from tests.klass.a_class import assignment

PAGE = Path(__file__).resolve().parents[2] / "docs" / "instructor.md"
SECTION = re.search(r"^## Grading a class\n(.*?)^## ", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
COMMANDS = [
    shlex.split(line, comments=True)
    for block in re.findall(r"^```sh\n(.*?)^```", SECTION[1] if SECTION else "", re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]


@pytest.mark.slow
@pytest.mark.bubblewrap
def test_the_commands_on_grading_a_class_do_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From hand-ins to marks, published and held, regraded, voided, given by hand and replayed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("DLGRADE_LANG", "en")
    monkeypatch.setenv("DLGRADE_SANDBOX", "bubblewrap")
    assignment(tmp_path, '[sandbox]\nrequire = "bubblewrap"\n', slugs=("stable_softmax",))
    softmax = Catalogue(shipped())["stable_softmax"]
    for student, path in (("ada", softmax.reference), ("bob", softmax.mistakes[0].path)):
        (tmp_path / "submissions" / student).mkdir(parents=True)
        shutil.copy(path, tmp_path / "submissions" / student / "stable_softmax.py")
    (tmp_path / "roster.csv").write_text("id,name\nada,Ada\nbob,Bob\n")
    assert {words[1] for words in COMMANDS} == {"grade", "publish", "hold", "regrade", "void", "mark", "replay"}
    for words in COMMANDS:
        code = cli.run(words[1:])
        said = capsys.readouterr()
        assert code == 0, f"{shlex.join(words)}: {said.err}"
    assert "The result is the same: AC" in said.out
    assert {path.name for path in (tmp_path / "results" / "hw1").iterdir()} >= {
        *("gradebook.csv", "marks.jsonl", "class.html", "journal.sqlite")
    }
