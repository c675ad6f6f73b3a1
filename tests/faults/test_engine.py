"""The container engine dies, or loses an image, in the middle of a check: on an engine of the test's own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docker.errors import APIError, NotFound

from grader.sandbox.docker import engine as engines
from grader.sandbox.docker.backend import OWNER_LABEL
from grader.sandbox.docker.engine import Engine
from grader.sandbox.docker.image import ensure, load, quiet, recipe, save

from .conftest import RIGHT, Learner, assert_sound, assert_works, eventually, finish, slow

pytestmark = [pytest.mark.slow, pytest.mark.docker]


class OwnEngine:
    """An engine on a socket in `folder`, with a store of its own; nothing of another engine's is touched."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.address = folder, f"unix://{folder}/engine.sock"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = ["dockerd", "--host", self.address, "--bridge=none", "--iptables=false", "--ip6tables=false"]
        command += ["--data-root", f"{self.folder}/data", "--exec-root", f"{self.folder}/run"]
        command += ["--pidfile", f"{self.folder}/pid", "--ip-forward=false"]
        with open(self.folder / "log", "ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        if not eventually(self.answers, 60):
            tail = (self.folder / "log").read_text(errors="replace")[-1000:]
            self.kill()
            pytest.skip(f"no engine of our own can be started here: {tail}")

    def answers(self) -> bool:
        """Whether it does."""
        try:
            self.engine()
        except engines.GraderError:
            return False
        return True

    def engine(self) -> Engine:
        """As the grader finds it."""
        return engines.find({"DOCKER_HOST": self.address})

    def kill(self) -> None:
        """As a crash, or a machine that is short of memory, would end it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
            # Its helper dies with it. The next engine would take a dead one that nobody has collected for alive.
            (self.folder / "run/containerd/containerd.pid").unlink(missing_ok=True)

    def stop(self) -> None:
        """End it with all that it runs; only a living one ends its containers, and their mounts."""
        if self._process is None:
            self.start()
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(60)
        self._process = None

    def containers(self) -> list[dict[str, Any]]:
        """Those of graders, whatever their state.

        An engine that was killed while it removed a container, and ended what was left of it when it came back, may
        list it for ever as dead and say at once that there is no such container (20.10 seen): that is none.
        """
        client = self.engine().client()
        try:
            listed = client.containers(all=True, filters={"label": OWNER_LABEL})
            return [one for one in listed if one["State"] != "dead" or _is_known(client, one["Id"])]
        finally:
            client.close()


def _is_known(client: Any, container: str) -> bool:
    try:
        client.inspect_container(container)
    except NotFound:
        return False
    return True


@pytest.fixture(scope="module")
def kept_image(engine: Engine, tmp_path_factory: pytest.TempPathFactory, say: Callable[[str], None]) -> Path:
    """The numpy image in a file."""
    file = tmp_path_factory.mktemp("image") / "numpy.tar"
    ensure("numpy", say, engine=engine, recipe=recipe())
    save(file, ("numpy",), quiet, engine=engine, recipe=recipe())
    return file


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, kept_image: Path) -> Iterator[OwnEngine]:
    """An engine that has the image."""
    if os.geteuid() or not shutil.which("dockerd"):
        pytest.skip("only root can start an engine of its own, where there is one")
    found = OwnEngine(tmp_path_factory.mktemp("engine"))
    found.start()
    load(kept_image, quiet, engine=found.engine())
    yield found
    found.stop()
    # An engine that was killed leaves its mounts: its store's once for each time, and its containers'.
    mounts = [line.split()[1] for line in Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()]
    for mount in reversed([mount for mount in mounts if Path(mount).is_relative_to(found.folder)]):
        subprocess.run(["umount", "--lazy", mount], check=True)
    shutil.rmtree(found.folder, ignore_errors=True)  # what is still busy goes with pytest's own folder


def begin(learner: Learner, own: OwnEngine, *options: str) -> subprocess.Popen[str]:
    """A check with the engine that is in the middle: both containers run, and cases too."""
    learner.submission.write_text(slow(RIGHT), encoding="utf-8")
    command = learner.start(*options, sandbox="docker", DOCKER_HOST=own.address)
    assert eventually(lambda: sum(one["State"] == "running" for one in own.containers()) >= 2, 30)
    time.sleep(1.0)
    return command


@pytest.mark.parametrize("again_after_s", [None, 0.0])
def test_an_engine_that_is_killed(learner: Learner, own: OwnEngine, again_after_s: float | None) -> None:
    """It costs nobody a mark, whether it comes back at once or later; then a check works, and nothing is left."""
    command = begin(learner, own)
    own.kill()
    if again_after_s is None:
        assert_sound(finish(command))
        own.start()
    else:
        own.start()
        assert_sound(finish(command))
    learner.submission.write_text(RIGHT, encoding="utf-8")
    assert_works(learner.check(sandbox="docker", DOCKER_HOST=own.address))
    assert eventually(lambda: not own.containers()), own.containers()


def remove_all(own: OwnEngine, client: Any) -> None:
    """Every container; one that is on its way out already needs no help."""
    for container in own.containers():
        with contextlib.suppress(APIError):
            client.remove_container(container["Id"], force=True)


def test_containers_that_somebody_removes(learner: Learner, own: OwnEngine) -> None:
    """Somebody who removes all containers in the middle costs nobody a mark."""
    command = begin(learner, own)
    client = own.engine().client()
    remove_all(own, client)
    client.close()
    assert_sound(finish(command))
    assert eventually(lambda: not own.containers()), own.containers()


@pytest.mark.parametrize("containers", ["kept", "removed"])
def test_an_image_that_is_removed(learner: Learner, own: OwnEngine, kept_image: Path, containers: str) -> None:
    """Somebody who cleans up the images, or all that there is, in the middle of two checks costs nobody a mark."""
    other = learner.folder / "toolbox_2.py"
    other.write_text(slow(RIGHT), encoding="utf-8")
    command = begin(learner, own, str(other))
    client = own.engine().client()
    if containers == "removed":
        remove_all(own, client)
    for image in client.images():
        for name in image["RepoTags"] or []:
            client.remove_image(name, force=True)
    client.close()
    assert_sound(finish(command))
    load(kept_image, quiet, engine=own.engine())
    assert eventually(lambda: not own.containers()), own.containers()
