"""A group of commands whose help is whole: under headings, in an order that people need, no sentence cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click

from grader.cli.speaking import Context, short_help


class Sections(click.Group):
    """A group that is given its commands by heading, in the order of the help. Alone it shows its help, and exits 0."""

    context_class = Context

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self._sections: dict[str, list[click.Command]] = {}

    def add(self, sections: Mapping[str, Iterable[click.Command]]) -> None:
        """Add commands, by heading."""
        for heading, commands in sections.items():
            self._sections[heading] = list(commands)
            for command in self._sections[heading]:
                self.add_command(command)
                for one in _with_its_own(command):
                    one.context_class = Context

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the help, in English."""
        return tuple(self._sections)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the help."""
        return list(self.commands)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Whoever types the command alone wants to know what there is; click would take it for a mistake."""
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help())
            ctx.exit()
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each command with its first sentence; a long one takes a second line."""
        for heading, commands in self._sections.items():
            with formatter.section(heading):
                formatter.write_dl([(command.name or "", short_help(command)) for command in commands])


def _with_its_own(command: click.Command) -> Iterator[click.Command]:
    """The command and, of a group, those in it."""
    yield command
    if isinstance(command, click.Group):
        yield from command.commands.values()
