"""This program as a wheel, made of what is installed: no index need know it, and both sides are of one version."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import grader

_PACKAGES = ("dlgrade", "grader")
_LEFT_OUT = ("__pycache__", "shipped")  # of the catalogue a zip holds the assignment's exercises, and no others
_TIME = (1980, 1, 1, 0, 0, 0)
_WHEEL = "Wheel-Version: 1.0\nGenerator: dlgrade\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def wheel() -> tuple[str, bytes]:
    """The file name of the wheel and its bytes; the catalogue is not in it."""
    name = f"dlgrade-{grader.__version__}"
    files = {**dict(_modules()), **dict(_described(f"{name}.dist-info"))}
    record = f"{name}.dist-info/RECORD"
    lines = [f"{path},sha256={_digest(content)},{len(content)}" for path, content in files.items()]
    files[record] = "\n".join([*lines, f"{record},,"]).encode() + b"\n"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, _TIME), content, zipfile.ZIP_DEFLATED)
    return f"{name}-py3-none-any.whl", made.getvalue()


def _modules() -> Iterator[tuple[str, bytes]]:
    """The files of both packages, by their paths in the wheel."""
    root = Path(grader.__file__).resolve().parent.parent
    for package in _PACKAGES:
        for path in sorted((root / package).rglob("*")):
            if path.is_file() and not any(part in _LEFT_OUT for part in path.relative_to(root).parts):
                yield path.relative_to(root).as_posix(), path.read_bytes()


def _described(folder: str) -> Iterator[tuple[str, bytes]]:
    """The metadata of the wheel: its own dependencies and commands, in this version."""
    installed = metadata.distribution("dlgrade")
    needs = [one for one in installed.requires or () if "extra ==" not in one]
    head = ["Metadata-Version: 2.1", "Name: dlgrade", f"Version: {grader.__version__}", "Requires-Python: >=3.11"]
    yield f"{folder}/METADATA", "\n".join([*head, *(f"Requires-Dist: {one}" for one in needs)]).encode() + b"\n"
    yield f"{folder}/WHEEL", _WHEEL.encode()
    yield f"{folder}/entry_points.txt", (installed.read_text("entry_points.txt") or "").encode()


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
