"""Two judges for the many runs of a proof: the usual one, and a quick one that runs beside the code.

The quick judge (`grader.authoring.quick.launcher`) saves the trips into the sandbox, and with them what a process of
its own would bound and tell. So its word is taken for what was expected only; all else is put to the usual judge, which
decides.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from grader.catalogue.exercise import Exercise
from grader.errors import GraderError
from grader.grading.client import JudgeProcess
from grader.grading.pool import Pool, Turn
from grader.grading.retrial import judged as judged_by
from grader.judge.judged import Judged
from grader.judge.protocol import Job, Options
from grader.report import CaseResult
from grader.texts import Tell
from grader.verdict import Verdict

INSIDE = (sys.executable, "-I", "-m", "grader.authoring.quick.launcher")
# Whatever else there is depends on limits that hold no call of the quick judge's.
_PLAIN = (Verdict.AC, Verdict.WA, Verdict.RTE, None)


class Judges:
    """The judges of one exercise's own answers; a context manager that leaves no process and no sandbox."""

    def __init__(self, exercise: Exercise, options: Options, *, progress: Tell) -> None:
        self.exercise, self.options, self.progress = exercise, options, progress
        # Proofs run beside each other: none has processors of its own.
        self._usual = Pool(options, ((),), progress=progress)
        self._quick: JudgeProcess | None = None
        self._fatal: set[bytes] = set()  # sources that ended the quick judge

    def __enter__(self) -> Judges:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        self._end_quick(kind)
        self._usual.__exit__(kind, *error)

    def judge(self, job: Job, expected: Callable[[Judged], bool]) -> Judged:
        """The judgement of a submission by the usual judge.

        The quick judge's is taken instead where it may judge (`Job.reuse_child`) and says what was `expected`.

        Raises:
            GraderError: the usual judge ended, or could not work.
        """
        if job.reuse_child and job.source not in self._fatal:
            judged = self._quickly(job)
            if judged is not None and _is_plain(judged) and expected(judged):
                return judged
        return self.judge_usually(job)

    def judge_usually(self, job: Job) -> Judged:
        """The judgement of a submission by the usual judge.

        Raises:
            GraderError: it ended, or could not work.
        """
        return self._usual.submit(self.exercise, lambda turn: judged_by(turn, job)).result()

    def manifest(self) -> tuple[CaseResult, ...]:
        """All cases, none of them judged.

        Raises:
            GraderError: as `judge_usually`.
        """
        return self._usual.submit(self.exercise, _manifest).result()

    def examples(self, text: str) -> str:
        """Doctest's report on the `>>>` lines of a statement that fail with the reference; "" where none does.

        Raises:
            GraderError: as `judge_usually`.
        """
        return self._usual.submit(self.exercise, lambda turn: turn.judge.examples(text)).result()

    def _quickly(self, job: Job) -> Judged | None:
        """None when the quick judge ended: of itself, when a call took too long, or because of the code beside it."""
        if self._quick is None:
            self._quick = JudgeProcess(self.exercise, self.options, progress=self.progress, command=INSIDE)
            self._quick.case_ids()  # what keeps it from starting at all is not the code's fault
        try:
            return self._quick.judge(job)
        except GraderError as error:
            self._end_quick(type(error))
            self._fatal.add(job.source)
            return None

    def _end_quick(self, kind: type[BaseException] | None) -> None:
        if self._quick is not None:
            self._quick.__exit__(kind)
            self._quick = None


def accepted(judged: Judged) -> bool:
    """Whether it is right; a case that could not be judged (IE) is not held against it."""
    return judged.verdict in (Verdict.AC, Verdict.IE)


def _manifest(turn: Turn) -> tuple[CaseResult, ...]:
    turn.judge.case_ids()  # waits for it
    return turn.judge.manifest


def _is_plain(judged: Judged) -> bool:
    plain = all(case.verdict in _PLAIN for case in judged.cases)
    return plain and judged.load is None and judged.internal is None
