"""What the reference answered in a case, kept for the next code that is put to the same case.

Proving an exercise runs hundreds of its answers, right and wrong, through the same cases with the same seeds; the
reference's part is the same each time. What is kept is a case's whole exchange from its first frame on, never a single
call: what a method answers depends on the calls before it.
"""

from __future__ import annotations

from collections.abc import Callable

from grader.judge.session import Session, SessionOptions, Worker

Tape = list[tuple[bytes, bytes]]  # each frame to the child, and the frame that it answered


class TapedSession(Session):
    """A session that answers from the tape, so long as it is asked what the tape was asked.

    At the first other request, or at the tape's end, a child is opened, told all that went before, and goes on from
    there; what it answers at the tape's end is added to the tape.
    """

    def __init__(
        self, tape: Tape, live: Callable[[], Session], worker: Worker, options: SessionOptions, limit_s: float
    ) -> None:
        super().__init__(worker, 0, options, limit_s)
        self._tape, self._open, self._at = tape, live, 0
        self.live: Session | None = None

    def _nonce(self) -> bytes:
        """The same each time, or no frame would be the tape's; the code inside is ours."""
        return bytes(len(super()._nonce()))

    def awake(self) -> None:
        """From here on a child answers: what it costs is to be measured."""
        self._woken(self._limit_s())

    def _woken(self, limit_s: float) -> Session:
        if self.live is None:
            self.live = self._open()
            for asked, _ in self._tape[: self._at]:
                self.live._turn(asked, limit_s)
        return self.live

    def _turn(self, frame: bytes, limit_s: float) -> bytes:
        if self.live is None and self._at < len(self._tape) and self._tape[self._at][0] == frame:
            self._at += 1
            return self._tape[self._at - 1][1]
        live = self._woken(limit_s)
        answer = live._turn(frame, limit_s)
        self.wall_s = live.wall_s
        if self._at == len(self._tape):
            self._tape.append((frame, answer))
            self._at += 1
        return answer
