"""`dlgrade completion`."""

from __future__ import annotations

from typing import Any

import click

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the script by which a shell completes our commands, options, exercises and attempts at Tab.

    \b
    bash  echo 'eval "$(dlgrade completion bash)"' >> ~/.bashrc
    zsh   echo 'eval "$(dlgrade completion zsh)"' >> ~/.zshrc
    fish  dlgrade completion fish > ~/.config/fish/completions/dlgrade.fish
    """
    from click.shell_completion import get_completion_class

    from grader.cli import cli

    kind = get_completion_class(shell)
    assert kind is not None, "click knows these shells"
    arguments: dict[str, Any] = {}
    click.echo(kind(cli, arguments, "dlgrade", "_DLGRADE_COMPLETE").source())
