"""Errors that end a command, each naming the guilty party by its class.

There are two kinds, and no third: `UsageError` (what the user gave cannot be worked on; exit 2) and
`GraderError` (we, or the machine under us, are at fault; exit 3). A learner's fault is never an
exception that leaves the judge: it is a verdict in a report (`grader.verdict`).
"""


class DlgradeError(Exception):
    """What is wrong, in one sentence with the value and the path; and what to do about it."""

    exit_code = 3

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}\n{self.remedy}" if self.remedy else self.message


class UsageError(DlgradeError):
    """The command line, a file or the configuration is at fault."""

    exit_code = 2


class GraderError(DlgradeError):
    """The grader, or the machine that it runs on, is at fault; the submission is not judged (IE)."""

    exit_code = 3
