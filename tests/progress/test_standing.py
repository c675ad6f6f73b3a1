"""How far a learner is, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from grader.catalogue.exercise import Catalogue
from grader.installed import shipped
from grader.progress.attempt import NOT_JUDGED, Attempt
from grader.progress.standing import Standing, Standings, State, groups
from grader.progress.suggestion import following, suggestions

CATALOGUE = Catalogue(shipped())
EASY = [one.slug for one in CATALOGUE if one.difficulty == "easy" and not CATALOGUE.ways.before.get(one.slug)]


def standings(*made: tuple[str, str]) -> Standings:
    """Those after these attempts, one after another: exercise and verdict."""
    return Standings(
        Attempt(str(number), f"2026-01-01T00:00:{number:02}+00:00", slug, verdict, complete=True)
        for number, (slug, verdict) in enumerate(made)
    )


def solved(slugs: Iterable[str]) -> list[tuple[str, str]]:
    """Attempts that solve these."""
    return [(slug, "AC") for slug in slugs]


def test_the_standing_with_an_exercise() -> None:
    """A fault of ours and what a reset took are no tries; once solved it stays so; the best time is the shortest."""
    made = [
        Attempt("1", "2026-01-01", "a", "WA"),
        Attempt("2", "2026-01-02", "a", "AC", complete=True, ratio=3.0),
        Attempt("3", "2026-01-03", "a", "AC", complete=True, ratio=2.0),
        Attempt("4", "2026-01-04", "a", "AC", complete=False, ratio=1.0),
        Attempt("5", "2026-01-05", "a", "RTE"),
        Attempt("6", "2026-01-06", "a", "IE"),
        Attempt("7", "2026-01-07", "a", NOT_JUDGED),
        Attempt("8", "2026-01-08", "b", "AC"),
        Attempt("9", "2026-01-09", "c", "IE"),
    ]
    known = Standings(made)
    assert known["a"] == Standing("a", State.SOLVED, 5, "RTE", "2026-01-05", 2.0)
    assert known["b"].state is State.TRIED and known["c"] == known["d"].__class__("c")
    assert known.latest == known["b"] and Standings([]).latest is None


def test_groups_count_what_is_theirs() -> None:
    """Each topic has its exercises once, each path in its order, and how far they are; paths come first."""
    known = standings(("self_attention", "AC"), ("kv_cache_decode", "WA"))
    by_id = {one.id: one for one in groups(CATALOGUE, known) if one.kind == "topic"}
    kinds = [one.kind for one in groups(CATALOGUE, known)]
    assert kinds == sorted(kinds) and kinds.count("path") == len(CATALOGUE.ways.paths)
    transformer = next(one for one in groups(CATALOGUE, known) if one.id == "transformer")
    assert [one.exercise for one in transformer.standings] == list(CATALOGUE.ways.path("transformer").steps)
    attention = by_id["attention"]
    assert attention.title.zh == "注意力"
    assert [attention.count(state) for state in (State.SOLVED, State.TRIED)] == [1, 1]
    assert {one.exercise for one in attention.standings} == {one.slug for one in CATALOGUE if "attention" in one.topics}


def first(known: Standings) -> tuple[str, str]:
    """What is suggested first, and all the reasons."""
    best = suggestions(CATALOGUE, known)[0]
    return best.exercise.slug, " ".join(reason.en for reason in best.reasons)


def test_who_begins_is_given_something_easy() -> None:
    """And is told so."""
    slug, why = first(standings())
    assert slug == EASY[0] and "a good one to begin with" in why


def test_what_was_begun_comes_first() -> None:
    """With how often and how it went; one of another catalogue does not count."""
    slug, why = first(standings(("conv2d", "WA"), ("conv2d", "RTE"), ("unknown", "AC")))
    assert slug == EASY[0]
    slug, why = first(standings(("conv2d", "WA"), ("conv2d", "RTE")))
    assert slug == "conv2d" and "You have tried it 2 times, last with RTE." in why


def test_after_a_solved_one_its_level_and_its_topics_go_on() -> None:
    """Then what is harder; what is easier comes last."""
    left = following(CATALOGUE, standings(("rmsnorm", "AC")), "rmsnorm")
    missing = ["not solved yet" in one.reasons[0].en for one in left]
    assert missing == sorted(missing) and any(missing), "what builds on something unsolved comes last"
    levels = [one.exercise.difficulty for one in left if "not solved yet" not in one.reasons[0].en]
    assert levels == sorted(levels, key=("medium", "hard", "easy").index)
    assert set(left[0].exercise.topics) & set(CATALOGUE["rmsnorm"].topics)
    said = " ".join(reason.en for reason in left[0].reasons)
    assert "as rmsnorm was" in said and "It is medium" in said


def test_what_is_ready_is_told() -> None:
    """Its prerequisites are solved."""
    known = standings(("stable_softmax", "AC"), ("scaled_dot_product_attention", "AC"))
    ready = next(one for one in suggestions(CATALOGUE, known) if one.exercise.slug == "self_attention")
    assert ready.reasons[0].en == "You have solved what it builds on: scaled_dot_product_attention."


@pytest.mark.slow
def test_who_passes_over_one_after_another_comes_to_all() -> None:
    """Nothing that is not solved is left out, and nothing comes twice before all have come."""
    known, at, seen = standings(("stable_softmax", "AC")), "stable_softmax", []
    for _ in range(len(CATALOGUE.slugs) - 1):
        at = following(CATALOGUE, known, at)[0].exercise.slug
        seen.append(at)
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize("but", [(), ("conv2d",)])
def test_when_all_is_solved_nothing_comes(but: tuple[str, ...]) -> None:
    """Only what is not."""
    known = standings(*solved(slug for slug in CATALOGUE.slugs if slug not in but))
    assert tuple(one.exercise.slug for one in suggestions(CATALOGUE, known)) == but
