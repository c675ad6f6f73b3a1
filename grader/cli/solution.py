"""`dlgrade solution`."""

from __future__ import annotations

import click

from grader.cli.completing import exercises
from grader.cli.options import catalogue_option, open_catalogue, say, solved, spoken_option
from grader.errors import UsageError
from grader.texts import Text
from grader.verdict import EXIT_USAGE


@click.command()
@click.argument("exercise", shell_complete=exercises)
@click.option("--spoil", is_flag=True, help="Show it even if you have not solved the exercise yet.")
@spoken_option
@catalogue_option
def solution(exercise: str, spoil: bool, catalogue: str | None) -> int:
    """Show our solution, once yours has been accepted."""
    found = open_catalogue(catalogue)[exercise]
    if not spoil and exercise not in solved():
        say(
            Text(
                f'"{exercise}" is not accepted yet. Check yours first, or ask with --spoil.',
                f"“{exercise}”还没有通过。请先检查你的答案，或加上 --spoil 直接查看。",
            ),
            to_error=True,
        )
        return EXIT_USAGE
    if found.transcript:
        raise UsageError(
            Text(f'The solution of "{exercise}" was not released.', f"“{exercise}”的解答没有发布。"),
            Text("Ask your instructors.", "请询问教师。"),
        )
    say(found.reference.read_text(encoding="utf-8").removesuffix("\n"))
    return 0
