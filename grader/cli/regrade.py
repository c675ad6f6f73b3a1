"""`dlgrade regrade` and `dlgrade void`: who would change, before anything is applied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.completing import assignments
from grader.cli.klass import (
    by_option,
    judging_options,
    known_exercise,
    need_reason,
    opened,
    reason_option,
    results_option,
    sandbox_of,
    written_again,
)
from grader.cli.options import catalogue_option, language_option, open_catalogue, say
from grader.texts import Text
from grader.verdict import EXIT_AC, EXIT_INTERNAL

if TYPE_CHECKING:
    from fractions import Fraction

    from grader.klass.regrade import Change
    from grader.klass.store import Kept, Place
    from grader.verdict import Verdict

_APPLY = Text("Nothing has been applied. Add --apply to do so.", "尚未应用任何改动。加上 --apply 即可应用。")
_STAYS = Text("What stood for them stays.", "它们原来的结果保持不变。")
_STILL_LEFT_OUT = Text(
    "Cases that were left out because this one took too long count as failed until `dlgrade regrade` judges them.",
    "其中因该用例超时而未运行的用例按未通过计，直到 `dlgrade regrade` 评判它们。",
)
_NOBODY = Text("No mark changes.", "没有成绩变化。")


@click.command()
@click.argument("assignment", shell_complete=assignments)
@results_option
@click.option("--diff/--apply", "diff", default=True, help="Show who would change (the default), or let it count.")
@click.option("--exercise", metavar="EXERCISE", default="", help="Regrade this exercise only.")
@click.option("--student", metavar="ID", default="", help="Regrade this student only.")
@judging_options
@language_option
@catalogue_option
def regrade(
    assignment: str,
    results: Path | None,
    diff: bool,
    exercise: str,
    student: str,
    sandbox: str,
    runtime: str,
    require_sandbox: str | None,
    unsafe: bool,
    jobs: int | None,
    executor: str,
    lang: str,
    catalogue: str | None,
) -> int:
    """Judge old hand-ins again where the exercise or the grader has changed, and show who would change.

    Times, attempts, points by hand and old reports stay as they are.
    """
    from grader.klass.executors.choice import where
    from grader.klass.regrade import again, applicable, changes
    from grader.klass.run import judge, left_out, terms_of, with_all_cases
    from grader.render.progress import shown_progress

    known = open_catalogue(catalogue)
    given, store = opened(assignment, results)
    with store, where(executor, jobs) as place, shown_progress() as progress:
        known_exercise(given, exercise)
        options = sandbox_of(given, sandbox, runtime, require_sandbox, unsafe=unsafe)
        terms = terms_of(given, known, options, place, progress.show)
        found = again(store, given, terms, exercise=exercise, student=student)
        for _ in judge(store, terms, found.work, where=place, stand=False, progress=progress.show):
            pass
        ready = applicable(store, found)
        rest = left_out(store, [*ready, *found.current], store.voids())
        judged = with_all_cases(store, terms, rest, where=place, progress=progress.show)
        progress.clear()
        _tell(list(changes(store, given, instead=_by_place([*ready, *judged]))), lang)
        failed = _tell_failed(len(found.known) - len(ready) + len(rest) - len(judged), _STAYS)
        if diff:
            say(_APPLY)
        else:
            store.apply(dict((*ready, *judged)).items())
            written_again(store, given, lang)
    return EXIT_INTERNAL if failed else EXIT_AC


@click.command()
@click.argument("assignment", shell_complete=assignments)
@click.argument("exercise")
@click.argument("case")
@results_option
@click.option(
    "--how",
    type=click.Choice(("rescale", "grant")),
    default="rescale",
    help="Leave its points out of the sum (the default), or give them to all whose cases were run.",
)
@click.option("--undo", is_flag=True, help="Let the case count again.")
@click.option("--diff/--apply", "diff", default=True, help="Show who would change (the default), or let it count.")
@reason_option
@by_option
@judging_options
@language_option
@catalogue_option
def void(
    assignment: str,
    exercise: str,
    case: str,
    results: Path | None,
    how: str,
    undo: bool,
    diff: bool,
    reason: str,
    by: str,
    sandbox: str,
    runtime: str,
    require_sandbox: str | None,
    unsafe: bool,
    jobs: int | None,
    executor: str,
    lang: str,
    catalogue: str | None,
) -> int:
    """Let a faulty case count for nobody, and show who would change.

    Where others were left out because it took too long, they are judged now.
    """
    from grader.klass.executors.choice import where
    from grader.klass.marks import countable
    from grader.klass.regrade import changes
    from grader.klass.run import left_out, terms_of, with_all_cases
    from grader.klass.store import Void
    from grader.render.progress import shown_progress

    given, store = opened(assignment, results)
    with store, where(executor, jobs) as place, shown_progress() as progress:
        known_exercise(given, exercise)
        one = Void(exercise, case, how, reason, by)
        others = [other for other in store.voids() if (other.exercise, other.case) != (exercise, case)]
        if not undo:
            need_reason(reason)
            _known_case(store.cases(exercise), exercise, case)
        voids = others if undo else [*others, one]
        standing = [(handin, handin.result) for handin in countable(store.handins(), given)]
        rest = left_out(store, standing, voids)
        judged = []
        if rest:  # else no sandbox is needed
            options = sandbox_of(given, sandbox, runtime, require_sandbox, unsafe=unsafe)
            terms = terms_of(given, open_catalogue(catalogue), options, place, progress.show)
            judged = with_all_cases(store, terms, rest, where=place, progress=progress.show)
            progress.clear()
        _tell(list(changes(store, given, instead=_by_place(judged), voids=voids)), lang)
        failed = _tell_failed(len(rest) - len(judged), _STILL_LEFT_OUT)
        if diff:
            say(_APPLY)
        else:
            store.apply(judged)
            if undo:
                store.unvoid(exercise, case)
            else:
                store.void(one)
            written_again(store, given, lang)
    return EXIT_INTERNAL if failed else EXIT_AC


def _by_place(found: Iterable[tuple[Kept, str]]) -> dict[Place, str]:
    return {handin.place: key for handin, key in found}


def _tell_failed(count: int, then: Text) -> int:
    """How many could not be judged, and what becomes of them; the number."""
    if count:
        ours = Text(f"Could not be judged, which is our fault: {count}. ", f"{count} 份无法评判，这是我们的问题；")
        say(ours + then)
    return count


def _known_case(cases: Sequence[str], exercise: str, case: str) -> None:
    from grader.errors import UsageError

    if case not in cases:
        raise UsageError(
            Text(f'No result of "{exercise}" has a case "{case}".', f"“{exercise}”的结果中没有用例“{case}”。"),
            Text(f"The cases are: {', '.join(cases)}.", f"已有的用例：{'、'.join(cases)}。"),
        )


def _tell(found: Sequence[Change], lang: str) -> None:
    """A line for each mark that changes, and one for each case through which it does."""
    for change in found:
        before, after = change.before, change.after
        gained = ""
        if before.points is not None and after.points is not None:
            gained = f" ({float(after.points - before.points):+.4g})"
        say(
            f"{before.student}, {before.exercise}: {_points(before.points, lang)} {before.verdict or ''} → "
            f"{_points(after.points, lang)} {after.verdict or ''}{gained}"
        )
        for case in change.cases:
            say(f"    {case.id}: {_word(case.before)} → {_word(case.after)}  " + case.title)
    if not found:
        say(_NOBODY)
        return
    changed = [change for change in found if change.before.points != change.after.points]
    up = sum(_worth(change.after.points) > _worth(change.before.points) for change in changed)
    people = len({change.before.student for change in changed})
    say(
        Text(
            f"Marks that change: {len(changed)} ({up} up, {len(changed) - up} down); students: {people}.",
            f"有变化的成绩：{len(changed)} 个（{up} 个提高，{len(changed) - up} 个降低）；学生：{people} 名。",
        )
    )


def _points(points: Fraction | None, lang: str) -> str:
    from grader.klass.sinks.csv_tables import NOT_GRADED, number

    return NOT_GRADED.localized(lang) if points is None else number(points)


def _worth(points: Fraction | None) -> float:
    return -1.0 if points is None else float(points)


def _word(verdict: Verdict | None) -> str:
    return str(verdict) if verdict is not None else "–"
