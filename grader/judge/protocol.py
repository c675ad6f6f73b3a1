"""The messages between the command's process and a judge: one record a line, as JSON.

In come a `Configuration`, then jobs (`Job`, `Examples`, `Try`, `Bench`, `Save`), `Cancel`, and `End`. Out come
`Progress`, `Ready` and `Manifest` once, and for each job its `Step` and `CaseDone`, and one `Done`, `ExamplesDone`,
`TryDone`, `BenchDone` or `SaveDone`; or `Fatal`, after which the judge ends. Whatever concerns a job bears its id, so
that nothing of an abandoned one is taken for another's.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias, get_args

from grader.benched import Benched
from grader.judge.judged import Judged
from grader.records import from_json, to_json
from grader.report import CaseResult
from grader.texts import Text
from grader.tried import Tried


class Trust(StrEnum):
    """Whose code the submissions are, and so what a sandbox must hold.

    OURS: the catalogue's; it shares the reference's sandbox. OWN: the user's. OTHERS: other people's, which a sandbox
    that does not hold them refuses.
    """

    OURS = "ours"
    OWN = "own"
    OTHERS = "others"


class Isolation(StrEnum):
    """Whom a sandbox serves. FRESH: one submission. SHARED: many, one after another, while nothing is left of them."""

    FRESH = "fresh"
    SHARED = "shared"


@dataclass(frozen=True)
class Options:
    """Which sandbox.

    sandbox: a name, or "auto" for the strongest that works here; `require` refuses a weaker one than it names, and a
    shared one unless it says so ("docker:shared").
    runtime: another runtime of the engine's, such as "runsc".
    unsafe: allows others' code in a sandbox that does not hold it.
    debug: `breakpoint()` in a test opens pdb on the terminal; for authors.
    record: the file to which the reference's answers are written with each job; "" for none.
    """

    sandbox: str = "auto"
    require: str = ""
    runtime: str = ""
    isolation: Isolation = Isolation.FRESH
    trust: Trust = Trust.OWN
    unsafe: bool = False
    debug: bool = False
    record: str = ""


@dataclass(frozen=True)
class Configuration:
    """A judge's configuration: the exercise's two folders, and where its code runs.

    cpus: the processors that this judge may use, as leased by the command's process: one for what is judged and one
    for the reference, which may be the same; none to use whatever there is.
    """

    exercise: str
    solutions: str
    options: Options = Options()
    cpus: tuple[int, ...] = ()


@dataclass(frozen=True)
class Job:
    """A submission to judge, and how far to go with it.

    cases: the ids to run (None: all). time_s: the budget for timing, 0 for none. skip: runs no case and says why (a
    word of `report.SKIPPED`). all_cases: runs the rest too after two cases that took too long. prefetch: another
    submission follows, so its sandbox may start meanwhile. final: none does, so the judge may end. For code of ours:
    `reuse_child` lets a child serve case after case, which is many times faster, and `case_limit_s` is the time limit
    of a case, at which the rest is left undone (0: the exercise's own limit); the standard cases are left undone then
    where a case before them fails.
    """

    source: bytes
    seed: str
    cases: tuple[str, ...] | None = None
    time_s: float = 0.0
    diagnose: bool = True
    skip: str = ""
    all_cases: bool = False
    reuse_child: bool = False
    case_limit_s: float = 0.0
    prefetch: bool = False
    final: bool = False
    id: int = 0


@dataclass(frozen=True)
class Examples:
    """The >>> lines of a Markdown text to run, with the reference's names in scope."""

    text: str
    id: int = 0


@dataclass(frozen=True)
class Try:
    """A submission and the text of an input (`grader.inputs.read`), named `file`, to be tried; time_s as in `Job`."""

    source: bytes
    input: str
    file: str
    time_s: float = 0.0
    id: int = 0


@dataclass(frozen=True)
class Bench:
    """A submission and the text of an input with sizes, to be measured within about so many seconds."""

    source: bytes
    input: str
    file: str
    seconds: float
    sizes: tuple[int, ...] = ()
    id: int = 0


@dataclass(frozen=True)
class Save:
    """A submission that fails a public case, which is to be saved as a script and an input (`grader.judge.script`).

    file: the path of the submission's file from the script; "" where no script can import it. name, adapter: those of
    the files that will be written.
    """

    source: bytes
    seed: str
    case: str
    file: str
    name: str
    adapter: str
    lang: str
    id: int = 0


@dataclass(frozen=True)
class Cancel:
    """Give this job up, if it has not ended: its `Done` comes soon, and says nothing of the submission."""

    id: int


@dataclass(frozen=True)
class Go:
    """Nothing else is judged on this machine until this job is done: it may be timed."""

    id: int


@dataclass(frozen=True)
class End:
    """There are no more jobs."""


@dataclass(frozen=True)
class Progress:
    """A few words on what is going on, for a person who waits."""

    text: Text


@dataclass(frozen=True)
class Ready:
    """The sandbox has answered: its name, what runs in it, and what it does not hold.

    isolation: the one that it has, which can be more than was asked for.
    """

    sandbox: str = ""
    isolation: Isolation = Isolation.FRESH
    image: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    warnings: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Manifest:
    """The cases of the exercise, none of them run."""

    cases: tuple[CaseResult, ...]


@dataclass(frozen=True)
class CaseDone:
    """A case of job `id`."""

    id: int
    case: CaseResult


@dataclass(frozen=True)
class Step:
    """The next step of job `id`: in words for a person who waits ("case 3 of 16"), and its id where it is a case."""

    id: int
    text: Text
    case: str = ""


@dataclass(frozen=True)
class ReadyToTime:
    """All but the timing of job `id` is done; it waits for `Go`."""

    id: int


@dataclass(frozen=True)
class Done:
    """The end of job `id`; `judged` is without its cases, which came before."""

    id: int
    judged: Judged


@dataclass(frozen=True)
class ExamplesDone:
    """Doctest's report on the examples; "" when all are true."""

    id: int
    wrong: str


@dataclass(frozen=True)
class TryDone:
    """What came of a `Try`."""

    id: int
    tried: Tried


@dataclass(frozen=True)
class BenchDone:
    """What came of a `Bench`."""

    id: int
    benched: Benched


@dataclass(frozen=True)
class SaveDone:
    """The texts of the script and of the input, "" for none; `why_not` is why neither could be made."""

    id: int
    script: str = ""
    input: str = ""
    why_not: Text | None = None


@dataclass(frozen=True)
class Fatal:
    """The judge cannot work, and ends: who is at fault shows in the exit code."""

    message: Text
    remedy: Text
    exit_code: int


Work: TypeAlias = Job | Examples | Try | Bench | Save
Request: TypeAlias = Configuration | Work | Cancel | Go | End
Event: TypeAlias = (
    Progress
    | Ready
    | Manifest
    | Step
    | CaseDone
    | ReadyToTime
    | Done
    | ExamplesDone
    | TryDone
    | BenchDone
    | SaveDone
    | Fatal
)
Emit: TypeAlias = Callable[[Event], None]

_REQUESTS: dict[str, type[Request]] = {kind.__name__: kind for kind in get_args(Request)}
_EVENTS: dict[str, type[Event]] = {kind.__name__: kind for kind in get_args(Event)}


def encode(message: Request | Event) -> bytes:
    """A message as the line that is sent."""
    return to_json(message, type=type(message).__name__).encode() + b"\n"


def decode_request(line: bytes) -> Request:
    """The request of a line that came to a judge.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    data = json.loads(line)
    return from_json(_REQUESTS[data["type"]], data)


def decode_event(line: bytes) -> Event:
    """The event of a line that came from a judge; raises as `decode_request`."""
    data = json.loads(line)
    return from_json(_EVENTS[data["type"]], data)
