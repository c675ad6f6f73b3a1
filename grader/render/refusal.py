"""Why the reference gives no answer to an input: it raises, or a limit ends it."""

from __future__ import annotations

from grader.escape import LINE, NAME, safe_text
from grader.numbers import duration, size
from grader.report import Failure
from grader.texts import Text

_RAISES = Text("The reference raises {type}: {message}", "参考解抛出 {type}：{message}")
_TIME = Text("The reference takes longer than {limit}.", "参考解用时超过 {limit}。")
_MEMORY = Text("The reference needs more memory than {limit}.", "参考解所需内存超过 {limit}。")
_OUTPUT = Text("The reference's answer is larger than {limit}.", "参考解的结果大于 {limit}。")
_ENDS = Text("The reference gives no answer.", "参考解没有给出结果。")


def refusal(failure: Failure) -> Text:
    """The sentence."""
    facts = failure.facts
    if failure.raised is not None:
        message = failure.raised.message.strip()
        if message and message[-1] not in ".!?":
            message += "."
        named = {"type": safe_text(failure.raised.type, NAME), "message": safe_text(message, LINE)}
        return Text(_RAISES.en.format(**named), _RAISES.zh.format(**named))
    if failure.kind == "time":
        limit = duration(facts["limit_s"])
        return Text(_TIME.en.format(limit=limit.en), _TIME.zh.format(limit=limit.zh))
    if failure.kind in ("memory", "output"):
        said = _MEMORY if failure.kind == "memory" else _OUTPUT
        limit_bytes = size(facts["limit_bytes"])
        return Text(said.en.format(limit=limit_bytes), said.zh.format(limit=limit_bytes))
    return _ENDS
