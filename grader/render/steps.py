"""The commands that a learner can run after a check, and the one that repeats it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.catalogue.exercise import Exercise
from grader.report import Report
from grader.shell import shell_line
from grader.texts import Text
from grader.verdict import Verdict

_ALL = Text("all cases, for a mark", "运行全部用例，才算成绩")
_SOLUTION = Text("our solution", "看参考解")
_FOLLOWING = Text("the next exercise", "下一道题")
_HINT = Text("a hint", "看一条提示")
_CASE = Text("this case only", "只运行这个用例")
# A hint tells how to come to the answer; it does not help with what keeps the file from running.
_HINTED = (Verdict.WA, Verdict.RTE, Verdict.TLE, Verdict.MLE, Verdict.OLE, Verdict.PE)


SECRET = "sha256:"
"""A seed that starts so is the salted hash of a secret one: it identifies a run, and can't repeat it."""


def repeat(arguments: Sequence[str], seed: str, options: Sequence[str] = ()) -> str:
    """The command that makes a run again; "" where its seed is secret.

    Args:
        arguments: the exercise and the files. options: those that the run was made with, but for the seed.
    """
    files = [f"./{one}" if one.startswith("-") else one for one in arguments]
    return "" if seed.startswith(SECRET) else shell_line(["dlgrade", "check", *files, "--seed", seed, *options])


@dataclass(frozen=True)
class Step:
    """A command, and what it is for."""

    command: str
    about: Text


def next_steps(
    report: Report,
    exercise: Exercise,
    following: Exercise | None,
    elsewhere: tuple[str, ...] = (),
    *,
    magic: str = "",
) -> Iterator[Step]:
    """The next steps after this report.

    Args:
        following: an exercise that is not solved yet.
        elsewhere: the options that name the catalogue.
        magic: of a check in a notebook the magic that made it, such as "%%check"; commands are a shell's there.
    """

    def command(*words: str) -> str:
        return ("!" if magic else "") + shell_line(["dlgrade", *words, *elsewhere])

    def check(*words: str) -> str:
        if magic:
            return f"{magic} {shell_line([report.exercise, *words, *elsewhere])}"
        file = report.submission
        return command("check", report.exercise, f"./{file}" if file.startswith("-") else file, *words)

    failing = [case for case in report.cases if case.verdict not in (Verdict.AC, None)]
    if report.verdict is Verdict.AC and exercise.transcript:
        return  # a release has no more of it
    if report.verdict is Verdict.AC and report.partial:
        yield Step(check(), _ALL)
    elif report.verdict is Verdict.AC:
        yield Step(command("solution", report.exercise), _SOLUTION)
        if following is not None:
            yield Step(command("start", following.slug, *("--notebook",) * bool(magic)), _FOLLOWING)
    elif report.verdict in _HINTED and not report.untouched:
        if exercise.hints:
            yield Step(command("hint", report.exercise), _HINT)
        if failing and not report.partial:
            yield Step(check("--case", min(failing, key=lambda case: case.hidden).id), _CASE)
