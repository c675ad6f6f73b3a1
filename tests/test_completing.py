"""The names that a shell is offered are those that the program knows, though they are read without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.catalogue.exercise import Catalogue
from grader.catalogue.slugs import cases_in, paths_in, slugs_in, topics_in
from grader.installed import shipped


def test_topics_and_paths_are_those_of_the_catalogue() -> None:
    """`--topic` and `--path` take each of them."""
    known = Catalogue(shipped())
    assert set(topics_in(shipped())) == {topic for exercise in known for topic in exercise.topics}
    assert paths_in(shipped()) == {path.id: path.title.en for path in known.ways.paths}


def test_cases_are_those_that_can_be_chosen() -> None:
    """Public, hidden, and those of promises; `--case` answers a wrong one with the same."""
    found = cases_in(shipped(), "stable_softmax")
    assert found[:3] == ("example", "small", "axis") and "very_negative" in found
    assert found[-2:] == ("standard_any_layout", "standard_dtype_kept")


@pytest.mark.parametrize("written", ["topics = [", 'topics = "one"\npromises = 1', "\xff"])
def test_files_that_make_no_sense_name_nothing(tmp_path: Path, written: str) -> None:
    """A shell has no place for an error."""
    folder = tmp_path / "exercises" / "odd"
    folder.mkdir(parents=True)
    (folder / "exercise.toml").write_bytes(written.encode("latin-1"))
    (folder.parent / "paths.toml").write_text('path = [{ id = "a", title = 3 }, { id = "b" }, 4]')
    assert slugs_in(tmp_path) == ("odd",)
    assert topics_in(tmp_path) == cases_in(tmp_path, "odd") == ()
    assert paths_in(tmp_path) == {"a": "", "b": ""}
    assert paths_in(folder) == {}
