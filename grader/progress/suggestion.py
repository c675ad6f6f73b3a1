"""What to do next, and why: `dlgrade next`, the last lines of a report, and a key of `dlgrade watch` say the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from grader.catalogue.exercise import DIFFICULTIES, Catalogue, Exercise
from grader.catalogue.listing import listed
from grader.catalogue.topics import difficulty_name, topic_names
from grader.progress.standing import Standings, State
from grader.texts import Text


@dataclass(frozen=True)
class Suggestion:
    """An exercise to do next, with the reasons."""

    exercise: Exercise
    reasons: tuple[Text, ...]
    tried: bool

    def to_json(self) -> dict[str, Any]:
        """As one JSON object."""
        reasons = [reason.to_json() for reason in self.reasons]
        return {"exercise": self.exercise.slug, "tried": self.tried, "reasons": reasons}


def suggestions(catalogue: Catalogue, standings: Standings) -> list[Suggestion]:
    """The exercises that are not solved, the best first: the one that was tried last, if it is still open."""
    latest = standings.latest
    if latest is None or latest.exercise not in catalogue.slugs:
        return following(catalogue, standings, None)
    if latest.state is State.SOLVED:
        return following(catalogue, standings, latest.exercise)
    others = [one for one in following(catalogue, standings, None) if one.exercise.slug != latest.exercise]
    return [_suggestion(catalogue[latest.exercise], catalogue, standings, None), *others]


def following(catalogue: Catalogue, standings: Standings, after: str | None) -> list[Suggestion]:
    """The exercises that are not solved but for `after`, the best first.

    What builds on something unsolved comes last. After a solved exercise its level comes first, then the harder ones,
    and of a level those that share a topic with it. After one that is passed over the order is that of the list, so
    that who passes over one after another comes to all.
    """
    exercises = listed(catalogue)
    place = next((number for number, one in enumerate(exercises) if one.slug == after), 0)
    around = exercises[place:] + exercises[:place]
    left = [one for one in around if one.slug != after and not standings.solved(one.slug)]
    before = exercises[place] if after is not None and standings.solved(after) else None

    def key(exercise: Exercise) -> tuple[bool, int, bool]:
        missing = bool(_missing(exercise, catalogue, standings))
        if before is None:
            return missing, 0, False
        distance = (_level(exercise) - _level(before)) % len(DIFFICULTIES)
        return missing, distance, not set(exercise.topics) & set(before.topics)

    if after is None or before is not None:
        left.sort(key=key)
    return [_suggestion(exercise, catalogue, standings, before) for exercise in left]


def _suggestion(exercise: Exercise, catalogue: Catalogue, standings: Standings, before: Exercise | None) -> Suggestion:
    tried = standings[exercise.slug].state is State.TRIED
    return Suggestion(exercise, tuple(_reasons(exercise, catalogue, standings, before)), tried)


def _reasons(exercise: Exercise, catalogue: Catalogue, standings: Standings, before: Exercise | None) -> Iterator[Text]:
    standing = standings[exercise.slug]
    if standing.state is State.TRIED:
        times = Text("once" if standing.attempts == 1 else f"{standing.attempts} times", f"{standing.attempts} 次")
        yield Text(
            f"You have tried it {times.en}, last with {standing.last}.",
            f"你已经试过 {times.zh}，最近一次是 {standing.last}。",
        )
    needed = catalogue.ways.before.get(exercise.slug, ())
    missing = _missing(exercise, catalogue, standings)
    if missing:
        yield Text(
            f"It builds on {', '.join(missing)}, which you have not solved yet.",
            f"它以 {'、'.join(missing)} 为基础，而你还没有解决。",
        )
    elif needed:
        yield Text(
            f"You have solved what it builds on: {', '.join(needed)}.",
            f"它所需的基础你都已解决：{'、'.join(needed)}。",
        )
    level = difficulty_name(exercise.difficulty)
    if before is None:
        fresh = _level(exercise) == 0 and standing.state is State.UNTOUCHED
        begin = Text(": a good one to begin with", "，适合开始") if fresh else Text("", "")
        yield Text(f"It is {level.en}{begin.en}.", f"难度：{level.zh}{begin.zh}。")
        return
    shared = topic_names(tuple(one for one in exercise.topics if one in before.topics))
    if shared.en:
        yield Text(f"It is about {shared.en}, as {before.slug} was.", f"它与 {before.slug} 同属“{shared.zh}”。")
    if exercise.difficulty == before.difficulty:
        yield Text(f"It is {level.en}, as {before.slug} was.", f"难度与 {before.slug} 相同：{level.zh}。")
    elif _level(exercise) > _level(before):
        yield Text(f"It is a step harder: {level.en}.", f"难度更高一级：{level.zh}。")
    else:
        yield Text(f"It is easier, and still open: {level.en}.", f"难度较低，还没有解决：{level.zh}。")


def _missing(exercise: Exercise, catalogue: Catalogue, standings: Standings) -> list[str]:
    needed = catalogue.ways.before.get(exercise.slug, ())
    return [slug for slug in needed if not standings.solved(slug)]


def _level(exercise: Exercise) -> int:
    return DIFFICULTIES.index(exercise.difficulty)
