"""`dlgrade serve`."""

from __future__ import annotations

import importlib.util
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.completing import files
from grader.cli.options import catalogue_option, language_option, open_catalogue, sandbox_options, say
from grader.errors import UsageError
from grader.texts import Text

if TYPE_CHECKING:
    from grader.page.guard import Keys

PORT = 8347
_NEEDED = ("starlette", "uvicorn", "jinja2")


@click.command()
@click.argument(
    "folder", type=click.Path(file_okay=False, path_type=Path), default=".", required=False, shell_complete=files
)
@click.option("--open", "open_browser", is_flag=True, help="Open the page in the browser.")
@click.option(
    "--port",
    metavar="N",
    type=click.IntRange(0, 65535),
    default=PORT,
    help=f"Listen on this port of 127.0.0.1 (default: {PORT}; 0: any that is free).",
)
@click.option("--host", hidden=True)
@sandbox_options
@click.option("--no-time", is_flag=True, help="Do not time an accepted answer.")
@language_option
@catalogue_option
def serve(
    folder: Path,
    open_browser: bool,
    port: int,
    host: str | None,
    sandbox: str,
    runtime: str,
    no_time: bool,
    lang: str,
    catalogue: str | None,
) -> None:
    """Solve in the browser: a page on this machine, over the same judge.

    It edits the answers in FOLDER (default: the current one), the files that `check` and `watch` judge. Only
    this machine can reach it, and only a browser that has opened the address that it prints. Ctrl-C ends it.
    """
    _require(host)
    from grader.judge.protocol import Isolation, Options
    from grader.page.desk import Desk
    from grader.page.serving import listening
    from grader.page.serving import serve as serve_page

    known = open_catalogue(catalogue)
    listener = listening(port)
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    if hasattr(signal, "SIGHUP"):  # the terminal was closed; the server hears of the other signal alone
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    options = Options(sandbox=sandbox, runtime=runtime, isolation=Isolation.SHARED)

    def ready(keys: Keys) -> None:
        say(Text("Open in your browser: ", "请在浏览器中打开：") + keys.address)
        say(Text("Ctrl-C ends it.", "按 Ctrl-C 结束。"))
        if open_browser:
            click.launch(keys.address_for_once())

    with Desk(known, folder.resolve(), options, time_s=0.0 if no_time else 3.0) as desk:
        serve_page(desk, listener, ready)


def _require(host: str | None) -> None:
    """Make sure that what serves is installed, and that nobody else is to be served."""
    from grader.installed import install_command

    if host not in (None, "127.0.0.1", "localhost"):
        raise UsageError(
            Text(
                f'The page cannot listen on "{host}": whoever reaches it could run code on this machine.',
                f"页面不能监听“{host}”：能访问它的人都可以在本机运行代码。",
            ),
            Text(
                "Leave the option out. From another machine, forward the port: ssh -L.",
                "请去掉这个选项。如需从其他机器访问，请用 ssh -L 转发端口。",
            ),
        )
    for name in _NEEDED:
        if importlib.util.find_spec(name) is None:
            raise UsageError(
                Text(
                    f'The page needs {name}, which "{sys.executable}" does not have.',
                    f"页面需要 {name}，而“{sys.executable}”中没有安装。",
                ),
                Text("Install it:\n  ", "安装命令：\n  ") + install_command(_NEEDED[0], extra="web", also=_NEEDED[1:]),
            )
