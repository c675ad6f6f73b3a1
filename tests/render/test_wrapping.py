"""Chinese text breaks where it may, joins without spaces, and loses nothing."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console, Group

from grader.catalogue.exercise import Catalogue
from grader.installed import shipped
from grader.render.statement import print_statement
from grader.render.wrapping import Styled, unfold
from grader.texts import LANGUAGES


@pytest.mark.parametrize(
    ("folded", "joined"),
    [
        ("形状相同。\n`step` 返回", "形状相同。`step` 返回"),
        ("其中 c 遍历卷积核，\n也遍历行", "其中 c 遍历卷积核，也遍历行"),
        ("与各深度\n学习库一致", "与各深度学习库一致"),
        ("记 X 为\n`x`，则", "记 X 为 `x`，则"),
        ("取自\n（第一步）", "取自（第一步）"),
        ("two\nlines", "two lines"),
        ("- 一，\n  二\n- 三", "- 一，二\n- 三"),
        ("1. 一\n   二\n2. 三", "1. 一二\n2. 三"),
        ("# 标题\n正文\n\n正文", "# 标题\n正文\n\n正文"),
        ("| 一 |\n| --- |\n| 二 |", "| 一 |\n| --- |\n| 二 |"),
        ("正文\n```\na\nb\n```\n正文\n正文", "正文\n```\na\nb\n```\n正文正文"),
        ("正文\n\n    a\n    b", "正文\n\n    a\n    b"),
    ],
)
def test_paragraphs_are_joined_as_their_language_writes(folded: str, joined: str) -> None:
    """No space beside a Chinese mark or between Chinese characters; code, tables, lists and headings stay."""
    assert unfold(folded) == joined


@given(st.text(alphabet="一二三，。（）ab c\n", max_size=60), st.integers(4, 20))
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    """All characters are there, in order; no line is too wide."""
    console = Console(file=io.StringIO(), width=width, color_system=None)
    with console.capture() as captured:
        console.print(Group(Styled(text)))
    lines = captured.get().split("\n")
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line.rstrip()) <= width for line in lines)


def test_no_line_begins_with_a_mark_that_closes() -> None:
    """A comma stays with its word."""
    console = Console(file=io.StringIO(), width=10, color_system=None)
    with console.capture() as captured:
        console.print(Group(Styled("一二三四五，六七（八九）十。一二 abc，def")))
    assert captured.get().split("\n")[:-1] == ["一二三四", "五，六七", "（八九）", "十。一二", "abc，def"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [40, 80])
def test_no_statement_is_cut(lang: str, width: int) -> None:
    """No cell of a table ends with an ellipsis, and no space follows a Chinese comma within a line."""
    for exercise in Catalogue(shipped()):
        console = Console(file=io.StringIO(), width=width, color_system=None, markup=False, emoji=False)
        with console.capture() as captured:
            print_statement(exercise, console, lang)
        assert captured.get().count("…") == exercise.statement(lang).count("…"), exercise.slug
        assert not re.search(r"[，。；：] \S", captured.get()), exercise.slug
