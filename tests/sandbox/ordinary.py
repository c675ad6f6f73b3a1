"""Runs code as an ordinary user, whoever runs the tests: most learners are not root, and CI is."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy
import pytest

import grader

_NOBODY = 65534
_ROOT = Path(grader.__file__).resolve().parents[1]
_PYTHONS = (os.path.realpath(sys.executable), "/usr/bin/python3", "/usr/local/bin/python3")


def as_ordinary_user(code: str, *arguments: str, wait_s: float = 60) -> str:
    """What a grader's code prints, output and errors, when nobody (or we, if we are not root) runs it.

    The test is skipped where no interpreter of our version can be reached by an ordinary user.
    """
    python = _python()
    if not python:
        pytest.skip("only root can reach an interpreter of this version with numpy")
    done = _run(python, ["-c", code, *arguments], wait_s)
    return done.stdout + done.stderr


@cache
def _python() -> str:
    want = f"{sys.version_info[:2]}\n"
    for python in _PYTHONS:
        try:
            found = _run(python, ["-c", "import sys, numpy; print(sys.version_info[:2])"], 60)
        except PermissionError:
            continue
        if found.stdout == want:
            return python
    return ""


def _run(python: str, arguments: list[str], wait_s: float) -> subprocess.CompletedProcess[str]:
    user = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    packages = Path(numpy.__file__).parents[1]
    environment = {"PATH": os.defpath, "PYTHONPATH": f"{_ROOT}:{packages}", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [python, *arguments],
        env=environment,
        cwd="/",
        capture_output=True,
        text=True,
        timeout=wait_s,
        check=False,
        **user,
    )
