"""The trial of one submission: what each test that is run once more shows of each promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from grader.catalogue.promises import PROMISES
from grader.errors import GraderError
from grader.judge import context
from grader.judge.case_run import Attempt, Case, CaseRun, Failed, told
from grader.judge.disclose import disclose
from grader.judge.far.children import Code
from grader.judge.far.proxy import Call, Side, Transcript
from grader.judge.far.session import Fault, Session, Worker
from grader.judge.own import OwnTime
from grader.judge.standard.changed import changed
from grader.judge.standard.dtypes import Dtypes
from grader.judge.standard.layout import LaidOut, planned
from grader.judge.standard.trace import Trace
from grader.judge.standard.watched import Beside, Now, Watched
from grader.report import CaseResult, Failure
from grader.texts import Text
from grader.verdict import Verdict

if TYPE_CHECKING:
    from grader.judge.standard.cases import StandardCases

# For the calls that are made beside those of the test, and for those that are made again and again.
_TIMES_THE_LIMIT = 8

_INPUTS, _ANY_LAYOUT = (PROMISES[name].case_id for name in ("inputs_untouched", "any_layout"))

# What failed of an exercise's own case, with the case's result.
Suspect = tuple[Failed, CaseResult]


@dataclass(frozen=True)
class Test:
    """An item of one of the exercise's own cases."""

    case: Case
    item: pytest.Item


class Trial:
    """The run of one submission."""

    def __init__(self, standard: StandardCases, code: Code, worker: Worker, seed: str) -> None:
        self.standard, self.code, self.worker, self.seed = standard, code, worker, seed
        self.plugin, self.exercise = standard.plugin, standard.exercise
        self.children = self.plugin.children
        self._again = f"{seed}, again"  # the inputs are not those of the test's own case
        self._broken: dict[str, CaseResult] = {}
        self._by_itself: CaseResult | None = None  # the first test that fails alone too
        self._fault: Fault | None = None
        self._shown = 0  # this many tests have shown something
        self._dtypes = Dtypes()
        self._layouts: dict[pytest.Item, list[str]] = {}  # of the arguments, in which a test is run once more
        self._seen: set[str] = set()  # the entry points that this child has been thoroughly asked about
        self._wall_s = 0.0

    def results(self, tests: Sequence[Test], suspects: Sequence[Suspect]) -> dict[str, CaseResult]:
        """By case.

        Args:
            tests: those to run once more.
            suspects: failures that calls before them may have caused, and their cases' results: they are tried alone.

        Raises:
            SandboxGone, GraderError: it could not be judged, through no fault of the code inside.
        """
        for failed, result in suspects:
            if self._passes_alone(Test(failed.case, failed.item), self.seed):
                self._disordered(result)
        if "any_layout" in self.exercise.promises:
            plan = planned(self.exercise, [self.standard.trace(test, self.seed) for test in tests])
            self._layouts = {test.item: layouts for test, layouts in zip(tests, plan, strict=True)}
        for hidden in (False, True):  # which never share a child
            self._run([test for test in tests if test.case.hidden is hidden])
        layout = self._broken.get(_ANY_LAYOUT)
        if layout and layout.failure and layout.failure.facts["reason"] == "read_only" and _INPUTS in self._broken:
            del self._broken[_ANY_LAYOUT]
        context.take_tolerance_used()  # how near these runs came to a tolerance is told of the tests' own cases
        wall_s = round(self._wall_s / len(self.standard.cases), 1)
        return {name: replace(self._result(name, case), wall_s=wall_s) for name, case in self.standard.cases.items()}

    def _result(self, name: str, case: Case) -> CaseResult:
        if name in self._broken:
            return self._broken[name]
        if self._fault is not None:
            failure = self._fault.failure
            return case.result(self._fault.verdict, failure=Failure(failure.kind, failure.facts))
        if self._shown:
            return case.result(Verdict.AC)
        if self._by_itself is None:
            raise GraderError(
                Text(
                    f'No test of "{self.exercise.slug}" can be run once more, so its promises cannot be judged.',
                    f"“{self.exercise.slug}”没有一个测试可以再运行一次，因此无法评判它的承诺。",
                ),
                Text(
                    "This is a fault of the exercise: run `dlgrade verify` on it.",
                    "这是题目的错误：请对它运行 `dlgrade verify`。",
                ),
            )
        return replace(self._by_itself, id=name, title=case.spec.title, points=case.spec.points)

    def _run(self, tests: Sequence[Test]) -> None:
        """These tests, one after another in one child; in a new one after one has ended."""
        self._seen.clear()
        far: Side | None = None
        try:
            for test in tests:
                if far is not None and not far.session.usable:
                    self.children.close(far)
                    far = None
                if far is None:
                    far = self.children.open(self.code, self.worker)
                    self.children.load(far, self.code, 0)
                self._try(test, far.session)
        except Fault as fault:  # outside of any test: while it was loaded, or asked what it holds
            self._fault = fault
        finally:
            if far is not None:
                self.children.close(far)

    def _try(self, test: Test, session: Session) -> None:
        trace = self.standard.trace(test, self.seed)
        if trace is None:
            return
        self._dtypes.found = None
        far = Watched(session, self.exercise.framework, self.standard.entries)
        far.beside = beside = Beside(trace, far, self._dtypes)
        passed = self._passes(test, far)
        far.beside = None  # what is asked from now on is no test's
        if session.usable:
            if passed:
                self._look(test, far, beside)
                self._lay_out(test, session)
                self._ask_for_dtypes(test, trace, session)
            if session.usable:
                far.forget()

    # -- running a test

    def _passes(self, test: Test, far: Side) -> bool:
        """Whether it passes among the other calls. If not, it is tried alone, to see whose fault that is."""
        attempt = self._attempt(test, far)
        verdict, failure = self.plugin.outcome(test.case, test.item, attempt, self._again)
        if verdict is Verdict.AC:
            self._shown += 1
            return True
        if verdict is not Verdict.IE and self._passes_alone(test, self._again):
            self._shown += 1
            result = test.case.result(verdict, failure=failure, parameter=told(test.item))
            self._disordered(self._disclosed(result, far.session, attempt.submission.transcript))
        return False

    def _passes_alone(self, test: Test, seed: str) -> bool:
        """Whether it does, in a child of its own."""
        case = replace(test.case, items=[test.item])
        result, _, _ = self.plugin.judge_case(case, self.code, self.worker, seed)
        if result.verdict is not Verdict.AC:
            self._by_itself = self._by_itself or result
        return result.verdict is Verdict.AC

    def _attempt(self, test: Test, far: Side) -> Attempt:
        """The test with this side, and clocks of its own."""
        sides = CaseRun(self.children, test.case, self.code, far, self._again)
        limits = self.exercise.limits

        def limit_s() -> float:
            reference_s = sides.reference.session.wall_s if sides.reference else 0.0
            return _TIMES_THE_LIMIT * max(self.children.time_s, limits.time_factor * reference_s)

        far.session.restart_clock(limit_s)
        try:
            return self.plugin.attempt(test.item, sides)
        finally:
            self._wall_s += far.session.wall_s
            if sides.reference is not None:
                self.children.close(sides.reference)

    # -- what is beside the submission after a test

    def _look(self, test: Test, far: Watched, beside: Beside) -> None:
        """Ask for everything again; then change what is the caller's, and ask again."""
        new = {name: target for name, target in far.targets.items() if name not in self._seen}
        self._seen.update(new)
        promise = next((name for name in ("new_arrays", "answers_stay") if name in self.exercise.promises), "")
        with OwnTime(self.children.own_s):
            beside.repeat(new)
            now = far.now()
            self._inputs(test, far, now)
            if not promise or self._answers(promise, test, far, now, "later"):
                return
            if promise == "new_arrays":
                Side.ask(far, "overwrite", what="given")
                if self._answers(promise, test, far, far.now(), "argument"):
                    return
        if new and self._passes(test, self._plain(far)):  # once for each entry point
            Side.ask(far, "overwrite", what="returned")
            attempt = self._attempt(test, self._plain(far))
            verdict, failure = self.plugin.outcome(test.case, test.item, attempt, self._again)
            if verdict not in (Verdict.AC, Verdict.IE) and failure is not None:
                failure = replace(failure, kind="promise", facts={"reason": "kept"})
                self._break(promise, test, far.session, failure, _told(attempt), verdict)

    def _lay_out(self, test: Test, session: Session) -> None:
        """The test again with its arrays in other layouts; if it fails then, and as it was it passes, that is why."""
        for layout in self._layouts.get(test.item, ()):
            if not session.usable or _ANY_LAYOUT in self._broken:
                return
            if layout == "read_only" and _INPUTS in self._broken:  # which says it already
                continue
            attempt = self._attempt(test, LaidOut(session, self.exercise.framework, self.standard.entries, layout))
            verdict, failure = self.plugin.outcome(test.case, test.item, attempt, self._again)
            if verdict in (Verdict.AC, Verdict.IE) or failure is None or not self._passes_again(test, session):
                continue
            failure = replace(failure, kind="promise", facts={"reason": layout})
            self._break("any_layout", test, session, failure, _told(attempt), verdict)

    def _ask_for_dtypes(self, test: Test, trace: Trace, session: Session) -> None:
        """Whether an answer has another dtype than the reference's, to the same arguments; with float32 as well."""
        if "dtype_kept" not in self.exercise.promises or PROMISES["dtype_kept"].case_id in self._broken:
            return
        if session.usable and self._dtypes.found is None and self._dtypes.wants(trace):
            narrow = self.standard.trace(test, self.seed, narrow=True)
            if narrow is not None:
                session.restart_clock(lambda: _TIMES_THE_LIMIT * self.children.time_s)
                self._dtypes.ask(narrow, Side(session, self.exercise.framework, "submission"))
        if self._dtypes.found is not None:
            call, mismatch = self._dtypes.found
            self._break("dtype_kept", test, session, Failure("promise", {"reason": "dtype"}, mismatch=mismatch), [call])

    def _passes_again(self, test: Test, session: Session) -> bool:
        """Whether it passes as it is, in the same child if that lives."""
        if not session.usable:
            return self._passes_alone(test, self._again)
        far = Side(session, self.exercise.framework, "submission")
        verdict, _ = self.plugin.outcome(test.case, test.item, self._attempt(test, far), self._again)
        return verdict is Verdict.AC

    @staticmethod
    def _plain(far: Side) -> Side:
        """A side of the same child."""
        return Side(far.session, far.framework, far.role)

    def _inputs(self, test: Test, far: Watched, now: list[Now]) -> None:
        """Whether an argument is not what it was."""
        for kept, after in zip(far.kept, now, strict=True):
            mismatch = changed(kept.given, after.given)
            if mismatch is not None:
                failure = Failure("promise", {"reason": "input"}, mismatch=mismatch)
                self._break("inputs_untouched", test, far.session, failure, [kept.call])
                return

    def _answers(self, promise: str, test: Test, far: Watched, now: list[Now], reason: str) -> bool:
        """Whether an answer is not what it was."""
        for kept, after in zip(far.kept, now, strict=True):
            mismatch = changed(kept.answer, after.answer)
            if mismatch is not None:
                failure = Failure("promise", {"reason": reason}, mismatch=mismatch)
                self._break(promise, test, far.session, failure, [kept.call])
                return True
        return False

    # -- what is found

    def _break(
        self,
        promise: str,
        test: Test,
        session: Session,
        failure: Failure,
        calls: Sequence[Call],
        verdict: Verdict = Verdict.WA,
    ) -> None:
        """This test shows that the promise is not kept."""
        result = test.case.result(verdict, failure=failure, parameter=told(test.item))
        self._note(promise, self._disclosed(result, session, Transcript(calls=list(calls))))

    def _disordered(self, result: CaseResult) -> None:
        """This result of a test, which passes alone, shows that other calls matter."""
        if result.failure is not None:
            failure = replace(result.failure, kind="promise", facts={"reason": "order"})
            self._note("any_order_of_calls", replace(result, failure=failure))

    def _disclosed(self, result: CaseResult, session: Session, transcript: Transcript) -> CaseResult:
        with OwnTime(self.children.own_s):
            return disclose(result, session, self.code.source, transcript)

    def _note(self, promise: str, result: CaseResult) -> None:
        """The first test that shows it counts, if the promise is given."""
        case = self.standard.cases.get(PROMISES[promise].case_id)
        if case is not None and case.spec.id not in self._broken:
            parameter = ", ".join(filter(None, ("" if result.hidden else result.id, result.parameter)))
            self._broken[case.spec.id] = replace(
                result,
                id=case.spec.id,
                title=case.spec.title,
                points=case.spec.points,
                hint=case.spec.hint,
                parameter=parameter,
            )


def _told(attempt: Attempt) -> list[Call]:
    """The call that its failure is about, as far as is known."""
    return attempt.submission.transcript.calls[-1:]
