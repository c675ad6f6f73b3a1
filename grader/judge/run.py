"""One job of the judge: a submission through loading, its cases, the diagnosis and the timing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from grader.errors import GraderError
from grader.judge.bench import Code
from grader.judge.diagnose import diagnose
from grader.judge.jobs import Jobs
from grader.judge.judged import Judged
from grader.judge.loading import check_entries, load_fault
from grader.judge.phases import Phases
from grader.judge.plugin import Case, Failed, JudgePlugin
from grader.judge.protocol import CaseDone, Done, Emit, Examples, ExamplesDone, Job, Manifest
from grader.judge.rulecheck import forbidden_calls
from grader.judge.session import Fault, Worker
from grader.judge.timing import time_workloads
from grader.judge.workers import Workers
from grader.report import CaseResult, Failure, LoadFailure
from grader.sandbox import SandboxGone
from grader.texts import Text, as_text
from grader.verdict import Verdict

_TRIES = 2
_ENDED = Failure("died", {"exit_status": None, "signal": None})
_LIVES = Text("The sandbox lives through the rule check and the timing", "规则检查和计时期间沙箱保持运行")
_TRY_AGAIN = Text("Try again; `dlgrade doctor` checks the machine.", "请重试；`dlgrade doctor` 可以检查本机。")
Found = TypeVar("Found")


class _Ended(Exception):
    """The submission ended its sandbox twice in a row, while the reference's lived."""


class _GivenUp(Exception):
    """Nobody waits for the job any more."""


def serve(plugin: JudgePlugin, workers: Workers, jobs: Jobs, emit: Emit) -> None:
    """Run jobs until there are no more."""
    emit(Manifest(tuple(case.result(None) for case in plugin.cases.values())))
    ready = False
    while (job := jobs.next()) is not None:
        phases = Phases()
        if not ready:
            ready = isinstance(job, Examples) or not job.skip
            if ready:  # else nothing runs, and nobody need wait for a sandbox
                with phases("sandbox"):
                    workers.reference().ready()
            emit(workers.describe(with_versions=ready))
        if isinstance(job, Examples):
            emit(ExamplesDone(job.id, _examples(plugin, workers.reference(), job.text)))
        else:
            JobRun(plugin, workers, job, jobs, emit, phases).judge()
    workers.finished.set()


def _examples(plugin: JudgePlugin, worker: Worker, text: str) -> str:
    """What doctest says of the examples in `text`, run in a child with the reference; "" when all are true."""
    far = plugin.bench.open(plugin.bench.reference, worker)
    try:
        plugin.bench.load(far, plugin.bench.reference, 0)
        return str(far.ask("examples", text=text))
    except Fault as fault:
        return str(fault)
    finally:
        plugin.bench.close(far)


class JobRun:
    """One submission on its way."""

    def __init__(self, plugin: JudgePlugin, workers: Workers, job: Job, jobs: Jobs, emit: Emit, phases: Phases) -> None:
        self.plugin, self.workers, self.job, self.jobs = plugin, workers, job, jobs
        self.emit, self.phases = emit, phases
        self.code = Code(job.source, "submission")
        self.worker: Worker | None = None
        self.failed: list[Failed] = []
        self.used: dict[str, float] = {}
        plugin.bench.shared = job.reuse_child
        plugin.bench.time_s = job.case_limit_s or plugin.exercise.limits.time_s

    def judge(self) -> None:
        """Load, run the cases, then explain or time; each result is an event."""
        with self.jobs.running(self.job.id, self._interrupt):
            try:
                judged = self._judged()
            except _GivenUp:
                judged = Judged()
            except Exception as error:  # this submission is not graded; those that follow are
                judged = Judged(internal=_internal(error))
        self.emit(Done(self.job.id, replace(judged, phases=self.phases.seconds, used=self.used)))
        # While the report is printed; the next job waits for it. After the last one all sandboxes end together.
        if self.worker is not None and not self.job.final:
            self.workers.done_with(self.worker)

    def _judged(self) -> Judged:
        """What was found, but for the cases, which are told one by one."""
        if self.job.skip:
            self._cases(self.job.skip)
            return Judged()
        with self.phases("sandbox"):
            self.worker = self.workers.submission()
            self.worker.ready()
        if self.job.prefetch:
            self.workers.ahead()
        with self.phases("load"):
            loaded = self._probe()
        with self.phases("cases"):
            results = self._cases("not loaded" if loaded else "")
        judged = Judged() if loaded is None else Judged(load=loaded[0], load_failure=loaded[1])
        if self.job.diagnose and self.failed:
            passed = frozenset(result.id for result in results if result.verdict is Verdict.AC)
            with self.phases("diagnosis"):
                found = diagnose(self.plugin, self.failed, passed, self.job.seed, stop=self._given_up)
            return replace(judged, diagnosis=found)
        if all(result.verdict is Verdict.AC for result in results):
            return self._beyond_cases(judged)
        return judged

    def _beyond_cases(self, judged: Judged) -> Judged:
        """The rule check, then the timing. Whoever ends a sandbox in them fails one more case, worth nothing."""
        try:
            if not self.job.reuse_child:
                with self.phases("rules"):
                    found = self._tried(lambda worker: forbidden_calls(self.plugin, self.code, worker, self.job.seed))
                judged = replace(judged, violations=tuple(found))
            if not judged.violations and self.job.time_s:
                with self.phases("timing"):
                    timings, wrong = self._tried(
                        lambda worker: time_workloads(self.plugin, self.code, worker, self.job.seed, self.job.time_s)
                    )
                judged = replace(judged, timing=tuple(timings))
                for result in wrong:
                    self.emit(CaseDone(self.job.id, result))
        except _Ended:
            result = CaseResult("sandbox", _LIVES, False, 0, Verdict.RTE, failure=_ENDED)
            self.emit(CaseDone(self.job.id, result))
        return judged

    def _given_up(self) -> bool:
        return self.jobs.given_up(self.job.id)

    def _interrupt(self) -> None:
        """Called from another thread: the sandbox ends under whatever the submission does, for it serves no other."""
        worker = self.worker
        if worker is not None and not self.workers.trusted:
            worker.destroy()

    def _probe(self) -> tuple[Verdict, LoadFailure] | None:
        """Load once before any case: CE, or another verdict of loading, or None."""
        try:
            return self._tried(self._load)
        except _Ended:
            return Verdict.CE, LoadFailure(_ENDED.kind, _ENDED.facts)

    def _load(self, worker: Worker) -> tuple[Verdict, LoadFailure] | None:
        """Load in a child of its own."""
        bench = self.plugin.bench
        far = bench.open(self.code, worker)
        try:
            described = bench.load(far, self.code, 0, entries=bench.exercise.entries)
        except Fault as fault:
            return load_fault(fault, self.code.source, worker.ready()["versions"]["python"])
        finally:
            bench.close(far)
        failure = check_entries(self.plugin.exercise, described)
        return None if failure is None else (Verdict.CE, failure)

    def _cases(self, skip: str) -> list[CaseResult]:
        results = []
        selected = self.job.cases
        for case in self.plugin.cases.values():
            if skip:
                result = case.result(None, skipped=skip)
            elif selected is not None and case.spec.id not in selected:
                result = case.result(None, skipped="not selected")
            else:
                result = self._case(case)
            self.emit(CaseDone(self.job.id, result))
            results.append(result)
            if self.job.case_limit_s and result.verdict is Verdict.TLE:
                skip = "not selected"
        return results

    def _case(self, case: Case) -> CaseResult:
        """One case, whatever it does to its sandbox."""
        try:
            result, failed, used = self._tried(
                lambda worker: self.plugin.judge_case(case, self.code, worker, self.job.seed),
            )
        except _Ended:
            return case.result(Verdict.RTE, failure=_ENDED)
        if failed is not None:
            self.failed.append(failed)
        if result.verdict is Verdict.AC and used:
            self.used[case.spec.id] = used
        return result

    def _tried(self, work: Callable[[Worker], Found]) -> Found:
        """Do `work` with the submission's sandbox; once more, with a fresh one, when the first ended under it.

        Raises:
            _Ended: both ended, and the fresh one had answered: what runs inside ends them.
            GraderError: no fresh one answers, or the reference's ended as well: it need not be the code inside.
        """
        alone = 0
        for _ in range(_TRIES):
            assert self.worker is not None
            if self._given_up():
                raise _GivenUp
            try:
                return work(self.worker)
            except SandboxGone as error:
                if self._given_up():
                    raise _GivenUp from None
                last_words, remedy = str(error), self.worker.remedy
                alone += self.workers.trusted or (self.worker.gone and self.workers.reference_lives())
            self.workers.done_with(self.worker)
            self.worker = None  # until there is another one
            self.worker = self.workers.submission()
            self.worker.ready()
        if alone < _TRIES:
            ended = last_words.rstrip(".")
            raise GraderError(Text(f"The sandboxes ended: {ended}.", f"沙箱意外结束：{ended}。"), remedy)
        raise _Ended


def _internal(error: Exception) -> Failure:
    """Why a submission could not be judged, through no fault of its own."""
    text, remedy = as_text(f"{type(error).__name__}: {error}"[:500]), _TRY_AGAIN
    if isinstance(error, GraderError):
        text, remedy = error.said, error.advice
    elif isinstance(error, SandboxGone):
        text = as_text(str(error))
    facts = {"error": text.en, "error_zh": text.zh, "remedy": remedy.en, "remedy_zh": remedy.zh}
    return Failure("internal", facts)
