"""A child of a worker, asked one request at a time: what it may answer, and what becomes of what it may not.

A session's trouble becomes a `Fault`: a verdict with its reason, always about the code inside. What is the machine's
fault or ours is `SandboxGone` or another `GraderError`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from grader.report import Failure, Frame, Raised
from grader.texts import Text
from grader.verdict import Verdict
from grader.worker import wire

# What is kept of an exception's record: the child keeps to it, but who speaks may not be our child.
_MESSAGE_CHARS, _NAME_CHARS, _FRAMES, _LINES = 2000, 200, 20, 2**31
# Answers a child's callback: its number and arguments, to {"value": ...} or {"error": sentence}.
CallBack = Callable[[int, tuple[Any, ...]], dict[str, Any]]


class Fault(Exception):
    """The code inside failed: the verdict of its case, and why."""

    def __init__(self, verdict: Verdict, failure: Failure) -> None:
        super().__init__(f"{verdict}: {failure.kind} {failure.facts}")
        self.verdict, self.failure = verdict, failure
        self.role = ""  # whose code failed: "submission" or "reference" (set by `grader.judge.far.proxy`)


class SubmissionRaised(Fault):
    """The code inside raised an exception; its process lives on."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.record = {
            **record,
            "type": record["type"][:_NAME_CHARS],
            "builtin": record["builtin"][:_NAME_CHARS],
            "message": record["message"][:_MESSAGE_CHARS],
            "frames": record["frames"][-_FRAMES:],
        }
        frames = tuple(Frame(line, function[:_NAME_CHARS], "") for line, function in self.record["frames"])
        raised = Raised(self.record["type"], self.record["message"], frames)
        super().__init__(Verdict.RTE, Failure("raised", raised=raised))


@dataclass(frozen=True)
class SessionOptions:
    """A child's framework, and the limits that it is held to."""

    framework: str
    memory_bytes: int
    output_bytes: int
    cpu_s: float


class Worker(Protocol):
    """An opener of sessions: our code in a sandbox (`grader.judge.far.sandbox_worker`), or beside the judge
    (`grader.authoring.quick.in_process`).

    remedy: advice for when it ends unexpectedly. cpu: the processor that it was pinned to, if it was.
    """

    cpu: int | None

    @property
    def remedy(self) -> Text:
        """Advice for when it ends unexpectedly."""

    @property
    def gone(self) -> bool:
        """Whether it has ended, or was given up."""

    @property
    def old(self) -> bool:
        """Whether too little is left of its life to begin with a submission."""

    def ready(self) -> dict[str, Any]:
        """Its greeting: {"versions": {...}, ...}; waits for it.

        Raises:
            GraderError: it did not come.
        """

    def lives(self) -> bool:
        """Whether it answers now."""

    def last_words(self) -> str:
        """Why it ended, so far as anybody said."""

    def open(self, options: SessionOptions, limit_s: float) -> Session:
        """A session with a child of its own; returns without waiting for it."""

    def counters(self) -> dict[str, int]:
        """The counters now (`grader.worker.cgroup.Cgroup`); empty where there are none."""

    def set_cpu(self, cpu: int) -> None:
        """Move it to this processor, where that can be done."""

    def serves_another(self) -> bool:
        """Whether another submission may run here. To be asked once after each."""

    def destroy(self) -> None:
        """End it and everything in it."""


class Session(ABC):
    """One child; how requests reach it is a subclass's part (`_exchange`).

    `limit_s` is the wall-clock time that all requests together may take, until `restart_clock` gives another.
    """

    def __init__(self, worker: Worker, number: int, options: SessionOptions, limit_s: float) -> None:
        self.worker, self.number, self.options = worker, number, options
        self._limit_s: Callable[[], float] = lambda: limit_s
        self.wall_s = 0.0
        self.loads = 0
        self.kept = False  # for more than one case
        self.prints = bytearray()
        self.fault: Fault | None = None
        self._left = False  # in the middle of a request, so that what comes next is no answer to the next one
        self.exited: dict[str, Any] | None = None

    @property
    def usable(self) -> bool:
        """Whether the child can be asked: it lives, and no request was left before its answer came."""
        return self.fault is None and not self._left

    def restart_clock(self, limit_s: Callable[[], float]) -> None:
        """Count time anew; `limit_s` is asked before each request."""
        self.wall_s, self._limit_s = 0.0, limit_s

    def awake(self) -> None:  # noqa: B027 -- only a taped session has a record
        """Make sure that the code itself answers the next request, not a record of it."""

    def request(self, op: dict[str, Any], adapt: wire.Adapt, build: wire.Build, call_back: CallBack) -> Any:
        """Ask the child, answer its callbacks, return its value.

        Args:
            op: the request, as `grader.worker.child` describes it.
            adapt, build: the judge's conversions (`grader.judge.far.proxy`).
            call_back: answers the child's callbacks.

        Raises:
            SubmissionRaised: the code inside raised; the session goes on.
            Fault: anything else that the code inside did; the session has ended, and later requests raise it again.
            SandboxGone: the sandbox has ended under us.
        """
        if self.fault is not None:
            raise self.fault
        try:
            return self._exchange(op, adapt, build, call_back)
        except SubmissionRaised:
            raise
        except Fault as fault:
            self.fault = fault
            raise
        except BaseException:  # the judge's own, or the sandbox's end
            self._left, self.kept = True, False
            raise

    @abstractmethod
    def close(self) -> None:
        """End the child, and wait for what is said of its end (`exited`)."""

    @abstractmethod
    def _exchange(self, op: dict[str, Any], adapt: wire.Adapt, build: wire.Build, call_back: CallBack) -> Any:
        """The value that the child answers.

        Raises:
            Fault: as `request` says.
        """


def answered(answer: Any, options: SessionOptions) -> Any:
    """The value of a child's answer, which is untrusted.

    Raises:
        Fault: it is none.
    """
    if type(answer) is not dict or len(answer) != 1:
        raise protocol_fault("an answer of unknown form")
    if "value" in answer:
        return answer["value"]
    record = answer.get("raised")
    if isinstance(record, dict) and _is_raised(record):
        raise SubmissionRaised(record)
    if type(answer.get("too_large")) is int:
        raise Fault(Verdict.OLE, Failure("output", {"limit_bytes": options.output_bytes}))
    if type(answer.get("unsendable")) is str:
        raise protocol_fault(answer["unsendable"][:200])
    raise protocol_fault("an answer of unknown form")


def protocol_fault(reason: str) -> Fault:
    """The fault where an answer breaks the protocol, which our own child keeps to."""
    return Fault(Verdict.PE, Failure("protocol", {"reason": reason}))


def _is_raised(record: dict[str, Any]) -> bool:
    return (
        all(type(record.get(key)) is str for key in ("type", "builtin", "message"))
        and type(record.get("frames")) is list
        and all(
            type(frame) is list and len(frame) == 2 and _is_line(frame[0]) and type(frame[1]) is str
            for frame in record["frames"]
        )
        and all(_is_line(record.get(key, 0)) for key in ("line", "column"))
    )


def _is_line(value: Any) -> bool:
    """Whether it can be a line or a column; Python prints no number of any length."""
    return type(value) is int and -_LINES < value < _LINES
