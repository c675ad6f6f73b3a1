"""The pytest plugin for learners: pytest on the public tests that `dlgrade start` wrote judges their file in a sandbox.

pytest loads it wherever dlgrade is installed; it does nothing until a test of an exercise is about to run. Such a test
is never called in this process, and its fixtures are never made. The first of a file has all of them judged, as
`dlgrade check --case` does, in a judge and a sandbox that end with it; each then passes or fails by the report. So the
submission is not imported where pytest runs. In the judge's own pytest, which loads no plugins, this one is not.

What keeps a file from being judged is an error of the set-up, never a failed test.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.texts import Tell, Text, default_language

if TYPE_CHECKING:
    from grader.report import CaseResult, Report


@dataclass(frozen=True)
class _Judged:
    """The report on a learner's file and the command that judges it whole; or why there is no report."""

    report: Report | None = None
    command: str = ""
    trouble: str = ""


_JUDGED = pytest.StashKey[dict[Path, _Judged]]()
_NOT_FOR_LEARNERS = Text(
    "This is an exercise's own test file: `dlgrade check` and `dlgrade verify` run it.",
    "这是题目自带的测试文件：请用 `dlgrade check` 或 `dlgrade verify` 运行它。",
)
_NOT_REACHED = Text("not run: it failed with {parameter}", "未运行：取值 {parameter} 时已经失败")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Have the item's file judged, if that has not been done."""
    if not isinstance(item, pytest.Function) or not _case_id(item):
        return
    item.funcargs = dict.fromkeys(item.fixturenames)  # then pytest makes none of them
    judged = item.config.stash.setdefault(_JUDGED, {})
    if item.path not in judged:
        judged[item.path] = _judge(item)
    found = judged[item.path]
    if found.report is None:
        whole = item is _siblings(item)[0]  # the first tells it, the others remind of it
        pytest.fail(found.trouble if whole else found.trouble.split("\n")[0], pytrace=False)
    _refuse_internal(item, found.report, found.command)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Instead of the call: what the report says."""
    found = pyfuncitem.config.stash.get(_JUDGED, {}).get(pyfuncitem.path)
    if found is None or found.report is None or not _case_id(pyfuncitem):
        return None
    _conclude(pyfuncitem, found.report, found.command)
    return True


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """For each file: where it was judged, and that the hidden tests have not been run."""
    for found in config.stash.get(_JUDGED, {}).values():
        if found.report is not None:
            from grader.render.plain import summary

            terminalreporter.write_line("")
            terminalreporter.write_line(summary(found.report, found.command, default_language()))


def _judge(item: pytest.Function) -> _Judged:
    """Judge the file beside the tests, with the cases that this session runs of them."""
    from grader.catalogue.exercise import Catalogue
    from grader.catalogue.public_tests import read_marker
    from grader.errors import DlgradeError
    from grader.grading.check import Request, check
    from grader.grading.policy import Policy
    from grader.installed import shipped
    from grader.judge.protocol import Options
    from grader.shell import shell_line

    tests = read_marker(item.path)
    if tests is None:
        return _Judged(trouble=_NOT_FOR_LEARNERS.localized(default_language()))
    root = (
        str(_from_here(item.path.parent / tests.catalogue)) if tests.catalogue else os.environ.get("DLGRADE_CATALOGUE")
    )
    path = _from_here(_answer(item.path, tests.slug))
    request = Request(
        paths=(path,),
        exercise=tests.slug,
        policy=Policy(cases=tuple(dict.fromkeys(_case_id(one) for one in _siblings(item)))),
        sandbox=Options(),
    )
    try:
        with _progress(item.config) as say:
            (report,) = check(request, Catalogue(Path(root) if root else shipped()), say)
    except DlgradeError as error:
        lines = [said.localized(default_language()) for said in (error.said, error.advice)]
        return _Judged(trouble="\n".join(filter(None, lines)))
    elsewhere = ["--catalogue", root] if root else []
    return _Judged(report, shell_line(["dlgrade", "check", str(path), *elsewhere]))


def _answer(tests: Path, slug: str) -> Path:
    """The file beside the tests that is judged: a module, or else a notebook."""
    notebook = tests.with_name(f"{slug}.ipynb")
    module = tests.with_name(f"{slug}.py")
    return notebook if notebook.exists() and not module.exists() else module


def _refuse_internal(item: pytest.Function, report: Report, command: str) -> None:
    """An error of the set-up where the fault is ours."""
    from grader.render.plain import failure
    from grader.verdict import Verdict

    case = _case(item, report)
    if report.internal is not None or case.verdict is Verdict.IE or (case.verdict is None and not case.skipped):
        pytest.fail(failure(report, case, command, default_language()), pytrace=False)


def _conclude(item: pytest.Function, report: Report, command: str) -> None:
    """Pass, fail or skip the item by what became of its case.

    A case runs its parameters in order up to the first failure; those behind it are skipped. What keeps the whole file
    from passing is told by the first item.
    """
    from grader.judge.case_run import told
    from grader.render import sentences
    from grader.render.plain import failure
    from grader.verdict import Verdict

    case, siblings = _case(item, report), _siblings(item)
    if (report.load_failure is not None or report.violations or report.untouched) and item is siblings[0]:
        pytest.fail(failure(report, None, command, default_language()), pytrace=False)
    if report.untouched:
        pytest.skip(sentences.UNTOUCHED.localized(default_language()))
    if case.verdict is Verdict.AC:
        return
    if case.verdict is None:
        pytest.skip(sentences.skipped(1, case.skipped).localized(default_language()))
    run = [one for one in siblings if _case_id(one) == case.id]
    failed = next((one for one in run if told(one) == case.parameter), None)
    if failed is None or item is failed:
        pytest.fail(failure(report, case, command, default_language()), pytrace=False)
    if run.index(item) > run.index(failed):
        pytest.skip(_NOT_REACHED.localized(default_language()).format(parameter=case.parameter))


def _case(item: pytest.Item, report: Report) -> CaseResult:
    return next(case for case in report.cases if case.id == _case_id(item))


def _case_id(item: pytest.Item) -> str:
    """The id of the case that the item is of; "" for a test of anybody else's."""
    spec = getattr(getattr(item, "function", None), "_dlgrade_case", None)
    return str(spec.id) if spec is not None else ""


def _siblings(item: pytest.Item) -> list[pytest.Item]:
    """The cases' items of the same file that this session runs, in order."""
    return [one for one in item.session.items if one.path == item.path and _case_id(one)]


def _from_here(path: Path) -> Path:
    """The path as somebody in this folder would write it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


class _Lines(io.StringIO):
    """A stream for progress: its lines stand apart from pytest's dots."""

    def __init__(self, reporter: pytest.TerminalReporter) -> None:
        super().__init__()
        self._reporter = reporter

    def write(self, text: str) -> int:
        self._reporter.ensure_newline()
        self._reporter.write(text, flush=True)
        return len(text)


@contextmanager
def _progress(config: pytest.Config) -> Iterator[Tell]:
    """Where to tell of what takes long (an image is built): pytest's terminal, if it has one."""
    from grader.render.progress import shown_progress

    reporter = config.pluginmanager.get_plugin("terminalreporter")
    capture = config.pluginmanager.get_plugin("capturemanager")
    if reporter is None or capture is None:
        yield lambda text: None
        return
    with capture.global_and_fixture_disabled(), shown_progress(_Lines(reporter)) as progress:
        yield progress.show
