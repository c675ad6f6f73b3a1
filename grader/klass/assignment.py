"""Assignments: `assignments/SLUG.toml`, with the extensions and the secret seed in files of their own beside it."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from grader.catalogue.exercise import Catalogue, Exercise
from grader.catalogue.toml_table import NOTHING, Table, read_toml
from grader.errors import UsageError
from grader.klass.lateness import POLICIES, TIMES, Late, Lateness
from grader.klass.seed import PAGE, Seed, read_seed
from grader.texts import Text

FORMAT = 1
SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
COUNTS = ("best", "last")
HIDDEN = ("never", "after_due", "always")
SANDBOXES = ("docker", "bubblewrap", "process")
ISOLATION = ("fresh", "shared")
_MOST_POINTS = 1_000_000


@dataclass(frozen=True)
class Assigned:
    """An exercise of an assignment, and what it is worth there."""

    slug: str
    points: Fraction


@dataclass(frozen=True)
class Attempts:
    """How many hand-ins of an exercise a student has (None: any number), and which counts: "best" or "last"."""

    max: int | None = None
    counts: str = "best"


@dataclass(frozen=True)
class Extension:
    """A later due date of one student's."""

    student: str
    until: datetime
    reason: str = ""


@dataclass(frozen=True)
class Limits:
    """The limits of what one student hands in: the bytes and the files of a folder or an archive, unpacked."""

    hand_in_bytes: int = 100 * 1024 * 1024
    hand_in_files: int = 1000


@dataclass(frozen=True)
class Assignment:
    """One assignment, read and checked. Paths are absolute; times know their zone.

    hidden_results: when students see what came of hidden cases. published: whether results go out without `dlgrade
    publish`. sandbox: the weakest that may be used. catalogue: where exercises are looked for before the shipped ones.
    zone: of times that come without one.
    """

    slug: str
    path: Path
    title: Text
    exercises: tuple[Assigned, ...]
    opens: datetime | None = None
    due: datetime | None = None
    late: Late = field(default_factory=Late)
    extensions: Mapping[str, Extension] = field(default_factory=dict)
    attempts: Attempts = Attempts()
    hidden_results: str = "never"
    published: bool = False
    sandbox: str = "docker"
    isolation: str = "fresh"
    limits: Limits = Limits()
    catalogue: Path | None = None
    zone: tzinfo | None = None

    @classmethod
    def load(cls, path: Path) -> Assignment:
        """Read the assignment of a file, and the extensions beside it; the seed is read when it is needed.

        Raises:
            UsageError: a file is missing or no TOML, or a key is missing, unknown or of the wrong kind.
        """
        return _load(path)

    @property
    def slugs(self) -> tuple[str, ...]:
        """The exercises' names."""
        return tuple(one.slug for one in self.exercises)

    @property
    def points(self) -> Fraction:
        """The sum of what the exercises are worth."""
        return sum((one.points for one in self.exercises), Fraction(0))

    @property
    def seed_path(self) -> Path:
        """The file of the secret seed."""
        return self.path.with_suffix(".seed")

    @property
    def times_path(self) -> Path:
        """The file that may tell when hand-ins came."""
        return self.path.with_suffix(".submitted.csv")

    @property
    def extensions_path(self) -> Path:
        """The file of the extensions."""
        return extensions_path(self.path)

    def seed(self) -> Seed:
        """The secret seed with its salt.

        Raises:
            UsageError: there is none, or others can read it.
        """
        return read_seed(self.seed_path)

    def run_seed(self) -> str:
        """The secret seed; as `seed`."""
        return self.seed().value

    def due_for(self, student: str) -> datetime | None:
        """The student's own due date; None if there is none."""
        extension = self.extensions.get(key_of(student))
        return extension.until if extension else self.due

    def lateness(self, student: str, submitted: datetime | None) -> Lateness:
        """How late a hand-in of the student's at that time is, by their own due date."""
        return self.late.of(submitted, self.due_for(student))

    def exercise(self, slug: str, known: Catalogue) -> Exercise:
        """The exercise: the assignment's own catalogue comes before the one that is known.

        Raises:
            UsageError: neither has it, or it cannot be read.
        """
        own = Catalogue(self.catalogue) if self.catalogue else None
        for catalogue in (own, known):
            if catalogue and slug in catalogue.slugs:
                return _whole_exercise(catalogue[slug])
        where = " and ".join(f'"{one.root}"' for one in (own, known) if one)
        number = self.slugs.index(slug)
        raise UsageError(
            Text(
                f'"{self.path}": key "exercise[{number}].slug": there is no exercise "{slug}" in {where}.',
                f"“{self.path}”：键“exercise[{number}].slug”：在 {where} 中没有题目“{slug}”。",
            ),
            Text(
                "`dlgrade list` shows the exercises; for your own, set catalogue to the folder that holds exercises/.",
                "`dlgrade list` 会列出题目；自己的题目请用 catalogue 指出含有 exercises/ 的文件夹。",
            ),
        )


def _whole_exercise(exercise: Exercise) -> Exercise:
    """The exercise, if it is not the public part that students get: without hidden tests nobody is graded."""
    if exercise.transcript is None:
        return exercise
    raise UsageError(
        Text(
            f'"{exercise.folder}" is the public part of "{exercise.slug}", as it is released to students.',
            f"“{exercise.folder}”只是“{exercise.slug}”发布给学生的公开部分。",
        ),
        Text("Set catalogue to the folder with the whole exercise.", "请用 catalogue 指出含有完整题目的文件夹。"),
    )


def key_of(name: str) -> str:
    """A student's id or name as it is compared: case, Unicode form and spaces do not count."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def path_of(name: str, folder: Path = Path("assignments")) -> Path:
    """The file of an assignment that is named by its slug, or by the file itself."""
    return folder / f"{name}.toml" if SLUG.fullmatch(name) else Path(name)


def extensions_path(path: Path) -> Path:
    """The file of an assignment's extensions."""
    return path.with_suffix(".extensions.toml")


# --- reading ---

_MISSING = Text("`dlgrade assignment new` makes one.", "`dlgrade assignment new` 会生成它。")


def _load(path: Path) -> Assignment:
    path = path.absolute()
    table = Table(path, read_toml(path, _MISSING), page=PAGE)
    if not SLUG.fullmatch(path.stem):
        table.fail(
            "(file name)", Text("SLUG.toml, in small letters, digits, _ and -", "小写字母、数字、_ 和 -"), path.name
        )
    version = table.take("format", int)
    if version != FORMAT:
        table.fail("format", str(FORMAT), repr(version))
    title = _title(table)
    zone = _zone(table)
    opens, due = _moment(table, "opens", zone), _moment(table, "due", zone)
    if opens and due and opens >= due:
        table.fail("opens", Text(f"before due, {due}", f"早于 due（{due}）"), str(opens))
    published = table.take("published", bool, False)
    catalogue = _catalogue(table)
    exercises = _exercises(table)
    late = _late(table.table("late"))
    attempts = _attempts(table.table("attempts"))
    results, sandbox = table.table("results"), table.table("sandbox")
    hidden = results.choice("hidden", HIDDEN, "never")
    require = sandbox.choice("require", SANDBOXES, "docker")
    isolation = sandbox.choice("isolation", ISOLATION, "fresh")
    limits = _limits(table.table("limits"))
    for one in (results, sandbox, table):
        one.done()
    return Assignment(
        slug=path.stem,
        path=path,
        title=title,
        exercises=exercises,
        opens=opens,
        due=due,
        late=late,
        extensions=_extensions(extensions_path(path), zone, due),
        attempts=attempts,
        hidden_results=hidden,
        published=published,
        sandbox=require,
        isolation=isolation,
        limits=limits,
        catalogue=catalogue,
        zone=zone,
    )


def _title(table: Table) -> Text:
    """A text in each language, or one string for both."""
    value = table.values.get("title")
    if isinstance(value, str):
        return Text(table.take("title", str), value)
    return table.text("title")


def _zone(table: Table) -> ZoneInfo | None:
    name = table.take("timezone", str, "")
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return table.fail("timezone", Text('a name such as "Europe/Berlin"', "“Asia/Shanghai”这样的时区名"), repr(name))


def _moment(table: Table, key: str, zone: tzinfo | None, *, required: bool = False) -> datetime | None:
    """A date and time with its zone, None where the key is missing."""
    value = table.values.pop(key, None)
    if value is None and not required:
        return None
    expected = Text("a date and time, such as 2026-10-05T23:59:00+08:00", "日期和时间，如 2026-10-05T23:59:00+08:00")
    if not isinstance(value, datetime):
        table.fail(key, expected, NOTHING if value is None else str(value))
    if value.tzinfo is None:
        if zone is None:
            without = Text(f"{value}, without a zone (write one behind it, or set timezone)", f"{value}，没有时区")
            table.fail(key, expected, without)
        value = value.replace(tzinfo=zone)
    return value


def _catalogue(table: Table) -> Path | None:
    """The folder, by its path from the assignment's own; it must hold exercises/."""
    name = table.take("catalogue", str, "")
    if not name:
        return None
    folder: Path = (table.path.parent / name).resolve()
    if not (folder / "exercises").is_dir():
        table.fail("catalogue", Text("a folder that holds exercises/", "含有 exercises/ 的文件夹"), f'"{folder}"')
    return folder


def _exercises(table: Table) -> tuple[Assigned, ...]:
    found: list[Assigned] = []
    for one in table.tables("exercise"):
        slug = one.take("slug", str)
        if not re.fullmatch(r"[a-z][a-z0-9_]*", slug):
            one.fail("slug", Text("the name of an exercise", "题目名"), repr(slug))
        if slug in (other.slug for other in found):
            one.fail("slug", Text("an exercise that is not listed yet", "尚未列出的题目"), repr(slug))
        found.append(Assigned(slug, _number(one, "points", _MOST_POINTS)))
        one.done()
    if not found:
        expected = Text("at least one [[exercise]] with slug and points", "至少一个含 slug 和 points 的 [[exercise]]")
        table.fail("exercise", expected, NOTHING)
    return tuple(found)


def _number(table: Table, key: str, most: int) -> Fraction:
    """A number above 0 and up to `most`, as it is written: 0.1 is a tenth."""
    value = table.values.pop(key, None)
    if type(value) not in (int, float) or not math.isfinite(value) or not 0 < value <= most:
        expected = Text(f"a number above 0, at most {most:,}", f"大于 0、不超过 {most:,} 的数")
        table.fail(key, expected, NOTHING if value is None else repr(value))
    return Fraction(str(value))


def _whole(table: Table, key: str, least: int, most: int, default: int | None = None) -> int:
    """A whole number in that range; without a default the key must be there."""
    value: int = table.take(key, int) if default is None else table.take(key, int, default)
    if not least <= value <= most:
        table.fail(key, Text(f"a whole number from {least} to {most}", f"{least} 到 {most} 的整数"), repr(value))
    return value


def _late(table: Table) -> Late:
    policy = table.choice("policy", POLICIES, "none")
    grace = timedelta(minutes=_whole(table, "grace_minutes", 0, 7 * 24 * 60, 0))
    times = table.choice("times", TIMES, "list")
    for key, where in (("percent_per_day", ("percent",)), ("days", ("days", "percent"))):
        if key in table.values and policy not in where:
            table.fail(
                key,
                Text(f'left out, for policy is "{policy}"', f"不写，因为 policy 是“{policy}”"),
                str(table.values[key]),
            )
    percent = _number(table, "percent_per_day", 100) if policy == "percent" else Fraction(0)
    days = None
    if policy == "days" or "days" in table.values:
        days = _whole(table, "days", 1, 366)
    table.done()
    return Late(policy, percent, days, grace, times)


def _attempts(table: Table) -> Attempts:
    most = _whole(table, "max", 0, 1000, 0)
    counts = table.choice("counts", COUNTS, "best")
    table.done()
    return Attempts(most or None, counts)


def _limits(table: Table) -> Limits:
    default = Limits()
    limits = Limits(
        hand_in_bytes=_whole(table, "hand_in_mib", 1, 4096, default.hand_in_bytes >> 20) << 20,
        hand_in_files=_whole(table, "hand_in_files", 1, 10_000, default.hand_in_files),
    )
    table.done()
    return limits


def _extensions(path: Path, zone: tzinfo | None, due: datetime | None) -> dict[str, Extension]:
    """By the key of the student; none where there is no such file."""
    if not path.exists():
        return {}
    table = Table(path, read_toml(path), page=PAGE)
    found: dict[str, Extension] = {}
    for one in table.tables("extension"):
        student: Any = one.take("student", str).strip()
        if not student or key_of(student) in found:
            one.fail("student", Text("a student that is not listed yet", "尚未列出的学生"), repr(student))
        until = _moment(one, "until", zone, required=True)
        assert until is not None
        if due is None or until <= due:
            expected = Text(f"after the due date, {due or 'which is missing'}", f"晚于截止时间（{due or '未设置'}）")
            one.fail("until", expected, str(until))
        found[key_of(student)] = Extension(student, until, one.take("reason", str, ""))
        one.done()
    table.done()
    return found
