"""Grammar of later Pythons: what is found, what is not, and what is put in its place."""

from __future__ import annotations

import ast
import sys

import pytest

from grader.submission.newer_python import CONSTRUCTS, MAX_DEPTH, Newer, older


@pytest.mark.parametrize(
    ("source", "construct", "line", "column"),
    [
        ('x = 1\ny = f"{d["a"]}"', "f_string", 2, 5),
        ("f'{x['a']}'", "f_string", 1, 1),
        ('f"""{d["""a"""]}"""', "f_string", 1, 1),
        ("f\"{'\\n'.join(x)}\"", "f_string", 1, 1),
        ('f"{x  # the value\n}"', "f_string", 1, 1),
        ('f"{\nx\n}"', "f_string", 1, 1),
        ('f"{x:{d["width"]}}"', "f_string", 1, 1),
        ('f"{f"{x}"}"', "f_string", 1, 1),
        ('f"{x!r:>{w}} {d["a"]:%H:%M}"', "f_string", 1, 1),
        ('rf"\\d{d["a"]}"', "f_string", 1, 1),
        ('f"{d["it\'s"]}"', "f_string", 1, 1),
        ("type Vector = list[float]", "type_statement", 1, 1),
        ("if x:\n    type Pair[A, B] = tuple[A, B]", "type_statement", 2, 5),
        ("def f[T](x: T) -> T: return x", "type_parameters", 1, 1),
        ("class A[T, *Ts, **P](Base): pass", "type_parameters", 1, 1),
        ("async def f[T: (int, str)](x): pass", "type_parameters", 1, 7),
        ("class A[T = int]: pass", "type_defaults", 1, 1),
        ('t"{x}"', "template_string", 1, 1),
        ("rt'{x}'", "template_string", 1, 1),
    ],
)
def test_a_construct_is_found_and_replaced(source: str, construct: str, line: int, column: int) -> None:
    """This Python refuses the source, and reads what is put in its place."""
    plain, found = older(source)
    assert found == [Newer(construct, line, column)]
    ast.parse(plain)
    if sys.version_info < (3, 12):
        with pytest.raises(SyntaxError):
            ast.parse(source)


@pytest.mark.parametrize(
    "source",
    [
        "f\"{d['a']}\" '{' \"}\" f\"{'#'}\"",
        "f'{{}}{x}'",
        "f'''{\nd['a']}'''",
        r"f'\N{DIGIT ONE} {x}' + f'{x:\t>4}'",
        'f"{x!r:>{w}}" "abc"  # isn\'t a string',
        'print(f"{x = }", f"{(lambda y: y)(1)}", f"{a if b else c}")',
        "type = 3\nx = type (x)\ntype[0]\ntype.x = 1\ntype == 3",
        "def type(x): pass\nclass type(A): pass",
        "'type X = 1'\n'''\ntype X = 1\ndef f[T](x)\n'''",
        "# type X = 1\nx = d['def f[T]']",
        r"""x = '\'' + "\"" + r'\''""",
        "t = 'a'\nf = t\nx = f, t",
        "x = 'a\\\nb'",
    ],
)
def test_todays_grammar_is_left_in_peace(source: str) -> None:
    """Nothing is found in what this Python reads, and the rest still parses without its strings."""
    ast.parse(source)
    plain, found = older(source)
    assert found == []
    assert len(plain.removesuffix("\n").split("\n")) == len(source.split("\n"))
    ast.parse(plain)


@pytest.mark.parametrize(
    "source", ["x = 'abc", 'f"{x', "f'{x:', y", 'f"""{x}', "f'" + "{f'" * (MAX_DEPTH + 2) + "'", "'a\nb'"]
)
def test_what_no_python_reads_is_left_alone(source: str) -> None:
    """A string without an end, or without a bottom, needs no later Python."""
    assert older(source) == (source, [])


def test_the_first_of_each_construct_is_told_in_the_order_of_lines() -> None:
    """The one who asks chooses among them."""
    source = 'def f[T](): pass\nx = f"{d["a"]}"\ny = f"{d["a"]}"\ntype A = int\n'
    assert [(item.construct, item.line) for item in older(source)[1]] == [
        ("type_parameters", 1), ("f_string", 2), ("type_statement", 4)
    ]  # fmt: skip


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_the_facts_name_the_construct_and_both_versions(construct: str) -> None:
    """The report chooses its sentence by them."""
    facts = Newer(construct, 1, 1).facts("3.11")
    assert facts[construct] is True
    assert (facts["reason"], facts["needs"], facts["python"]) == ("newer", CONSTRUCTS[construct], "3.11")
