"""IPython's own lines are found where a statement begins, and nowhere else."""

from __future__ import annotations

import ast

import pytest

from grader.submission.magics import without_magics


@pytest.mark.parametrize(
    "line",
    [
        *("%matplotlib inline", "%%time", "!pip install x", "?np.dot", "np.dot?", "np.dot??", "%time f()", "a.b[0]?"),
        *("get_ipython().system('pip install x')", "get_ipython().run_line_magic('matplotlib', 'inline')"),
        *("files = !ls *.py", "out = %timeit -o f()", "a, b = !ls", "  !ls", "x =!ls"),
    ],
)
def test_a_line_of_ipython_becomes_a_comment(line: str) -> None:
    """The rest stays, each line where it was."""
    cell = f"import numpy\n{line}\nx = 1"
    plain = without_magics(cell)
    assert plain.left_out == ((2, line.strip()),)
    assert (plain.lines[0], plain.lines[2], len(plain.lines)) == ("import numpy", "x = 1", 3)
    assert plain.lines[1].lstrip().startswith(("#", "pass  #"))


@pytest.mark.parametrize(
    "cell",
    [
        "x = (7\n% 4)",
        "x = 7 \\\n% 4",
        's = """\n%matplotlib\n!ls\nwhat?\n"""',
        "s = '\\\n!ls'",
        "a %= 3",
        "a != 3",
        "print('%s' % 3)",
        "f(a='!', b=3)",
        "x = [  # what?\n1]",
        "# really?\nx = 1",
        "s = 'what?'",
        "x == 3",
        's = "a # b"\ny = 2',
        "s = '''it's'''\nt = 1",
    ],
)
def test_python_stays_as_it_is(cell: str) -> None:
    """What only looks like IPython's is inside a string, brackets or a statement."""
    plain = without_magics(cell)
    assert plain.left_out == () and "\n".join(plain.lines) == cell


def test_a_block_that_loses_its_only_line_is_still_a_block() -> None:
    """`pass` stands in its place."""
    plain = without_magics("if True:\n    !ls\nx = 1")
    ast.parse("\n".join(plain.lines))
    assert plain.left_out == ((2, "!ls"),)


def test_a_command_goes_on_behind_a_backslash() -> None:
    """Both lines are left out."""
    plain = without_magics("!pip install \\\n  numpy\nx = 1")
    assert [number for number, _ in plain.left_out] == [1, 2] and plain.lines[2] == "x = 1"


@pytest.mark.parametrize(("magic", "kept"), [("%%time", True), ("%%capture out", True), ("%%bash", False)])
def test_a_cell_magic_takes_the_cell_with_it_where_another_program_runs_it(magic: str, kept: bool) -> None:
    """What is run as Python stays."""
    plain = without_magics(f"\n{magic}\nx = 1")
    assert (plain.lines[2] == "x = 1") is kept and plain.left_out[0] == (2, magic)


@pytest.mark.parametrize("mark", ["=", "?", "'", '"""', "(", "\\", "= !", "%"])
def test_no_text_takes_long(mark: str) -> None:
    """A hostile cell of the largest size is read in a moment."""
    without_magics(mark * 300_000)
    without_magics(f"{mark}\n" * 100_000)
