"""The requests of a test, written down while it runs with the reference, and asked again of a submission."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from grader.judge.far.batch import Asked
from grader.judge.far.proxy import Proxy, Side
from grader.judge.standard.entries import Called, Entries
from grader.tensor import Tensor

# A test that asks for more, or sends more, is not tried again: it would cost more than it shows.
MOST_REQUESTS, MOST_BYTES = 120, 2**20


class TooMuch(BaseException):
    """The test asks for more than is written down; no test's own `except` keeps it."""


class Found(NamedTuple):
    """In the place of a far object among arguments: request `number` brought it, at `path` in its answer."""

    number: int
    path: tuple[Any, ...]


class Module(NamedTuple):
    """In the place of the submission's module (0) or the adapter's (1)."""

    id: int


@dataclass(frozen=True)
class Request:
    """One request of a test: to the submission (`mine`), or to the reference.

    watched: what it calls, where that is one of the exercise's entry points; else "".
    answer: what the reference answered; None where it raised.
    """

    op: str
    arguments: dict[str, Any]
    mine: bool
    watched: str
    answer: Any = None


@dataclass
class Trace:
    """The requests of one test, in order."""

    requests: list[Request] = field(default_factory=list)
    bytes: int = 0
    _places: dict[int, Found] = field(default_factory=dict)  # by handle

    def noted(self, value: Any) -> Any:
        """`value` as it is now, with names in the place of far objects.

        Raises:
            TooMuch: the trace holds more than MOST_REQUESTS or MOST_BYTES.
        """
        if isinstance(value, Proxy):
            number = value._handle.id
            return Module(number) if number in (0, 1) else self._places[number]
        if isinstance(value, list | tuple):
            return type(value)(self.noted(item) for item in value)
        if isinstance(value, dict):
            return {key: self.noted(item) for key, item in value.items()}
        self.bytes += size_of(value)
        if self.bytes > MOST_BYTES or len(self.requests) >= MOST_REQUESTS:
            raise TooMuch
        return copied(value)

    def found(self, value: Any, path: tuple[Any, ...] = ()) -> None:
        """Remember where the far objects of the latest request's answer are."""
        if isinstance(value, Proxy):
            self._places.setdefault(value._handle.id, Found(len(self.requests) - 1, path))
        elif isinstance(value, list | tuple | dict):
            for key, item in value.items() if isinstance(value, dict) else enumerate(value):
                self.found(item, (*path, key))


class Recorder(Side):
    """A side of a test that writes down what it is asked."""

    def __init__(
        self, far: Side, trace: Trace, entries: Entries, *, mine: bool, alter: Callable[[Any], Any] | None = None
    ) -> None:
        """With `alter`, it is asked with what that makes of the arguments."""
        super().__init__(far.session, far.framework, far.role)
        self.trace, self.mine, self._alter = trace, mine, alter
        self._called = Called(entries)

    def ask(self, op: str, **arguments: Any) -> Any:
        """As any side, and noted."""
        arguments = self._alter(arguments) if self._alter is not None else arguments
        watched = self._called.name(op, arguments)
        request = Request(op, self.trace.noted(arguments), self.mine, watched)
        self.trace.requests.append(request)
        answer = super().ask(op, **arguments)
        self.trace.found(answer)
        self.trace.requests[-1] = Request(op, request.arguments, self.mine, watched, copied(answer))
        return answer


class Replay:
    """A trace, asked again of another side as far as is wanted; what was a far object is that side's own there."""

    def __init__(
        self, trace: Trace, ask: Callable[[Request, dict[str, Any]], Asked], module: Callable[[int], Any]
    ) -> None:
        """`ask` adds a request with these arguments to a batch; `module` is what stands for a `Module`."""
        self.trace, self._ask, self._module = trace, ask, module
        self._asked: list[Asked | None] = []
        self._mine = 0

    def go_on(self, mine: int) -> None:
        """Until `mine` requests in all have been made that the test made to the submission."""
        while self._mine < mine and len(self._asked) < len(self.trace.requests):
            request = self.trace.requests[len(self._asked)]
            self._asked.append(self._again(request))
            self._mine += request.mine

    def _again(self, request: Request) -> Asked | None:
        """`request`, made again; None where it needs an object that an earlier answer did not bring."""
        try:
            arguments = self.filled(request.arguments)
        except (LookupError, TypeError):
            return None
        return self._ask(request, arguments)

    def filled(self, value: Any) -> Any:
        """`value` with this side's objects in the place of those that the trace names.

        Raises:
            LookupError, TypeError: what brought one of them brought something else here.
        """
        if isinstance(value, Module):
            return self._module(value.id)
        if isinstance(value, Found):
            asked = self._asked[value.number]
            if asked is None:
                raise LookupError("a request that was not made again")
            return asked.brought(value.path)
        if isinstance(value, list | tuple):
            return type(value)(self.filled(item) for item in value)
        if isinstance(value, dict):
            return {key: self.filled(item) for key, item in value.items()}
        return value


def copied(value: Any) -> Any:
    """`value` with arrays and lists of its own."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, Tensor):
        return Tensor(value.data.copy(), value.dtype, value.requires_grad)
    if isinstance(value, list | tuple):
        return type(value)(copied(item) for item in value)
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return value


def size_of(value: Any) -> int:
    """About how many bytes it takes on the wire."""
    if isinstance(value, Tensor):
        return value.data.nbytes
    if isinstance(value, list | tuple):
        return sum(map(size_of, value))
    if isinstance(value, dict):
        return sum(size_of(key) + size_of(item) for key, item in value.items())
    if isinstance(value, np.ndarray):
        return value.nbytes
    return len(value) if isinstance(value, str | bytes) else 8
