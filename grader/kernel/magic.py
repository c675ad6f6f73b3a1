"""The magic itself: what is asked, the answer found, judged, recorded and shown, and the cell run."""

from __future__ import annotations

import atexit
from collections.abc import Callable
from contextvars import copy_context
from typing import Any

from grader.catalogue.exercise import Catalogue, Exercise
from grader.cli.options import open_catalogue, tell
from grader.cli.speaking import speaking
from grader.cli.telling import steps_after
from grader.errors import DlgradeError, UsageError
from grader.grading.policy import Policy
from grader.kernel.asked import CELL, LINE, Asked, asked
from grader.kernel.history import marked, of_cell, of_namespace
from grader.kernel.judges import Judges, sandbox_of
from grader.kernel.run import AWAITS, ELSEWHERE, can_run, run
from grader.kernel.shown import Place, Shown, of_error, of_report, of_texts
from grader.progress.record import record
from grader.render import words
from grader.report import Report
from grader.shell import shell_line
from grader.submission.submission import Submission
from grader.texts import Text, default_language

_TIME_S = 3.0
_NAME = "check"


def load(shell: Any) -> None:
    """Let a kernel's cells be checked; loaded again, it begins anew."""
    unload(shell)
    shell.register_magic_function(Magic(shell).check, magic_kind="line_cell", magic_name=_NAME)


def unload(shell: Any) -> None:
    """Undo it: the magic is no longer known, and its judges end."""
    for magics in shell.magics_manager.magics.values():
        magic = getattr(magics.get(_NAME), "__self__", None)
        if isinstance(magic, Magic):
            del magics[_NAME]
            magic.end()


class Interrupted(KeyboardInterrupt):
    """The kernel was interrupted while a cell was judged; told in a line."""

    def _render_traceback_(self) -> list[str]:
        return [words.INTERRUPTED.localized(default_language())]


def _as_written(function: Callable[..., None]) -> Callable[..., None]:
    """Tell IPython to leave `$x` and `{x}` in the text of the cell as they are."""
    function.__dict__["_ipython_magic_no_var_expand"] = True
    return function


class Magic:
    """`%%check` and `%check` in one kernel, with the judges that they share."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._judges = Judges()
        atexit.register(self._judges.at_exit)

    def end(self) -> None:
        """End the judges."""
        atexit.unregister(self._judges.at_exit)
        self._judges.close()

    @_as_written
    def check(self, line: str, cell: str | None = None) -> None:
        """Judge the answer to an exercise, in the sandbox; `%check --help` tells the options.

        %%check EXERCISE judges the text of its cell, then runs the cell.
        %check EXERCISE judges the cells that define the answer, as they were run last.
        """
        wish = copy_context().run(self._check, line, cell)  # the language that it asks for ends with it
        if cell is not None and wish is not None and wish.run and cell.strip():
            if can_run(self._shell, cell):
                run(self._shell, cell)
            else:
                Place(wish.lang).end(of_texts((AWAITS, ELSEWHERE), wish.lang))

    def _check(self, line: str, cell: str | None) -> Asked | None:
        """Judge and tell; what was asked for, None where that could not be understood."""
        magic = LINE if cell is None else CELL
        try:
            with speaking():
                wish = asked(magic, line)
            if wish is None:
                return None
        except UsageError as error:
            Place(default_language()).end(of_error(error, default_language()))
            return None
        place = Place(wish.lang, replaces=hasattr(self._shell, "kernel"))
        try:
            place.hear("")
            place.end(self._judged(magic, wish, line, cell, place))
        except DlgradeError as error:
            place.end(of_error(error, wish.lang))
        except KeyboardInterrupt:
            self._judges.close()
            place.end(of_texts((words.INTERRUPTED,), wish.lang))
            raise Interrupted from None
        return wish

    def _judged(self, magic: str, wish: Asked, line: str, cell: str | None, place: Place) -> Shown:
        catalogue = open_catalogue(wish.catalogue)
        exercise = catalogue[wish.exercise or self._marked(magic, cell)]
        submission = self._submission(exercise, magic, line, cell)
        policy = Policy(wish.seed, wish.cases, all_cases=wish.all_cases, time_s=_TIME_S if wish.timing else 0.0)
        report = self._judges.judge(exercise, submission, policy, sandbox_of(wish.sandbox, wish.runtime), place.hear)
        record(report, submission, exercise, tell)
        return _shown(report, magic, wish, catalogue)

    def _marked(self, magic: str, cell: str | None) -> str:
        slug = marked(self._shell, cell)
        if slug is None:
            raise UsageError(
                Text("Nothing says which exercise this answers.", "无法判断这回答的是哪道题。"),
                Text(
                    f"Name it: `{magic} EXERCISE`. `dlgrade list` shows the exercises.",
                    f"请写出题目：`{magic} EXERCISE`。`dlgrade list` 会列出所有题目。",
                ),
            )
        return slug

    def _submission(self, exercise: Exercise, magic: str, line: str, cell: str | None) -> Submission:
        if cell is not None:
            return of_cell(self._shell, f"{magic} {line}", cell, exercise.slug)
        return of_namespace(self._shell, magic, exercise.slug, [entry.name for entry in exercise.entries])


def _shown(report: Report, magic: str, wish: Asked, catalogue: Catalogue) -> Shown:
    elsewhere = ("--catalogue", wish.catalogue) if wish.catalogue else ()
    again = f"{magic} {shell_line([report.exercise, '--seed', report.provenance.seed, *wish.options])}"
    return of_report(report, wish.lang, again, steps_after(report, catalogue, elsewhere, magic=magic))
