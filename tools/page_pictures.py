"""Pictures of the page for docs/page.md: a wrong answer in both languages and both inks, on a screen and on a phone.

python tools/page_pictures.py [FOLDER]    (default: docs/images)
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.page.browsing import Served, launched  # noqa: E402

ANSWER = """import numpy as np


def stable_softmax(x, axis=-1):
    # exp of a large logit overflows
    z = np.exp(x)
    return z / z.sum(axis=axis, keepdims=True)
"""
SIZES = {"screen": (1280, 860), "phone": (390, 844)}
WAIT_MS = 60_000


def pictures(page: Any, served: Served, folder: Path) -> Iterator[Path]:
    """Take each picture of the exercise with its report, and of the list."""
    exercise = f"{served.base}/exercise/stable_softmax"
    page.goto(exercise)
    page.wait_for_selector("#work[data-ready]")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(ANSWER)
    page.keyboard.press("Control+Shift+Enter")
    page.wait_for_selector("#report .verdict", timeout=WAIT_MS)
    for lang, ink, (name, (width, height)) in product(("en", "zh"), ("light", "dark"), SIZES.items()):
        page.emulate_media(color_scheme=ink)
        page.set_viewport_size({"width": width, "height": height})
        for what, address in (("list", served.base + "/"), ("exercise", exercise)):
            page.goto(f"{address}?lang={lang}")
            if what == "exercise":
                page.wait_for_selector("#report .verdict", timeout=WAIT_MS)
                if name == "phone":
                    page.locator(".tabs").scroll_into_view_if_needed()
                    page.evaluate("() => document.querySelector('.tabs').scrollIntoView()")
            path = folder / f"page-{what}-{name}-{ink}-{lang}.png"
            page.screenshot(path=path)
            yield path


def main(folder: Path) -> None:
    """Take them all."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as answers, sync_playwright() as playwright:
        served = Served(Path(answers), sandbox="bubblewrap")
        browser = launched(playwright)
        try:
            page = browser.new_page()
            page.goto(served.address)
            for path in pictures(page, served, folder):
                print(path)
        finally:
            browser.close()
            served.end()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs/images")
