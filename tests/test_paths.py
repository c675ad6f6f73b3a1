"""Learning paths: those that are shipped lead through the whole catalogue; a file that is wrong is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.catalogue.exercise import Catalogue
from grader.catalogue.listing import listed
from grader.catalogue.paths import Ways, read_ways
from grader.errors import UsageError
from grader.installed import shipped

CATALOGUE = Catalogue(shipped())
SLUGS = ("first", "second", "third")
PATH = '[[path]]\nid = "p"\ntitle = { en = "P", zh = "路" }\nabout = { en = "P.", zh = "路。" }\nsteps = %s\n'


def read(folder: Path, text: str) -> Ways:
    """The file with this text, read."""
    path = folder / "paths.toml"
    path.write_text(text, encoding="utf-8")
    return read_ways(path, SLUGS)


def test_every_shipped_exercise_is_on_a_path() -> None:
    """And it is known where it is asked; else nobody comes by it."""
    ways = CATALOGUE.ways
    assert {slug for path in ways.paths for slug in path.steps} == set(CATALOGUE.slugs)
    assert len(ways.paths) == 8


def test_prerequisites_are_no_harder() -> None:
    """Whoever is to solve one first can."""
    rank = {"easy": 0, "medium": 1, "hard": 2}
    for slug, before in CATALOGUE.ways.before.items():
        for earlier in before:
            assert rank[CATALOGUE[earlier].difficulty] <= rank[CATALOGUE[slug].difficulty], (earlier, slug)


def test_a_path_is_listed_in_its_order() -> None:
    """With the other filters on top of it; the id may be written with hyphens."""
    steps = CATALOGUE.ways.path("transformer").steps
    assert [one.slug for one in listed(CATALOGUE, path="Transformer")] == list(steps)
    plain = [slug for slug in CATALOGUE.ways.path("llm_training").steps if CATALOGUE[slug].framework == "python"]
    assert [one.slug for one in listed(CATALOGUE, path="llm-training", framework="python")] == plain
    with pytest.raises(UsageError, match=r'no path "x"') as caught:
        listed(CATALOGUE, path="x")
    assert "numerics_and_backprop" in str(caught.value.remedy)


def test_a_catalogue_without_the_file_has_no_paths(tmp_path: Path) -> None:
    """It is nobody's duty to write one."""
    assert read_ways(tmp_path / "paths.toml", SLUGS) == Ways()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("format = 2\n", "format"),
        ("format = 1\n" + PATH % '["first", "fourth"]', r"path\[0\]\.steps.*fourth"),
        ("format = 1\n" + PATH % '["first", "first"]', r"path\[0\]\.steps.*first"),
        ("format = 1\n" + PATH % "[]", r"path\[0\]\.steps"),
        ("format = 1\n" + 2 * (PATH % '["first"]'), r"path\[1\]\.id"),
        ('format = 1\n[prerequisites]\nfourth = ["first"]\n', r"prerequisites\.fourth"),
        ('format = 1\n[prerequisites]\nfirst = ["fourth"]\n', r"prerequisites\.first.*fourth"),
        ('format = 1\n[prerequisites]\nfirst = ["second"]\nsecond = ["first"]\n', "circle"),
        (
            "format = 1\n" + PATH % '["second", "first"]' + '[prerequisites]\nsecond = ["first"]\n',
            'first" before "second',
        ),
        ("format = 1\n[asked]\nfirst = 1\n", r"asked\.first"),
        ("format = 1\n[other]\n", "other"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, text: str, named: str) -> None:
    """With the file, the key and the value."""
    with pytest.raises(UsageError, match=rf"paths\.toml.*{named}"):
        read(tmp_path, text)
