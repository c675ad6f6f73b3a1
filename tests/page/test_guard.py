"""Nobody but the learner's own browser, on our own page, is answered."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from grader.page.guard import MOST_BYTES, Guard, Keys
from tests.page.asking import Client

PORT = 8347
HERE = f"http://127.0.0.1:{PORT}"
OURS = {"origin": HERE, "sec-fetch-site": "same-origin", "content-type": "application/json"}


class Behind:
    """An application that counts what reaches it."""

    def __init__(self) -> None:
        self.reached = 0
        self.keys = Keys(PORT)
        app = Starlette(
            routes=[Route("/{rest:path}", self._answer, methods=["GET", "POST", "PUT", "DELETE", "OPTIONS"])]
        )
        self.app = Guard(app, self.keys)
        self.client = Client(self.app, HERE)

    async def _answer(self, request: Request) -> JSONResponse:
        self.reached += 1
        return JSONResponse(len(await request.body()))

    def enter(self) -> None:
        """Open the address that the command prints."""
        assert self.client.get(self.keys.address).status_code == 303

    def refused(
        self, status: int, method: str, headers: Mapping[str, str], path: str = "/", body: bytes = b"{}"
    ) -> None:
        """The request is refused, and reaches nothing."""
        before = self.reached
        content = body if method in ("POST", "PUT") else None
        answer = self.client.ask(method, path, headers=dict(headers), content=content)
        assert answer.status_code == status, answer.text
        assert self.reached == before
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.fixture
def behind() -> Behind:
    """The application; nobody has come in yet."""
    return Behind()


def test_the_token_becomes_a_cookie_that_no_script_and_no_other_site_has(behind: Behind) -> None:
    """And the address without it is where one goes on; what else is asked for stays."""
    answer = behind.client.get(f"/exercise/a?lang=zh&token={behind.keys.token}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/exercise/a?lang=zh")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Domain" not in cookie
    assert behind.keys.token not in cookie, "whoever sees one does not have the other"
    assert behind.client.get("/exercise/a").status_code == 200


def test_the_token_never_leads_elsewhere(behind: Behind) -> None:
    """A path that browsers take for another host is none of ours."""
    answer = behind.client.get(f"{HERE}//evil.example/?token={behind.keys.token}")
    assert answer.headers["location"] == "/"


def test_a_link_with_the_token_in_another_page_leads_in(behind: Behind) -> None:
    """A terminal in the browser: by a page of ours that goes on, for a redirect would be the other site's request."""
    answer = behind.client.get(behind.keys.address + "&q=%22%3E%3Cb", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 200 and 'url=/?q=%22%3E%3Cb"' in answer.text
    assert behind.client.get("/").status_code == 200


def test_the_address_on_the_browsers_command_line_opens_once(behind: Behind) -> None:
    """Other users of this machine can read it there, and come too late."""
    address = behind.keys.address_for_once()
    other = Client(behind.app, HERE)
    assert behind.client.get(address).status_code == 303 and behind.client.get("/").status_code == 200
    assert other.get(address).status_code == 403 and other.get("/").status_code == 403


@pytest.mark.parametrize("query", ["?token=", "?token=wrong", "?token=wrong&token=wrong", "?token=%ff"])
def test_a_wrong_token_opens_nothing(behind: Behind, query: str) -> None:
    """Nor does one beside the cookie pass for right."""
    behind.refused(403, "GET", {}, f"/{query}")
    behind.enter()
    behind.refused(403, "GET", {}, f"/{query}")


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT"])
def test_without_the_cookie_nothing_is_answered(behind: Behind, method: str) -> None:
    """Another user of this machine knows the port, and not the cookie; one of another server's is none."""
    behind.refused(403, method, OURS)
    behind.refused(403, method, OURS | {"cookie": f"dlgrade-{PORT}=guess; dlgrade-1=x"})
    behind.refused(403, method, OURS | {"cookie": "]=;=["})


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", f"[::1]:{PORT}", ""]
)
def test_a_name_that_is_made_to_lead_here_is_refused(behind: Behind, host: str) -> None:
    """DNS rebinding: the page of another name asks us, with that name as the host."""
    behind.enter()
    behind.refused(421, "GET", {"host": host})
    behind.refused(421, "POST", {**OURS, "host": host, "origin": f"http://{host}"})


def test_localhost_is_this_machine_too(behind: Behind) -> None:
    """Whoever types it is let in, with its own cookie."""
    local = Client(behind.app, f"http://localhost:{PORT}")
    assert local.get(f"/?token={behind.keys.token}").status_code == 303
    assert (
        local.ask("POST", "/", headers=OURS | {"origin": f"http://localhost:{PORT}"}, content=b"{}").status_code == 200
    )
    assert local.ask("POST", "/", headers=OURS, content=b"{}").status_code == 403, "one of the two is not the other"


ELSEWHERE = [
    "http://evil.example",
    "http://127.0.0.1:9999",
    f"https://127.0.0.1:{PORT}",
    "null",
    f"{HERE}.evil.example",
]


@pytest.mark.parametrize("origin", ELSEWHERE)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_a_page_of_another_origin_is_refused(behind: Behind, origin: str, method: str) -> None:
    """With the cookie too, which a browser sends to all ports of this machine."""
    behind.enter()
    behind.refused(403, method, OURS | {"origin": origin})


@pytest.mark.parametrize("site", ["cross-site", "same-site", "anything"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_a_request_that_another_site_makes_is_refused(behind: Behind, site: str, method: str) -> None:
    """Whatever its origin says: an image, a frame or a link sends none."""
    behind.enter()
    behind.refused(403, method, OURS | {"sec-fetch-site": site})


def test_what_changes_something_says_where_it_comes_from(behind: Behind) -> None:
    """Nobody types a POST, and none comes without an origin."""
    behind.enter()
    behind.refused(403, "POST", {"content-type": "application/json"})
    behind.refused(403, "POST", OURS | {"sec-fetch-site": "none"})
    assert behind.client.ask("POST", "/", headers=OURS, content=b"{}").status_code == 200
    assert behind.client.get("/", headers={"sec-fetch-site": "none"}).status_code == 200


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "application/jsonx"]
)
def test_what_a_form_can_send_is_refused(behind: Behind, kind: str) -> None:
    """JSON must be asked for before it is sent, and we never allow it."""
    behind.enter()
    behind.refused(415, "POST", OURS | {"content-type": kind})


@pytest.mark.parametrize("method", ["OPTIONS", "DELETE", "PATCH", "TRACE"])
def test_no_other_origin_is_let_in(behind: Behind, method: str) -> None:
    """A preflight is refused, and no answer names an origin."""
    behind.enter()
    behind.refused(405, method, OURS)
    answer = behind.client.get("/", headers=OURS)
    assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_a_large_body_is_refused_before_it_is_read(behind: Behind) -> None:
    """By what it says of itself; one that says nothing is refused."""
    behind.enter()
    behind.refused(413, "PUT", OURS | {"content-length": str(MOST_BYTES + 1)})
    behind.refused(411, "PUT", OURS | {"content-length": "many"})


def test_a_header_that_stands_there_twice_is_refused(behind: Behind) -> None:
    """Whoever reads the first and whoever reads the second would not agree."""
    behind.enter()
    for name, value in (("host", f"127.0.0.1:{PORT}"), ("origin", HERE)):
        answer = behind.client.get("/", headers=[("host", f"127.0.0.1:{PORT}"), ("origin", HERE), (name, value)])
        assert answer.status_code == 400


@pytest.mark.parametrize("entered", [True, False])
def test_every_answer_has_the_headers_that_protect_it(behind: Behind, entered: bool) -> None:
    """A refusal too; no script and no style but our files, no frame, nothing kept."""
    if entered:
        behind.enter()
    headers = behind.client.get("/").headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in headers["content-security-policy"]
    assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")
    assert headers["cache-control"] == "no-store"
    assert headers["cross-origin-resource-policy"] == headers["cross-origin-opener-policy"] == "same-origin"


def test_a_web_socket_is_closed(behind: Behind) -> None:
    """There is none."""
    sent: list[Mapping[str, object]] = []

    async def send(message: Mapping[str, object]) -> None:
        sent.append(message)

    asyncio.run(behind.app({"type": "websocket", "headers": []}, None, send))  # type: ignore[arg-type]
    assert [message["type"] for message in sent] == ["websocket.close"] and not behind.reached
