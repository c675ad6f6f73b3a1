"""The command that adds a package is true for how this program was installed."""

from __future__ import annotations

import importlib.util
import shlex
import sys
from importlib import metadata
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.installed import install_command
from grader.sandbox.local.common import require_package

PIP = [sys.executable, "-m", "pip", "install"]
REAL = importlib.util.find_spec


@pytest.fixture(autouse=True)
def with_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    """An interpreter that has pip, and no torch."""
    pip = ModuleSpec("pip", None)

    def find_spec(name: str) -> ModuleSpec | None:
        return {"pip": pip, "torch": None}[name] if name in ("pip", "torch") else REAL(name)

    monkeypatch.setattr(importlib.util, "find_spec", find_spec)


def test_in_a_checkout_it_installs_the_checkout(tmp_path: Path) -> None:
    """By its path, from whatever folder; a shell that knows brackets, such as zsh, leaves them alone."""
    root = tmp_path / "my code"
    root.mkdir()
    (root / "pyproject.toml").touch()
    command = install_command("torch", root)
    assert shlex.split(command) == [*PIP, "-e", f"{root}[torch]"]
    assert f"'{root}[torch]'" in command
    assert shlex.split(install_command("copydetect", root, extra="similar"))[-1] == f"{root}[similar]"


def test_from_a_wheel_it_installs_the_package_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the version that dlgrade asks for; no index is asked for the name dlgrade."""
    assert shlex.split(install_command("torch", tmp_path)) == [*PIP, "torch>=2.5"]
    assert "'torch>=2.5'" in install_command("torch", tmp_path), "a shell would take > for a file"
    assert "dlgrade" not in install_command("torch", tmp_path).removeprefix(sys.executable)

    def unknown(name: str) -> list[str]:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "requires", unknown)
    assert shlex.split(install_command("torch", tmp_path)) == [*PIP, "torch"]


def test_an_environment_without_pip_is_uvs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """uv makes environments without pip, and installs into one that is named."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert shlex.split(install_command("torch", tmp_path))[:5] == ["uv", "pip", "install", "--python", sys.executable]


def test_what_is_missing_is_told_with_that_command() -> None:
    """Not as a fault, and with the other way: the image has it."""
    with pytest.raises(GraderError) as caught:
        require_package("torch")
    assert "needs torch" in caught.value.message and sys.executable in caught.value.message
    assert "Docker" in caught.value.remedy and install_command("torch") in caught.value.remedy
