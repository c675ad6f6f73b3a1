"""Statements as HTML, and their formulas as MathML."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader.page.formula import NotAFormula, formulas, math
from grader.page.statement import statement_html

STATEMENTS = sorted(Path("exercises").glob("*/README*.md"))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PROSE = {"at most 2 * n + 10 times\n", "最多为 2 * n + 10\n"}
_ANNOTATION = re.compile(r"<annotation.*?</annotation>")


def shown(formula: str) -> str:
    """The formula without what only surrounds it."""
    return _ANNOTATION.sub("", math(formula)).removeprefix('<math display="block"><semantics><mrow>')[:-26]


@pytest.mark.parametrize("path", STATEMENTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_each_formula_of_each_statement_is_mathml(path: Path) -> None:
    """A line that defines something is typeset, in both languages, and all of the block's text stays."""
    for language, block in FENCE.findall(path.read_text("utf-8")):
        if language or block in PROSE or "---" in block:  # a fraction drawn by hand
            continue
        made = formulas(block)
        assert made is not None, block
        for element in ElementTree.fromstring(made).iter():
            if element.tag in ("mfrac", "msub", "msup", "munder", "mover"):
                assert len(element) == 2, block
        notes = re.findall('class="note">(.*?)</span>', made)
        short = [note for note in notes if not re.search("[A-Za-z]{2,} [A-Za-z]{2,}|[\u4e00-\u9fff]", note)]
        assert not [note for note in short if re.search("(?<!&lt;)(?<!&gt;)=|←", note)], "only a sentence may be a note"


@pytest.mark.parametrize("path", STATEMENTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_statement_is_one_well_formed_piece(path: Path) -> None:
    """What goes into the page closes what it opens, and has no title of its own."""
    made = statement_html(path.read_text("utf-8"))
    ElementTree.fromstring(f"<div>{made}</div>".replace("&nbsp;", " "))
    assert "<h1" not in made
    assert "style=" not in made


@pytest.mark.parametrize(
    ("formula", "mathml"),
    [
        ("a = b / c", "<mi>a</mi><mo>=</mo><mfrac><mrow><mi>b</mi></mrow><mrow><mi>c</mi></mrow></mfrac>"),
        (
            "y = 1 / (1 + x)",
            "<mfrac><mrow><mn>1</mn></mrow><mrow><mrow><mn>1</mn><mo>+</mo><mi>x</mi></mrow></mrow></mfrac>",
        ),
        ("x_i = w_new", "<msub><mi>x</mi><mi>i</mi></msub><mo>=</mo><msub><mi>w</mi><mi>new</mi></msub>"),
        ("running_mean = x̂²", "<mi>running_mean</mi><mo>=</mo><msup><mrow><mover"),
        ("s = Σ_j x_j", '<munder><mo largeop="true" movablelimits="false">∑</mo><mi>j</mi></munder>'),
        ("u = ∂L/∂x_i", "<mfrac><mrow><mo>∂</mo><mi>L</mi></mrow><mrow><mo>∂</mo><msub>"),
        ("u = argmin over u of (u) / 2", "<mtext>argmin over u of</mtext>"),
        ("u = argmin over u of (u) / 2", "<mfrac><mrow><mrow><mi>u</mi></mrow></mrow><mrow><mn>2</mn></mrow></mfrac>"),
        ("u = sqrt(sum of the squares)", "<msqrt><mrow><mtext>sum of the squares</mtext></mrow></msqrt>"),
        ("u = (a)(b) / c", '</mrow><mo>&#x2061;</mo><mrow><mo form="prefix" stretchy="true">(</mo><mi>b</mi>'),
    ],
)
def test_formula_is_read_as_it_is_meant(formula: str, mathml: str) -> None:
    """Fractions, indices, sums and words each get their own form."""
    assert mathml in shown(formula)


@pytest.mark.parametrize(
    "text", ["each of shape (B, T, E)", "where x > 0", "x > 0 处", "a = (b", "a = b)", "= ", "a = <", "a_ = 1", "$"]
)
def test_what_is_no_formula_stays_text(text: str) -> None:
    """A sentence, or what the notation does not know, is never half a formula."""
    with pytest.raises(NotAFormula):
        math(text)


def test_block_without_a_formula_is_a_block_of_text() -> None:
    """Unlabelled blocks of other catalogues may hold anything."""
    made = statement_html("# T\n\n```\n$ ls -l\n<b>\n```\n")
    assert made == '<pre tabindex="0"><code>$ ls -l\n&lt;b&gt;\n</code></pre>\n'


def test_html_of_a_statement_is_text() -> None:
    """A catalogue's author writes Markdown, and no script."""
    made = statement_html('<script>alert(1)</script>\n\n[x](javascript:alert(1)) <b onclick="y">')
    assert "<script" not in made
    assert "<b" not in made
    assert "<a" not in made
    assert 'rel="noopener noreferrer"' in statement_html("[x](https://example.org)")


def test_example_shows_prompts_and_answers_apart() -> None:
    """An executed example is marked, so that page.css can set answers apart."""
    made = statement_html("```python\n>>> 1 + 1\n2\n```\n")
    assert '<span class="t-gp">&gt;&gt;&gt; </span>' in made
    assert '<span class="t-go">2</span>' in made
