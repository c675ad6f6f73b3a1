"""A statement as HTML: Markdown with formulas as MathML, and code with its words marked for page.css."""

from __future__ import annotations

import html
from collections.abc import Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonConsoleLexer, PythonLexer

from grader.page.formula import formulas


def statement_html(markdown: str) -> str:
    """The statement below its title, which the page shows itself. HTML in it is text."""
    first, _, rest = markdown.partition("\n")
    return str(_reader().render(rest if first.startswith("# ") else markdown))


def code_html(source: str) -> str:
    """Python as a block, with its words marked."""
    return _block(highlight(source, PythonLexer(stripnl=False), _formatter()))


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    for element, rule in (("fence", _fence), ("code_block", _fence), ("link_open", _link)):
        reader.add_render_rule(element, rule)
    return reader


@cache
def _formatter() -> Any:
    return HtmlFormatter(nowrap=True, classprefix="t-")


def _fence(_: Any, tokens: Sequence[Token], number: int, *rest: Any) -> str:
    token = tokens[number]
    if token.info.strip() == "python":
        if token.content.lstrip().startswith(">>>"):
            return _block(highlight(token.content, PythonConsoleLexer(), _formatter()))
        return code_html(token.content)
    if not token.info:
        return formulas(token.content) or _block(html.escape(token.content))
    return _block(html.escape(token.content))


def _block(inside: str) -> str:
    """A block that the keyboard can scroll."""
    return f'<pre tabindex="0"><code>{inside}</code></pre>\n'


def _link(renderer: Any, tokens: Sequence[Token], number: int, options: Any, env: Any) -> str:
    """A link that opens beside the page, and tells the other side nothing of it."""
    tokens[number].attrSet("target", "_blank")
    tokens[number].attrSet("rel", "noopener noreferrer")
    return str(renderer.renderToken(tokens, number, options, env))
