"""The judge's sandboxes: one for the reference, kept; one for each submission, or one that submissions share."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.catalogue.exercise import Exercise
from grader.errors import UsageError
from grader.judge.protocol import Configuration, Emit, Isolation, Options, Progress, Ready, Trust
from grader.sandbox import Backend, SandboxGone
from grader.texts import Text, as_text

if TYPE_CHECKING:
    from grader.judge.far.session import Worker

# An engine that does not answer, or an image that must be built, takes longer; the judge gets ready meanwhile.
_HEAD_START_S = 1.0
# In Chinese, why a sandbox cannot be shared, as `grader.worker.remains` says it.
_UNFIT = {"no namespace of its own": "没有自己的命名空间", "no filter of system calls": "没有系统调用过滤器"}


class SandboxPool:
    """The judge's sandboxes: one for the reference, kept; and those for submissions.

    Fresh, each of these serves one submission. Shared, it serves the next one as well when it is as it was before the
    first, and nothing odd has happened in it.
    """

    def __init__(self, exercise: Exercise, configuration: Configuration, emit: Emit) -> None:
        self.exercise, self.emit = exercise, emit
        self.target = exercise.target
        # The check of the rules at run time looks into them, in a child for each public case: 14 ms of CPU each.
        self.more = ("numpy.ma", "numpy.polynomial") if exercise.rules and exercise.framework == "numpy" else ()
        self.options = configuration.options
        self.trusted = self.options.trust is Trust.OURS
        self.shared = self.options.isolation is Isolation.SHARED and not self.trusted
        self.finished = threading.Event()
        self._alive: list[Worker] = []
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(max_workers=3, thread_name_prefix="start")
        self._sandbox = self._pool.submit(self._choose)
        # The submission on the first of the leased processors, the reference on the last. Without a lease nothing is
        # pinned: nobody knows what else runs.
        self._cpu, self._reference_cpu = _ends(configuration.cpus)
        self._reference = self._pool.submit(self._start_reference)
        self._next: Future[Worker] | None = None if self.trusted else self._pool.submit(self._start, self._cpu)

    def starting(self) -> None:
        """Wait until a sandbox is chosen, or cannot be: what the judge imports next would hold those threads up."""
        wait([self._sandbox], _HEAD_START_S)

    def reference(self) -> Worker:
        """The reference's worker; a new one if the last has gone, or could not be started."""
        if self._reference.done() and (self._reference.exception() or self._reference.result().gone):
            self._reference = self._pool.submit(self._start_reference)
        return self._reference.result()

    def reference_lives(self) -> bool:
        """Whether the reference's worker, as it is now, answers."""
        return self._reference.result().lives()

    def submission(self) -> Worker:
        """A worker that no submission has used, or none that left anything; the reference's own when all are ours."""
        if self.trusted:
            return self.reference()
        started, self._next = self._next, None
        if started is None or _starved(started):
            started = self._pool.submit(self._start, self._cpu)
        worker = started.result()
        if worker.gone or (self.shared and worker.old):  # it was started long ago, and has come to its deadline
            self._end(worker)
            worker = self._pool.submit(self._start, self._cpu).result()
        return worker

    def record(self) -> None:
        """Write what the reference has answered so far to a file, where the options name one."""
        if self.options.record:
            from grader.judge.far.replay import ReplayedWorker
            from grader.judge.far.transcript import write

            worker = self.reference()
            assert isinstance(worker, ReplayedWorker), "trusted code has no tapes"
            write(Path(self.options.record), worker.tapes)

    def ahead(self) -> None:
        """Start the next submission's worker now; where they share one, it is started only when that is thrown away."""
        if not self.trusted and not self.shared:
            self._start_next()

    def done_with(self, worker: Worker, *, odd: bool = False) -> None:
        """End a submission's worker, or keep it for the next one; not if something was `odd` about this one."""
        if self.trusted:
            return
        if self.shared and not odd and worker.serves_another():
            self._next = Future()
            self._next.set_result(worker)
            return
        if self.shared:
            self._start_next()
        self._end(worker)

    def _start_next(self) -> None:
        if self._next is None:
            self._next = self._pool.submit(self._start, self._cpu)

    def _end(self, worker: Worker) -> None:
        worker.destroy()
        with self._lock:
            self._alive.remove(worker)

    def describe(self, *, with_versions: bool) -> Ready:
        """The sandbox's name, what runs in it, and what it does not hold; for versions the reference must be ready."""
        sandbox = self._sandbox.result()
        greeting = self.reference().ready() if with_versions else {}
        isolation, warnings = self.options.isolation, _warnings(sandbox)
        if unfit := greeting.get("unfit"):
            isolation, warnings = Isolation.FRESH, [*warnings, _not_shared(sandbox.name, unfit)]
        return Ready(
            sandbox.name, isolation, sandbox.describe(self.target), greeting.get("versions", {}), tuple(warnings)
        )

    def image_s(self) -> float:
        """How long it took to build the sandbox's image, where it was missing."""
        return float(self._sandbox.result().image_s)

    def destroy(self) -> None:
        """End every sandbox, those that are still starting too."""
        self.finished.set()
        # Before the sandbox is chosen, and its image built, none has been started: minutes of a build hold nothing up.
        self._pool.shutdown(wait=self._sandbox.done(), cancel_futures=True)
        with self._lock, ThreadPoolExecutor(max_workers=4) as ends:
            for worker in self._alive:
                ends.submit(worker.destroy)

    def _choose(self) -> Any:
        from grader.sandbox.choice import choose

        sandbox = choose(
            self.options.sandbox,
            target=self.target,
            runtime=self.options.runtime,
            progress=lambda text: self.emit(Progress(as_text(text))),
        )
        _refuse_weak(sandbox.name, self.options)
        return sandbox

    def _start_reference(self) -> Worker:
        """A worker for code of ours alone: what it answered one submission, it need not compute for the next."""
        from grader.judge.far.replay import ReplayedWorker

        worker = self._start(self._reference_cpu)
        if self.exercise.transcript is not None:
            from grader.judge.far.transcript import TranscriptWorker

            return TranscriptWorker(worker, self.exercise.transcript)
        return worker if self.trusted else ReplayedWorker(worker)

    def _start(self, cpu: int | None) -> Worker:
        from grader.judge.far.sandbox_worker import SandboxWorker

        sandbox = self._sandbox.result()
        if self.finished.is_set():
            raise SandboxGone("the judge is ending")
        worker = SandboxWorker(
            sandbox,
            target=self.target,
            memory_bytes=self.exercise.limits.memory_bytes,
            cpu=cpu,
            shared=self.shared,
            more=self.more,
        )
        with self._lock:
            self._alive.append(worker)
        return worker


def _ends(cpus: tuple[int, ...]) -> tuple[int | None, int | None]:
    return (cpus[0], cpus[-1]) if cpus else (None, None)


def _refuse_weak(name: str, options: Options) -> None:
    """Hold the chosen sandbox to what is asked for.

    Raises:
        UsageError: it is weaker.
    """
    from grader.sandbox.choice import strength

    required, _, may_be_shared = options.require.partition(":")
    if options.require and options.isolation is Isolation.SHARED and not may_be_shared:
        raise UsageError(
            Text(
                f"--require-sandbox {required} asks for a sandbox that serves one submission alone, and with "
                "--isolation shared it serves many.",
                f"--require-sandbox {required} 要求每份提交独占沙箱，而 --isolation shared 会让多份提交共用一个。",
            ),
            Text(
                f"Drop --isolation shared; or, where no marks rest on it, write --require-sandbox {required}:shared.",
                f"请去掉 --isolation shared；如果结果不用于计分，也可以写 --require-sandbox {required}:shared。",
            ),
        )
    if options.require and strength(name) < strength(required):
        raise UsageError(
            Text(
                f'The sandbox would be "{name}", but --require-sandbox asks for "{required}".',
                f"将使用的沙箱是“{name}”，而 --require-sandbox 要求“{required}”。",
            ),
            Text(
                "`dlgrade doctor` tells why no stronger one works here; fix that, or require less.",
                "`dlgrade doctor` 会说明为什么没有更强的沙箱可用；请解决该问题，或降低要求。",
            ),
        )
    if name == "process" and options.trust is Trust.OTHERS and not options.unsafe:
        raise UsageError(
            Text(
                'The sandbox would be "process", which does not hold other people\'s code.',
                "将使用的沙箱是“process”，它不足以限制他人的代码。",
            ),
            Text(
                "`dlgrade doctor` tells why no stronger one works here; if you trust these files, add --unsafe.",
                "`dlgrade doctor` 会说明为什么没有更强的沙箱可用；如果你信任这些文件，请加上 --unsafe。",
            ),
        )


def _not_shared(name: str, unfit: str) -> Text:
    return Text(
        f'The sandbox "{name}" cannot prove that nothing is left of a submission ({unfit}), so each gets a fresh one.',
        f"沙箱“{name}”无法证明提交没有留下任何东西（{_UNFIT.get(unfit, unfit)}），因此每份提交都使用全新的沙箱。",
    )


def _warnings(sandbox: Backend) -> list[Text]:
    """One sentence on what the sandbox does not hold; none where it holds all."""
    gaps = sandbox.gaps()
    if not gaps:
        return []
    return [
        Text(
            f'The sandbox "{sandbox.name}" does not hold everything: {"; ".join(gap.en for gap in gaps)}.',
            f"沙箱“{sandbox.name}”并不能限制一切：{'；'.join(gap.zh for gap in gaps)}。",
        )
    ]


def _starved(start: Future[Worker]) -> bool:
    """Whether a start failed for want of memory: it was begun beside a submission whose answers took the judge's."""
    # Python says of a thread for which there is no memory that it can't be started, by a RuntimeError.
    return isinstance(start.exception(), MemoryError | RuntimeError)
