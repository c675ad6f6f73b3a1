"""The grader's side of the judge's process: start it, hand it jobs, read its events.

Events are JSON lines of our own program; the submission's part in them is text inside strings. Whatever ends the
judge early is our fault: it becomes a `GraderError` with the last words of the process.
"""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from grader.catalogue import Exercise
from grader.errors import GraderError, UsageError
from grader.judge.process import JUDGE, Process
from grader.report import CaseResult, Diagnosis, Failure, LoadFailure, Timing, Violation, from_json
from grader.texts import Text
from grader.verdict import Verdict

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Job:
    """A submission to judge, and how far to go with it.

    `cases` are the ids to run (None: all); `skip` runs none and says why (a word of `report.SKIPPED`). For code of
    ours: `shared` lets a child serve case after case, which is many times faster, and `hasty` is the time limit of a
    case in seconds, at which the rest is left undone (0: the exercise's own limit, and all cases).
    `more`: another submission follows, so its sandbox may start meanwhile. `last`: none does, so the judge may end.
    """

    source: bytes
    seed: str
    cases: tuple[str, ...] | None = None
    time_s: float = 0.0
    diagnose: bool = True
    skip: str = ""
    shared: bool = False
    hasty: float = 0.0
    more: bool = False
    last: bool = False

    def line(self) -> bytes:
        """As the judge's process reads it."""
        return (
            json.dumps(
                {
                    "source": base64.b64encode(self.source).decode(),
                    "seed": self.seed,
                    "cases": self.cases,
                    "time_s": self.time_s,
                    "diagnose": self.diagnose,
                    "skip": self.skip,
                    "shared": self.shared,
                    "hasty": self.hasty,
                    "more": self.more,
                    "last": self.last,
                }
            ).encode()
            + b"\n"
        )


@dataclass(frozen=True)
class Judged:
    """What the judge found of one submission.

    used: for the cases that passed and compare within a tolerance, the largest share of it that was needed.
    """

    cases: tuple[CaseResult, ...]
    load: Verdict | None
    load_failure: LoadFailure | None
    diagnosis: Diagnosis | None
    timing: tuple[Timing, ...]
    internal: Failure | None
    violations: tuple[Violation, ...]
    phases: dict[str, float]
    used: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Options:
    """Which sandbox.

    sandbox: a name, or "auto" for the strongest that works here; `require` refuses a weaker one than it names.
    runtime: another runtime of the engine's, such as "runsc".
    untrusted: False for code of ours, which then shares the reference's sandbox.
    others: the submissions are other people's; `unsafe` allows them in a sandbox that does not hold them.
    debug: `breakpoint()` in a test opens pdb on the terminal; for authors.
    """

    sandbox: str = "auto"
    require: str = ""
    runtime: str = ""
    untrusted: bool = True
    others: bool = False
    unsafe: bool = False
    debug: bool = False


class JudgeProcess:
    """A judge for one exercise; a context manager that leaves no process and no sandbox."""

    def __init__(
        self,
        exercise: Exercise,
        options: Options = Options(),
        *,
        progress: Progress = lambda text: None,
        command: Sequence[str] = JUDGE,
        process: Process | None = None,
    ) -> None:
        """Start it with `command`; or give a `process` its work that has been started already."""
        self.exercise, self.progress = exercise, progress
        self.manifest: tuple[CaseResult, ...] = ()
        self.machine: dict[str, Any] = {}
        self._process = process or Process(command, terminal=options.debug)
        self._events = self._read()
        config = {"exercise": str(exercise.folder), "solutions": str(exercise.solutions), **asdict(options)}
        self._send(json.dumps(config).encode() + b"\n")

    def __enter__(self) -> JudgeProcess:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        with contextlib.suppress(GraderError):  # it has ended already
            if kind is None:
                self._send(b'{"end": true}\n')
        self._process.__exit__(kind, *error)

    @property
    def warnings(self) -> tuple[Text, ...]:
        """What the sandbox does not hold, as it says itself."""
        return tuple(from_json(Text, warning) for warning in self.machine.get("warnings", ()))

    def case_ids(self) -> list[str]:
        """The ids of all cases; waits for the manifest.

        Raises:
            GraderError: the judge ended first.
        """
        while not self.manifest:
            if next(self._events, None) is None:
                raise self._ended()
        return [case.id for case in self.manifest]

    def judge(self, job: Job, on_case: Callable[[CaseResult], None] = lambda case: None) -> Judged:
        """Judge one submission.

        Raises:
            GraderError: the judge ended, or could not work.
        """
        self._send(job.line())
        cases: list[CaseResult] = []
        for event in self._events:
            if event["event"] == "case":
                cases.append(from_json(CaseResult, event["case"]))
                on_case(cases[-1])
            elif event["event"] == "done":
                return self._judged(event, cases)
        raise self._ended()

    def examples(self, text: str) -> str:
        """Run the >>> lines of a Markdown text with the reference's names in scope; what is not true, or ""."""
        self._send(json.dumps({"examples": text}).encode() + b"\n")
        for event in self._events:
            if event["event"] == "examples":
                return str(event["wrong"])
        raise self._ended()

    def _judged(self, done: dict[str, Any], cases: list[CaseResult]) -> Judged:
        """A case of the manifest without an outcome is added as one that nobody can explain."""
        known = {case.id for case in cases}
        cases += [case for case in self.manifest if case.id not in known]
        load = done["load"]
        return Judged(
            cases=tuple(cases),
            load=Verdict(load["verdict"]) if load else None,
            load_failure=from_json(LoadFailure, load) if load else None,
            diagnosis=from_json(Diagnosis, done["diagnosis"]) if done["diagnosis"] else None,
            timing=tuple(from_json(Timing, timing) for timing in done["timing"]),
            internal=from_json(Failure, done["internal"]) if done["internal"] else None,
            violations=tuple(from_json(Violation, violation) for violation in done["violations"]),
            phases=done.get("phases", {}),
            used=done.get("used", {}),
        )

    def _read(self) -> Iterator[dict[str, Any]]:
        """The events that concern a job; the others are dealt with here."""
        for line in self._process.stdout:
            event = json.loads(line)
            if event["event"] == "progress":
                self.progress(event["text"])
            elif event["event"] == "manifest":
                self.manifest = tuple(from_json(CaseResult, case) for case in event["cases"])
                yield event
            elif event["event"] == "ready":
                self.machine = event
            elif event["event"] == "fatal":
                kind = UsageError if event["exit_code"] == UsageError.exit_code else GraderError
                raise kind(event["message"], event["remedy"])
            else:
                yield event

    def _send(self, line: bytes) -> None:
        try:
            self._process.stdin.write(line)
            self._process.stdin.flush()
        except OSError:
            for _ in self._events:  # it may have said why
                pass
            raise self._ended() from None

    def _ended(self) -> GraderError:
        code, last = self._process.last_words()
        return GraderError(
            f"The judge's process ended unexpectedly (status {code})." + (f"\n{last}" if last else ""),
            "Nothing was graded. Try again; if it stays, report it with the lines above.",
        )
