"""Where the lines of the judged module stand for its author: as they are, or in the cells of a notebook.

The judge speaks of lines of the module that it was given. Here, once, they become lines of cells, before anybody is
told: in frames, violations, failures of loading, and where Python itself names them in a message or a print.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from grader.judge.judged import Judged
from grader.report import CaseResult, Frame, LoadFailure, Raised, Violation

# As Python names a line of the file: `submission.py:3`, `File "submission.py", line 3`, `(submission.py, line 3)`.
_NAMED = re.compile(r"(?<![\w./\\-])submission\.py(:|\"?, line )(\d{1,9})\b")


@dataclass(frozen=True)
class Places:
    """For each line of a notebook's module the cell and the line in it; of a module that is a file, nothing.

    kernel: the cells are a kernel's, which have names of their own.
    """

    lines: tuple[tuple[int, int], ...] = ()
    kernel: bool = False

    def of(self, judged: Judged) -> Judged:
        """The findings, by cells."""
        if not self.lines:
            return judged
        return replace(
            judged,
            cases=tuple(map(self.of_case, judged.cases)),
            violations=tuple(map(self.violation, judged.violations)),
            load_failure=judged.load_failure and self.load_failure(judged.load_failure),
        )

    def of_case(self, case: CaseResult) -> CaseResult:
        """A case's result, by cells."""
        if not self.lines:
            return case
        failure = case.failure and replace(case.failure, raised=self.raised(case.failure.raised))
        return replace(case, failure=failure, prints=self.text(case.prints))

    def _place(self, line: int) -> tuple[int, int]:
        """Of a line, from 1; a fault at the end of all is one of the last line."""
        return self.lines[min(line, len(self.lines)) - 1] if line > 0 else (0, 0)

    def text(self, text: str) -> str:
        """What was printed, or a message, in which Python may name lines."""
        if not self.lines:
            return text
        return _NAMED.sub(self._named, text)

    def _named(self, found: re.Match[str]) -> str:
        cell, line = self._place(int(found[2]))
        quote = '"' if found[1].startswith('"') else ""
        if self.kernel and cell:
            return f"In[{cell}]{quote}, line {line}"
        return f"submission.py{quote}, cell {cell}, line {line}"

    def raised(self, raised: Raised | None) -> Raised | None:
        """An exception, by cells."""
        if not self.lines:
            return raised
        return raised and replace(
            raised, message=self.text(raised.message), frames=tuple(map(self._frame, raised.frames))
        )

    def _frame(self, frame: Frame) -> Frame:
        cell, line = self._place(frame.line)
        return replace(frame, cell=cell, line=line)

    def violation(self, violation: Violation) -> Violation:
        """A violation, by cells."""
        if not self.lines:
            return violation
        cell, line = self._place(violation.line)
        return replace(violation, cell=cell, line=line)

    def load_failure(self, failure: LoadFailure) -> LoadFailure:
        """Why it could not be loaded, by cells."""
        if not self.lines:
            return failure
        facts = dict(failure.facts)
        if facts.get("line"):
            facts["cell"], facts["line"] = self._place(facts["line"])
        return replace(failure, facts=facts, raised=self.raised(failure.raised))
