"""`make bench`: what a check costs, against a bare container and against pytest in a container; docs/benchmarks.md.

Everything is measured in one run, the commands of a comparison in turn, round after round: a busy machine then
disturbs all of them alike. What counts are the ratios.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from grader.catalogue.exercise import Catalogue, Exercise
from grader.installed import shipped
from grader.sandbox.docker.image import recipe

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/benchmarks.md"
ROUNDS = int(os.environ.get("DLGRADE_BENCH_ROUNDS", "9"))
DLGRADE = [sys.executable, "-m", "grader"]
# The limits that `grader.sandbox.docker.backend` sets, as far as the docker command has words for them.
HARDENED = [
    *("docker", "run", "--rm", "--network=none", "--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges"),
    *("--user=65534:65534", "--memory=1g", "--memory-swap=1g", "--pids-limit=64", "--ipc=none", "--log-driver=none"),
    *("--tmpfs=/tmp:rw,noexec,nosuid,size=64m", "--env=OMP_NUM_THREADS=1"),
]
Measured = dict[str, list[float]]


class Batch(NamedTuple):
    """What a folder took, in seconds: of wall clock, and of all processors of the machine."""

    wall_s: float
    cpu_s: float


Batches = dict[str, list[Batch]]
# Answers in a folder.
BATCH = {"numpy": 40, "torch": 20}


def main() -> None:
    """Measure, and write the page."""
    exercises = {"numpy": Catalogue(shipped())["stable_softmax"], "torch": Catalogue(shipped())["self_attention"]}
    subprocess.run([*DLGRADE, "image", "build"], check=True, stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # it is mounted, and read by another user
        subprocess.run(
            [
                sys.executable,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--no-warn-script-location",
                "--target",
                folder,
                "pytest",
            ],
            check=True,
        )
        checks = {target: _check_rounds(target, exercise, folder) for target, exercise in exercises.items()}
        batches = {target: _batch_rounds(target, exercise, folder) for target, exercise in exercises.items()}
    profiles = {target: _profiles(exercise) for target, exercise in exercises.items()}
    starts = _rounds({"python -c pass": [sys.executable, "-c", "pass"], **_START}, cpu=True)
    memory = {target: _memory(exercise) for target, exercise in exercises.items()}
    PAGE.write_text(_page(checks, batches, profiles, starts, memory), encoding="utf-8")
    print(f"{PAGE} is written.")


_START = {"dlgrade --help": [*DLGRADE, "--help"], "dlgrade list": [*DLGRADE, "list"]}


def _check_rounds(target: str, exercise: Exercise, site: str) -> Measured:
    submission = exercise.right[0]
    image = recipe().tag(target)
    return _rounds(
        {
            "dlgrade check": [*DLGRADE, "check", exercise.slug, str(submission), "--no-time"],
            f"docker run, import {target}": [*HARDENED, "--entrypoint=python3", image, "-c", f"import {target}"],
            "docker run, pytest inside": _pytest_inside(target, exercise, site, str(submission)),
        }
    )


def _pytest_inside(target: str, exercise: Exercise, site: str, submission: str) -> list[str]:
    """What an instructor would do with Docker and pytest alone, for one submission."""
    test = {"numpy": "test_softmax.py", "torch": "test_attention.py"}[target]
    mounts = [f"--volume={ROOT / 'tools/plain'}:/tests:ro", f"--volume={site}:/site:ro"]
    mounts += [f"--volume={submission}:/submission.py:ro", f"--volume={exercise.reference}:/reference.py:ro"]
    names = ["--env=PYTHONPATH=/site", "--env=SUBMISSION=/submission.py", "--env=REFERENCE=/reference.py"]
    pytest = ["python3", "-m", "pytest", "-q", "-p", "no:cacheprovider", f"/tests/{test}"]
    return [*HARDENED, *mounts, *names, "--entrypoint=", recipe().tag(target), *pytest]


def _batch_rounds(target: str, exercise: Exercise, site: str) -> Batches:
    """A folder of different answers, about three in ten of them wrong, with one lane and with two."""
    answers = [exercise.reference, *exercise.right]
    wrong = [mistake.path for mistake in exercise.mistakes if str(mistake.verdict) == "WA"]
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        for number in range(BATCH[target]):
            chosen = wrong[number % len(wrong)] if number % 10 < 3 else answers[number % len(answers)]
            path = Path(folder) / f"{exercise.slug}_{number:02}.py"
            path.write_text(f"# {number}\n{chosen.read_text(encoding='utf-8')}", encoding="utf-8")
        grade = [*DLGRADE, "check", exercise.slug, folder, "--no-time", "--seed", "1", "--json", "--sandbox", "docker"]
        shared = [*grade, "--isolation", "shared"]
        inside = " ".join(_pytest_inside(target, exercise, site, "{}"))
        each = f"ls {folder}/*.py | xargs -P {{}} -I {{{{}}}} {inside.replace('{', '{{').replace('}', '}}')}"
        commands = {
            "dlgrade check, fresh, 2 lanes": [*grade, "--jobs", "2"],
            "dlgrade check, fresh, 1 lane": [*grade, "--jobs", "1"],
            "dlgrade check, shared, 2 lanes": [*shared, "--jobs", "2"],
            "dlgrade check, shared, 1 lane": [*shared, "--jobs", "1"],
            "xargs -P 2 docker run, pytest": ["sh", "-c", each.format(2)],
            "xargs -P 1 docker run, pytest": ["sh", "-c", each.format(1)],
        }
        found: Batches = {name: [] for name in commands}
        for number in range(min(ROUNDS, 3) + 1):
            for name, command in commands.items():
                began = _machine_cpu()
                wall_s = _wall(lambda command=command: _run(command, may_fail=True))  # type: ignore[misc]
                if number:  # the first round fills caches
                    found[name].append(Batch(wall_s, _machine_cpu() - began))
        return found


def _rounds(commands: dict[str, list[str]], *, cpu: bool = False) -> Measured:
    """Seconds of each command, round by round; of wall clock, or of the processor."""
    found: Measured = {name: [] for name in commands}
    for number in range(ROUNDS + 1):
        for name, command in commands.items():
            seconds = (_cpu if cpu else _wall)(lambda command=command: _run(command))  # type: ignore[misc]
            if number:  # the first round fills caches
                found[name].append(seconds)
    return found


def _run(command: list[str], *, may_fail: bool = False) -> None:
    """Run it. One `may_fail` that judges."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode and not may_fail:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout.decode()[-2000:]}")


def _wall(action: Callable[[], None]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _cpu(action: Callable[[], None]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    action()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _machine_cpu() -> float:
    """Seconds that the machine's processors have been busy: containers are no children of ours. See proc_stat(5)."""
    user, nice, system, _, _, irq, softirq, *_ = map(int, Path("/proc/stat").read_text().split("\n")[0].split()[1:])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


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


def _page(
    checks: dict[str, Measured],
    batches: dict[str, Batches],
    profiles: dict[str, dict[str, float]],
    starts: Measured,
    memory: dict[str, float],
) -> str:
    parts = [
        "# Benchmarks\n",
        f"Made by `make bench` on {datetime.now(UTC):%Y-%m-%d}: {ROUNDS} rounds on {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, engine {_engine()}. Times are medians, with the smallest and the largest. What "
        "counts are the ratios, which are medians over the rounds: the commands of a table were run in turn.\n",
    ]
    for target, measured in checks.items():
        parts += [f"## A check of a {target} exercise\n", _table(measured, "dlgrade check"), _REMARKS[target]]
    parts += ["## A folder\n", _REMARKS["batch"]]
    for target, batch in batches.items():
        parts += [f"{BATCH[target]} answers to a {target} exercise:\n", _batch_table(target, batch)]
    parts += ["## Where the time goes\n", _REMARKS["phases"], _phase_table(profiles)]
    parts += ["## What was tried\n", _REMARKS["tried"]]
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
    "tried": "On 2026-11-21 the checks took 4.7 times (numpy) and 2.4 times (torch) the bare run. Then, each measured "
    "in turn with what was before:\n\n"
    "- The judge asks for its containers before it imports pytest and numpy; those imports held the threads up that "
    "start them, for 0.2 s.\n"
    "- The grader imports what prints reports while the judge starts: 0.2 s.\n"
    "- The reference, alone in its container, keeps one child for all cases: the cases take four fifths of the time. A "
    "submission's children are forked for each case as before.\n"
    "- The judge's process starts before the grader's own imports, the containers end while the report is printed, and "
    "a check imports no parser of Markdown: 0.89 (numpy) and 0.95 (torch) of the time before.\n"
    "- Not taken: huge pages for the sandbox's memory (`glibc.malloc.hugetlb`). With torch imported a bare fork takes "
    "2 instead of 6.5 ms then, but a whole check gained 4 % only.\n"
    "- Not taken: `import torch` without its kernels for tensors without data (`torch._meta_registrations`), a third "
    "of its processor time. `torch.func` and forward-mode differentiation do not work then.\n"
    "- Not taken: the reference in the judge's process, in place of a container. Growth and timing are ratios of like "
    "with like.\n\n"
    "What is left is mostly the start of two containers beside each other on two cores, and the imports in them: the "
    "phases *judge* and *sandbox*, more than half of a torch check. A numpy check takes 2.7 seconds of this machine's "
    "processors, a bare run 0.6: two cores, never idle, would need 1.35 s, three times the 0.44 s that "
    "the bare run took then.\n",
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


def _batch_table(target: str, measured: Batches) -> str:
    """A row for each command: answers a second, how many times as many as pytest's in two, and the processors' time."""
    lines = [
        "| | median | answers per second | of pytest's, two at a time | CPU for each |",
        "| --- | --- | --- | --- | --- |",
    ]
    plain = measured["xargs -P 2 docker run, pytest"]
    for name, runs in measured.items():
        ratio = statistics.median(other.wall_s / one.wall_s for one, other in zip(runs, plain, strict=True))
        wall_s, cpu_s = (statistics.median(values) for values in zip(*runs, strict=True))
        row = f"{wall_s:.1f} s | {BATCH[target] / wall_s:.2f} | {ratio:.2f} times | {cpu_s / BATCH[target]:.2f} s"
        lines.append(f"| `{name}` | {row} |")
    return "\n".join([*lines, ""])


def _phase_table(profiles: dict[str, dict[str, float]]) -> str:
    phases = list(dict.fromkeys(phase for profile in profiles.values() for phase in profile))
    lines = [f"| phase | {' | '.join(profiles)} |", f"| --- |{' --- |' * len(profiles)}"]
    for phase in phases:
        lines.append(f"| {phase} | {' | '.join(f'{profile.get(phase, 0.0):.2f}' for profile in profiles.values())} |")
    return "\n".join([*lines, ""])


def _engine() -> str:
    command = ["docker", "version", "--format", "{{.Server.Version}}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    main()
