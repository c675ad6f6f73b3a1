"""What all tests share: which of them need an engine, and a summary that says aloud what was not tested.

With DLGRADE_REQUIRE_DOCKER=1 a test that needs a container engine fails where there is none; else it is skipped. So is
one that needs bubblewrap where that does not work.
Every test's docstring says in one sentence what it protects; the summary quotes the sentences of the skipped ones.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from functools import cache
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.sandbox.docker.engine import Engine, find
from grader.sandbox.local.bubblewrap import BubblewrapBackend
from grader.texts import choose_language

TESTS = Path(__file__).parent
# They measure time, start and kill engines, or look at what is left on the machine.
ALONE = [TESTS / name for name in ("faults", "sandbox", "judge/test_growth.py", "judge/test_timing.py", "test_cli.py")]


@cache
def _engine() -> Engine | GraderError:
    """The engine of this machine, or why there is none; asked once."""
    try:
        return find()
    except GraderError as error:
        return error


@cache
def _bubblewrap() -> str:
    """Why bubblewrap does not work on this machine; "" if it does."""
    try:
        BubblewrapBackend().available("numpy")
    except GraderError as error:
        return error.message
    return ""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what wants the machine to itself; `make test` runs the rest on all processors first."""
    for item in items:
        if any(item.path == path or path in item.path.parents for path in ALONE):
            item.add_marker(pytest.mark.alone)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that needs a sandbox which does not work here; or fail it, if an engine is required."""
    if item.get_closest_marker("bubblewrap") and (why := _bubblewrap()):
        pytest.skip(why)
    if not item.get_closest_marker("docker"):
        return
    engine = _engine()
    if isinstance(engine, GraderError):
        if os.environ.get("DLGRADE_REQUIRE_DOCKER") == "1":
            pytest.fail(f"DLGRADE_REQUIRE_DOCKER=1, but: {engine}", pytrace=False)
        pytest.skip(engine.message)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Each report has the sentence of what its test protects; reports go from pytest-xdist's processes to the first."""
    report = yield
    report.protects = _sentence(item)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which guarantees this run did not test."""
    skipped: dict[str, dict[str, None]] = {}
    for report in terminalreporter.stats.get("skipped", ()):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        protects = getattr(report, "protects", report.nodeid)  # a file that is skipped whole has no test
        skipped.setdefault(reason.removeprefix("Skipped: "), {})[protects] = None
    if not skipped:
        return
    terminalreporter.section("THESE GUARANTEES WERE NOT TESTED", sep="=", red=True, bold=True)
    for reason, sentences in skipped.items():
        terminalreporter.write_line(f"{reason}", red=True, bold=True)
        for sentence in sentences:
            terminalreporter.write_line(f"  - {sentence}", red=True)


def _sentence(item: pytest.Item) -> str:
    """The first line of the test's docstring; its name, if it has none."""
    function = getattr(item, "function", None)
    text = (getattr(function, "__doc__", None) or "").strip()
    return text.splitlines()[0] if text else item.nodeid


@pytest.fixture(autouse=True)
def no_chosen_language() -> None:
    """What one test chose to speak is none of the next one's business."""
    choose_language("")


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The container engine. Mark the tests that use it with `docker`."""
    found = _engine()
    assert isinstance(found, Engine), found
    return found


@pytest.fixture(scope="session")
def say(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Write a line to the terminal although output is captured: for what takes minutes, such as building an image."""
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    capture = request.config.pluginmanager.get_plugin("capturemanager")

    def line(text: str) -> None:
        with capture.global_and_fixture_disabled():
            reporter.write_line(text)

    return line
