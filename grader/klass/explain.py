"""Assignments in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from grader.catalogue.exercise import Catalogue
from grader.klass.assignment import Assignment
from grader.klass.lateness import Late
from grader.texts import Text


def explained(assignment: Assignment, known: Catalogue) -> Iterator[Text]:
    """The sentences that say what an assignment means, each on a line of its own; its seed is read too.

    Raises:
        UsageError: an exercise is none, or the seed is missing or open to others.
    """
    yield assignment.title + f" ({assignment.path})"
    exercises = [assignment.exercise(slug, known) for slug in assignment.slugs]
    for given, exercise in zip(assignment.exercises, exercises, strict=True):
        points = number(given.points)
        about = f"  {exercise.slug}: "
        yield (
            about
            + exercise.title
            + Text(f", {points} points, {exercise.framework}", f"，{points} 分，{exercise.framework}")
        )
    total = number(assignment.points)
    yield Text(f"{total} points in all.", f"共 {total} 分。")
    yield from _dates(assignment)
    yield late(assignment.late)
    yield attempts(assignment)
    yield _HIDDEN[assignment.hidden_results]
    yield _PUBLISHED[assignment.published]
    yield Text(
        f"Graded in the sandbox {assignment.sandbox} or a stronger one; {_ISOLATION[assignment.isolation].en}.",
        f"在 {assignment.sandbox} 或更强的沙箱中评判；{_ISOLATION[assignment.isolation].zh}。",
    )
    seed = assignment.seed().hash
    yield Text(f"The secret seed is in place; reports show {seed}.", f"私密种子已就绪；报告中显示 {seed}。")


def number(value: Fraction) -> str:
    """A number of points as people write it: up to three decimals, none that are not needed."""
    return f"{float(value):.3f}".rstrip("0").rstrip(".")


def moment(value: datetime) -> str:
    """A date and time with its zone."""
    return value.strftime("%Y-%m-%d %H:%M %Z")


def _dates(assignment: Assignment) -> Iterator[Text]:
    if assignment.opens:
        opens = moment(assignment.opens)
        yield Text(f"Opens {opens}.", f"开放时间：{opens}。")
    if not assignment.due:
        yield Text("It has no due date: nothing is ever late.", "没有截止时间，不会有迟交。")
        return
    due = moment(assignment.due)
    grace = int(assignment.late.grace.total_seconds() // 60)
    more = Text(f", with {grace} minutes of grace", f"，宽限 {grace} 分钟") if grace else Text("", "")
    yield Text(f"Due {due}", f"截止时间：{due}") + more + Text(".", "。")
    for extension in assignment.extensions.values():
        until = moment(extension.until)
        why = Text(f" ({extension.reason})", f"（{extension.reason}）") if extension.reason else Text("", "")
        yield Text(f"  {extension.student}: until {until}", f"  {extension.student}：延至 {until}") + why


def late(rule: Late) -> Text:
    """The sentence on what being late costs."""
    percent, days = number(rule.percent_per_day), rule.days
    if rule.policy == "percent":
        end = Text(f"; after {days} days nothing is accepted", f"；{days} 天后不再接受") if days else Text("", "")
        return (
            Text(
                f"Late: {percent} % of the points reached are lost for each day that has begun",
                f"迟交：每开始一天扣除所得分数的 {percent}%",
            )
            + end
            + Text(".", "。")
        )
    if rule.policy == "days":
        return Text(
            f"Late: {days} days are free; after that nothing is accepted.", f"迟交：{days} 天内不扣分，之后不再接受。"
        )
    if rule.policy == "cutoff":
        return Text("Late: nothing is accepted.", "迟交：一律不接受。")
    return Text("Late: it costs nothing.", "迟交：不扣分。")


def attempts(assignment: Assignment) -> Text:
    """The sentence on how many hand-ins there may be, and which counts."""
    most, which = assignment.attempts.max, _COUNTS[assignment.attempts.counts]
    if most is None:
        return Text(f"Any number of attempts; the {which.en} counts.", f"提交次数不限，以{which.zh}为准。")
    return Text(f"At most {most} attempts; the {which.en} counts.", f"最多提交 {most} 次，以{which.zh}为准。")


_COUNTS = {"best": Text("best", "最好的一次"), "last": Text("last", "最后一次")}
_HIDDEN = {
    "never": Text("Students never see what came of hidden cases.", "学生看不到隐藏用例的结果。"),
    "after_due": Text(
        "Students see what came of hidden cases after the due date.", "截止时间之后，学生能看到隐藏用例的结果。"
    ),
    "always": Text("Students see what came of hidden cases at once.", "学生随时能看到隐藏用例的结果。"),
}
_PUBLISHED = {
    True: Text("Results go out as soon as they are there.", "成绩一出来就公布。"),
    False: Text("Results are held until you run `dlgrade publish`.", "成绩暂不公布；运行 `dlgrade publish` 后公布。"),
}
_ISOLATION = {
    "fresh": Text("a fresh one for each submission", "每份提交使用全新的沙箱"),
    "shared": Text("one is shared by several submissions", "多份提交共用一个沙箱"),
}
