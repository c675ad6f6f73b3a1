"""Benchmarks: a submission's time grows as it does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from grader.authoring.quick.in_process import NearWorker
from grader.benched import Benched, Benchmark, Point, Side, Slopes
from grader.catalogue.exercise import Catalogue, Exercise
from grader.errors import UsageError
from grader.grading.benching import benched
from grader.grading.client import JudgeProcess
from grader.inputs.read import read_input
from grader.installed import shipped
from grader.judge import context
from grader.judge.far.children import Children
from grader.judge.protocol import Bench, Options
from grader.judge.tryout import tried
from grader.render.benched import print_benchmark, save_picture
from grader.render.plot import Curve, plotted
from grader.submission.submission import submission_of
from grader.texts import Text


def measured(process: JudgeProcess, source: str, **given: Any) -> Benched:
    """A benchmark of `total`, or of another input."""
    given = {"n": [20_000, 40_000, 80_000], "call": "total", "args": [{"size": "n"}], **given}
    return process.benched(Bench(source.encode(), json.dumps(given), "x.json", 1.0))


@pytest.mark.alone
def test_it_shows_a_square(process: JudgeProcess, right: str) -> None:
    """Work at each of n steps that grows with n is n^2, beside a reference of n^1."""
    square = right.replace("i * i for", "i * i + 0 * sum(range(n // 100)) for")
    found = measured(process, square, n=[2000, 4000, 8000])
    assert [point.size for point in found.points] == [2000, 4000, 8000] and found.measure == "time"
    assert found.cost.submission is not None and found.cost.reference is not None
    assert found.cost.submission > found.cost.reference + 0.4
    ratios = [point.ratio for point in found.points]
    assert ratios == sorted(ratios) and not any(point.mismatch for point in found.points)


def test_calls_of_a_function_are_counted(process: JudgeProcess, right: str) -> None:
    """Its time would be in everything: who asks more often needs more."""
    given = {"call": "solve", "args": [{"function": "lambda x: (x - 0.3) ** 2"}, 0, {"size": "n"}], "n": [1, 8, 64]}
    found = measured(process, right.replace("1e-4", "1e-5"), **given)
    assert found.measure == "asked"
    for point in found.points:
        assert point.submission is not None and point.reference is not None
        assert point.submission.asked > point.reference.asked > 0


def test_it_ends_where_the_submission_fails(process: JudgeProcess, right: str) -> None:
    """Larger sizes are not tried; those before it stand."""
    broken = right.replace("def total(n):", "def total(n):\n    assert n < 30_000")
    found = measured(process, broken)
    assert [point.size for point in found.points] == [20_000, 40_000]
    assert found.points[0].failure is None and found.points[1].failure is not None
    assert found.points[0].submission is not None and found.points[0].submission.seconds > 0


def test_sizes_that_are_none(toolbox: Exercise, tmp_path: Path) -> None:
    """An exercise without a benchmark asks for an input; sizes rise."""
    mine = submission_of(b"x = 1", "mine.py")
    with pytest.raises(UsageError, match="no benchmark of its own"):
        benched(toolbox, mine, None, Options(), sizes="", seconds=1.0)
    given = tmp_path / "x.json"
    given.write_text('{"call": "total", "args": [3]}')
    for sizes, said in (("", "has no sizes"), ("4,2", '"4,2"'), ("a", '"a"')):
        with pytest.raises(UsageError, match=said):
            benched(toolbox, mine, given, Options(), sizes=sizes, seconds=1.0)


SQUARE = Benchmark(
    "total",
    Text("Squares", "平方"),
    "mine.py",
    Text("the number of squares", "平方的个数"),
    Benched(
        tuple(Point(n, Side(n * n / 1e6), Side(n / 1e4, peak_bytes=n), n / 100, 1.0, 2.0, 5, n == 400)
              for n in (100, 200, 400)),
        cost=Slopes(2.0, 1.0),
    ),
)  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_says_how_both_grow(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A table, a plot, the exponents; what is too noisy is marked and said."""
    print_benchmark(SQUARE, Console(width=100), lang)
    said = capsys.readouterr().out
    assert "n^2.0" in said and "n^1.0" in said and "160 ms" in said and " ?" in said
    assert ("Too noisy" if lang == "en" else "噪声过大") in said


def test_a_plot_of_characters() -> None:
    """A power law is a straight line; marks stand where their values are."""
    lines = plotted([Curve("mine", "x", ((1, 1), (10, 100), (100, 10_000)))], "s", width=33, height=5)
    rows = [line.partition("|")[2] for line in lines[1:6]]
    assert [row.index("x") for row in rows if "x" in row] == [20, 10, 0] and "x" in rows[2]


@pytest.mark.slow
def test_a_picture(tmp_path: Path) -> None:
    """Both formats are written by matplotlib."""
    for name, begins in (("a.svg", b"<?xml"), ("a.png", b"\x89PNG")):
        save_picture(SQUARE, tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(begins)
    with pytest.raises(UsageError, match="nowhere"):
        save_picture(SQUARE, tmp_path / "nowhere" / "a.svg")


@pytest.mark.slow
@pytest.mark.parametrize("slug", [one.slug for one in Catalogue(shipped()) if one.bench])
def test_every_exercise_can_be_tried(slug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own benchmark is an input: the reference answers it, and as a submission gives the same answers.

    All the code is ours, so it runs in this process, which imports torch once.
    """
    exercise = Catalogue(shipped())[slug]
    assert exercise.bench is not None
    if exercise.framework == "torch":
        pytest.importorskip("torch")
    monkeypatch.setattr(context, "_current", context.of(exercise))
    worker = NearWorker()
    children = Children(exercise, lambda: worker, apart=False)
    plan = read_input(exercise.bench.read_text(), "bench.json", exercise)
    found = tried(children, plan, exercise.reference.read_bytes(), worker, 0.0)
    assert found.same and not found.fails and found.fault is None and found.load_failure is None, found
    assert len(found.steps) == len(plan.steps)
