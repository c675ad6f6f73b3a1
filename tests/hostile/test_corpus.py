"""Every attack of the corpus, in every sandbox that works here, and what is left after each.

A pool of two judges, each kept for many attacks. After each attack three things must hold: the judge lives; no
process, container, mount, control group or file is left; the next honest submission gets the full points.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from grader.catalogue.exercise import Exercise
from grader.doctor.attacks import ADMITTED, Attack
from grader.doctor.attacks.outcome import disturbed, unexpected
from grader.errors import GraderError
from grader.grading.client import JudgeProcess
from grader.grading.pool import Pool, Turn
from grader.grading.processors import lanes
from grader.judge import seeds
from grader.judge.judged import Judged
from grader.judge.protocol import Isolation, Job, Options
from grader.report import LoadFailure
from grader.rules.source import Rules
from grader.sandbox.local.bubblewrap import BubblewrapBackend
from grader.sandbox.local.process import ProcessBackend
from grader.submission.parsing import read
from grader.verdict import Verdict

from .attacks import CATALOGUE, read_all, target
from .traces import Traces

RECORDS = Path(__file__).resolve().parent.parent.parent / "build/hostile"
ATTACKS = {attack.name: attack for attack in read_all()}
TARGETS = {name: target(attack) for name, attack in ATTACKS.items()}
SLUGS = sorted({exercise.slug for exercise in TARGETS.values()})
JUDGES = 2
# What an attack writes where it must not; a file of that name anywhere below is one that got out.
ESCAPED = "dlgrade-hostile"
PLACES = ("/", "/tmp", "/var/tmp", "/dev/shm", "/run", str(Path.home()), str(Path.cwd()), str(CATALOGUE))

# What the sandboxes cannot hold, by attack, with the reason. What may come of it there stands in the attack's file
# (`verdict_in`). It is a loss for the submission or a gain of room, and never of points.
_FOLDER = "the scratch space is a folder of the machine, limited in the size of each file only"
_SUPERVISOR = "without a namespace of its own, the supervisor can be sent signals by a child of the same user"
_MOUNTS = "the interpreter is the machine's own, and its mounts tell where it lies"
NOT_HELD: dict[str, dict[str, str]] = {
    "docker": {},
    "bubblewrap": {"mountinfo": _MOUNTS},
    "process": {
        "deep_dirs": _FOLDER,
        "inode_fill": _FOLDER,
        "tmpfs_fill": _FOLDER,
        "mem_in_child": "without a control group memory is counted by process",
        "mem_shared": "without a control group shared memory is limited only by the address space",
        "kill_pid1": _SUPERVISOR,
        "kill_supervisor_at_import": _SUPERVISOR,
        "stop_pid1": _SUPERVISOR,
        "mountinfo": _MOUNTS,
        "machine_counters": "without a mount namespace /proc is the machine's",
    },
}
# One more pass: the attacks one after another in sandboxes that serve many, which hold as much.
SANDBOXES = (*NOT_HELD, "bubblewrap:shared")


@dataclass(frozen=True)
class Outcome:
    """What came of an attack: the verdict, points and time of it, and everything that should not be."""

    verdict: str
    points: float
    wall_s: float
    faults: tuple[str, ...]

    @property
    def only_slow(self) -> bool:
        """Whether all that is wrong with it is that it took too long, or that its time could not be told."""
        slow = ("verdict TLE", "it took", "too noisy")
        return bool(self.faults) and all(fault.startswith(slow) for fault in self.faults)


def parts(sandbox: str) -> tuple[str, Isolation]:
    """The sandbox's own name, and whom it serves."""
    name, _, shared = sandbox.partition(":")
    return name, Isolation.SHARED if shared else Isolation.FRESH


def cases(sandbox: str) -> Iterator[Any]:
    """Every attack as a parameter."""
    for name in ATTACKS:
        marks = [pytest.mark.slow, *([pytest.mark.docker] if sandbox == "docker" else [])]
        yield pytest.param(sandbox, name, marks=marks, id=f"{sandbox}-{name}")


@pytest.mark.parametrize(("sandbox", "name"), [case for sandbox in SANDBOXES for case in cases(sandbox)])
def test_attack(sandbox: str, name: str, outcomes: Callable[[str, str], Outcome]) -> None:
    """An attack gets its verdict in time, and leaves nothing behind."""
    if why := unavailable(sandbox, TARGETS[name].framework):
        pytest.skip(why)
    outcome = outcomes(sandbox, name)
    assert outcome.faults == (), "\n".join(outcome.faults)


def test_exceptions_name_attacks() -> None:
    """Verdicts that hold in one sandbox only are those of attacks that it is known not to hold, with the reason."""
    for sandbox, names in NOT_HELD.items():
        assert set(names) == {attack.name for attack in ATTACKS.values() if sandbox in attack.verdict_in}, sandbox


def test_every_attack_is_described() -> None:
    """Each file says in a sentence what it tries and what stops it, and admits only what a learner is shown."""
    assert len(ATTACKS) >= 100
    for attack in ATTACKS.values():
        assert attack.exploits.endswith("."), attack.name
        assert attack.stops.endswith("."), attack.name
        assert attack.unearned or attack.points_at_most < math.inf, attack.name
        assert set(attack.verdicts) <= {str(verdict) for verdict in Verdict} - {"IE"}, attack.name
        assert set(attack.admits) <= set(ADMITTED), attack.name


@pytest.fixture(scope="module")
def outcomes(request: pytest.FixtureRequest) -> Iterator[Callable[[str, str], Outcome]]:
    """What came of an attack; the selected attacks of its sandbox begin when the first of them is asked for."""
    crews: dict[str, Crew] = {}

    def ask(sandbox: str, name: str) -> Outcome:
        if sandbox not in crews:
            selected = [
                item.callspec.params["name"]  # type: ignore[attr-defined]
                for item in request.session.items
                if getattr(item, "callspec", None) and item.callspec.params.get("sandbox") == sandbox
            ]
            usable = [name for name in selected if not unavailable(sandbox, TARGETS[name].framework)]
            crews[sandbox] = Crew(sandbox, usable)
        return crews[sandbox].results[name].result()

    yield ask
    for crew in crews.values():
        crew.end()


class Crew:
    """A pool of judges that works through the attacks on one sandbox."""

    def __init__(self, sandbox: str, names: list[str]) -> None:
        self.sandbox = sandbox
        self._recording = threading.Lock()
        name, isolation = parts(sandbox)
        self._pool = Pool(Options(sandbox=name, isolation=isolation), lanes(JUDGES))
        self.results = {name: self._pool.submit(TARGETS[name], partial(self._try, ATTACKS[name])) for name in names}

    def end(self) -> None:
        """Wait for all, and end the judges."""
        wait(self.results.values())
        self._pool.__exit__()

    def _try(self, attack: Attack, turn: Turn) -> Outcome:
        outcome = run(attack, turn.judge, self.sandbox)
        if outcome.only_slow:  # a busy machine can make it so; an attack is as slow again
            outcome = run(attack, turn.judge, self.sandbox)
        with self._recording:
            record(self.sandbox, attack.name, outcome)
        return outcome


def run(attack: Attack, judge: JudgeProcess, sandbox: str) -> Outcome:
    """Judge an attack, and then the honest submission, which must always be accepted; and look at what is left."""
    exercise = TARGETS[attack.name]
    honest = exercise.reference.read_text()
    source = attack.source(honest)
    if attack.forbid:
        return read_only(attack, exercise, source)
    seed, faults = "first", []
    name, isolation = parts(sandbox)
    with contextlib.closing(Traces(name, judge._process.pid, kept=1 + (isolation is Isolation.SHARED))) as traces:
        try:
            if not judge.manifest:  # no attack's time counts the start of the judge
                judge.judge(Job(honest.encode(), "0", diagnose=False, prefetch=True))
            with traces.watched() as seen:
                began = time.monotonic()
                judged = judge.judge(Job(source, seed, time_s=attack.time_s, prefetch=True))
                wall_s = time.monotonic() - began
            if attack.hidden_leak:
                again = judge.judge(Job(source, "second", diagnose=False, prefetch=True))
                faults += leaks(attack, judged, again, seed)
            after = judge.judge(Job(honest.encode(), seed, diagnose=False, prefetch=True))
        except GraderError as error:
            return Outcome("IE", 0.0, 0.0, (f"the judge did not live: {error}",))
        faults += unexpected(attack, attack.acceptable(name), judged, wall_s)
        faults += disturbed(after)
        faults += [f"left: {what}" for what in traces.left(seen)]
        faults += [f"left: {path}" for place in PLACES for path in Path(place).glob(f"{ESCAPED}*")]
    return Outcome(str(judged.verdict), judged.points, wall_s, tuple(faults))


@cache
def unavailable(sandbox: str, framework: str) -> str:
    """Why this machine cannot try such an attack in the sandbox; "" if it can. Docker has a mark of its own."""
    if sandbox == "docker":
        return ""
    try:
        sandbox_of = {"bubblewrap": BubblewrapBackend, "process": ProcessBackend}
        sandbox_of[parts(sandbox)[0]]().available("torch" if framework == "torch" else "numpy")
    except GraderError as error:
        return f"{sandbox}: {error.message}"
    return ""


def read_only(attack: Attack, exercise: Exercise, source: bytes) -> Outcome:
    """What the rule check says before anything runs."""
    began = time.monotonic()
    found = read(source, Rules(attack.forbid, (), exercise.framework))
    verdict = "CE" if isinstance(found, LoadFailure) else "RV" if found else "AC"
    wall_s = time.monotonic() - began
    faults = [] if verdict in attack.verdicts else [f"reading gives {verdict}; expected {attack.verdicts}"]
    if wall_s > attack.wall_s:
        faults.append(f"it took {wall_s:.1f} s, expected at most {attack.wall_s:g} s")
    return Outcome(verdict, 0.0, wall_s, tuple(faults))


def leaks(attack: Attack, first: Judged, second: Judged, seed: str) -> Iterator[str]:
    """What the results tell of the hidden inputs: their digits, or anything that differs from seed to seed."""
    text = json.dumps(asdict(first))
    for name, count in (("secret", 2), ("secret_box", 1)):
        numbers = seeds.generator(seed, TARGETS[attack.name].slug, name, "").integers(10**8, 10**9, size=count)
        for number in numbers:
            if any(f"{form}" in text for form in (int(number), f"{int(number):x}")):
                yield f"the secret {number} of {name} is in the report"
    for one, other in zip(first.cases, second.cases, strict=True):
        if one.hidden and _admitted(attack, one) != _admitted(attack, other):
            yield f"{one.id} depends on its inputs: {one.failure} and {other.failure}"


def _admitted(attack: Attack, case: Any) -> Any:
    """A hidden result without what the attack may choose, and without times, which no two runs share."""
    failure = case.failure
    if failure is not None and failure.raised is not None:
        raised = replace(
            failure.raised,
            type="" if "type" in attack.admits else failure.raised.type,
            frames=() if "line" in attack.admits else failure.raised.frames,
        )
        failure = replace(failure, raised=raised)
    verdict = case.verdict
    if "verdict" in attack.admits:
        verdict = failure = None
    return replace(case, failure=failure, verdict=verdict, wall_s=0.0)


def record(sandbox: str, name: str, outcome: Outcome) -> None:
    """Keep what came of an attack, for tools/security_page.py."""
    RECORDS.mkdir(parents=True, exist_ok=True)
    path = RECORDS / f"{sandbox}.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    known[name] = asdict(outcome)
    part = path.with_suffix(f".{os.getpid()}")
    part.write_text(json.dumps({name: known[name] for name in sorted(known) if name in ATTACKS}, indent=1))
    part.replace(path)
