"""`dlgrade bench`."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.completing import answers
from grader.cli.one_file import one_file
from grader.cli.options import catalogue_option, language_option, open_catalogue, sandbox_options
from grader.errors import GraderError
from grader.texts import Text
from grader.verdict import EXIT_AC, EXIT_REJECTED


@click.command()
@click.argument("paths", metavar="[EXERCISE] FILE", nargs=-1, required=True, shell_complete=answers)
@click.option(
    "--input",
    "given",
    metavar="FILE.json",
    help='Measure this input, in which "n" stands for the size, instead of the exercise\'s own (docs/input-format.md).',
)
@click.option("--sizes", metavar="N,N,...", help="Measure at these sizes, smallest first.")
@click.option(
    "--seconds",
    type=click.FloatRange(0.5, 600),
    default=8.0,
    metavar="SECONDS",
    help="Time for about so long (default: 8); longer is less noisy.",
)
@click.option("--svg", metavar="PATH", help="Write a picture (needs matplotlib, the extra `plot`).")
@click.option("--png", metavar="PATH", help="The same, in pixels.")
@sandbox_options
@language_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record (docs/report-format.md), nothing else.")
@catalogue_option
@click.pass_context
def bench(
    context: click.Context,
    paths: tuple[str, ...],
    given: str | None,
    sizes: str | None,
    seconds: float,
    svg: str | None,
    png: str | None,
    sandbox: str,
    runtime: str,
    lang: str,
    as_json: bool,
    catalogue: str | None,
) -> int:
    """Measure time and memory against size, beside the reference.

    It shows how both grow with the size n: whether your n^2 has become n. Times are medians of several rounds, and
    ratios of adjacent pairs; where the machine is too noisy it says so. Exits 0 where all sizes were answered.
    """
    from grader.grading.process import Process

    process = context.with_resource(Process())
    from grader.grading.benching import benched
    from grader.judge.protocol import Options
    from grader.render.benched import print_benchmark, save_picture
    from grader.render.console import open_console
    from grader.render.plot import require_matplotlib
    from grader.render.progress import shown_progress

    if svg or png:
        require_matplotlib()
    exercise, submission = one_file(paths, open_catalogue(catalogue))
    with shown_progress() as progress:
        benchmark = benched(
            exercise,
            submission,
            Path(given) if given else None,
            Options(sandbox=sandbox, runtime=runtime),
            sizes=sizes or "",
            seconds=seconds,
            progress=progress.show,
            process=process,
        )
    found = benchmark.benched
    if found.fault is not None:
        facts = found.fault.facts
        raise GraderError(Text(facts["error"], facts["error_zh"]), Text(facts["remedy"], facts["remedy_zh"]))
    if as_json:
        import json

        click.echo(json.dumps(benchmark.to_json(), ensure_ascii=True))
    else:
        print_benchmark(benchmark, open_console(), lang)
    for path in filter(None, (svg, png)):
        save_picture(benchmark, Path(path))
    failed = found.load_failure is not None or any(point.failure is not None for point in found.points)
    return EXIT_REJECTED if failed else EXIT_AC
