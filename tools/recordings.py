"""Make docs/images/loop-*.svg and watch-*.svg: a learner's first commands, and `dlgrade watch`, in each language.

    python -m tools.recordings

The program runs in a real terminal (tmux), in an empty folder with a history of its own; what the terminal shows is
kept frame by frame. How long a frame is shown is written here, or cut to what a reader needs: a recording does not
depend on how busy the machine is. Saves are made by a second terminal, which is shown below.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from rich.cells import cell_len

from grader.render.words import CHECKING, NOW_PASS
from grader.texts import LANGUAGES, Text
from tools.film import Frame, each_alone, film, joined

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
SLUG = "stable_softmax"
FILE = f"{SLUG}.py"
START, CHECK, HINT = f"dlgrade start {SLUG}", f"dlgrade check {FILE}", f"dlgrade hint {SLUG}"
WATCH, NEXT = f"dlgrade watch {FILE}", "dlgrade next"
COMMANDS = {"loop": (START, CHECK, HINT), "watch": (WATCH, NEXT)}
"""The commands of ours in each recording; the page names them."""
TITLES = {
    "loop": Text("start, check and hint in a terminal", "在终端中运行 start、check 和 hint"),
    "watch": Text("watch in a terminal: a wrong answer becomes a right one", "在终端中运行 watch：错误的答案逐步改正"),
}
ANSWER = """\
# dlgrade: stable_softmax
import numpy as np


def stable_softmax(x, axis=-1):
    z = np.exp(x)
    return z / z.sum(axis=axis, keepdims=True)
"""
_WRITE = Text(f"# now write your answer in {FILE}, in any editor", f"# 在 {FILE} 中作答，用什么编辑器都可以")
_SHOW = f"tail -n 3 {FILE}"
_SAVES = (
    f"sed -i 's/exp(x)/exp(x - x.max())/' {FILE}",
    f"sed -i 's/max()/max(axis=axis, keepdims=True)/' {FILE}",
)
_BELOW = Text("each command below saves the file, as an editor does", "下面的每条命令都会保存文件，与编辑器保存相同")
SIZES = {"loop": (88, 34), "watch": (80, 24)}
_BELOW_LINES = 2

_TYPED_S, _CHARACTERS = 0.12, 3  # so many are typed at once
_PASSING_S, _MOST_S = 0.1, 0.5  # each look at what passes by, and all that find the same
_LOOK_S = 0.03
_PATIENCE_S = 300.0
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
Look = tuple[tuple[str, ...], tuple[int, int] | None]
Size = tuple[int, int]


class Terminal:
    """A shell in a terminal of tmux, of so many columns and lines."""

    def __init__(self, tmux: list[str], name: str, size: Size, folder: Path, environ: dict[str, str]) -> None:
        self._tmux, self._name, self.size = tmux, name, size
        columns, lines = map(str, size)
        shell = ["bash", "--noprofile", "--norc", "-i"]
        new = ["new-session", "-d", "-s", name, "-x", columns, "-y", lines, "-c", str(folder), *shell]
        subprocess.run([*tmux, *new], check=True, env=environ)
        self._say("set-option", "-t", name, "status", "off")
        self._say("resize-window", "-t", name, "-x", columns, "-y", lines)

    def _say(self, *words: str) -> str:
        return subprocess.run([*self._tmux, *words], check=True, capture_output=True, encoding="utf-8").stdout

    def send(self, *keys: str) -> None:
        """Press keys, by tmux's names for them."""
        self._say("send-keys", "-t", self._name, *keys)

    def look(self) -> Look:
        """The screen, once it stands still for a moment: not one that is half drawn."""
        seen = self._seen()
        while True:
            time.sleep(_LOOK_S)
            before, seen = seen, self._seen()
            if seen == before:
                return seen

    def _seen(self) -> Look:
        lines = self._say("capture-pane", "-e", "-p", "-t", self._name).split("\n")[: self.size[1]]
        cursor = "#{cursor_x} #{cursor_y} #{cursor_flag}"
        column, row, shown = self._say("display-message", "-p", "-t", self._name, cursor).split()
        return each_alone(lines), (int(column), int(row)) if shown == "1" else None


class Recorder:
    """Frames of a terminal, or of one above another with a rule between."""

    def __init__(self, above: Terminal, below: Terminal | None = None, rule: str = "") -> None:
        self.above, self.below, self._rule = above, below, rule
        self.frames: list[Frame] = []

    def _frame(self, shown_s: float) -> Frame:
        lines, cursor = self.above.look()
        if self.below is not None:
            more, beneath = self.below.look()
            if cursor is None and beneath is not None:
                cursor = beneath[0], beneath[1] + len(lines) + 1
            lines = (*lines, self._rule, *more)
        return Frame(lines, cursor, shown_s)

    def hold(self, shown_s: float) -> None:
        """Leave so much time to read."""
        self.frames.append(self._frame(shown_s))

    def until(self, seen: Callable[[str], bool]) -> None:
        """Keep frames until the terminal above shows something; those that pass by are not shown for long."""
        passing = [self._frame(_PASSING_S)]
        began = time.monotonic()
        while not seen(text(passing[-1].lines[: self.above.size[1]])):
            if time.monotonic() - began > _PATIENCE_S:
                sys.exit(f"Not seen within {_PATIENCE_S:g} s. The terminal shows:\n{text(passing[-1].lines)}")
            passing.append(self._frame(_PASSING_S))
        self.frames += [replace(one, shown_s=min(one.shown_s, _MOST_S)) for one in joined(passing)]

    def type(self, line: str, terminal: Terminal) -> None:
        """Type a command, some characters at a time, and Enter."""
        for at in range(0, len(line), _CHARACTERS):
            terminal.send("-l", line[at : at + _CHARACTERS])
            time.sleep(_LOOK_S)
            self.hold(_TYPED_S)
        self.hold(0.4)
        terminal.send("Enter")

    def command(self, line: str, read_s: float) -> None:
        """Run a command until the shell asks for the next, and leave time to read."""
        self.type(line, self.above)
        self.until(lambda shown: shown.endswith("\n$"))
        self.hold(read_s)


def text(lines: Iterable[str]) -> str:
    """Lines without colours, and without the empty ones behind them."""
    return _COLOURS.sub("", "\n".join(lines)).rstrip()


@contextmanager
def shells(lang: str, *sizes: Size) -> Iterator[tuple[Path, list[Terminal]]]:
    """Shells in a new folder, which have a history of their own and speak this language; the folder, and they."""
    with tempfile.TemporaryDirectory(prefix="dlgrade-", ignore_cleanup_errors=True) as name:
        folder = Path(name, "mine")
        folder.mkdir()
        environ = {one: value for one, value in os.environ.items() if not one.startswith("TMUX")}
        environ |= {
            "HOME": name,
            "XDG_STATE_HOME": name,
            "PS1": "$ ",
            "HISTFILE": os.devnull,
            "LC_ALL": "C.UTF-8",
            "DLGRADE_LANG": lang,
        }
        environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        tmux = ["tmux", "-u", "-S", f"{name}/tmux", "-f", os.devnull]
        try:
            yield folder, [Terminal(tmux, f"t{at}", size, folder, environ) for at, size in enumerate(sizes)]
        finally:
            subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)


def loop(lang: str) -> list[Frame]:
    """The first commands: an exercise, a wrong answer, a hint."""
    with shells(lang, SIZES["loop"]) as (folder, (terminal,)):
        recorder = Recorder(terminal)
        recorder.until(lambda shown: shown == "$")
        recorder.hold(1.0)
        recorder.command(START, 2.0)
        recorder.command(_WRITE.localized(lang), 0.5)
        (folder / FILE).write_text(ANSWER, encoding="utf-8")
        recorder.command(_SHOW, 2.5)
        recorder.command(CHECK, 7.0)
        recorder.command(HINT, 6.0)
        return recorder.frames


def watch(lang: str) -> list[Frame]:
    """`dlgrade watch`: the first failing case, a save that mends some cases, one that mends all, and what is next."""
    columns, _ = SIZES["watch"]
    checking, better = CHECKING.localized(lang), NOW_PASS.localized(lang)
    with shells(lang, SIZES["watch"], (columns, _BELOW_LINES)) as (folder, (terminal, below)):
        (folder / FILE).write_text(ANSWER, encoding="utf-8")
        rule = f" {_BELOW.localized(lang)} "
        recorder = Recorder(terminal, below, f"\x1b[2m──{rule}{'─' * (columns - 2 - cell_len(rule))}\x1b[0m")
        recorder.until(lambda shown: shown == "$")
        recorder.hold(1.0)
        recorder.type(WATCH, terminal)
        recorder.until(lambda shown: "\n WA  " in shown)
        recorder.hold(4.0)
        for save, verdict in zip(_SAVES, ("WA", "AC"), strict=True):
            recorder.type(save, below)
            recorder.until(lambda shown: checking in shown)
            recorder.until(lambda shown, verdict=verdict: f"\n {verdict}  " in shown and better in shown)  # type: ignore[misc]
            recorder.hold(5.0)
        terminal.send("q")
        recorder.until(lambda shown: shown.endswith("\n$"))
        recorder.command(NEXT, 6.0)
        return recorder.frames


def write() -> None:
    """Make all of them."""
    for name, made in (("loop", loop), ("watch", watch)):
        for lang in LANGUAGES:
            svg = film(joined(made(lang)), SIZES[name][0], TITLES[name].localized(lang))
            (IMAGES / f"{name}-{lang}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    write()
