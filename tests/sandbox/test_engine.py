"""Finding the engine, and what is said when it can't be used."""

from __future__ import annotations

import hashlib
import json
import socket
import subprocess
import sys
from http.client import RemoteDisconnected

import pytest
from requests.exceptions import ReadTimeout

from grader.errors import GraderError
from grader.sandbox.docker.engine import _chosen, _usual, explained, find
from grader.texts import Text


def addresses(environ):
    """The addresses that are tried."""
    chosen, _ = _chosen(environ)
    return [chosen] if chosen else list(_usual(environ))


def test_an_absent_engine_is_said(tmp_path):
    """Without an engine the error names the address and what to do."""
    address = f"unix://{tmp_path}/none.sock"
    with pytest.raises(GraderError) as caught:
        find({"DOCKER_HOST": address})
    said = f'Docker is not running: no container engine answers at "{address}". DOCKER_HOST names it.'
    assert caught.value.message == said
    assert "--sandbox" in caught.value.remedy


def test_a_closed_port_is_an_absent_engine():
    """The same holds for an engine on another machine that does not listen."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(GraderError, match="no container engine answers at"):
            find({"DOCKER_HOST": address})


@pytest.mark.parametrize("address", ["nonsense", "foo://bar"])
def test_what_is_no_address_is_said(address):
    """A DOCKER_HOST that cannot be meant is named as such, with how to write one."""
    with pytest.raises(GraderError, match=r"is not the address of a container engine\. DOCKER_HOST names it") as caught:
        find({"DOCKER_HOST": address})
    assert address in caught.value.message and "unix:///" in caught.value.remedy


def test_a_host_that_nobody_knows_is_said():
    """The SDK's chain of errors is not shown; that the name is not known is."""
    with pytest.raises(GraderError) as caught, explained(Text("answer", "响应"), "tcp://nosuch:2375"):
        raise OSError("Max retries exceeded") from socket.gaierror(-2, "Name or service not known")
    assert caught.value.message.endswith('at "tcp://nosuch:2375": this machine knows no host of that name.')
    assert "Correct the name" in caught.value.remedy


def test_an_address_over_ssh_says_what_it_takes():
    """What the SDK needs for ssh is a package of its own."""
    with pytest.raises(GraderError, match="paramiko") as caught:
        find({"DOCKER_HOST": "ssh://nosuch.invalid"})
    assert "pip install paramiko" in caught.value.remedy


def test_a_forbidden_socket_is_said():
    """Without the right to use the socket the error says so, and names the group."""
    with pytest.raises(GraderError) as caught, explained(Text("answer", "响应"), "unix:///engine"):
        raise OSError("Connection aborted.", PermissionError(13, "Permission denied"))
    assert caught.value.message == 'You may not use the container engine at "unix:///engine": permission denied.'
    assert '"docker"' in caught.value.remedy


def test_an_engine_that_breaks_off_is_said():
    """An engine that ends in the middle of an answer is said to have broken off, without the SDK's tuple of errors."""
    with pytest.raises(GraderError) as caught, explained(Text("start a container", "启动容器"), "unix:///engine"):
        raise OSError("Connection aborted.", RemoteDisconnected("Remote end closed connection"))
    assert (
        caught.value.message == 'The container engine at "unix:///engine" broke off when it should start a container.'
    )
    assert "docker info" in caught.value.remedy


def test_a_slow_engine_is_said():
    """An engine that does not answer in time is said to hang."""
    with pytest.raises(GraderError) as caught, explained(Text("start a container", "启动容器"), "unix:///engine"):
        raise ReadTimeout
    assert caught.value.message == 'The container engine at "unix:///engine" did not start a container in time.'
    assert "docker ps" in caught.value.remedy


def test_what_is_no_engine_is_said(fake_engine):
    """Something else behind the address is reported with what went wrong."""
    fake_engine.answers["GET /version"] = (200, {"hello": "world"})
    with pytest.raises(GraderError, match="did not answer: what answers does not name a version") as caught:
        find({"DOCKER_HOST": fake_engine.address})
    assert "docker info" in caught.value.remedy


def test_the_engine_s_version_is_asked_once(fake_engine):
    """Finding it takes one round trip; its clients need none."""
    found = find({"DOCKER_HOST": fake_engine.address})
    found.client().close()
    assert (found.address, found.version) == (fake_engine.address, "1.41")
    assert fake_engine.requests() == ["GET /version"]


def test_the_user_s_choice_is_the_only_one(tmp_path):
    """DOCKER_HOST leaves no other address to try."""
    assert addresses({"DOCKER_HOST": "tcp://elsewhere:2375", "HOME": str(tmp_path)}) == ["tcp://elsewhere:2375"]


def test_the_usual_sockets_are_tried(tmp_path, monkeypatch):
    """Without a choice the sockets of Docker, rootless Docker, Podman and Docker Desktop are tried, if they exist."""
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    places = ["run/docker.sock", "run/podman/podman.sock", "home/.docker/run/docker.sock"]
    for place in places:
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).touch()
    environ = {"XDG_RUNTIME_DIR": str(tmp_path / "run"), "HOME": str(tmp_path / "home")}
    found = [f"unix://{tmp_path / place}" for place in places]
    assert addresses(environ) == ["unix:///var/run/docker.sock", *found]
    (tmp_path / places[0]).unlink()
    assert addresses(environ) == ["unix:///var/run/docker.sock", *found[1:]]
    assert addresses({}) == ["unix:///var/run/docker.sock"]


def context(folder, name, text):
    """Write a docker context."""
    place = folder / "contexts" / "meta" / hashlib.sha256(name.encode()).hexdigest()
    place.mkdir(parents=True)
    (place / "meta.json").write_text(text)


def test_the_current_context_is_followed(tmp_path, monkeypatch):
    """The context that `docker context use` chose names the address; DOCKER_CONTEXT goes before it."""
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    (tmp_path / "config.json").write_text('{"currentContext": "mine"}')
    for name in ("mine", "other"):
        address = {"Host": f"unix:///{name}.sock"}
        context(tmp_path, name, json.dumps({"Name": name, "Metadata": {}, "Endpoints": {"docker": address}}))
    assert addresses({}) == ["unix:///mine.sock"]
    assert addresses({"DOCKER_CONTEXT": "other"}) == ["unix:///other.sock"]
    assert addresses({"DOCKER_HOST": "tcp://elsewhere:1"}) == ["tcp://elsewhere:1"]


def test_a_context_that_is_of_no_use_is_said(tmp_path, monkeypatch):
    """A context that is missing or broken is named, with what to do; no other engine is taken silently."""
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    (tmp_path / "config.json").write_text("{}")
    context(tmp_path, "broken", "{")
    with pytest.raises(GraderError, match='"none" cannot be used: there is none of this name') as caught:
        find({"DOCKER_CONTEXT": "none"})
    assert "docker context use default" in caught.value.remedy
    with pytest.raises(GraderError, match='"broken" cannot be used: Detected corrupted meta file'):
        find({"DOCKER_CONTEXT": "broken"})


def test_the_sdk_is_imported_late():
    """Importing the sandbox modules does not import the SDK, which takes as long as everything else together."""
    program = "import sys, grader.sandbox.docker.backend, grader.sandbox.docker.image; print('docker' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", program], text=True) == "False\n"
