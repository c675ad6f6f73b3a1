"""The Docker sandbox's own affairs: what can't be seen from inside, sweeping, and what is said when it fails."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.sandbox import Limits, owner
from grader.sandbox.docker import image
from grader.sandbox.docker.backend import DEADLINE_LABEL, OWNER_LABEL, DockerBackend, _is_stale, sweep
from grader.sandbox.docker.engine import find


def containers(engine, name=OWNER_LABEL):
    """The ids of the containers that have this label."""
    client = engine.client()
    try:
        return {entry["Id"] for entry in client.containers(all=True, filters={"label": name})}
    finally:
        client.close()


def eventually(holds, wait_s=10):
    """Whether `holds` becomes true in time."""
    end = time.monotonic() + wait_s
    while not (gaps := holds()) and time.monotonic() < end:
        time.sleep(0.02)
    return gaps


@pytest.fixture(scope="module")
def sandbox(engine, say):
    """A Docker sandbox whose numpy image is there."""
    made = DockerBackend(engine=engine, progress=say)
    made.describe("numpy")
    return made


def start(sandbox, code, **limits):
    """Start a program."""
    return sandbox.start(["-I", "-c", code], target="numpy", limits=Limits(**limits))


WAIT = "import sys; sys.stdin.read()"


# ---- what can't be seen from inside


@pytest.mark.docker
def test_settings_that_cannot_be_seen_from_inside(sandbox, engine):
    """Prints are not logged, there is no swap, nothing is mounted, no init runs, and the container removes itself."""
    running = start(sandbox, WAIT)
    client = engine.client()
    try:
        found = client.inspect_container(running.container)
    finally:
        client.close()
        running.destroy()
    host = found["HostConfig"]
    assert host["LogConfig"]["Type"] == "none"
    assert host["Memory"] == host["MemorySwap"] == Limits().memory_bytes
    assert host["IpcMode"] == "none"
    assert host["NetworkMode"] == "none"
    assert (host["Init"], host["AutoRemove"], host["Privileged"]) == (False, True, False)
    assert [found["Mounts"], host["Binds"] or [], host["Devices"] or []] == [[], [], []]
    assert found["Image"] == sandbox.describe("numpy")
    assert (found["Config"]["Tty"], found["Config"]["StdinOnce"]) == (False, True)
    assert found["Config"]["Labels"][OWNER_LABEL] == owner.mine()


@pytest.mark.docker
def test_the_user_s_proxies_stay_outside(engine, sandbox, tmp_path, monkeypatch):
    """Proxies in the user's Docker configuration, which may hold a password, do not reach the container."""
    proxy = "http://name:password@proxy:1"
    (tmp_path / "config.json").write_text(json.dumps({"proxies": {"default": {"httpProxy": proxy}}}))
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    running = start(sandbox, "import os; print(sorted(os.environ))")
    said = running.read()
    running.destroy()
    assert b"PATH" in said
    assert b"proxy" not in said.lower()


@pytest.mark.docker
def test_an_ended_container_is_gone(sandbox, engine):
    """When the program ends by itself, its container goes too, and destroying it finds nothing to do."""
    running = start(sandbox, "print('done')")
    while running.read():
        pass
    assert eventually(lambda: running.container not in containers(engine))
    running.destroy()


@pytest.mark.docker
def test_an_image_is_named_by_its_digest(sandbox):
    """The provenance is the image's id; the name of the sandbox tells the runtime."""
    assert sandbox.describe("numpy").startswith("sha256:")
    assert (sandbox.name, DockerBackend(runtime="runsc").name) == ("docker", "docker+runsc")


# ---- sweeping


GRADER = """
import sys, time
from grader.sandbox import Limits
from grader.sandbox.docker.backend import DockerBackend
sleeper = "import signal, time; signal.signal(signal.SIGHUP, signal.SIG_IGN); print(1, flush=True); time.sleep(600)"
running = DockerBackend().start(["-I", "-c", sleeper], target="numpy", limits=Limits())
running.read()
print(running.container, flush=True)
time.sleep(600)
"""


@pytest.mark.docker
def test_a_killed_grader_s_container_is_swept(sandbox, engine):
    """A container that ignores the end of its input outlives its killed grader; a sweep removes it, and only it."""
    mine = start(sandbox, WAIT)
    grader = subprocess.Popen([sys.executable, "-c", GRADER], stdout=subprocess.PIPE, text=True)
    try:
        container = grader.stdout.readline().strip()
        assert container in containers(engine)
        sweep(engine)
        assert container in containers(engine), "its grader lives"
    finally:
        grader.kill()
        grader.communicate()
    time.sleep(0.3)
    assert container in containers(engine), "it should have ignored the end"
    assert sweep(engine) == 1
    assert eventually(lambda: container not in containers(engine), 2)
    assert mine.container in containers(engine)
    mine.destroy()
    assert sweep(engine) == 0


@pytest.mark.docker
def test_the_first_start_sweeps(sandbox, engine):
    """A sandbox sweeps once, at its first start."""
    client = engine.client()
    dead = f"{owner.mine().split(':')[0]}:1:0"
    left = client.create_container(sandbox.describe("numpy"), labels={OWNER_LABEL: dead, DEADLINE_LABEL: "0"})["Id"]
    client.close()
    running = start(DockerBackend(engine=engine), WAIT)
    running.destroy()
    assert left not in containers(engine)


def test_who_is_stale():
    """Stale is what a dead owner left, and what is well past its deadline, whoever owns it; nothing else."""
    mine, stranger = owner.mine(), "another-boot/1:1:1"
    dead = f"{mine.split(':')[0]}:1:0"
    assert _is_stale({OWNER_LABEL: dead, DEADLINE_LABEL: "2000"}, now_s=1000)
    assert not _is_stale({OWNER_LABEL: mine, DEADLINE_LABEL: "2000"}, now_s=1000)
    assert not _is_stale({OWNER_LABEL: stranger, DEADLINE_LABEL: "2000"}, now_s=2050)
    assert _is_stale({OWNER_LABEL: stranger, DEADLINE_LABEL: "2000"}, now_s=2061)
    assert not _is_stale({OWNER_LABEL: stranger, DEADLINE_LABEL: "soon"}, now_s=2061)


# ---- refusals


@pytest.mark.docker
def test_an_image_that_was_removed_is_said_and_rebuilt(engine):
    """If the image was removed since it was found, the error says so; the next start builds it again."""
    recipe = image.Recipe(f"FROM scratch AS numpy\nCOPY Dockerfile /{uuid.uuid4().hex}\n".encode())
    sandbox = DockerBackend(engine=engine, recipe=recipe)
    first = sandbox.describe("numpy")
    client = engine.client()
    try:
        client.remove_image(first, force=True)
        with pytest.raises(GraderError, match=f'"numpy" \\({first}\\) was removed while it was in use') as caught:
            start(sandbox, "pass")
        assert "Run the command again" in caught.value.remedy
        assert image.find(recipe.tag("numpy"), engine) == ""
        assert sandbox.describe("numpy") == image.find(recipe.tag("numpy"), engine) != ""
        before = containers(engine)
        with pytest.raises(GraderError, match=r"would not start a container: .*no such file or directory"):
            start(sandbox, "pass")  # there is no Python in this image
        assert containers(engine) == before
    finally:
        client.remove_image(recipe.tag("numpy"), force=True)
        client.close()


@pytest.mark.docker
def test_only_an_image_that_is_built_takes_time(engine):
    """Who waits for a build is told how long it took; who finds the image waits for nothing."""
    recipe = image.Recipe(f"FROM scratch AS numpy\nCOPY Dockerfile /{uuid.uuid4().hex}\n".encode())
    first, second = (DockerBackend(engine=engine, recipe=recipe) for _ in range(2))
    try:
        assert first.describe("numpy") == second.describe("numpy")
        assert first.image_s > 0
        assert second.image_s == 0
    finally:
        client = engine.client()
        client.remove_image(recipe.tag("numpy"), force=True)
        client.close()


@pytest.mark.docker
def test_an_unknown_runtime_is_said(engine):
    """A runtime that the engine does not have is named, with what to do."""
    sandbox = DockerBackend(engine=engine, runtime="nosuch")
    with pytest.raises(GraderError, match='The container engine has no runtime "nosuch"') as caught:
        start(sandbox, "pass")
    assert "--runtime" in caught.value.remedy


@pytest.fixture
def faked(fake_engine):
    """A sandbox on an engine that answers as it is told, and has the image."""
    made = DockerBackend(engine=find({"DOCKER_HOST": fake_engine.address}), recipe=image.Recipe(b"FROM scratch"))
    fake_engine.answers[f"GET /images/{image.Recipe(b'FROM scratch').tag('numpy')}/json"] = (200, {"Id": "sha256:1"})
    return made


def test_a_start_takes_three_round_trips(faked, fake_engine):
    """A start is create, attach, start; the image is looked for once, and the first start sweeps."""
    fake_engine.answers["GET /info"] = (200, {"CgroupVersion": "2"})
    for _ in range(2):
        start(faked, "pass").destroy()
    looked, rest = fake_engine.requests()[1], fake_engine.requests()[2:]
    steps = ["POST /containers/create", "POST /containers/c0ffee/attach", "POST /containers/c0ffee/start"]
    assert looked.startswith("GET /images/")
    sweep, version, remove = "GET /containers/json", "GET /info", "DELETE /containers/c0ffee"
    assert rest == [*steps, sweep, version, remove, *steps, remove]


def test_an_engine_that_did_not_tell_its_version_is_asked_again(faked, fake_engine):
    """Else one failed answer would leave the kernel's memory of every later container's files behind."""
    fake_engine.answers["GET /info"] = (500, {"message": "not now"})
    assert not faked.forgets()
    fake_engine.answers["GET /info"] = (200, {"CgroupVersion": "1"})
    assert faked.forgets()
    assert faked.forgets() and fake_engine.requests().count("GET /info") == 2


@pytest.mark.parametrize(
    ("version", "pause", "asked"),
    [
        ("1", 204, ["POST /containers/c0ffee/pause", "POST /containers/c0ffee/update"]),
        ("1", 409, ["POST /containers/c0ffee/pause"]),  # whatever runs on would ask for files again
        ("2", 204, []),  # there the kernel would end it for lack of memory, and say so in the log
    ],
)
def test_a_container_is_made_to_forget_before_it_goes(faked, fake_engine, version, pause, asked):
    """With control groups of version 1 a container is paused and given less memory than it has in use, then removed."""
    fake_engine.answers["GET /info"] = (200, {"CgroupVersion": version})
    fake_engine.answers["POST /containers/c0ffee/pause"] = (pause, {"message": "no"})
    fake_engine.answers["POST /containers/c0ffee/update"] = (500, {"message": "unable to set memory limit"})
    start(faked, "pass").destroy()
    told = fake_engine.requests()
    assert told[told.index("GET /info") + 1 :] == [*asked, "DELETE /containers/c0ffee"]
    limits = [json.loads(body) for request, body in fake_engine.asked if request.endswith("/update")]
    assert limits == [{"Memory": 6 << 20, "MemorySwap": 6 << 20}] * len(asked[1:])


@pytest.mark.parametrize(
    "warning",
    [
        "Your kernel does not support memory limit capabilities or the cgroup is not mounted. Limitation discarded.",
        "Your kernel does not support PIDs limit capabilities or the cgroup is not mounted. PIDs limit discarded.",
    ],
)
def test_a_limit_that_the_engine_drops_is_no_limit(faked, fake_engine, warning):
    """An engine that would run the container without a limit is refused, and the container removed."""
    fake_engine.answers["POST /containers/create"] = (201, {"Id": "c0ffee", "Warnings": [warning]})
    with pytest.raises(GraderError, match='cannot limit what a container takes: "Your kernel') as caught:
        start(faked, "pass")
    assert "delegation" in caught.value.remedy
    assert fake_engine.requests()[-1] == "DELETE /containers/c0ffee"
    assert "POST /containers/c0ffee/start" not in fake_engine.requests()


def test_a_harmless_warning_is_none(faked, fake_engine):
    """Warnings that do not loosen a limit of ours do not keep a container from starting."""
    warning = "Your kernel does not support swap limit capabilities. Memory limited without swap."
    fake_engine.answers["POST /containers/create"] = (201, {"Id": "c0ffee", "Warnings": [warning]})
    start(faked, "pass").destroy()


def test_an_engine_that_wants_the_profile_in_a_file_gets_it(faked, fake_engine):
    """Podman once took the name of a file where Docker takes the profile: it gets one, and it is deleted at the end."""
    said = "container create: opening seccomp profile failed: open {...}: file name too long"
    fake_engine.answers["POST /containers/create"] = (500, {"message": said})
    with pytest.raises(GraderError, match=r"would not create a container: .*seccomp profile failed"):
        start(faked, "pass")
    tried = [
        next(option for option in json.loads(body)["HostConfig"]["SecurityOpt"] if option.startswith("seccomp="))
        for request, body in fake_engine.asked
        if request == "POST /containers/create"
    ]
    assert len(tried) == 2
    assert json.loads(tried[0].removeprefix("seccomp="))["defaultAction"] == "SCMP_ACT_ERRNO"
    path = Path(tried[1].removeprefix("seccomp="))
    assert json.loads(path.read_text())["defaultAction"] == "SCMP_ACT_ERRNO"


def test_an_engine_that_knows_no_cap_on_files_is_asked_for_the_rest(faked, fake_engine):
    """Podman refuses a cap on the number of files: the scratch space is then capped in bytes only."""
    said = 'container create: unknown mount option "nr_inodes=4096": invalid mount option'
    fake_engine.answers["POST /containers/create"] = (500, {"message": said})
    with pytest.raises(GraderError, match="nr_inodes"):
        start(faked, "pass")
    bodies = [json.loads(body) for request, body in fake_engine.asked if request == "POST /containers/create"]
    first, second = (body["HostConfig"]["Tmpfs"]["/tmp"] for body in bodies)
    assert "nr_inodes=4096" in first
    assert second == first.replace(",nr_inodes=4096", "")


def test_an_engine_that_ignores_the_runtime_is_refused(fake_engine):
    """An engine that would run the container in another runtime than the one asked for is refused."""
    engine, recipe = find({"DOCKER_HOST": fake_engine.address}), image.Recipe(b"FROM scratch")
    fake_engine.answers[f"GET /images/{recipe.tag('numpy')}/json"] = (200, {"Id": "sha256:1"})
    fake_engine.answers["GET /containers/c0ffee/json"] = (200, {"HostConfig": {"Runtime": "oci"}})
    with pytest.raises(GraderError, match='would use the runtime "oci" instead of "runsc"') as caught:
        start(DockerBackend(engine=engine, recipe=recipe, runtime="runsc"), "pass")
    assert "--runtime" in caught.value.remedy
    assert fake_engine.requests()[-1] == "DELETE /containers/c0ffee"
    fake_engine.answers["GET /containers/c0ffee/json"] = (200, {"HostConfig": {"Runtime": "runsc"}})
    start(DockerBackend(engine=engine, recipe=recipe, runtime="runsc"), "pass").destroy()


def test_an_engine_that_dies_while_starting_is_said(faked, fake_engine):
    """If the engine goes away between two steps, the error says at which, and the container is not forgotten."""
    fake_engine.answers["POST /containers/c0ffee/start"] = None
    with pytest.raises(GraderError, match=r"broke off when it should start a container") as caught:
        start(faked, "pass")
    assert "docker info" in caught.value.remedy
    assert fake_engine.requests()[-1] == "DELETE /containers/c0ffee"


def test_a_sweep_that_fails_leaves_nothing(faked, fake_engine):
    """If the sweep at the first start fails, the error is told and the container that was just started is removed."""
    fake_engine.answers["GET /containers/json"] = (500, {"message": "list lost"})
    with pytest.raises(GraderError, match='would not list the containers: "list lost"'):
        start(faked, "pass")
    assert fake_engine.requests()[-1] == "DELETE /containers/c0ffee"


def test_an_engine_that_refuses_to_attach_is_said(faked, fake_engine):
    """A refusal in the middle is told in the engine's words, and the container removed."""
    fake_engine.answers["POST /containers/c0ffee/attach"] = (409, {"message": "no attaching today"})
    with pytest.raises(GraderError, match='would not attach to a container: "no attaching today"'):
        start(faked, "pass")
    assert fake_engine.requests()[-1] == "DELETE /containers/c0ffee"


def test_destroy_raises_nothing(faked, fake_engine):
    """An engine that refuses to remove, or is gone, does not make `destroy` raise."""
    fake_engine.answers["DELETE /containers/c0ffee"] = (500, {"message": "device busy"})
    start(faked, "pass").destroy()
    fake_engine.answers["DELETE /containers/c0ffee"] = None
    start(faked, "pass").destroy()
