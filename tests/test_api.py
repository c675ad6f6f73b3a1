"""The public API: reports are values, faults are raised, and no call has anything to do with another."""

from __future__ import annotations

import asyncio
import os
import random
import re
import shutil
import signal
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

import dlgrade
from dlgrade import CaseDone, Done, Grader, Policy, Queued, Report, Started, UsageError, Verdict, grade
from grader.worker.orphans import descendants

pytestmark = pytest.mark.slow

CATALOGUE = Path(__file__).resolve().parent / "catalogue"
RIGHT = (CATALOGUE / "solutions/toolbox/reference.py").read_text()
WRONG = RIGHT.replace("return x * factor", "return x + factor")
ENDLESS = RIGHT.replace("return x * factor", "while True: pass")


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    """Open for all tests of this module."""
    with Grader(jobs=2, catalogue=CATALOGUE, sandbox="process", own=True) as found:
        yield found


def run(work: Callable[[], Awaitable[Any]]) -> Any:
    """In an event loop of its own."""

    async def main() -> Any:
        return await work()

    return asyncio.run(main())


@pytest.mark.parametrize("name", dlgrade.__all__)
def test_every_public_name_is_there(name: str) -> None:
    """They are imported when they are asked for."""
    assert getattr(dlgrade, name) is not None


def test_no_other_name_is() -> None:
    """A mistyped name is an error, as in any module."""
    with pytest.raises(AttributeError, match="no attribute 'Grade'"):
        dlgrade.Grade  # noqa: B018


def test_one_call_judges_one_submission(tmp_path: Path) -> None:
    """As text, as bytes or as a file, the report is the same; a verdict is a value."""
    path = tmp_path / "mine.py"
    path.write_text(WRONG)
    reports = [
        grade("toolbox", source, Policy("1"), catalogue=CATALOGUE, sandbox="process", own=True)
        for source in (WRONG, WRONG.encode(), path)
    ]
    assert {report.verdict for report in reports} == {Verdict.WA}
    assert len({report.points for report in reports}) == 1 and reports[0].diagnosis is not None
    assert reports[2].submission == str(path)
    assert Report.from_json(reports[0].to_json()) == reports[0]


def test_a_stream_tells_all_in_order(grader: Grader) -> None:
    """Waiting, beginning, each case of the manifest, the report."""

    async def listen() -> list[Any]:
        return [event async for event in grader.stream("toolbox", RIGHT)]

    events = run(listen)
    assert isinstance(events[0], Queued) and isinstance(events[1], Started) and isinstance(events[-1], Done)
    told = [event.case.id for event in events if isinstance(event, CaseDone)]
    assert told == [case.id for case in events[-1].report.cases] and len(told) == len(events) - 3


@pytest.mark.parametrize(
    ("exercise", "source", "policy", "said"),
    [
        ("tolbox", RIGHT, Policy(), "toolbox"),
        ("toolbox", Path("/nowhere/at_all.py"), Policy(), "at_all"),
        ("toolbox", "#" * 2_000_000, Policy(), "2,000,000 bytes"),
        ("toolbox", RIGHT, Policy(cases=("no_such",)), 'no case "no_such"'),
    ],
)
def test_what_cannot_be_worked_on_is_raised(
    grader: Grader, exercise: str, source: str | Path, policy: Policy, said: str
) -> None:
    """It is the caller's mistake, and no verdict."""
    with pytest.raises(UsageError, match=said):
        run(lambda: grader.judge(exercise, source, policy))


def test_wrong_settings_are_refused() -> None:
    """With the value and what to do."""
    with pytest.raises(UsageError, match="jobs is 0"):
        Grader(jobs=0)
    with pytest.raises(UsageError, match="process"), Grader(catalogue=CATALOGUE, sandbox="process") as strangers:
        strangers.submit("toolbox", RIGHT).report.result()
    with pytest.raises(RuntimeError, match="not open"):
        Grader(catalogue=CATALOGUE).submit("toolbox", RIGHT)


def test_a_cancelled_call_ends_its_submission_and_no_other(grader: Grader) -> None:
    """One that hangs makes room at once, and the next report is its own."""

    async def work() -> list[Report]:
        hanging = [asyncio.create_task(grader.judge("toolbox", ENDLESS)) for _ in range(2)]
        others = [asyncio.create_task(grader.judge("toolbox", source)) for source in (RIGHT, WRONG)]
        await asyncio.sleep(1)
        for one in hanging:
            one.cancel()
        ended = await asyncio.gather(*hanging, return_exceptions=True)
        assert all(isinstance(one, asyncio.CancelledError) for one in ended)
        return await asyncio.gather(*others)

    assert [report.verdict for report in run(work)] == [Verdict.AC, Verdict.WA]


def test_leaving_a_stream_cancels_it(grader: Grader) -> None:
    """Whoever stops listening wants no more of it."""

    async def work() -> Report:
        async for event in grader.stream("toolbox", ENDLESS):
            if isinstance(event, Started):
                break
        return await grader.judge("toolbox", RIGHT)

    assert run(work).verdict is Verdict.AC


def test_closing_leaves_nothing_running() -> None:
    """What waits is cancelled, what runs is ended, and no process stays."""
    before, running = descendants(os.getpid()), set[int]()

    async def work() -> list[Any]:
        async with Grader(jobs=1, catalogue=CATALOGUE, sandbox="process", own=True) as closing:
            calls = [asyncio.create_task(closing.judge("toolbox", ENDLESS)) for _ in range(3)]
            await asyncio.sleep(1.5)
            running.update(descendants(os.getpid()) - before)
        return list(await asyncio.gather(*calls, return_exceptions=True))

    ended = run(work)
    assert all(isinstance(one, asyncio.CancelledError) for one in ended), ended
    assert running and not running & descendants(os.getpid())


@pytest.mark.docker
def test_the_page_is_true() -> None:
    """docs/api.md is run from top to bottom, and its table has every field of the policy with its default."""
    page = (Path(__file__).resolve().parent.parent / "docs/api.md").read_text(encoding="utf-8")
    scope: dict[str, Any] = {}
    for block in re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        exec(compile(block, "api.md", "exec"), scope)
    assert scope["failed"]
    told = dict(re.findall(r"^\| `(\w+)` \| `(.*?)` \|", page, re.MULTILINE))
    assert told == {field.name: repr(field.default).replace("'", '"') for field in fields(Policy)}


def test_many_calls_each_get_their_own(tmp_path: Path) -> None:
    """200 at once over six exercises and two judges, some cancelled, some with a judge killed under them."""
    slugs = [f"toolbox_{letter}" for letter in "abcdef"]
    for slug in slugs:
        for kind in ("exercises", "solutions"):
            shutil.copytree(
                CATALOGUE / kind / "toolbox", tmp_path / kind / slug, ignore=shutil.ignore_patterns("__pycache__")
            )
    chance = random.Random(7)
    before, running = descendants(os.getpid()), set[int]()

    async def work() -> None:
        async with Grader(jobs=2, catalogue=tmp_path, sandbox="process", own=True) as many:
            asked = [(chance.choice(slugs), chance.choice((True, False)), number) for number in range(200)]
            calls = [
                asyncio.create_task(
                    many.judge(slug, source(right, number), Policy(cases=("scale", "counter"), diagnose=False))
                )
                for slug, right, number in asked
            ]
            cancelled = set(chance.sample(range(200), 30))
            for number in cancelled:
                asyncio.get_running_loop().call_later(chance.uniform(0, 20), calls[number].cancel)
            killed = 0
            while killed < 4:
                await asyncio.sleep(1)
                running.update(descendants(os.getpid()) - before)
                # Twice at the same step of one submission would look like that submission's doing.
                if sum(call.done() for call in calls) >= 25 * (killed + 1):
                    killed += kill_a_judge(many)
            ended = await asyncio.gather(*calls, return_exceptions=True)
        faults = 0
        for (slug, right, number), call, found in zip(asked, calls, ended, strict=True):
            if call.cancelled():
                assert number in cancelled
            else:
                assert isinstance(found, Report), found
                faults += found.verdict is Verdict.IE
                assert (found.exercise, found.verdict) in [(slug, Verdict.AC if right else Verdict.WA), (slug, "IE")]
                assert found.provenance.submission_sha256 == digest(source(right, number))
        assert faults < killed  # what was ended under a call is tried again

    run(work)
    assert running and not running & descendants(os.getpid())


def source(right: bool, number: int) -> str:
    """A submission like no other."""
    return f"{RIGHT if right else WRONG}\n# {number}"


def digest(source: str) -> str:
    """As a report names its submission."""
    import hashlib

    return hashlib.sha256(source.encode()).hexdigest()


def kill_a_judge(grader: Grader) -> bool:
    """End the judge of some lane the hard way; whether there was one."""
    assert grader._pool is not None
    for lane in grader._pool._lanes:
        judge = lane._judge
        if judge is not None and judge.alive and judge._open:
            os.kill(judge._process.pid, signal.SIGKILL)
            return True
    return False
