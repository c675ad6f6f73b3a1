"""The single changes that a mutant is made by."""

from __future__ import annotations

import pytest

from grader.authoring.mutants import mutants


def changes(source: str) -> set[str]:
    """What the mutants of one statement in a function `f(x, n)` read like."""
    found = mutants(f"def f(x, n):\n    {source}\n")
    return {mutant.id.split(" -> ")[1] for mutant in found}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("return n + 1", {"return n - 1", "return n + 2", "return n + 0", "n += 1; return n"}),
        (
            "return x.max(axis=-1, keepdims=True)",
            {"return x.min(axis=-1, keepdims=True)", "return x.max(axis=-1, keepdims=False)"},
        ),
        (
            "return x.max(axis=-1)",
            {"return x.max()", "return x.max(axis=1)", "return x.max(axis=-2)", "return x.max(axis=-0)"},
        ),
        ("return n < 3", {"return n <= 3", "return n >= 3"}),
        ("return g(x, n)", {"return g(n, x)"}),
        ("return np.zeros(3, np.float64)", {"return np.zeros(3, np.float32)", "return np.ones(3, np.float64)"}),
        ("return x.astype(n)", {"return x"}),
        ("return np.sqrt(x)", {"return x"}),
        ("x[0] = n", {"pass", "x[1] = n"}),
        ("x.append(n)", {"pass"}),
        ("n += 1", {"pass", "n = 1", "n -= 1"}),
        ("y = x - n", {"x -= n; y = x", "y = x + n"}),
        ("return range(300)", {"return range(1)"}),
        ("return 1e-5", {"return 0.0", "return 0.0001"}),
        ("return n if x else 0", {"return 0 if x else n"}),
        ("return not n", {"return n"}),
        ("return n and x", {"return n or x"}),
    ],
)
def test_each_slip_is_made(source: str, expected: set[str]) -> None:
    """An operator, a constant, a comparison, an axis, a dtype, a dropped statement, swapped arguments, in place."""
    assert expected <= changes(source)


def test_an_inferred_size_has_no_mutant() -> None:
    """numpy takes every negative number as "the rest": the change would change nothing."""
    assert changes("return x.reshape(-1)") == set()


def test_conditions_are_turned_and_bodies_are_reached() -> None:
    """Statements below others are changed too; a compound statement's id is its first line."""
    assert "if not n:" in changes("if n:\n        return x + n")
    assert "return x - n" in changes("if n:\n        return x + n")


def test_defaults_are_changed_and_texts_and_annotations_are_not() -> None:
    """What no program does differently is no mutant."""
    found = mutants('"""Text 1."""\nimport a\ndef f(x: "b" = 1) -> 2:\n    """Text 2."""\n    return f"{x + 1}"\n')
    assert {mutant.id for mutant in found} == {
        "module: def f(x: 'b'=1) -> 2: -> def f(x: 'b'=2) -> 2:",
        "module: def f(x: 'b'=1) -> 2: -> def f(x: 'b'=0) -> 2:",
    }


def test_each_mutant_compiles_is_another_program_and_is_named_once() -> None:
    """No mutant is the source itself, nor another one's twin."""
    source = "class A:\n    def f(self, x):\n        y = x + 1\n        return y * 2\n"
    found = mutants(source)
    assert len({mutant.id for mutant in found}) == len({mutant.source for mutant in found}) == len(found) == 7
    assert all(mutant.id.startswith("A.f: ") for mutant in found)
    for mutant in found:
        compile(mutant.source, "mutant", "exec")
