"""Layer 2 of the rules (docs/rules.md): the public cases once more, in a child in which forbidden operations raise.

Only for a submission that has passed. It finds spellings that the source check cannot see; what it finds is a rule
violated (RV), with the learner's own line where the exception tells it.
"""

from __future__ import annotations

from grader.judge.case_run import Case
from grader.judge.disclose import with_source
from grader.judge.far.children import Code
from grader.judge.far.session import Fault, Worker
from grader.judge.suite import JudgePlugin
from grader.judge.watch import Watch
from grader.report import Violation
from grader.rules import closed
from grader.rules.source import families_of

_SILENCED = "the insides of the check at run time"


def forbidden_calls(plugin: JudgePlugin, code: Code, worker: Worker, seed: str) -> list[Violation]:
    """The first violation in a public case: a forbidden operation was called, or the watch silenced; [] for none."""
    for case in plugin.cases.values():
        if not case.hidden:
            found = _in_case(plugin, case, code, worker, seed)
            if found:
                return found
    return []


def _in_case(plugin: JudgePlugin, case: Case, code: Code, worker: Worker, seed: str) -> list[Violation]:
    exercise = plugin.exercise
    families = families_of(exercise.rules)
    watch = Watch(families, frozenset(path.rpartition(".")[2] for path in exercise.allow), exercise.framework)
    if not watch:
        return []
    fault = plugin.watched(case, code, worker, seed, watch)
    raised = fault.failure.raised if isinstance(fault, Fault) else None
    shown = with_source(raised, code.source)
    frame = shown.frames[-1] if shown is not None and shown.frames else None
    line, text = (frame.line, frame.text) if frame else (0, "")
    for operation, rule in watch.called.items():
        return [Violation(line, 0, text, rule, f"{operation}, at run time", families[rule].advice)]
    if watch.silenced:
        return [Violation(0, 0, "", "internals", _SILENCED, closed.ADVICE["internals"])]
    return []
