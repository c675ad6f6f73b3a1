"""pytest as the judge: the manifest of cases, the fixtures, and what each case came to.

One pytest session serves one exercise. Its run loop takes jobs (submissions) and, for each, runs every case in a
child of its own. A case passes only by positive proof: its test was called and returned. Whatever else happens has a
name: a wrong answer, a fault of the code inside, or ours.

Who is at fault when a test raises something of its own, such as a TypeError on an answer that it could not work with,
is found by experiment (`grader.judge.blame`): the same case, same generator, with the reference in the submission's
place; what is odd about an answer that was to blame, by comparison with the reference's (`grader.judge.odd`). What a
test does with answers is under a clock of its own (`grader.judge.own`).
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from _pytest.runner import runtestprotocol

from grader.catalogue.promises import PREFIX
from grader.errors import GraderError
from grader.judge import context
from grader.judge.blame import blamed, message, note
from grader.judge.case_run import Attempt, Case, CaseRun, Failed, Seen, call, parameters_of, told
from grader.judge.compare import TOLERANCES, WrongAnswer, compare
from grader.judge.disclose import disclose
from grader.judge.far.children import Children, Code
from grader.judge.far.proxy import Call, Proxy, Side, Transcript, kept
from grader.judge.far.session import Fault, Session, Worker
from grader.judge.far.transcript import NotReleased
from grader.judge.odd import odd_answer
from grader.judge.own import OwnTime, OwnTimeOver
from grader.judge.watch import Watch
from grader.report import CaseResult, Failure, Mismatch
from grader.sandbox import SandboxGone
from grader.texts import Text
from grader.verdict import Verdict

# In a release: it stands for the cases that the instructors have.
_NOT_HERE = context.CaseSpec(
    "hidden",
    Text(
        "Hidden cases, promises and time: judged by your instructors only, with other inputs",
        "隐藏用例、约定与耗时：只由教师评判，所用输入不同",
    ),
    0,
    None,
)


class JudgePlugin:
    """The pytest plugin; `serve` is called once, with the manifest made, and runs the jobs."""

    def __init__(self, children: Children, serve: Callable[[JudgePlugin], None]) -> None:
        self.children, self.exercise, self._serve = children, children.exercise, serve
        self.cases: dict[str, Case] = {}
        self.workloads: list[tuple[Text, Callable[..., Any]]] = []
        self.problems: list[str] = []
        self.plain: set[pytest.Item] = set()
        self._now: CaseRun | None = None

    # -- collection

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A test file that cannot be imported is the exercise's fault."""
        if report.failed:
            self.problems.append(f"{report.nodeid}: {report.longreprtext[-1500:]}")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Make the manifest."""
        modules: dict[str, Any] = {}
        for item in items:
            spec = getattr(getattr(item, "function", None), "_dlgrade_case", None)
            hidden = item.path.name == "test_hidden.py"
            if spec is None:
                self.problems.append(f"{item.nodeid}: a test without @case")
                continue
            known = self.cases.setdefault(spec.id, Case(spec, hidden))
            if known.hidden != hidden:
                self.problems.append(f'{item.nodeid}: the case id "{spec.id}" is taken by a test of the other file')
            if spec.id.startswith(PREFIX):
                self.problems.append(f'{item.nodeid}: case ids that begin with "{PREFIX}" are kept for promises')
            known.items.append(item)
            if isinstance(item, pytest.Function) and self._is_plain(item):
                self.plain.add(item)
            modules[str(item.path)] = getattr(item, "module", None)
        if self.exercise.transcript is not None:
            self.cases[_NOT_HERE.id] = Case(_NOT_HERE, hidden=True)
        for module in modules.values():
            for value in vars(module).values():
                title = getattr(value, "_dlgrade_workload", None)
                if isinstance(title, Text):
                    self.workloads.append((title, value))

    def pytest_runtestloop(self) -> bool:
        """Instead of pytest's own loop: serve the jobs."""
        self._serve(self)
        return True

    # -- fixtures

    @pytest.fixture
    def submission(self) -> Proxy:
        """The learner's module."""
        return self._running.submission.module

    @pytest.fixture
    def reference(self) -> Proxy:
        """Our solution, in a container of its own; opened when a test asks for it."""
        return self._running.open_reference().module

    @pytest.fixture
    def rng(self) -> np.random.Generator:
        """The generator of this run, exercise, case and parameter."""
        return self._running.generator()

    @property
    def _running(self) -> CaseRun:
        assert self._now is not None
        return self._now

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Keep what was raised, and that the test itself ran.

        pytest's own report holds a text with the sources along the traceback: a third of a failing case's time, and
        nobody reads it.
        """
        assert call.when != "collect"
        if call.excinfo is not None and self._running.error is None:
            self._running.error = call.excinfo.value
        if call.when == "call":
            self._running.ran = True
        outcome: Literal["passed", "failed"] = "passed" if call.excinfo is None else "failed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self) -> Generator[None, Any, Any]:
        """The steps of pytest's protocol are under the clock like a plain test."""
        with self._running.own:
            return (yield)

    pytest_runtest_call = pytest_runtest_setup

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self) -> Generator[None, Any, Any]:
        """With a time of its own: what was set up is torn down, whatever the test took, or the next one fails."""
        with OwnTime(self.children.own_s):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
    ) -> Generator[None, Any, Any]:
        """pytest tears a fixture down that raised an Exception; here one that took too long as well."""
        try:
            return (yield)
        except OwnTimeOver as error:
            fixturedef.cached_result = (None, fixturedef.cache_key(request), (error, error.__traceback__))  # type: ignore[arg-type]
            raise

    # -- running

    def attempt(self, item: pytest.Item, now: CaseRun) -> Attempt:
        """Run one item with these two sides."""
        self._now = now
        now.item, now.error, now.ran = item, None, False
        now.submission.transcript = type(now.submission.transcript)()
        compared: list[tuple[Any, Any, Any]] = []
        context.record_compared(compared)
        try:
            if item in self.plain:
                call(item, now)
            else:
                runtestprotocol(item, log=False, nextitem=None)
        finally:
            self._now = None
            context.record_compared(None)
            now.remark = context.take_remark() or now.remark
        return Attempt(now.error, now.ran, now.submission, now.reference, compared)

    def _is_plain(self, item: pytest.Function) -> bool:
        """Whether it is not a method, and every argument is a fixture of ours or one of its parameters.

        Then pytest has nothing to set up or to tear down; its protocol would cost as much as a small test.
        """
        definitions = item._fixtureinfo.name2fixturedefs
        others = (definitions.get(name, [None])[-1] for name in item.fixturenames if name not in parameters_of(item))
        return item.cls is None and all(getattr(getattr(one, "func", None), "__self__", None) is self for one in others)

    def judge_case(self, case: Case, code: Code, worker: Worker, seed: str) -> tuple[CaseResult, Failed | None, float]:
        """All items of a case in one child, up to the first failure.

        Returns:
            The result; what failed; and how much of a tolerance was needed (1.0 is all of the one that was used most).

        Raises:
            SandboxGone, GraderError: the case could not be judged, through no fault of the code inside.
        """
        now = CaseRun(self.children, case, code, self.children.open(code, worker), seed)
        context.take_tolerance_used()  # what ran in between is none of this case's
        failed: Failed | None = None
        result = case.result(Verdict.AC)
        try:
            now.load()
            for item in case.items:
                attempt = self.attempt(item, now)
                verdict, failure = self.outcome(case, item, attempt, seed)
                if failure is not None:
                    failed = Failed(case, item, _seen(attempt, failure))
                    calls, call = attempt.submission.transcript.calls, attempt.submission.transcript.told
                    if failure.mismatch and call and not (item is case.items[0] and call is calls[0]):
                        failure = replace(failure, facts=failure.facts | self._alone(call, code, worker, now.inside))
                    result = case.result(verdict, failure=failure, parameter=told(item))
                    break
        except Fault as fault:  # it loaded before, and does not now
            result = case.result(fault.verdict, failure=fault.failure)
        except NotReleased:
            result = case.result(None, skipped="not released")
        finally:
            now.close()
        session = now.submission.session
        remark = now.remark if result.verdict is Verdict.AC else None
        result = replace(_with_last_words(case, result, session), wall_s=session.wall_s, note=remark)
        with OwnTime(self.children.own_s):
            disclosed = disclose(result, session, code.source, now.submission.transcript)
        return disclosed, failed, context.take_tolerance_used()

    def _alone(self, call: Call, code: Code, worker: Worker, inside: int) -> dict[str, Any]:
        """{"alone": True} where a call that was answered wrongly after others is answered rightly in a fresh process.

        Only a call of one of the exercise's functions can be made alone, and only with values.
        """
        functions = [entry.name for entry in self.exercise.entries if entry.kind == "function"]
        values = not any(isinstance(given, Proxy) for given in (*call.args, *call.kwargs.values()))
        if (
            self.children.shared
            or self.exercise.transcript
            or call.name not in functions
            or not values
            or not call.answered
        ):
            return {}
        try:
            mine = self._made_alone(call, self.children.open(code, worker), code, inside)
            theirs = self._made_alone(call, self.children.open_reference(), self.children.reference, inside)
        except Fault:
            return {}
        with OwnTime(self.children.own_s):
            return {"alone": True} if _equal(mine, theirs) and not _equal(call.answer, theirs) else {}

    def _made_alone(self, call: Call, far: Side, code: Code, inside: int) -> Any:
        try:
            self.children.load(far, code, inside, lambda: self.children.time_s)
            return getattr(far.module, call.name)(*call.args, **call.kwargs)
        finally:
            self.children.close(far)

    def replay(self, case: Case, code: Code, seed: str) -> Failed | None:
        """The first item of the case that `code` fails, in the reference's sandbox; None if it passes the case."""
        now = CaseRun(self.children, case, code, self.children.open(code, self.children.reference_worker()), seed)
        try:
            now.load()
            for item in case.items:
                attempt = self.attempt(item, now)
                _, failure = self.outcome(case, item, attempt, seed)
                if failure is not None:
                    return Failed(case, item, _seen(attempt, failure))
            return None
        except Fault as fault:
            return Failed(case, case.items[0], Seen(fault.failure, [], []))
        finally:
            now.close()

    def watched(self, case: Case, code: Code, far: Side, seed: str, watch: Watch) -> BaseException | None:
        """Run a case in a child in which the operations of `watch` raise; what the test raised."""
        now = CaseRun(self.children, case, code, far, seed)
        error: BaseException | None = None
        try:
            now.load()
            for item in case.items:
                error = self.attempt(item, now).error
                if error is not None:
                    break
            watch.end(far)
        except Fault as fault:
            return fault
        finally:
            if now.reference is not None:
                self.children.close(now.reference)
        return error

    def outcome(self, case: Case, item: pytest.Item, attempt: Attempt, seed: str) -> tuple[Verdict, Failure | None]:
        """The verdict of one item. This is where a case is decided."""
        error = attempt.error
        if attempt.submission.session.fault is not None:  # a test cannot swallow what ended the child
            error = attempt.submission.session.fault
        if error is None and attempt.ran:
            return Verdict.AC, None
        if isinstance(error, WrongAnswer):
            return Verdict.WA, _mismatched(error.mismatch, attempt.submission.transcript)
        if isinstance(error, Fault) and error.role == "submission" and error.failure.kind != "asked":
            return error.verdict, error.failure
        if isinstance(error, SandboxGone | GraderError):
            raise error
        if isinstance(error, AssertionError):
            sentence = str(error).split("\n", 1)[0][:300]
            return Verdict.WA, Failure("mismatch", mismatch=Mismatch("statement", "", sentence, sentence))
        theirs: list[Transcript] = []
        found = error and blamed(error, lambda: self._passes_with_reference(case, item, seed, theirs))
        if found:
            return self._with_oddity(*found, attempt, theirs[-1], error.failure if isinstance(error, Fault) else None)
        if error is not None:
            note(f"the case {case.spec.id}", error)
        facts = {"error": message(error) if error else "the test did not run", "where": _where(error, item.path)}
        return Verdict.IE, Failure("internal", facts)

    def _passes_with_reference(self, case: Case, item: pytest.Item, seed: str, theirs: list[Transcript]) -> bool:
        """Whether the reference passes in the submission's place; what it answers there is added to `theirs`."""
        if self.exercise.transcript:  # it did where the transcript was made
            theirs.append(Transcript())
            return True
        reference = self.children.reference
        now = CaseRun(
            self.children, case, reference, self.children.open(reference, self.children.reference_worker()), seed
        )
        try:
            now.load()
            attempt = self.attempt(item, now)
            theirs.append(now.submission.transcript)
            return attempt.ran and attempt.error is None
        finally:
            now.close()

    def _with_oddity(
        self, verdict: Verdict, failure: Failure, attempt: Attempt, theirs: Transcript, asked: Failure | None
    ) -> tuple[Verdict, Failure]:
        """The verdict on an unusable answer, and the failure that says what is odd about it.

        Args:
            theirs: what the reference answers in its place.
            asked: what is known anyway, where the judge asked something of the answer in vain.
        """
        if "error" not in failure.facts:
            return verdict, failure
        transcript = attempt.submission.transcript
        with OwnTime(self.children.own_s):
            odd = odd_answer(transcript.calls, theirs.calls)
        if odd is not None:
            transcript.at_fault, mismatch = odd
            return verdict, _mismatched(mismatch, transcript)
        return verdict, failure if asked is None else asked


def _with_last_words(case: Case, result: CaseResult, session: Session) -> CaseResult:
    """The result, corrected by how the child ended: MLE where the kernel took memory back, or refused it."""
    exited = session.exited or {}
    limit = session.options.memory_bytes
    refused = result.failure is not None and result.failure.raised is not None and _is_memory(result.failure)
    if exited.get("oom_kills", 0) > 0 or (refused and exited.get("peak_bytes", 0) > 0.6 * limit):
        failure = Failure("memory", {"limit_bytes": limit})
        return case.result(Verdict.MLE, failure=failure, parameter=result.parameter)
    return result


def _is_memory(failure: Failure) -> bool:
    raised = failure.raised
    return raised is not None and (
        raised.type in ("MemoryError", "_ArrayMemoryError") or "allocate memory" in raised.message
    )


def _equal(actual: Any, expected: Any) -> bool:
    """Whether an answer is the reference's, as far as is tolerated."""
    try:
        compare(actual, expected, tolerances={**TOLERANCES, **context.current().tolerances})
    except WrongAnswer:
        return False
    return True


def _seen(attempt: Attempt, failure: Failure) -> Seen:
    answers = attempt.submission.transcript.answers
    if not kept([*answers, *(side for actual, expected, _ in attempt.compared for side in (actual, expected))]):
        return Seen(failure, [], [])
    return Seen(failure, attempt.compared, answers)


def _mismatched(mismatch: Mismatch, transcript: Transcript) -> Failure:
    """A wrong answer; whoever returned None has perhaps not meant to return anything."""
    told = transcript.told
    none = mismatch.aspect == "none" and told is not None and told.answered and told.answer is None
    return Failure("mismatch", {"returned_none": True} if none else {}, mismatch=mismatch)


def _where(error: BaseException | None, path: Path) -> str:
    """The line of the test file that raised, for the author."""
    frame = error.__traceback__ if error is not None else None
    line = 0
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == str(path):
            line = frame.tb_lineno
        frame = frame.tb_next
    return f"{path.name}:{line}" if line else path.name
