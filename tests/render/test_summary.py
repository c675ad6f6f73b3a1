"""Many submissions: their lines, their table, and how their names are shortened."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from grader.errors import GraderError
from grader.render import words
from grader.render.summary import Row, names_of, print_line, print_summary, shortened
from grader.report import internal
from grader.submission.refused import Refused
from grader.texts import LANGUAGES, Text
from grader.verdict import Verdict
from tests.samples import SAMPLES

MOODLE = [
    f"class/{name}_4471{number}_assignsubmission_file_/softmax.py" for number, name in enumerate(("Ada Lo", "Bob"))
]


def shown(write: Callable[[Console], None], width: int = 80, *, terminal: bool = True) -> list[str]:
    """The lines that `write` prints, without colours."""
    stream = io.StringIO()
    write(Console(file=stream, width=width, force_terminal=terminal, color_system=None))
    return re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue()).splitlines()


def name_of(row: Row) -> str:
    """The file of a row."""
    return row.name if isinstance(row, Refused) else row.submission


def summary(rows: list[Row], width: int = 80, lang: str = "en", **others: object) -> list[str]:
    """The lines of a table on a terminal."""
    names = names_of([name_of(row) for row in rows])
    return shown(lambda console: print_summary(rows, names, console, lang, **others), width)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_table_has_a_row_for_each_and_counts_the_verdicts(lang: str) -> None:
    """IE is not graded, rather than 0; what was not judged is counted apart."""
    rows: list[Row] = [*SAMPLES.values(), Refused("notes.pdf", "document")]
    page = "\n".join(summary(rows, 120, lang))
    assert page.count("softmax.py ") == len(SAMPLES)
    assert words.NOT_GRADED.localized(lang) in page
    assert re.search(rf"^ +4  WA   {Verdict.WA.words(lang)}$", page, re.MULTILINE)
    assert re.search(rf"^ +1  –    {words.NOT_JUDGED.localized(lang)}$", page, re.MULTILINE)
    assert not re.search(r"^ +0  ", page, re.MULTILINE)
    assert f"{len(rows)}" in page


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_name_takes_one_line_and_nothing_is_too_wide(width: int, lang: str) -> None:
    """Names of a learning platform are long; wide letters count as two."""
    rows: list[Row] = [replace(SAMPLES["wa"], submission=name) for name in MOODLE]
    rows += [
        replace(SAMPLES["ac"], submission=f"class/{'学生' * 40}_softmax.py"),
        Refused("class/" + "x" * 255, "empty"),
    ]
    lines = summary(rows, width, lang)
    assert all(cell_len(line) <= width for line in lines)
    assert sum(bool(re.search(r" (WA|AC) ", line)) for line in lines[:-6]) == 3
    for row in rows:
        names = names_of([name_of(row) for row in rows])
        (line,) = shown(lambda console, row=row, names=names: print_line(row, names, console, lang), width)
        assert cell_len(line) <= width


def test_a_narrow_table_keeps_name_verdict_and_points() -> None:
    """At 40 columns the reason gives way."""
    page = "\n".join(summary([SAMPLES["wa"]], 40))
    assert re.search(r"softmax\.py +WA +4/11", page)
    assert "Logits" not in page and "twice" not in page


def test_rows_stand_by_exercise_and_name_and_what_was_not_judged_at_the_end() -> None:
    """However they became ready."""
    one, other = replace(SAMPLES["ac"], submission="b.py"), replace(SAMPLES["ac"], submission="a.py")
    elsewhere = replace(SAMPLES["ac"], submission="z.py", exercise="adam")
    lines = summary([Refused("0.pdf", "document"), one, elsewhere, other])
    order = [line.split()[0] for line in lines if re.search(r"^(\w+\.\w+ |adam|stable_softmax|not judged)", line)]
    assert order == ["adam", "z.py", "stable_softmax", "a.py", "b.py", "not", "0.pdf"]


def test_a_line_is_one_line() -> None:
    """On a terminal cut at its end; in a pipe whole. Newlines in names and errors are escapes."""
    error = GraderError(Text("first\nsecond", "第一\n第二"), "do this")
    row = replace(SAMPLES["ie"], submission="a\nb\x1b[2J.py", internal=internal(error.said, error.advice), warnings=())
    for terminal in (True, False):
        (line,) = shown(lambda console: print_line(row, names_of([]), console, "en"), 300, terminal=terminal)
        assert re.match(r"! IE  not graded  a\\nb\\x1b\[2J\.py  The grader failed: first$", line)
    long = Refused("a.py", "unreadable", error="why " * 100)
    (line,) = shown(lambda console: print_line(long, names_of([]), console, "en"))
    assert cell_len(line) == 80 and line.endswith("…")
    (line,) = shown(lambda console: print_line(long, names_of([]), console, "en"), terminal=False)
    assert ("why " * 100).strip() in line


def test_names_are_whole_in_a_pipe() -> None:
    """A file has room, and is searched for them."""
    rows: list[Row] = [replace(SAMPLES["wa"], submission=name) for name in MOODLE]
    names = names_of(MOODLE)
    lines = shown(lambda console: print_line(rows[0], names, console, "en"), terminal=False)
    lines += shown(lambda console: print_line(rows[1], names, console, "en"), terminal=False)
    lines += shown(lambda console: print_summary(rows, names, console, "en"), terminal=False)
    for name in MOODLE:
        assert sum(name.removeprefix("class/") in line for line in lines) == 2


def test_what_can_be_done_is_told_once_below() -> None:
    """The remedy of a fault of ours, how to name an exercise, what the sandbox does not hold, what was passed over."""
    fault = replace(SAMPLES["ie"], internal=internal(Text("e", "e"), Text("Mend it.", "请修。")))
    weak = replace(SAMPLES["ac"], warnings=(Text("weak sandbox", "弱"),))
    rows: list[Row] = [fault, fault, weak, weak, Refused("x.py", "unassigned"), Refused("y.py", "unassigned")]
    page = "\n".join(summary(rows, 120, passed_over=[".git", *map(str, range(9))], again="dlgrade check x", left=3))
    assert page.count("Mend it.") == page.count("weak sandbox") == page.count("# dlgrade: EXERCISE") == 1
    assert "Passed over (10): .git, 0, 1, 2, 3, 4, …" in page
    assert page.endswith("\nrepeat: dlgrade check x")
    assert f"Submissions: {len(rows) + 3}" in page and "    3  –    left when the run was interrupted" in page


@pytest.mark.parametrize(
    ("names", "prefix"),
    [
        (["class/a.py", "class/b.py"], "class/"),
        (["w1/hw3_ada_softmax.py", "w1/hw3_bob_softmax.py"], "w1/hw3_"),
        (["alice.py", "alina.py"], ""),
        (["x/softmax.py"], ""),
        (["x_", "x_a.py"], ""),
        (MOODLE, "class/"),
        ([], ""),
    ],
)
def test_the_beginning_that_all_share_is_dropped_at_the_end_of_a_word(names: list[str], prefix: str) -> None:
    """Nobody's name is cut, and none is left empty."""
    assert names_of(names).prefix == prefix


@pytest.mark.parametrize("name", ["a" * 9, "学生的作业", "a学b生c的d"])
def test_a_shortened_name_shows_both_ends(name: str) -> None:
    """Never wider than allowed."""
    assert shortened(name, 20) == name
    for width in range(3, 9):
        short = shortened(name, width)
        assert cell_len(short) <= width and "…" in short
        assert not short.split("…")[0] or name.startswith(short.split("…")[0])
        assert name.endswith(short.split("…")[1])
