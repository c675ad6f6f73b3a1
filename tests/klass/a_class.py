"""A class for tests: an assignment, and a journal with results that no judge was needed for."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from grader.klass.assignment import Assignment
from grader.klass.store import Kept, Person, Store, Trouble
from grader.report import CaseResult, Failure, Report, decide
from grader.texts import Text
from grader.verdict import Verdict
from tests.samples import report as sample

DUE = datetime(2026, 10, 1, 12, 0, tzinfo=UTC)
SEED = "0123456789abcdef0123456789abcdef"


def assignment(folder: Path, text: str = "", *, slugs: tuple[str, ...] = ("toolbox",), top: str = "") -> Assignment:
    """The assignment hw1 of these exercises, ten points each, with this at the end of its file."""
    path = folder / "assignments" / "hw1.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    exercises = "".join(f'[[exercise]]\nslug = "{slug}"\npoints = 10\n' for slug in slugs)
    path.write_text(f'format = 1\ntitle = "Homework 1"\ndue = {DUE.isoformat()}\n{top}\n{exercises}{text}')
    seed = path.with_suffix(".seed")
    seed.touch(0o600)
    seed.write_text(f'seed = "{SEED}"\nsalt = "salt"\n')
    return Assignment.load(path)


def handin(student: str, exercise: str = "toolbox", *, attempt: int = 1, days_late: float | None = 0) -> Kept:
    """A hand-in whose bytes are `source_of` it."""
    submitted = None if days_late is None else DUE + timedelta(days=days_late) - timedelta(seconds=1)
    name = f"{student}/{exercise}_{attempt}.py"
    return Kept(student, exercise, attempt, name, hashlib.sha256(name.encode()).hexdigest(), submitted)


def cases(passed: str, hidden: str = "") -> tuple[CaseResult, ...]:
    """A case for each letter of `passed`, with a point each; those at `hidden` are.

    a, w, i, t: AC, WA, IE, TLE. -: left out after cases that took too long.
    """
    verdicts = {"a": Verdict.AC, "w": Verdict.WA, "i": Verdict.IE, "t": Verdict.TLE, "-": None}
    return tuple(
        CaseResult(
            f"case{at}",
            Text(f"Case {at}", f"用例 {at}"),
            str(at) in hidden,
            1.0,
            verdicts[letter],
            skipped="time limit" if letter == "-" else "",
            failure=Failure("time", {"limit_s": 10.0}) if letter == "t" else None,
        )
        for at, letter in enumerate(passed)
    )


def judged(passed: str, exercise: str = "toolbox", hidden: str = "") -> Report:
    """A report with these cases."""
    found = cases(passed, hidden)
    verdict = decide(found)
    return replace(sample(verdict, passed.count("a"), found), exercise=exercise, max_points=float(len(found)))


def filled(
    folder: Path,
    *given: tuple[Kept, Report | None],
    people: tuple[Person, ...] = (),
    problems: tuple[Trouble, ...] = (),
) -> Store:
    """The journal of hw1 with these hand-ins and their results."""
    store = Store(folder / "results", "hw1")
    known = {one.id: one for one in people}
    for one, _ in given:
        known.setdefault(one.student, Person(one.student))
    store.collect(list(known.values()), [(one, one.name.encode()) for one, _ in given], problems)
    for at, (one, report) in enumerate(given):
        if report is not None:
            store.add(f"key{at}", report, [one])
    return store
