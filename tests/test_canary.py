"""Nothing of what must stay on the trusted side is in the submission's container, nor on its way there."""

from __future__ import annotations

import shutil
import struct
import sys
from pathlib import Path

import pytest

from grader.catalogue.exercise import Catalogue, Exercise
from grader.grading.client import JudgeProcess
from grader.judge.protocol import Job, Options

CATALOGUE = Path(__file__).resolve().parent / "catalogue"
EXPECTED = 123456.78901234

# The words are put together where they are planted; in this file, which is no part of the run, they may stand.
HIDDEN, REFERENCE, INPUT = "CANARY-of-the-hidden-test", "CANARY-of-the-reference", "CANARY-of-the-input"

TESTS = f'''
import numpy as np
from dlgrade.testing import assert_close, assert_equal, case

SECRET = "{HIDDEN}"


@case("The spy finds nothing", zh="间谍一无所获")
def test_spy(submission, reference):
    reference.scale(1.0)
    submission.scale.keep("{INPUT}")
    assert_equal(submission.scale("{INPUT}"), [SECRET])


@case("A wrong answer", zh="错误答案")
def test_wrong(submission):
    assert_close(submission.scale(np.zeros(64)), np.full(64, {EXPECTED!r}))
'''

# Searches its own memory, every file that it can read, its environment, and what the kernel tells of others. The
# patterns are written so that they do not match themselves.
SPY = r"""
import ctypes, os, re, struct

PATTERN = re.compile(
    rb"CANAR[Y]-of-the-hidden|CANAR[Y]-of-the-reference|CANAR[Y]-of-the-input|"
    + b"".join(
        b"[" + (b"\\" if c in b"\\]^-[" else b"") + bytes([c]) + b"]"
        for c in struct.pack("<d", float("123456.7890" "1234"))
    )
)


def scale(x, factor=2.0):
    if not isinstance(x, str):
        return x
    found = set()

    def search(where, data):
        for match in PATTERN.finditer(data):
            text = match.group().decode("latin-1")
            found.add(where + ":" + (text if text.isascii() else "expected value"))

    for line in open("/proc/self/maps"):
        span, rights = line.split()[:2]
        low, high = (int(part, 16) for part in span.split("-"))
        if "r" in rights and "[v" not in line:
            search("memory", ctypes.string_at(low, high - low))  # its own file /proc/self/mem is root's
    search("environment", repr(dict(os.environ)).encode())
    seen = 0
    for folder, names, files in os.walk("/"):
        if folder == "/":
            names[:] = [name for name in names if name not in ("proc", "sys", "dev")]
        for name in files:
            path = os.path.join(folder, name)
            if os.path.isfile(path) and not os.path.islink(path):
                try:
                    with open(path, "rb") as file:
                        search("files", file.read())
                        seen += 1
                except OSError:
                    pass
    for pid in filter(str.isdigit, os.listdir("/proc")):
        for name in ("environ", "cmdline", "mem", "maps"):
            try:
                with open(f"/proc/{pid}/{name}", "rb") as file:
                    search(f"/proc {name}", file.read(100000))
            except OSError:
                pass
    return [f"{seen > 1000} files seen", *sorted(found)]


class Counter:
    def __init__(self, start): ...

    def add(self, n): ...


def solve(f, low, high): ...


def total(n): ...
"""

# The judge's process as it is, except that what it writes to each sandbox is kept too.
RECORDER = """
import sys
import grader.judge.far.sandbox_worker as link
from grader.judge.server import main

folder = sys.argv[1]
plain_write = link.SandboxWorker.write

def write(self, data):
    with open(f"{folder}/sent-{id(self)}", "ab") as file:
        file.write(data)
    plain_write(self, data)

link.SandboxWorker.write = write
main()
"""


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    """The fixture exercise with canaries in the hidden test, the reference and an expected value."""
    shutil.copytree(CATALOGUE, tmp_path / "catalogue")
    found = Catalogue(tmp_path / "catalogue")["toolbox"]
    (found.folder / "exercise.toml").write_text(
        (found.folder / "exercise.toml").read_text().replace("time_s = 2", "time_s = 60")
    )
    found.tests[0].write_text(TESTS)
    found.tests[1].write_text(f'SECRET = "{HIDDEN}"\n' + found.tests[1].read_text())
    found.reference.write_text(f'SECRET = "{REFERENCE}"\n' + found.reference.read_text())
    return Catalogue(tmp_path / "catalogue")["toolbox"]


@pytest.mark.docker
def test_canaries_stay_on_the_trusted_side(exercise: Exercise, tmp_path: Path) -> None:
    """Hidden tests, the reference and expected values are in nothing that a submission's container gets or holds."""
    command = [sys.executable, "-c", RECORDER, str(tmp_path)]
    with JudgeProcess(exercise, Options(sandbox="docker"), command=command) as judge:
        judged = judge.judge(Job(SPY.encode(), seed="0"))
    cases = {case.id: case for case in judged.cases}
    failure = cases["spy"].failure
    assert failure is not None and failure.mismatch is not None, judged
    # The input is there, which shows that the spy can see; and nothing else is.
    assert failure.mismatch.actual == "['True files seen', 'memory:CANARY-of-the-input']  length 2"
    assert cases["wrong"].failure is not None and cases["wrong"].failure.kind == "mismatch"

    sent = [path.read_bytes() for path in tmp_path.glob("sent-*")]
    (to_reference,) = (data for data in sent if REFERENCE.encode() in data)
    (to_submission,) = (data for data in sent if data is not to_reference)
    assert INPUT.encode() in to_submission and b"def scale" in to_reference
    for secret in (HIDDEN.encode(), struct.pack("<d", EXPECTED), b"assert_close", b"def test_"):
        assert secret not in to_submission
