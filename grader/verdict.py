"""Verdicts: the outcome of a case and of a submission, and the exit codes that follow from them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Verdict(StrEnum):
    """The outcome of one case or of one submission, worst first (the order is the precedence)."""

    IE = "IE"
    CE = "CE"
    RV = "RV"
    PE = "PE"
    TLE = "TLE"
    MLE = "MLE"
    OLE = "OLE"
    RTE = "RTE"
    WA = "WA"
    AC = "AC"

    def words(self, lang: str = "en") -> str:
        """The verdict in plain words."""
        return _WORDS[self][1 if lang == "zh" else 0]


_WORDS = {
    Verdict.IE: ("internal error: our fault, not graded", "内部错误：是我们的问题，未评分"),
    Verdict.CE: ("could not be loaded", "无法加载"),
    Verdict.RV: ("rule violated", "违反规则"),
    Verdict.PE: ("protocol error: no valid answer came back", "协议错误：没有收到有效的回答"),
    Verdict.TLE: ("time limit exceeded", "超出时间限制"),
    Verdict.MLE: ("memory limit exceeded", "超出内存限制"),
    Verdict.OLE: ("output limit exceeded", "超出输出限制"),
    Verdict.RTE: ("runtime error", "运行时错误"),
    Verdict.WA: ("wrong answer", "答案错误"),
    Verdict.AC: ("accepted", "通过"),
}

_PRECEDENCE = {verdict: rank for rank, verdict in enumerate(Verdict)}

EXIT_AC, EXIT_REJECTED, EXIT_USAGE, EXIT_INTERNAL, EXIT_INTERRUPTED = 0, 1, 2, 3, 130


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict that outranks the others.

    Of nothing it is IE: a submission without a judged case has not been judged, and that is our fault.
    """
    return min(verdicts, key=_PRECEDENCE.__getitem__, default=Verdict.IE)


def exit_code(verdicts: Iterable[Verdict]) -> int:
    """The exit code of a command that judged these submissions."""
    verdict = worst(verdicts)
    if verdict is Verdict.AC:
        return EXIT_AC
    return EXIT_INTERNAL if verdict is Verdict.IE else EXIT_REJECTED
