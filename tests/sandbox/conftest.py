"""The sandboxes that the conformance suite runs over, with the known exceptions of each, and how a test uses one.

A sandbox joins by a line in CANDIDATES. Its exceptions name tests of test_conformance.py with the reason why the
test can't hold; one that begins to hold fails the suite (strict xfail), and so does one that names no test.
"""

from __future__ import annotations

import http.server
import json
import os
import re
import socketserver
import textwrap
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.sandbox import Backend, Limits, Sandbox
from grader.sandbox.docker.backend import DockerBackend
from grader.sandbox.local import cgroup
from grader.sandbox.local.bubblewrap import BubblewrapBackend
from grader.sandbox.local.process import ProcessBackend

# What a test allows a sandbox unless it says otherwise: little, so that a limit is met soon.
LIMITS = Limits(
    memory_bytes=256 << 20,
    pids=32,
    scratch_bytes=16 << 20,
    scratch_inodes=256,
    file_bytes=8 << 20,
    open_files=64,
    deadline_s=120,
)


@dataclass(frozen=True)
class Candidate:
    """A sandbox under test: how to make it (it may tell its progress), the marks of its tests, its known exceptions."""

    name: str
    make: Callable[[Callable[[str], None]], Backend]
    marks: tuple[pytest.MarkDecorator, ...] = ()
    exceptions: Mapping[str, str] = field(default_factory=dict)


_PROCESS_EXCEPTIONS = {
    "test_scratch_is_capped_in_bytes": "only the size of each file is limited",
    "test_scratch_is_capped_in_files": "only the size of each file is limited",
    "test_scratch_is_not_mapped_as_code": "the scratch space is a folder of the host's file system",
    "test_scratch_space_counts_as_memory": "the scratch space is a folder of the host's file system",
    "test_memory_is_capped_for_all_together": "without a control group memory is counted by process",
    "test_nothing_of_the_host_is_seen": "without a mount namespace names can be looked up",
    "test_no_process_of_the_host_is_seen": "without a pid namespace /proc shows all",
    "test_nothing_counts_the_whole_machine": "without a mount namespace /proc is the machine's",
    "test_reading_a_file_leaves_no_mark_on_it": "without a mount namespace files are where the machine has them",
    "test_what_it_was_the_first_to_read_is_forgotten": "without a control group nobody knows who was the first",
}
if os.geteuid():
    _PROCESS_EXCEPTIONS["test_two_at_once_are_different_users"] = "only root can give a sandbox a user of its own"
    _PROCESS_EXCEPTIONS["test_no_rights"] = "only root can empty the bounding set, which no_new_privs makes worthless"

_BUBBLEWRAP_EXCEPTIONS = {
    "test_scratch_space_counts_as_memory": "without a control group files are not counted",
    "test_memory_is_capped_for_all_together": "without a control group memory is counted by process",
    "test_what_it_was_the_first_to_read_is_forgotten": "without a control group nobody knows who was the first",
}


def _bubblewrap(_say: Callable[[str], None]) -> Backend:
    """Bubblewrap; GraderError where it does not work."""
    sandbox = BubblewrapBackend()
    sandbox.available("numpy")
    return sandbox


CANDIDATES = (
    Candidate("docker", lambda say: DockerBackend(progress=say), marks=(pytest.mark.docker,)),
    Candidate("bubblewrap", _bubblewrap, exceptions={} if cgroup.can_make() else _BUBBLEWRAP_EXCEPTIONS),
    Candidate("process", lambda _say: ProcessBackend(), exceptions=_PROCESS_EXCEPTIONS),
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that takes `trial` over every sandbox."""
    if "trial" in metafunc.fixturenames:
        name = metafunc.function.__name__
        params = [
            pytest.param(
                candidate,
                id=candidate.name,
                marks=[
                    *candidate.marks,
                    *(
                        [pytest.mark.xfail(reason=candidate.exceptions[name], strict=True)]
                        if name in candidate.exceptions
                        else []
                    ),
                ],
            )
            for candidate in CANDIDATES
        ]
        metafunc.parametrize("trial", params, indirect=True)


class Trial:
    """What a test does with a sandbox: run small programs in it and look at what is left."""

    def __init__(self, sandbox: Backend) -> None:
        self.sandbox = sandbox
        # Stands in the command line of every process that is started, which the host can see.
        self.mark = f"dlgrade-trial-{uuid.uuid4().hex}"
        self._started: list[Sandbox] = []

    def start(self, code: str, *, target: str = "numpy", cpu: int | None = None, **limits: float) -> Sandbox:
        """Start a program, under LIMITS but for those that are given; it is destroyed at the end of the test."""
        command = ["-I", "-c", f"{textwrap.dedent(code)}\n# {self.mark}"]
        _require(self.sandbox, target)
        running = self.sandbox.start(command, target=target, limits=replace(LIMITS, **limits), cpu=cpu)
        self._started.append(running)
        return running

    def run(self, code: str, *, target: str = "numpy", **limits: float) -> str:
        """Run a program to its end; what it printed, and its errors after that."""
        running = self.start(code, target=target, **limits)
        output = self.read_all(running)
        running.destroy()
        return output.decode() + running.stderr_tail()

    def read_all(self, running: Sandbox, wait_s: float = 60) -> bytes:
        """Everything up to the end of the output; the test fails if the end does not come in time."""
        pieces: list[bytes] = []

        def read() -> None:
            while piece := running.read():
                pieces.append(piece)

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        reader.join(wait_s)
        assert not reader.is_alive(), f"no end of the output after {wait_s} s; so far: {b''.join(pieces)[-500:]!r}"
        return b"".join(pieces)

    def read_line(self, running: Sandbox) -> str:
        """The output up to the end of a line, which must be where the program pauses."""
        line = b""
        while not line.endswith(b"\n"):
            piece = running.read()
            assert piece, f"the output ended after {line!r}; errors: {running.stderr_tail()}"
            line += piece
        return line.decode()

    def eventually(self, holds: Callable[[], bool], wait_s: float = 10) -> bool:
        """Whether `holds` becomes true in time."""
        end = time.monotonic() + wait_s
        while not (gaps := holds()) and time.monotonic() < end:
            time.sleep(0.02)
        return gaps

    def processes(self) -> list[int]:
        """The processes of this trial that the host sees. None, where the sandbox is on another machine."""
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                if self.mark.encode() in path.read_bytes():
                    found.append(int(path.parent.name))
            except OSError:
                continue
        return found

    def on_the_host(self, path: str) -> Path:
        """Where a file lies that is called `path` inside; the test is skipped where that is out of our reach."""
        found = Path(path)
        if isinstance(self.sandbox, DockerBackend):
            client = self.sandbox.engine.client()
            try:
                storage = client.inspect_image(self.sandbox.describe("numpy"))["GraphDriver"]["Data"]
            finally:
                client.close()
            found = Path((storage or {}).get("UpperDir", "/nowhere"), path.removeprefix("/"))
        if not os.access(found, os.R_OK):
            pytest.skip("the files of the sandbox are out of reach for us")
        return found

    def destroy_all(self) -> None:
        """End what was started."""
        for running in self._started:
            running.destroy()


@pytest.fixture(scope="session")
def sandboxes(say: Callable[[str], None]) -> Callable[[Candidate], Backend]:
    """One sandbox of each kind for the whole run. An image that it needs is built now, aloud."""
    made: dict[str, Backend] = {}

    def make(candidate: Candidate) -> Backend:
        if candidate.name not in made:
            sandbox = candidate.make(say)
            _require(sandbox, "numpy")
            sandbox.describe("numpy")
            made[candidate.name] = sandbox
        return made[candidate.name]

    return make


def _require(sandbox: Backend, target: str) -> None:
    """Skip the test where this machine can't have the sandbox, if it is one of those that ask (`available`)."""
    try:
        getattr(sandbox, "available", lambda _target: None)(target)
    except GraderError as error:
        pytest.skip(f"{sandbox.name}: {error.message}")


@pytest.fixture(scope="session")
def candidates() -> tuple[Candidate, ...]:
    """The sandboxes under test."""
    return CANDIDATES


@pytest.fixture
def trial(request: pytest.FixtureRequest, sandboxes: Callable[[Candidate], Backend]) -> Iterator[Trial]:
    """A sandbox to try."""
    found = Trial(sandboxes(request.param))
    yield found
    found.destroy_all()


class FakeEngine:
    """An engine on a socket that answers as it is told: for refusals that a real one can't be brought to.

    `answers` maps "METHOD /path" (without the version) to a status and what is sent as JSON, or to None: then the
    connection is closed without an answer. `asked` keeps what was asked, with the body.
    """

    def __init__(self, folder: Path) -> None:
        self.answers: dict[str, tuple[int, object] | None] = {
            "GET /version": (200, {"ApiVersion": "1.41", "Version": "fake"}),
            "POST /containers/create": (201, {"Id": "c0ffee", "Warnings": []}),
            "POST /containers/c0ffee/attach": (101, None),
            "POST /containers/c0ffee/start": (204, None),
            "DELETE /containers/c0ffee": (204, None),
            "GET /containers/json": (200, []),
        }
        self.asked: list[tuple[str, str]] = []
        path = folder / "engine.sock"
        self.address = f"unix://{path}"
        fake = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
                plain = re.sub(r"^/v[\d.]+", "", self.path).partition("?")[0]
                request = f"{self.command} {plain}"
                fake.asked.append((request, body))
                found = fake.answers.get(request, (404, {"message": f"the fake knows no {request}"}))
                if found is None:
                    self.close_connection = True
                    return
                status, content = found
                data = b"" if content is None else json.dumps(content).encode()
                self.send_response(status)
                if status == 101:
                    self.send_header("Connection", "Upgrade")
                    self.end_headers()
                    self.rfile.read()
                    return
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_DELETE = answer  # noqa: N815 the names are those of http.server

            def log_message(self, *_: object) -> None:
                """Say nothing."""

            def address_string(self) -> str:
                return "a socket"

        class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                """Say nothing of a client that has left."""

        self.server = Server(str(path), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def requests(self) -> list[str]:
        """What was asked, in order."""
        return [request for request, _ in self.asked]


@pytest.fixture
def fake_engine(tmp_path: Path) -> Iterator[FakeEngine]:
    """An engine that answers as it is told."""
    fake = FakeEngine(tmp_path)
    yield fake
    fake.server.shutdown()
    fake.server.server_close()
