"""One job of the judge: a submission through loading, its cases, the diagnosis and the timing."""

from __future__ import annotations

import queue
from typing import Any

from grader.errors import GraderError
from grader.judge.diagnose import diagnose
from grader.judge.link import Fault, Worker
from grader.judge.loading import check_entries, load_fault
from grader.judge.plugin import Case, Code, Failed, JudgePlugin
from grader.judge.rulecheck import forbidden_calls
from grader.judge.server import Emit, Workers, plain, source_of
from grader.judge.timing import time_workloads
from grader.report import CaseResult, Failure, LoadFailure
from grader.sandbox import SandboxGone
from grader.verdict import Verdict

_TRIES = 2


def serve(plugin: JudgePlugin, workers: Workers, jobs: queue.SimpleQueue[dict[str, Any] | None], emit: Emit) -> None:
    """Run jobs until there are no more."""
    emit({"event": "manifest", "cases": [plain(case.result(None)) for case in plugin.cases.values()]})
    first = True
    while (job := jobs.get()) is not None:
        if first:
            versions = workers.reference().ready()["versions"]
            emit({"event": "ready", "versions": versions, **workers.describe()})
            first = False
        if "examples" in job:
            emit({"event": "examples", "wrong": _examples(plugin, workers.reference(), job["examples"])})
            continue
        _Run(plugin, workers, job, emit).judge()
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


class _Run:
    """One submission on its way."""

    def __init__(self, plugin: JudgePlugin, workers: Workers, job: dict[str, Any], emit: Emit) -> None:
        self.plugin, self.workers, self.job, self.emit = plugin, workers, job, emit
        self.code = Code(source_of(job), "submission")
        self.seed: str = job["seed"]
        self.worker: Worker | None = None
        self.failed: list[Failed] = []
        plugin.bench.shared = job["shared"]
        plugin.bench.time_s = job["hasty"] or plugin.exercise.limits.time_s

    def judge(self) -> None:
        """Load, run the cases, then explain or time; each result is an event."""
        done: dict[str, Any] = {"event": "done", "load": None, "diagnosis": None, "internal": None}
        done |= {"timing": [], "violations": []}
        if self.job["skip"]:
            self._cases(self.job["skip"])
            self.emit(done)
            return
        try:
            self.worker = self.workers.submission()
            loaded = self._probe()
            if loaded is not None:
                verdict, failure = loaded
                done["load"] = {"verdict": verdict, **plain(failure)}
            results = self._cases("not loaded" if loaded else "")
            if self.job.get("diagnose") and self.failed:
                passed = frozenset(result.id for result in results if result.verdict is Verdict.AC)
                diagnosis = diagnose(self.plugin, self.failed, passed, self.seed)
                done["diagnosis"] = diagnosis and plain(diagnosis)
            accepted = all(result.verdict is Verdict.AC for result in results)
            if accepted and not self.job["shared"]:
                found = forbidden_calls(self.plugin, self.code, self.worker, self.seed)
                done["violations"] = [plain(violation) for violation in found]
            if accepted and not done["violations"] and self.job["time_s"]:
                timings, wrong = time_workloads(self.plugin, self.code, self.worker, self.seed, self.job["time_s"])
                done["timing"] = [plain(timing) for timing in timings]
                for result in wrong:
                    self.emit({"event": "case", "case": plain(result)})
        except Exception as error:  # this submission is not graded; those that follow are
            remedy = (
                error.remedy if isinstance(error, GraderError) else "Try again; `dlgrade doctor` checks the machine."
            )
            expected = isinstance(error, GraderError | SandboxGone)
            text = str(error) if expected else f"{type(error).__name__}: {error}"[:500]
            done["internal"] = plain(Failure("internal", {"error": text, "remedy": remedy}))
        finally:
            if self.worker is not None:
                self.workers.done_with(self.worker)
        self.emit(done)

    def _probe(self) -> tuple[Verdict, LoadFailure] | None:
        """Load once before any case: CE, or another verdict of loading, or None; as `_case`, once more if it must."""
        for _ in range(_TRIES):
            try:
                return self._load()
            except SandboxGone:
                self._renew_worker()
        return Verdict.CE, LoadFailure("died", {"exit_status": None, "signal": None})

    def _load(self) -> tuple[Verdict, LoadFailure] | None:
        """Load in a child of its own."""
        assert self.worker is not None
        bench = self.plugin.bench
        far = bench.open(self.code, self.worker)
        try:
            described = bench.load(far, self.code, 0)
        except Fault as fault:
            return load_fault(fault, self.code.source)
        finally:
            bench.close(far)
        failure = check_entries(self.plugin.exercise, described)
        return None if failure is None else (Verdict.CE, failure)

    def _cases(self, skip: str) -> list[CaseResult]:
        results = []
        selected = self.job.get("cases")
        for case in self.plugin.cases.values():
            if skip:
                result = case.result(None, skipped=skip)
            elif selected is not None and case.spec.id not in selected:
                result = case.result(None, skipped="not selected")
            else:
                result = self._case(case)
            self.emit({"event": "case", "case": plain(result)})
            results.append(result)
            if self.job["hasty"] and result.verdict is Verdict.TLE:
                skip = "not selected"
        return results

    def _case(self, case: Case) -> CaseResult:
        """One case; once more in a fresh sandbox when the first ended under it."""
        assert self.worker is not None
        for _ in range(_TRIES):
            try:
                result, failed = self.plugin.judge_case(case, self.code, self.worker, self.seed)
            except SandboxGone:
                self._renew_worker()
                continue
            if failed is not None:
                self.failed.append(failed)
            return result
        # Twice in a row, with a fresh sandbox between that answers: what runs inside ends it.
        return case.result(Verdict.RTE, failure=Failure("died", {"exit_status": None, "signal": None}))

    def _renew_worker(self) -> None:
        """A fresh sandbox in the place of one that ended.

        Raises:
            GraderError: none answers, so it was not the code inside.
        """
        assert self.worker is not None
        self.workers.done_with(self.worker)
        self.worker = self.workers.submission()
        self.worker.ready()
