"""How many bits a submission can leave for another one, by one channel after the other: docs/security.md has them.

    python tools/channels.py docker        (or bubblewrap, process; an image that is missing is built)

A program in one sandbox is given a random word and leaves it; when it has ended, a program in another sandbox, or in
the same one, reads. No other word passes between the two. What gets through is the number of bits times what a channel
with that share of wrong bits carries (Shannon: 1 - H). Times are of the two programs alone, not of starting sandboxes.
A program that the sandbox refuses what it needs leaves nothing: 0 bits.
"""

from __future__ import annotations

import json
import math
import os
import secrets
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.sandbox import MIB, Backend, Limits
from grader.sandbox.docker.backend import DockerBackend
from grader.sandbox.local.bubblewrap import BubblewrapBackend
from grader.sandbox.local.process import ProcessBackend

SANDBOXES = {"docker": DockerBackend, "bubblewrap": BubblewrapBackend, "process": ProcessBackend}
ROUNDS = 10
LIMITS = Limits(memory_bytes=384 * MIB, deadline_s=120)

# Both programs begin so. `salt` is new in each round, as a new version of a submission would have it.
COMMON = """
import ctypes, json, mmap, os, sys, time
BITS, SALT = {bits}, {salt!r}
clock = time.perf_counter_ns
def smaller(times):  # one of each pair took less
    return sum((one < other) << bit for bit, (one, other) in enumerate(times))
def files():
    folder = os.path.dirname(os.__file__)
    paths = [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".py")]
    return list(zip(paths[0::2], paths[1::2]))[:BITS]
def timed_read(path):
    descriptor = os.open(path, os.O_RDONLY)
    began = clock()
    os.pread(descriptor, 1, 0)
    took = clock() - began
    os.close(descriptor)
    return took
"""

EVICTED = (
    """
def leave(word):
    for bit, pair in enumerate(files()):
        for path, wanted in zip(pair, (word >> bit & 1, not word >> bit & 1)):
            descriptor = os.open(path, os.O_RDONLY)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_RANDOM)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            if wanted:
                os.pread(descriptor, 1, 0)
            os.close(descriptor)
""",
    """
def read():
    return smaller([(timed_read(one), timed_read(other)) for one, other in files()])
""",
)

FIRST_READ = (
    """
def leave(word):
    for bit, pair in enumerate(files()):
        timed_read(pair[1 - (word >> bit & 1)])
""",
    EVICTED[1],
)

# A name that nobody has is remembered by the kernel once somebody has asked for it.
NAMES = (
    """
folder, access = os.path.dirname(os.__file__), ctypes.CDLL(None).access
def names(bit, half):
    return [f"{folder}/{SALT}-{bit}-{half}-{number}".encode() for number in range(9)]
def leave(word):
    for bit in range(BITS):
        for name in names(bit, 1 - (word >> bit & 1)):
            access(name, 0)
""",
    """
folder, access = os.path.dirname(os.__file__), ctypes.CDLL(None).access
def timed(name):
    began = clock()
    access(name, 0)
    return clock() - began
def half(bit, which):
    names = [f"{folder}/{SALT}-{bit}-{which}-{number}".encode() for number in range(9)]
    return sorted(map(timed, names))[4]
def read():
    for number in range(2000):
        access(f"{folder}/{SALT}-{number}".encode(), 0)
    return smaller([(half(bit, 0), half(bit, 1)) for bit in range(BITS)])
""",
)

# The kernel numbers pipes for all together, in steps of 1024 for each processor.
PIPES = (
    """
def step():
    ends = os.pipe()
    number = os.fstat(ends[0]).st_ino
    os.close(ends[0]), os.close(ends[1])
    return number >> 10
def leave(word):
    aim = (word << 2 | 2) % (1 << BITS + 2)
    while step() % (1 << BITS + 2) != aim:
        pass
""",
    """
def read():
    ends = os.pipe()
    return (os.fstat(ends[0]).st_ino >> 12) % (1 << BITS)
""",
)

PROCESSES = (
    """
def fork():
    pid = os.fork()
    if not pid:
        os._exit(0)
    os.waitpid(pid, 0)
    return pid
def leave(word):
    while fork() % (1 << BITS) != word:
        pass
""",
    """
def read():
    pid = os.fork()
    if not pid:
        os._exit(0)
    os.waitpid(pid, 0)
    return (pid - {between}) % (1 << BITS)
""",
)

COUNTED = (
    """
def forks():
    with open("/proc/stat") as file:
        return int(next(line for line in file if line.startswith("processes")).split()[1])
def leave(word):
    aim = (word << 4 | 8) % (1 << BITS + 4)
    while forks() % (1 << BITS + 4) != aim:
        pid = os.fork()
        if not pid:
            os._exit(0)
        os.waitpid(pid, 0)
""",
    """
def read():
    with open("/proc/stat") as file:
        return (int(next(line for line in file if line.startswith("processes")).split()[1]) >> 4) % (1 << BITS)
""",
)


@dataclass(frozen=True)
class Channel:
    """How a word of `bits` is left and read.

    shared: by two programs of one sandbox, one after the other.
    cold: the files are evicted first, from outside, as if nobody had read them since the machine was started.
    """

    name: str
    programs: tuple[str, str]
    bits: int
    shared: bool = False
    cold: bool = False


CHANNELS = (
    Channel("files, evicted by `posix_fadvise` and read", EVICTED, 64),
    Channel("files that nobody had read before", FIRST_READ, 64, cold=True),
    Channel("files that nobody had read before", FIRST_READ, 64, shared=True, cold=True),
    Channel("names that no file has", NAMES, 64),
    Channel("names that no file has", NAMES, 64, shared=True),
    Channel("forks of the whole machine, `/proc/stat`", COUNTED, 6),
    Channel("the number of the next pipe", PIPES, 6),
    Channel("the number of the next process", PROCESSES, 10, shared=True),
)


def main() -> int:
    """The exit status."""
    if len(sys.argv) != 2 or sys.argv[1] not in SANDBOXES:
        print(f"usage: python tools/channels.py {'|'.join(SANDBOXES)}", file=sys.stderr)
        return 2
    sandbox: Backend = SANDBOXES[sys.argv[1]]()
    print("| channel | between | bits | wrong | get through | in |\n| --- | --- | --- | --- | --- | --- |")
    for channel in CHANNELS:
        outcomes = [tried(sandbox, channel) for _ in range(ROUNDS)]
        print(row(channel, [wrong for wrong, _ in outcomes], [wall_s for _, wall_s in outcomes]), flush=True)
    return 0


def row(channel: Channel, wrong: Sequence[int | None], walls_s: Sequence[float]) -> str:
    """A line of the table: `wrong` bits in each round, None where the sandbox refused."""
    between = "cases of a sandbox" if channel.shared else "sandboxes"
    if None in wrong:
        return f"| {channel.name} | {between} | {channel.bits} | - | 0: refused | - |"
    share = sum(number for number in wrong if number is not None) / (channel.bits * len(wrong))
    through, wall_s = channel.bits * carried(share), statistics.median(walls_s)
    return f"| {channel.name} | {between} | {channel.bits} | {share:.0%} | {through:.0f} | {wall_s:.1f} s |"


def carried(wrong: float) -> float:
    """What a bit carries, of which this share is wrong: its capacity on a binary symmetric channel."""
    if wrong in (0, 1):
        return 1.0
    return 1 + wrong * math.log2(wrong) + (1 - wrong) * math.log2(1 - wrong)


def tried(sandbox: Backend, channel: Channel) -> tuple[int | None, float]:
    """How many bits of a random word came out wrong (None: nothing could be left or read), and the programs' time."""
    word, salt = secrets.randbits(channel.bits), secrets.token_hex(8)
    if channel.cold:
        cool(sandbox)
    common = COMMON.replace("{bits}", str(channel.bits)).replace("{salt!r}", repr(salt))
    leaving, reading = (common + program for program in channel.programs)
    ends = (f"{leaving}\nleave({word})\ngot = None", f"{reading}\ngot = read()")
    if channel.shared:
        answers = run(sandbox, [end.replace("{between}", "2") for end in ends])
    else:
        answers = [run(sandbox, [end])[0] for end in ends]
    if any("refused" in answer for answer in answers):
        return None, 0.0
    return (answers[1]["got"] ^ word).bit_count(), sum(answer["wall_s"] for answer in answers)


def cool(sandbox: Backend) -> None:
    """Evict the files that the programs read. Those of an image lie where only root can read them."""
    folder = Path(os.__file__).parent
    if isinstance(sandbox, DockerBackend):
        client = sandbox.engine.client()
        storage = client.inspect_image(sandbox.describe("numpy"))["GraphDriver"]["Data"]
        client.close()
        (inside,) = run(sandbox, ["import os\ngot = os.path.dirname(os.__file__)"])
        folder = Path(storage["UpperDir"], inside["got"].removeprefix("/"))
    for path in folder.glob("*.py"):
        descriptor = os.open(path, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


# Runs each program in a child of its own, one after the other, as the worker runs cases; numpy, as the worker has it.
_HOST = """
import json, numpy, os, sys, time
for program in json.loads(sys.stdin.readline()):
    if not (pid := os.fork()):
        began = time.monotonic()
        space = {}
        try:
            exec(program, space)
            said = {"got": space["got"], "wall_s": time.monotonic() - began}
        except (OSError, StopIteration) as error:
            said = {"refused": str(error)}
        finally:
            print(json.dumps(said), flush=True)
            os._exit(0)
    os.waitpid(pid, 0)
sys.stdin.read()
"""


def run(sandbox: Backend, programs: Sequence[str]) -> list[dict[str, Any]]:
    """What came of programs that run in one sandbox, one after the other."""
    running = sandbox.start(["-I", "-c", _HOST], target="numpy", limits=LIMITS)
    try:
        running.write(json.dumps(programs).encode() + b"\n")
        said = b""
        while said.count(b"\n") < len(programs):  # then it waits: as a worker's, its end is ours to make
            more = running.read()
            if not more:
                raise SystemExit(f"a program ended without a word: {running.stderr_tail()}")
            said += more
        return [json.loads(line) for line in said.splitlines()]
    finally:
        running.destroy()


if __name__ == "__main__":
    sys.exit(main())
