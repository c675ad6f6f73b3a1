"""No verdict depends on what was judged before, on how many are judged at a time, or on whether a sandbox is shared."""

from __future__ import annotations

import random
from functools import cache

import pytest

from dlgrade import Report, Verdict

from .folder import RIGHT, SOFTMAX, TARGET, doubled, judged, lasting

pytestmark = [pytest.mark.slow, pytest.mark.alone, pytest.mark.bubblewrap]

# It needs longer than the target has.
HOG = RIGHT[SOFTMAX].replace(
    "):\n", "):\n    kept = []\n    while x.ndim == 4:\n        kept.append(np.ones(1_000_000))\n", 1
)
# The answers to the target, with the verdict of each; and those to a shipped exercise, which has rules and mistakes.
ANSWERS: dict[str, dict[str, Verdict]] = {
    TARGET: {
        RIGHT[TARGET]: Verdict.AC,
        doubled("print('x' * 100)\nreturn 2.0 * x"): Verdict.AC,
        doubled("return x * x"): Verdict.WA,
        doubled("return 2 * x[::-1]"): Verdict.WA,
        doubled("raise KeyError(x)"): Verdict.RTE,
        doubled("os._exit(3)"): Verdict.RTE,
        doubled("if not os.fork():\n    time.sleep(3600)\nreturn x"): Verdict.WA,
        doubled("os.write(1, b'x' * 5_000_000)\nreturn 2 * x"): Verdict.OLE,
        doubled("y = []\ny.append(y)\nreturn y"): Verdict.PE,
        doubled("time.sleep(3600)"): Verdict.TLE,
        RIGHT[TARGET].replace("class Box", "class Bag"): Verdict.CE,
        "raise SystemExit\n": Verdict.CE,
    },
    SOFTMAX: {
        RIGHT[SOFTMAX]: Verdict.AC,
        RIGHT[SOFTMAX].replace("keepdims=True", "keepdims=False"): Verdict.RTE,
        HOG: Verdict.MLE,
        "from scipy.special import softmax as stable_softmax\n": Verdict.RV,
        "def stable_softmax(x, axis=-1:\n": Verdict.CE,
    },
}


@cache
def alone(slug: str, source: str) -> Report:
    """As its only submission."""
    return judged(slug, [source], sandbox="bubblewrap", jobs=1)[0]


@pytest.mark.parametrize("slug", ANSWERS)
@pytest.mark.parametrize(("jobs", "isolation"), [(1, "fresh"), (4, "fresh"), (1, "shared"), (4, "shared")], ids=str)
def test_a_report_is_the_one_that_a_submission_gets_alone(jobs: int, isolation: str, slug: str) -> None:
    """In any order, for submissions of every verdict that one can have."""
    sources = list(ANSWERS[slug])
    random.Random(f"{jobs} {isolation}").shuffle(sources)
    reports = judged(slug, sources, sandbox="bubblewrap", jobs=jobs, isolation=isolation)
    for source, report in zip(sources, reports, strict=True):
        assert report.verdict is ANSWERS[slug][source], source
        assert lasting(report) == lasting(alone(slug, source)), source


def test_every_verdict_is_among_them() -> None:
    """But that which is our fault."""
    assert {verdict for answers in ANSWERS.values() for verdict in answers.values()} == set(Verdict) - {Verdict.IE}
