"""Make docs/images/jupyterlab-*.png: `%%check` in JupyterLab, in each language; the dark theme is for looking at.

    python tools/notebook_picture.py [FOLDER]

Needs what no test does: `pip install jupyterlab playwright`, and a chromium. A real answer is judged by a real kernel
in a real browser; FOLDER is where the pictures go, docs/images by default, which takes the light ones alone.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "zh")
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
WIDTH, HEIGHT = 1000, 1700
ANSWER = """\
%%check stable_softmax{lang}
def stable_softmax(x, axis=-1):
    z = exp_of(x)
    return z / z.sum(axis=axis, keepdims=True)
"""
HELPER = """\
%load_ext dlgrade
import numpy as np

def exp_of(x):
    return np.exp(x)
"""


def notebook(lang: str) -> str:
    """The notebook of the picture: a helper in one cell, an answer in the next."""
    sources = [HELPER, ANSWER.format(lang=" --lang zh" if lang == "zh" else "")]
    cells = [
        {
            "cell_type": "code",
            "id": f"cell-{at}",
            "metadata": {},
            "source": source.strip(),
            "outputs": [],
            "execution_count": None,
        }
        for at, source in enumerate(sources)
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": cells})


@contextmanager
def lab(folder: Path, theme: str) -> Iterator[str]:
    """JupyterLab over a folder, in this theme; where it is."""
    settings = folder / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "themes.jupyterlab-settings").write_text(json.dumps({"theme": theme}))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        f"--notebook-dir={folder}",
    ]
    command += [
        "--IdentityProvider.token=",
        "--ServerApp.password=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    command += [f"--LabApp.user_settings_dir={folder / 'settings'}", f"--LabApp.workspaces_dir={folder / 'workspaces'}"]
    environment = os.environ | {"XDG_STATE_HOME": str(folder / "state"), "JUPYTER_CONFIG_DIR": str(folder / "config")}
    with (folder / "lab.log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address)
        yield address
    finally:
        process.terminate()
        process.wait()


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/api", timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("JupyterLab did not start.")


def picture(page: Page, address: str, to: Path) -> None:
    """Open the notebook, run its cells, and keep what is seen of them."""
    page.goto(f"{address}/doc/tree/a.ipynb?reset")
    page.wait_for_selector("text=/\\| Idle/", timeout=120_000)
    page.locator(".jp-Notebook .jp-Cell .cm-content").first.click()
    for _ in range(2):
        page.keyboard.press("Shift+Enter")
        page.wait_for_timeout(500)
    page.wait_for_selector(".jp-OutputArea table", timeout=120_000)
    page.wait_for_timeout(1000)
    page.evaluate("document.querySelectorAll('.Toastify').forEach(one => one.remove())")
    first, last = (page.locator(".jp-Notebook .jp-CodeCell").nth(at).bounding_box() for at in (0, 1))
    assert first is not None and last is not None
    clip = {"x": first["x"], "y": first["y"] - 8, "width": first["width"]}
    page.screenshot(path=str(to), clip=clip | {"height": last["y"] + last["height"] - clip["y"] + 8})


def main(folder: Path, themes: tuple[str, ...]) -> None:
    """A picture for each language and theme."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for lang in LANGUAGES:
            for theme in themes:
                with tempfile.TemporaryDirectory(prefix="dlgrade-") as name:
                    (Path(name) / "a.ipynb").write_text(notebook(lang), encoding="utf-8")
                    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
                    ending = "" if theme == "light" else f"-{theme}"
                    with lab(Path(name), THEMES[theme]) as address:
                        picture(page, address, folder / f"jupyterlab-{lang}{ending}.png")
                    page.close()


if __name__ == "__main__":
    if sys.argv[1:]:
        main(Path(sys.argv[1]), ("light", "dark"))
    else:
        main(ROOT / "docs" / "images", ("light",))
