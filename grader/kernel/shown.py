"""What appears under a cell: a piece of HTML with its text twin, which an event may replace."""

from __future__ import annotations

import io
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from grader.api import CaseDone, Started
from grader.errors import DlgradeError, UsageError
from grader.kernel.judges import Heard
from grader.render import words
from grader.render.html import message_html, report_html
from grader.render.report import print_report
from grader.render.sentences import fill
from grader.render.steps import Step
from grader.report import Report
from grader.texts import Text, as_text

_WIDTH = 88
_EVERY_S = 0.1


@dataclass(frozen=True)
class Shown:
    """What IPython displays; a notebook takes the HTML, a terminal the text."""

    html: str
    plain: str

    def __repr__(self) -> str:
        return self.plain

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.plain}


def of_report(report: Report, lang: str, again: str, steps: Sequence[Step]) -> Shown:
    """The report, with what repeats the run and what can be done next."""
    stream = io.StringIO()
    # In a kernel rich would display by itself what is printed.
    console = Console(
        file=stream, width=_WIDTH, color_system=None, markup=False, emoji=False, highlight=False, force_jupyter=False
    )
    print_report(report, console, lang, again=again, steps=steps)
    plain = "\n".join(line.rstrip() for line in stream.getvalue().splitlines())
    return Shown(report_html(report, lang, again=again, steps=steps), plain)


def of_error(error: DlgradeError, lang: str) -> Shown:
    """What is wrong, and what to do about it."""
    who = words.USAGE_ERROR if isinstance(error, UsageError) else words.CANNOT_GRADE
    return of_texts((who + error.said, error.advice), lang)


def of_texts(said: Sequence[Text], lang: str) -> Shown:
    """A few sentences."""
    lines = [one for one in said if one.en]
    return Shown(message_html(lines, lang), "\n".join(one.localized(lang) for one in lines))


class Place:
    """A place under the cell, whose content is replaced: first what goes on, then what came of it.

    Where nothing can be replaced, as in IPython's own terminal, only the last is shown.
    """

    def __init__(self, lang: str, *, replaces: bool = False) -> None:
        self._lang, self._replaces = lang, replaces
        self._id = uuid.uuid4().hex
        self._done, self._due, self._begun = 0, 0.0, False

    def hear(self, heard: Heard) -> None:
        """Say what goes on now."""
        said = words.CHECKING
        if isinstance(heard, CaseDone):
            self._done += 1
            said = fill(words.CHECKED, {"count": self._done})
        elif isinstance(heard, Text | str) and heard:
            said = as_text(heard)
        elif isinstance(heard, Started):
            return
        if self._replaces and time.monotonic() >= self._due:
            self._due = time.monotonic() + _EVERY_S
            self._show(of_texts((said,), self._lang))

    def end(self, shown: Shown) -> None:
        """Show what came of it."""
        self._show(shown)

    def _show(self, shown: Shown) -> None:
        from IPython import display

        show: Any = display.update_display if self._begun else display.display
        show(shown, display_id=self._id)
        self._begun = True
