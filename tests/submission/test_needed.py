"""What an answer needs of other cells goes with it, and nothing else."""

from __future__ import annotations

import pytest

from grader.submission.needed import chosen


def code(*cells: str, tagged: tuple[int, ...] = (), names: tuple[str, ...] = ("f",)) -> str:
    """The lines that are chosen of these cells."""
    found: list[str] = []
    for index, first, last in chosen(cells, tagged, names):
        found += cells[index].split("\n")[first - 1 : last]
    return "\n".join(found)


F = "def f(x):\n    return g(x) + N"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        # helpers, constants and imports, wherever they stand
        (["import a", "N = 1", "def g(x): return a.h(x)", F], (0, 1, 2, 3)),
        ([F, "N = 1", "def g(x): return x"], (0, 1, 2)),
        # neither what tries it out, nor what has the name of something inside
        (["x = 3", "def f(x):\n    y = x\n    return y", "y = f(x)", "print(f(2))"], (1,)),
        # the last of several, but for what an earlier one was needed by
        (["def f(): return 1", "def f(): return 2"], (1,)),
        (["N = 1", "def f(x=N): return x", "N = 2"], (0, 1)),
        (["N = 1", "T = [N]", "N = 2", "def f(): return T, N"], (0, 1, 2, 3)),
        (["N = 1", "N += 1", "def f(): return N"], (0, 1, 2)),
        # what is called at once needs what it uses then
        (["N = 1", "def g(): return N", "T = g()", "N = 2", "def f(): return T"], (0, 1, 2, 4)),
        # changes in place
        (["T = []", "T.append(1)", "T[0] = 2", "U = []", "U.append(3)", "def f(): return T"], (0, 1, 2, 5)),
        (["import r", "r.seed(0)", "def f(): return r.x"], (0, 2)),
        (["class f: pass", "f.g = lambda self: h", "h = 1"], (0, 1, 2)),
        (["class f: pass", "def g(self): pass", "setattr(f, 'g', g)", "print(f, 1)"], (0, 1, 2)),
        (["def to(c): return c", "class f: pass", "@to(f)\ndef g(self): pass", "@to(h)\ndef i(): pass"], (0, 1, 2)),
        # bindings that may not happen
        (["try:\n    import a\nexcept ImportError:\n    a = None", "def f(): return a"], (0, 1)),
        (["a = 1", "if a: a = 2", "def f(): return a"], (0, 1, 2)),
        # decorators, bases, annotations, comprehensions, names bound by them
        (["def d(g): return g", "@d\ndef f(): pass"], (0, 1)),
        (["class B: pass", "A = int", "class f(B):\n    x: A = 1"], (0, 1, 2)),
        (["k = [1]", "T = [i for i in k]", "i = 9", "def f(): return T"], (0, 1, 3)),
        (["(n := 3)", "def f(): return n"], (0, 1)),
        # a module's own order: what is from the future first; stars where a name has no other origin
        (["import a", "from __future__ import annotations", "def f(): return a"], (1, 0, 2)),
        (["from m import *", "def f(): return array"], (0, 1)),
        (["from m import *", "def f(): return len"], (1,)),
        # statements that share a line go together; what the judge never runs defines nothing
        (["N = 1; print(2)", "def f(): return N"], (0, 1)),
        (["N = 1", "if __name__ == '__main__':\n    N = 2", "def f(): return N"], (0, 2)),
        # a cell that Python cannot read is taken where it seems to define the answer
        (["x = = 1", "def f(:"], (1,)),
        # nothing of that name: whatever is defined, so that a name like it can be told
        (["print(1)", "def ff(): pass"], (1,)),
        (["print(1)"], ()),
    ],
)
def test_what_is_taken_without_tags(cells: list[str], expected: tuple[int, ...]) -> None:
    """As a notebook that is run from top to bottom has it."""
    assert code(*cells) == "\n".join(cells[index] for index in expected)


def test_what_is_from_the_future_is_first_in_a_tagged_cell_too() -> None:
    """The import that another cell makes would else stand before it."""
    tagged = '"""About."""\nfrom __future__ import annotations\ndef f(): return a'
    expected = 'from __future__ import annotations\nimport a\n"""About."""\ndef f(): return a'
    assert code("import a", tagged, tagged=(1,)) == expected


@pytest.mark.parametrize(
    ("cells", "tagged", "expected"),
    [
        (["import a", "# mine\ndef f(): return a\nprint(1)", "a = 3"], (1,), (1, 2)),
        (["def g(): return 1", "def f(): return g()", "def g(): return 2"], (0, 1), (0, 1)),
        (["def f(): return 1", "def f(): return 2"], (0,), (0,)),
        (["import a", "def f(:"], (1,), (1,)),
    ],
)
def test_what_is_taken_with_tags(cells: list[str], tagged: tuple[int, ...], expected: tuple[int, ...]) -> None:
    """Tagged cells whole, and of the others only what they do not define themselves."""
    assert code(*cells, tagged=tagged) == "\n".join(cells[index] for index in expected)
