"""What a learner may see of a failed case. The one place that knows the difference between public and hidden.

Hidden: the sentence and the hint (from the manifest), in which aspect an answer is wrong, the name of a built-in
exception type, and the failing line of their own code. No inputs, no values, no prints, no message. Public: those as
well.
"""

from __future__ import annotations

import builtins
from dataclasses import replace

from grader.catalogue.promises import BROKEN
from grader.judge import context
from grader.judge.far.proxy import Call, Transcript
from grader.judge.far.sandbox_worker import PRINTS_BYTES
from grader.judge.far.session import Session
from grader.judge.preview import preview
from grader.report import CallShown, CaseResult, Failure, Frame, Raised

_ARGUMENT_CHARS = 600
# The facts of a hidden failure that are the judge's own; an exit status, say, is the submission's choice.
_HIDDEN_FACTS = ("limit_s", "limit_bytes", "returned_none", "alone")


def disclose(result: CaseResult, session: Session, source: bytes, transcript: Transcript) -> CaseResult:
    """`result` with what may be shown, and without what may not."""
    if result.hidden:
        result = replace(result, wall_s=round(result.wall_s, 1))  # a finer time would be a channel
    prints = "" if result.hidden else session.prints.decode("utf-8", "replace")
    cut = not result.hidden and bool(session.exited and session.exited.get("printed_bytes", 0) > PRINTS_BYTES)
    failure = result.failure
    if failure is None:
        return replace(result, prints=prints, prints_cut=cut)
    if result.hidden:
        return replace(result, failure=_hidden(failure, source), parameter="")
    call = _shown(transcript.told) if transcript.told is not None else None
    failure = replace(failure, raised=public_raised(failure.raised, source), call=call)
    return replace(result, failure=failure, prints=prints, prints_cut=cut)


def _hidden(failure: Failure, source: bytes) -> Failure:
    """Only what the submission cannot use to tell its author about the inputs: numbers of ours, no text of its own."""
    if failure.kind == "internal":  # about our test file, not about the submission
        return failure
    facts = {key: value for key, value in failure.facts.items() if key in _HIDDEN_FACTS}
    if failure.mismatch is not None:
        facts["aspect"] = failure.mismatch.aspect
    if failure.kind == "promise" and failure.facts["reason"] in BROKEN:
        facts["reason"] = failure.facts["reason"]
    return Failure(failure.kind, facts, raised=hidden_raised(failure.raised, source))


def public_raised(raised: Raised | None, source: bytes) -> Raised | None:
    """The exception with the text of the learner's own lines, taken from the judge's copy of the source."""
    return raised and replace(raised, frames=_with_text(raised.frames, source))


def hidden_raised(raised: Raised | None, source: bytes) -> Raised | None:
    """The type if it is a built-in exception's name, and the innermost line of the learner's own code."""
    if raised is None:
        return None
    kind = getattr(builtins, raised.type, None)
    known = isinstance(kind, type) and issubclass(kind, BaseException)
    frames = [replace(frame, function="") for frame in _with_text(raised.frames, source)]
    return Raised(raised.type if known else "", "", tuple(frames[-1:]))


def _with_text(frames: tuple[Frame, ...], source: bytes) -> tuple[Frame, ...]:
    """Only frames that name a line of the source; what else the worker reported is dropped."""
    lines = source.decode("utf-8", "replace").split("\n")
    return tuple(
        replace(frame, text=lines[frame.line - 1].strip()[:200]) for frame in frames if 0 < frame.line <= len(lines)
    )


def _shown(call: Call) -> CallShown:
    names = context.current().parameters.get(call.name, [])
    names = names + [""] * (len(call.args) - len(names))
    arguments = [(name, preview(value, _ARGUMENT_CHARS)) for name, value in zip(names, call.args, strict=False)]
    arguments += [(name, preview(value, _ARGUMENT_CHARS)) for name, value in call.kwargs.items()]
    return CallShown(call.name or "(call)", tuple(arguments))
