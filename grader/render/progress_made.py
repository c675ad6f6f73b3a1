"""What a learner has done, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text as Styled

from grader import numbers
from grader.catalogue.topics import difficulty_name
from grader.escape import LINE, NAME
from grader.progress.attempt import NOT_JUDGED, Attempt, local_time
from grader.progress.standing import Group, Standing, State
from grader.progress.suggestion import Suggestion
from grader.render import words
from grader.render.console import COLOURS, Page, labelled, page_on
from grader.shell import shell_line
from grader.verdict import Verdict

# ---------------------------------------------------------------- attempts


def print_attempts(attempts: Sequence[Attempt], console: Console, lang: str) -> None:
    """Print a line for each attempt; where the output is not a terminal, with tabs between the columns."""
    page = page_on(console, lang)
    rows = [_attempt(one, page) for one in attempts]
    if not console.is_terminal:
        for row in rows:
            console.file.write("\t".join(row) + "\n")
        return
    if not rows:
        console.print(Styled(page.say(words.NO_ATTEMPTS), "dim"))
        return
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for one, row in zip(attempts, rows, strict=True):
        line = Styled()
        for cell, width, name in zip(row, widths, _COLUMNS, strict=True):
            style = COLOURS[Verdict(one.verdict)] if name == "verdict" and one.verdict else _COLUMNS[name]
            line.append(set_cell_size(cell, width + 2), style)
        line.rstrip()
        _print(line, console)


_COLUMNS = {"at": "dim", "exercise": "bold", "number": "", "verdict": "", "points": "", "ratio": "", "name": "dim"}


def _attempt(one: Attempt, page: Page) -> tuple[str, ...]:
    """The columns of an attempt."""
    judged = one.verdict != NOT_JUDGED
    points = "" if not judged or not one.max_points else f"{one.points:g}/{one.max_points:g}"
    return (
        local_time(one.at),
        page.quote(one.exercise, NAME),
        str(one.number),
        one.verdict if judged else page.say(words.KEPT_BY_RESET),
        points if one.complete or not judged else page.say(words.PART, points=points),
        "" if one.ratio is None else page.say(words.TIMES, ratio=numbers.ratio(one.ratio)),
        page.quote(one.name, NAME) + (f" ({page.say(words.FROM_NOTEBOOK)})" if one.notebook else ""),
    )


def _print(line: Styled, console: Console) -> None:
    """Print a line as one."""
    line.truncate(console.width, overflow="ellipsis")
    console.print(line)


# ---------------------------------------------------------------- progress


def print_progress(standings: Sequence[Standing], groups: Sequence[Group], console: Console, lang: str) -> None:
    """Print a line for each path and topic, then one for each exercise that was tried, and a count of all.

    Where the output is not a terminal, it prints the exercises alone, for other programs, with tabs between columns.
    """
    page = page_on(console, lang)
    if not console.is_terminal:
        for one in standings:
            cells = (
                one.exercise,
                page.say(words.STATES_OF_WORK[one.state]),
                str(one.attempts),
                one.last,
                _best(one, page),
            )
            console.file.write("\t".join(cells) + "\n")
        return
    for kind, title in (("path", words.PATHS), ("topic", words.TOPICS)):
        _print_groups([one for one in groups if one.kind == kind], page.say(title), console, page)
    tried = [one for one in standings if one.state is not State.UNTOUCHED]
    if tried:
        console.print(Styled(page.say(words.EXERCISES), "bold"))
        _print_tried(tried, console, page)
        console.print()
    solved = sum(one.state is State.SOLVED for one in standings)
    facts = {"solved": solved, "total": len(standings), "attempts": sum(one.attempts for one in standings)}
    console.print(Styled(page.say(words.PROGRESS, **facts), "dim"))


_BAR = 10


def _print_groups(groups: Sequence[Group], title: str, console: Console, page: Page) -> None:
    if not groups:
        return
    console.print(Styled(title, "bold"))
    names = [page.quote(one.title.localized(page.lang), NAME) for one in groups]
    width = max(map(cell_len, names))
    for name, one in zip(names, groups, strict=True):
        solved, tried, total = one.count(State.SOLVED), one.count(State.TRIED), len(one.standings)
        line = Styled(f"  {set_cell_size(name, width)}  ")
        full = _BAR * solved // total
        begun = min(_BAR - full, -(-_BAR * tried // total))
        line.append(page.marks.full * full, "green").append(page.marks.begun * begun, "yellow")
        line.append(page.marks.dot * (_BAR - full - begun), "dim")
        line.append("  " + page.say(words.SOLVED_OF, solved=solved, total=total))
        if tried:
            line.append(page.say(words.AND_TRIED, tried=tried), "yellow")
        _print(line, console)
    console.print()


def _print_tried(standings: Sequence[Standing], console: Console, page: Page) -> None:
    width = max(cell_len(one.exercise) for one in standings)
    for one in standings:
        solved = one.state is State.SOLVED
        line = Styled("  ")
        line.append(f"{page.marks.passed if solved else page.marks.tried} ", "bold green" if solved else "yellow")
        line.append(set_cell_size(one.exercise, width + 2), "bold")
        line.append(page.say(words.ATTEMPTS_LAST, count=one.attempts, last=one.last, when=local_time(one.last_at)[:10]))
        if one.best is not None:
            line.append(page.say(words.BEST, best=_best(one, page)))
        _print(line, console)


def _best(one: Standing, page: Page) -> str:
    return "" if one.best is None else page.say(words.TIMES, ratio=numbers.ratio(one.best))


# ---------------------------------------------------------------- next


def print_suggestions(
    suggestions: Sequence[Suggestion], console: Console, lang: str, elsewhere: tuple[str, ...] = ()
) -> None:
    """Print the best suggestion with its reasons and its command, then the others, a line each."""
    page = page_on(console, lang)
    best, *others = suggestions
    dot = f" {page.marks.dot} "
    exercise = best.exercise
    facts = (exercise.slug, page.say(difficulty_name(exercise.difficulty)), exercise.framework)
    console.print(Styled(page.quote(exercise.title.localized(lang), LINE), "bold"))
    console.print(Styled(dot.join(facts), "dim"))
    for reason in best.reasons:
        console.print(Styled(f"{page.marks.dot} {page.say(reason)}"))
    verb = "show" if best.tried else "start"
    console.print(labelled([(page.say(words.NEXT), Styled(shell_line(["dlgrade", verb, exercise.slug, *elsewhere])))]))
    if others:
        names = page.say(words.LISTED).join(one.exercise.slug for one in others)
        console.print(labelled([(page.say(words.OR), Styled(names))]))
