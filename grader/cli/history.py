"""`dlgrade history`, with `export` and `import`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.completing import attempts, exercises, files
from grader.cli.options import catalogue_option, language_option, open_catalogue, say, spoken_option, tell
from grader.cli.speaking import short_help
from grader.texts import Text

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

DEFAULT = "show"


class _Attempts(click.Group):
    """A group whose first word may be an exercise: the word "show" may be left out."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """With the command that is meant where none is named; a shell that completes the word has yet to learn it."""
        completing = ctx.resilient_parsing and not args
        if not completing and (not args or args[0] not in {*self.commands, *self.get_help_option_names(ctx)}):
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each command with its first sentence, in the language that is spoken."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, short_help(command)) for name, command in self.commands.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands, and the exercises."""
        return [*super().shell_complete(ctx, incomplete), *exercises(ctx, self.commands[DEFAULT].params[0], incomplete)]


@click.group(cls=_Attempts, subcommand_metavar="[EXERCISE [ATTEMPT]] | export FILE | import FILE")
def history() -> None:
    """Show your attempts: all, those at an exercise, or the code of one.

    ATTEMPT is the number of an attempt at the exercise, in the order of time.
    """


@history.command(DEFAULT)
@click.argument("exercise", required=False, shell_complete=exercises)
@click.argument("attempt", type=click.IntRange(1), required=False, shell_complete=attempts)
@language_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line, nothing else.")
@catalogue_option
def show(exercise: str | None, attempt: int | None, lang: str, as_json: bool, catalogue: str | None) -> None:
    """Show your attempts (the word "show" may be left out)."""
    from grader.progress.history import opened
    from grader.progress.lookup import code_kept

    with opened(tell) as known:
        found = known.attempts(exercise)
        code = code_kept(known, exercise, attempt)[1] if exercise and attempt else None
    if code is not None:
        sys.stdout.flush()
        click.echo(code, nl=False)
        return
    if as_json:
        for one in found:
            click.echo(json.dumps(one.to_json(), ensure_ascii=True))
        return
    if exercise and not found:
        exercise = open_catalogue(catalogue)[exercise].slug  # one that does not exist is told as such
    from grader.render.console import open_console
    from grader.render.progress_made import print_attempts

    print_attempts(found, open_console(), lang)


@history.command("export")
@click.argument("file", type=click.Path(path_type=Path), shell_complete=files)
@spoken_option
def export(file: Path) -> None:
    """Write all attempts, with their code, as one JSON file. Never overwrites one."""
    from grader.progress.exchange import export_to

    count = export_to(file, tell)
    say(Text(f"{file}: {count} attempts", f"{file}：{count} 次尝试"))


@history.command("import")
@click.argument("file", type=click.Path(path_type=Path), shell_complete=files)
@spoken_option
def import_(file: Path) -> None:
    """Add the attempts of such a file to yours. What is known already changes nothing."""
    from grader.progress.exchange import import_from

    new, known = import_from(file, tell)
    say(Text(f"{file}: {new} new attempts, {known} known already", f"{file}：新增 {new} 次尝试，{known} 次已有记录"))
