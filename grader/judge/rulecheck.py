"""Layer 2 of the rules (docs/rules.md): the public cases once more, in a child in which forbidden kernels raise.

Only for a submission that has passed, and only for torch. It finds spellings that the source check cannot see; what it
finds is a rule violated (RV), with the learner's own line where the exception tells it.
"""

from __future__ import annotations

from grader.judge.bench import Code
from grader.judge.disclose import public_raised
from grader.judge.plugin import Case, JudgePlugin
from grader.judge.session import Fault, Worker
from grader.report import Violation
from grader.rules import aten_of, families_of


def forbidden_calls(plugin: JudgePlugin, code: Code, worker: Worker, seed: str) -> list[Violation]:
    """What the submission called that its exercise forbids; [] where there is nothing to forbid at run time."""
    exercise = plugin.exercise
    allowed = {path.rpartition(".")[2] for path in exercise.allow}
    operations = [name for name in aten_of(exercise.rules) if name.strip("_") not in allowed]
    if exercise.framework != "torch" or not operations:
        return []
    for case in plugin.cases.values():
        if not case.hidden:
            found = _in_case(plugin, case, code, worker, seed, operations)
            if found:
                return found
    return []


def _in_case(
    plugin: JudgePlugin, case: Case, code: Code, worker: Worker, seed: str, operations: list[str]
) -> list[Violation]:
    called, fault = plugin.denied(case, code, worker, seed, operations)
    raised = fault.failure.raised if isinstance(fault, Fault) else None
    shown = public_raised(raised, code.source)
    frame = shown.frames[-1] if shown is not None and shown.frames else None
    for name, family in families_of(plugin.exercise.rules).items():
        for operation in called:
            if operation in family.aten:
                line, text = (frame.line, frame.text) if frame else (0, "")
                return [Violation(line, 0, text, name, f"aten::{operation}, at run time", family.advice)]
    return []
