"""The command's side of a judge: start it, hand it jobs, read its events.

A judge that ends early becomes a `JudgeEnded` with the last words of its process; `retrial` finds out whose fault that
is. A job may be abandoned at any point, by an exception of the caller's or by `cancel`; whoever asks next gets nothing
of it.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import replace
from typing import TypeVar

from grader.benched import Benched
from grader.catalogue.exercise import Exercise
from grader.errors import GraderError, UsageError
from grader.grading.process import JUDGE, Process
from grader.judge import protocol
from grader.judge.judged import Judged
from grader.judge.protocol import Bench, Configuration, Event, Examples, Job, Options, Ready, Request, Save, Step, Try
from grader.limits import SILENCE_S
from grader.report import CaseResult
from grader.texts import Tell, Text
from grader.tried import Tried

log = logging.getLogger(__name__)
Asked = TypeVar("Asked", Job, Examples, Try, Bench, Save)
Answered = TypeVar("Answered", protocol.ExamplesDone, protocol.TryDone, protocol.BenchDone, protocol.SaveDone)


class Unavailable(GraderError):
    """A judge could not begin: whatever it is asked to judge here, it cannot."""


class JudgeEnded(GraderError):
    """The judge's process ended early, with this status (negative: a signal)."""

    def __init__(self, status: int, last_words: str) -> None:
        ended = Text(
            f"The judge's process ended unexpectedly (status {status}).", f"评测进程意外结束（状态 {status}）。"
        )
        super().__init__(
            ended + (f"\n{last_words}" if last_words else ""),
            Text(
                "Nothing was graded. Try again; if it happens again, report it with the lines above.",
                "没有评分。请重试；如果再次出现，请附上以上内容报告问题。",
            ),
        )
        self.status = status


class JudgeProcess:
    """A judge for one exercise; a context manager that leaves no process and no sandbox."""

    def __init__(
        self,
        exercise: Exercise,
        options: Options | None = None,
        *,
        cpus: tuple[int, ...] = (),
        progress: Tell = lambda text: None,
        command: Sequence[str] = JUDGE,
        process: Process | None = None,
        silence_s: float = SILENCE_S,
    ) -> None:
        """Start it with `command`; or give a `process` its work that has been started already.

        Args:
            cpus: the processors that are leased to it, as `protocol.Configuration` says.
            silence_s: after so long without an event it is taken to hang, and ended.
        """
        options = options or Options()
        self.exercise, self.progress = exercise, progress
        self.manifest: tuple[CaseResult, ...] = ()
        self.machine = Ready()
        self._process = process or Process(command, terminal=options.debug)
        self._silence_s = silence_s
        self._sending = threading.Lock()
        self._jobs = 0  # the id of the newest
        self._open = 0  # the id of a job that has not ended, 0 without one
        self._cancelled = False
        self._lines: queue.Queue[bytes | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True, name="judge-events").start()
        log.debug("judge %d: begins with %s, processors %s", self._process.pid, exercise.slug, cpus or "all")
        self._send(Configuration(str(exercise.folder), str(exercise.solutions), options, cpus))

    def __enter__(self) -> JudgeProcess:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        with contextlib.suppress(GraderError):  # it has ended already
            if kind is None and not self._open:
                self._send(protocol.End())
        if said := self._process.log():
            log.debug("judge %d: wrote\n%s", self._process.pid, said)
        self._process.__exit__(kind, *error)
        log.debug("judge %d: has ended", self._process.pid)

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        return self._process.alive

    def case_ids(self) -> list[str]:
        """The ids of all cases; waits for the manifest.

        Raises:
            GraderError: the judge ended first.
        """
        while not self.manifest:
            self._event()
        return [case.id for case in self.manifest]

    def judge(
        self,
        job: Job,
        on_case: Callable[[CaseResult], object] = lambda case: None,
        on_step: Callable[[Step], object] = lambda step: None,
        *,
        given_up: Callable[[], bool] = lambda: False,
        alone: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> Judged:
        """Judge one submission.

        Args:
            on_case: gets each case as it is judged; what it raises abandons the job.
            on_step: gets what begins, such as "case 3 of 16".
            given_up: asked once the judge has the job; for `cancel` may have come just before.
            alone: entered while the submission is timed, so that nobody else computes.

        Raises:
            GraderError: the judge ended, hangs, or could not work.
            CancelledError: `cancel` was called meanwhile.
        """
        job = self._begin(job)
        if given_up():
            self.cancel()
        cases: list[CaseResult] = []
        with ExitStack() as held:
            while True:
                event = self._event()
                if isinstance(event, protocol.CaseDone) and event.id == job.id:
                    cases.append(event.case)
                    log.debug("judge %d: job %d: %s %s", self._process.pid, job.id, event.case.id, event.case.verdict)
                    on_case(event.case)
                elif isinstance(event, protocol.Step) and event.id == job.id:
                    on_step(event)
                elif isinstance(event, protocol.ReadyToTime) and event.id == job.id:
                    held.enter_context(alone())
                    self._send(protocol.Go(job.id))
                elif isinstance(event, protocol.Done) and event.id == job.id:
                    self._open = 0
                    log.debug("judge %d: job %d is done", self._process.pid, job.id)
                    if self._cancelled:
                        raise CancelledError
                    return replace(event.judged, cases=tuple(cases)).completed(self.manifest)

    def log(self) -> str:
        """The end of the judge's standard error, where it reports faults of ours."""
        return self._process.log()

    def examples(self, text: str) -> str:
        """Run the >>> lines of a Markdown text with the reference's names in scope; what is not true, or ""."""
        return self._answer(Examples(text), protocol.ExamplesDone).wrong

    def tried(self, asked: Try) -> Tried:
        """What comes of an input.

        Raises:
            GraderError: the judge ended, or hangs.
        """
        return self._answer(asked, protocol.TryDone).tried

    def benched(self, asked: Bench) -> Benched:
        """What a benchmark finds; raises as `tried`."""
        return self._answer(asked, protocol.BenchDone).benched

    def saved(self, asked: Save) -> protocol.SaveDone:
        """A failing case as a script; raises as `tried`."""
        return self._answer(asked, protocol.SaveDone)

    def _answer(self, asked: Asked, kind: type[Answered]) -> Answered:
        """The event of this kind that answers it; its steps are shown."""
        asked = self._begin(asked)
        while True:
            event = self._event()
            if isinstance(event, protocol.Step) and event.id == asked.id:
                self.progress(event.text)
            if isinstance(event, kind) and event.id == asked.id:
                self._open = 0
                return event

    def cancel(self) -> None:
        """Give up the job that another thread waits for; nothing happens where there is none."""
        if self._open:
            self._cancelled = True
            with contextlib.suppress(OSError, ValueError):  # it has ended: whoever waits for it is told
                self._write(protocol.Cancel(self._open))

    def abandon(self) -> None:
        """Let it end at once, with its sandboxes; whoever waits for it in another thread gets a `GraderError`."""
        with self._sending, contextlib.suppress(OSError, ValueError):
            self._process.stdin.close()

    def _begin(self, asked: Asked) -> Asked:
        """Send it with an id of its own; what was abandoned before it is cancelled."""
        if self._open:
            self._send(protocol.Cancel(self._open))
        self._jobs += 1
        asked = replace(asked, id=self._jobs)
        self._open, self._cancelled = asked.id, False
        log.debug("judge %d: job %d begins", self._process.pid, asked.id)
        self._send(asked)
        return asked

    def _event(self) -> Event:
        """The next event; what does not concern a job is dealt with here as well.

        Raises:
            GraderError, UsageError: the judge ended, or hangs.
        """
        try:
            line = self._lines.get(timeout=self._silence_s)
        except queue.Empty:
            self._process.kill()
            raise GraderError(
                Text(
                    f"The judge's process said nothing for {self._silence_s:g} s, and was ended.",
                    f"评测进程 {self._silence_s:g} 秒没有任何消息，已被结束。",
                ),
                Text(
                    "Nothing was graded. Try again; if it happens again, report it.",
                    "没有评分。请重试；如果再次出现，请报告问题。",
                ),
            ) from None
        if line is None:
            self._lines.put(None)  # for whoever asks once more
            raise self._ended()
        event = protocol.decode_event(line)
        if isinstance(event, protocol.Progress):
            self.progress(event.text)
        elif isinstance(event, protocol.Manifest):
            self.manifest = event.cases
        elif isinstance(event, Ready):
            log.debug("judge %d: sandbox %s, %s", self._process.pid, event.sandbox, event.image)
            self.machine = event
        elif isinstance(event, protocol.Fatal):
            if event.exit_code == UsageError.exit_code:
                raise UsageError(event.message, event.remedy)
            kind = GraderError if self.machine.sandbox else Unavailable
            raise kind(event.message, event.remedy)
        return event

    def _listen(self) -> None:
        """Take every line as it comes; the end of all is None."""
        with contextlib.suppress(ValueError, OSError):  # closed under us: the process has been ended
            for line in self._process.stdout:
                self._lines.put(line)
        self._lines.put(None)

    def _send(self, message: Request) -> None:
        try:
            self._write(message)
        except (OSError, ValueError):
            while True:  # until it says why, or that it has ended
                self._event()

    def _write(self, message: Request) -> None:
        with self._sending:
            self._process.stdin.write(protocol.encode(message))
            self._process.stdin.flush()

    def _ended(self) -> JudgeEnded:
        return JudgeEnded(*self._process.last_words())
