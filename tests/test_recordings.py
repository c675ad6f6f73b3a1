"""The recordings in the learner's pages: frames become one picture, and the pictures show the commands of today."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as Xml
from pathlib import Path

import pytest

from grader.catalogue.exercise import Catalogue
from grader.installed import shipped
from grader.texts import LANGUAGES
from tools.film import Frame, each_alone, film, joined
from tools.recordings import COMMANDS, SLUG

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"en": ROOT / "docs/learner.md", "zh": ROOT / "docs/learner.zh.md"}


def test_what_looks_the_same_is_one_frame() -> None:
    """It is shown for the sum of the times."""
    frames = [Frame(("$",), (2, 0), 0.5), Frame(("$",), (2, 0), 0.25), Frame(("$",), None, 1.0)]
    assert joined(frames) == [Frame(("$",), (2, 0), 0.75), Frame(("$",), None, 1.0)]


def test_a_line_has_the_colours_that_it_begins_with() -> None:
    """A terminal tells them once; a line that is drawn alone needs them again, until they are reset."""
    red, reset = "\x1b[31m", "\x1b[0m"
    assert each_alone([f"{red}a", f"b{reset}", "c"]) == (f"{red}a", f"{red}b{reset}", "c")


def test_frames_become_a_film() -> None:
    """Each stands at its time; whoever wants no motion sees the last; a text is escaped, and in its place."""
    svg = film([Frame(("<&",), None, 1.0), Frame(("", "\x1b[31m红x\x1b[0m"), (3, 1), 3.0)], 10, "a & b")
    root = Xml.fromstring(svg)
    assert "0.000%{transform:translateY(0px)}25.000%{transform:translateY(-54px)}" in svg
    assert "translateY(-54px);animation:strip 4s" in svg and "prefers-reduced-motion" in svg
    texts = [one for one in root.iter() if one.tag.endswith("}text")]
    assert [one.text for one in texts] == ["<&", "红", "x"]
    assert [one.get("x") for one in texts] == ["0", "0", "16.8"]
    assert texts[1].get("fill") == texts[2].get("fill") != texts[0].get("fill")
    assert next(one for one in root.iter() if one.tag.endswith("}title")).text == "a & b"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_recording_shows_what_its_page_names(name: str, lang: str) -> None:
    """`python -m tools.recordings` renews it; it asks no other machine for anything, and names no folder here."""
    path = ROOT / f"docs/images/{name}-{lang}.svg"
    svg, page = path.read_text(encoding="utf-8"), PAGES[lang].read_text(encoding="utf-8")
    assert path.stat().st_size < 300_000
    shown = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", svg)).replace("\xa0", " "))
    (told,) = re.findall(rf"!\[([^\]]*)\]\(images/{name}-{lang}\.svg\)", page)
    for command in COMMANDS[name]:
        assert command in shown and command in told
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"/(tmp|root|home|work)\b", shown) and "<script" not in svg


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_mistakes_of_the_recordings_are_those_of_today(lang: str) -> None:
    """What the first answer, and the one after the first save, are told to be likely."""
    known = {one.name: one for one in Catalogue(shipped())[SLUG].mistakes}
    for picture, mistake in (("loop", "no_shift"), ("watch", "global_max")):
        svg = (ROOT / f"docs/images/{picture}-{lang}.svg").read_text(encoding="utf-8")
        shown = re.sub(r"\s", "", html.unescape(re.sub(r"<[^>]*>", "", svg)))
        assert re.sub(r"\s", "", known[mistake].explanation.localized(lang)) in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_newcomer_is_at_the_first_verdict_in_three_commands(lang: str) -> None:
    """Install, start, check: the page has them together, and first."""
    _, block = re.findall(r"^```sh\n(pip install \.\s.*?)^```", PAGES[lang].read_text("utf-8"), re.M | re.S)[:2]
    words = [line.split()[:2] for line in block.splitlines()[:3]]
    assert words == [["pip", "install"], ["dlgrade", "start"], ["dlgrade", "check"]]
