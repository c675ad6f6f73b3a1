"""The exercises of a catalogue, a line for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text as Styled

from grader.catalogue.exercise import Exercise
from grader.catalogue.topics import difficulty_name, topic_names
from grader.escape import LINE
from grader.progress.standing import Standings, State
from grader.render import words
from grader.render.console import Page, page_on


def print_list(exercises: Iterable[Exercise], console: Console, lang: str, standings: Standings) -> None:
    """Print a line for each exercise, in the given order, and how many are solved; no name is ever cut.

    Where the output is not a terminal, it prints the lines alone, for other programs, with tabs between the columns.
    """
    page = page_on(console, lang)
    rows, states = [], []
    for exercise in exercises:
        states.append(standings[exercise.slug].state)
        rows.append(_exercise(exercise, page, states[-1]))
    if not console.is_terminal:
        for state, (_, *cells) in zip(states, rows, strict=True):
            told = "" if state is State.UNTOUCHED else page.say(words.STATES_OF_WORK[state])
            console.file.write("\t".join([*cells, told]) + "\n")
        return
    for line in _aligned(rows, console.width):
        console.print(line, soft_wrap=True)
    said = page.say(words.SOLVED_OF, solved=states.count(State.SOLVED), total=len(rows))
    if tried := states.count(State.TRIED):
        said += page.say(words.AND_TRIED, tried=tried)
    console.print(Styled(said, "dim"))


def _exercise(exercise: Exercise, page: Page, state: State) -> tuple[str, ...]:
    """A mark if it is solved or tried, and what else is shown of it, the most important first."""
    return (
        {State.SOLVED: page.marks.passed, State.TRIED: page.marks.tried, State.UNTOUCHED: ""}[state],
        exercise.slug,
        difficulty_name(exercise.difficulty).localized(page.lang),
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
