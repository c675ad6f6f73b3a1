"""A case's result with what its learner may see: all of a public case, of a hidden one what `grader.hidden` tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grader import hidden
from grader.judge import context
from grader.judge.far.proxy import Call, Transcript
from grader.judge.far.session import Session
from grader.judge.preview import preview
from grader.limits import PRINTS_BYTES
from grader.report import CallShown, CaseResult, Frame, Raised

_ARGUMENT_CHARS = 600


def disclose(result: CaseResult, session: Session, source: bytes, transcript: Transcript) -> CaseResult:
    """`result` with what may be shown, and without what may not."""
    if result.hidden:
        result = replace(result, wall_s=round(result.wall_s, 1))  # a finer time would be a channel
    prints = "" if result.hidden else session.prints.decode("utf-8", "replace")
    cut = not result.hidden and bool(session.exited and session.exited.get("printed_bytes", 0) > PRINTS_BYTES)
    failure = result.failure
    if failure is None:
        return replace(result, prints=prints, prints_cut=cut)
    failure = replace(failure, raised=with_source(failure.raised, source))
    if result.hidden:
        return replace(result, failure=hidden.told(failure), parameter="")
    failure = replace(failure, call=call_shown(transcript.told) if transcript.told is not None else None)
    return replace(result, failure=failure, prints=prints, prints_cut=cut)


def with_source(raised: Raised | None, source: bytes) -> Raised | None:
    """The exception with the text of the learner's own lines, taken from the judge's copy of the source."""
    return raised and replace(raised, frames=_with_text(raised.frames, source))


def _with_text(frames: tuple[Frame, ...], source: bytes) -> tuple[Frame, ...]:
    """Only frames that name a line of the source; what else the worker reported is dropped."""
    lines = source.decode("utf-8", "replace").split("\n")
    return tuple(
        replace(frame, text=lines[frame.line - 1].strip()[:200]) for frame in frames if 0 < frame.line <= len(lines)
    )


def call_shown(call: Call, parameters: Sequence[str] = ()) -> CallShown:
    """A call as a person reads it, its arguments by name; `parameters` are those of a call whose name tells none."""
    names = list(parameters) or context.current().parameters.get(call.name, [])
    names = names + [""] * (len(call.args) - len(names))
    arguments = [(name, preview(value, _ARGUMENT_CHARS)) for name, value in zip(names, call.args, strict=False)]
    arguments += [(name, preview(value, _ARGUMENT_CHARS)) for name, value in call.kwargs.items()]
    return CallShown(call.name or "(call)", tuple(arguments))
