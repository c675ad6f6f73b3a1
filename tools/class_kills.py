"""Kill grading runs at random moments, and compare what comes of it with an undisturbed run.

python tools/class_kills.py [--handins 300] [--kills 50] [--seed N] [--executor WHERE]: some minutes. Cheap fixture
exercises in the process sandbox, so that what is tried is the journal. Exits 1 where a result was lost,
doubled or differs.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TOOLBOX = ROOT / "tests" / "catalogue" / "solutions" / "toolbox"
ASSIGNMENT = """\
format = 1
title = "Kills"
[[exercise]]
slug = "toolbox"
points = 10
[sandbox]
require = "process"
"""


def main() -> int:
    """Run it; the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--handins", type=int, default=300)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--executor", default="local", help="Of the runs that are killed, as `dlgrade grade` takes it.")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        return kills(Path(name), given.handins, given.kills, random.Random(given.seed), given.executor)


def kills(folder: Path, count: int, most: int, chance: random.Random, executor: str) -> int:
    """Make a class, grade it undisturbed, and grade it again with that many kills."""
    make_class(folder, count)
    began = time.monotonic()
    code = grade(folder, "whole").wait()
    whole_s = time.monotonic() - began
    print(f"undisturbed: {whole_s:.0f} s, exit code {code}", flush=True)
    done, results, ended = 0, [0], False
    while done < most and not ended:
        run = grade(folder, "killed", executor)
        # Over all kills the time of a run goes by about once, beside what each needs to begin.
        ended = waited(run, folder / "killed" / "journal.sqlite", chance.uniform(0, 2 * whole_s / most))
        if not ended:
            os.kill(run.pid, signal.SIGKILL)
            run.wait()
            done += 1
            results.append(kept(folder / "killed" / "journal.sqlite"))
    grade(folder, "killed", executor).wait()
    lost = any(later < earlier for earlier, later in itertools.pairwise(results))
    same = marks(folder / "whole") == marks(folder / "killed")
    with sqlite3.connect(folder / "killed" / "journal.sqlite") as db:
        rows, tries, students = db.execute(
            "SELECT count(*), sum(tries), (SELECT count(*) FROM handin) FROM result"
        ).fetchone()
    db.close()
    print(f"kills: {done}; results kept after each: {results}")
    print(f"results: {rows} (tried {tries} times), hand-ins: {students} of {count}; marks equal: {same}")
    return int(lost or not same or rows != tries or students != count)


def make_class(folder: Path, count: int) -> None:
    """An assignment, and hand-ins of four kinds that all differ."""
    (folder / "assignments").mkdir()
    (folder / "assignments" / "kills.toml").write_text(ASSIGNMENT)
    seed = folder / "assignments" / "kills.seed"
    seed.touch(0o600)
    seed.write_text(f'seed = "{"0123456789abcdef" * 2}"\nsalt = "salt"\n')
    kinds = [(TOOLBOX / name).read_text() for name in ("reference.py", "wrong/added.py", "wrong/always_two.py")]
    for number in range(count):
        mine = folder / "in" / f"s{number:04}"
        mine.mkdir(parents=True)
        (mine / "toolbox.py").write_text(f"{[*kinds, 'def ('][number % 4]}\n# {number}\n")


def grade(folder: Path, results: str, executor: str = "local") -> subprocess.Popen[bytes]:
    """A run that has begun."""
    words = ["grade", "kills", "in", "-o", results, "--executor", executor, "--sandbox", "process", "--unsafe"]
    environ = {**os.environ, "DLGRADE_CATALOGUE": str(ROOT / "tests" / "catalogue"), "DLGRADE_LANG": "en"}
    return subprocess.Popen(
        [sys.executable, "-m", "grader", *words], cwd=folder, env=environ, stdout=subprocess.DEVNULL
    )


def waited(run: subprocess.Popen[bytes], journal: Path, seconds: float) -> bool:
    """Wait so long, counted from when the journal is written in this run; whether the run has ended by itself."""
    before = journal.stat().st_mtime_ns if journal.exists() else 0
    wal = journal.with_name(f"{journal.name}-wal")
    while run.poll() is None and not wal.exists() and (not journal.exists() or journal.stat().st_mtime_ns == before):
        time.sleep(0.01)
    try:
        run.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def kept(journal: Path) -> int:
    """How many results a reader finds in a copy of the journal."""
    with tempfile.TemporaryDirectory() as name:
        for part in ("", "-wal"):
            if (path := journal.with_name(journal.name + part)).exists():
                shutil.copy(path, name)
        with sqlite3.connect(Path(name) / journal.name) as db:
            made = db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'result'").fetchone()[0]
            count = db.execute("SELECT count(*) FROM result").fetchone()[0] if made else 0
        db.close()
    return int(count)


def marks(folder: Path) -> list[dict[str, Any]]:
    """The marks, without what differs from run to run."""
    found: list[dict[str, Any]] = [json.loads(line) for line in (folder / "marks.jsonl").read_text().splitlines()]
    for mark in found:
        for case in mark["report"]["cases"]:
            del case["wall_s"]
        # What would have run it is known only if somebody has asked by then.
        unknown = ("interpreter", "libraries") if mark["report"]["load_failure"] else ()
        for name in ("started", "wall_s", "phases", "log", *unknown):
            del mark["report"]["provenance"][name]
    return found


if __name__ == "__main__":
    sys.exit(main())
