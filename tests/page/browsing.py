"""A real server, and a real browser to open it with."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("DLGRADE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


class Served:
    """`dlgrade serve` on a folder, with a history of its own."""

    def __init__(self, folder: Path, port: int = 0, sandbox: str = "process") -> None:
        homes = {name: str(folder / "home") for name in ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")}
        command = [sys.executable, "-m", "grader", "serve", str(folder), "--port", str(port), "--sandbox", sandbox]
        self.folder = folder
        self._process = subprocess.Popen(
            [*command, "--no-time"],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **homes, "DLGRADE_LANG": "en"},
        )
        assert self._process.stdout is not None
        found = None
        while found is None:
            line = self._process.stdout.readline()
            assert line, "the server ended"
            found = re.search(r"(http://127\.0\.0\.1:(\d+))/\S+", line)
        self.address, self.base, self.port = found[0], found[1], int(found[2])

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it."""
        self._process.send_signal(how)
        self._process.wait(20)
        assert self._process.stdout is not None
        self._process.stdout.close()


def need_browser() -> Any:
    """Playwright's API, or a skip that says what is missing."""
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        if os.environ.get("DLGRADE_REQUIRE_BROWSER") == "1":
            pytest.fail("DLGRADE_REQUIRE_BROWSER=1, but there is no chromium", pytrace=False)
        pytest.skip("there is no chromium")
    return playwright


def launched(playwright: Any) -> Any:
    """Debian's chromium, without a window."""
    return playwright.chromium.launch(
        executable_path=CHROMIUM, args=["--no-sandbox"] if os.geteuid() == 0 else [], timeout=60_000
    )
