"""How code gets into a worker: children opened, loaded, kept or ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from grader.catalogue.exercise import Entry, Exercise
from grader.judge.far.proxy import Side
from grader.judge.far.session import Session, SessionOptions, Worker
from grader.limits import MOST_LOADS, OWN_S, REFERENCE_S


@dataclass(frozen=True)
class Code:
    """Source that runs in a worker, and whose it is."""

    source: bytes
    role: str


class Children:
    """Opens sessions with the exercise's code loaded; the one place that knows how code gets into a worker.

    A child serves one case. Only a child for code of ours may serve many: it loads each code in a new module, and what
    other code left in the process stays. The reference has such children where it has a sandbox to itself (`apart`);
    while `shared` is set, for `dlgrade verify`, so has everything.

    What a case may take, in seconds: `time_s` the submission (or more, by the reference's time), `reference_s` the
    reference, for what it is asked may be the submission's, and `own_s` the judge.
    """

    def __init__(
        self, exercise: Exercise, reference_worker: Callable[[], Worker], *, apart: bool, own_s: float = OWN_S
    ) -> None:
        self.exercise, self.apart, self.own_s = exercise, apart, own_s
        self.reference_worker = reference_worker
        self.reference = Code(b"" if exercise.transcript else exercise.reference.read_bytes(), "reference")
        self.adapter = exercise.adapter.read_bytes() if exercise.adapter else None
        self.shared = False
        self.time_s = exercise.limits.time_s
        self.reference_s = max(REFERENCE_S, 3 * exercise.limits.time_s)
        self._options = SessionOptions(
            framework=exercise.framework,
            memory_bytes=exercise.limits.memory_bytes,
            output_bytes=exercise.limits.output_bytes,
            cpu_s=exercise.limits.load_s + 60 * exercise.limits.time_s,
        )
        self._idle: list[Session] = []

    def open(self, code: Code, worker: Worker) -> Side:
        """A child of `worker`, which has loaded nothing of this case yet."""
        limit_s = self.exercise.limits.load_s
        session = self._kept(worker) if self.shared else worker.open(self._options, limit_s)
        return Side(session, self.exercise.framework, code.role)

    def open_reference(self) -> Side:
        """The reference's side of a case."""
        worker = self.reference_worker()
        if not self.apart:
            return self.open(self.reference, worker)
        return Side(self._kept(worker), self.exercise.framework, self.reference.role)

    def close(self, far: Side) -> None:
        """End the child, or keep it for the next case."""
        if far.session.kept:
            self._idle.append(far.session)
        else:
            far.session.close()

    def _kept(self, worker: Worker) -> Session:
        """A child that has served other code of ours, or a new one that will."""
        load_s = self.exercise.limits.load_s
        if self.shared:
            load_s = min(load_s, 2 * self.time_s)
        while self._idle:
            session = self._idle.pop()
            if session.worker is worker and session.usable and session.loads < MOST_LOADS:
                session.restart_clock(lambda: load_s)
                return session
            session.close()
        session = worker.open(self._options, load_s)
        session.kept = True
        return session

    def load(
        self,
        far: Side,
        code: Code,
        seed: int,
        limit_s: Callable[[], float] | None = None,
        *,
        entries: Sequence[Entry] = (),
    ) -> Any:
        """Run the code in the child, with its generators seeded; what it says of these entry points.

        From then on the session's time starts anew, under `limit_s` (default: a limit for trusted code).
        """
        limits = self.exercise.limits
        far.session.loads += 1
        asked = [[entry.name, list(entry.methods)] for entry in entries]
        described = far.load(source=code.source, adapter=self.adapter, entries=asked, seed=seed)
        far.session.restart_clock(limit_s or (lambda: limits.load_s + 60 * limits.time_s))
        far.transcript.answers.clear()
        return described
