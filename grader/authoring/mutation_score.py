"""How strong an exercise's tests are: which mutants of the reference they fail, and which case fails what.

A mutant that the tests accept is a hole in them, or no mistake at all: then `equivalent.toml` beside the reference
says why.

    [[equivalent]]
    reason = "An empty list has no maximum either way."
    mutants = ["stable_softmax: e = a -> e = b"]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.authoring.judges import Judges, accepted
from grader.authoring.mutants import Mutant, mutants
from grader.catalogue.exercise import Exercise
from grader.catalogue.toml_table import read_toml
from grader.errors import UsageError
from grader.judge.judged import Judged
from grader.judge.protocol import Job
from grader.texts import Tell
from grader.verdict import Verdict

SEEDS = ("mutant-0", "mutant-1")
HASTY_S = 1.0
# With the second seed this many of the cases that failed it are tried first: one is enough.
_ENOUGH = 3


@dataclass
class Strength:
    """How the tests did against the mutants of one exercise.

    caught: for each wrong code (mutants; mistakes are added by `grader.authoring.verify`), the cases that fail it.
    """

    mutants: int = 0
    killed: int = 0
    excused: int = 0
    survivors: list[Mutant] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    caught: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def kill_rate(self) -> float:
        """The share of mutants that the tests fail, before excuses."""
        return self.killed / self.mutants if self.mutants else 1.0

    def problems(self) -> Iterator[str]:
        """A sentence for each survivor, and for each excuse that no surviving mutant needs."""
        for mutant in self.survivors:
            yield f"a mutant passes (line {mutant.line}): {mutant.id}"
        for name in self.stale:
            yield f"equivalent.toml excuses a mutant that does not survive: {name}"

    def matrix(self, cases: Sequence[str]) -> list[tuple[str, int, int]]:
        """For each case: how many of the wrong codes it fails, and how many it alone fails."""
        fails = Counter(case for found in self.caught.values() for case in found)
        alone = Counter(next(iter(found)) for found in self.caught.values() if len(found) == 1)
        return [(case, fails[case], alone[case]) for case in cases]


def strength(exercise: Exercise, judges: Judges, progress: Tell) -> Strength:
    """Put every mutant of the reference to the tests, with each of two seeds, so that luck does not count as strength.

    Raises:
        UsageError: equivalent.toml is malformed.
    """
    found = Strength()
    excuses = read_excuses(exercise.reference.with_name("equivalent.toml"))
    everyone = mutants(exercise.reference.read_text(encoding="utf-8"))
    found.mutants = len(everyone)
    for number, mutant in enumerate(everyone, start=1):
        progress(f"{exercise.slug}: mutant {number} of {found.mutants}")
        failed = _failed_by(judges, mutant)
        if failed is not None:
            found.killed += 1
            found.caught[mutant.id] = failed
        elif excuses.pop(mutant.id, None) is not None:
            found.excused += 1
        else:
            found.survivors.append(mutant)
    found.stale = list(excuses)
    return found


def read_excuses(path: Path) -> dict[str, str]:
    """The reason by mutant; empty without the file.

    Raises:
        UsageError: the file is malformed.
    """
    if not path.is_file():
        return {}
    excuses: dict[str, str] = {}
    for table in read_toml(path).get("equivalent", []):
        if set(table) != {"reason", "mutants"} or not str(table["reason"]).strip():
            raise UsageError(f'"{path}": a [[equivalent]] has a reason and a list of mutants.', "Add what is missing.")
        excuses |= dict.fromkeys(table["mutants"], table["reason"])
    return excuses


def _failed_by(judges: Judges, mutant: Mutant) -> frozenset[str] | None:
    """The cases that fail it under the first seed; None when some seed accepts it."""
    first, second = SEEDS
    judged = _judged(judges, mutant, first, None, HASTY_S)
    if accepted(judged):
        return None
    failed = judged.failing
    late = frozenset(case.id for case in judged.cases if case.verdict is Verdict.TLE)
    # A slow mutant, or a busy machine? The exercise's own limits decide.
    only_late = judged.load is Verdict.TLE or (failed and failed == late)
    if only_late and accepted(_judged(judges, mutant, first, tuple(failed) or None, 0.0)):
        return None
    few = tuple(sorted(failed)[:_ENOUGH]) or None
    again = _judged(judges, mutant, second, few, HASTY_S)
    if few and accepted(again):  # not by those; perhaps by others
        again = _judged(judges, mutant, second, None, HASTY_S)
    return None if accepted(again) else failed


def _judged(judges: Judges, mutant: Mutant, seed: str, cases: tuple[str, ...] | None, limit_s: float) -> Judged:
    job = Job(mutant.source.encode(), seed, cases=cases, diagnose=False, reuse_child=True, case_limit_s=limit_s)
    return judges.judge(job, lambda judged: not accepted(judged))
