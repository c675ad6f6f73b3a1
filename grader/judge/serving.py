"""What a judge does with each job that it gets, one after another.

What a check does not need is imported by the job that does: a check waits for the start of its judge.
"""

from __future__ import annotations

from dataclasses import replace

from grader.benched import Benched
from grader.judge.far.sandbox_pool import SandboxPool
from grader.judge.far.session import Fault, Worker
from grader.judge.job_run import JobRun
from grader.judge.jobs import Jobs
from grader.judge.own import give_back
from grader.judge.phases import Phases
from grader.judge.protocol import (
    Bench,
    BenchDone,
    Emit,
    Examples,
    ExamplesDone,
    Job,
    Manifest,
    Save,
    SaveDone,
    Step,
    Try,
    TryDone,
)
from grader.judge.standard.cases import StandardCases
from grader.judge.suite import JudgePlugin
from grader.tried import Tried


def serve(plugin: JudgePlugin, workers: SandboxPool, jobs: Jobs, emit: Emit) -> None:
    """Run jobs until there are no more."""
    standard = StandardCases(plugin)
    emit(Manifest(tuple(case.result(None) for case in (*plugin.cases.values(), *standard.cases.values()))))
    ready = False
    while (job := jobs.next()) is not None:
        phases = Phases()
        if not ready:
            ready = not isinstance(job, Job) or not job.skip
            if ready:  # else nothing runs, and nobody need wait for a sandbox
                with phases("sandbox"):
                    workers.reference().ready()
                phases.split("sandbox", "image", workers.image_s())
            emit(workers.describe(with_versions=ready))
        if isinstance(job, Try):
            emit(TryDone(job.id, _tried(plugin, workers, job)))
        elif isinstance(job, Bench):
            emit(BenchDone(job.id, _benched(plugin, workers, job, emit)))
        elif isinstance(job, Save):
            emit(_saved(plugin, workers, job))
        elif isinstance(job, Examples):
            emit(ExamplesDone(job.id, _examples(plugin, workers.reference(), job.text)))
        else:
            JobRun(plugin, standard, workers, job, jobs, emit, phases).judge()
            give_back()
    workers.finished.set()


def _examples(plugin: JudgePlugin, worker: Worker, text: str) -> str:
    """Doctest's report on the examples in `text`, run in a child with the reference; "" when all are true."""
    far = plugin.children.open(plugin.children.reference, worker)
    try:
        plugin.children.load(far, plugin.children.reference, 0)
        return str(far.ask("examples", text=text))
    except Fault as fault:
        return str(fault)
    finally:
        plugin.children.close(far)


def _tried(plugin: JudgePlugin, workers: SandboxPool, job: Try) -> Tried:
    """What comes of an input."""
    from grader.inputs.read import read_input
    from grader.judge.tryout import tried

    worker, reference = workers.submission(), plugin.children.reference_worker()
    worker.ready()
    if job.time_s and reference.cpu is not None:
        worker.set_cpu(reference.cpu)
    plan = read_input(job.input, job.file, plugin.exercise)
    found = tried(plugin.children, plan, job.source, worker, job.time_s)
    workers.done_with(worker, odd=True)
    return found


def _benched(plugin: JudgePlugin, workers: SandboxPool, job: Bench, emit: Emit) -> Benched:
    """What a benchmark finds; both sides on one processor, as for a timing."""
    from grader.inputs.read import read_input
    from grader.judge.bench import benched

    worker, reference = workers.submission(), plugin.children.reference_worker()
    worker.ready()
    if reference.cpu is not None:
        worker.set_cpu(reference.cpu)
    plan = read_input(job.input, job.file, plugin.exercise)
    plan = replace(plan, sizes=job.sizes or plan.sizes)
    found = benched(plugin.children, plan, job.source, worker, job.seconds, lambda text: emit(Step(job.id, text)))
    workers.done_with(worker, odd=True)
    return found


def _saved(plugin: JudgePlugin, workers: SandboxPool, job: Save) -> SaveDone:
    """A failing case, written down."""
    from grader.judge.saving import saved

    return saved(plugin, workers, job)
