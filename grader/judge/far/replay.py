"""The answers of code of ours in a case, kept for the next submission that is put to the same case.

With one run seed the reference hears the same questions for every submission of a folder, and so does each known
mistake that a diagnosis tries. What is kept is a case's whole exchange from the loading on, never a single call: what a
method answers depends on the calls before it. The loading's request names the source, the adapter and the seed, so it
is the key; the exercise and the image are those of the judge's process, which the tapes end with.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.judge.far.session import CallBack, Session, SessionOptions, SubmissionRaised, Worker
from grader.limits import MOST_TAPES, TAPE_BYTES
from grader.texts import Text
from grader.worker import wire

_NONCE = bytes(wire.NONCE_BYTES)


@dataclass(frozen=True)
class Answered:
    """A request, as bytes, and its answer before the judge makes values of it: a value, or the record of an exception.

    wall_s: the time that it took, which counts again: a submission's limit follows the reference's time.
    """

    asked: bytes
    value: Any
    raised: dict[str, Any] | None
    wall_s: float


@dataclass
class Tape:
    """The exchange of one case."""

    answers: list[Answered] = field(default_factory=list)
    size: int = 0

    def add(self, answered: Answered) -> None:
        """The next answer."""
        self.answers.append(answered)
        self.size += len(answered.asked) + _size(answered.value)


class ReplayedWorker(Worker):
    """A worker whose sessions share their tapes; everything else is asked of the worker behind it."""

    def __init__(self, worker: Worker) -> None:
        self.behind = worker
        self._tapes: dict[bytes, Tape] = {}

    @property
    def tapes(self) -> dict[bytes, Tape]:
        """Those that are kept, by the request that each begins with."""
        return self._tapes

    def tape(self, loading: bytes) -> Tape:
        """The tape of the case that begins with this request; those that were not used for longest make room."""
        tape = self._tapes[loading] = self._tapes.pop(loading, Tape())
        while len(self._tapes) > MOST_TAPES or sum(one.size for one in self._tapes.values()) > TAPE_BYTES:
            del self._tapes[next(iter(self._tapes))]
        return tape

    def open(self, options: SessionOptions, limit_s: float) -> Session:
        """A session that answers from the tapes; its child is opened when something is asked that they lack."""
        return ReplayedSession(self, options, limit_s)

    @property
    def cpu(self) -> int | None:  # type: ignore[override]
        """That of the worker behind it."""
        return self.behind.cpu

    @property
    def remedy(self) -> Text:
        """That of the worker behind it."""
        return self.behind.remedy

    @property
    def gone(self) -> bool:
        """Whether the worker behind it has ended."""
        return self.behind.gone

    @property
    def old(self) -> bool:
        """Whether the worker behind it is."""
        return self.behind.old

    def ready(self) -> dict[str, Any]:
        """The greeting of the worker behind it."""
        return self.behind.ready()

    def lives(self) -> bool:
        """Whether the worker behind it answers."""
        return self.behind.lives()

    def last_words(self) -> str:
        """Those of the worker behind it."""
        return self.behind.last_words()

    def counters(self) -> dict[str, int]:
        """Those of the worker behind it."""
        return self.behind.counters()

    def set_cpu(self, cpu: int) -> None:
        """Move the worker behind it."""
        self.behind.set_cpu(cpu)

    def serves_another(self) -> bool:
        """Whether the worker behind it does."""
        return self.behind.serves_another()

    def destroy(self) -> None:
        """End the worker behind it."""
        self.behind.destroy()


class ReplayedSession(Session):
    """A session that answers from the tape, as long as it is asked what the tape was asked.

    At the first other request, or at the tape's end, a child is told all that went before, and goes on from there; what
    it answers at the tape's end is added to the tape. A call that asks back is not, nor what follows it: the judge's
    function has an effect in the judge.
    """

    worker: ReplayedWorker

    def __init__(self, worker: ReplayedWorker, options: SessionOptions, limit_s: float) -> None:
        super().__init__(worker, 0, options, limit_s)
        self._child: Session | None = None
        self._tape = Tape()
        self._at = 0
        self._live = self._recording = False

    def awake(self) -> None:
        """From here on the child answers, and nothing is kept: its cost is to be measured, call after call."""
        self._recording = False
        self._wake()

    def _wake(self) -> None:
        """Have the child hear all that went before, unless it has."""
        if self._live:
            return
        self._live = True
        if self._child is None:
            self._child = self.worker.behind.open(self.options, self._limit_s())
        self._child.restart_clock(self._limit_s)  # it may have served a case before
        for answered in self._tape.answers[: self._at]:
            _, request = wire.decode(memoryview(answered.asked)[wire.PREFIX.size :], as_it_is)
            try:
                self._child.request(request, as_it_is, as_it_is, _nothing_to_ask)
            except SubmissionRaised:
                continue

    def close(self) -> None:
        """End the child, if there is one."""
        if self._child is not None:
            self._child.close()
            self.exited, self.prints = self._child.exited, self._child.prints

    def _exchange(self, op: dict[str, Any], adapt: wire.Adapt, build: wire.Build, call_back: CallBack) -> Any:
        asked = asked_bytes(op, adapt) if not self._live or self._recording or _loads(op) else b""
        if _loads(op):
            self._tape, self._at = self.worker.tape(asked), 0
            self._live, self._recording = False, True
        if not self._live and self._at < len(self._tape.answers) and self._tape.answers[self._at].asked == asked:
            answered = self._tape.answers[self._at]
            self._at += 1
            self.wall_s += answered.wall_s
            return told(answered.value, answered.raised, build)
        self._wake()
        self._recording &= self._at == len(self._tape.answers) and self._tape.size < TAPE_BYTES
        return self._answer(asked, op, adapt, build, call_back)

    def _answer(
        self, asked: bytes, op: dict[str, Any], adapt: wire.Adapt, build: wire.Build, call_back: CallBack
    ) -> Any:
        """The child's answer; it is noted at the tape's end."""
        child, began_s = self._child, self.wall_s
        assert child is not None
        child.restart_clock(self._limit_s)
        child.wall_s = began_s
        value: Any = None
        raised: dict[str, Any] | None = None
        try:
            value = child.request(op, adapt, as_it_is, self._noting(build, call_back))
        except SubmissionRaised as error:
            raised = error.record
        finally:
            self.wall_s = child.wall_s
            self.exited, self.prints = child.exited, child.prints
        if self._recording:
            self._tape.add(Answered(asked, value, raised, self.wall_s - began_s))
            self._at += 1
        return told(value, raised, build)

    def _noting(self, build: wire.Build, call_back: CallBack) -> CallBack:
        """The judge's function, which ends the recording when it is asked."""

        def noted(number: int, args: tuple[Any, ...]) -> dict[str, Any]:
            self._recording = False
            return call_back(number, wire.hand_over(args, as_it_is, build))

        return noted


def _loads(op: Mapping[str, Any]) -> bool:
    return bool(op["op"] == "load")


def told(value: Any, raised: dict[str, Any] | None, build: Callable[[Any], Any]) -> Any:
    """The value, made anew for whoever asked; or the exception."""
    if raised is not None:
        raise SubmissionRaised(raised)
    return wire.hand_over(value, as_it_is, build)


def as_it_is(item: Any) -> Any:
    """The item: values are kept in the form that they have on the wire."""
    return item


def asked_bytes(op: dict[str, Any], adapt: wire.Adapt) -> bytes:
    """A request as bytes, by which it is known again."""
    return wire.frame(_NONCE, *wire.encode(op, adapt))


def _nothing_to_ask(number: int, args: tuple[Any, ...]) -> dict[str, Any]:
    raise AssertionError(f"a recorded call asks back: {number}")


def _size(value: Any) -> int:
    """The bytes that it takes, about; an object of Python's counts as much as an empty list."""
    own = sys.getsizeof([])
    if isinstance(value, wire.Array):
        return own + len(value.data)
    if isinstance(value, str | bytes):
        return own + len(value)
    if isinstance(value, list | tuple):
        return own + sum(map(_size, value))
    if isinstance(value, dict):
        return own + sum(map(_size, value.values()))
    return own
