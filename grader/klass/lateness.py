"""Late policies: how late a hand-in is, and which share of its points that leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from grader.texts import Text

POLICIES = ("none", "percent", "cutoff", "days")
TIMES = ("list", "files")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Late:
    """A late policy.

    policy: "none" (being late costs nothing), "percent" (a share for each day that has begun), "cutoff" (nothing is
    accepted late), "days" (so many days are free, and then nothing is accepted).
    percent_per_day: of the points reached, with "percent". days: with "days", how many are free; with "percent", after
    how many nothing is accepted (None: it always is). grace: what is late by no more counts as on time.
    times: where times come from: "list" (only a list of times, a gradebook's, or a repository's commits), or "files"
    (a file's own time too, where nothing else is known).
    """

    policy: str = "none"
    percent_per_day: Fraction = Fraction(0)
    days: int | None = None
    grace: timedelta = timedelta()
    times: str = "list"

    def of(self, submitted: datetime | None, due: datetime | None) -> Lateness:
        """The lateness of a hand-in at that time; where either is not known, it counts as on time."""
        if due is None:
            return Lateness(0, Fraction(1), True, Text("There is no due date.", "没有截止时间。"))
        if submitted is None:
            unknown = Text("When it was handed in is not known; it counts as on time.", "提交时间未知，按准时计算。")
            return Lateness(0, Fraction(1), True, unknown)
        behind = submitted - due
        if behind <= timedelta():
            return Lateness(0, Fraction(1), True, Text("It was handed in on time.", "按时提交。"))
        if behind <= self.grace:
            in_grace = Text("It came within the time of grace, which is on time.", "在宽限时间内提交，按准时计算。")
            return Lateness(0, Fraction(1), True, in_grace)
        days = -(-behind // _DAY)  # a day that has begun is a day
        factor, accepted, cost = self._cost(days)
        late = Text(f"It is late, day {days} after the due date: {cost.en}", f"迟交，截止后第 {days} 天：{cost.zh}")
        return Lateness(days, factor, accepted, late)

    def _cost(self, days: int) -> tuple[Fraction, bool, Text]:
        """The factor, whether it is accepted, and the end of the sentence that says so."""
        refused = Fraction(0), False, Text("it is no longer accepted.", "不再接受。")
        if self.policy == "cutoff" or (self.days is not None and days > self.days):
            return refused
        if self.policy == "percent":
            percent = min(self.percent_per_day * days, Fraction(100))
            said = f"{float(percent):g}"
            return 1 - percent / 100, True, Text(f"{said} % of its points are lost.", f"扣除所得分数的 {said}%。")
        return Fraction(1), True, Text("that costs nothing.", "不扣分。")


@dataclass(frozen=True)
class Lateness:
    """A hand-in's lateness: days that have begun after the due date, the share of points that is left, the sentence."""

    days_late: int
    factor: Fraction
    accepted: bool
    reason: Text
