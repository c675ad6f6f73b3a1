"""Code that the commands on a class share: the assignment, the folder of its results, how they are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.options import SANDBOXES, sandbox_options, say
from grader.texts import Text, default_language

if TYPE_CHECKING:
    from grader.judge.protocol import Options
    from grader.klass.assignment import Assignment
    from grader.klass.gradebook import Gradebook
    from grader.klass.store import Store

Command = Callable[..., Any]
# Of what is told line by line: who has more of it looks into the files.
SHOWN = 50


def results_option(command: Command) -> Command:
    """`-o`, as `results`."""
    return click.option(
        "-o",
        "--results",
        metavar="RESULTS",
        type=click.Path(path_type=Path),
        help="The folder of the results (default: results/ASSIGNMENT).",
    )(command)


def judging_options(command: Command) -> Command:
    """How a class is judged: the sandbox's options, `unsafe`, `jobs` and `executor`."""
    for option in (
        click.option(
            "--executor",
            metavar="WHERE",
            default="local",
            help="Judge there: local:N, dask:tls://HOST:PORT, or module:factory (default: on this machine).",
        ),
        click.option(
            "--jobs",
            metavar="N",
            type=click.IntRange(1),
            help="Judge N submissions at a time (default: one on each processor).",
        ),
        click.option("--unsafe", is_flag=True, help="Allow other people's submissions in the process sandbox."),
        click.option(
            "--require-sandbox",
            type=click.Choice(SANDBOXES[1:]),
            help="Refuse a weaker sandbox than this (default: what the assignment says).",
        ),
    ):
        command = option(command)
    return sandbox_options(command)


def opened(name: str, results: Path | None) -> tuple[Assignment, Store]:
    """The assignment, and the journal that is in the folder of its results.

    Raises:
        UsageError: either cannot be read, or there are no results.
    """
    from grader.klass.assignment import Assignment, path_of

    assignment = Assignment.load(path_of(name))
    return assignment, journal_of(assignment, results, make=False)


def journal_of(assignment: Assignment, results: Path | None, *, make: bool) -> Store:
    """The journal in the folder of the assignment's results."""
    from grader.klass.store import Store

    return Store(results or Path("results", assignment.slug), assignment.slug, make=make)


def sandbox_of(assignment: Assignment, sandbox: str, runtime: str, require: str | None, *, unsafe: bool) -> Options:
    """The sandbox for other people's code."""
    from grader.judge.protocol import Isolation, Options, Trust

    shared = assignment.isolation == Isolation.SHARED
    return Options(
        sandbox=sandbox,
        # Who writes it into the assignment wants it: marks may rest on it there.
        require=f"{require or assignment.sandbox}:{Isolation.SHARED}" if shared else require or assignment.sandbox,
        runtime=runtime,
        trust=Trust.OTHERS,
        unsafe=unsafe,
        isolation=Isolation(assignment.isolation),
    )


def written_again(store: Store, assignment: Assignment, lang: str, sinks: tuple[str, ...] = ()) -> Gradebook:
    """Write the marks as they are now, and say where; in the forms that are asked for, or were the last time."""
    from grader.klass.gradebook import gradebook
    from grader.klass.sinks import ALWAYS, write

    if sinks:
        store.remember("sinks", " ".join(sinks))
    book = gradebook(store, assignment, lang)
    for path in write(book, store.folder, dict.fromkeys((*ALWAYS, *store.fact("sinks").split()))):
        say(Text(f"wrote {path}", f"已写入 {path}"))
    return book


def known_exercise(assignment: Assignment, exercise: str) -> None:
    """Return if the assignment has it, or none is named.

    Raises:
        UsageError: it has none of that name.
    """
    from grader.errors import UsageError

    if exercise and exercise not in assignment.slugs:
        raise UsageError(
            Text(
                f'The assignment "{assignment.slug}" has no exercise "{exercise}".',
                f"作业“{assignment.slug}”没有题目“{exercise}”。",
            ),
            Text(f"It has {', '.join(assignment.slugs)}.", f"它的题目：{'、'.join(assignment.slugs)}。"),
        )


def known_students(store: Store, students: Sequence[str]) -> list[str]:
    """The ids of these students as the journal has them; each is named by the id, or by a name that nobody else has.

    Raises:
        UsageError: it does not know one of them.
    """
    from difflib import get_close_matches

    from grader.errors import UsageError
    from grader.klass.assignment import key_of

    people = store.people()
    named = Counter(key_of(one.name) for one in people)
    ids = {key_of(one.name): one.id for one in people if one.name and named[key_of(one.name)] == 1}
    ids |= {key_of(one.id): one.id for one in people}
    for student in students:
        if key_of(student) not in ids:
            near = get_close_matches(student, dict.fromkeys(ids.values()), n=3)
            meant = Text(f"Did you mean {', '.join(near)}?", f"你要找的是不是 {'、'.join(near)}？")
            listed = Text("gradebook.csv has their ids.", "gradebook.csv 中有他们的学号。")
            raise UsageError(
                Text(f'There is no student "{student}".', f"没有学生“{student}”。"), meant if near else listed
            )
    return [ids[key_of(student)] for student in students]


def need_reason(reason: str) -> None:
    """Return if there is one.

    Raises:
        click.UsageError: it is empty: nobody would know later why a mark is what it is.
    """
    if not reason.strip():
        raise click.UsageError(
            Text("Why? Write it behind --reason.", "为什么？请写在 --reason 之后。").localized(default_language())
        )


def reason_option(command: Command) -> Command:
    """`--reason`, as `reason`."""
    return click.option("--reason", metavar="TEXT", default="", help="Why; it stands in the marks.")(command)


def by_option(command: Command) -> Command:
    """`--by`, as `by`."""
    from getpass import getuser

    return click.option("--by", metavar="NAME", default=getuser, help="Who decides this (default: you).")(command)


def tell_marks(book: Gradebook) -> None:
    """How many marks there are of each kind, with which verdicts; and who is not graded, late or missing."""
    states, marks = book.states, list(book.marks)
    verdicts = Counter(mark.verdict for mark in marks if mark.verdict is not None)
    found = ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items(), reverse=True))
    say(
        Text(
            f"Students: {len(book.rows)}; marks: {_counted(states, 'en')}.",
            f"学生：{len(book.rows)} 名；成绩：{_counted(states, 'zh')}。",
        )
    )
    if found:
        say(Text(f"Verdicts of what counts: {found}.", f"计分提交的评判结果：{found}。"))
    late = sum(bool(mark.lateness and mark.lateness.days_late) for mark in marks)
    if late:
        say(Text(f"Handed in late: {late}.", f"迟交：{late} 份。"))
    unknown = [mark for mark in marks if mark.points is None]
    for mark in unknown[:SHOWN]:
        say(f"{mark.student}, {mark.exercise}: " + mark.reason)
    if len(unknown) > SHOWN:
        more = len(unknown) - SHOWN
        say(Text(f"... and {more} more that are not graded.", f"……以及另外 {more} 个未评分的。"))


_STATES = {
    "graded": Text("graded", "已评分"),
    "not graded": Text("not graded", "未评分"),
    "missing": Text("missing", "未提交"),
    "not accepted": Text("not accepted", "不接受"),
    "by hand": Text("by hand", "人工评分"),
}


def _counted(states: Counter[str], lang: str) -> str:
    parts = [f"{states[state]} {words.localized(lang)}" for state, words in _STATES.items() if states[state]]
    return ("、" if lang == "zh" else ", ").join(parts)
