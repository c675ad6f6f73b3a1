"""What strings an expression may be: what can be read off the source, and nothing that only seems so."""

from __future__ import annotations

import ast

import pytest

from grader.rules.names import Names
from grader.rules.strings import MAX_LENGTH, UNKNOWN, Pattern, Words


def strings(source: str) -> list[Pattern]:
    """The strings of the last `look(...)` in the source."""
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "look"]
    return Names(tree).strings(calls[-1].args[0])


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("look('a')", "a"),
        ("look('a' + f'b{\"c\"}')", "abc"),
        ("n = 'a' if x else 'b'\nlook(f'{n}_q')", "a_q b_q"),
        ("look('%s_proj' % 'q')", "q_proj"),
        ("look('%s%%%s' % ('q', 'k'))", "q%k"),
        ("look('{}_{}'.format('q', 'k'))", "q_k"),
        ("look('{1}_{0}'.format('q', 'k'))", "k_q"),
        ("for n in ('a', 'b'): look(n)", "a b"),
        ("[look(n + '_proj') for n in 'qkv']", "q_proj k_proj v_proj"),
        ("NAMES = ('a', 'b')\nfor n in NAMES: look(n)", "a b"),
        ("NAMES = ['a', 'b']\nfor n in NAMES: look(n)\nx = NAMES[0], 'a' in NAMES, len(NAMES)", "a b"),
        ("def f():\n    names = 'a', 'b'\n    return [look(n) for n in names]", "a b"),
        ("for n in sorted(('b', 'a')): look(n)", "b a"),
        ("N = ('a', 'b')\nfor n in reversed(N): look(n)", "a b"),
        ("for n in 'a b'.split(): look(n)", "a b"),
        ("for n in {'a': 1, 'b': 2}: look(n)", "a b"),
        ("D = {'a': 1, 'b': 2}\nfor n in D.keys(): look(n)", "a b"),
        ("for n, x in {'a': 1, 'b': 2}.items(): look(n)", "a b"),
        ("for x, n in {1: 'a', 2: 'b'}.items(): look(n)", "a b"),
        ("for n, x in (('a', 1), ('b', 2)): look(n)", "a b"),
        ("for n, x in zip(('a', 'b'), xs): look(n)", "a b"),
        ("for i, n in enumerate('ab'): look(n)", "a b"),
        ("N = ('a', 'b')\nlook(N[i])", "a b"),
        ("look(('a', 'b')[0])", "a b"),
        ("for n in (f'{c}_x' for c in 'ab'): look(n)", "a_x b_x"),
        ("N = ('a', *('b', 'c'))\nfor n in N: look(n)", "a b c"),
        ("class A:\n    NAMES = ('a', 'b')\n    def f(self):\n        for n in self.NAMES: look(n)", "a b"),
        ("for n in ('a',) if x else ('b',): look(n)", "a b"),
    ],
)
def test_known(source: str, words: str) -> None:
    """Each alternative is told, and no other."""
    assert strings(source) == [Pattern(word) for word in words.split()]


@pytest.mark.parametrize(
    ("source", "begin", "end"),
    [
        ("def f(n): look(f'{n}_proj')", "", "_proj"),
        ("def f(n): look(f'weight_{n}')", "weight_", ""),
        ("def f(n): look('w_' + n + '_x')", "w_", "_x"),
        ("def f(n): look('%s_proj' % n)", "", "_proj"),
        ("def f(n): look('{}_proj'.format(n))", "", "_proj"),
        ("def f(n): look('%d_proj' % n)", "", "_proj"),
        ("look(f'{1:03}_proj')", "", "_proj"),
        (f"look('{'a' * (MAX_LENGTH + 1)}')", "a" * MAX_LENGTH, ""),
    ],
)
def test_known_in_part(source: str, begin: str, end: str) -> None:
    """What stands before and after an unknown part is known."""
    assert strings(source) == [Pattern(begin, end)]


@pytest.mark.parametrize(
    "source",
    [
        "def f(n): look(n)",
        "def f(n='a'): look(n)",
        "n = 'a'\nn += 'b'\nlook(n)",
        "NAMES = ['a']\nNAMES.append(x)\nfor n in NAMES: look(n)",
        "NAMES = ['a']\nNAMES[0] = x\nfor n in NAMES: look(n)",
        "NAMES = ['a']\nOTHER = NAMES\nfor n in NAMES: look(n)",
        "NAMES = [c + 'x' for c in 'ab']\nNAMES.append(x)\nfor n in NAMES: look(n)",
        "NAMES = list('ab')\nf(NAMES)\nfor n in NAMES: look(n)",
        "D = {'a': 1}\nD[x] = 2\nfor n in D: look(n)",
        "NAMES = ('a',)\nif x: NAMES = y\nfor n in NAMES: look(n)",
        "def zip(*x): return y\nfor n, x in zip(('a', 'b'), xs): look(n)",
        "if x:\n    def sorted(x): return y\nfor n in sorted(('a',)): look(n)",
        "from numpy import *\nfor n in sorted(('a',)): look(n)\nsorted = 1",
        "for n in map(str, ('a',)): look(n)",
        "for n in x: look(n)",
        "for n, in ('a', 'b'): look(n)",
        "for (n, x), y in zip((('a', 1),), z): look(n)",
        "class A:\n    NAMES = ('a',)\nA.NAMES = x\nfor n in A.NAMES: look(n)",
        "class A:\n    NAMES = ('a',)\nsetattr(A, x, y)\nfor n in A.NAMES: look(n)",
        "class A:\n    NAMES = ('a',)\nx = SimpleNamespace(NAMES=y)\nfor n in x.NAMES: look(n)",
        "class A:\n    name = 'a'\nlook(x.name)",
        "class A:\n    NAMES = ['a']\nfor n in A.NAMES: look(n)",
        "look('{0.x}'.format(y))",
        "look('{'.format(y))",
        "look(x % 'a')",
        "look(1)",
        "for n in (): look(n)",
    ],
)
def test_unknown(source: str) -> None:
    """What something else may change, or bind, is not believed."""
    assert strings(source)[-1] == UNKNOWN


def test_words_are_found_by_both_ends() -> None:
    """Whichever end is longer."""
    words = Words(["softmax", "softmin", "sort", "__dict__"])
    assert words.match("soft", "") and words.match("", "max") and words.match("s", "t") and words.match("", "")
    assert words.match("__d", "__") and words.match("softm", "x")
    assert not words.match("", "_proj") and not words.match("z", "") and not words.match("softm", "t")
