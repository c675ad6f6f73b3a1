"""An attempt that a learner names, with its code."""

from __future__ import annotations

from grader.errors import UsageError
from grader.progress.attempt import Attempt
from grader.progress.history import History
from grader.texts import Text


def code_kept(history: History, exercise: str, number: int | None) -> tuple[Attempt, bytes]:
    """The attempt with this number and its code; the last accepted one for None.

    Raises:
        UsageError: there is none, or its code was not kept.
    """
    if number is None:
        last = history.last_accepted(exercise)
        if last is None:
            raise UsageError(
                Text(f'No answer of yours to "{exercise}" was accepted yet.', f"你对“{exercise}”的答案还没有通过过。"),
                Text(
                    f"Name an attempt: dlgrade diff {exercise} 1 takes your first one. `dlgrade history` lists them.",
                    f"请指定一次尝试：dlgrade diff {exercise} 1 是第一次。`dlgrade history` 会列出它们。",
                ),
            )
        return last
    one = next((one for one in history.attempts(exercise) if one.number == number), None)
    if one is None:
        raise UsageError(
            Text(f'There is no attempt {number} at "{exercise}".', f"“{exercise}”没有第 {number} 次尝试。"),
            Text(f"They are listed by: dlgrade history {exercise}", f"列出全部尝试：dlgrade history {exercise}"),
        )
    source = history.source(one.sha256)
    if source is None:
        raise UsageError(
            Text(
                f'The code of attempt {number} at "{exercise}" was not kept.',
                f"没有保存“{exercise}”第 {number} 次尝试的代码。",
            ),
            Text(
                "An older dlgrade kept accepted answers only. Name another attempt.",
                "旧版 dlgrade 只保存通过的答案。请指定另一次尝试。",
            ),
        )
    return one, source
