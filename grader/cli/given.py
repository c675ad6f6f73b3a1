"""The options that a command was given, as words of a command line."""

from __future__ import annotations

from collections.abc import Container, Iterator

import click
from click.core import ParameterSource

_CHOSEN = (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)


def options_given(context: click.Context, *, but: Container[str] = ()) -> Iterator[str]:
    """Those that were chosen, on the command line or by a variable, in the command's own order.

    Args:
        but: the names of parameters to leave out.
    """
    for parameter in context.command.params:
        name = parameter.name or ""
        if isinstance(parameter, click.Option) and name not in but and context.get_parameter_source(name) in _CHOSEN:
            yield from _words(parameter, context.params[name])


def _words(option: click.Option, value: object) -> Iterator[str]:
    """An option as it is written, once for each of its values."""
    if option.is_flag:
        yield (option.opts if value else option.secondary_opts)[0]
        return
    for one in value if isinstance(value, tuple) else (value,):
        yield option.opts[0]
        yield str(one)
