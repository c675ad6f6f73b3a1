"""`dlgrade grade`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.completing import assignments
from grader.cli.klass import SHOWN, journal_of, judging_options, results_option, sandbox_of, tell_marks, written_again
from grader.cli.options import catalogue_option, language_option, open_catalogue, say
from grader.texts import Text, joined
from grader.verdict import EXIT_AC, EXIT_INTERNAL, EXIT_REJECTED

if TYPE_CHECKING:
    from grader.klass.assignment import Assignment
    from grader.klass.executors.work import Where
    from grader.klass.gradebook import Gradebook
    from grader.klass.handins import Collected
    from grader.klass.run import Plan, Terms
    from grader.klass.store import Store
    from grader.render.progress import Progress

SINKS = (
    "canvas",
    "moodle",
    "nbgrader",
    "otter",
    "junit",
    "gradescope",
    "classroom50",
    "prairielearn",
    "github",
)
# Problems of dates, and of no file.
_NOTICES = ("no_times", "marked_late")


@click.command()
@click.argument("assignment", shell_complete=assignments)
@click.argument("submissions", type=click.Path(path_type=Path))
@results_option
@click.option("--roster", metavar="CSV", type=click.Path(path_type=Path), help="Who is in the class.")
@click.option("--sink", "sinks", multiple=True, type=click.Choice(SINKS), help="Write this form too. May be repeated.")
@judging_options
@language_option
@catalogue_option
def grade(
    assignment: str,
    submissions: Path,
    results: Path | None,
    roster: Path | None,
    sinks: tuple[str, ...],
    sandbox: str,
    runtime: str,
    require_sandbox: str | None,
    unsafe: bool,
    jobs: int | None,
    executor: str,
    lang: str,
    catalogue: str | None,
) -> int:
    """Grade a class: collect SUBMISSIONS, a folder or an archive, judge what is new, and write the marks.

    Each result is on the disk before it is counted. A run that was killed goes on when the command is given again, and
    what has been judged is not judged again.
    """
    from grader.klass.assignment import Assignment, path_of
    from grader.klass.executors.choice import where
    from grader.klass.handins import collect
    from grader.klass.roster import Roster
    from grader.klass.run import judge, keep, plan, terms_of
    from grader.render.progress import shown_progress

    known = open_catalogue(catalogue)
    given = Assignment.load(path_of(assignment))
    people = Roster.load(roster) if roster else None
    collected = collect(submissions, given, people)
    with (
        where(executor, jobs) as place,
        journal_of(given, results, make=True) as store,
        shown_progress() as progress,
    ):
        options = sandbox_of(given, sandbox, runtime, require_sandbox, unsafe=unsafe)
        terms = terms_of(given, known, options, place, progress.show)
        gone = keep(store, collected, people)
        todo = plan(store, given, terms)
        progress.clear()
        _tell_collected(collected, todo)
        if gone:
            say(
                Text(
                    f"Handed in before, and not there now: {', '.join(gone)}. What was judged of it is kept.",
                    f"以前提交过、现在没有的：{'、'.join(gone)}。已有的评判结果仍保留。",
                )
            )
        with _kept_on_ctrl_c(progress):
            for _ in judge(store, terms, todo.work, where=place, progress=progress.show):
                pass
            _judge_left_out(store, given, terms, place, progress)
        progress.clear()
        book = written_again(store, given, lang, sinks)
        tell_marks(book)
        _tell_old(todo)
    return _exit_code(book)


def _judge_left_out(store: Store, given: Assignment, terms: Terms, place: Where, progress: Progress) -> None:
    """Judge the cases that were left out because void ones took too long."""
    from grader.klass.marks import countable
    from grader.klass.run import left_out, with_all_cases

    standing = [(one, one.result) for one in countable(store.handins(), given)]
    found = left_out(store, standing, store.voids())
    for handin, key in with_all_cases(store, terms, found, where=place, progress=progress.show):
        store.stand(key, [handin])


@contextmanager
def _kept_on_ctrl_c(progress: Progress) -> Iterator[None]:
    """On Ctrl-C, say that nothing is lost, then let the interrupt go on."""
    try:
        yield
    except KeyboardInterrupt:
        progress.clear()
        say(
            Text(
                "What was judged is kept. Give the same command again to go on.",
                "已评判的结果都已保存。再次运行同一条命令即可继续。",
            ),
            to_error=True,
        )
        raise


def _tell_collected(collected: Collected, todo: Plan) -> None:
    """What was found, what is wrong with it, and what there is to do."""
    for problem in collected.problems[:SHOWN]:
        whose = f"{problem.student_id}: " if problem.student_id else ""
        say(Text("problem: ", "问题：") + f"{whose}{problem.name}: " + joined([problem.reason, problem.remedy]))
    if len(collected.problems) > SHOWN:
        more = len(collected.problems) - SHOWN
        say(Text(f"... and {more} more like these.", f"……以及另外 {more} 个。"))
    count = len(todo.work)
    say(
        Text(
            f"Hand-ins: {len(collected.handins)}; problems: {len(collected.problems)}; "
            f"judged before: {todo.stands}; to judge: {count}.",
            f"提交：{len(collected.handins)} 份；问题：{len(collected.problems)} 个；"
            f"此前已评判：{todo.stands} 份；待评判：{count} 份。",
        )
    )
    if todo.alike:
        say(
            Text(
                f"Identical to another, and judged once: {todo.alike}.",
                f"与另一份完全相同、只评判一次：{todo.alike} 份。",
            )
        )


def _tell_old(todo: Plan) -> None:
    if todo.old:
        say(
            Text(
                f"Results of an older exercise, image or program, which still stand: {len(todo.old)}. "
                "`dlgrade regrade ASSIGNMENT --diff` shows what would change.",
                f"来自旧的题目、镜像或程序、仍然有效的结果：{len(todo.old)} 个。"
                "`dlgrade regrade ASSIGNMENT --diff` 会显示会有哪些变化。",
            )
        )


def _exit_code(book: Gradebook) -> int:
    """3 where somebody is not graded, 1 where something that was handed in cannot be used, else 0.

    A wrong answer is no failure of the command: a class has some, and `dlgrade grade ... && dlgrade publish ...` is
    what one would write.
    """
    if book.states["not graded"]:
        return EXIT_INTERNAL
    usable = all(problem.kind in _NOTICES for problem in book.problems)
    return EXIT_AC if usable else EXIT_REJECTED
