"""`dlgrade mark`, `publish` and `hold`: what an instructor decides by hand."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.completing import assignments
from grader.cli.klass import (
    by_option,
    known_exercise,
    known_students,
    need_reason,
    opened,
    reason_option,
    results_option,
    written_again,
)
from grader.cli.options import language_option, say
from grader.texts import Text


@click.command()
@click.argument("assignment", shell_complete=assignments)
@click.argument("student")
@click.argument("exercise")
@click.argument("points", type=click.FloatRange(0), required=False)
@results_option
@click.option("--undo", is_flag=True, help="Take the points back: what was judged counts again.")
@reason_option
@by_option
@language_option
def mark(
    assignment: str,
    student: str,
    exercise: str,
    points: float | None,
    results: Path | None,
    undo: bool,
    reason: str,
    by: str,
    lang: str,
) -> None:
    """Give points by hand. They stand whatever is judged, also in a regrade, with the reason and the name."""
    from grader.klass.store import Override

    given, store = opened(assignment, results)
    with store:
        known_exercise(given, exercise)
        (student,) = known_students(store, [student])
        if undo:
            store.take_back(student, exercise)
        elif points is None:
            said = Text("How many points? Write them behind the exercise.", "多少分？请写在题目之后。")
            raise click.UsageError(said.localized(lang))
        else:
            need_reason(reason)
            store.override(Override(student, exercise, points, reason, by))
        written_again(store, given, lang)


@click.command()
@click.argument("assignment", shell_complete=assignments)
@click.argument("students", nargs=-1)
@results_option
@language_option
def publish(assignment: str, students: tuple[str, ...], results: Path | None, lang: str) -> None:
    """Write the files for students: for all, or for those that are named."""
    _publish(assignment, students, results, lang, published=True)


@click.command()
@click.argument("assignment", shell_complete=assignments)
@click.argument("students", nargs=-1)
@results_option
@language_option
def hold(assignment: str, students: tuple[str, ...], results: Path | None, lang: str) -> None:
    """Remove the files for students, and write none: of all, or of those that are named."""
    _publish(assignment, students, results, lang, published=False)


def _publish(assignment: str, students: tuple[str, ...], results: Path | None, lang: str, *, published: bool) -> None:
    given, store = opened(assignment, results)
    with store:
        store.publish(known_students(store, students), published=published)
        book = written_again(store, given, lang)
    out = sum(row.published for row in book.rows)
    say(
        Text(
            f"{out} of {len(book.rows)} students have published marks.",
            f"{len(book.rows)} 名学生中有 {out} 名的成绩已发布。",
        )
    )
