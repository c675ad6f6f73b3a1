"""`make bench`: what a check costs, against a bare container and against pytest in a container; docs/benchmarks.md."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from measuring import (
    DLGRADE,
    HARDENED,
    PAGE,
    Batches,
    answers,
    batch,
    batch_table,
    exercises,
    made,
    plain,
    put,
    pytest_for_each,
    pytest_inside,
    pytest_site,
    run,
    wall,
)

from grader.catalogue.exercise import Exercise
from grader.sandbox.docker.image import recipe

ROUNDS = int(os.environ.get("DLGRADE_BENCH_ROUNDS", "9"))
Measured = dict[str, list[float]]
# Answers in a folder.
BATCH = {"numpy": 40, "torch": 20}


def main() -> None:
    """Measure, and write this command's parts of the page."""
    chosen = exercises()
    subprocess.run([*DLGRADE, "image", "build"], check=True, stdout=subprocess.DEVNULL)
    with pytest_site() as site:
        checks = {target: _check_rounds(target, exercise, site) for target, exercise in chosen.items()}
        batches = {target: _batch_rounds(target, exercise, site) for target, exercise in chosen.items()}
    profiles = {target: _profiles(exercise) for target, exercise in chosen.items()}
    starts = _rounds({"python -c pass": [sys.executable, "-c", "pass"], **_START}, cpu=True)
    memory = {target: _memory(exercise) for target, exercise in chosen.items()}
    put("bench", _part(checks, batches, profiles, starts, memory))
    print(f"{PAGE} is written.")


_START = {"dlgrade --help": [*DLGRADE, "--help"], "dlgrade list": [*DLGRADE, "list"]}


def _check_rounds(target: str, exercise: Exercise, site: str) -> Measured:
    submission = exercise.right[0]
    image = recipe().tag(target)
    return _rounds(
        {
            "dlgrade check": [*DLGRADE, "check", exercise.slug, str(submission), "--no-time"],
            f"docker run, import {target}": [*HARDENED, "--entrypoint=python3", image, "-c", f"import {target}"],
            "docker run, pytest inside": pytest_inside(target, exercise, site, str(submission)),
        }
    )


def _batch_rounds(target: str, exercise: Exercise, site: str) -> Batches:
    """A folder of different answers, with one lane and with two."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        for number, answer in enumerate(answers(exercise, BATCH[target])):
            Path(folder, f"{exercise.slug}_{number:02}.py").write_text(answer, encoding="utf-8")
        grade = [*DLGRADE, "check", exercise.slug, folder, "--no-time", "--seed", "1", "--json", "--sandbox", "docker"]
        shared = [*grade, "--isolation", "shared"]
        commands = {
            "dlgrade check, fresh, 2 lanes": [*grade, "--jobs", "2"],
            "dlgrade check, fresh, 1 lane": [*grade, "--jobs", "1"],
            "dlgrade check, shared, 2 lanes": [*shared, "--jobs", "2"],
            "dlgrade check, shared, 1 lane": [*shared, "--jobs", "1"],
            **{plain(lanes): pytest_for_each(f"{folder}/*.py", lanes, target, exercise, site) for lanes in (2, 1)},
        }
        found: Batches = {name: [] for name in commands}
        for number in range(min(ROUNDS, 3) + 1):
            for name, command in commands.items():
                took = batch(lambda command=command: run(command, may_fail=True))  # type: ignore[misc]
                if number:  # the first round fills caches
                    found[name].append(took)
        return found


def _rounds(commands: dict[str, list[str]], *, cpu: bool = False) -> Measured:
    """Seconds of each command, round by round; of wall clock, or of the processor."""
    found: Measured = {name: [] for name in commands}
    for number in range(ROUNDS + 1):
        for name, command in commands.items():
            seconds = (_cpu if cpu else wall)(lambda command=command: run(command))  # type: ignore[misc]
            if number:  # the first round fills caches
                found[name].append(seconds)
    return found


def _cpu(action: Callable[[], None]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    action()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _profiles(exercise: Exercise) -> dict[str, float]:
    """The median seconds of each phase of a check with timing."""
    command = [*DLGRADE, "check", exercise.slug, str(exercise.right[0]), "--json"]
    found = []
    for _ in range(ROUNDS):
        report = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        found.append(report["provenance"]["phases"])
    return {phase: statistics.median(one.get(phase, 0.0) for one in found) for phase in found[0]}


def _memory(exercise: Exercise) -> float:
    """MiB of the largest of our own processes (the grader, the judge) during a check."""
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-c", script, *DLGRADE, "check", exercise.slug, str(exercise.right[0]), "--no-time"]
    return int(subprocess.run(command, capture_output=True, check=True).stdout) / 1024


def _part(
    checks: dict[str, Measured],
    batches: dict[str, Batches],
    profiles: dict[str, dict[str, float]],
    starts: Measured,
    memory: dict[str, float],
) -> str:
    parts = [f"{made('make bench')}: {ROUNDS} rounds. Times are medians, with the smallest and the largest.\n"]
    for target, measured in checks.items():
        parts += [f"## A check of a {target} exercise\n", _table(measured, "dlgrade check"), _REMARKS[target]]
    parts += ["## A folder\n", _REMARKS["batch"]]
    for target, measured in batches.items():
        count = BATCH[target]
        parts += [f"{count} answers to a {target} exercise:\n", batch_table(count, measured, base=plain(2))]
    parts += ["## Where the time goes\n", _REMARKS["phases"], _phase_table(profiles)]
    parts += ["## Starting\n", "Seconds of the processor.\n", _table(starts, "python -c pass", inverse=True)]
    largest = ", ".join(f"{size:.0f} MiB ({target})" for target, size in memory.items())
    parts += ["## Memory\n", f"The largest of the grader's own processes during a check: {largest}.\n"]
    return "\n".join(parts)


_REMARKS = {
    "numpy": "A check starts two containers and a judge, and forks a child for each case; the bare run starts one "
    "container that imports numpy and ends. The goal is 2.5 times the bare run, and no more than pytest inside.\n",
    "torch": "The goal is 1.3 times the bare run, and 1.1 times pytest inside.\n",
    "batch": "Different answers, three in ten wrong, without timing, in containers: fresh ones, each used once, or "
    "shared ones. A lane is a judge with its sandboxes. The other commands start one container for each answer, with "
    "pytest over a handful of tests inside, one or two at a time; they hide nothing and explain nothing.\n",
    "phases": "From `dlgrade check --profile`, in seconds, of an accepted submission with the usual three seconds for "
    "timing. *read* is parsing and the rules on the source; *judge* is what is left of the start of the judge's "
    "process, during which both containers start; *sandbox* is what is left to wait for after that. The containers end "
    "while the report is printed.\n",
}


def _table(measured: Measured, base: str, *, inverse: bool = False) -> str:
    """A row for each command; the ratio of `base` to it, or of it to `base`."""
    lines = ["| | median | smallest | largest | ratio |", "| --- | --- | --- | --- | --- |"]
    for name, seconds in measured.items():
        pairs = zip(measured[base], seconds, strict=True)
        ratio = statistics.median(other / one if inverse else one / other for one, other in pairs)
        shown = " | ".join(f"{value:.2f} s" for value in (statistics.median(seconds), min(seconds), max(seconds)))
        what = f"{ratio:.2f} times {base}" if inverse else f"check takes {ratio:.2f} times this"
        lines.append(f"| `{name}` | {shown} | {'' if name == base else what} |")
    return "\n".join([*lines, ""])


def _phase_table(profiles: dict[str, dict[str, float]]) -> str:
    phases = list(dict.fromkeys(phase for profile in profiles.values() for phase in profile))
    lines = [f"| phase | {' | '.join(profiles)} |", f"| --- |{' --- |' * len(profiles)}"]
    for phase in phases:
        lines.append(f"| {phase} | {' | '.join(f'{profile.get(phase, 0.0):.2f}' for profile in profiles.values())} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
