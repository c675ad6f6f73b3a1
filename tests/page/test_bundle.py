"""The editor's bundle is the one that its sources make."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

SOURCES = Path("tools/page_editor")
MADE = Path("grader/page/static")
MANIFEST = json.loads((MADE / "editor.manifest.json").read_text("utf-8"))


@pytest.mark.parametrize(("folder", "part"), [(SOURCES, "sources"), (MADE, "made")])
def test_sources_and_bundle_are_those_of_the_manifest(folder: Path, part: str) -> None:
    """Whoever changes a source builds the bundle again, and nobody edits the bundle."""
    held = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in MANIFEST[part]}
    assert held == MANIFEST[part], f"npm ci && npm run build in {SOURCES}"


def test_licence_of_each_package_in_the_bundle_is_beside_it() -> None:
    """What is redistributed names its authors."""
    licences = (MADE / "editor.LICENSES.txt").read_text("utf-8")
    locked = json.loads((SOURCES / "package-lock.json").read_text("utf-8"))["packages"]
    for name in MANIFEST["packages"]:
        assert f"{name} {locked[f'node_modules/{name}']['version']} (MIT)" in licences
        assert locked[f"node_modules/{name}"]["integrity"].startswith("sha512-")


@pytest.mark.slow
@pytest.mark.skipif(os.environ.get("DLGRADE_REBUILD") != "1", reason="loads packages: only with DLGRADE_REBUILD=1")
def test_bundle_is_made_again_byte_for_byte(tmp_path: Path) -> None:
    """Anyone can make the bundle from its sources and the locked packages."""
    npm, node = shutil.which("npm"), shutil.which("node")
    assert npm is not None and node is not None, "DLGRADE_REBUILD=1 needs node and npm"
    folder = tmp_path / "page_editor"
    folder.mkdir()
    for name in MANIFEST["sources"]:
        shutil.copy(SOURCES / name, folder)
    subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=folder, check=True)
    subprocess.run([node, "build.mjs", str(tmp_path)], cwd=folder, check=True)
    for name in MANIFEST["made"]:
        assert (tmp_path / name).read_bytes() == (MADE / name).read_bytes()
