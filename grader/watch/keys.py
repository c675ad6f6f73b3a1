"""The keys of `dlgrade watch`, and the actions behind them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text as Styled

from grader.catalogue.exercise import Catalogue, Exercise
from grader.catalogue.listing import following, listed
from grader.catalogue.notebook import notebook_of
from grader.catalogue.start import marked_stub, start
from grader.errors import DlgradeError, UsageError
from grader.escape import WHOLE, safe_text
from grader.klass import accepted, journal
from grader.render.lists import print_list
from grader.render.statement import print_hints
from grader.render.words import KEYS
from grader.texts import Text

if TYPE_CHECKING:
    from grader.watch.loop import Loop

_SURE = Text(
    "Press x once more to put the stub in the place of {path}. Your code is kept in {kept}.",
    "再按一次 x，就用代码框架替换 {path}。你的代码会保存在 {kept}。",
)
_NO_NEXT = Text("Every exercise is solved.", "所有题目都已解决。")
_SAME = Text("It is the same as the last accepted answer.", "与上次通过的答案相同。")


class Keys:
    """Answers keys; knows how many hints were shown, and whether a reset has been asked for."""

    def __init__(self, loop: Loop, catalogue: Catalogue, lang: str) -> None:
        self._loop, self._catalogue, self._lang = loop, catalogue, lang
        self._hints: dict[str, int] = {}
        self._sure = False
        loop.view = replace(loop.view, keys=self.working())

    def working(self) -> str:
        """The keys that do something now."""
        exercise, path = self._loop.view.exercise, self._loop.view.path
        without = "h" * (not exercise.hints) + "d" * (path.suffix != ".py" or accepted.last(exercise.slug) is None)
        return "".join(key for key in KEYS if key not in without)

    def pressed(self, key: str) -> None:
        """Do what the key says; any other brings the result back."""
        sure, self._sure = self._sure, False
        if key not in self.working():
            self._over(None)
        elif key == "x":
            self._reset(sure)
        else:
            {"r": self._loop.again, "h": self._hint, "n": self._next, "l": self._list, "d": self._diff}[key]()

    def show(self, *said: Text) -> None:
        """Show sentences."""
        text = "\n".join(one.localized(self._lang) for one in said)
        self._over(lambda console: console.print(Styled(safe_text(text, WHOLE))))

    def _over(self, write: Callable[[Console], object] | None) -> None:
        self._loop.view = replace(self._loop.view, over=write, keys=self.working())

    def _hint(self) -> None:
        """One hint more with each press."""
        exercise = self._loop.view.exercise
        count = self._hints[exercise.slug] = min(self._hints.get(exercise.slug, 0) + 1, len(exercise.hints))
        self._over(lambda console: print_hints(exercise, count, console, self._lang))

    def _list(self) -> None:
        """The exercises, those around this one where the screen is low."""
        exercises, slug = listed(self._catalogue), self._loop.view.exercise.slug
        place = next(number for number, exercise in enumerate(exercises) if exercise.slug == slug)

        def write(console: Console) -> None:
            room = max(1, console.height - 8)
            first = max(0, min(place - room // 2, len(exercises) - room))
            print_list(exercises[first : first + room], console, self._lang, self._solved())

        self._over(write)

    def _solved(self) -> frozenset[str]:
        try:
            return journal.accepted()
        except UsageError:
            return frozenset()

    def _next(self) -> None:
        """Start the next exercise that is not solved, in the same folder, and watch it."""
        view = self._loop.view
        found = following(self._catalogue, view.exercise.slug, self._solved())
        if found is None:
            self.show(_NO_NEXT)
            return
        notebook = view.path.suffix != ".py"
        try:
            (path, _), *_ = start(found, view.path.parent, self._lang, notebook=notebook)
        except DlgradeError as error:
            self.show(error.said, error.advice)
            return
        self._loop.look_at(found, path)
        self._loop.view = replace(self._loop.view, keys=self.working())

    def _diff(self) -> None:
        """The file against the last accepted answer."""
        before = accepted.last(self._loop.view.exercise.slug) or ""
        now = self._loop.view.path.read_text(encoding="utf-8", errors="replace")
        lines = list(difflib.unified_diff(before.splitlines(), now.splitlines(), "accepted", "now", n=2, lineterm=""))
        if not lines:
            self.show(_SAME)
            return
        self._over(lambda console: console.print(Styled("\n").join(_coloured(lines)), no_wrap=True))

    def _reset(self, sure: bool) -> None:
        """Put the stub in the file's place when it is asked for twice; the old file stays beside it."""
        view = self._loop.view
        kept = _free(view.path)
        if not sure:
            self._sure = True
            self.show(Text(*(_SURE.localized(lang).format(path=view.path, kept=kept) for lang in ("en", "zh"))))
            return
        try:
            view.path.rename(kept)
            view.path.write_text(_stub(view.exercise, view.path, self._lang), encoding="utf-8")
        except OSError as error:
            self.show(Text(f"{error.filename}: {error.strerror}", f"{error.filename}：{error.strerror}"))


def _stub(exercise: Exercise, path: Path, lang: str) -> str:
    return notebook_of(exercise, lang) if path.suffix != ".py" else marked_stub(exercise)


def _free(path: Path) -> Path:
    """A name beside the file that nothing has, and that nobody takes for a submission."""
    names = (path.with_name(f"{path.name}.{number}.bak") for number in range(1, 10_000))
    return next(name for name in names if not name.exists())


def _coloured(lines: list[str]) -> Iterator[Styled]:
    for line in lines:
        style = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1], "")
        yield Styled(safe_text(line, WHOLE), style)
