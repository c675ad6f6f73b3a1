"""`dlgrade assignment`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from grader.cli.completing import assignments
from grader.cli.options import catalogue_option, open_catalogue, say, spoken_option
from grader.cli.sections import Sections
from grader.texts import Text
from grader.verdict import EXIT_AC, EXIT_REJECTED


@click.group(cls=Sections)
def assignment() -> None:
    """Make an assignment, and say what it means."""


@click.command("new")
@click.argument("slug")
@click.option("--exercise", "exercises", metavar="EXERCISE", multiple=True, help="An exercise of it. May be repeated.")
@click.option(
    "--to",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    default=Path("assignments"),
    help="Write the files to this folder (default: assignments).",
)
@spoken_option
@catalogue_option
def new(slug: str, exercises: tuple[str, ...], folder: Path, catalogue: str | None) -> None:
    """Write the assignment, its extensions and its secret seed. Never overwrites a file."""
    from grader.klass.new import new as write

    known = open_catalogue(catalogue)
    for exercise in exercises:
        known[exercise]  # raises, with the near names
    for path, written in write(slug, folder, exercises, datetime.now().astimezone()):
        say(str(path) if written else Text(f"{path} already exists; left unchanged", f"{path} 已存在，未作改动"))
    say(Text("Then: ", "下一步：") + f"dlgrade assignment check {folder / f'{slug}.toml'}")


@click.command("check")
@click.argument("assignment", shell_complete=assignments)
@click.argument("submissions", required=False, type=click.Path(path_type=Path))
@click.option("--roster", metavar="CSV", type=click.Path(path_type=Path), help="The students of the class, as a table.")
@spoken_option
@catalogue_option
def check(assignment: str, submissions: Path | None, roster: Path | None, catalogue: str | None) -> int:
    """Check an assignment (its name or its file), and say in plain words what it means.

    With SUBMISSIONS (a folder, or a platform's zip as it was downloaded) it says what would be graded: whose each file
    is, and who and what is missing, late, double or cannot be used. Nothing runs.
    """
    from grader.klass.assignment import Assignment, path_of
    from grader.klass.explain import explained
    from grader.klass.roster import Roster
    from grader.klass.survey import surveyed

    read = Assignment.load(path_of(assignment))
    known = Roster.load(roster) if roster else None
    if submissions is None:
        for said in explained(read, open_catalogue(catalogue)):
            say(said)
        strangers = [one.student for one in read.extensions.values() if known and not known.find(one.student)]
        for student in strangers:
            say(Text(f'The extension of "{student}" is nobody\'s on the roster.', f"名单上没有延期学生“{student}”。"))
        return EXIT_REJECTED if strangers else EXIT_AC
    from grader.klass.handins import collect

    found = collect(submissions, read, known)
    for said in surveyed(found, read, known, submissions):
        say(said)
    return EXIT_REJECTED if found.problems or found.missing else EXIT_AC


@click.command("examples")
@click.argument("assignment")
@click.option(
    "--to",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    default=Path("submissions"),
    help="Write the hand-ins to this folder (default: submissions).",
)
@click.option(
    "--roster",
    metavar="CSV",
    type=click.Path(path_type=Path),
    default=Path("roster.csv"),
    help="Write the roster to this file (default: roster.csv).",
)
@spoken_option
@catalogue_option
def examples(assignment: str, folder: Path, roster: Path, catalogue: str | None) -> None:
    """Write a made-up class, hand-ins and roster, to try everything on. Never overwrites a file.

    Thirty students, with right and wrong answers that come with the exercises; and some of what a real class hands in:
    something late, missing, empty, a PDF, a notebook, a syntax error.
    """
    from grader.klass.assignment import Assignment, path_of
    from grader.klass.examples import odd, write_examples
    from grader.shell import shell_line

    given = Assignment.load(path_of(assignment))
    count = write_examples(given, open_catalogue(catalogue), folder, roster)
    say(Text(f"{folder}: {count} files. Not as they should be:", f"{folder}：{count} 个文件，其中有问题的："))
    for told in odd(given):
        say("  " + told)
    say(str(roster))
    words = ["dlgrade", "grade", assignment, str(folder), "--roster", str(roster)]
    say(Text("Then: ", "下一步：") + shell_line(words))


assignment.add({"Commands": [new, check, examples]})
