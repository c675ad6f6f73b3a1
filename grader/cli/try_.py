"""`dlgrade try`."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.completing import answers
from grader.cli.one_file import one_file
from grader.cli.options import catalogue_option, language_option, open_catalogue, sandbox_options
from grader.errors import GraderError
from grader.texts import Text
from grader.verdict import EXIT_AC, EXIT_REJECTED

_TIME_S = 2.0


@click.command("try")
@click.argument("paths", metavar="[EXERCISE] FILE", nargs=-1, required=True, shell_complete=answers)
@click.option(
    "--input",
    "given",
    metavar="FILE.json",
    required=True,
    help="The calls to make, and their values (docs/input-format.md).",
)
@click.option("--no-time", is_flag=True, help="Do not compare the time of the last call.")
@sandbox_options
@language_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record (docs/report-format.md), nothing else.")
@catalogue_option
@click.pass_context
def try_(
    context: click.Context,
    paths: tuple[str, ...],
    given: str,
    no_time: bool,
    sandbox: str,
    runtime: str,
    lang: str,
    as_json: bool,
    catalogue: str | None,
) -> int:
    """Try a file on an input of your own, beside the reference.

    It shows both answers, how they differ, what your code printed, and the time. That is no verdict: a statement may
    allow several answers. Exits 0 where all answers are equal, 1 where one differs or your code fails.
    """
    from grader.grading.process import Process

    process = context.with_resource(Process())
    from grader.grading.trying import tried
    from grader.judge.protocol import Options
    from grader.render.progress import shown_progress

    exercise, submission = one_file(paths, open_catalogue(catalogue))
    with shown_progress() as progress:
        trial = tried(
            exercise,
            submission,
            Path(given),
            Options(sandbox=sandbox, runtime=runtime),
            time_s=0.0 if no_time else _TIME_S,
            progress=progress.show,
            process=process,
        )
    if trial.tried.fault is not None:
        facts = trial.tried.fault.facts
        raise GraderError(Text(facts["error"], facts["error_zh"]), Text(facts["remedy"], facts["remedy_zh"]))
    if as_json:
        import json

        click.echo(json.dumps(trial.to_json(), ensure_ascii=True))
    else:
        from grader.render.console import open_console
        from grader.render.tried import print_trial

        print_trial(trial, open_console(), lang)
    return EXIT_REJECTED if trial.tried.fails or trial.tried.same is False else EXIT_AC
