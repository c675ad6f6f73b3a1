"""Assignments: what a file means, and each of its faults with file, key, value and remedy."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from grader import cli
from grader.catalogue.exercise import Catalogue
from grader.errors import UsageError
from grader.installed import shipped
from grader.klass.assignment import Assignment
from grader.klass.explain import explained
from grader.klass.new import _ASSIGNMENT, new
from grader.texts import LANGUAGES

NOW = datetime(2026, 9, 1, 10, 30, tzinfo=UTC)
LEAST = 'format = 1\ntitle = "One"\n{top}\n[[exercise]]\nslug = "stable_softmax"\npoints = {points}\n{more}\n'


def written(folder: Path, *, top: str = "", points: str = "10", more: str = "", extensions: str = "") -> Path:
    """The path of an assignment with these lines."""
    path = folder / "hw1.toml"
    path.write_text(LEAST.format(top=top, points=points, more=more), encoding="utf-8")
    if extensions:
        (folder / "hw1.extensions.toml").write_text(extensions, encoding="utf-8")
    return path


def test_a_new_assignment_is_valid_and_its_seed_is_its_owners_alone(tmp_path: Path) -> None:
    """The three files are written once; a second `new` leaves them alone."""
    made = list(new("hw1", tmp_path, ("rmsnorm", "stable_softmax"), NOW))
    assert [(path.name, is_new) for path, is_new in made] == [
        ("hw1.toml", True),
        ("hw1.extensions.toml", True),
        ("hw1.seed", True),
    ]
    assert [is_new for _, is_new in new("hw1", tmp_path, (), NOW)] == [False, False, False]
    one = Assignment.load(tmp_path / "hw1.toml")
    assert one.slugs == ("rmsnorm", "stable_softmax") and one.points == 20
    assert one.due == datetime(2026, 9, 15, 23, 59, tzinfo=UTC)
    assert (tmp_path / "hw1.seed").stat().st_mode & 0o777 == 0o600
    assert len(one.run_seed()) == 32 and one.run_seed() == one.run_seed()


def test_a_new_assignment_says_all_that_it_means(tmp_path: Path) -> None:
    """Each part of the file has its sentence in both languages, and the seed itself is in none."""
    list(new("hw1", tmp_path, (), NOW))
    one = Assignment.load(tmp_path / "hw1.toml")
    said = list(explained(one, Catalogue(shipped())))
    for lang in LANGUAGES:
        page = "\n".join(text.localized(lang) for text in said)
        assert one.run_seed() not in page and one.seed().hash in page
        for part in ("stable_softmax", "2026-09-15 23:59", "10 %" if lang == "en" else "10%", "docker", "15", "7"):
            assert part in page, (lang, part)


def test_the_hash_is_salted_and_the_seed_does_not_print_itself(tmp_path: Path) -> None:
    """The same seed under another salt has another hash; neither repr nor hash shows it."""
    list(new("hw1", tmp_path, (), NOW))
    seed = Assignment.load(tmp_path / "hw1.toml").seed()
    other = type(seed)(seed.value, "another")
    assert seed.hash != other.hash and seed.value not in seed.hash + repr(seed)


FAULTS = [
    ({"top": "format = 2"}, "not TOML", ""),
    ({"top": "due = 2026-10-05T23:59:00"}, '"due"', "2026-10-05 23:59:00, without a zone"),
    ({"top": "due = 2026-10-05"}, '"due"', "2026-10-05"),
    ({"top": 'due = "tomorrow"'}, '"due"', "tomorrow"),
    ({"top": 'timezone = "Mars/Base"'}, '"timezone"', "Mars/Base"),
    ({"top": 'timezone = "../etc"'}, '"timezone"', "../etc"),
    ({"top": "opens = 2026-10-06T00:00:00Z\ndue = 2026-10-05T00:00:00Z"}, '"opens"', "2026-10-06"),
    ({"top": "dew = 2026-10-05T23:59:00Z"}, '"dew"', "not known"),
    ({"top": "published = 1"}, '"published"', "found 1"),
    ({"top": 'catalogue = "nowhere"'}, '"catalogue"', "nowhere"),
    ({"points": "0"}, '"exercise[0].points"', "found 0"),
    ({"points": "-1"}, '"exercise[0].points"', "found -1"),
    ({"points": "inf"}, '"exercise[0].points"', "found inf"),
    ({"points": "nan"}, '"exercise[0].points"', "found nan"),
    ({"points": '"ten"'}, '"exercise[0].points"', "found 'ten'"),
    ({"points": "1\nweight = 2"}, '"exercise[0].weight"', "not known"),
    ({"more": '[[exercise]]\nslug = "stable_softmax"\npoints = 1'}, '"exercise[1].slug"', "stable_softmax"),
    ({"more": '[[exercise]]\nslug = "../x"\npoints = 1'}, '"exercise[1].slug"', "../x"),
    ({"more": '[[exercise]]\nslug = "rmsnorm"'}, '"exercise[1].points"', "found nothing"),
    ({"more": '[late]\npolicy = "percents"'}, '"late.policy"', "did you mean 'percent'"),
    ({"more": '[late]\npolicy = "percent"'}, '"late.percent_per_day"', "found nothing"),
    ({"more": '[late]\npolicy = "percent"\npercent_per_day = 101'}, '"late.percent_per_day"', "found 101"),
    ({"more": '[late]\npolicy = "cutoff"\npercent_per_day = 5'}, '"late.percent_per_day"', "found 5"),
    ({"more": '[late]\npolicy = "days"'}, '"late.days"', "found nothing"),
    ({"more": '[late]\npolicy = "days"\ndays = 0'}, '"late.days"', "found 0"),
    ({"more": "[late]\ngrace_minutes = -1"}, '"late.grace_minutes"', "found -1"),
    ({"more": '[late]\ntimes = "guess"'}, '"late.times"', "guess"),
    ({"more": "[attempts]\nmax = -1"}, '"attempts.max"', "found -1"),
    ({"more": '[attempts]\ncounts = "first"'}, '"attempts.counts"', "first"),
    ({"more": '[results]\nhidden = "yes"'}, '"results.hidden"', "yes"),
    ({"more": '[sandbox]\nrequire = "none"'}, '"sandbox.require"', "none"),
    ({"more": '[sandbox]\nisolation = "none"'}, '"sandbox.isolation"', "none"),
    ({"more": "[limits]\nhand_in_mib = 0"}, '"limits.hand_in_mib"', "found 0"),
    ({"more": "[limits]\nhand_in_files = 1.5"}, '"limits.hand_in_files"', "found 1.5"),
]


@pytest.mark.parametrize(("lines", "key", "value"), FAULTS, ids=lambda value: str(value)[:60])
def test_each_fault_names_file_key_value_and_remedy(
    tmp_path: Path, lines: dict[str, str], key: str, value: str
) -> None:
    """In both languages; nothing is guessed."""
    path = written(tmp_path, **lines)
    with pytest.raises(UsageError) as caught:
        Assignment.load(path)
    said, advice = caught.value.said, caught.value.advice
    assert str(path) in said.en and str(path) in said.zh
    assert key in said.en and value in said.en
    assert (advice.en and advice.zh and "instructor.md" in advice.en) or "Mend" in advice.en


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("title = 'x'", '"format"'),
        ("format = 2\ntitle = 'x'", "found 2"),
        ("format = 1", '"title"'),
        ("format = 1\ntitle = {en = 'x'}", '"title.zh"'),
        ("format = 1\ntitle = 'x'", '"exercise"'),
        ("format = 1\ntitle = 'x'\nexercise = 'y'", '"exercise"'),
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, text: str, found: str) -> None:
    """A file without what every assignment has."""
    path = tmp_path / "hw1.toml"
    path.write_text(text)
    with pytest.raises(UsageError) as caught:
        Assignment.load(path)
    assert found in caught.value.message and str(path) in caught.value.message


@pytest.mark.parametrize(
    ("extensions", "key"),
    [
        ('[[extension]]\nstudent = "a"', "extension[0].until"),
        ('[[extension]]\nstudent = "a"\nuntil = 2026-10-04T00:00:00Z', "extension[0].until"),
        ('[[extension]]\nstudent = ""\nuntil = 2026-10-09T00:00:00Z', "extension[0].student"),
        (
            '[[extension]]\nstudent = "a"\nuntil = 2026-10-09T00:00:00Z\n'
            '[[extension]]\nstudent = "A "\nuntil = 2026-10-10T00:00:00Z',
            "extension[1].student",
        ),
        ('[[extensions]]\nstudent = "a"', "extensions"),
    ],
)
def test_faults_of_extensions_name_their_own_file(tmp_path: Path, extensions: str, key: str) -> None:
    """The file of the extensions, the key and the line's number."""
    path = written(tmp_path, top="due = 2026-10-05T00:00:00Z", extensions=extensions)
    with pytest.raises(UsageError) as caught:
        Assignment.load(path)
    assert "hw1.extensions.toml" in caught.value.message and f'"{key}"' in caught.value.message


def test_dates_take_the_zone_that_stands_for_all(tmp_path: Path) -> None:
    """A date without a zone is one of `timezone`; one with its own keeps it."""
    top = 'timezone = "Asia/Shanghai"\nopens = 2026-09-01T00:00:00Z\ndue = 2026-10-05T23:59:00'
    one = Assignment.load(written(tmp_path, top=top))
    assert one.due == datetime(2026, 10, 5, 15, 59, tzinfo=UTC) and one.opens == datetime(2026, 9, 1, tzinfo=UTC)


def test_points_are_what_was_written(tmp_path: Path) -> None:
    """A tenth is a tenth, and no binary fraction near it."""
    assert Assignment.load(written(tmp_path, points="0.1")).points == Fraction(1, 10)


PERCENT = '[late]\npolicy = "percent"\npercent_per_day = 12.5\ndays = 3\ngrace_minutes = 10'


@pytest.mark.parametrize(
    ("late", "behind", "expected"),
    [
        (PERCENT, timedelta(seconds=-1), (0, Fraction(1), True)),
        (PERCENT, timedelta(), (0, Fraction(1), True)),
        (PERCENT, timedelta(minutes=10), (0, Fraction(1), True)),
        (PERCENT, timedelta(minutes=10, microseconds=1), (1, Fraction(7, 8), True)),
        (PERCENT, timedelta(days=1), (1, Fraction(7, 8), True)),
        (PERCENT, timedelta(days=1, seconds=1), (2, Fraction(3, 4), True)),
        (PERCENT, timedelta(days=3), (3, Fraction(5, 8), True)),
        (PERCENT, timedelta(days=3, seconds=1), (4, Fraction(0), False)),
        ('[late]\npolicy = "percent"\npercent_per_day = 60', timedelta(days=2), (2, Fraction(0), True)),
        ('[late]\npolicy = "cutoff"', timedelta(seconds=1), (1, Fraction(0), False)),
        ('[late]\npolicy = "cutoff"\ngrace_minutes = 1', timedelta(seconds=60), (0, Fraction(1), True)),
        ('[late]\npolicy = "days"\ndays = 2', timedelta(days=2), (2, Fraction(1), True)),
        ('[late]\npolicy = "days"\ndays = 2', timedelta(days=2, seconds=1), (3, Fraction(0), False)),
        ("", timedelta(days=100), (100, Fraction(1), True)),
    ],
)
def test_lateness(tmp_path: Path, late: str, behind: timedelta, expected: tuple[int, Fraction, bool]) -> None:
    """A day counts once it has begun, from the due date on; grace is on time and never shortens a day."""
    one = Assignment.load(written(tmp_path, top="due = 2026-10-05T23:59:00+08:00", more=late))
    assert one.due is not None
    found = one.lateness("ada", one.due + behind)
    assert (found.days_late, found.factor, found.accepted) == expected
    assert found.reason.en and found.reason.zh


def test_an_extension_moves_the_due_date_of_one_student(tmp_path: Path) -> None:
    """By the id as the roster writes it, in any case; the others' stays."""
    extensions = '[[extension]]\nstudent = "S001"\nuntil = 2026-10-08T00:00:00Z\nreason = "ill"'
    path = written(tmp_path, top="due = 2026-10-05T00:00:00Z", more='[late]\npolicy = "cutoff"', extensions=extensions)
    one = Assignment.load(path)
    day = datetime(2026, 10, 7, tzinfo=UTC)
    assert one.lateness("s001", day).accepted and not one.lateness("s002", day).accepted
    assert one.lateness("s001", day + timedelta(days=1, seconds=1)).days_late == 1


def test_an_unknown_time_is_never_late(tmp_path: Path) -> None:
    """What is not known costs nobody a point, and is said."""
    one = Assignment.load(written(tmp_path, top="due = 2026-10-05T00:00:00Z", more='[late]\npolicy = "cutoff"'))
    found = one.lateness("ada", None)
    assert found.accepted and found.factor == 1 and "not known" in found.reason.en


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_seed_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    """The mode is told, and the command that closes it; the seed is not."""
    list(new("hw1", tmp_path, (), NOW))
    one = Assignment.load(tmp_path / "hw1.toml")
    secret = one.run_seed()
    one.seed_path.chmod(mode)
    with pytest.raises(UsageError) as caught:
        one.run_seed()
    assert f"{mode:o}" in caught.value.message and "chmod 600" in caught.value.remedy
    assert secret not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "is missing"),
        ('seed = "short"\nsalt = "x"', '"seed"'),
        ('seed = "0123456789abcdef"\nsalt = ""', '"salt"'),
        ("hunter2hunter2hunter2", "not TOML"),
        ('seed = "0123456789abcdef"\nsalt = "x"\nmore = 1', '"more"'),
        (b"\xff\xfe", "cannot be read"),
    ],
)
def test_a_seed_that_is_none_is_refused_without_being_told(tmp_path: Path, content: object, said: str) -> None:
    """Missing, too short to stay secret, not TOML: named by its file, without its words."""
    one = Assignment.load(written(tmp_path))
    if content is not None:
        one.seed_path.write_bytes(content if isinstance(content, bytes) else str(content).encode())
        one.seed_path.chmod(0o600)
    with pytest.raises(UsageError) as caught:
        one.run_seed()
    assert said in caught.value.message and str(one.seed_path) in caught.value.message and caught.value.remedy
    assert "short" not in caught.value.message and "hunter2" not in str(caught.value)


def test_exercises_come_from_the_own_catalogue_first(tmp_path: Path) -> None:
    """A private exercise beside a shipped one; one that is in neither is named with its key."""
    fixtures = Path(__file__).resolve().parents[1] / "catalogue"
    more = '[[exercise]]\nslug = "toolbox"\npoints = 1\n[[exercise]]\nslug = "nothing_here"\npoints = 1'
    one = Assignment.load(written(tmp_path, top=f'catalogue = "{fixtures}"', more=more))
    known = Catalogue(shipped())
    assert one.exercise("toolbox", known).folder == fixtures / "exercises" / "toolbox"
    assert one.exercise("stable_softmax", known).folder.parent == known.root / "exercises"
    with pytest.raises(UsageError) as caught:
        one.exercise("nothing_here", known)
    assert '"exercise[2].slug"' in caught.value.message and "nothing_here" in caught.value.message


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`new` writes what `check` understands, by its name or its file; what is wrong with a name is said."""
    monkeypatch.chdir(tmp_path)
    assert cli.run(["assignment", "new", "hw1", "--exercise", "rmsnorm", "--lang", "en"]) == 0
    assert cli.run(["assignment", "check", "hw1", "--lang", "en"]) == 0
    assert cli.run(["assignment", "check", "assignments/hw1.toml", "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert "rmsnorm" in said and "共 10 分" in said
    for arguments in (["new", "Hw 1"], ["new", "hw2", "--exercise", "rmsnorn"], ["check", "hw2"]):
        assert cli.run(["assignment", *arguments, "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert '"Hw 1"' in said and "rmsnorm" in said and "hw2.toml" in said
    assert not (tmp_path / "assignments" / "hw2.toml").exists()


def test_new_says_where_it_cannot_write(tmp_path: Path) -> None:
    """The path, and the option that chooses another."""
    (tmp_path / "file").touch()
    with pytest.raises(UsageError) as caught:
        list(new("hw1", tmp_path / "file", (), NOW))
    assert str(tmp_path / "file") in caught.value.message and "--to" in caught.value.remedy


def test_every_key_is_on_the_page() -> None:
    """docs/instructor.md says what each key of a new assignment means."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "instructor.md").read_text(encoding="utf-8")
    keys = re.findall(r"^(?:# )?(\w+) = |^\[(\w+)\]$", _ASSIGNMENT, re.MULTILINE)
    section = ""
    for key, table in keys:
        section = f"{table}." if table else section
        name = key if key in ("slug", "points") else section + key
        assert not key or f"`{name}`" in page, name
