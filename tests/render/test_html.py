"""A report as HTML says what the terminal's page says, shows the submission's words as text, and can be read."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from grader.render.html import COLOURS, message_html, report_html
from grader.render.steps import Step
from grader.report import CaseResult, Failure, Frame, Raised, Report
from grader.texts import LANGUAGES, Text
from grader.verdict import Verdict
from tests.render.test_render import shown
from tests.samples import SAMPLES

AGAIN = "%%check stable_softmax --seed 5"
VOID = {"br"}


class Page(HTMLParser):
    """A piece of HTML read as a browser does: its words, its elements, and whether each is closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words, self.tags = "", set[str]()
        self.attributes = set[str]()
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text."""
        self.words += data


def page(report: Report, lang: str = "en", **given: object) -> Page:
    """The report's HTML, read."""
    return Page(report_html(report, lang, **{"again": AGAIN, **given}))  # type: ignore[arg-type]


def words_of(text: str) -> set[str]:
    """The words of a text, without what draws lines."""
    return set(re.findall(r"[^\s─│╭╮╰╯]+", text))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", SAMPLES)
def test_every_report_says_what_the_terminal_says(name: str, lang: str) -> None:
    """Whatever came of a submission; in tables and paragraphs with styles of their own, and nothing that acts."""
    found = page(SAMPLES[name], lang)
    assert found.tags <= {"div", "table", "tbody", "tr", "td", "span", "pre", "code"}
    assert found.attributes <= {"style", "lang"}
    said = re.sub(r"\s", "", found.words)
    terminal = shown(SAMPLES[name], lang, width=400).partition("\nrepeat: " if lang == "en" else "\n重现：")[0]
    missing = [word for word in words_of(terminal) if word not in said]
    assert not missing
    assert AGAIN in found.words


def test_what_a_learner_wrote_is_text() -> None:
    """Their elements are none, and their escapes are seen."""
    evil = "<script>alert(1)</script>&amp;\x1b[2J\u202e"
    raised = Failure("raised", raised=Raised("ValueError", evil, (Frame(1, evil, evil),)))
    case = CaseResult("a", Text("a", "a"), False, 1.0, Verdict.RTE, failure=raised, prints=evil)
    found = page(replace(SAMPLES["rte"], cases=(case,), submission=evil))
    assert "script" not in found.tags and "<script>alert(1)</script>&amp;" in found.words
    assert "\x1b" not in found.words and "\u202e" not in found.words
    assert Page(message_html((Text(evil, evil),), "en")).tags == {"div"}


def test_marks_and_labels_stand_out() -> None:
    """A case's mark has its colour, a label is bold, and what matters less is dim."""
    told = report_html(SAMPLES["wa"], "en", again=AGAIN)
    assert f'<span style="font-weight:600;color:{COLOURS["green"]}">✓</span>' in told
    assert '<span style="font-weight:600">Expected</span>' in told and '<span style="opacity:.75">public</span>' in told


def test_what_comes_next_is_code() -> None:
    """A command can be told from what it is for."""
    steps = [Step("!dlgrade show a --hint 1", Text("a hint", "看一条提示"))]
    assert "<code>!dlgrade show a --hint 1</code>" in report_html(SAMPLES["wa"], "en", again=AGAIN, steps=steps)


@pytest.mark.parametrize("colour", COLOURS.values())
def test_colours_can_be_read_on_light_and_dark(colour: str) -> None:
    """A contrast of 4 to 1 with white, and with the darkest of backgrounds in use; bold words need 3 to 1."""
    light = _luminance(colour)
    assert 1.05 / (light + 0.05) > 4 and (light + 0.05) / (_luminance("#1e1e1e") + 0.05) > 3
    assert (light + 0.05) / (_luminance("#111111") + 0.05) > 3.5


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
