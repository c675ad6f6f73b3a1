"""What a submission writes cannot steer a terminal, reorder a line, hide, or bury what we say."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.escape import BLOCK, LINE, MESSAGE, NAME, SENTENCE, WHOLE, Limit, safe_text, steady

WIDE = Limit(1, 200)


@pytest.mark.parametrize(
    "plain", ["", "loss = 0.5", "损失为 0.5", "café", "50% [red]not markup[/red]", r"C:\new", "😀 ✓"]
)
def test_ordinary_text_is_shown_as_it_is(plain: str) -> None:
    """Letters of any script, punctuation and backslashes are nobody's enemy."""
    assert safe_text(plain, WIDE) == plain


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[2J", r"\x1b[2J"),
        ("\x1b]8;;http://x\x1b\\", r"\x1b]8;;http://x\x1b" + "\\"),
        ("\x9b2J", r"\x9b2J"),
        ("a\rb", r"a\rb"),
        ("a\nb", r"a\nb"),
        ("\b\b\a\x00\x7f", r"\x08\x08\x07\x00\x7f"),
        ("\u202epassed", r"\u202epassed"),
        ("\u2066\u2069\u200f", r"\u2066\u2069\u200f"),
        ("a\u200bb\ufeffc", r"a\u200bb\ufeffc"),
        ("a\u00adb\u2028c\x85d", r"a\xadb\u2028c\x85d"),
        ("\ud800", r"\ud800"),
        ("\ue000", r"\ue000"),
        ("x\u00a0=\u30001", r"x\xa0=\u30001"),
        ("\u3164\u2800\ufe0f", r"\u3164\u2800\ufe0f"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_what_is_not_visible_becomes_its_escape(hostile: str, shown: str) -> None:
    """Controls, bidi and zero-width marks, surrogates, odd spaces and fillers are named, not sent."""
    assert safe_text(hostile, WIDE) == shown


def test_marks_cannot_pile_up_on_a_letter_or_on_our_own_text() -> None:
    """Two marks on a letter are language; more are paint, and a mark at the start would sit on our gutter."""
    acute = "\u0301"
    assert safe_text("e" + acute * 2, WIDE) == "e" + acute * 2
    assert safe_text("e" + acute * 4, WIDE) == "e" + acute * 2 + r"\u0301\u0301"
    assert safe_text(acute + "e", WIDE) == r"\u0301e"


def test_tabs_become_spaces_to_the_next_stop() -> None:
    """A tab's width is the terminal's choice; four columns is ours."""
    assert safe_text("\tx\ty", WIDE) == "    x   y"


def test_a_long_line_is_cut_with_a_count() -> None:
    """The note says how much is missing, in the reader's language; escapes count as they look."""
    assert safe_text("x" * 12, Limit(1, 10)) == "xxxxxxxxxx... (2 more characters)"
    assert safe_text("x" * 11, Limit(1, 10)) == "xxxxxxxxxx... (1 more character)"
    assert safe_text("x" * 12, Limit(1, 10), "zh") == "xxxxxxxxxx……（省略 2 个字符）"
    assert safe_text("\x1b" * 3, Limit(1, 10)) == r"\x1b\x1b... (1 more character)"


def test_many_lines_keep_the_first_and_the_last() -> None:
    """What was printed last is as telling as what was printed first."""
    lines = "".join(f"{i}\n" for i in range(20))
    assert safe_text(lines, Limit(6, 10)).split("\n") == ["0", "1", "2", "3", "... (14 more lines)", "18", "19"]
    assert safe_text(lines, Limit(6, 10), "zh").split("\n")[4] == "……（省略 14 行）"
    assert safe_text(lines, Limit(19, 10)).count("\n") == 19
    assert "(1 more line)" in safe_text(lines, Limit(19, 10))


def test_few_lines_stay_and_the_last_newline_goes() -> None:
    """A print's own newline is no empty line."""
    assert safe_text("a\nb\n", Limit(2, 10)) == "a\nb"
    assert safe_text("a\n\n", Limit(2, 10)) == "a\n"


def test_two_lines_allowed_keep_the_first_two() -> None:
    """With no room for an end, the beginning is kept."""
    assert safe_text("a\nb\nc\nd", Limit(2, 10)) == "a\nb\n... (2 more lines)"


@given(st.text(), st.sampled_from([NAME, LINE, SENTENCE, MESSAGE, BLOCK, WHOLE, Limit(1, 1), Limit(2, 3)]))
def test_nothing_unprintable_comes_through(text: str, limit: Limit) -> None:
    """Whatever goes in: only printable characters and our own line breaks come out, within the limit."""
    shown = safe_text(text, limit)
    lines = shown.split("\n")
    assert len(lines) <= limit.lines + 1
    assert all(line.isprintable() for line in lines)
    assert all(len(line) <= limit.columns + len("... (4294967296 more characters)") for line in lines)
    assert not any(unicodedata.category(line[0]) in ("Mn", "Me") for line in lines if line)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10**6,
        "\n" * 10**6,
        "\x1b" * 10**6,
        "\u202e\n" * 500_000,
        "中" * 10**6,
        "e" + "\u0301" * 10**6,
        "a\tb\r\n" * 200_000,
    ],
    ids=["line", "newlines", "escapes", "bidi lines", "chinese", "marks", "mixed"],
)
@pytest.mark.parametrize("limit", [NAME, BLOCK, Limit(1000, 1000)], ids=["name", "block", "large"])
def test_a_megabyte_costs_no_time(text: str, limit: Limit) -> None:
    """The cost follows the limit, not the text; the bound leaves room for a slow machine."""
    start = time.perf_counter()
    safe_text(text, limit)
    assert time.perf_counter() - start < 0.5


@given(st.text())
def test_steady_text_is_whole_and_steers_nothing(text: str) -> None:
    """Nothing is left out, and what steers a terminal or orders a line is an escape."""
    shown = steady(text)
    assert not {char for char in shown if unicodedata.category(char)[0] == "C"} - {"\n", "\t"}
    assert not set("\u2028\u2029") & set(shown)
    assert len(shown) >= len(text)
    assert steady(shown) == shown


@pytest.mark.parametrize(
    "ours", ["a\n\tb", "题目：数值　稳定", "1\u00a0000\u202fns", "x" * 10_000, "\n" * 1000, "✓ × … “quoted”"]
)
def test_texts_of_ours_are_as_they_were(ours: str) -> None:
    """Any space that typography knows, any number of lines, any length."""
    assert steady(ours) == ours
