"""The judge is sealed: nothing in the learner's folder and nothing in the environment reaches it.

Each trap would turn a failure into a pass, or into a fault of ours, if it were read; it also leaves a mark.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader import cli

from .conftest import CATALOGUE

pytestmark = pytest.mark.slow

FILES = [
    "conftest.py",
    "sitecustomize.py",
    "usercustomize.py",
    "numpy.py",
    "torch.py",
    "pytest.py",
    "msgpack.py",
    "json.py",
    "grader/__init__.py",
    "submission/__init__.py",
    "__init__.py",
]
SETTINGS = {
    "pytest.ini": "[pytest]\naddopts = --collect-only\npython_files = none_*.py\n",
    "tox.ini": "[pytest]\naddopts = -k nothing\n",
    "setup.cfg": "[tool:pytest]\naddopts = --version\n",
    "pyproject.toml": '[tool.pytest.ini_options]\naddopts = ["-p", "trap"]\n',
    "pyvenv.cfg": "home = /nowhere\n",
    "trap.pth": "import trap\n",
}
ENVIRONMENT = {
    "PYTEST_ADDOPTS": "--collect-only",
    "PYTEST_PLUGINS": "trap",
    "PYTHONPATH": "{folder}",
    "PYTHONSTARTUP": "{folder}/trap.py",
    "PYTHONHOME": "{folder}",
    "PYTHONPLATLIBDIR": "{folder}",
    "PYTHONUSERBASE": "{folder}",
    "PYTHONOPTIMIZE": "2",  # would take the plain assertions out of the tests
    "PYTHONWARNINGS": "error",
    "PYTHONIOENCODING": "ascii",
    "PYTHONINSPECT": "1",
    "PYTHONSAFEPATH": "",
    "PYTHONCASEOK": "1",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner's folder, the current one, with a submission that is wrong where a plain `assert` says so."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("DLGRADE_CATALOGUE", str(CATALOGUE))
    found = tmp_path / "mine"
    found.mkdir()
    right = (CATALOGUE / "solutions/toolbox/reference.py").read_text()
    (found / "toolbox.py").write_text(right.replace("return x * factor", "return x * factor + 1"))
    set_trap(found / "trap.py")
    monkeypatch.chdir(found)
    return found


def set_trap(path: Path) -> None:
    """A module that leaves a mark where the learner's folder is, and ends its process as if all were well."""
    path.parent.mkdir(exist_ok=True)
    mark = path.parent / "sprung"
    path.write_text(f"open({str(mark)!r}, 'w').close()\nimport os\nos._exit(0)\n")


def failures(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Judge the submission: it fails as it should, and no trap has been sprung."""
    code = cli.run(["check", "toolbox", str(folder / "toolbox.py"), "--sandbox", "process", "--no-time"])
    said = capsys.readouterr()
    assert code == 1, said
    assert "wrong answer" in said.out, said
    assert "the first one" not in said.out, "a hidden case's sentence"
    assert not list(folder.rglob("sprung"))


@pytest.mark.parametrize("name", FILES)
def test_a_module_in_the_folder_is_not_imported(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither the judge nor the worker imports a file of the learner's, whatever it is called."""
    set_trap(folder / name)
    failures(folder, capsys)


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_in_the_folder_are_not_read(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither pytest nor the interpreter is set up by a file of the learner's."""
    (folder / name).write_text(SETTINGS[name])
    failures(folder, capsys)


@pytest.mark.parametrize("name", ENVIRONMENT)
def test_the_environment_is_not_read(
    folder: Path, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Variables of pytest and of the interpreter do not reach the judge."""
    set_trap(folder / "sitecustomize.py")
    monkeypatch.setenv(name, ENVIRONMENT[name].format(folder=folder))
    failures(folder, capsys)


PLUGINS = """
import sys

from dlgrade.testing import case, require


@case("No plugin is loaded", zh="没有加载插件")
def test_plugins(submission):
    found = [name for name in ("grader.pytest_plugin", "xdist", "_hypothesis_pytestplugin") if name in sys.modules]
    require(not found, f"loaded: {found}", f"已加载：{found}")
"""


def test_no_plugin_is_loaded_into_the_judge(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The judge's pytest loads no installed plugin: not those of this environment, and not our own for learners."""
    shutil.copytree(CATALOGUE, tmp_path, dirs_exist_ok=True)
    (tmp_path / "exercises/toolbox/test_public.py").write_text(PLUGINS)
    reference = tmp_path / "solutions/toolbox/reference.py"
    code = cli.run(["check", "toolbox", str(reference), "--catalogue", str(tmp_path), "--sandbox", "process"])
    assert code == 0, capsys.readouterr()


@pytest.mark.parametrize("name", ["click.py", "numpy.py", "docker.py", "rich/__init__.py"])
def test_the_command_imports_nothing_of_the_folder(folder: Path, name: str) -> None:
    """`python -m grader` in a learner's folder imports our libraries, not files of their names."""
    set_trap(folder / name)
    said = subprocess.run([sys.executable, "-m", "grader", "list"], capture_output=True, text=True, timeout=60)
    assert "toolbox" in said.stdout, said.stderr
    assert not list(folder.rglob("sprung"))
