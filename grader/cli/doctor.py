"""`dlgrade doctor`."""

from __future__ import annotations

import click

from grader.cli.options import language_option, sandbox_options


@click.command()
@click.option("--attack", is_flag=True, help="Also try a dozen attacks in the sandbox. Takes up to a minute.")
@sandbox_options
@language_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, nothing else.")
def doctor(attack: bool, sandbox: str, runtime: str, lang: str, as_json: bool) -> int:
    """Tell whether this machine can judge submissions, in which sandbox and why, and what to fix.

    Exits with 0 if a check can be run, and with 3 if not, or if an attack succeeded that the sandbox should hold.
    """
    from grader.doctor.examine import examine
    from grader.render.progress import shown_progress

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
