"""The wheel stands alone: outside of the checkout it lists and checks every shipped exercise."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from grader.catalogue.exercise import Catalogue
from grader.installed import shipped

ROOT = Path(__file__).resolve().parent.parent

pytestmark = [pytest.mark.docker, pytest.mark.slow]


@pytest.fixture(scope="module")
def dlgrade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of an environment with the wheel in it; the libraries are those of this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", folder, ROOT], check=True)
    (wheel,) = folder.glob("dlgrade-*.whl")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    subprocess.run([python, *pip[1:], "install", "--no-deps", wheel], check=True)
    (site,) = (folder / "venv" / "lib").glob("*/site-packages")
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "venv" / "bin" / "dlgrade"


def run(dlgrade: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a folder that is no checkout."""
    return subprocess.run([dlgrade, *arguments], cwd=folder, capture_output=True, text=True, check=False)


def test_the_wheel_lists_what_the_checkout_has(dlgrade: Path, tmp_path: Path) -> None:
    """Exercises, solutions and the Dockerfile are inside, and it is the wheel's own package that runs."""
    listed = [json.loads(line)["slug"] for line in run(dlgrade, tmp_path, "list", "--json").stdout.splitlines()]
    assert tuple(sorted(listed)) == Catalogue(shipped()).slugs
    (package,) = (dlgrade.parent.parent / "lib").glob("*/site-packages/grader/shipped")
    assert (package / "Dockerfile").read_bytes() == (ROOT / "Dockerfile").read_bytes()


def test_the_wheel_has_the_page(dlgrade: Path) -> None:
    """Its templates, and what the browser loads."""
    (package,) = (dlgrade.parent.parent / "lib").glob("*/site-packages/grader/page")
    for part in ("templates", "static"):
        ours = {path.name: path.read_bytes() for path in (ROOT / "grader" / "page" / part).iterdir()}
        assert ours and {path.name: path.read_bytes() for path in (package / part).iterdir()} == ours


def test_the_wheel_examines_the_machine_and_attacks_it(dlgrade: Path, tmp_path: Path) -> None:
    """The table of holes, the attacks and their target are inside."""
    done = run(dlgrade, tmp_path, "doctor", "--attack", "--sandbox", "docker", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)["findings"]
    assert len([one for one in found if one["section"] == "attack" and one["facts"]["held"]]) >= 12
    assert any(one["facts"].get("as_of") for one in found)


def test_the_wheel_brings_the_plugin_of_pytest(dlgrade: Path, tmp_path: Path) -> None:
    """Where it is installed, pytest on the public tests judges: the stub fails them."""
    assert run(dlgrade, tmp_path, "start", "stable_softmax").returncode == 0
    command = [dlgrade.with_name("python"), "-m", "pytest", tmp_path]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "This is still the stub" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("slug", Catalogue(shipped()).slugs)
def test_the_wheel_starts_and_judges_each_exercise(dlgrade: Path, tmp_path: Path, slug: str) -> None:
    """From `start` to a verdict: the stub is rejected and the solution accepted."""
    assert run(dlgrade, tmp_path, "start", slug).returncode == 0
    path = tmp_path / f"{slug}.py"
    rejected = run(dlgrade, tmp_path, "check", path.name, "--no-time", "--json", "--sandbox", "docker")
    assert rejected.returncode == 1, rejected.stderr
    path.write_text(run(dlgrade, tmp_path, "solution", slug, "--spoil").stdout)
    accepted = run(dlgrade, tmp_path, "check", path.name, "--no-time", "--json", "--sandbox", "docker")
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    assert json.loads(accepted.stdout)["verdict"] == "AC"
