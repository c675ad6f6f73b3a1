"""What names in modules really are: the table is true, current, and followed to the end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from grader.rules import closed
from grader.rules.modules import STAR_MODULES, _table, is_hidden, is_module, real, star_names
from grader.rules.source import Rules
from grader.submission.parsing import read

TOOL = Path(__file__).parents[2] / "tools/rule_modules.py"


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("numpy.polynomial.chebyshev.np.exp", "numpy.exp"),
        ("numpy.polynomial.chebyshev.pu.np.polynomial.legendre.np.linalg.svd", "numpy.linalg.svd"),
        ("numpy.emath.sqrt", "numpy.lib.scimath.sqrt"),
        ("enum.bltns.eval", "builtins.eval"),
        ("enum.reduce", "functools.reduce"),
        ("statistics.bisect_left", "bisect.bisect_left"),
        ("torch.nn.modules.activation.F.softmax", "torch.nn.functional.softmax"),
        ("torch.autograd.profiler_util.attrgetter", "operator.attrgetter"),
        ("torch.backends.mkldnn.m", "torch.backends.mkldnn"),
        ("numpy.linalg.norm", "numpy.linalg.norm"),
        ("torch.Tensor.exp", "torch.Tensor.exp"),
        ("numpy.no_such_name.x", "numpy.no_such_name.x"),
        ("os.path.join", "os.path.join"),
        ("numpy", "numpy"),
    ],
)
def test_real(path: str, what: str) -> None:
    """However many modules lie on the way, the end is the object's own path."""
    assert real(path) == what


def test_modules_and_hidden_names() -> None:
    """What can be a value is a module of the table; what a module keeps for itself is hidden."""
    assert all(map(is_module, ["numpy", "numpy.ma", "torch.nn.modules.activation", "collections.abc", "sys"]))
    assert not any(map(is_module, ["numpy.exp", "numpy.ma.core", "torch.nn.Linear", "os", "numpy._core", "torch.jit"]))
    assert all(map(is_hidden, ["sys.modules", "copy.dispatch_table", "logging.currentframe"]))
    assert not any(map(is_hidden, ["sys.maxsize", "re.DEBUG", "math.sqrt", "numpy.exp"]))


def test_the_modules_of_the_table_are_those_that_may_be_imported() -> None:
    """Each root has its place."""
    assert all(map(is_module, closed.IMPORTS | {"torch"}))


def test_star_names_are_only_of_known_modules() -> None:
    """Nothing is imported into the judge because a submission names it."""
    assert star_names("antigravity") == frozenset()
    assert "sqrt" in star_names("math")
    assert "logaddexp" in star_names("numpy")
    assert "numpy" not in star_names("numpy")
    assert all(map(star_names, STAR_MODULES))


@pytest.mark.parametrize("module", sorted(STAR_MODULES))
def test_a_star_import_is_followed_where_the_rules_run(module: str) -> None:
    """The child that looks at the rules has no numpy and no site-packages."""
    source = f"from {module} import *\nlogaddexp\n"
    found = read(source.encode(), Rules(["softmax"], [], "numpy"))
    assert isinstance(found, tuple)
    assert [item.rule for item in found] == (["logsumexp"] if module == "numpy" else [])


@pytest.mark.slow
def test_the_table_is_current() -> None:
    """Made anew with the versions that it names, it is the same."""
    here = {"python": "{}.{}".format(*sys.version_info)}
    for name in ("numpy", "torch"):
        here[name] = pytest.importorskip(name).__version__.partition("+")[0]
    if here != _table()["versions"]:
        pytest.skip(f"made with {_table()['versions']}, and here is {here}")
    made = subprocess.run([sys.executable, str(TOOL), "--check"], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout
