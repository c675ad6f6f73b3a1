"""Layer 2 of the rules (docs/rules.md): the public cases once more, in a child in which forbidden operations raise.

Only for a submission that has passed. It finds spellings that the source check cannot see; what it finds is a rule
violated (RV), with the learner's own line where the exception tells it.
"""

from __future__ import annotations

from collections.abc import Mapping

from grader.judge.disclose import with_source
from grader.judge.far.children import Code
from grader.judge.far.proxy import Side
from grader.judge.far.session import Fault, Worker
from grader.judge.suite import JudgePlugin
from grader.judge.watch import Watch
from grader.report import Violation
from grader.rules import closed
from grader.rules.families import Family
from grader.rules.source import families_of

_SILENCED = "the insides of the check at run time"


def forbidden_calls(plugin: JudgePlugin, code: Code, worker: Worker, seed: str) -> list[Violation]:
    """The first violation in a public case: a forbidden operation was called, or the watch silenced; [] for none.

    The cases share a child, as long as it lives: to refuse operations takes it longer than most cases do.
    """
    exercise, children = plugin.exercise, plugin.children
    families = families_of(exercise.rules)
    watch = Watch(families, frozenset(path.rpartition(".")[2] for path in exercise.allow), exercise.framework)
    public = [case for case in plugin.cases.values() if not case.hidden] if watch else []
    far: Side | None = None
    try:
        for case in public:
            if far is not None and not far.session.usable:
                children.close(far)
                far = None
            if far is None:
                far = children.open(code, worker)
                watch.begin(far)
            fault = plugin.watched(case, code, far, seed, watch)
            found = _violation(watch, fault, families, code)
            if found is not None:
                return [found]
    except Fault:  # before any case: it says nothing of what the submission calls
        return []
    finally:
        if far is not None:
            children.close(far)
    return []


def _violation(
    watch: Watch, fault: BaseException | None, families: Mapping[str, Family], code: Code
) -> Violation | None:
    """The violation that a case has shown, if any; `fault` is what its test raised."""
    raised = fault.failure.raised if isinstance(fault, Fault) else None
    shown = with_source(raised, code.source)
    frame = shown.frames[-1] if shown is not None and shown.frames else None
    line, text = (frame.line, frame.text) if frame else (0, "")
    for operation, rule in watch.called.items():
        return Violation(line, 0, text, rule, f"{operation}, at run time", families[rule].advice)
    if watch.silenced:
        return Violation(0, 0, "", "internals", _SILENCED, closed.ADVICE["internals"])
    return None
