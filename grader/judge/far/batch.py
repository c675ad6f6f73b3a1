"""Requests that go to a child together, in one exchange: it makes them one after another, and answers them all at once.

What one of them brings can be an argument of those that follow (`wire.Earlier`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from grader.judge.far.proxy import Side
from grader.judge.far.session import SubmissionRaised, answered
from grader.worker import wire


class Asked:
    """A request of a batch, and what became of it once the batch was sent.

    arguments: with the objects of the far side in the place of what stood for them.
    raised: the exception, where it raised. made: whether it was made, and did not raise; then `value` is its answer.
    """

    def __init__(self, number: int, op: str, arguments: dict[str, Any]) -> None:
        self.number, self.op, self.arguments = number, op, arguments
        self.sent = self.made = False
        self.value: Any = None
        self.raised: SubmissionRaised | None = None

    def brought(self, path: tuple[Any, ...] = ()) -> Any:
        """What is at `path` in the answer: itself, or what stands for it in the same batch.

        Raises:
            LookupError, TypeError: nothing is.
        """
        if not self.sent:
            if not wire.is_path(path):
                raise LookupError("a place that has no name on the wire")
            return wire.Earlier(self.number, path)
        if not self.made:
            raise LookupError("a request that brought nothing")
        found = self.value
        for key in path:
            found = found[key]
        return found


class Batch:
    """Requests to one side, in order."""

    def __init__(self, far: Side) -> None:
        self.far = far
        self._asked: list[Asked] = []
        self._then: list[Callable[[Asked], None] | None] = []

    def add(self, op: str, arguments: dict[str, Any], then: Callable[[Asked], None] | None = None) -> Asked:
        """One more request; `then` hears of it, unless it raises, when the batch was sent."""
        asked = Asked(len(self._asked), op, arguments)
        self._asked.append(asked)
        self._then.append(then)
        return asked

    def send(self) -> None:
        """Have them all made.

        Raises:
            Fault: the session has ended, or an answer is none.
        """
        if not self._asked:
            return
        answers = self.far.ask_all([(asked.op, asked.arguments) for asked in self._asked])
        for asked, then, answer in zip(self._asked, self._then, answers, strict=True):
            asked.sent = True
            if type(answer) is dict and answer.get("lacking") is True:
                continue
            try:
                asked.value = answered(answer, self.far.session.options)
            except SubmissionRaised as error:
                asked.raised = error
                continue
            asked.made = True
            asked.arguments = self._settled(asked.arguments)
            if then is not None:
                then(asked)

    def _settled(self, value: Any) -> Any:
        """`value` with what earlier requests brought in the place of their numbers."""
        if isinstance(value, wire.Earlier):
            return self._asked[value.number].brought(value.path)
        if isinstance(value, list | tuple):
            return type(value)(map(self._settled, value))
        if isinstance(value, dict):
            return {key: self._settled(item) for key, item in value.items()}
        return value
