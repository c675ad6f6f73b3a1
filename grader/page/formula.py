"""Formulas as the statements write them, `softmax(x)_i = exp(x_i) / Σ_j exp(x_j)`, as MathML.

A statement is read in a terminal too, so its formulas are plain text, in blocks of their own. A line consists of
formulas and notes, set apart by three spaces or more.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_RELATIONS = {"=": "=", "←": "←", "≤": "≤", "≥": "≥", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}
_SEPARATORS = {",": ",", ":": ":", ";": ";", "|": "|"}
_SUMS = {"+": "+", "-": "−", "−": "−"}
_PRODUCTS = {"*": "∗", "·": "·", "//": "//"}
_GROUPS = {"(": ")", "[": "]", "{": "}", "|": "|", "‖": "‖"}
_RAISED = {"²": "2", "³": "3", "ᵀ": "T", "ᵗ": "t", "ⁿ": "n"}
_FUNCTIONS = {"argmax", "argmin", "cos", "erf", "exp", "log", "max", "mean", "min", "sin", "softmax", "tanh"}
_TOKEN = re.compile(
    r"""(?P<space>\ +) | (?P<number>\d+(?:\.\d+)?(?:e-?\d+)?) | (?P<raised>[²³ᵀᵗⁿ])
    | (?P<han>[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+)
    | (?P<name>[^\W\d_\u4e00-\u9fff²³ᵀᵗⁿ∂Σ][\u0300-\u036f]?(?:[A-Za-z0-9\u0300-\u036f]|_(?=[A-Za-z0-9]))*)
    | (?P<sign>\.\.\.|//|<=|>=|[^\s\w]|[_√∂Σ])""",
    re.VERBOSE,
)
_WORD = re.compile(r"[A-Za-z]{2,}")
_SHORT_SUBSCRIPT, _SUBSCRIPT_OF_A_LETTER = 2, 3


class NotAFormula(Exception):
    """The text is none, or one that this notation does not know."""


class _Token(NamedTuple):
    kind: str
    text: str
    spaced: bool
    """Whether a space stands in front of it."""


def formulas(block: str) -> str | None:
    """The lines of a block as HTML with MathML; None where nothing in it is a formula."""
    lines = [_parts(line) for line in block.splitlines() if line.strip()]
    if not any(is_formula for line in lines for is_formula, _ in line):
        return None
    told = []
    for line in lines:
        inside = "".join(
            part if is_formula else f'<span class="note">{html.escape(part)}</span>' for is_formula, part in line
        )
        told.append(f'<div class="line">{inside}</div>\n')
    return f'<div class="formulas">\n{"".join(told)}</div>\n'


def _parts(line: str) -> list[tuple[bool, str]]:
    """The parts of a line: whether each is a formula, then its MathML, or its text."""
    # Spaces that line up a column are no separators.
    aligned = re.sub(r" +(?=[=←])", " ", line.strip())
    return list(_merged(re.split(r" {3,}", aligned)))


def _merged(parts: Sequence[str]) -> Iterator[tuple[bool, str]]:
    for part in parts:
        try:
            yield True, math(part)
        except NotAFormula:
            yield False, part


def math(text: str) -> str:
    """The formula as a `math` element, which holds its text too.

    Raises:
        NotAFormula: it is none.
    """
    tokens = _tokens(text)
    if not _claims_to_be_one(tokens):
        raise NotAFormula(text)
    parser = _Parser(tokens)
    inside = parser.sequence(())
    if parser.left:
        raise NotAFormula(text)
    source = f'<annotation encoding="text/plain">{html.escape(text)}</annotation>'
    return f'<math display="block"><semantics><mrow>{inside}</mrow>{source}</semantics></math>'


def _tokens(text: str) -> list[_Token]:
    tokens, at, spaced = list[_Token](), 0, False
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise NotAFormula(text)
        at = found.end()
        if found.lastgroup != "space":
            tokens.append(_Token(found.lastgroup, found[0], spaced))
        spaced = found.lastgroup == "space"
    return tokens


def _claims_to_be_one(tokens: Sequence[_Token]) -> bool:
    """Whether it defines something, or computes or relates without a word, and begins unlike a sentence."""
    defines = len(tokens) > 1 and tokens[1].text in ("=", "←")
    if not tokens or (tokens[0].kind == "han" and not defines) or tokens[0].text in ("where", "if"):
        return False
    words = [_is_word(one) and _is_word(next_one) for one, next_one in pairwise(tokens)]
    if words and words[0] and tokens[0].text not in _FUNCTIONS:
        return False
    texts = {token.text for token in tokens}
    if texts & {"=", "←"}:
        return True
    speaks = any(words) or any(token.kind == "han" for token in tokens)
    return not speaks and bool(texts & _RELATIONS.keys() or texts & {"Σ", "√", "‖"})


def _is_word(token: _Token) -> bool:
    return token.kind == "name" and _WORD.fullmatch(token.text) is not None


class _Parser:
    """Reads tokens from the left; each method returns the MathML of what it read."""

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self.left = list(tokens)

    def _next(self) -> str:
        return self.left[0].text if self.left else ""

    def _take(self) -> _Token:
        if not self.left:
            raise NotAFormula("it ends too early")
        return self.left.pop(0)

    def sequence(self, ends: Sequence[str]) -> str:
        """Sums between relations and separators, until one of `ends`."""
        told = list[str]()
        while self.left and self._next() not in ends:
            if self._next() in _RELATIONS and told:
                told += [_sign(_RELATIONS[self._take().text]), self._sum(ends)]
            elif self._next() in _SEPARATORS:
                told.append(_sign(_SEPARATORS[self._take().text]))
            else:
                told.append(self._sum(ends))
        return "".join(told)

    def _sum(self, ends: Sequence[str]) -> str:
        told = [self._product(ends)]
        while self._next() in _SUMS:
            told += [_sign(_SUMS[self._take().text]), self._product(ends)]
        return "".join(told)

    def _product(self, ends: Sequence[str]) -> str:
        told = self._factors(ends)
        while self._next() == "/":
            self._take()
            said, told = _after_words(told)
            told = [*said, _fraction("".join(told), self._factor(ends)), *self._more_factors(ends)]
        return "".join(told)

    def _factors(self, ends: Sequence[str]) -> list[str]:
        return [self._factor(ends), *self._more_factors(ends)]

    def _more_factors(self, ends: Sequence[str]) -> list[str]:
        told = list[str]()
        while self.left and self._next() not in ends:
            if self._next() in _PRODUCTS:
                told += [_sign(_PRODUCTS[self._take().text]), self._factor(ends)]
            elif self._begins_a_factor():
                told += ['<mspace width="0.2em"/>', self._factor(ends)]
            else:
                break
        return told

    def _begins_a_factor(self) -> bool:
        token = self.left[0]
        known = {"(", "[", "‖", "√", "∂", "...", "Σ"}
        return token.kind in ("number", "name", "han") or token.text in known

    def _factor(self, ends: Sequence[str]) -> str:
        if self._next() in _SUMS:
            return _sign(_SUMS[self._take().text], form="prefix") + self._factor(ends)
        if self._next() == "Σ":
            self._take()
            below = self._below()
            sign = '<mo largeop="true" movablelimits="false">∑</mo>'
            sum_over = f"<munder>{sign}{below}</munder>" if below else sign
            return f"<mrow>{sum_over}{''.join(self._factors(ends))}</mrow>"
        return self._raised(self._atom())

    def _below(self) -> str:
        """What stands behind an underscore; "" without one."""
        if self._next() != "_":
            return ""
        self._take()
        if self._next() == "(":
            return _bare(self._group())
        token = self._take()
        if token.kind not in ("name", "number"):
            raise NotAFormula("nothing to set below")
        return _name(token.text) if token.kind == "name" else _number(token.text)

    def _raised(self, base: str) -> str:
        """The base with what is set below and above it, and its arguments."""
        while self.left:
            token = self.left[0]
            if token.text == "_":
                below = self._below()
                base = f"<msub>{_row(base)}{below}</msub>"
            elif token.kind == "raised":
                self._take()
                above = _RAISED[token.text]
                base = f"<msup>{_row(base)}{_number(above) if above.isdigit() else _name(above)}</msup>"
            elif token.text == "^":
                self._take()
                base = f"<msup>{_row(base)}{_row(_bare(self._atom()))}</msup>"
            elif token.text in ("(", "[") and not token.spaced:
                base = f"{base}<mo>&#x2061;</mo>{self._group()}" if token.text == "(" else base + self._group()
            else:
                break
        return base

    def _atom(self) -> str:
        token = self._take()
        match token.kind, token.text:
            case "number", text:
                return _number(text)
            case "han", text:
                return _words(text)
            case "name", "sqrt" if self._next() == "(":
                return f"<msqrt>{_bare(self._group())}</msqrt>"
            case "name", text:
                return self._words_from(token) or _name(text)
            case _, "√":
                return f"<msqrt>{self._atom()}</msqrt>"
            case _, "∂":
                return self._derivative()
            case _, "...":
                return _sign("…")
            case _, text if text in _GROUPS:
                self.left.insert(0, token)
                return self._group()
        raise NotAFormula(token.text)

    def _words_from(self, first: _Token) -> str:
        """Words of a sentence inside of a formula; "" where `first` is a name and no word of one."""
        if not _is_word(first) or first.text in _FUNCTIONS - {"argmin", "argmax"}:
            return ""
        if not (self.left and _is_word(self.left[0]) and self.left[0].text not in _FUNCTIONS):
            return ""
        words = [first.text]
        while self.left and self.left[0].kind == "name" and self.left[0].spaced:
            words.append(self._take().text)
        return _words(" ".join(words))

    def _derivative(self) -> str:
        """∂y/∂x as a fraction, or ∂y alone."""
        above = _sign("∂") + self._raised(self._atom())
        if len(self.left) < 2 or (self.left[0].text, self.left[1].text) != ("/", "∂"):
            return above
        del self.left[:2]
        return f"<mfrac>{_row(above)}{_row(_sign('∂') + self._raised(self._atom()))}</mfrac>"

    def _group(self) -> str:
        """A group with its brackets, as one row."""
        opening = self._take().text
        closing = _GROUPS[opening]
        inside = self.sequence((closing,))
        if self._take().text != closing:
            raise NotAFormula("a bracket stays open")
        left, right = _bracket(opening, "prefix"), _bracket(closing, "postfix")
        return f"<mrow>{left}{inside}{right}</mrow>"


def _bracket(text: str, form: str) -> str:
    return f'<mo form="{form}" stretchy="true">{text}</mo>'


_BARE = re.compile(
    r'<mrow><mo form="prefix" stretchy="true">\(</mo>(.*)<mo form="postfix" stretchy="true">\)</mo></mrow>'
)


def _bare(group: str) -> str:
    """A group without its brackets, where a line or a height shows what belongs together."""
    found = _BARE.fullmatch(group)
    whole = found is not None and _balanced(found[1])
    return f"<mrow>{found[1]}</mrow>" if found is not None and whole else group


def _balanced(inside: str) -> bool:
    """Whether no bracket closes that was opened outside: `(a)(b)` is no group."""
    depth = 0
    for kind in re.findall(r'form="(prefix|postfix)" stretchy', inside):
        depth += 1 if kind == "prefix" else -1
        if depth < 0:
            return False
    return True


def _after_words(told: list[str]) -> tuple[list[str], list[str]]:
    """The factors up to the last words, which no fraction line reaches over, and those behind."""
    words = [number for number, factor in enumerate(told) if factor.startswith("<mtext>")]
    cut = words[-1] + 2 if words else 0  # with the space behind them
    return told[:cut], told[cut:]


def _fraction(above: str, below: str) -> str:
    return f"<mfrac>{_row(_bare(above))}{_row(_bare(below))}</mfrac>"


def _row(inside: str) -> str:
    return f"<mrow>{inside}</mrow>"


def _sign(text: str, form: str = "") -> str:
    return f'<mo form="{form}">{html.escape(text)}</mo>' if form else f"<mo>{html.escape(text)}</mo>"


def _number(text: str) -> str:
    return f"<mn>{text}</mn>"


def _words(text: str) -> str:
    return f"<mtext>{html.escape(text)}</mtext>"


def _name(text: str) -> str:
    """A name; `x_i` has an index, and `weight_decay` is one word."""
    base, _, index = text.rpartition("_")
    if base and (len(index) <= _SHORT_SUBSCRIPT or (len(base) == 1 and len(index) <= _SUBSCRIPT_OF_A_LETTER)):
        return f"<msub>{_name(base)}{_number(index) if index.isdigit() else _letters(index)}</msub>"
    return _letters(text)


def _letters(text: str) -> str:
    if text.endswith("\u0302"):
        return f'<mover accent="true">{_letters(text[:-1])}<mo stretchy="false">^</mo></mover>'
    return f"<mi>{html.escape(text)}</mi>"
