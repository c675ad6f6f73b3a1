"""The standard cases of an exercise, and the tests that are run once more for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from grader.catalogue.promises import PROMISES
from grader.judge.case_run import Case, CaseRun
from grader.judge.context import CaseSpec
from grader.judge.far.children import Code
from grader.judge.far.session import Worker
from grader.judge.standard.dtypes import narrowed
from grader.judge.standard.entries import Entries
from grader.judge.standard.trace import Recorder, TooMuch, Trace
from grader.judge.standard.trial import Suspect, Test, Trial
from grader.judge.suite import JudgePlugin
from grader.report import CaseResult

# What measures is not run among other calls.
_MEASURES = "assert_growth"
# This many failures are tried alone; each takes a child of its own.
MOST_SUSPECTS = 3


class StandardCases:
    """One case for each promise of the exercise; all of a submission's are judged at once."""

    def __init__(self, plugin: JudgePlugin) -> None:
        self.plugin, self.exercise = plugin, plugin.exercise
        self.entries = Entries(self.exercise)
        self.cases = {PROMISES[name].case_id: Case(_spec(name), hidden=False) for name in self.exercise.promises}
        self._tests = list(_tests(plugin)) if self.cases else []
        self._traces: dict[tuple[pytest.Item, bool], Trace | None] = {}
        self._traced = ""  # the seed of those

    def judge(self, code: Code, worker: Worker, seed: str, failed: Sequence[Suspect]) -> dict[str, CaseResult]:
        """The results by case.

        Args:
            failed: which of the exercise's own cases the submission fails: their tests are not run once more.

        Raises:
            SandboxGone, GraderError: as `JudgePlugin.judge_case`.
        """
        known = {failure.case.spec.id for failure, _ in failed}
        able = [test for test in self._tests if self.trace(test, seed) is not None]
        tests = [test for test in able if test.case.spec.id not in known] or able[:1]
        # An item that is not its case's first had others before it in its child.
        suspects = [one for one in failed if one[0].item is not one[0].case.items[0]]
        return Trial(self, code, worker, seed).results(tests, suspects[:MOST_SUSPECTS])

    def trace(self, test: Test, seed: str, *, narrow: bool = False) -> Trace | None:
        """The test's requests with other inputs than those of `seed`; None where it asks for too much.

        With `narrow` they are float32 where they were float64, and the reference need not pass then.
        """
        if seed != self._traced:
            self._traces, self._traced = {}, seed
        if (test.item, narrow) not in self._traces:
            self._traces[test.item, narrow] = self._record(test, seed, narrow)
        return self._traces[test.item, narrow]

    def _record(self, test: Test, seed: str, narrow: bool) -> Trace | None:
        children, trace = self.plugin.children, Trace()
        inner = CaseRun(children, test.case, children.reference, children.open_reference(), f"{seed}, beside")
        far = inner.submission
        try:
            inner.load()
            alter = narrowed if narrow else None
            inner.submission = Recorder(far, trace, self.entries, mine=True, alter=alter)
            inner.reference = Recorder(far, trace, self.entries, mine=False, alter=alter)
            error = self.plugin.attempt(test.item, inner).error
        finally:
            children.close(far)
        return None if isinstance(error, TooMuch) or (error is not None and not narrow) else trace


def _spec(name: str) -> CaseSpec:
    promise = PROMISES[name]
    return CaseSpec(promise.case_id, promise.title, 1, promise.hint)


def _tests(plugin: JudgePlugin) -> Iterator[Test]:
    """One of each case's, of middling size: those of public cases first."""
    for case in sorted(plugin.cases.values(), key=lambda case: case.hidden):
        item = case.items[len(case.items) // 2]
        if item in plugin.plain and isinstance(item, pytest.Function) and _MEASURES not in item.obj.__code__.co_names:
            yield Test(case, item)
