"""`make bench-class`: what the grading of a class costs, against pytest in containers; and that it stays as it begins.

DLGRADE_BENCH_SCALE makes the classes smaller (0.02), to try this out.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from measuring import (
    DLGRADE,
    PAGE,
    ROOT,
    Batch,
    Batches,
    answers,
    batch,
    batch_table,
    exercises,
    machine_cpu,
    made,
    plain,
    put,
    pytest_for_each,
    pytest_site,
    run,
)

from grader.catalogue.exercise import Exercise

SCALE = float(os.environ.get("DLGRADE_BENCH_SCALE", "1"))
LANES = 2
# Hand-ins of one exercise.
CLASS = {"numpy": round(200 * SCALE), "torch": round(60 * SCALE)}
MANY = round(5000 * SCALE)
_TOOLBOX = ROOT / "tests/catalogue/solutions/toolbox"
_ASSIGNMENT = """\
format = 1
title = "Measured"
[[exercise]]
slug = "{slug}"
points = 10
[sandbox]
require = "{sandbox}"
isolation = "{isolation}"
"""


class Course(NamedTuple):
    """The course of a run: what it took, and the most memory in MiB, in the first fifth of the time and in all."""

    took: Batch
    early_mib: float
    most_mib: float


def main() -> None:
    """Measure, and write this command's part of the page."""
    subprocess.run([*DLGRADE, "image", "build"], check=True, stdout=subprocess.DEVNULL)
    with pytest_site() as site:
        classes = {target: _class(target, exercise, site) for target, exercise in exercises().items()}
    with tempfile.TemporaryDirectory() as name:
        long = _long(Path(name))
    put("bench-class", _part(classes, long))
    print(f"{PAGE} is written.")


# ---------------------------------------------------------------- against pytest in containers


def _class(target: str, exercise: Exercise, site: str) -> Batches:
    """A class graded in fresh containers and in shared ones, and its files given to pytest, in turn."""
    found: Batches = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # other users read it
        _hand_in(folder / "in", exercise.slug, answers(exercise, CLASS[target]))
        files = f"{folder}/in/*/{exercise.slug}.py"
        found[plain(LANES)] = [batch(lambda: run(pytest_for_each(files, LANES, target, exercise, site), may_fail=True))]
        for isolation in ("fresh", "shared"):
            _assign(folder / isolation, exercise.slug, "docker", isolation)
            command = _grade(folder / isolation, folder / "in", folder / isolation / "results", "docker")
            found[f"dlgrade grade, {isolation}"] = [batch(lambda command=command: run(command))]  # type: ignore[misc]
            _need_all(folder / isolation / "results", CLASS[target])
    return found


def _hand_in(folder: Path, slug: str, texts: Iterable[str]) -> None:
    for number, text in enumerate(texts):
        mine = folder / f"s{number:04}"
        mine.mkdir(parents=True)
        (mine / f"{slug}.py").write_text(text, encoding="utf-8")


def _assign(folder: Path, slug: str, sandbox: str, isolation: str) -> None:
    """Write the assignment `measured.toml` and its seed."""
    folder.mkdir()
    text = _ASSIGNMENT.format(slug=slug, sandbox=sandbox, isolation=isolation)
    (folder / "measured.toml").write_text(text, encoding="utf-8")
    seed = folder / "measured.seed"
    seed.touch(0o600)
    seed.write_text(f'seed = "{"0123456789abcdef" * 2}"\nsalt = "salt"\n', encoding="utf-8")


def _grade(assigned: Path, handed_in: Path, results: Path, sandbox: str) -> list[str]:
    words = ["grade", str(assigned / "measured.toml"), str(handed_in), "-o", str(results), "--sandbox", sandbox]
    return [*DLGRADE, *words, "--jobs", str(LANES), *(["--unsafe"] if sandbox == "process" else [])]


def _need_all(results: Path, count: int) -> None:
    """End, if the results are not those of so many hand-ins, each judged once and none of them our fault."""
    rows, tries, faults = _rows(results, "SELECT count(*), sum(tries), sum(verdict = 'IE') FROM result")[0]
    if (rows, tries, faults) != (count, count, 0):
        sys.exit(f"{results}: {rows} results of {count}, tried {tries} times, {faults} not graded")


def _rows(results: Path, query: str) -> list[tuple[int, ...]]:
    """What a query finds in a copy of the journal: whoever grades holds it alone."""
    with tempfile.TemporaryDirectory() as name:
        for path in results.glob("journal.sqlite*"):
            if not path.name.endswith("-shm"):
                shutil.copy(path, name)
        db = sqlite3.connect(Path(name) / "journal.sqlite")
        try:
            return db.execute(query).fetchall()
        finally:
            db.close()


# ---------------------------------------------------------------- a long run


class Long(NamedTuple):
    """A long run: undisturbed, with its rate in the first and the last fifth; and one that was killed at half."""

    whole: Course
    first: float
    last: float
    killed: Batch
    kept: int


def _long(folder: Path) -> Long:
    """Small hand-ins to a small exercise, graded undisturbed, and with one kill -9 at half."""
    kinds = [(_TOOLBOX / name).read_text() for name in ("reference.py", "wrong/added.py", "wrong/always_two.py")]
    _hand_in(folder / "in", "toolbox", (f"{kinds[number % 3]}\n# {number}\n" for number in range(MANY)))
    _assign(folder / "small", "toolbox", "process", "shared")
    whole, killed = folder / "whole", folder / "killed"
    course = _followed(_grade(folder / "small", folder / "in", whole, "process"))
    _need_all(whole, MANY)
    first, last = _rates([row[0] for row in _rows(whole, "SELECT at FROM result ORDER BY rowid")])
    command = _grade(folder / "small", folder / "in", killed, "process")
    before = _followed(command, until_s=course.took.wall_s / 2).took
    kept = _rows(killed, "SELECT count(*) FROM result")[0][0]
    after = _followed(command).took
    _need_all(killed, MANY)
    return Long(course, first, last, Batch(before.wall_s + after.wall_s, before.cpu_s + after.cpu_s), kept)


def _followed(command: list[str], until_s: float | None = None) -> Course:
    """Run a command on the catalogue of the tests, killed at that time if one is given; its memory is looked at."""
    environ = {**os.environ, "DLGRADE_CATALOGUE": str(ROOT / "tests/catalogue")}
    began, cpu = time.perf_counter(), machine_cpu()
    seen: list[tuple[float, float]] = []
    running = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    while running.poll() is None:
        now = time.perf_counter() - began
        seen.append((now, _resident_mib(running.pid)))
        if until_s is not None and now > until_s:
            running.send_signal(signal.SIGKILL)
        time.sleep(0.1)
    said = running.communicate()[1].decode()
    if running.returncode != (0 if until_s is None else -signal.SIGKILL):
        sys.exit(f"{' '.join(command)} ended with {running.returncode}:\n{said[-2000:]}")
    took = Batch(time.perf_counter() - began, machine_cpu() - cpu)
    early = max(mib for at, mib in seen if at <= max(seen[0][0], took.wall_s / 5))
    return Course(took, early, max(mib for _, mib in seen))


def _resident_mib(pid: int) -> float:
    """The memory of a process; 0 when it has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _rates(times: list[str]) -> tuple[float, float]:
    """Results a second in the first and in the last fifth of a run."""
    moments = [datetime.fromisoformat(one).timestamp() for one in times]
    fifth = max(1, len(moments) // 5)
    return fifth / max(0.001, moments[fifth] - moments[0]), fifth / max(0.001, moments[-1] - moments[-1 - fifth])


# ---------------------------------------------------------------- the page


def _part(classes: dict[str, Batches], long: Long) -> str:
    parts = [
        "## A class\n",
        f"{made('make bench-class')}: one round.\n",
        "`dlgrade grade` with two lanes, the journal and the forms of the marks included, in containers that are used "
        "once each (fresh) or serve many (shared); against one container for each answer, with pytest over a handful "
        "of tests inside, two at a time. Different answers, three in ten wrong. The goal is as many as pytest's in "
        "fresh containers, and four times as many in shared ones.\n",
    ]
    for target, measured in classes.items():
        parts += [
            f"{CLASS[target]} hand-ins of a {target} exercise:\n",
            batch_table(CLASS[target], measured, base=plain(LANES)),
        ]
    whole, killed = long.whole.took, long.killed
    parts += [
        f"{MANY:,} small hand-ins, in shared processes: {whole.wall_s:.0f} s. {long.first:.1f} a second in the first "
        f"fifth, {long.last:.1f} in the last. The grader's own memory: {long.whole.early_mib:.0f} MiB at most in the "
        f"first fifth of the time, {long.whole.most_mib:.0f} MiB at most in all; the goal is 300 MiB.\n",
        f"Killed with `kill -9` at half, when {long.kept:,} results were kept, and begun again, it took "
        f"{_more(killed.cpu_s, whole.cpu_s)} CPU and {_more(killed.wall_s, whole.wall_s)} time than undisturbed; the "
        "goal is 1 % more. No result was judged twice.\n",
    ]
    return "\n".join(parts)


def _more(one: float, other: float) -> str:
    share = 100 * (one / other - 1)
    return f"{abs(share):.1f} % {'more' if share >= 0 else 'less'}"


if __name__ == "__main__":
    main()
