"""The command line. Each command is a short list of steps; what they do stands in the modules that it imports.

Here: the group, and how each error of ours ends a command. `options` holds what commands share; each command is in a
module of its own. Nothing heavy is imported before a command runs: `dlgrade --help` must answer at once.
"""

from __future__ import annotations

import errno
import os
import sys
from contextvars import copy_context

import click

from grader.cli import (
    assignment,
    bench,
    check,
    completion,
    diff,
    doctor,
    grade,
    gradescope,
    hint,
    history,
    image,
    list_,
    marks,
    new,
    next_,
    progress,
    regrade,
    release,
    replay,
    reset,
    serve,
    show,
    similar,
    solution,
    start,
    try_,
    verify,
    watch,
)
from grader.cli.options import say
from grader.cli.sections import Sections
from grader.cli.speaking import speaking
from grader.errors import DlgradeError, GraderError
from grader.render import words
from grader.texts import Text, default_language
from grader.verdict import EXIT_INTERNAL, EXIT_INTERRUPTED, EXIT_USAGE

# errno values of an exhausted machine.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.ENOMEM, errno.EMFILE, errno.ENFILE)

_CRASHED = Text(
    "dlgrade itself failed. This is our fault, and not a mark. Please report the lines above.",
    "dlgrade 自身出错。这是我们的问题，不是成绩。请附上以上内容报告问题。",
)


def main(arguments: list[str] | None = None) -> None:
    """Run a command and exit: 0 accepted, 1 another verdict, 2 usage, 3 our fault, 130 interrupted."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run a command; its exit code."""
    return copy_context().run(_run, arguments)  # the language that it is asked to speak ends with it


def _run(arguments: list[str] | None) -> int:
    with speaking():
        return _ended(arguments)


def _ended(arguments: list[str] | None) -> int:
    try:
        code = cli.main(args=arguments, prog_name="dlgrade", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        _show_usage_error(error)
        return EXIT_USAGE
    except (click.Abort, KeyboardInterrupt):
        say(words.INTERRUPTED, to_error=True)
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # the reader of our output, such as `head`, has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return EXIT_INTERNAL
    except DlgradeError as error:
        _show_error(error)
        return error.exit_code
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _FULL:
            _show_error(_no_room(error))
            return EXIT_INTERNAL
        import traceback

        traceback.print_exc()
        say(_CRASHED, to_error=True)
        return EXIT_INTERNAL


def _show_usage_error(error: click.ClickException) -> None:
    from io import StringIO

    from grader.escape import WHOLE, safe_text

    said = StringIO()
    error.show(said)
    click.echo(safe_text(said.getvalue(), WHOLE), err=True)  # it may quote the name of somebody's file


def _show_error(error: DlgradeError) -> None:
    from grader.escape import WHOLE, safe_text

    lang = default_language()
    who = words.USAGE_ERROR if error.exit_code == EXIT_USAGE else words.CANNOT_GRADE
    click.echo(who.localized(lang) + safe_text(error.said.localized(lang), WHOLE, lang), err=True)
    if error.remedy:
        click.echo(safe_text(error.advice.localized(lang), WHOLE, lang), err=True)


def _no_room(error: OSError) -> GraderError:
    return GraderError(
        Text(f"The machine has no room left ({error}).", f"本机的空间或资源已用尽（{error}）。"),
        Text("Make room, then run the command again.", "请先腾出空间，再运行这条命令。"),
    )


def _show_versions(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    from grader.doctor.versions import versions

    for name, text in versions().lines():
        click.echo(f"{name:9}  {text.localized(default_language())}")
    context.exit()


@click.group(cls=Sections, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_versions,
    help="Show the versions and exit.",
)
def cli() -> None:
    """Auto-graded exercises for deep learning.

    \b
    dlgrade list                     the exercises
    dlgrade start stable_softmax     get the stub, the statement and the public tests
    dlgrade check stable_softmax.py  judge your answer

    Exit codes: 0 accepted; 1 another verdict; 2 usage; 3 our fault, nothing graded; 130 interrupted.
    """


cli.add(
    {
        "Learn": [
            list_.list_,
            next_.next_,
            start.start,
            show.show,
            hint.hint,
            check.check,
            watch.watch,
            serve.serve,
            try_.try_,
            bench.bench,
            diff.diff,
            reset.reset,
            solution.solution,
            progress.progress,
            history.history,
        ],
        "Grade a class": [
            assignment.assignment,
            release.release,
            grade.grade,
            regrade.regrade,
            regrade.void,
            replay.replay,
            similar.similar,
            marks.mark,
            marks.publish,
            marks.hold,
            gradescope.gradescope,
        ],
        "Set up": [doctor.doctor, image.image, completion.completion],
        "Write exercises": [new.new_, verify.verify],
    }
)
