"""docs/instructor.md: each command on the page is run as it is written, in the page's order."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader import cli
from grader.catalogue.exercise import Catalogue
from grader.installed import shipped

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "instructor.md").read_text(encoding="utf-8")
LINES = [
    line.partition(" #")[0].rstrip()
    for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
    if line
]
# What is not run here, by how it begins, and why.
_CLUSTER = "it needs several machines with certificates; tests/klass/test_executors.py has a cluster on this one"
NOT_RUN = {
    "dlgrade doctor --attack": "tests/doctor/test_doctor.py tries its parts; all of it takes a minute",
    "pip install copydetect": "it needs a network; the library is among those that tests need",
    "pip install 'dlgrade[dask]'": "it needs a network; the library is among those that tests need",
    "dask scheduler --protocol tls": _CLUSTER,
    "dask worker tls://HOST:8786": _CLUSTER,
    "export DASK_DISTRIBUTED__COMM__TLS": _CLUSTER,
    "dlgrade grade hw1 submissions --executor dask:tls://HOST:8786": _CLUSTER,
}
# The exit codes that are not 0: the made-up class has what cannot be used, and a wrong answer is in the folder.
CODES = {
    "dlgrade assignment check hw1 submissions --roster roster.csv": 1,
    "dlgrade grade hw1 submissions --roster roster.csv": 1,
}


def in_docker(line: str) -> bool:
    """Whether a line asks for docker in so many words."""
    return "--require-sandbox docker" in line or line.startswith("dlgrade image")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, as the page begins in, and a state folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("DLGRADE_LANG", "en")
    return tmp_path


def test_what_is_not_run_stands_on_the_page() -> None:
    """The list of exceptions does not outlive its commands."""
    assert [begins for begins in NOT_RUN if not any(line.startswith(begins) for line in LINES)] == []
    assert set(CODES) <= set(LINES)


@pytest.mark.slow
@pytest.mark.bubblewrap
def test_every_command_on_the_page_does_what_it_says(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From nothing to marks of a made-up class, published and held, regraded, voided, given by hand and replayed."""
    monkeypatch.setenv("DLGRADE_SANDBOX", "bubblewrap")
    toml = here / "assignments" / "hw1.toml"
    for line in LINES:
        if line.startswith(tuple(NOT_RUN)) or in_docker(line):
            continue
        words = shlex.split(line)
        assert words[0] == "dlgrade", line
        code = cli.run(words[1:])
        said = capsys.readouterr()
        assert code == CODES.get(line, 0), f"{line}: {said.out}{said.err}"
        if words[1:3] == ["assignment", "new"]:  # as the page says for where there is no docker
            text = toml.read_text(encoding="utf-8")
            toml.write_text(text.replace('require = "docker"', 'require = "bubblewrap"'), encoding="utf-8")
    results = here / "results" / "hw1"
    assert {path.name for path in results.iterdir()} >= {"gradebook.csv", "marks.jsonl", "class.html", "journal.sqlite"}
    assert len((results / "gradebook.csv").read_text(encoding="utf-8-sig").splitlines()) == 31


@pytest.mark.slow
@pytest.mark.docker
def test_every_command_that_asks_for_docker_does_what_it_says(here: Path) -> None:
    """The folder that the page shows is judged in docker, and its records are written."""
    softmax = Catalogue(shipped())["stable_softmax"]
    for student, path in (("ada", softmax.reference), ("bob", softmax.mistakes[0].path)):
        (here / "handed_in" / student).mkdir(parents=True)
        shutil.copy(path, here / "handed_in" / student / "stable_softmax.py")
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for line in filter(in_docker, LINES):
        done = subprocess.run(["sh", "-c", line], env={**os.environ, "PATH": places}, capture_output=True, text=True)
        assert done.returncode == int("handed_in" in line), f"{line}: {done.stdout}{done.stderr}"
    assert len((here / "reports.jsonl").read_text().splitlines()) == 2
