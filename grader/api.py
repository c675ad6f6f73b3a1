"""The API for other programs: a `Grader` for many submissions, or `grade` for one.

A verdict is a value, in a `Report`. What is raised is a `UsageError` (what was asked for cannot be worked on) or a
`GraderError` (we, or the machine, are at fault: nothing was graded, and this is not a mark).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from grader.catalogue.exercise import Catalogue
from grader.errors import UsageError
from grader.grading.judging import judge
from grader.grading.policy import Policy
from grader.grading.pool import Pool, Turn
from grader.grading.processors import lanes, processors
from grader.installed import shipped
from grader.judge.protocol import Isolation, Options, Trust
from grader.report import CaseResult, Report
from grader.submission.files import read_submission
from grader.submission.notebook import is_notebook
from grader.submission.submission import Submission, notebook_of, submission_of

Source: TypeAlias = str | bytes | Path
SandboxName: TypeAlias = Literal["auto", "docker", "bubblewrap", "process"]
IsolationName: TypeAlias = Literal["fresh", "shared"]


@dataclass(frozen=True)
class Queued:
    """It waits for a lane."""


@dataclass(frozen=True)
class Started:
    """A judge has begun with it."""


@dataclass(frozen=True)
class CaseDone:
    """A case has been judged; the report may still say more of it."""

    case: CaseResult


@dataclass(frozen=True)
class Done:
    """The report is there; nothing follows."""

    report: Report


Event: TypeAlias = Queued | Started | CaseDone | Done


class Grader:
    """Judges, kept warm for many submissions; an asynchronous context manager that leaves no process and no container.

        async with Grader(jobs=2) as grader:
            report = await grader.judge("stable_softmax", source)

    Under it each of the `jobs` lanes is a thread with a judge of its own, and with its own processors where there are
    enough. Any number of calls may wait for them. A cancelled call ends its submission, and no other.

    Args:
        jobs: how many submissions are judged at a time; by default one for each processor that may be used.
        catalogue: a folder with exercises/ and solutions/; the shipped one by default.
        sandbox: where submissions run; "auto" is the strongest that works here.
        require_sandbox: refuse a weaker one, and a shared one unless it says so: "docker:shared".
        isolation: "fresh" gives each submission a sandbox of its own; "shared" lets one serve many, one after another,
            as long as nothing is left of them, which is faster and holds less (docs/security.md).
        runtime: another runtime of the Docker engine, such as "runsc".
        own: the submissions are the caller's own. Other people's are refused in a sandbox that does not hold them.

    Raises:
        UsageError: `jobs` is less than 1, the isolation is unknown, or the catalogue is none.
    """

    def __init__(
        self,
        *,
        jobs: int | None = None,
        catalogue: Path | str | None = None,
        sandbox: SandboxName = "auto",
        require_sandbox: str = "",
        isolation: IsolationName = "fresh",
        runtime: str = "",
        own: bool = False,
    ) -> None:
        if jobs is not None and jobs < 1:
            raise UsageError(f"jobs is {jobs}; at least one submission must be judged at a time.", "Leave it out.")
        if isolation not in tuple(Isolation):
            raise UsageError(f'There is no isolation "{isolation}".', f"Choose one of: {', '.join(Isolation)}.")
        self.catalogue = Catalogue(Path(catalogue) if catalogue else shipped())
        self._options = Options(
            sandbox=sandbox,
            require=require_sandbox,
            runtime=runtime,
            isolation=Isolation(isolation),
            trust=Trust.OWN if own else Trust.OTHERS,
        )
        self._jobs = jobs or max(1, len(processors()))
        self._pool: Pool | None = None

    async def __aenter__(self) -> Grader:
        return self.__enter__()

    async def __aexit__(self, *error: object) -> None:
        await asyncio.to_thread(self.__exit__, *error)

    def __enter__(self) -> Grader:
        self._pool = Pool(self._options, lanes(self._jobs))
        return self

    def __exit__(self, *_: object) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.__exit__()

    async def judge(self, exercise: str, source: Source, policy: Policy = Policy()) -> Report:
        """Judge one submission.

        Args:
            exercise: its slug.
            source: the source as text or bytes, of a module or a notebook, or the path of a file.
            policy: how far to go.

        Raises:
            UsageError: the exercise, the file or a case of the policy does not exist, or the file cannot be read.
            GraderError: it could not be judged.
        """
        running = self.submit(exercise, source, policy)
        return await running.awaited()

    async def stream(self, exercise: str, source: Source, policy: Policy = Policy()) -> AsyncIterator[Event]:
        """Judge one submission, and tell what happens as it happens; `Done` is the last.

        Whoever stops listening cancels it. Raises as `judge`.
        """
        loop, events = asyncio.get_running_loop(), asyncio.Queue[Event]()
        running = self.submit(
            exercise, source, policy, lambda event: loop.call_soon_threadsafe(events.put_nowait, event)
        )
        ended = asyncio.ensure_future(running.awaited())
        yield Queued()
        try:
            while not (ended.done() and events.empty()):
                heard = asyncio.ensure_future(events.get())
                await asyncio.wait((heard, ended), return_when=asyncio.FIRST_COMPLETED)
                if heard.done():
                    yield heard.result()
                else:
                    heard.cancel()
            yield Done(await ended)
        finally:
            ended.cancel()

    def submit(
        self,
        exercise: str,
        source: Source,
        policy: Policy = Policy(),
        on_event: Callable[[Event], object] = lambda event: None,
    ) -> Running:
        """Have a submission judged, for a caller without an event loop.

        Args:
            on_event: gets `Started` and each `CaseDone`, in a lane's thread.

        Raises:
            UsageError: as `judge`, but for the policy's cases, which the report's future raises.
        """
        if self._pool is None:
            raise RuntimeError("this Grader is not open: use it in a `with` or an `async with`")
        found = self.catalogue[exercise]
        submission = _submission(exercise, source)
        running = Running()
        running.report = self._pool.submit(found, lambda turn: running.judged(turn, submission, policy, on_event))
        return running


def _submission(exercise: str, source: Source) -> Submission:
    """What is to be judged: a file read, or a text, which may be that of a notebook."""
    if isinstance(source, Path):
        return read_submission(source)
    data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    return notebook_of(data, f"{exercise}.ipynb") if is_notebook(data) else submission_of(data, f"{exercise}.py")


class Running:
    """A submission on its way: the future of its report, and the way to give it up."""

    report: Future[Report]

    def __init__(self) -> None:
        self._turn: Turn | None = None
        self._given_up = False

    def cancel(self) -> None:
        """Give it up: the report's future raises `CancelledError`, soon."""
        self._given_up = True
        turn = self._turn
        if not self.report.cancel() and turn is not None:
            turn.judge.cancel()

    async def awaited(self) -> Report:
        """The report. Whoever cancels this gives the submission up."""
        try:
            return await asyncio.wrap_future(self.report)
        except asyncio.CancelledError:
            self.cancel()
            raise

    def judged(self, turn: Turn, submission: Submission, policy: Policy, on_event: Callable[[Event], object]) -> Report:
        """In a lane's thread: the report."""
        self._turn = turn
        on_event(Started())
        try:
            return judge(
                turn,
                submission,
                policy,
                on_case=lambda case: on_event(CaseDone(case)),
                given_up=lambda: self._given_up,
            )
        finally:
            self._turn = None


def grade(
    exercise: str,
    source: Source,
    policy: Policy = Policy(),
    *,
    catalogue: Path | str | None = None,
    sandbox: SandboxName = "auto",
    own: bool = False,
) -> Report:
    """Judge one submission, and wait for its report: `grade("stable_softmax", source).verdict`.

    For many, open a `Grader`, whose judges stay. Raises as `Grader.judge`.
    """
    with Grader(jobs=1, catalogue=catalogue, sandbox=sandbox, own=own) as grader:
        return grader.submit(exercise, source, policy).report.result()
