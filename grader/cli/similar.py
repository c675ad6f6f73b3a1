"""`dlgrade similar`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.completing import assignments
from grader.cli.klass import SHOWN, known_exercise, opened, results_option
from grader.cli.options import catalogue_option, open_catalogue, say, spoken_option
from grader.texts import Text

if TYPE_CHECKING:
    from grader.klass.similar import Pair


@click.command()
@click.argument("assignment", shell_complete=assignments)
@results_option
@click.option("--exercise", metavar="EXERCISE", default="", help="Look at this one alone.")
@click.option(
    "--least",
    metavar="PERCENT",
    type=click.IntRange(1, 100),
    default=60,
    show_default=True,
    help="Show pairs of which so much of one is in the other.",
)
@spoken_option
@catalogue_option
def similar(assignment: str, results: Path | None, exercise: str, least: int, catalogue: str | None) -> None:
    """Show which hand-ins are alike: pairs to look at, never a verdict.

    What the stub and the shipped solutions have is left out; names, comments and layout do not count.
    """
    from grader.klass.similar import require_library
    from grader.klass.similar import similar as alike

    require_library()
    given, store = opened(assignment, results)
    with store:
        known_exercise(given, exercise)
        for slug in (exercise,) if exercise else given.slugs:
            pairs = alike(store, given.exercise(slug, open_catalogue(catalogue)), least / 100, say)
            say(Text(f"{slug}: pairs to look at: {len(pairs)}", f"{slug}：值得查看的配对：{len(pairs)} 对"))
            for pair in pairs[:SHOWN]:
                say(_line(pair))
            if len(pairs) > SHOWN:
                say(Text(f"  ... and {len(pairs) - SHOWN} more.", f"  ……以及另外 {len(pairs) - SHOWN} 对。"))
    say(
        Text(
            "None of this is a verdict: right answers to one exercise resemble each other. Read both before you ask.",
            "这些都不是结论：同一题的正确答案本来就相像。询问学生之前，请先读两份代码。",
        )
    )


def _line(pair: Pair) -> Text:
    first, second = (f"{100 * share:.0f} %" for share in pair.shares)
    return Text(
        f"  {pair.first.student} and {pair.second.student}: {first} of {pair.first.name}, "
        f"{second} of {pair.second.name}",
        f"  {pair.first.student} 与 {pair.second.student}：{pair.first.name} 的 {first}，"
        f"{pair.second.name} 的 {second}",
    )
