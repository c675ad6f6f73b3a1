"""The command line. Each command is a short list of steps; what they do stands in the module that it imports.

Nothing heavy is imported before a command runs: `dlgrade --help` must answer at once.
"""

from __future__ import annotations

import errno
import math
import os
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.errors import DlgradeError
from grader.verdict import EXIT_INTERNAL, EXIT_INTERRUPTED, EXIT_USAGE

if TYPE_CHECKING:
    from grader.catalogue import Catalogue
    from grader.report import Report
    from grader.verify import Proof

# What a machine says that is full, or takes nothing.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.ENOMEM, errno.EMFILE, errno.ENFILE)
SANDBOXES = ("auto", "docker", "bubblewrap", "process")


def main(arguments: list[str] | None = None) -> None:
    """Run a command and exit: 0 accepted, 1 another verdict, 2 usage, 3 our fault, 130 interrupted."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run a command; its exit code."""
    try:
        code = cli.main(args=arguments, prog_name="dlgrade", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        _show_usage_error(error)
        return EXIT_USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted; nothing is left running.", err=True)
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # the reader of our output, such as `head`, has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return EXIT_INTERNAL
    except DlgradeError as error:
        _show_error(error)
        return error.exit_code
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _FULL:
            click.echo(f"Our fault, not yours: the machine has no room left ({error}).", err=True)
            click.echo("Make room, then run the command again.", err=True)
            return EXIT_INTERNAL
        import traceback

        traceback.print_exc()
        click.echo("dlgrade itself failed: this is our fault, and no mark. Please report the lines above.", err=True)
        return EXIT_INTERNAL


def _show_usage_error(error: click.ClickException) -> None:
    from io import StringIO

    from grader.escape import BLOCK, student_text

    said = StringIO()
    error.show(said)
    click.echo(student_text(said.getvalue(), BLOCK), err=True)  # it may quote the name of somebody's file


def _show_error(error: DlgradeError) -> None:
    from grader.escape import MESSAGE, student_text

    who = "Error" if error.exit_code == EXIT_USAGE else "Our fault, not yours"
    click.echo(f"{who}: {student_text(error.message, MESSAGE)}", err=True)
    if error.remedy:
        click.echo(student_text(error.remedy, MESSAGE), err=True)


def _default_language() -> str:
    spoken = os.environ.get("DLGRADE_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "zh" if spoken.lower().startswith("zh") else "en"


def _catalogue(root: str | None) -> Catalogue:
    from grader.catalogue import Catalogue, shipped

    return Catalogue(Path(root) if root else shipped())


Command = Callable[..., Any]


def _catalogue_option(command: Command) -> Command:
    return click.option(
        "--catalogue",
        metavar="PATH",
        envvar="DLGRADE_CATALOGUE",
        help="A folder with exercises/ and solutions/ instead of the shipped one.",
    )(command)


def _language_option(command: Command) -> Command:
    return click.option(
        "--lang", type=click.Choice(["en", "zh"]), default=_default_language, help="The language of texts and reports."
    )(command)


def _sandbox_options(command: Command) -> Command:
    options = [
        click.option("--sandbox", type=click.Choice(SANDBOXES), default="auto", help="Where submissions run."),
        click.option("--runtime", default="", help='Another runtime of the Docker engine, such as "runsc".'),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _show_versions(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    from grader.versions import versions

    for name, text in versions().lines():
        click.echo(f"{name:9}  {text.in_(_default_language())}")
    context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_versions, help="Versions, and exit."
)
def cli() -> None:
    """Auto-graded exercises for deep learning.

    \b
    dlgrade list                  what there is
    dlgrade start stable_softmax  get the stub, the statement and the public tests
    dlgrade check stable_softmax.py

    Exit codes: 0 accepted; 1 another verdict; 2 usage; 3 our fault, nothing graded; 130 interrupted.
    """


@cli.command()
@click.argument("paths", metavar="[EXERCISE] FILE...", nargs=-1, required=True)
@click.option("--case", "cases", metavar="ID", multiple=True, help="Run only this case; may be repeated.")
@click.option("--seed", metavar="SEED", help="Repeat the run that printed this seed.")
@_sandbox_options
@click.option("--require-sandbox", type=click.Choice(SANDBOXES[1:]), help="Refuse a weaker sandbox than this.")
@click.option("--unsafe", is_flag=True, help="Allow other people's submissions in the process sandbox.")
@click.option(
    "--time/--no-time", "timing", default=None, help="Time longer (default: 3 seconds when accepted), or not."
)
@_language_option
@click.option("--json", "as_json", is_flag=True, help="One JSON record a line (docs/report-format.md), nothing else.")
@click.option("--profile", is_flag=True, help="Where the time went, by phase, on stderr.")
@click.option("--debug", is_flag=True, help="For authors: breakpoint() in a test opens pdb on this terminal.")
@_catalogue_option
def check(
    paths: tuple[str, ...],
    cases: tuple[str, ...],
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
    from grader.judge.process import Process

    # The judge imports for as long as we do.
    process = click.get_current_context().with_resource(Process(terminal=debug))
    from grader import journal
    from grader.check import Request
    from grader.check import check as judge
    from grader.judge.client import Options
    from grader.judge.seeding import fresh
    from grader.progress import shown_progress
    from grader.verdict import exit_code

    known = _catalogue(catalogue)
    exercise, files = _split(paths, known)
    request = Request(
        paths=tuple(Path(path) for path in files),
        exercise=exercise,
        seed=seed or fresh(),
        cases=cases,
        time_s={True: 15.0, None: 3.0, False: 0.0}[timing],
        sandbox=Options(
            sandbox=sandbox,
            require=require_sandbox or "",
            runtime=runtime,
            others=len(files) > 1 or any(Path(path).is_dir() for path in files),
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
            warning = journal.add(report)
            if warning:
                click.echo(warning, err=True)
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


@cli.command("list")
@click.option("--topic", help="Only exercises of this topic.")
@click.option("--difficulty", type=click.Choice(["easy", "medium", "hard"]))
@click.option("--framework", type=click.Choice(["python", "numpy", "torch"]))
@_language_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, nothing else.")
@_catalogue_option
def list_(
    topic: str | None,
    difficulty: str | None,
    framework: str | None,
    lang: str,
    as_json: bool,
    catalogue: str | None,
) -> None:
    """The exercises, with those you have solved marked."""
    from grader import journal
    from grader.listing import listed, record

    exercises = listed(_catalogue(catalogue), topic=topic, difficulty=difficulty, framework=framework)
    solved = journal.accepted()
    if as_json:
        import json

        for exercise in exercises:
            click.echo(json.dumps(record(exercise, solved=exercise.slug in solved), ensure_ascii=True))
        return
    from grader.render.console import open_console
    from grader.render.lists import print_list

    print_list(exercises, open_console(), lang, solved)


@cli.command()
@click.argument("exercise")
@click.option("--hint", type=click.IntRange(1), metavar="N", help="The first N hints instead (there are three).")
@_language_option
@_catalogue_option
def show(exercise: str, hint: int | None, lang: str, catalogue: str | None) -> None:
    """The statement of an exercise, or its hints."""
    from grader.render.console import open_console
    from grader.render.statement import print_hints, print_statement

    found = _catalogue(catalogue)[exercise]
    if hint is None:
        print_statement(found, open_console(), lang)
    else:
        print_hints(found, hint, open_console(), lang)


@cli.command()
@click.argument("exercise")
@click.option("--to", "folder", metavar="FOLDER", default=".", help="Where to (default: here).")
@_language_option
@_catalogue_option
def start(exercise: str, folder: str, lang: str, catalogue: str | None) -> None:
    """Get the stub, the statement and the public tests. Never overwrites your work."""
    from grader.start import start as write

    for path, written in write(_catalogue(catalogue)[exercise], Path(folder), lang):
        click.echo(f"{path}" if written else f"{path} is there already, and left as it is")
    elsewhere = f" --catalogue {shlex.quote(catalogue)}" if catalogue else ""
    file = shlex.quote(str(Path(folder, f"{exercise}.py")))
    click.echo(f"Then: dlgrade check {file}{elsewhere}")


@cli.command()
@click.argument("exercise")
@click.option("--spoil", is_flag=True, help="Before you have solved it.")
@_catalogue_option
def solution(exercise: str, spoil: bool, catalogue: str | None) -> int:
    """Our solution, once yours has been accepted."""
    from grader import journal

    found = _catalogue(catalogue)[exercise]
    if not spoil and exercise not in journal.accepted():
        click.echo(f'"{exercise}" is not accepted yet. Check yours first, or ask with --spoil.', err=True)
        return EXIT_USAGE
    click.echo(found.reference.read_text(encoding="utf-8"), nl=False)
    return 0


@cli.command("new")
@click.argument("slug")
@click.option(
    "--framework", type=click.Choice(["python", "numpy", "torch"]), default="python", help="Of what it takes."
)
@click.option(
    "--catalogue", type=click.Path(path_type=Path), default=Path(), help="The catalogue's folder (default: this one)."
)
def new_(slug: str, framework: str, catalogue: Path) -> int:
    """Begin an exercise of your own: docs/authoring.md."""
    from grader.new import new

    for path in new(slug, catalogue, framework):
        click.echo(str(path))
    click.echo(f"Write what they ask for, then: dlgrade verify {slug} --mutants --catalogue {catalogue}")
    return 0


@cli.command()
@click.argument("exercises", nargs=-1)
@click.option("--seeds", type=click.IntRange(1), default=20, help="Over how many seeds (default 20).")
@click.option("--mutants", is_flag=True, help="Put single-change mutants of the reference to the tests too.")
@click.option(
    "--matrix",
    is_flag=True,
    help="With --mutants: what each case fails, what it alone fails, how much of a tolerance right answers needed.",
)
@click.option(
    "--proof",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep the proofs in this file, with --mutants; what it holds of unchanged exercises is not proved again, and "
    "goes on to more seeds from there.",
)
@click.option("--jobs", type=click.IntRange(1), default=1, help="So many exercises at once (default 1).")
@_sandbox_options
@_catalogue_option
def verify(
    exercises: tuple[str, ...],
    seeds: int,
    mutants: bool,
    matrix: bool,
    proof: Path | None,
    jobs: int,
    sandbox: str,
    runtime: str,
    catalogue: str | None,
) -> int:
    """Prove exercises: the stub fails, right answers pass, each mistake is caught.

    Without EXERCISES, all of the catalogue.
    """
    from grader.judge.client import Options
    from grader.progress import shown_progress
    from grader.proofs import key_of, read_proofs, write_proofs
    from grader.verify import verify_all

    known = _catalogue(catalogue)
    options = Options(sandbox=sandbox, runtime=runtime, untrusted=False)
    proofs = read_proofs(proof) if proof else {}
    asked = [known[slug] for slug in exercises or known.slugs]
    keys = {exercise.slug: key_of(exercise) for exercise in asked}
    unchanged = {slug: record for slug, record in proofs.items() if record.key == keys.get(slug)}
    done = {slug for slug, record in unchanged.items() if record.seeds >= seeds}
    left = [exercise for exercise in asked if exercise.slug not in done]
    # What took longest goes first, so that no processor waits for it in the end; what nobody knows, before that.
    left.sort(key=lambda one: -proofs[one.slug].seconds if one.slug in proofs else -math.inf)
    proved = {slug: record.seeds for slug, record in unchanged.items()}
    mutants = mutants or matrix or proof is not None
    failed = 0
    with shown_progress() as progress:
        for found in verify_all(
            left, jobs, seeds=seeds, options=options, progress=progress.show, mutants=mutants, proved=proved
        ):
            progress.clear()
            _show_proof(found, matrix)
            failed += bool(found.problems)
            if proof and not found.problems:
                record = found.record(keys[found.slug], unchanged.get(found.slug))
                write_proofs(proof, proofs := {**proofs, found.slug: record})
    if done:
        click.echo(f"{len(done)} unchanged, proved before.")
    return 1 if failed else 0


def _show_proof(proof: Proof, matrix: bool) -> None:
    click.echo(proof.summary())
    for problem in proof.problems:
        click.echo(f"  {problem}")
    if closest := proof.closest():
        click.echo(f"  {closest}")
    if matrix:
        click.echo("  fails  alone   used  case")
        for case, fails, alone in proof.matrix:
            used = f"{proof.used[case][0]:.0e}" if case in proof.used else ""
            click.echo(f"  {fails:5}  {alone:5}  {used:>5}  {case}")


@cli.command()
@click.option("--attack", is_flag=True, help="Also try a dozen attacks in the sandbox; up to a minute.")
@_sandbox_options
@_language_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object, nothing else.")
def doctor(attack: bool, sandbox: str, runtime: str, lang: str, as_json: bool) -> int:
    """Whether submissions can be judged here, in which sandbox and why, and what to mend.

    Exits with 0 when a check can be run, 3 when not (or when an attack was not held that should be).
    """
    from grader.doctor.examine import examine
    from grader.progress import shown_progress

    with shown_progress() as progress:
        found = examine(sandbox, runtime, progress.show, attacked=attack)
    if as_json:
        import json

        click.echo(json.dumps(found.to_json(), ensure_ascii=True))
    else:
        from grader.render.console import open_console
        from grader.render.doctor import print_examination

        print_examination(found, open_console(), lang)
    return found.exit_code


@cli.group()
def image() -> None:
    """The sandbox images of the Docker engine."""


def _targets(target: str) -> tuple[str, ...]:
    return ("numpy", "torch") if target == "all" else (target,)


_target_option = click.option(
    "--target", type=click.Choice(["all", "numpy", "torch"]), default="all", help="Which image (default: both)."
)


@image.command("build")
@_target_option
def image_build(target: str) -> None:
    """Build the images, where the engine does not have them yet. `check` does it on first need."""
    from grader.sandbox.engine import find
    from grader.sandbox.image import ensure, recipe

    engine = find()
    for one in _targets(target):
        found = ensure(one, lambda line: click.echo(line, err=True), engine=engine, recipe=recipe())
        click.echo(f"{recipe().tag(one)}  {found}")


@image.command("save")
@click.argument("file", type=click.Path(path_type=Path))
@_target_option
def image_save(file: Path, target: str) -> None:
    """Write the images into FILE, for a cache of CI."""
    from grader.sandbox.engine import find
    from grader.sandbox.image import recipe, save

    save(file, _targets(target), lambda line: click.echo(line, err=True), engine=find(), recipe=recipe())


@image.command("load")
@click.argument("file", type=click.Path(path_type=Path))
def image_load(file: Path) -> None:
    """Give the engine the images in FILE."""
    from grader.sandbox.engine import find
    from grader.sandbox.image import load

    load(file, lambda line: click.echo(line, err=True), engine=find())


if __name__ == "__main__":
    main()
