"""`dlgrade replay`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.klass import opened, results_option
from grader.cli.options import catalogue_option, open_catalogue, sandbox_options, say, spoken_option
from grader.errors import UsageError
from grader.texts import Text
from grader.verdict import EXIT_AC, EXIT_INTERNAL, EXIT_REJECTED, Verdict

if TYPE_CHECKING:
    from grader.catalogue.exercise import Exercise
    from grader.klass.replay import Meant
    from grader.report import Report
    from grader.submission.submission import Submission


@click.command()
@click.argument("report", type=click.Path(path_type=Path))
@click.option("--student", metavar="ID", default="", help="The student, where REPORT holds the marks of many.")
@click.option("--exercise", metavar="EXERCISE", default="", help="The exercise, where REPORT holds several.")
@click.option("--assignment", metavar="ASSIGNMENT", help="The assignment that has the secret seed and the bytes.")
@results_option
@click.option("--file", type=click.Path(path_type=Path), help="The submission (default: as the report names it).")
@click.option("--unsafe", is_flag=True, help="Allow another person's submission in the process sandbox.")
@sandbox_options
@spoken_option
@catalogue_option
def replay(
    report: Path,
    student: str,
    exercise: str,
    assignment: str | None,
    results: Path | None,
    file: Path | None,
    unsafe: bool,
    sandbox: str,
    runtime: str,
    catalogue: str | None,
) -> int:
    """Judge the bytes of a report again, and show any difference: 0 for none in the result, 1 for some."""
    from grader.grading.check import Entry, Sparing, over_lanes
    from grader.grading.policy import Policy
    from grader.judge.protocol import Options, Trust
    from grader.klass.replay import differences, read
    from grader.render.progress import shown_progress

    meant = read(report, student=student, exercise=exercise)
    before, submission = meant.report, _bytes(meant, file, assignment, results)
    options = Options(sandbox=sandbox, runtime=runtime, trust=Trust.OTHERS, unsafe=unsafe)
    entry = Entry(submission, _exercise(before, assignment, catalogue))
    with shown_progress() as progress:
        policy = Policy(_seed(before, assignment), _chosen(before))
        ((_, after),) = over_lanes([entry], Sparing(), policy, options, jobs=1, progress=progress.show)
    found = list(differences(before, after))
    for one in found:
        say(one.what + Text(f": {one.before} → {one.after}", f"：{one.before} → {one.after}"))
    if after.verdict is Verdict.IE:
        return EXIT_INTERNAL
    if any(one.counts for one in found):
        return EXIT_REJECTED
    say(
        Text(
            f"The result is the same: {after.verdict}, {after.points:g}/{after.max_points:g} points.",
            f"结果相同：{after.verdict}，{after.points:g}/{after.max_points:g} 分。",
        )
    )
    return EXIT_AC


def _chosen(before: Report) -> tuple[str, ...]:
    """The cases that were run, where only some were."""
    return tuple(case.id for case in before.cases if case.skipped != "not selected") if before.partial else ()


def _bytes(meant: Meant, file: Path | None, assignment: str | None, results: Path | None) -> Submission:
    """The very bytes that the report is about.

    Raises:
        UsageError: they are not there.
    """
    from grader.submission.files import read_submission
    from grader.submission.submission import submission_from

    if file is None and assignment is not None:
        _, store = opened(assignment, results)
        with store:
            source = store.source(meant.sha256)
        if source is not None:
            return submission_from(source, meant.report.submission)
    path = file or Path(meant.report.submission)
    found = read_submission(path)
    if not found.cells and found.sha256 != meant.sha256:  # of a notebook it shows in what is judged
        raise UsageError(
            Text(
                f'"{path}" is not the file that the report is about: its SHA-256 differs.',
                f"“{path}”不是报告所评判的文件：SHA-256 不同。",
            ),
            Text(
                "Name it with --file, or the assignment, whose results hold all bytes, with --assignment.",
                "请用 --file 指定该文件，或用 --assignment 指定作业（其成绩中存有全部文件）。",
            ),
        )
    return found


def _seed(before: Report, assignment: str | None) -> str:
    """The seed of the report's run.

    Raises:
        UsageError: the report has only its hash, and no assignment or another one is named.
    """
    from grader.klass.assignment import Assignment, path_of
    from grader.klass.run import HASHED

    seed = before.provenance.seed
    if not seed.startswith(HASHED):
        return seed
    secret = Assignment.load(path_of(assignment)).seed() if assignment is not None else None
    if secret is None or HASHED + secret.hash != seed:
        raise UsageError(
            Text("The report was made with a secret seed, which is not here.", "报告使用的是私密种子，而这里没有。"),
            Text(
                "Name the assignment that has it with --assignment.",
                "请用 --assignment 指定拥有该种子的作业。",
            ),
        )
    return secret.value


def _exercise(before: Report, assignment: str | None, catalogue: str | None) -> Exercise:
    from grader.klass.assignment import Assignment, path_of

    known = open_catalogue(catalogue)
    if assignment is not None:
        given = Assignment.load(path_of(assignment))
        if before.exercise in given.slugs:
            return given.exercise(before.exercise, known)
    return known[before.exercise]
