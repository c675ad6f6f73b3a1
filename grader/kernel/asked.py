"""The line of a magic: an exercise and options, those of `dlgrade check` that make sense in a notebook."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

import click

from grader.cli.given import options_given
from grader.cli.options import catalogue_option, language_option, sandbox_options
from grader.cli.speaking import Context
from grader.errors import UsageError
from grader.texts import Text

CELL, LINE = "%%check", "%check"


@dataclass(frozen=True)
class Asked:
    """What is asked for.

    exercise: None where the cell says it. timing: whether an accepted answer is timed. run: whether the kernel runs the
    cell in the end. options: those that were given, for a line that repeats the run.
    """

    exercise: str | None
    cases: tuple[str, ...]
    all_cases: bool
    seed: str
    timing: bool
    run: bool
    sandbox: str
    runtime: str
    catalogue: str | None
    lang: str
    options: tuple[str, ...]


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("exercise", required=False)
@click.option("--case", "cases", metavar="ID", multiple=True, help="Run only this case. May be repeated.")
@click.option("--all-cases", is_flag=True, help="Keep going after two cases that took too long.")
@click.option("--seed", metavar="SEED", default="", help="Repeat the run that printed this seed.")
@click.option("--no-time", is_flag=True, help="Do not time an accepted answer.")
@click.option("--no-run", is_flag=True, help="Judge the cell, and do not run it in the kernel afterwards.")
@sandbox_options
@language_option
@catalogue_option
@click.pass_context
def magic_command(
    context: click.Context,
    exercise: str | None,
    cases: tuple[str, ...],
    all_cases: bool,
    seed: str,
    no_time: bool,
    no_run: bool,
    sandbox: str,
    runtime: str,
    lang: str,
    catalogue: str | None,
) -> Asked:
    """Judge the answer to an exercise, in the sandbox.

    %%check EXERCISE judges the text of its cell, then runs the cell. %check EXERCISE judges the cells that define the
    answer, as they were run last. What the answer needs of the other cells that were run goes with it.

    EXERCISE may be left out where the cell says "# dlgrade: EXERCISE".
    """
    given = tuple(options_given(context, but=("seed",)))
    return Asked(
        exercise, cases, all_cases, seed, not no_time, not no_run, sandbox, runtime, catalogue, lang, options=given
    )


magic_command.context_class = Context


def asked(magic: str, line: str) -> Asked | None:
    """What the line of a magic asks for; None where that was its help, which has been printed.

    Raises:
        UsageError: it cannot be understood.
    """
    try:
        found = magic_command.main(args=shlex.split(line), prog_name=magic, standalone_mode=False)
    except (click.ClickException, ValueError) as error:
        said = error.format_message() if isinstance(error, click.ClickException) else f"{error}."
        raise UsageError(
            said, Text(f"`{magic} --help` lists the options.", f"`{magic} --help` 会列出所有选项。")
        ) from None
    return found if isinstance(found, Asked) else None
