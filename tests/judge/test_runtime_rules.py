"""Layer 2 of the rules as the judge sees it: what a passing submission calls, and a guard that is silenced."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from grader.catalogue.exercise import Catalogue
from grader.grading.client import JudgeProcess
from grader.judge.protocol import Job, Options, Trust
from grader.judge.watch import Watch
from grader.rules.source import families_of

from .conftest import CATALOGUE

SCALE = "    return x * factor"


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JudgeProcess]:
    """A judge of the fixture exercise, which forbids decompositions."""
    catalogue = tmp_path_factory.mktemp("rules") / "catalogue"
    shutil.copytree(CATALOGUE, catalogue)
    settings = catalogue / "exercises/toolbox/exercise.toml"
    settings.write_text(settings.read_text() + '\n[rules]\nforbid = ["decomposition"]\n')
    with JudgeProcess(Catalogue(catalogue)["toolbox"], Options(sandbox="process", trust=Trust.OURS)) as process:
        yield process


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("np.linalg.norm(np.eye(2), 2)", [(4, "decomposition", "numpy's norm of order 2, at run time")]),
        ("[np.ma.core.np][0].linalg.svd(np.eye(2))", [(4, "decomposition", "numpy's svd, at run time")]),
        (
            "try: np.linalg.eigh(np.eye(2))\n    except Exception: pass",
            [(0, "decomposition", "numpy's eigh, at run time")],
        ),
        ("np.linalg.norm(np.ones(2), 2)", []),
        ("np.linalg.norm(np.eye(2))", []),
        (
            "import gc\n    for d in gc.get_objects():\n        if type(d).__name__ == 'Denial': d._note = len",
            [(0, "internals", "the insides of the check at run time")],
        ),
        (
            "try: np.linalg.svd(np.eye(2))\n    except Exception: raise SystemExit",
            [(5, "decomposition", "numpy's svd, at run time")],
        ),
    ],
    ids=["a norm", "a box", "swallowed", "of a vector", "Frobenius", "silenced", "ends"],
)
def test_what_is_called_at_run_time(
    judge: JudgeProcess, right: str, lines: str, found: list[tuple[int, str, str]]
) -> None:
    """Whatever the source showed; a call counts even where its exception is caught, or ends everything."""
    source = f"import numpy as np\n{right}".replace(SCALE, f"    {lines}\n{SCALE}").replace("def scale", "\ndef scale")
    judged = judge.judge(Job(source.encode(), seed="0"))
    assert [(item.line, item.rule, item.found) for item in judged.violations] == found
    assert judged.internal is None


def test_a_child_may_only_tell_what_it_was_asked() -> None:
    """Names that were not given, and values that are no names, count for nothing."""
    watch = Watch(families_of(["decomposition"]), frozenset({"qr"}), "numpy")
    for told in ("numpy's svd", "numpy's qr", "aten::svd", "softmax", 3, None, b"numpy's eig", ["numpy's eig"]):
        watch._note(told)
    assert watch.called == {"numpy's svd": "decomposition"}


@pytest.mark.parametrize(("framework", "forbid"), [("python", ["softmax"]), ("torch", ["heap"]), ("numpy", ["heap"])])
def test_nothing_is_watched_where_nothing_can_be(framework: str, forbid: list[str]) -> None:
    """Plain Python has no library, and some families have no function in one."""
    assert not Watch(families_of(forbid), frozenset(), framework)
