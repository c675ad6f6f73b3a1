"""Which sandbox is used: by name, by the environment, by what works; and what is said of it."""

from __future__ import annotations

import pytest

from grader.errors import GraderError, UsageError
from grader.sandbox import MissingPackage
from grader.sandbox.choice import NAMES, choose, strength


class Stub:
    """A sandbox that only has a name, and says how its image is."""

    def __init__(self, name: str, *, image: str = "an image") -> None:
        self.name, self.image = name, image

    def describe(self, target: str) -> str:
        """The image, unless it can't be built."""
        if not self.image:
            raise GraderError(f'The image for "{target}" could not be built.', "Look at the log.")
        return self.image


class Machine:
    """Makers of stubs, of which some refuse; it keeps what was tried and said."""

    def __init__(self, *refusing: str, image: str = "an image") -> None:
        self.tried: list[str] = []
        self.said: list[str] = []
        self.refusing, self.image = refusing, image
        self.missing: tuple[str, ...] = ()

    def choose(self, requested: str = "auto", *, runtime: str = "", environ: dict[str, str] | None = None) -> str:
        """The name of what is chosen."""
        chosen = choose(
            requested,
            target="numpy",
            runtime=runtime,
            progress=self.said.append,
            environ=environ or {},
            makers={name: lambda name=name: self._make(name) for name in NAMES},
        )
        return chosen.name

    def _make(self, name: str) -> Stub:
        self.tried.append(name)
        if name in self.missing:
            raise MissingPackage("The exercise needs a package.", "Install it.")
        if name in self.refusing:
            raise GraderError(f"No {name} here.", f"Get {name}.")
        return Stub(name, image=self.image)


def test_auto_takes_the_strongest():
    """Where everything works, the container engine is used, nothing else is tried and nothing is said."""
    machine = Machine()
    assert machine.choose() == "docker"
    assert machine.tried == ["docker"]
    assert machine.said == []


def test_auto_passes_over_what_does_not_work():
    """What does not work is passed over, the next strongest is used, and the reasons are told."""
    machine = Machine("docker")
    assert machine.choose() == "bubblewrap"
    assert [said.en for said in machine.said] == ['No docker here. The sandbox "bubblewrap" is used instead.']
    machine = Machine("docker", "bubblewrap")
    assert machine.choose() == "process"
    assert [said.en for said in machine.said] == [
        'No docker here. No bubblewrap here. The sandbox "process" is used instead.'
    ]


def test_auto_with_nothing_that_works():
    """Where nothing works, every reason is told, and the last remedy."""
    with pytest.raises(GraderError) as caught:
        Machine(*NAMES).choose()
    assert caught.value.message == ("No sandbox works here. No docker here. No bubblewrap here. No process here.")
    assert caught.value.remedy == "Get process."


def test_a_missing_package_is_told_as_such():
    """What the exercise lacks comes first, with what to do; that no other sandbox makes up for it, behind."""
    machine = Machine("docker")
    machine.missing = ("bubblewrap", "process")
    with pytest.raises(GraderError) as caught:
        machine.choose()
    assert str(caught.value) == "The exercise needs a package. No docker here.\nInstall it."


def test_a_named_one_is_used_or_refused():
    """A sandbox that is asked for by name is used although a stronger one works, and no other takes its place."""
    machine = Machine()
    assert machine.choose("process") == "process"
    assert machine.tried == ["process"]
    with pytest.raises(GraderError, match=r"No bubblewrap here\.\nGet bubblewrap\."):
        Machine("bubblewrap").choose("bubblewrap")


def test_the_environment_says_what_auto_means():
    """DLGRADE_SANDBOX decides when nothing was asked for, and only then."""
    assert Machine().choose(environ={"DLGRADE_SANDBOX": "bubblewrap"}) == "bubblewrap"
    assert Machine().choose(environ={"DLGRADE_SANDBOX": ""}) == "docker"
    assert Machine().choose("process", environ={"DLGRADE_SANDBOX": "bubblewrap"}) == "process"
    with pytest.raises(UsageError) as caught:
        Machine().choose(environ={"DLGRADE_SANDBOX": "dokcer"})
    assert caught.value.message == 'There is no sandbox "dokcer".'
    assert caught.value.remedy == "Choose one of: auto, process, bubblewrap, docker."


def test_a_runtime_means_the_engine():
    """Who names a runtime gets the container engine or an error, never a sandbox without runtimes."""
    assert Machine().choose(runtime="runsc") == "docker"
    with pytest.raises(GraderError, match="No docker here"):
        Machine("docker").choose(runtime="runsc")
    with pytest.raises(UsageError) as caught:
        Machine().choose("process", runtime="runsc")
    assert caught.value.message == 'The sandbox "process" has no runtimes, so "runsc" cannot be one.'


def test_an_image_that_cannot_be_built_is_no_reason_for_a_weaker_sandbox():
    """When the engine answers and the build fails, that is the error."""
    machine = Machine(image="")
    with pytest.raises(GraderError, match='The image for "numpy" could not be built'):
        machine.choose()
    assert machine.tried == ["docker"]


def test_strength_is_an_order():
    """Sandboxes can be compared by their names as reports hold them."""
    names = ["process", "bubblewrap", "docker", "docker+runsc"]
    assert sorted(names, key=strength) == names
    assert len({strength(name) for name in names}) == 4
    assert strength("docker+crun") == strength("docker")
    with pytest.raises(UsageError, match='There is no sandbox "vm"'):
        strength("vm")


def test_the_real_makers_are_asked():
    """Without stubs, the sandboxes of this machine are made and checked for the target."""
    assert choose("process", target="numpy", progress=print, environ={}).name == "process"
    with pytest.raises(GraderError, match="This exercise needs no_such_package"):
        choose("process", target="no_such_package", progress=print, environ={})
    with pytest.raises(GraderError, match="This exercise needs no_such_package"):
        choose("bubblewrap", target="no_such_package", progress=print, environ={})


@pytest.mark.docker
def test_the_engine_is_chosen_here(engine):
    """Where an engine answers, "auto" is the Docker sandbox with an image that exists."""
    chosen = choose("auto", target="numpy", progress=print, environ={})
    assert chosen.name == "docker"
    assert chosen.describe("numpy").startswith("sha256:")
