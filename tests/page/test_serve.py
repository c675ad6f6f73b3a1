"""`dlgrade serve` as a process: how it starts, whom it serves, and that nothing is left when it ends."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from grader import cli
from grader.catalogue.exercise import Catalogue
from grader.installed import shipped
from grader.progress.history import opened

SLUG = "stable_softmax"
AT = f"/exercise/{SLUG}"
REFERENCE = Catalogue(shipped())[SLUG].reference.read_text(encoding="utf-8")
WAIT_S = 60.0


class Server:
    """A running `dlgrade serve`, and a browser that it has let in."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grader", "serve", str(folder), "--port", "0", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "XDG_STATE_HOME": str(folder / "state"), "DLGRADE_LANG": "en"},
            start_new_session=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        ticks = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        self.took = sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
        found = re.search(r"(http://127\.0\.0\.1:\d+)/\?token=(\S+)", line)
        assert found, line
        self.base, self.token = found.groups()
        self.client = httpx.Client(base_url=self.base, timeout=WAIT_S, follow_redirects=True)
        assert self.client.get(f"/?token={self.token}").status_code == 200

    def send(self, method: str, path: str, facts: object) -> httpx.Response:
        """As our own page does."""
        return self.client.request(method, path, json=facts, headers={"origin": self.base})

    def events(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """What a page hears."""
        with self.client.stream("GET", f"{AT}/events") as answer:
            name = ""
            for line in answer.iter_lines():
                kind, _, value = line.partition(": ")
                if kind == "event":
                    name = value
                elif kind == "data":
                    yield name, json.loads(value)

    def end(self, number: int) -> tuple[int, str]:
        """Its exit code after a signal, and what it said on standard error; nothing that it started is left."""
        started = self.started()
        self.client.close()
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=20)
        deadline = time.monotonic() + 10
        while (left := started & set(_parents())) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not left
        return self.process.returncode, said

    def started(self) -> set[int]:
        """The processes that it has started, and theirs."""
        parents, found = _parents(), {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return found - {self.process.pid}


def _parents() -> dict[int, int]:
    """The parent of each process that runs."""
    done = subprocess.run(["ps", "-eo", "pid=,ppid=,stat="], capture_output=True, text=True, check=True)
    rows = (line.split() for line in done.stdout.splitlines())
    return {int(pid): int(parent) for pid, parent, state in rows if not state.startswith("Z")}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server with a warm judge in bubblewrap."""
    server = Server(tmp_path, "--sandbox", "bubblewrap")
    try:
        yield server
    finally:
        server.client.close()
        if server.process.poll() is None:
            os.killpg(server.process.pid, signal.SIGKILL)
            server.process.communicate()


@pytest.mark.slow
@pytest.mark.bubblewrap
def test_from_the_stub_to_accepted(server: Server) -> None:
    """Run, submit, cancel, another editor; each run is in the history that all commands share."""
    path = server.folder / f"{SLUG}.py"
    hears = server.events()
    name, facts = next(hears)
    assert (name, facts["tag"]) == ("file", "none")

    def until(wanted: str) -> tuple[list[str], dict[str, Any]]:
        seen = []
        for name, facts in hears:
            seen.append(name)
            if name == wanted:
                return seen, facts
        raise AssertionError(seen)

    assert server.send("POST", f"{AT}/run", {"text": facts["text"], "tag": "none"}).status_code == 200
    seen, report = until("report")
    assert report["verdict"] == "RTE" and report["partial"] and "case" in seen
    tag = server.client.get(f"{AT}/file").json()["tag"]
    assert server.send("POST", f"{AT}/run", {"text": REFERENCE, "tag": tag, "all": True}).status_code == 200
    seen, report = until("report")
    assert report["accepted"] and not report["partial"] and report["next"]["url"].startswith("/exercise/")
    assert path.read_text() == REFERENCE
    path.write_text("while True: pass\n")
    assert until("file")[1]["text"] == "while True: pass\n"
    assert server.send("POST", f"{AT}/run", {"all": True}).status_code == 200
    assert until("begun")[1]["all"]
    assert server.send("POST", f"{AT}/cancel", {}).status_code == 200
    until("cancelled")
    state = server.folder / "state" / "dlgrade" / "history.sqlite"
    with opened(print, place=state) as history:  # type: ignore[arg-type]
        assert [(one.verdict, one.complete) for one in history.attempts(SLUG)] == [("RTE", False), ("AC", True)]
    tried = server.send(
        "POST", f"{AT}/try", {"input": '{"args": [{"array": [1, 2]}]}', "text": REFERENCE, "tag": _tag(server)}
    )
    assert tried.json()["good"] and "0.731059" in tried.json()["html"]
    code, said = server.end(signal.SIGINT)
    assert code == 130 and "Traceback" not in said


def _tag(server: Server) -> str:
    return str(server.client.get(f"{AT}/file").json()["tag"])


@pytest.mark.slow
@pytest.mark.bubblewrap
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_nothing_is_left_when_it_is_ended_while_it_judges(server: Server, number: int) -> None:
    """The terminal is closed, or the process is killed: the judge and its sandbox end as well."""
    (server.folder / f"{SLUG}.py").write_text("while True: pass\n")
    assert server.send("POST", f"{AT}/run", {"all": True}).status_code == 200
    for name, _ in server.events():
        if name == "expected":
            break
    assert len(server.started()) > 1
    code, said = server.end(number)
    assert code == (-9 if number == signal.SIGKILL else 143) and "Traceback" not in said


@pytest.mark.slow
def test_it_starts_in_under_a_second(tmp_path: Path) -> None:
    """By the processor's clock, until the address is printed: the best of two, on however busy a machine."""
    took = []
    for _ in range(2):
        server = Server(tmp_path)
        took.append(server.took)
        server.end(signal.SIGTERM)
    assert min(took) < 0.9


def test_only_this_machine_can_reach_it() -> None:
    """Not by the address that others know it by."""
    from grader.page.serving import listening

    with listening(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With what to do."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert cli.run(["serve", str(tmp_path), "--port", str(port), "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert f"Port {port} cannot be used: it is taken." in said and "--port 0" in said


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "example.org"])
def test_it_refuses_to_listen_for_others(tmp_path: Path, capsys: pytest.CaptureFixture[str], host: str) -> None:
    """Whoever reaches it could run code."""
    assert cli.run(["serve", str(tmp_path), "--host", host, "--lang", "en"]) == 2
    assert f'cannot listen on "{host}"' in capsys.readouterr().err


@pytest.mark.parametrize("missing", ["starlette", "uvicorn", "jinja2"])
def test_without_the_extra_it_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], missing: str
) -> None:
    """By the command for how this program was installed."""
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == missing else real(name))
    assert cli.run(["serve", str(tmp_path), "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert f"needs {missing}" in said and "[web]" in said


def test_all_other_commands_go_without_the_extra() -> None:
    """Whoever does not want a page has none of its libraries."""
    without = "; ".join(f"sys.modules[{name!r}] = None" for name in ("starlette", "uvicorn", "jinja2", "markupsafe"))
    code = f"import sys; {without}; from grader.cli import run; sys.exit(run(['serve', '--help']) or run(['list']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
