"""How a check is told: as records, as the page of one file, or as a line for each of many and a table in the end.

The renderer, and rich with it, take a quarter of a second to import: `prepare` does it when the judge has been started.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import click

from grader.cli.options import attempts_made, say
from grader.report import Report
from grader.submission.refused import Refused
from grader.texts import Text
from grader.verdict import EXIT_REJECTED, Verdict, exit_code

if TYPE_CHECKING:
    from grader.catalogue.exercise import Catalogue
    from grader.grading.check import Survey
    from grader.render.steps import Step
    from grader.render.summary import Names


@dataclass(frozen=True)
class Command:
    """The command that was typed: exercise, files, the seed of its run, its other options, its catalogue's of them."""

    exercise: str | None
    files: tuple[str, ...]
    seed: str
    options: tuple[str, ...]
    elsewhere: tuple[str, ...]


class Teller:
    """Tells of each file, in the order in which they are done; knows the exit code in the end."""

    def __init__(self) -> None:
        self.rows: list[Report | Refused] = []

    def prepare(self) -> None:
        """Import what will be needed; the judge starts meanwhile."""

    def tell(self, row: Report | Refused) -> None:
        """Tell the result of one file."""
        self.rows.append(row)

    def end(self) -> None:
        """There is no more, or the user has interrupted."""

    @property
    def exit_code(self) -> int:
        """0 when every file was accepted, which one that was not judged is not."""
        verdicts = [row.verdict for row in self.rows if isinstance(row, Report)]
        code = exit_code(verdicts) if verdicts else EXIT_REJECTED
        return code or (EXIT_REJECTED if len(verdicts) < len(self.rows) else code)


class Records(Teller):
    """One JSON record a line."""

    def __init__(self, found: Survey) -> None:
        super().__init__()
        self._passed_over = found.passed_over

    def tell(self, row: Report | Refused) -> None:
        """Its record."""
        super().tell(row)
        click.echo(json.dumps(row.to_json(), ensure_ascii=True))

    def end(self) -> None:
        """Name the files that were passed over on standard error; they have no record."""
        for name in self._passed_over:
            say(Text("passed over: ", "已跳过：") + name, to_error=True)


def steps_after(
    report: Report, catalogue: Catalogue, elsewhere: tuple[str, ...], *, magic: str = ""
) -> tuple[Step, ...]:
    """The learner's next steps, by what their history has; the arguments are those of `next_steps`."""
    from grader.progress.standing import Standings
    from grader.progress.suggestion import following
    from grader.render.steps import next_steps

    done = report.verdict is Verdict.AC and not report.partial
    after = following(catalogue, Standings(attempts_made()), report.exercise) if done else []
    best = after[0].exercise if after else None
    return tuple(next_steps(report, catalogue[report.exercise], best, elsewhere, magic=magic))


class Page(Teller):
    """The page of a single file, with what to do next."""

    def __init__(self, command: Command, catalogue: Catalogue, lang: str) -> None:
        super().__init__()
        self._command, self._catalogue, self._lang = command, catalogue, lang

    def prepare(self) -> None:
        """Import the code that prints a page."""
        import grader.render.report  # noqa: F401

    def tell(self, row: Report | Refused) -> None:
        """Its page."""
        super().tell(row)
        assert isinstance(row, Report), "a single file that cannot be judged is an error"
        _print_page(row, self._lang, self._command, self._steps(row))

    def _steps(self, report: Report) -> tuple[Step, ...]:
        return steps_after(report, self._catalogue, self._command.elsewhere)


class Lines(Teller):
    """A line for each of many, or its page, and a table of all in the end."""

    def __init__(self, found: Survey, command: Command, lang: str, *, pages: bool) -> None:
        super().__init__()
        self._found, self._command, self._lang, self._pages = found, command, lang, pages

    def prepare(self) -> None:
        """Import the code that prints pages and the table."""
        import grader.render.report
        import grader.render.summary  # noqa: F401

    def tell(self, row: Report | Refused) -> None:
        """Its line, or its page."""
        from grader.render.console import open_console
        from grader.render.summary import print_line

        super().tell(row)
        if self._pages and isinstance(row, Report):
            _print_page(row, self._lang, self._command)
        else:
            print_line(row, self._names, open_console(), self._lang)

    def end(self) -> None:
        """Print the table of the files judged so far."""
        from grader.render.console import open_console
        from grader.render.steps import repeat
        from grader.render.summary import print_summary

        command, found = self._command, self._found
        arguments = [*([command.exercise] if command.exercise else []), *command.files]
        again = repeat(arguments, command.seed, command.options)
        left = len(found.entries) + len(found.refused) - len(self.rows)
        print_summary(
            self.rows, self._names, open_console(), self._lang, left=left, passed_over=found.passed_over, again=again
        )

    @cached_property
    def _names(self) -> Names:
        from grader.render.summary import names_of

        found = self._found
        return names_of([*(one.submission.name for one in found.entries), *(one.name for one in found.refused)])


def _print_page(report: Report, lang: str, command: Command, steps: tuple[Step, ...] = ()) -> None:
    from grader.render.console import open_console
    from grader.render.report import print_report

    print_report(report, open_console(), lang, options=command.options, steps=steps)
