"""How long an answer takes beside the reference, as two bars."""

from __future__ import annotations

import html

from grader.numbers import fine
from grader.render import sentences
from grader.report import Timing
from grader.texts import Text

_YOURS = Text("Yours", "你的")
_REFERENCE = Text("Reference", "参考解")
_LEFT, _WIDTH, _ROW = 92, 300, 26


def timing_svg(timing: Timing, lang: str) -> str:
    """The median of both, and the quartiles of the ratio, drawn; its name is the sentence that says it."""
    longest = max(timing.high, timing.ratio, 1.0) or 1.0
    scale = _WIDTH / longest
    said = f"{timing.workload.localized(lang)}: {sentences.timing(timing).localized(lang)}"
    rows = [
        _bar(0, _REFERENCE.localized(lang), 1.0 * scale, fine(timing.reference_s), "reference"),
        _bar(1, _YOURS.localized(lang), timing.ratio * scale, fine(timing.submission_s), "yours"),
        _spread(timing.low * scale, timing.high * scale),
    ]
    width, height = _LEFT + _WIDTH + 80, 2 * _ROW + 4
    return (
        f'<svg class="timing" role="img" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'aria-label="{html.escape(said)}">{"".join(rows)}</svg>'
    )


def _bar(number: int, label: str, length: float, time: str, kind: str) -> str:
    top = number * _ROW + 4
    return (
        f'<text class="label" x="{_LEFT - 10}" y="{top + 14}" text-anchor="end">{html.escape(label)}</text>'
        f'<rect class="{kind}" x="{_LEFT}" y="{top}" width="{max(length, 1):.1f}" height="18" rx="2"/>'
        f'<text class="time" x="{_LEFT + _WIDTH + 10}" y="{top + 14}">{html.escape(time)}</text>'
    )


def _spread(low: float, high: float) -> str:
    middle = _ROW + 13
    return f'<path class="spread" d="M{_LEFT + low:.1f} {middle - 5}v10m0-5H{_LEFT + high:.1f}m0-5v10"/>'
