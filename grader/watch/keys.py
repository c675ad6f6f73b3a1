"""The keys of `dlgrade watch`, and the actions behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text as Styled

from grader.catalogue.exercise import Catalogue
from grader.catalogue.listing import listed
from grader.catalogue.start import start
from grader.errors import DlgradeError, UsageError
from grader.escape import WHOLE, safe_text
from grader.grading.module import code_of
from grader.progress.difference import difference
from grader.progress.hints import shown_next
from grader.progress.history import opened
from grader.progress.reset import place_beside, reset
from grader.progress.standing import Standings
from grader.progress.suggestion import following
from grader.render.difference import print_difference
from grader.render.lists import print_list
from grader.render.statement import print_hints
from grader.render.words import KEYS
from grader.submission.files import read_submission
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
    """Answers keys; knows whether a reset has been asked for."""

    def __init__(self, loop: Loop, catalogue: Catalogue, lang: str) -> None:
        self._loop, self._catalogue, self._lang = loop, catalogue, lang
        self._sure = False
        loop.view = replace(loop.view, keys=self.working())

    def working(self) -> str:
        """The keys that do something now."""
        exercise = self._loop.view.exercise
        without = "h" * (not exercise.hints) + "d" * (self._accepted() is None)
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
        count = shown_next(exercise, self._loop.remark)
        self._over(lambda console: print_hints(exercise, count, console, self._lang))

    def _list(self) -> None:
        """The exercises, those around this one where the screen is low."""
        exercises, slug = listed(self._catalogue), self._loop.view.exercise.slug
        place = next(number for number, exercise in enumerate(exercises) if exercise.slug == slug)
        standings = self._standings()

        def write(console: Console) -> None:
            room = max(1, console.height - 8)
            first = max(0, min(place - room // 2, len(exercises) - room))
            print_list(exercises[first : first + room], console, self._lang, standings)

        self._over(write)

    def _standings(self) -> Standings:
        try:
            with opened(self._loop.remark) as history:
                return Standings(history.attempts())
        except UsageError:
            return Standings(())

    def _accepted(self) -> bytes | None:
        """The code that was accepted last."""
        try:
            with opened(self._loop.remark) as history:
                last = history.last_accepted(self._loop.view.exercise.slug)
        except UsageError:
            return None
        return last[1] if last else None

    def _next(self) -> None:
        """Start the next exercise that is not solved, in the same folder, and watch it."""
        view = self._loop.view
        found = following(self._catalogue, self._standings(), view.exercise.slug)
        if not found:
            self.show(_NO_NEXT)
            return
        exercise = found[0].exercise
        notebook = view.path.suffix != ".py"
        try:
            (path, _), *_ = start(exercise, view.path.parent, self._lang, notebook=notebook)
        except DlgradeError as error:
            self.show(error.said, error.advice)
            return
        self._loop.look_at(exercise, path)
        self._loop.view = replace(self._loop.view, keys=self.working())

    def _diff(self) -> None:
        """The code against what was accepted last."""
        view = self._loop.view
        try:
            now = code_of(read_submission(view.path), view.exercise)
        except DlgradeError as error:
            self.show(error.said, error.advice)
            return
        lines = difference(self._accepted() or b"", now, ("accepted", "now"), context=2)
        if lines:
            self._over(lambda console: print_difference(lines, console))
        else:
            self.show(_SAME)

    def _reset(self, sure: bool) -> None:
        """Put the stub in the file's place when it is asked for twice."""
        view = self._loop.view
        if not sure:
            self._sure = True
            kept = place_beside(view.path)
            self.show(Text(*(_SURE.localized(lang).format(path=view.path, kept=kept) for lang in ("en", "zh"))))
            return
        try:
            reset(view.exercise, view.path, self._lang, self._loop.remark)
        except DlgradeError as error:
            self.show(error.said, error.advice)
