"""`dlgrade gradescope`."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.completing import assignments
from grader.cli.options import catalogue_option, language_option, open_catalogue, say
from grader.texts import Text

# None has an engine there.
SANDBOXES = ("process", "bubblewrap")


@click.command()
@click.argument("assignment", shell_complete=assignments)
@click.option(
    "-o",
    "--output",
    metavar="ZIP",
    type=click.Path(path_type=Path),
    help="The file to write (default: ASSIGNMENT-autograder.zip).",
)
@click.option(
    "--require-sandbox",
    type=click.Choice(SANDBOXES),
    default=SANDBOXES[0],
    help="The weakest sandbox that may be used there (default: process).",
)
@language_option
@catalogue_option
def gradescope(assignment: str, output: Path | None, require_sandbox: str, lang: str, catalogue: str | None) -> None:
    """Pack an assignment as an autograder for Gradescope: its exercises, the secret seed, and this program.

    What its container's sandbox does not hold: docs/ci.md.
    """
    from grader.klass.assignment import Assignment, path_of
    from grader.klass.autograder.pack import pack

    given = Assignment.load(path_of(assignment))
    path = output or Path(f"{given.slug}-autograder.zip")
    pack(given, open_catalogue(catalogue), path, require=require_sandbox, lang=lang)
    say(Text(f"wrote {path}", f"已写入 {path}"))
    say(
        Text(
            "The secret seed, the hidden tests and the references are in it: it is for you and Gradescope alone.",
            "其中有私密种子、隐藏测试和参考答案：只供你和 Gradescope 使用。",
        )
    )
    say(
        Text(
            f'Its container has no Docker, so the assignment\'s "{given.sandbox}" does not count there; the strongest '
            f'sandbox that works is used, and none below "{require_sandbox}".',
            f"它的容器里没有 Docker，因此作业要求的“{given.sandbox}”在那里不起作用；会使用可用的最强沙箱，"
            f"且不低于“{require_sandbox}”。",
        )
    )
    if given.attempts.max is not None:
        say(
            Text(
                "How many attempts there are, and which one counts, is set in Gradescope.",
                "提交次数以及以哪一次为准，请在 Gradescope 中设置。",
            )
        )
