"""The reference's answers in a case, kept for the next code that is put to the same case.

Proving an exercise runs hundreds of its answers, right and wrong, through the same cases with the same seeds; the
reference's part is the same each time. What is kept is a case's whole exchange from the loading on, never a single
call: what a method answers depends on the calls before it.
"""

from __future__ import annotations

from typing import Any

from grader.authoring.quick.in_process import NearSession, NearWorker
from grader.judge.far.session import CallBack, SessionOptions, answered
from grader.worker import wire

# Each request, as bytes, and what was answered, before the judge has made values of it.
Tape = list[tuple[bytes, Any]]
# Of the newest cases and seeds; each is as large as what the case sends and receives.
_MOST_TAPES = 200
_NONCE = bytes(wire.NONCE_BYTES)


class TapedWorker(NearWorker):
    """A worker for the reference; its sessions share their tapes."""

    def __init__(self) -> None:
        super().__init__()
        self._tapes: dict[bytes, Tape] = {}

    def tape(self, loading: bytes) -> Tape:
        """Of the case that begins with this request; its seed is in it."""
        tape = self._tapes.setdefault(loading, [])
        if len(self._tapes) > _MOST_TAPES:
            del self._tapes[next(iter(self._tapes))]
        return tape

    def session(self, number: int, options: SessionOptions, limit_s: float) -> NearSession:
        """One that answers from the tapes."""
        return TapedSession(self, number, options, limit_s)


class TapedSession(NearSession):
    """A session that answers from the tape, so long as it is asked what the tape was asked.

    At the first other request, or at the tape's end, the code is told all that went before, and goes on from there;
    what it answers at the tape's end is added to the tape. No call in which it asks back is: that may change the judge.
    """

    worker: TapedWorker

    def __init__(self, worker: TapedWorker, number: int, options: SessionOptions, limit_s: float) -> None:
        super().__init__(worker, number, options, limit_s)
        self._tape: Tape = []
        self._at = 0
        self._live = self._recording = False

    def awake(self) -> None:
        """From here on the code answers: what it costs is to be measured."""
        if not self._live:
            self._live = True
            for asked, _ in self._tape[: self._at]:
                self._answer(asked)

    def _exchange(self, op: dict[str, Any], adapt: wire.Adapt, build: wire.Build, call_back: CallBack) -> Any:
        if self._live and not self._recording and op["op"] != "load":
            return super()._exchange(op, adapt, build, call_back)
        asked = wire.frame(_NONCE, *wire.encode(op, adapt))
        if op["op"] == "load":
            self._tape, self._at = self.worker.tape(asked), 0
            self._live, self._recording = False, True
        if not self._live and self._at < len(self._tape) and self._tape[self._at][0] == asked:
            answer = self._tape[self._at][1]
            self._at += 1
        else:
            self.awake()
            self._recording &= self._at == len(self._tape)
            self._code.judge = adapt, build, self._noting(call_back)
            answer = self._answer(asked)
            if self._recording:
                self._tape.append((asked, answer))
                self._at += 1
        return answered(wire.hand_over(answer, _as_it_is, build), self.options)

    def _answer(self, asked: bytes) -> Any:
        """The code's answer, in built-in types and the wire's own."""
        code = self._code
        _, request = wire.decode(memoryview(asked)[wire.PREFIX.size :], code.build)
        return self._timed(request, _as_it_is)

    def _noting(self, call_back: CallBack) -> CallBack:
        def noted(number: int, args: tuple[Any, ...]) -> dict[str, Any]:
            self._recording = False
            return call_back(number, args)

        return noted


def _as_it_is(item: Any) -> Any:
    return item
