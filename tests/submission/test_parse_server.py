"""One process parses many submissions: each as if it were alone, whatever became of those before."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from grader.errors import GraderError
from grader.report import LoadFailure
from grader.rules.source import Rules
from grader.submission.parse_server import ParseServer
from grader.submission.parsing import once, read

RULES = Rules(["softmax"], [], "numpy")
# It takes Python's parser as long as it may.
SLOW = b"import a" + b".a" * 65_000
SOURCES = {
    "right": b"x = 1\n",
    "forbidden": b"from scipy.special import softmax\n",
    "syntax": b"x = = 1\n",
    "newer": b'print(f"{", ".join("ab")}")\n',
    "deep": b"(" * 5000,
    "names": b"import numpy as np\n" + b"".join(b"n%d = np\n" % number for number in range(500)),
    "latin": "# coding: latin-1\nx = 'größer'\n".encode("latin-1"),
    "empty": b"",
    "long": b"x = 1\n" * 10_000,
}


@pytest.fixture
def server() -> Iterator[ParseServer]:
    """One, closed at the end."""
    made = ParseServer()
    yield made
    made.close()


@pytest.mark.slow
def test_each_answer_is_that_of_a_process_of_its_own(server: ParseServer) -> None:
    """In any order, and again."""
    alone = {name: read(source, RULES, probe=once) for name, source in SOURCES.items()}
    for names in (sorted(SOURCES), sorted(SOURCES, reverse=True)):
        assert {name: read(SOURCES[name], RULES, probe=server) for name in names} == alone
    assert len({str(answer) for answer in alone.values()}) >= 5


def test_one_process_serves_them_all(server: ParseServer) -> None:
    """And is gone when it is closed."""
    assert read(b"x = 1", probe=server) == ()
    process = server._process
    assert read(b"x = 2", probe=server) == () and process is not None and server._process is process
    server.close()
    assert process.returncode is not None


@pytest.mark.slow
def test_hostile_source_ends_its_own_child_only(server: ParseServer) -> None:
    """The next submission is parsed by the same process."""
    assert read(b"x = 1", probe=server) == ()
    process = server._process
    found = read(SLOW, RULES, probe=server)
    assert isinstance(found, LoadFailure) and found.facts["reason"] in ("slow", "parser")
    assert read(b"x = 1", probe=server) == () and server._process is process


def test_a_process_that_ends_is_replaced(server: ParseServer) -> None:
    """Whoever had asked it is told that it is our fault."""
    assert read(b"x = 1", probe=server) == ()
    server.kill()
    with pytest.raises(GraderError, match="did not work: it ended"):
        read(b"x = 1", probe=server)
    assert read(b"x = 1", probe=server) == ()


def test_its_last_words_are_told() -> None:
    """A program that does not start says why."""
    broken = ParseServer((sys.executable, "-c", "raise SystemExit('no such module')"))
    with pytest.raises(GraderError, match="did not work: it ended: no such module"):
        read(b"x = 1", probe=broken)


def test_no_answer_in_time_is_no_answer() -> None:
    """The process is ended, for its child may go on for ever."""
    silent = ParseServer((sys.executable, "-c", "import time; time.sleep(600)"))
    with pytest.raises(GraderError, match=r"did not work: .* timed out after"):
        read(b"x = 1", probe=silent, wall_s=0.5)
    assert silent._process is None


def test_any_thread_may_end_it_under_a_request() -> None:
    """The request fails at once."""
    silent = ParseServer((sys.executable, "-c", "import time; time.sleep(600)"))
    timer = threading.Timer(0.5, silent.kill)
    timer.start()
    began = time.monotonic()
    with pytest.raises(GraderError, match="did not work: it ended"):
        read(b"x = 1", probe=silent)
    assert time.monotonic() - began < 30


def test_it_ends_with_whoever_started_it() -> None:
    """Its standard input has ended then."""
    program = (
        "from grader.submission.parse_server import ParseServer\n"
        "from grader.submission.parsing import read\n"
        "server = ParseServer()\nread(b'x = 1', probe=server)\nprint(server._process.pid, flush=True)\n"
        "import os; os.kill(os.getpid(), 9)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False).stdout
    deadline = time.monotonic() + 10
    while _alive(int(said)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _alive(int(said))


def _alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] not in ("Z", "X")
    except (FileNotFoundError, ProcessLookupError):
        return False
