"""How this program was installed: where its data are, and how what it lacks is added to it."""

from __future__ import annotations

import importlib.util
import re
import sys
from importlib import metadata
from pathlib import Path

from grader.shell import shell_line

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent


def shipped() -> Path:
    """The folder with the shipped exercises/ and solutions/ and the Dockerfile: in the wheel, or a checkout's root."""
    inside = _PACKAGE / "shipped"
    return inside if (inside / "exercises").is_dir() else _CHECKOUT


def install_command(package: str, checkout: Path = _CHECKOUT, *, extra: str = "", also: tuple[str, ...] = ()) -> str:
    """The command that adds one of the optional packages, and others, to this interpreter, quoted for any shell.

    In a checkout it installs that, with the extra (if none is named, of the package's name); elsewhere the package
    alone, in the version that the extra asks for: no index need know this program.
    """
    here = (checkout / "pyproject.toml").is_file()
    wanted = ["-e", f"{checkout}[{extra or package}]"] if here else [_requirement(one) for one in (package, *also)]
    return shell_line([*_install(), *wanted])


def _install() -> list[str]:
    """By pip of this interpreter; an environment of uv's has none, and uv installs into it."""
    if importlib.util.find_spec("pip") is None:
        return ["uv", "pip", "install", "--python", sys.executable]
    return [sys.executable, "-m", "pip", "install"]


def _requirement(package: str) -> str:
    try:
        requirements = metadata.requires("dlgrade") or []
    except metadata.PackageNotFoundError:
        requirements = []
    named = (one.partition(";")[0].strip() for one in requirements)
    return next((one for one in named if re.split(r"\W", one)[0] == package), package)
