"""An event as a page hears it: a name, and facts with texts in the reader's language and HTML that is made safe."""

from __future__ import annotations

import json
from typing import Any

from grader.errors import GraderError
from grader.page import texts
from grader.page.desk import Desk
from grader.page.events import (
    Begun,
    Cancelled,
    Doing,
    Event,
    Expected,
    Failed,
    FileIs,
    Judged,
    Remark,
    Reported,
)
from grader.report import CaseResult, Report
from grader.texts import Text
from grader.tried import Trial
from grader.verdict import Verdict


def line_of(event: Event, desk: Desk, lang: str) -> bytes:
    """The event as server-sent events are written."""
    name, facts = told(event, desk, lang)
    return f"event: {name}\ndata: {json.dumps(facts, ensure_ascii=True)}\n\n".encode()


def told(event: Event, desk: Desk, lang: str) -> tuple[str, dict[str, Any]]:
    """Its name, and its facts."""
    match event:
        case FileIs(draft):
            why_not = draft.why_not and _say(draft.why_not, lang)
            return "file", {"tag": draft.tag, "text": draft.text, "why_not": why_not}
        case Begun(number, everything):
            return "begun", {"number": number, "all": everything, "said": _say(texts.WAITING, lang)}
        case Expected(cases):
            return "expected", {"cases": [_case(case, lang) for case in cases], "said": _say(texts.CHECKING, lang)}
        case Doing(said):
            return "doing", {"said": _say(said, lang)}
        case Judged(case):
            return "case", _case(case, lang)
        case Reported(report):
            return "report", _report(report, desk, lang)
        case Failed(said, advice):
            return "failed", {"said": _say(said, lang), "advice": _say(advice, lang)}
        case Cancelled():
            return "cancelled", {"said": _say(texts.CANCELLED, lang)}
        case Remark(said):
            return "remark", {"said": _say(said, lang)}


def _say(said: Text, lang: str) -> str:
    """A text, safe to show: it may quote what a learner has written."""
    from grader.escape import WHOLE, safe_text

    return safe_text(said.localized(lang), WHOLE, lang)


def _case(case: CaseResult, lang: str) -> dict[str, Any]:
    from grader.page.rendering import case_html

    verdict = case.verdict
    return {
        "id": case.id,
        "title": _say(case.title, lang),
        "hidden": case.hidden,
        "verdict": verdict and str(verdict),
        "words": verdict.words(lang) if verdict else "",
        "passed": verdict is Verdict.AC,
        "html": case_html(case, lang),
    }


def _report(report: Report, desk: Desk, lang: str) -> dict[str, Any]:
    from grader.page.rendering import report_html
    from grader.page.seen import seen_report
    from grader.page.views import next_after

    accepted = report.verdict is Verdict.AC and not report.partial
    after = next_after(desk, report.exercise) if accepted else None
    seen = seen_report(report, lang)
    return {
        "verdict": str(report.verdict),
        "words": report.verdict.words(lang),
        "partial": report.partial,
        "accepted": accepted,
        "counted": seen.counted,
        "lines": seen.lines,
        "html": report_html(seen, lang),
        "next": after and {"url": f"/exercise/{after.slug}", "title": after.title.localized(lang)},
    }


def trial_facts(trial: Trial, lang: str) -> dict[str, Any]:
    """A trial, as the page shows it.

    Raises:
        GraderError: it could not be made.
    """
    from grader.render.html import classes, parts_html, plain_page
    from grader.render.tried import parts

    if trial.tried.fault is not None:
        facts = trial.tried.fault.facts
        raise GraderError(Text(facts["error"], facts["error_zh"]), Text(facts["remedy"], facts["remedy_zh"]))
    good = not trial.tried.fails and trial.tried.same is not False
    return {"good": good, "html": parts_html(parts(trial, plain_page(lang)), lang, classes)}
