"""`dlgrade check`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.answers import answer_here
from grader.cli.completing import answers, cases
from grader.cli.given import options_given
from grader.cli.options import (
    REQUIRED,
    catalogue_option,
    isolation_option,
    language_option,
    logged_to_stderr,
    open_catalogue,
    sandbox_options,
    say,
    tell,
)
from grader.cli.telling import Command, Lines, Page, Records, Teller
from grader.report import Report
from grader.shell import shell_line
from grader.texts import Text, default_language

if TYPE_CHECKING:
    from grader.catalogue.exercise import Catalogue
    from grader.grading.check import Survey
    from grader.render.progress import Progress

_TIME_S = {True: 15.0, None: 3.0, False: 0.0}
# What changes how a run is told, and not what it is.
_TELLING = ("seed", "as_json", "verbose", "profile", "jobs", "debug", "save_to")


@click.command()
@click.argument("paths", metavar="[EXERCISE] FILE...", nargs=-1, required=True, shell_complete=answers)
@click.option(
    "--case", "cases", metavar="ID", multiple=True, shell_complete=cases, help="Run only this case. May be repeated."
)
@click.option("--all-cases", is_flag=True, help="Keep going after two cases that took too long.")
@click.option("--seed", metavar="SEED", help="Repeat the run that printed this seed.")
@sandbox_options
@click.option(
    "--require-sandbox",
    type=click.Choice(REQUIRED),
    metavar="NAME[:shared]",
    help="Refuse a weaker sandbox than this, and one that is shared unless told so.",
)
@isolation_option
@click.option("--unsafe", is_flag=True, help="Allow other people's submissions in the process sandbox.")
@click.option(
    "--time/--no-time",
    "timing",
    default=None,
    help="Time an accepted submission for longer, or not at all (default: 3 seconds).",
)
@language_option
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON record per line (docs/report-format.md), nothing else."
)
@click.option(
    "--verbose", is_flag=True, help="Print a page for each of several files, and what the grader does to stderr."
)
@click.option("--profile", is_flag=True, help="Print where the time went, by phase, to stderr.")
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(1),
    help="Judge N submissions at a time (default: one on each processor).",
)
@click.option(
    "--save-case",
    "save_to",
    metavar="[=DIR]",
    is_flag=False,
    flag_value=".",
    help="Save the first failing public case, as a script for a debugger and as an input for `dlgrade try`.",
)
@click.option("--debug", is_flag=True, help="For authors: breakpoint() in a test opens pdb on this terminal.")
@catalogue_option
@click.pass_context
def check(
    context: click.Context,
    paths: tuple[str, ...],
    cases: tuple[str, ...],
    all_cases: bool,
    seed: str | None,
    sandbox: str,
    runtime: str,
    require_sandbox: str | None,
    isolation: str,
    unsafe: bool,
    timing: bool | None,
    lang: str,
    as_json: bool,
    verbose: bool,
    profile: bool,
    jobs: int | None,
    save_to: str | None,
    debug: bool,
    catalogue: str | None,
) -> int:
    """Judge submissions: a file, several, or a folder of them.

    EXERCISE says which exercise the files answer. Without it, the line "# dlgrade: EXERCISE" that `dlgrade start`
    writes says so, or else the file's name. EXERCISE alone means the file EXERCISE.py in this folder,
    or the notebook EXERCISE.ipynb.

    A file that cannot be judged is reported, and stops no other. Only a single file is recorded as solved.
    """
    from grader.grading.process import Process

    if verbose:
        context.with_resource(logged_to_stderr())
    # The judge imports for as long as we do.
    process = context.with_resource(Process(terminal=debug))
    from grader.grading.check import Request, judge_all, survey
    from grader.grading.policy import Policy
    from grader.grading.run_seed import fresh
    from grader.grading.saving import save_case
    from grader.judge.protocol import Isolation, Options, Trust
    from grader.progress.record import record
    from grader.render.progress import shown_progress

    known = open_catalogue(catalogue)
    exercise, files = _split(paths, known)
    own = len(files) == 1 and not os.path.isdir(files[0])
    if save_to is not None:
        _require_one(own, save_to)
    request = Request(
        paths=tuple(Path(path) for path in files),
        exercise=exercise,
        policy=Policy(seed or fresh(), cases, all_cases=all_cases, time_s=_TIME_S[timing]),
        sandbox=Options(
            sandbox=sandbox,
            require=require_sandbox or "",
            runtime=runtime,
            isolation=Isolation(isolation),
            trust=Trust.OWN if own else Trust.OTHERS,
            unsafe=unsafe,
            debug=debug,
        ),
        jobs=1 if debug else jobs,
        in_order=not as_json,
    )
    found = survey(request, known)
    if found.refused and not found.many:
        raise found.refused[0]
    command = Command(
        exercise,
        files,
        request.policy.seed,
        options=tuple(_options(context)),
        elsewhere=("--catalogue", catalogue) if catalogue else (),
    )
    teller = _teller(found, command, known, lang, as_json=as_json, verbose=verbose)
    for refusal in found.refused:
        teller.tell(refusal)
    with shown_progress() as progress:
        # A line of progress would be written over the debugger's, or over the log.
        show = progress.show if not (debug or verbose) else lambda text: None
        reports = judge_all(found, request, show, teller.prepare, process)
        with closing(reports), _table_on_ctrl_c(progress, teller):
            for report in reports:
                progress.clear()
                if own:
                    record(report, found.entries[0].submission, found.entries[0].exercise, tell)
                teller.tell(report)
                if profile:
                    _print_phases(report)
    teller.end()
    if save_to is not None and isinstance(teller.rows[0], Report):
        entry = found.entries[0]
        said = save_case(
            teller.rows[0], entry.exercise, entry.submission, Path(files[0]), Path(save_to), request.sandbox, lang
        )
        _tell_saved(*said, to_error=as_json)
    return teller.exit_code


def _require_one(own: bool, save_to: str) -> None:
    """Make sure that there is one file, and that it was not taken for the folder."""
    if own and not os.path.isfile(save_to):
        return
    raise _usage(
        "--save-case is for a single file; write it at the end, or with its folder: --save-case=DIR.",
        "--save-case 只用于单个文件；请写在最后，或连同文件夹一起写：--save-case=DIR。",
    )


def _tell_saved(paths: list[Path], said: Text | None, *, to_error: bool) -> None:
    for path in paths:
        shown = shell_line([str(path)])
        if path.name.startswith("debug_"):
            shown += f"   (python -m pdb {shown})"
        say(Text("Saved: ", "已保存：") + shown, to_error=to_error)
    if said is not None:
        say(said, to_error=to_error)


@contextmanager
def _table_on_ctrl_c(progress: Progress, teller: Teller) -> Iterator[None]:
    """On Ctrl-C, end the report with what has been judged so far, then let the interrupt go on."""
    try:
        yield
    except KeyboardInterrupt:
        progress.clear()
        teller.end()
        raise


def _options(context: click.Context) -> Iterator[str]:
    """The options that repeat this run, its seed aside.

    They name the sandbox where only a variable did: another shell need not have that variable.
    """
    yield from options_given(context, but=_TELLING)
    if context.params["sandbox"] == "auto" and not context.params["runtime"] and os.environ.get("DLGRADE_SANDBOX"):
        yield from ("--sandbox", os.environ["DLGRADE_SANDBOX"])


def _split(paths: tuple[str, ...], known: Catalogue) -> tuple[str | None, tuple[str, ...]]:
    """The exercise, where the first argument names one (and no file), and the files."""
    first, *others = paths
    if "" in paths:
        raise _usage(
            "The name of a file is empty: is a variable of your script not set?",
            "文件名为空：脚本中是否有变量没有赋值？",
        )
    answers = tuple(answer_here(path) for path in paths if path in known.slugs and not os.path.exists(path))
    if len(answers) == len(paths) and all(map(os.path.lexists, answers)):
        return None if others else first, answers
    for path in others:
        if path in known.slugs and not os.path.exists(path):
            raise _usage(
                f'"{path}" is an exercise, which comes first: dlgrade check {path} {first}',
                f"“{path}”是题目，应写在前面：dlgrade check {path} {first}",
            )
    if os.path.exists(first) or (not others and first not in known.slugs):
        return None, paths
    if not others:
        raise _usage(
            f'Which file answers "{first}"? There is no "{first}.py" here. Write: dlgrade check {first} FILE, '
            f"or begin with: dlgrade start {first}",
            f"哪个文件回答“{first}”？这里没有“{first}.py”。请写：dlgrade check {first} FILE，"
            f"或先运行：dlgrade start {first}",
        )
    if first in known.slugs:
        return first, tuple(others)
    if "/" in first or first.endswith(".py"):
        return None, paths
    return known[first].slug, tuple(others)  # raises, with the near names


def _usage(en: str, zh: str) -> click.UsageError:
    return click.UsageError(Text(en, zh).localized(default_language()))


def _teller(found: Survey, command: Command, known: Catalogue, lang: str, *, as_json: bool, verbose: bool) -> Teller:
    if as_json:
        return Records(found)
    return Page(command, known, lang) if not found.many else Lines(found, command, lang, pages=verbose)


def _print_phases(report: Report) -> None:
    for phase, seconds in report.provenance.phases.items():
        say(f"{seconds:8.3f} s  {phase}", to_error=True)
