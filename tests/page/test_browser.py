"""The page as a learner uses it, in a real browser, and as an attacker's page sees it."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.page.browsing import Served, launched, need_browser

pytestmark = [pytest.mark.slow, pytest.mark.alone]

AXE = Path(__file__).with_name("axe.min.js")
WAIT_MS = 20_000
RIGHT = """import numpy as np

def stable_softmax(x, axis=-1):
    z = np.exp(x - x.max(axis=axis, keepdims=True))
    return z / z.sum(axis=axis, keepdims=True)
"""
WRONG = RIGHT.replace("x - x.max(axis=axis, keepdims=True)", "x")
EVIL = "<img src=x onerror=document.title='pwned'>"
HOSTILE = f'''def stable_softmax(x, axis=-1):
    print("{EVIL}")
    raise ValueError("{EVIL}")
'''


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for all."""
    with need_browser().sync_playwright() as playwright:
        opened = launched(playwright)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all that do not end it."""
    need_browser()
    server = Served(tmp_path_factory.mktemp("answers"))
    yield server
    server.end()


@pytest.fixture
def page(browser: Any, served: Served) -> Iterator[Any]:
    """A new window that has opened the address."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    made = context.new_page()
    made.set_default_timeout(WAIT_MS)
    made.goto(served.address)
    yield made
    context.close()


def at_exercise(page: Any, served: Served, source: str = "") -> None:
    """Open the exercise, and write an answer."""
    page.goto(f"{served.base}/exercise/stable_softmax")
    page.wait_for_selector("#work[data-ready]")
    if source:
        written(page, source)


def written(page: Any, source: str) -> None:
    """Have the editor hold this."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(source)


def until(holds: Callable[[], bool]) -> None:
    """Wait for it (the page's own policy lets no string be run there, and so no waiting in it)."""
    end = time.monotonic() + WAIT_MS / 1000
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def file_of(served: Served) -> str:
    """The learner's file."""
    return (served.folder / "stable_softmax.py").read_text("utf-8")


def assert_accessible(page: Any) -> None:
    """Axe finds nothing."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    assert not [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


def test_learner_goes_from_the_list_to_an_accepted_answer(page: Any, served: Served) -> None:
    """List, search, open, fail, read why, take a hint, submit, accepted, solution, history."""
    page.get_by_label("Search").fill("stable softmax")
    until(lambda: page.locator(".shelf li").count() == 1)
    page.locator(".shelf a").click()
    page.wait_for_selector("#work[data-ready]")
    assert page.locator(".statement math mfrac").count()
    written(page, WRONG)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#report .verdict-WA")
    assert page.locator("#report .array td.differs mark").first.inner_text() == "nan"
    assert "exponential is taken of the logits" in page.locator("#report .remarks").inner_text()
    assert file_of(served) == WRONG
    page.get_by_role("button", name="Show a hint").click()
    page.wait_for_selector("#hints li")
    written(page, RIGHT)
    page.keyboard.press("Control+Shift+Enter")
    page.wait_for_selector("#report .verdict-AC")
    assert page.locator("#report .case-passed").count() == page.locator("#report .case").count() > 20
    page.get_by_role("link", name="Solution").click()
    assert "def stable_softmax" in page.locator("main pre").inner_text()
    page.goto(f"{served.base}/exercise/stable_softmax/history/1")
    assert page.locator(".diff .added").count()


def test_draft_survives_reload_and_shows_in_another_tab(page: Any, served: Served) -> None:
    """What is typed is in the file, in the next tab, and there after a reload; an edit elsewhere comes in."""
    at_exercise(page, served, RIGHT)
    other = page.context.new_page()
    at_exercise(other, served)
    written(page, RIGHT + "# one\n")
    until(lambda: "# one" in other.locator(".cm-content").inner_text())
    until(lambda: page.locator("#state").inner_text() == "saved")
    page.reload()
    page.wait_for_selector("#work[data-ready]")
    assert "# one" in page.locator(".cm-content").inner_text()
    (served.folder / "stable_softmax.py").write_text(RIGHT + "# from an editor\n", "utf-8")
    until(lambda: "from an editor" in page.locator(".cm-content").inner_text())


def test_conflict_asks_before_anything_is_overwritten(page: Any, served: Served) -> None:
    """A file that changed while the page held other text is not overwritten without a word."""
    at_exercise(page, served, RIGHT)
    until(lambda: page.locator("#state").inner_text() == "saved")
    page.route("**/file", lambda route: route.abort() if route.request.method == "PUT" else route.continue_())
    written(page, RIGHT + "# mine\n")
    (served.folder / "stable_softmax.py").write_text(RIGHT + "# theirs\n", "utf-8")
    page.wait_for_selector("#ask:not([hidden])")
    page.unroute("**/file")
    assert "# theirs" in file_of(served)
    page.get_by_role("button", name="Keep mine").click()
    until(lambda: page.locator("#state").inner_text() == "saved")
    assert "# mine" in file_of(served)


def test_chinese_is_switched_to_at_once(page: Any, served: Served) -> None:
    """Page, statement and report speak Chinese, and the draft stays."""
    at_exercise(page, served, RIGHT.replace("x.max", "0 * x.max"))
    page.get_by_role("link", name="中文").click()
    page.wait_for_selector("#work[data-ready]")
    assert page.locator("html").get_attribute("lang") == "zh"
    until(lambda: "0 * x.max" in page.locator(".cm-content").inner_text())
    page.get_by_role("button", name="运行").click()
    page.wait_for_selector("#report .verdict-WA")
    assert "答案错误" in page.locator("#report .verdict").inner_text()
    page.get_by_role("link", name="English").click()


def test_run_is_cancelled(page: Any, served: Served) -> None:
    """A run that would go on for long ends at the learner's word."""
    at_exercise(page, served, "def stable_softmax(x, axis=-1):\n    while True: pass\n")
    page.keyboard.press("Control+Enter")
    page.locator("#cancel").click()
    until(lambda: "cancelled" in page.locator("#said").inner_text())
    assert page.locator("#cancel").is_hidden()


def test_text_of_a_submission_is_never_markup(page: Any, served: Served) -> None:
    """What it prints and raises is shown as it was written."""
    at_exercise(page, served, HOSTILE)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#report .verdict-RTE")
    assert EVIL in page.locator("#report").inner_text()
    assert page.locator("#report img").count() == 0
    assert page.title() != "pwned"


def test_own_input_is_tried(page: Any, served: Served) -> None:
    """Both answers to an input of the learner's own are shown."""
    at_exercise(page, served, RIGHT)
    page.get_by_role("tab", name="Try an input").click()
    page.locator("#input").fill('{"args": [{"array": [1.0, 2.0]}]}')
    page.locator("#try").click()
    page.wait_for_selector("#tried .r-report")
    assert "0.26894" in page.locator("#tried").inner_text()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_page_is_accessible(page: Any, served: Served, width: int, height: int) -> None:
    """Axe has nothing to say, on a screen and on a phone, and a phone scrolls down only."""
    page.set_viewport_size({"width": width, "height": height})
    assert_accessible(page)
    at_exercise(page, served, WRONG)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#report .verdict-WA")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.emulate_media(color_scheme="dark")
    assert_accessible(page)


def test_keyboard_alone_is_enough(page: Any, served: Served) -> None:
    """From the list into the editor, out of it again, and to a verdict, without a mouse."""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.get_by_label("Search").focus()
    page.keyboard.type("stable softmax")
    until(lambda: page.locator(".shelf li").count() == 1)
    for _ in range(5):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#work[data-ready]")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "editor":
            break
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(RIGHT)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "tab-result"
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#report .verdict-AC")


def test_server_is_killed_and_comes_back(browser: Any, tmp_path: Path) -> None:
    """The text is kept, the page says so, and it goes on once the new address was opened."""
    served = Served(tmp_path)
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    page.goto(served.address)
    at_exercise(page, served, RIGHT)
    until(lambda: page.locator("#state").inner_text() == "saved")
    served.end(signal.SIGKILL)
    page.wait_for_selector("#gone:not([hidden])")
    written(page, RIGHT + "# while it was away\n")
    back = Served(tmp_path, served.port)
    try:
        page.reload()
        assert "dlgrade serve" in page.locator("body").inner_text()
        page.goto(back.address)
        at_exercise(page, back)
        until(lambda: page.locator("#state").inner_text() == "saved")
        assert "# while it was away" in file_of(back)
    finally:
        back.end()
        context.close()


class _Elsewhere(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """An empty page."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>elsewhere</title>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


ATTACK = """async (base) => {
  const told = [];
  const body = JSON.stringify({ all: true, text: "import os  # theirs", tag: "none" });
  for (const mode of ["no-cors", "cors"]) {
    for (const type of ["text/plain", "application/json"]) {
      for (const [method, path] of [["POST", "run"], ["PUT", "file"], ["POST", "try"]]) {
        try {
          const answer = await fetch(`${base}/exercise/stable_softmax/${path}`,
            { method, mode, credentials: "include", headers: { "Content-Type": type }, body });
          told.push(answer.type === "opaque" ? "opaque" : `read ${answer.status}`);
        } catch { told.push("refused"); }
      }
    }
  }
  try {
    told.push(`read ${(await fetch(base + "/", { credentials: "include" })).status}`);
  } catch { told.push("refused"); }
  const frame = document.createElement("iframe");
  frame.src = base + "/";
  document.body.append(frame);
  await new Promise((resolve) => { frame.onload = resolve; setTimeout(resolve, 3000); });
  try { told.push(`framed ${frame.contentWindow.document.title}`); } catch { told.push("refused"); }
  return told;
}"""


def test_page_from_elsewhere_can_neither_read_nor_save_nor_run(page: Any, served: Served) -> None:
    """Another port of this machine is the same site to a cookie, and still another's page."""
    at_exercise(page, served, RIGHT)
    until(lambda: page.locator("#state").inner_text() == "saved")
    before = page.locator("#report").inner_text()
    elsewhere = HTTPServer(("127.0.0.1", 0), _Elsewhere)
    threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
    try:
        theirs = page.context.new_page()
        for host in ("127.0.0.1", "localhost"):
            theirs.goto(f"http://{host}:{elsewhere.server_port}/")
            told = theirs.evaluate(ATTACK, served.base)
            assert set(told) <= {"opaque", "refused"}
    finally:
        elsewhere.shutdown()
        elsewhere.server_close()
    assert file_of(served) == RIGHT
    assert page.locator("#report").inner_text() == before
