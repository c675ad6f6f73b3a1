"""The exercises of a catalogue, a line for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text as Styled

from grader.catalogue.exercise import Exercise
from grader.catalogue.topics import topic_names
from grader.escape import LINE
from grader.render import words
from grader.render.console import Page, page_on


def print_list(
    exercises: Iterable[Exercise], console: Console, lang: str, solved: frozenset[str] = frozenset()
) -> None:
    """Print a line for each exercise, in the given order, and how many are solved; no name is ever cut.

    Where the output is not a terminal, it prints the lines alone, for other programs, with tabs between the columns.
    """
    page = page_on(console, lang)
    rows = [_exercise(exercise, page, exercise.slug in solved) for exercise in exercises]
    if not console.is_terminal:
        for mark, *cells in rows:
            console.file.write("\t".join([*cells, page.say(words.SOLVED) if mark else ""]) + "\n")
        return
    for line in _aligned(rows, console.width):
        console.print(line, soft_wrap=True)
    count = sum(bool(mark) for mark, *_ in rows)
    console.print(Styled(page.say(words.SOLVED_OF, solved=count, total=len(rows)), "dim"))


def _exercise(exercise: Exercise, page: Page, solved: bool) -> tuple[str, ...]:
    """A mark if it is solved, and what else is shown of it, the most important first."""
    return (
        page.marks.passed if solved else "",
        exercise.slug,
        words.DIFFICULTIES[exercise.difficulty].localized(page.lang),
        exercise.framework,
        page.quote(exercise.title.localized(page.lang), LINE),
        page.quote(topic_names(exercise.topics).localized(page.lang), LINE),
    )


_GAP, _LEAST = 2, 16


def _aligned(rows: Sequence[tuple[str, ...]], width: int) -> Iterator[Styled]:
    """The rows with as many columns as there is room for; the last one may end in an ellipsis."""
    columns = [max((cell_len(cell) for cell in column), default=0) for column in zip(*rows, strict=True)]
    starts = [sum(columns[:number]) + _GAP * number for number in range(len(columns))]
    shown = max(2, sum(start + min(_LEAST, column) <= width for start, column in zip(starts, columns, strict=True)))
    for mark, slug, *others in rows:
        line = Styled()
        for text, style, column in zip((mark, slug, *others), _STYLES, columns[:shown], strict=False):
            line.append(set_cell_size(text, column + _GAP), style)
        line.rstrip()
        if shown > 2:
            line.truncate(width, overflow="ellipsis")
        yield line


_STYLES = ("bold green", "bold", "", "", "", "dim")
