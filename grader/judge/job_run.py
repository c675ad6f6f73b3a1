"""One job of the judge: a submission through loading, its cases, the diagnosis and the timing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from grader.errors import GraderError
from grader.judge.blame import FAILURES, blamed, message, note
from grader.judge.case_run import Case, Failed
from grader.judge.diagnose import diagnose
from grader.judge.entry_points import check_entries, load_fault
from grader.judge.far.children import Code
from grader.judge.far.sandbox_pool import SandboxPool
from grader.judge.far.session import Fault, Worker
from grader.judge.jobs import Jobs
from grader.judge.judged import Judged
from grader.judge.own import OwnTime
from grader.judge.phases import Phases
from grader.judge.protocol import CaseDone, Done, Emit, Job, ReadyToTime, Step
from grader.judge.runtime_rules import forbidden_calls
from grader.judge.standard.cases import StandardCases
from grader.judge.suite import JudgePlugin
from grader.judge.timing import time_workloads
from grader.limits import MOST_TIMEOUTS
from grader.report import CaseResult, Diagnosis, Failure, LoadFailure, Timing, internal
from grader.sandbox import SandboxGone
from grader.texts import Text, as_text
from grader.verdict import Verdict

_TRIES = 2
# What hits a limit, or speaks what our child does not.
_ODD = (Verdict.TLE, Verdict.MLE, Verdict.OLE, Verdict.PE)
_ENDED = Failure("died", {"exit_status": None, "signal": None})
_BEYOND = Text("The rule check and the timing can run", "规则检查和计时能够完成")
_LOADING = Text("loading", "正在加载")
_COMPARING = Text("comparing with known mistakes", "正在与已知错误比对")
_CHECKING = Text("checking the rules at run time", "正在运行时检查规则")
_TIMING = Text("timing against the reference", "正在与参考解比较耗时")
_TRY_AGAIN = Text("Try again; `dlgrade doctor` checks the machine.", "请重试；`dlgrade doctor` 可以检查本机。")
Found = TypeVar("Found")
Work = Callable[[Code, Worker], Found]
Guilty = Callable[[Verdict, Failure], Found]


class _GivenUp(Exception):
    """Nobody waits for the job any more."""


class JobRun:
    """One submission on its way."""

    def __init__(
        self,
        plugin: JudgePlugin,
        standard: StandardCases,
        workers: SandboxPool,
        job: Job,
        jobs: Jobs,
        emit: Emit,
        phases: Phases,
    ) -> None:
        self.plugin, self.standard, self.workers, self.job, self.jobs = plugin, standard, workers, job, jobs
        self.emit, self.phases = emit, phases
        self.code = Code(job.source, "submission")
        self.worker: Worker | None = None
        self.odd = False  # so that no other submission may be judged in its sandbox
        self.failed: list[Failed] = []
        self.tolerance_used: dict[str, float] = {}
        self.of_promises: dict[str, CaseResult] = {}  # judged together, with the first of them
        plugin.children.shared = job.reuse_child
        plugin.children.time_s = job.case_limit_s or plugin.exercise.limits.time_s

    def judge(self) -> None:
        """Load, run the cases, then explain or time; each result is an event."""
        with self.jobs.running(self.job.id, self._interrupt):
            try:
                judged = self._judged()
            except _GivenUp:
                judged = Judged()
            except FAILURES as error:  # this submission is not graded; those that follow are
                note("the job", error)
                self.odd = True
                judged = Judged(internal=_internal(error))
        self.workers.record()
        self.emit(Done(self.job.id, replace(judged, phases=self.phases.seconds, tolerance_used=self.tolerance_used)))
        self.failed, self.of_promises = [], {}  # what they hold of answers; a sandbox that starts now needs memory
        # While the report is printed; the next job waits for it. After the last one all sandboxes end together.
        if self.worker is not None and not self.job.final:
            self.workers.done_with(self.worker, odd=self.odd or judged.load in _ODD)

    def _judged(self) -> Judged:
        """The findings on the submission, except for its cases, which are told one by one."""
        if self.job.skip:
            self._cases(self.job.skip)
            return Judged()
        with self.phases("sandbox"):
            self.worker = self.workers.submission()
            self.worker.ready()
        if self.job.prefetch:
            self.workers.ahead()
        self._step(_LOADING)
        with self.phases("load"):
            loaded = self._probe()
        with self.phases("cases"):
            results = self._cases("not loaded" if loaded else "")
        judged = Judged() if loaded is None else Judged(load=loaded[0], load_failure=loaded[1])
        if self.job.diagnose and self.failed:
            passed = frozenset(result.id for result in results if result.verdict is Verdict.AC)
            with self.phases("diagnosis"):
                return replace(judged, diagnosis=self._diagnosis(passed))
        if all(result.verdict is Verdict.AC for result in results):
            return self._beyond_cases(judged)
        return judged

    def _diagnosis(self, passed: frozenset[str]) -> Diagnosis | None:
        """The known mistake, where there is one; whatever comes of looking for it costs nobody a mark."""
        self._step(_COMPARING)
        try:
            return diagnose(self.plugin, self.failed, passed, self.job.seed, stop=self._given_up)
        except FAILURES as error:
            note("the diagnosis", error)
            return None

    def _beyond_cases(self, judged: Judged) -> Judged:
        """The rule check, then the timing. Whoever makes them impossible fails one more case, worth nothing."""
        stopped: list[CaseResult] = []

        def stop(verdict: Verdict, failure: Failure) -> None:
            stopped.append(CaseResult("sandbox", _BEYOND, False, 0, verdict, failure=failure))

        if not self.job.reuse_child:
            self._step(_CHECKING)
            with self.phases("rules"):
                found = self._tried(
                    lambda code, worker: forbidden_calls(self.plugin, code, worker, self.job.seed), stop
                )
            judged = replace(judged, violations=tuple(found or ()))
        if not stopped and not judged.violations and self.job.time_s:
            with self.phases("queue"):
                self.emit(ReadyToTime(self.job.id))
                self.jobs.wait_for_go(self.job.id)
            self._step(_TIMING)
            with self.phases("timing"):
                timed = self._tried(self._time, stop)
            timings, wrong = timed or ([], [])
            judged = replace(judged, timing=tuple(timings))
            stopped += wrong
        for result in stopped:
            self.emit(CaseDone(self.job.id, result))
        return judged

    def _time(self, code: Code, worker: Worker) -> tuple[list[Timing], list[CaseResult]]:
        return time_workloads(self.plugin, code, worker, self.job.seed, self.job.time_s)

    def _given_up(self) -> bool:
        return self.jobs.given_up(self.job.id)

    def _interrupt(self) -> None:
        """Called from another thread: the sandbox ends under whatever the submission does, for it serves no other."""
        worker = self.worker
        if worker is not None and not self.workers.trusted:
            worker.destroy()

    def _probe(self) -> tuple[Verdict, LoadFailure] | None:
        """Load once before any case: CE, or another verdict of loading, or None."""
        return self._tried(self._load, _unloaded)

    def _load(self, code: Code, worker: Worker) -> tuple[Verdict, LoadFailure] | None:
        """Load in a child of its own."""
        children = self.plugin.children
        far = children.open(code, worker)
        try:
            described = children.load(far, code, 0, entries=children.exercise.entries)
        except Fault as fault:
            return load_fault(fault, code.source, worker.ready()["versions"]["python"])
        finally:
            children.close(far)
        with OwnTime(children.own_s):
            failure = check_entries(self.plugin.exercise, described)
        return None if failure is None else (Verdict.CE, failure)

    def _cases(self, skip: str) -> list[CaseResult]:
        results: list[CaseResult] = []
        cases, selected = self.plugin.cases | self.standard.cases, self.job.cases
        chosen = [name for name in cases if selected is None or name in selected]
        for name, case in cases.items():
            if skip:
                result = case.result(None, skipped=skip)
            elif not case.items and name not in self.standard.cases:
                result = case.result(None, skipped="not released")
            elif name not in chosen or (name in self.standard.cases and self._is_hopeless()):
                result = case.result(None, skipped="not selected")
            else:
                self._step(_numbered(chosen.index(name) + 1, len(chosen)), name)
                result = self._of_promise(case, results) if name in self.standard.cases else self._case(case)
            self.emit(CaseDone(self.job.id, result))
            self.odd |= result.verdict in _ODD
            results.append(result)
            skip = skip or self._enough(results)
        return results

    def _is_hopeless(self) -> bool:
        """Whether it is a mutant that has failed: what else it fails shows nothing."""
        return bool(self.job.case_limit_s and self.failed)

    def _enough(self, results: list[CaseResult]) -> str:
        """Why the other cases are not run, after these; "" to go on."""
        timeouts = sum(result.timed_out for result in results)
        if self.job.case_limit_s:
            return "not selected" if timeouts else ""
        return "time limit" if timeouts >= MOST_TIMEOUTS and not self.job.all_cases else ""

    def _step(self, text: Text, case: str = "") -> None:
        """Say what begins now; nobody watches a proof's thousands of runs."""
        if not self.job.reuse_child:
            self.emit(Step(self.job.id, text, case))

    def _case(self, case: Case) -> CaseResult:
        """One case, whatever it does to its sandbox and to the judge."""
        result, failed, tolerance_used = self._tried(
            lambda code, worker: self.plugin.judge_case(case, code, worker, self.job.seed),
            lambda verdict, failure: (case.result(verdict, failure=failure), None, 0.0),
        )
        if failed is not None:
            self.failed.append(failed)
        if result.verdict is Verdict.AC and tolerance_used:
            self.tolerance_used[case.spec.id] = tolerance_used
        return result

    def _of_promise(self, case: Case, results: list[CaseResult]) -> CaseResult:
        """A standard case, whatever it does; `results` are those of the exercise's own cases."""
        if not self.of_promises:
            failing = {result.id: result for result in results}
            failed = [(one, failing[one.case.spec.id]) for one in self.failed]
            self.of_promises = self._tried(
                lambda code, worker: self.standard.judge(code, worker, self.job.seed, failed),
                lambda verdict, failure: {
                    name: one.result(verdict, failure=failure) for name, one in self.standard.cases.items()
                },
            )
        return self.of_promises[case.spec.id]

    def _tried(self, work: Work[Found], guilty: Guilty[Found]) -> Found:
        """Do `work` with the submission; what `guilty` makes of it where the submission's doing keeps it from an end.

        Raises:
            GraderError: something else does.
            _GivenUp: nobody waits for it any more.
        """
        try:
            return self._in_sandbox(work, guilty)
        except (GraderError, SandboxGone, _GivenUp):
            raise
        except FAILURES as error:
            found = blamed(error, lambda: self._goes_well(work))
            if found is None:
                raise
            return guilty(*found)

    def _goes_well(self, work: Work[object]) -> bool:
        """Whether `work` can be done with the reference; in a release, that it was."""
        if self.plugin.exercise.transcript:
            return True
        work(self.plugin.children.reference, self.plugin.children.reference_worker())
        return True

    def _in_sandbox(self, work: Work[Found], guilty: Guilty[Found]) -> Found:
        """Do `work` in the submission's sandbox; once more, in a fresh one, when the first ended under it.

        If both ended, and the fresh one had answered, what runs inside ends them.

        Raises:
            GraderError: no fresh one answers, or the reference's ended as well: it need not be the code inside.
            _GivenUp: nobody waits for it any more.
        """
        alone = 0
        for _ in range(_TRIES):
            assert self.worker is not None
            if self._given_up():
                raise _GivenUp
            try:
                return work(self.code, self.worker)
            except SandboxGone as error:
                if self._given_up():
                    raise _GivenUp from None
                last_words, remedy = str(error), self.worker.remedy
                alone += self.workers.trusted or (self.worker.gone and self.workers.reference_lives())
            self.workers.done_with(self.worker, odd=True)
            self.worker = None  # until there is another one
            self.worker = self.workers.submission()
            self.worker.ready()
        if alone < _TRIES:
            ended = last_words.rstrip(".")
            raise GraderError(Text(f"The sandboxes ended: {ended}.", f"沙箱意外结束：{ended}。"), remedy)
        return guilty(Verdict.RTE, _ENDED)


def _numbered(number: int, count: int) -> Text:
    """Which case runs now."""
    return Text(f"case {number} of {count}", f"用例 {number}/{count}")


def _unloaded(_: Verdict, failure: Failure) -> tuple[Verdict, LoadFailure]:
    """CE, with why the judge could not find out whether the code loads: that counts as code that does not load."""
    if failure is _ENDED:
        return Verdict.CE, LoadFailure(failure.kind, failure.facts)
    return Verdict.CE, LoadFailure("protocol", {"reason": "an unknown description of the entry points"})


def _internal(error: BaseException) -> Failure:
    """Why a submission could not be judged, through no fault of its own."""
    text, remedy = as_text(message(error)), _TRY_AGAIN
    if isinstance(error, GraderError):
        text, remedy = error.said, error.advice
    elif isinstance(error, SandboxGone):
        text = as_text(str(error))
    return internal(text, remedy)
