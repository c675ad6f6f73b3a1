"""The templates, and what of a run is made by them while it goes on."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from grader.page import seen, texts
from grader.render import sentences
from grader.render.words import HIDDEN, HINT, PUBLIC
from grader.report import CaseResult


@cache
def environment() -> Environment:
    """Templates in which everything is escaped, and nothing may be missing."""
    return Environment(
        loader=FileSystemLoader(Path(__file__).resolve().parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def case_html(case: CaseResult, lang: str) -> str:
    """A case while others are still to come: its line, as an item of the list."""
    return str(_macros().one_case(seen.line_of(case, lang), _words(lang)))


def report_html(report: seen.SeenReport, lang: str) -> str:
    """A whole report."""
    return str(_macros().report(report, _words(lang)))


@cache
def _macros() -> Any:
    return environment().get_template("_report.html").module


def _words(lang: str) -> dict[str, str]:
    told = {"public": PUBLIC, "hidden": HIDDEN, "printed": sentences.PRINTED, "hint": HINT, "waiting": texts.WAITING}
    return {name: text.localized(lang) for name, text in told.items()}
