"""The judge's sandboxes as a set: how they end."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from grader.catalogue.exercise import Exercise
from grader.errors import GraderError
from grader.judge.far.sandbox_pool import SandboxPool
from grader.judge.protocol import Configuration


def test_the_end_does_not_wait_for_an_image(toolbox: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while an image is built ends at once; and no sandbox is started should the build come to its end."""
    built, started = threading.Event(), []

    class Backend:
        name, remedy, image_s = "slow", "Wait.", 10.0

        def start(self, *_: object, **__: object) -> Any:
            started.append(self)
            raise GraderError("Started after the end.", "It must not be.")

        def describe(self, _target: str) -> str:
            return "an image"

    def choose(*_: object, **__: object) -> Backend:
        built.wait(10)
        return Backend()

    monkeypatch.setattr("grader.sandbox.choice.choose", choose)
    workers = SandboxPool(toolbox, Configuration("", ""), lambda event: None)
    began = time.monotonic()
    workers.destroy()
    assert time.monotonic() - began < 2
    built.set()
    time.sleep(0.3)
    assert started == []
