"""What the page's routes answer, and what a page hears; the judge is a stand-in."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from grader.api import CaseDone, Running
from grader.catalogue.exercise import Catalogue, Exercise
from grader.errors import GraderError
from grader.inputs.read import read_input
from grader.installed import shipped
from grader.judge.protocol import Options
from grader.page.app import application
from grader.page.desk import Desk, Room
from grader.page.events import Event, Reported
from grader.page.guard import Keys
from grader.page.told import line_of, told
from grader.page.views import sample
from grader.progress.attempt import attempt_of
from grader.progress.history import opened
from grader.report import CaseResult, Report
from grader.texts import Text
from grader.verdict import Verdict
from tests.page.asking import Client
from tests.samples import SAMPLES

SLUG = "stable_softmax"
AT = f"/exercise/{SLUG}"
HERE = "http://127.0.0.1:8347"
EVIL = "</pre><script>alert(1)</script>"


class Lane:
    """Stands in for the pool: each task in a thread of its own, with a judge that knows its cases."""

    def __init__(self) -> None:
        cases = SAMPLES["wa"].cases
        self.judge = SimpleNamespace(case_ids=lambda: [case.id for case in cases], manifest=cases)

    def submit(self, exercise: Exercise, work: Callable[[Any], Any]) -> Future[Any]:
        """Have it done."""
        future: Future[Any] = Future()

        def run() -> None:
            try:
                made = work(SimpleNamespace(judge=self.judge, exercise=exercise))
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(made)

        threading.Thread(target=run, daemon=True).start()
        return future

    def __exit__(self, *_: object) -> None:
        """Nothing is left."""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk in an empty folder, with a history of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("DLGRADE_LANG", "en")
    with Desk(Catalogue(shipped()), tmp_path / "answers", Options()) as desk:
        desk._pool = Lane()  # type: ignore[assignment]
        yield desk


@pytest.fixture
def client(desk: Desk) -> Client:
    """A browser that has been let in."""
    keys = Keys(8347)
    client = Client(application(desk, keys), HERE)
    assert client.get(f"/?token={keys.token}").status_code == 303
    return client


def keep(*reports: Report, code: bytes = b"old = 1\n") -> None:
    """Have attempts in the history, with their code."""
    import hashlib

    digest = hashlib.sha256(code).hexdigest()
    with opened(print, write=True) as history:  # type: ignore[arg-type]
        for report in reports:
            history.add([replace(attempt_of(report), exercise=SLUG, sha256=digest)], [code])


def judged_as(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each run come to this report, case by case."""

    def judged(self: Running, turn: Any, submission: Any, policy: Any, on_event: Callable[[Any], object]) -> Report:
        for case in report.cases:
            on_event(CaseDone(case))
        return report

    monkeypatch.setattr(Running, "judged", judged)


# ---------------------------------------------------------------- pages


def test_the_list_has_every_exercise_and_filters(client: Client) -> None:
    """By words in either language, topic, path, difficulty and state; what nothing fits says so."""
    catalogue = Catalogue(shipped())
    everything = client.get("/").text
    assert all(f'href="/exercise/{slug}"' in everything for slug in catalogue.slugs)

    def found(query: str) -> set[str]:
        page = client.get(f"/?{query}").text
        return {slug for slug in catalogue.slugs if f'href="/exercise/{slug}"' in page}

    assert (
        SLUG in found("q=stable+SOFTMAX") and SLUG in found("q=激活") and len(found("q=softmax")) < len(catalogue.slugs)
    )
    hard = {one.slug for one in catalogue if one.difficulty == "hard"}
    assert found("difficulty=hard") == hard and found("difficulty=hard&q=zzz") == set()
    path = catalogue.ways.paths[0]
    assert found(f"path={path.id}") == set(path.steps) and found("path=none") == set(catalogue.slugs)
    assert found("state=solved") == set()
    keep(replace(SAMPLES["ac"], exercise=SLUG))
    assert found("state=solved") == {SLUG}


def test_each_language_is_chosen_by_a_link_and_stays(client: Client) -> None:
    """The link to the other one keeps what was asked for."""
    english = client.get(f"{AT}?q=1").text
    assert '<html lang="en"' in english and "?q=1&amp;lang=zh" in english
    assert '<html lang="zh"' in client.get(f"{AT}?lang=zh").text
    assert '<html lang="zh"' in client.get("/").text, "a cookie remembers it"
    assert '<html lang="en"' in client.get("/?lang=en").text
    assert '<html lang="en"' in client.get("/?lang=fr").text


@pytest.mark.parametrize(
    "path", ["/nothing", "/exercise/nothing", f"{AT}/history/7", "/static/..%2fapp.py", "/exercise/..%2f.."]
)
def test_what_is_not_there_is_a_page_that_says_so(client: Client, path: str) -> None:
    """With a way back, and nothing of our own files."""
    answer = client.get(path)
    assert answer.status_code == 404 and 'href="/"' in answer.text


def test_every_exercise_has_its_page(client: Client) -> None:
    """With its title, its stub, and an input to begin with that can be read."""
    for exercise in Catalogue(shipped()):
        page = client.get(f"/exercise/{exercise.slug}")
        assert page.status_code == 200, exercise.slug
        assert exercise.title.en in page.text.replace("&#39;", "'") and exercise.entries[0].name in page.text
        read_input(sample(exercise), "input.json", exercise).check(exercise.framework)
        assert '"n"' not in sample(exercise)


def test_the_history_lists_attempts_and_shows_what_has_changed(client: Client, desk: Desk) -> None:
    """Since an attempt, or from one to another; the code is text."""
    assert client.get(f"{AT}/history").status_code == 200
    keep(SAMPLES["wa"], code=EVIL.encode())
    keep(SAMPLES["ac"], code=b"new = 2\n")
    assert client.send("PUT", f"{AT}/file", {"text": "mine = 3\n", "tag": "none"}).status_code == 200
    page = client.get(f"{AT}/history").text
    assert page.index(f"{AT}/history/2") < page.index(f"{AT}/history/1")
    since = client.get(f"{AT}/history/2").text
    assert "+mine = 3" in since and "-new = 2" in since
    between = client.get(f"{AT}/history/1?against=2").text
    assert "+new = 2" in between and "mine" not in between and "<script>alert" not in between


def test_a_history_that_cannot_be_read_keeps_nobody_from_the_page(client: Client, tmp_path: Path) -> None:
    """What it knows is missing, and only where it is asked for by itself it is told."""
    (tmp_path / "state" / "dlgrade").mkdir(parents=True)
    (tmp_path / "state" / "dlgrade" / "history.sqlite").mkdir()
    for path in ("/", AT, f"{AT}/solution"):
        assert client.get(path).status_code == 200
    assert "history.sqlite" in client.get(f"{AT}/history").text


def test_the_solution_is_shown_once_the_exercise_is_solved(client: Client, desk: Desk) -> None:
    """Not before; a wrong answer, or a right one on some cases, does not open it."""
    code = desk.catalogue[SLUG].reference.read_text(encoding="utf-8").splitlines()[-1].strip()
    said = client.get(f"{AT}/solution").text
    assert "once yours has been accepted" in said
    keep(SAMPLES["wa"])
    assert client.get(f"{AT}/solution").text == said
    keep(SAMPLES["ac"])
    import re

    assert code in re.sub(r"<[^>]+>", "", client.get(f"{AT}/solution").text).replace("&#39;", "'").replace("&gt;", ">")


# ---------------------------------------------------------------- what changes something


def test_hints_come_one_by_one(client: Client, desk: Desk) -> None:
    """And no more than there are; the page shows those that were seen."""
    hints = [hint.en for hint in desk.catalogue[SLUG].hints]
    for count in (*range(1, len(hints) + 1), len(hints)):
        facts = client.send("POST", f"{AT}/hint", {}).json()
        assert (facts["hints"], facts["total"], facts["remark"]) == (hints[:count], len(hints), "")


def test_the_file_is_saved_and_a_conflict_is_told_with_the_other_text(client: Client, desk: Desk) -> None:
    """The page asks then; nothing was written."""
    stub = client.get(f"{AT}/file").json()
    assert stub["tag"] == "none" and not desk.folder.exists()
    first = client.send("PUT", f"{AT}/file", {"text": "a\n", "tag": stub["tag"]}).json()
    (desk.folder / f"{SLUG}.py").write_text("b\n")
    answer = client.send("PUT", f"{AT}/file", {"text": "c\n", "tag": first["tag"]})
    assert answer.status_code == 409 and answer.json()["text"] == "b\n" and answer.json()["said"]
    assert client.send("POST", f"{AT}/run", {"text": "c\n", "tag": first["tag"]}).status_code == 409
    assert client.send("POST", f"{AT}/try", {"text": "c\n", "tag": first["tag"], "input": "{}"}).status_code == 409
    assert (desk.folder / f"{SLUG}.py").read_text() == "b\n"
    assert client.send("PUT", f"{AT}/file", {"text": "c\n", "tag": answer.json()["tag"]}).status_code == 200


@pytest.mark.parametrize("facts", [[], {}, {"text": 1, "tag": "none"}, {"text": "x"}, "x"])
def test_a_request_that_our_page_does_not_make_is_refused(client: Client, desk: Desk, facts: object) -> None:
    """In a sentence, and nothing is written."""
    answer = client.send("PUT", f"{AT}/file", facts)
    assert answer.status_code == 400 and answer.json()["said"] and not desk.folder.exists()


def test_an_input_that_is_none_is_told(client: Client) -> None:
    """As `dlgrade try` tells it."""
    answer = client.send("POST", f"{AT}/try", {"input": '{"arg": []}'})
    assert answer.status_code == 400 and '"arg" is an unknown key' in answer.json()["said"]


# ---------------------------------------------------------------- events


async def heard(
    room: Room, desk: Desk, act: Callable[[], Any], until: Callable[[Event], bool], known: int = 0
) -> list[Event]:
    """The events from the moment when somebody listens, after which `act` is done, up to the one that is waited for."""
    desk.loop = asyncio.get_running_loop()
    found: list[Event] = []
    queue = await room.listen(known)
    try:
        async with asyncio.timeout(20):
            while (event := await queue.get()) is not None:
                found.append(event)
                if len(found) == 1:
                    await asyncio.to_thread(act) if not asyncio.iscoroutinefunction(act) else await act()
                if until(event):
                    break
    finally:
        room.leave(queue)
    return found


def names(events: list[Event], desk: Desk) -> list[str]:
    """What a page hears, but for the file."""
    return [name for name, _ in (told(one, desk, "en") for one in events) if name != "file"]


def running(room: Room, *, everything: bool) -> Callable[[], Any]:
    """Press a button."""
    from grader.submission.submission import submission_of

    async def press() -> None:
        room.run(submission_of(b"x = 1\n", f"{SLUG}.py"), everything=everything)

    return press


def test_cases_are_heard_one_by_one_then_the_report(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The attempt is in the history by then; whoever comes later hears it all again."""
    report = replace(SAMPLES["wa"], exercise=SLUG)
    judged_as(report, monkeypatch)
    room = desk.room(SLUG)
    events = asyncio.run(heard(room, desk, running(room, everything=True), lambda one: isinstance(one, Reported)))
    assert names(events, desk) == ["begun", "expected", *["case"] * len(report.cases), "report"]
    with opened(print) as history:  # type: ignore[arg-type]
        assert [one.verdict for one in history.attempts(SLUG)] == ["WA"]
    again = asyncio.run(heard(room, desk, lambda: None, lambda one: isinstance(one, Reported)))
    assert names(again, desk) == names(events, desk)
    for name, facts in (told(one, desk, "en") for one in events):
        for case in facts["cases"] if name == "expected" else [facts] if name == "case" else []:
            assert case["html"].startswith("<li") and f'data-case="{case["id"]}"' in case["html"]
    number = told(again[1], desk, "en")[1]["number"]
    later = asyncio.run(heard(room, desk, lambda: None, lambda one: True, known=number))
    assert names(later, desk) == [], "who has heard the end need not hear it again"
    for lang in ("en", "zh"):
        for event in again:
            line = line_of(event, desk, lang).decode("ascii")
            assert line.count("\n") == 3 and json.loads(line.splitlines()[1].removeprefix("data: "))


def test_a_run_takes_the_public_cases_and_a_submission_all(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report on some of them is not a mark, and is recorded as such."""
    policies: list[Any] = []

    def judged(self: Running, turn: Any, submission: Any, policy: Any, on_event: Any) -> Report:
        policies.append(policy)
        return replace(SAMPLES["ac"], exercise=SLUG)

    monkeypatch.setattr(Running, "judged", judged)
    room = desk.room(SLUG)
    for everything in (False, True):
        asyncio.run(heard(room, desk, running(room, everything=everything), lambda one: isinstance(one, Reported)))
    public = [case.id for case in SAMPLES["wa"].cases if not case.hidden]
    assert 0 < len(public) < len(SAMPLES["wa"].cases)
    assert [list(one.cases) for one in policies] == [public, []]
    assert policies[0].time_s == 0 < policies[1].time_s


def test_a_run_that_is_cancelled_says_so_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what it finds afterwards is not heard any more."""
    given_up = threading.Event()

    def judged(self: Running, turn: Any, submission: Any, policy: Any, on_event: Callable[[Any], object]) -> Report:
        assert given_up.wait(20)
        on_event(CaseDone(SAMPLES["wa"].cases[0]))
        raise CancelledError

    monkeypatch.setattr(Running, "judged", judged)
    monkeypatch.setattr(Running, "cancel", lambda self: given_up.set())
    room = desk.room(SLUG)

    async def press() -> None:
        await running(room, everything=True)()
        await asyncio.sleep(0.1)
        room.cancel()

    events = asyncio.run(heard(room, desk, press, lambda one: type(one).__name__ == "Cancelled"))
    assert names(events, desk)[-1] == "cancelled" and "case" not in names(events, desk)


def test_a_fault_of_ours_is_no_verdict(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told with what to do, and nothing is recorded."""

    def judged(self: Running, *_: object) -> Report:
        raise GraderError(Text("No sandbox.", "没有沙箱。"), Text("Start one.", "请启动一个。"))

    monkeypatch.setattr(Running, "judged", judged)
    room = desk.room(SLUG)
    events = asyncio.run(heard(room, desk, running(room, everything=True), lambda one: type(one).__name__ == "Failed"))
    assert told(events[-1], desk, "zh") == ("failed", {"said": "没有沙箱。", "advice": "请启动一个。"})
    with opened(print) as history:  # type: ignore[arg-type]
        assert not history.attempts()


def test_what_another_editor_does_is_heard(desk: Desk) -> None:
    """Its text comes with it."""
    room = desk.room(SLUG)
    path = desk.folder / f"{SLUG}.py"

    def write() -> None:
        path.parent.mkdir()
        path.write_text("other = 1\n")

    events = asyncio.run(heard(room, desk, write, lambda one: told(one, desk, "en")[1].get("text") == "other = 1\n"))
    assert [told(one, desk, "en")[0] for one in events][-1] == "file"


def test_what_a_submission_says_is_text_in_the_report(desk: Desk) -> None:
    """Names, prints and messages; the page puts the report into itself as HTML."""
    case = CaseResult("a", Text(EVIL, EVIL), False, 1.0, Verdict.WA, prints=EVIL + "\x1b[2J\u202e")
    report = replace(SAMPLES["wa"], exercise=SLUG, submission=EVIL, cases=(case,))
    _, facts = told(Reported(report), desk, "en")
    assert "<script" not in facts["html"] and "&lt;script&gt;" in facts["html"]
    assert "\x1b" not in facts["html"] and "\u202e" not in facts["html"]
    assert "style=" not in facts["html"], "the page allows no style that stands inline"
