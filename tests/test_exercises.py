"""Every shipped exercise is judged as its proof says: a sample here, everything over many seeds by `make prove`.

That the proofs are about the exercises as they stand is a test of its own (test_proof).
"""

from __future__ import annotations

import os

import pytest

from grader.authoring.verify import verify
from grader.catalogue.exercise import Catalogue
from grader.installed import shipped
from grader.judge.protocol import Isolation, Options

CATALOGUE = Catalogue(shipped())
SEEDS = int(os.environ.get("DLGRADE_VERIFY_SEEDS", "2"))


@pytest.mark.docker
@pytest.mark.slow
@pytest.mark.parametrize("slug", CATALOGUE.slugs)
def test_exercise_is_proved(slug: str) -> None:
    """The stub fails, right answers pass, mistakes are caught, examples are true, texts speak both languages."""
    options = Options(sandbox="docker", isolation=Isolation.SHARED)
    proof = verify(CATALOGUE[slug], seeds=SEEDS, options=options, progress=lambda text: None, sample=True)
    assert proof.problems == []
    assert proof.runs > 10
