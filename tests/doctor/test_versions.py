"""What `dlgrade --version` says, and that each number stands in one place."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from grader import __version__, cli
from grader.catalogue.exercise import Catalogue
from grader.doctor.versions import digest, versions
from grader.installed import shipped
from grader.sandbox.docker.image import TARGETS, recipe

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "catalogue"


def test_the_program_s_number_stands_in_one_place() -> None:
    """The build reads it from grader/__init__.py; neither pyproject.toml nor another module repeats it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in project["project"] and project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "grader/__init__.py"
    said = [path for path in (ROOT / "grader").rglob("*.py") if __version__ in path.read_text(encoding="utf-8")]
    assert said == [ROOT / "grader" / "__init__.py"]


def test_version_names_program_catalogue_and_images(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line each; the images by the names that a check would look for."""
    monkeypatch.setenv("DLGRADE_LANG", "en")
    monkeypatch.delenv("DLGRADE_CATALOGUE", raising=False)
    assert cli.run(["--version"]) == 0
    said = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    known = Catalogue(shipped())
    assert said == {
        "dlgrade": __version__,
        "catalogue": f"{len(known.slugs)} exercises, digest {digest(known)[:16]}",
        "images": ", ".join(recipe().tag(target) for target in TARGETS),
    }


def test_version_needs_no_engine_and_imports_nothing_heavy() -> None:
    """It answers at once: no SDK, no numpy, no rich."""
    code = (
        "import sys; from grader.cli import run; run(['--version']); "
        "sys.exit(' '.join(sorted({'docker', 'numpy', 'rich', 'pytest'} & set(sys.modules))) or None)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={"DOCKER_HOST": "unix:///none"}, cwd=ROOT
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_digest_follows_every_file(tmp_path: Path) -> None:
    """It changes with a file's content and with its name, and with nothing that Python leaves."""
    shutil.copytree(FIXTURES, tmp_path / "catalogue")
    known = Catalogue(tmp_path / "catalogue")
    before = digest(known)
    assert re.fullmatch(r"[0-9a-f]{64}", before) and before == digest(Catalogue(FIXTURES))
    folder = tmp_path / "catalogue" / "solutions" / "toolbox"
    (folder / "__pycache__").mkdir(exist_ok=True)
    (folder / "__pycache__" / "reference.pyc").write_bytes(b"compiled")
    assert digest(known) == before
    (folder / "reference.py").rename(folder / "renamed.py")
    renamed = digest(known)
    (folder / "renamed.py").write_text("pass\n")
    assert len({before, renamed, digest(known)}) == 3


def test_another_catalogue_is_named_and_a_broken_one_told(tmp_path: Path) -> None:
    """The environment's catalogue is meant, and one that is none ends nothing."""
    assert versions({"DLGRADE_CATALOGUE": str(FIXTURES)}).catalogue.en.endswith(f"({FIXTURES})")
    assert "道题" in versions({"DLGRADE_CATALOGUE": str(FIXTURES)}).catalogue.zh
    assert versions({"DLGRADE_CATALOGUE": str(tmp_path)}).catalogue.en.startswith("There is no catalogue at")
