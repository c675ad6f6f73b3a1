"""What `make bench` and `make bench-class` share: commands, clocks, answers to judge, and the parts of the page.

Everything of a table is measured in one run, its commands in turn: a busy machine then disturbs all of them alike.
What counts are the ratios.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from grader.catalogue.exercise import Catalogue, Exercise
from grader.installed import shipped
from grader.sandbox.docker.image import recipe

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/benchmarks.md"
DLGRADE = [sys.executable, "-m", "grader"]
# The limits that `grader.sandbox.docker.backend` sets, as far as the docker command has words for them.
HARDENED = [
    *("docker", "run", "--rm", "--network=none", "--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges"),
    *("--user=65534:65534", "--memory=1g", "--memory-swap=1g", "--pids-limit=64", "--ipc=none", "--log-driver=none"),
    *("--tmpfs=/tmp:rw,noexec,nosuid,size=64m", "--env=OMP_NUM_THREADS=1"),
]
_TESTS = {"numpy": "test_softmax.py", "torch": "test_attention.py"}


class Batch(NamedTuple):
    """What a folder took, in seconds: of wall clock, and of all processors of the machine."""

    wall_s: float
    cpu_s: float


Batches = dict[str, list[Batch]]


def exercises() -> dict[str, Exercise]:
    """The exercises that are measured, by what they need."""
    known = Catalogue(shipped())
    return {"numpy": known["stable_softmax"], "torch": known["self_attention"]}


# ---------------------------------------------------------------- pytest in a container


@contextmanager
def pytest_site() -> Iterator[str]:
    """A folder with pytest, to be mounted; the images have none."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # it is read by another user
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-warn-script-location"]
        subprocess.run([*install, "--target", folder, "pytest"], check=True)
        yield folder


def pytest_inside(target: str, exercise: Exercise, site: str, submission: str) -> list[str]:
    """The command that an instructor would write with Docker and pytest alone, for one submission."""
    mounts = [f"--volume={ROOT / 'tools/plain'}:/tests:ro", f"--volume={site}:/site:ro"]
    mounts += [f"--volume={submission}:/submission.py:ro", f"--volume={exercise.reference}:/reference.py:ro"]
    names = ["--env=PYTHONPATH=/site", "--env=SUBMISSION=/submission.py", "--env=REFERENCE=/reference.py"]
    pytest = ["python3", "-m", "pytest", "-q", "-p", "no:cacheprovider", f"/tests/{_TESTS[target]}"]
    return [*HARDENED, *mounts, *names, "--entrypoint=", recipe().tag(target), *pytest]


def pytest_for_each(files: str, at_once: int, target: str, exercise: Exercise, site: str) -> list[str]:
    """The command that runs `pytest_inside` for each of the files that a shell's pattern names."""
    inside = " ".join(pytest_inside(target, exercise, site, "{}"))
    return ["sh", "-c", f"ls {files} | xargs -P {at_once} -I {{}} {inside}"]


def plain(at_once: int) -> str:
    """How a table calls that command."""
    return f"xargs -P {at_once} docker run, pytest"


def answers(exercise: Exercise, count: int) -> Iterator[str]:
    """Different answers, three in ten of them wrong."""
    right = [exercise.reference, *exercise.right]
    wrong = [mistake.path for mistake in exercise.mistakes if str(mistake.verdict) == "WA"]
    for number in range(count):
        chosen = wrong[number % len(wrong)] if number % 10 < 3 else right[number % len(right)]
        yield f"# {number}\n{chosen.read_text(encoding='utf-8')}"


# ---------------------------------------------------------------- clocks


def run(command: list[str], *, may_fail: bool = False) -> None:
    """Run it. One `may_fail` that judges."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode and not may_fail:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout.decode()[-2000:]}")


def wall(action: Callable[[], None]) -> float:
    """The seconds that it takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def batch(action: Callable[[], None]) -> Batch:
    """What it takes while nothing else runs on the machine."""
    began = machine_cpu()
    wall_s = wall(action)
    return Batch(wall_s, machine_cpu() - began)


def machine_cpu() -> float:
    """Seconds that the machine's processors have been busy: containers are no children of ours. See proc_stat(5)."""
    user, nice, system, _, _, irq, softirq, *_ = map(int, Path("/proc/stat").read_text().split("\n")[0].split()[1:])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


# ---------------------------------------------------------------- the page


def batch_table(count: int, measured: Batches, *, base: str) -> str:
    """A row for each command: answers a second, how many times as many as the base's, and the processors' time."""
    lines = [
        f"| | median | answers per second | of `{base}` | CPU for each |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, runs in measured.items():
        ratio = statistics.median(other.wall_s / one.wall_s for one, other in zip(runs, measured[base], strict=True))
        wall_s, cpu_s = (statistics.median(values) for values in zip(*runs, strict=True))
        row = f"{wall_s:.1f} s | {count / wall_s:.2f} | {ratio:.2f} times | {cpu_s / count:.2f} s"
        lines.append(f"| `{name}` | {row} |")
    return "\n".join([*lines, ""])


def made(by: str) -> str:
    """The words that say when and where a part was measured."""
    command = ["docker", "version", "--format", "{{.Server.Version}}"]
    engine = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    return (
        f"Made by `{by}` on {datetime.now(UTC):%Y-%m-%d}, on {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, engine {engine}"
    )


def put(name: str, text: str, page: Path = PAGE) -> None:
    """Put a text in the place of the page that has this name; the rest stays as it is."""
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->\n"
    before, opened, rest = page.read_text(encoding="utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    if not opened or not closed:
        sys.exit(f'"{page}" lacks "{begin.strip()}" or "{end.strip()}".')
    page.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")
