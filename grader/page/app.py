"""The routes of the page: HTML to read, JSON for what changes something, a stream of events for each open page."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from grader.catalogue.topics import topic_name
from grader.errors import DlgradeError, UsageError
from grader.page import texts, views
from grader.page.desk import Desk, Room
from grader.page.draft import Conflict, Draft, read_draft, save
from grader.page.guard import Guard, Keys
from grader.page.rendering import environment
from grader.page.told import line_of, trial_facts
from grader.progress.hints import shown_next
from grader.submission.files import read_submission
from grader.submission.submission import Submission
from grader.texts import LANGUAGES, Said, Text, default_language, joined

_HERE = Path(__file__).resolve().parent
_ALIVE_S = 15.0  # so often a stream says that it is there
_LANGUAGE = "dlgrade-language"


def application(desk: Desk, keys: Keys) -> ASGIApp:
    """The page for this desk, behind its guard."""
    pages = _Pages(desk)
    at = "/exercise/{slug}"
    routes = [
        Route("/", pages.page(pages.list)),
        Route(at, pages.page(pages.exercise)),
        Route(f"{at}/history", pages.page(pages.history)),
        Route(f"{at}/history/{{number:int}}", pages.page(pages.attempt)),
        Route(f"{at}/solution", pages.page(pages.solution)),
        Route(f"{at}/events", pages.events),
        Route(f"{at}/file", pages.answer(pages.file), methods=["GET"]),
        Route(f"{at}/file", pages.answer(pages.save), methods=["PUT"]),
        Route(f"{at}/run", pages.answer(pages.run), methods=["POST"]),
        Route(f"{at}/cancel", pages.answer(pages.cancel), methods=["POST"]),
        Route(f"{at}/hint", pages.answer(pages.hint), methods=["POST"]),
        Route(f"{at}/try", pages.answer(pages.try_out), methods=["POST"]),
        Mount("/static", StaticFiles(directory=_HERE / "static")),
    ]
    return Guard(Starlette(routes=routes, exception_handlers={404: pages.missing}), keys)


Facts = dict[str, Any]
Endpoint = Callable[[Request], Awaitable[Response]]


class Bad(UsageError):
    """The request is none that our page makes."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(Text(en, zh), Text("Reload the page.", "请重新加载页面。"))


class _Pages:
    """What each route answers. Whatever reads files or the history does it in a thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # ------------------------------------------------------------ pages to read

    def page(self, make: Callable[[Request, str], tuple[str, Facts]]) -> Endpoint:
        """A route that answers with a template and its facts, in the language that was chosen."""

        async def endpoint(request: Request) -> Response:
            lang = _language(request)
            try:
                name, facts = await run_in_threadpool(make, request, lang)
                status = 200
            except DlgradeError as error:
                name, facts = "error.html", {"said": error.said, "advice": error.advice}
                status = 404 if isinstance(error, UsageError) else 500
            answer = HTMLResponse(await run_in_threadpool(self._rendered, name, facts, request, lang), status)
            if request.query_params.get("lang") in LANGUAGES:
                answer.set_cookie(_LANGUAGE, lang, samesite="strict", httponly=True, max_age=400 * 86400)
            return answer

        return endpoint

    async def missing(self, request: Request, _error: Exception) -> Response:
        """No route is there."""
        lang = _language(request)
        facts = {"said": texts.NOT_FOUND, "advice": Text("", "")}
        return HTMLResponse(await run_in_threadpool(self._rendered, "error.html", facts, request, lang), 404)

    def _rendered(self, name: str, facts: Facts, request: Request, lang: str) -> str:
        def say(said: Text, **given: object) -> str:
            return said.localized(lang).format(**given) if given else said.localized(lang)

        other = next(one for one in LANGUAGES if one != lang)
        query = {key: value for key, value in request.query_params.items() if key not in ("lang", "token")}
        switch = request.url.replace_query_params(**query, lang=other)
        return (
            environment()
            .get_template(name)
            .render(
                say=say,
                code=_code,
                words=texts,
                lang=lang,
                other_lang=other,
                switch=f"{switch.path}?{switch.query}",
                topic_name=topic_name,
                **facts,
            )
        )

    def list(self, request: Request, _lang: str) -> tuple[str, Facts]:
        """The list of exercises."""
        return "list.html", views.the_list(self._desk, request.query_params)

    def exercise(self, request: Request, lang: str) -> tuple[str, Facts]:
        """An exercise, with the editor."""
        exercise = self._desk.catalogue[request.path_params["slug"]]
        return "exercise.html", views.the_exercise(self._desk, exercise, lang)

    def history(self, request: Request, _lang: str) -> tuple[str, Facts]:
        """The attempts at an exercise."""
        return "history.html", views.the_history(self._desk.catalogue[request.path_params["slug"]])

    def attempt(self, request: Request, _lang: str) -> tuple[str, Facts]:
        """An attempt, and what has changed since."""
        exercise = self._desk.catalogue[request.path_params["slug"]]
        against = request.query_params.get("against", "")
        other = int(against) if against.isdecimal() else None
        return "attempt.html", views.the_attempt(self._desk, exercise, request.path_params["number"], other)

    def solution(self, request: Request, _lang: str) -> tuple[str, Facts]:
        """Our solution."""
        return "solution.html", views.the_solution(self._desk.catalogue[request.path_params["slug"]])

    # ------------------------------------------------------------ events

    async def events(self, request: Request) -> Response:
        """Whatever happens to an exercise's file and runs, as server-sent events."""
        lang = _language(request)
        try:
            room = await run_in_threadpool(self._desk.room, request.path_params["slug"])
        except UsageError as error:
            return JSONResponse(_wrong(error, lang), 404)
        await run_in_threadpool(room.warm)
        known = request.query_params.get("known", "")
        stream = self._stream(room, lang, int(known) if known.isdecimal() else 0)
        return StreamingResponse(stream, media_type="text/event-stream")

    async def _stream(self, room: Room, lang: str, known: int) -> AsyncIterator[bytes]:
        yield b"retry: 1000\n\n"
        heard = await room.listen(known)
        try:
            while True:
                try:
                    event = await asyncio.wait_for(heard.get(), _ALIVE_S)
                except TimeoutError:
                    yield b": still here\n\n"
                    continue
                if event is None:
                    return
                yield await run_in_threadpool(line_of, event, self._desk, lang)
        finally:
            room.leave(heard)

    # ------------------------------------------------------------ what changes something

    def answer(self, make: Callable[[str, Facts, str], Awaitable[Facts]]) -> Endpoint:
        """A route that takes a JSON object and answers with one; what is wrong is told in it."""

        async def endpoint(request: Request) -> Response:
            lang = _language(request)
            try:
                given = await request.json() if request.method != "GET" else {}
                if not isinstance(given, dict):
                    raise Bad("The request is no JSON object.", "请求不是 JSON 对象。")
                return JSONResponse(await make(request.path_params["slug"], given, lang))
            except Conflict as error:
                facts = {"said": texts.CONFLICT.localized(lang), "advice": "", **_file(error.now, lang)}
                return JSONResponse(facts, 409)
            except json.JSONDecodeError:
                return JSONResponse({"said": "The request is not JSON.", "advice": ""}, 400)
            except DlgradeError as error:
                return JSONResponse(_wrong(error, lang), 400 if isinstance(error, UsageError) else 500)

        return endpoint

    async def file(self, slug: str, _given: Facts, lang: str) -> Facts:
        """The learner's file."""
        draft = await run_in_threadpool(read_draft, self._desk.catalogue[slug], self._desk.folder)
        return _file(draft, lang)

    async def save(self, slug: str, given: Facts, lang: str) -> Facts:
        """The file, saved: `text` in place of the state `tag`."""
        return _file(await run_in_threadpool(self._saved, slug, given), lang)

    def _saved(self, slug: str, given: Facts) -> Draft:
        text, tag = given.get("text"), given.get("tag")
        if not isinstance(text, str) or not isinstance(tag, str):
            raise Bad("A save needs a text and a tag.", "保存需要 text 和 tag。")
        return save(self._desk.catalogue[slug], self._desk.folder, text, tag)

    async def run(self, slug: str, given: Facts, lang: str) -> Facts:
        """The number of a run on the file, which is saved first where a text is given; `all` for all cases."""
        room = await run_in_threadpool(self._desk.room, slug)
        draft, submission = await run_in_threadpool(self._handed_in, slug, given)
        return {"number": room.run(submission, everything=given.get("all") is True), **_file(draft, lang)}

    async def try_out(self, slug: str, given: Facts, lang: str) -> Facts:
        """What comes of the input `input`, on the file, which is saved first, and on the reference."""
        if not isinstance(given.get("input"), str):
            raise Bad("A trial needs an input.", "试运行需要 input。")
        room = await run_in_threadpool(self._desk.room, slug)
        draft, submission = await run_in_threadpool(self._handed_in, slug, given)
        trial = await asyncio.wrap_future(room.try_out(submission, given["input"]))
        return {**await run_in_threadpool(trial_facts, trial, lang), **_file(draft, lang)}

    def _handed_in(self, slug: str, given: Facts) -> tuple[Draft, Submission]:
        """The file, saved if a text is given, and what is to be judged of it; a stub that nobody has saved is made."""
        exercise, folder = self._desk.catalogue[slug], self._desk.folder
        draft = self._saved(slug, given) if "text" in given else read_draft(exercise, folder)
        if not draft.exists:
            draft = save(exercise, folder, draft.text, draft.tag)
        return draft, read_submission(draft.path, name=draft.path.name)

    async def cancel(self, slug: str, _given: Facts, _lang: str) -> Facts:
        """Nothing; the run that goes on is given up."""
        (await run_in_threadpool(self._desk.room, slug)).cancel()
        return {}

    async def hint(self, slug: str, _given: Facts, lang: str) -> Facts:
        """The hints that have been shown by now, one more than before."""
        exercise, remarks = self._desk.catalogue[slug], list[Text]()

        def tell(said: Said) -> None:
            remarks.append(said if isinstance(said, Text) else Text(said, said))

        count = await run_in_threadpool(shown_next, exercise, tell) if exercise.hints else 0
        return {
            "hints": [hint.localized(lang) for hint in exercise.hints[:count]],
            "total": len(exercise.hints),
            "remark": joined(remarks).localized(lang),
        }


def _code(source: str) -> Markup:
    """Python with its words marked."""
    from grader.page.statement import code_html

    return Markup(code_html(source))


def _language(request: Request) -> str:
    wanted = (request.query_params.get("lang"), request.cookies.get(_LANGUAGE))
    return next((one for one in wanted if one in LANGUAGES), default_language())


def _wrong(error: DlgradeError, lang: str) -> Facts:
    return {"said": error.said.localized(lang), "advice": error.advice.localized(lang)}


def _file(draft: Draft, lang: str) -> Facts:
    why_not = draft.why_not and draft.why_not.localized(lang)
    return {"path": str(draft.path), "text": draft.text, "tag": draft.tag, "why_not": why_not}
