"""`dlgrade check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import SANDBOXES, catalogue_option, language_option, open_catalogue, sandbox_options, warn
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.catalogue import Catalogue
    from grader.report import Report


@click.command()
@click.argument("paths", metavar="[EXERCISE] FILE...", nargs=-1, required=True)
@click.option("--case", "cases", metavar="ID", multiple=True, help="Run only this case; may be repeated.")
@click.option("--all-cases", is_flag=True, help="Run the rest too after two cases that took too long.")
@click.option("--seed", metavar="SEED", help="Repeat the run that printed this seed.")
@sandbox_options
@click.option("--require-sandbox", type=click.Choice(SANDBOXES[1:]), help="Refuse a weaker sandbox than this.")
@click.option("--unsafe", is_flag=True, help="Allow other people's submissions in the process sandbox.")
@click.option(
    "--time/--no-time", "timing", default=None, help="Time longer (default: 3 seconds when accepted), or not."
)
@language_option
@click.option("--json", "as_json", is_flag=True, help="One JSON record a line (docs/report-format.md), nothing else.")
@click.option("--profile", is_flag=True, help="Where the time went, by phase, on stderr.")
@click.option("--debug", is_flag=True, help="For authors: breakpoint() in a test opens pdb on this terminal.")
@catalogue_option
def check(
    paths: tuple[str, ...],
    cases: tuple[str, ...],
    all_cases: bool,
    seed: str | None,
    sandbox: str,
    runtime: str,
    require_sandbox: str | None,
    unsafe: bool,
    timing: bool | None,
    lang: str,
    as_json: bool,
    profile: bool,
    debug: bool,
    catalogue: str | None,
) -> int:
    """Judge submissions: a file, several, or a folder of them.

    Which exercise a file answers is taken from EXERCISE, else from the line "# dlgrade: EXERCISE" that `dlgrade start`
    writes, else from the file's name.
    """
    from grader.grading.process import Process

    # The judge imports for as long as we do.
    process = click.get_current_context().with_resource(Process(terminal=debug))
    from grader import journal
    from grader.grading.check import Request
    from grader.grading.check import check as judge
    from grader.grading.policy import Policy
    from grader.judge.protocol import Options, Trust
    from grader.judge.seeding import fresh
    from grader.progress import shown_progress
    from grader.verdict import exit_code

    known = open_catalogue(catalogue)
    exercise, files = _split(paths, known)
    request = Request(
        paths=tuple(Path(path) for path in files),
        exercise=exercise,
        policy=Policy(seed or fresh(), cases, all_cases=all_cases, time_s={True: 15.0, None: 3.0, False: 0.0}[timing]),
        sandbox=Options(
            sandbox=sandbox,
            require=require_sandbox or "",
            runtime=runtime,
            trust=Trust.OTHERS if len(files) > 1 or any(Path(path).is_dir() for path in files) else Trust.OWN,
            unsafe=unsafe,
            debug=debug,
        ),
    )
    reports = []
    with shown_progress() as progress:
        # A line of progress would be written over the debugger's.
        say = progress.show if not debug else lambda text: None
        for report in judge(request, known, say, (lambda: None) if as_json else _import_render, process):
            reports.append(report)
            progress.clear()
            _show_report(report, lang, as_json=as_json, profile=profile)
            try:
                journal.add(report)
            except UsageError as error:
                warn(error)
    if len(reports) > 1 and not as_json:
        _print_summary(reports, lang)
    return exit_code(report.verdict for report in reports)


def _split(paths: tuple[str, ...], known: Catalogue) -> tuple[str | None, tuple[str, ...]]:
    """The exercise, where the first argument names one (and no file), and the files."""
    first, *others = paths
    if "" in paths:
        raise click.UsageError("The name of a file is empty: is a variable of your script not set?")
    for path in others:
        if path in known.slugs and not Path(path).exists():
            raise click.UsageError(f'"{path}" is an exercise, which comes first: dlgrade check {path} {first}')
    if Path(first).exists() or (not others and first not in known.slugs):
        return None, paths
    if not others:
        raise click.UsageError(f'Which file answers "{first}"? Write: dlgrade check {first} FILE')
    if first in known.slugs:
        return first, tuple(others)
    if "/" in first or first.endswith(".py"):
        return None, paths
    return known[first].slug, tuple(others)  # raises, with the near names


def _import_render() -> None:
    """What prints reports, and rich with it: a quarter of a second, while the judge starts."""
    import grader.render.report  # noqa: F401


def _show_report(report: Report, lang: str, *, as_json: bool, profile: bool) -> None:
    if as_json:
        import json

        click.echo(json.dumps(report.to_json(), ensure_ascii=True))
    else:
        from grader.render.console import open_console
        from grader.render.report import print_report

        print_report(report, open_console(), lang)
    if profile:
        for phase, seconds in report.provenance.phases.items():
            click.echo(f"{seconds:8.3f} s  {phase}", err=True)


def _print_summary(reports: list[Report], lang: str) -> None:
    from grader.render.console import open_console
    from grader.render.lists import print_summary

    print_summary(reports, open_console(), lang)
