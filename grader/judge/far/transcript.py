"""The reference's answers in the public cases of one seed, in a file: for whoever must not have the reference.

The file is one frame of the wire: for each loading of the reference, by the seed inside it, what was asked (its
SHA-256) and answered, in order. It holds no source, and no lines of it. Whatever else is asked of it, it does not know.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from grader.errors import GraderError, UsageError
from grader.judge.far.replay import Answered, ReplayedWorker, Tape, as_it_is, asked_bytes, told
from grader.judge.far.session import CallBack, Session, SessionOptions, Worker
from grader.texts import Text
from grader.worker import wire

_FORMAT = "dlgrade/transcript/1"


class NotReleased(GraderError):
    """Something is asked of the reference that the transcript does not have."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "The release does not hold the reference's answer to what this case asks.",
                "发布内容中没有参考解答对这个用例所提问题的回答。",
            ),
            Text("Your instructors' grading has it.", "教师评分时会有。"),
        )


def write(path: Path, tapes: Mapping[bytes, Tape]) -> None:
    """Write what these tapes hold; their keys are the requests that loaded the reference."""
    cases: dict[int, list[Any]] = {}
    for loading, tape in tapes.items():
        _, op = wire.decode(memoryview(loading)[wire.PREFIX.size :], as_it_is)
        cases[op["seed"]] = [
            [_digest(one.asked), one.value, one.raised and {**one.raised, "frames": []}, one.wall_s]
            for one in tape.answers
        ]
    path.write_bytes(wire.frame(bytes(wire.NONCE_BYTES), *wire.encode({"format": _FORMAT, "cases": cases}, as_it_is)))


def read(path: Path) -> dict[int, list[Answered]]:
    """The answers of each loading, by the seed inside.

    Raises:
        UsageError: the file is no transcript.
    """
    try:
        _, found = wire.decode(memoryview(path.read_bytes())[wire.PREFIX.size :], as_it_is)
        if found["format"] == _FORMAT:
            return {seed: [Answered(*one) for one in answers] for seed, answers in found["cases"].items()}
    except (OSError, wire.WireError, KeyError, TypeError, AttributeError):
        pass
    raise UsageError(
        Text(f'"{path}" is no transcript of a reference.', f"“{path}”不是参考解答的记录。"),
        Text("Get the release of the assignment again.", "请重新获取作业的发布文件。"),
    )


class TranscriptWorker(ReplayedWorker):
    """A worker in the reference's place, whose sessions answer from the file; the one behind it tells the versions."""

    def __init__(self, worker: Worker, path: Path) -> None:
        super().__init__(worker)
        self.answers = read(path)

    def open(self, options: SessionOptions, limit_s: float) -> Session:
        """A session that answers from the file."""
        return TranscriptSession(self, options, limit_s)


class TranscriptSession(Session):
    """A session that answers as long as it is asked what the reference was asked."""

    worker: TranscriptWorker

    def __init__(self, worker: TranscriptWorker, options: SessionOptions, limit_s: float) -> None:
        super().__init__(worker, 0, options, limit_s)
        self._answers: list[Answered] = []
        self._at = 0

    def close(self) -> None:
        """There is no child to end."""

    def _exchange(self, op: dict[str, Any], adapt: wire.Adapt, build: wire.Build, call_back: CallBack) -> Any:
        loads = op["op"] == "load"
        if loads:
            self._answers, self._at = self.worker.answers.get(op["seed"], []), 0
        if self._at >= len(self._answers):
            raise NotReleased
        answered = self._answers[self._at]
        if not loads and answered.asked != _digest(asked_bytes(op, adapt)):
            raise NotReleased
        self._at += 1
        self.wall_s += answered.wall_s
        return told(answered.value, answered.raised, build)


def _digest(asked: bytes) -> bytes:
    return hashlib.sha256(asked).digest()
