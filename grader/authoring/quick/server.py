"""A judge inside a sandbox, beside code of ours: the workers are its own process.

`grader.authoring.quick.launcher` starts it.
"""

from __future__ import annotations

import importlib
from dataclasses import replace

from grader.authoring.quick.in_process import NearWorker
from grader.catalogue.exercise import Exercise
from grader.judge import server
from grader.judge.far.replay import ReplayedWorker
from grader.judge.far.sandbox_pool import SandboxPool
from grader.judge.far.session import Worker
from grader.judge.own import without_last_signal
from grader.judge.protocol import Configuration, Emit, Ready, Trust


def main() -> None:
    """As `grader.judge.server.main`, with the code beside the judge.

    An event goes through four processes on its way out, and a proof has half a million of them.
    """
    server.main(NearWorkers, at_once=False)


class NearWorkers(SandboxPool):
    """One process for everything: this one."""

    def __init__(self, exercise: Exercise, configuration: Configuration, emit: Emit) -> None:
        without_last_signal()
        self._beside = NearWorker()
        options = replace(configuration.options, trust=Trust.OURS)
        super().__init__(exercise, replace(configuration, options=options), emit)

    def describe(self, *, with_versions: bool) -> Ready:
        """Whoever started this judge chose its sandbox."""
        return Ready("near", versions=self.reference().ready()["versions"] if with_versions else {})

    def image_s(self) -> float:
        """No image is built for it."""
        return 0.0

    def _choose(self) -> None:
        """There is none to choose."""

    def submission(self) -> Worker:
        """The worker for the code that is judged. It answers anew each time; only the reference answers from tapes."""
        return self._beside

    def _start(self, cpu: int | None) -> Worker:
        if self.target == "torch":
            importlib.import_module("torch")
        return ReplayedWorker(NearWorker())
