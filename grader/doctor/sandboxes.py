"""Which sandbox a check would use here, and why no stronger one: by the same rules and makers as `choose`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from grader.doctor import Finding, State
from grader.errors import GraderError
from grader.sandbox import Backend
from grader.sandbox.choice import NAMES, Makers, asked_for, makers_of
from grader.texts import Tell, Text

SECTION = "sandbox"


@dataclass(frozen=True)
class Choice:
    """The sandboxes that were tried: each name is in one of the mappings.

    requested: a name, or "auto". by: what asks for it.
    """

    requested: str
    by: str
    working: Mapping[str, Backend]
    refusals: Mapping[str, GraderError]

    @property
    def backend(self) -> Backend | None:
        """The sandbox that a check would use; None where it would end with an error."""
        names = NAMES[::-1] if self.requested == "auto" else (self.requested,)
        return next((self.working[name] for name in names if name in self.working), None)

    @property
    def backend_name(self) -> str:
        """Its name, without a runtime; "" for none."""
        return next((name for name, sandbox in self.working.items() if sandbox is self.backend), "")


def choice(
    requested: str,
    *,
    runtime: str,
    progress: Tell,
    environ: Mapping[str, str] = os.environ,
    makers: Makers | None = None,
) -> Choice:
    """Try all sandboxes, whichever is asked for. The arguments are those of `choose`.

    Raises:
        UsageError: there is no sandbox of that name, or it has no runtimes.
    """
    name = asked_for(requested, runtime, environ)
    working: dict[str, Backend] = {}
    refusals: dict[str, GraderError] = {}
    for one, make in (makers or makers_of("numpy", runtime, progress)).items():
        progress(Text(f"trying the sandbox {one}", f"正在尝试沙箱 {one}"))
        try:
            working[one] = make()
        except GraderError as refusal:
            refusals[one] = refusal
    return Choice(name, _who_asks(requested, runtime), working, refusals)


def _who_asks(requested: str, runtime: str) -> str:
    if requested != "auto":
        return "--sandbox"
    return "--runtime" if runtime else "DLGRADE_SANDBOX"


def findings(chosen: Choice) -> Iterator[Finding]:
    """A finding for each sandbox, from strong to weak; and what the used one does not hold."""
    for name in reversed(NAMES):
        yield _of_one(name, chosen)
    used = chosen.backend
    gaps = used.gaps() if used is not None else []
    if used is not None and gaps:
        yield Finding(
            SECTION,
            "gaps",
            State.WARNING if chosen.backend_name == "process" else State.NOTE,
            Text(
                f'"{used.name}" does not hold everything: {"; ".join(gap.en for gap in gaps)}.',
                f"“{used.name}”并不能限制一切：{'；'.join(gap.zh for gap in gaps)}。",
            ),
            Text(
                "Use a stronger one for other people's submissions.",
                "评判他人的提交时，请使用更强的沙箱。",
            ),
            {"gaps": [gap.to_json() for gap in gaps]},
        )


def _of_one(name: str, chosen: Choice) -> Finding:
    refusal = chosen.refusals.get(name)
    used = name == chosen.backend_name
    weaker = bool(chosen.backend_name) and NAMES.index(name) < NAMES.index(chosen.backend_name)
    facts = {"used": used, "works": refusal is None}
    if refusal is not None:
        return Finding(
            SECTION,
            name,
            State.PROBLEM if chosen.backend is None and chosen.requested in ("auto", name) else State.NOTE,
            Text("does not work: ", "不可用：") + refusal.said,
            None if weaker else refusal.advice,
            {**facts, "reason": refusal.message},
        )
    if used and chosen.requested == "auto":
        text = Text("is used: the strongest that works here", "将被使用：本机可用的最强沙箱")
    elif used:
        text = Text(f"is used: {chosen.by} asks for it", f"将被使用：由 {chosen.by} 指定")
    elif chosen.backend is None:
        text = Text(
            f"works, but {chosen.by} asks for {chosen.requested}",
            f"可用，但 {chosen.by} 指定了 {chosen.requested}",
        )
    elif weaker:
        text = Text("works too, and is weaker", "也可用，但较弱")
    else:
        text = Text(
            f"works, and is stronger, but {chosen.by} asks for {chosen.requested}",
            f"可用且更强，但 {chosen.by} 指定了 {chosen.requested}",
        )
    return Finding(SECTION, name, State.OK if used or weaker else State.NOTE, text, None, facts)
