"""Errors that end a command, each naming the guilty party by its class.

There are two kinds, and no third: `UsageError` (what the user gave cannot be worked on; exit 2) and
`GraderError` (we, or the machine under us, are at fault; exit 3). A learner's fault is never an
exception that leaves the judge: it is a verdict in a report (`grader.verdict`).
"""

from __future__ import annotations

from grader.texts import Said, as_text


class DlgradeError(Exception):
    """An error that says what is wrong, in one sentence with the value and the path, and what to do about it.

    `said` and `advice` speak both languages; `message` and `remedy` are their English.
    """

    exit_code = 3

    def __init__(self, said: Said, advice: Said = "") -> None:
        self.said, self.advice = as_text(said), as_text(advice)
        self.message, self.remedy = self.said.en, self.advice.en
        super().__init__(self.message)

    def __str__(self) -> str:
        return f"{self.message}\n{self.remedy}" if self.remedy else self.message


class UsageError(DlgradeError):
    """The command line, a file or the configuration is at fault."""

    exit_code = 2


class GraderError(DlgradeError):
    """The grader, or the machine that it runs on, is at fault; the submission is not judged (IE)."""

    exit_code = 3
