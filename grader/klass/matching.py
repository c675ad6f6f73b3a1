"""Whose a folder or a file is: its name compared with a roster's ids, logins, addresses and names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from grader.klass.assignment import key_of
from grader.klass.roster import Roster, Student

# Letters and digits; Chinese apart from the rest, for "20240001王小明" is an id and a name.
_WORD = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|(?:(?![\u3400-\u9fff\uf900-\ufaff])[^\W_])+")
_MOST_WORDS = 8  # of an id, an address or a name
_LEAST_CHARS = 3  # a shorter id, such as 7, counts only where it is the whole name: "hw 7" is a name too
# Beside a person's name these are no part of it. Of "Li Wei Ming" nobody knows whether Li Wei is meant.
_NO_NAME = frozenset(
    (
        *("hw", "homework", "assignment", "exercise", "ex", "task", "lab", "week", "submission", "submissions"),
        *("solution", "answer", "final", "new", "copy", "file", "py", "ipynb", "v", "version", "attempt", "try"),
        *("part", "of", "by", "the", "my", "作业", "提交", "答案", "最终", "最终版", "实验", "习题", "练习", "副本"),
    )
)

_GROUPS = frozenset(("group", "team", "gruppe", "groupe", "grupo", "tutorial", "lab", "section", "class", "组", "班"))


@dataclass(frozen=True)
class Match:
    """The students that a name may mean: one is an answer, none and several are not."""

    students: tuple[Student, ...]

    @property
    def student(self) -> Student | None:
        """The one that is meant."""
        return self.students[0] if len(self.students) == 1 else None


class Matcher:
    """Finds students of a roster in names."""

    def __init__(self, roster: Roster, exercises: Iterable[str] = ()) -> None:
        self._ids: dict[tuple[str, ...], dict[str, Student]] = {}
        self._names: dict[str, dict[str, Student]] = {}
        for student in roster:
            for handle in filter(None, map(words, _handles(student))):
                self._ids.setdefault(handle, {})[student.id] = student
            for name in filter(None, _spellings(student)):
                self._names.setdefault(name, {})[student.id] = student
        self._no_name = _NO_NAME.union(*(words(slug) for slug in exercises))

    def whole(self, name: str) -> Match:
        """Those whom the whole name means: by an id, else by a person's name."""
        parts = words(name)
        found = self._ids.get(parts) or self._names.get("".join(parts)) or {}
        return Match(tuple(found.values()))

    def behind_group(self, name: str) -> Match:
        """Those whom the name means behind a group's, as Moodle writes it: "Group 3-Ada Lovelace".

        What stands in front must be no person's: "Ann-Li Wei" is not Li Wei.
        """
        for dash in (at for at, character in enumerate(name) if character == "-"):
            group = words(name[:dash])
            if any(word in _GROUPS or not word.isalpha() for word in group):
                found = self.whole(name[dash + 1 :])
                if found.students:
                    return found
        return Match(())

    def within(self, name: str) -> Match:
        """Those whom the name means as a whole, else whom a part of it does.

        Not meant is whoever stands inside a longer part that means somebody; nor, where all that speaks for a student
        are letters, one beside whom other words stand, which may be the rest of somebody else's name.
        """
        if (whole := self.whole(name)).students:
            return whole
        parts = words(name)
        spans = list(self._spans(parts))
        covered: dict[str, set[int]] = {}
        meant: dict[str, Student] = {}
        for start, end, students in spans:
            inside = any(s <= start and end <= e and (s, e) != (start, end) for s, e, _ in spans)
            for student in () if inside else students:
                meant[student.id] = student
                covered.setdefault(student.id, set()).update(range(start, end))
        rest = set(range(len(parts))).difference(*covered.values())
        alone = all(self._is_no_name(parts[index]) for index in rest)
        return Match(tuple(one for one in meant.values() if alone or _has_digit(parts, covered[one.id])))

    def _spans(self, parts: tuple[str, ...]) -> Iterator[tuple[int, int, tuple[Student, ...]]]:
        """Where an id or a name stands: from which word to which, and whose it is."""
        for start in range(len(parts)):
            for end in range(start + 1, min(len(parts), start + _MOST_WORDS) + 1):
                joined = "".join(parts[start:end])
                found = self._ids.get(parts[start:end], {}) | self._names.get(joined, {})
                if found and (len(joined) >= _LEAST_CHARS or not joined.isascii()):
                    yield start, end, tuple(found.values())

    def _is_no_name(self, word: str) -> bool:
        bare = word.rstrip("0123456789")
        return not bare or word in self._no_name or bare in self._no_name


def _has_digit(parts: tuple[str, ...], covered: set[int]) -> bool:
    return any(character.isdigit() for index in covered for character in parts[index])


def words(name: str) -> tuple[str, ...]:
    """The words of a name, as they are compared."""
    return tuple(_WORD.findall(key_of(name)))


def _handles(student: Student) -> Iterator[str]:
    """Under what a system knows a student."""
    yield student.id
    yield from student.aliases
    if student.email:
        yield student.email


def _spellings(student: Student) -> Iterator[str]:
    """A person's name in one word, as it is and with the last or the first word moved; what stands before the @."""
    parts = words(student.name)
    if parts:
        yield "".join(parts)
        yield "".join((*parts[-1:], *parts[:-1]))
        yield "".join((*parts[1:], *parts[:1]))
    if student.email:
        yield "".join(words(student.email.partition("@")[0]))
