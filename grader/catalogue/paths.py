"""Ways through a catalogue: `exercises/paths.toml` has the paths, what comes before what, and where each is asked.

It stands beside the exercises and not in them: a path is about many, and none is proved again for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from grader.catalogue.toml_table import NOTHING, Table, read_toml
from grader.errors import UsageError
from grader.texts import Text

NAME = "paths.toml"
FORMAT = 1


@dataclass(frozen=True)
class LearningPath:
    """Exercises in the order in which they are best solved: a solution of one step is useful in a later one."""

    id: str
    title: Text
    about: Text
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Ways:
    """All that the file says.

    before: by slug, the exercises to solve before it. asked: by slug, the collections of questions that ask it.
    """

    paths: tuple[LearningPath, ...] = ()
    before: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def path(self, wanted: str) -> LearningPath:
        """The path with this id; its words may be joined by hyphens too, in whatever case.

        Raises:
            UsageError: there is none; those that exist are named.
        """
        name = wanted.casefold().replace("-", "_").replace(" ", "_")
        for path in self.paths:
            if name == path.id:
                return path
        known = [path.id for path in self.paths]
        raise UsageError(
            Text(f'There is no path "{wanted}".', f"没有学习路径“{wanted}”。"),
            Text(
                f"There are: {', '.join(known)}." if known else "This catalogue has none.",
                f"现有路径：{'、'.join(known)}。" if known else "这个题库没有学习路径。",
            ),
        )


def read_ways(path: Path, slugs: Collection[str]) -> Ways:
    """What the file says of the exercises with these slugs; nothing where it is missing.

    Raises:
        UsageError: it is not TOML, a key is wrong, a slug is no exercise, prerequisites go in a circle, or a path has
            an exercise before one of its prerequisites.
    """
    if not path.exists():
        return Ways()
    table = Table(path, read_toml(path))
    version = table.take("format", int)
    if version != FORMAT:
        table.fail("format", str(FORMAT), str(version))
    paths = tuple(_read_path(one, slugs) for one in table.tables("path"))
    before = _read_before(table.table("prerequisites"), slugs)
    asked = _read_asked(table.table("asked"), slugs)
    for number, one in enumerate(paths):
        if any(other.id == one.id for other in paths[:number]):
            table.fail(f"path[{number}].id", Text("an id of its own", "不与其他路径重复的 id"), repr(one.id))
        _check_order(table, number, one, before)
    table.done()
    return Ways(paths, before, asked)


def _read_path(table: Table, slugs: Collection[str]) -> LearningPath:
    found = LearningPath(
        id=table.take("id", str),
        title=table.text("title"),
        about=table.text("about"),
        steps=_slugs(table, "steps", slugs),
    )
    table.done()
    return found


def _read_before(table: Table, slugs: Collection[str]) -> dict[str, tuple[str, ...]]:
    before = {slug: _slugs(table, slug, slugs) for slug in _known(table, slugs)}
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        circle = " → ".join(reversed(error.args[1]))
        table.fail(error.args[1][0], Text("prerequisites without a circle", "没有循环的先修关系"), circle)
    return before


def _read_asked(table: Table, slugs: Collection[str]) -> dict[str, tuple[str, ...]]:
    return {slug: tuple(table.take(slug, str).split()) for slug in _known(table, slugs)}


def _known(table: Table, slugs: Collection[str]) -> list[str]:
    """The keys of the table, each of them an exercise."""
    for slug in table.values:
        if slug not in slugs:
            table.fail(slug, _AN_EXERCISE, repr(slug))
    return list(table.values)


def _slugs(table: Table, key: str, slugs: Collection[str]) -> tuple[str, ...]:
    """A list of different exercises, at least one."""
    found = table.strings(key)
    if not found:
        table.fail(key, Text("names of exercises", "题目名称的列表"), NOTHING)
    for number, slug in enumerate(found):
        if slug not in slugs or slug in found[:number]:
            table.fail(key, _AN_EXERCISE, repr(slug))
    return tuple(found)


def _check_order(table: Table, number: int, path: LearningPath, before: Mapping[str, tuple[str, ...]]) -> None:
    places = {slug: place for place, slug in enumerate(path.steps)}
    for slug in path.steps:
        for earlier in before.get(slug, ()):
            if places.get(earlier, -1) > places[slug]:
                table.fail(
                    f"path[{number}].steps",
                    Text(f'"{earlier}" before "{slug}", which needs it', f"“{earlier}”排在需要它的“{slug}”之前"),
                    Text("the other way round", "相反的顺序"),
                )


_AN_EXERCISE = Text("the name of an exercise of this catalogue, once", "本题库中的题目名称，且不重复")
