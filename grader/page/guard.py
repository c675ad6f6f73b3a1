"""Nobody but the learner's own browser, on our own page: looked at before any route is.

A page from elsewhere can make a browser ask this server, and a name elsewhere can lead to it. So each request must name
this server as its host, come from no other site's page (other ports of this machine are other sites' too), and bring a
cookie which only the address that the command prints gives out; and whatever changes something must come from our own
page, as JSON, which no form can send.
"""

from __future__ import annotations

import hmac
import html
import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

from grader.limits import MAX_BYTES

MOST_BYTES = 8 * MAX_BYTES
"""Of a request's body: a file's text as JSON, in which each character may be an escape of six."""

_READS, _CHANGES = ("GET", "HEAD"), ("POST", "PUT")
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Refusal(Exception):
    """The request is not answered."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


class Keys:
    """The secrets of one server: the token in the address that it prints, and the cookie that it becomes."""

    def __init__(self, port: int) -> None:
        self.token, self._session = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        self._once: set[str] = set()
        self.hosts = tuple(f"{host}:{port}" for host in ("127.0.0.1", "localhost"))
        # A browser sends the cookies of one port to all ports: each server has a name of its own.
        self._cookie = f"dlgrade-{port}"

    @property
    def address(self) -> str:
        """The address to open."""
        return f"http://{self.hosts[0]}/?token={self.token}"

    def address_for_once(self) -> str:
        """An address that opens once: a browser's command line can be read by everybody on this machine."""
        token = secrets.token_urlsafe(32)
        self._once.add(token)
        return f"http://{self.hosts[0]}/?token={token}"

    def knows(self, headers: Mapping[str, str]) -> bool:
        """Whether the request brings our cookie."""
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return False
        return found is not None and _equal(found.value, self._session)

    def cookie(self) -> str:
        """The header that sets it."""
        return f"{self._cookie}={self._session}; Path=/; HttpOnly; SameSite=Strict"

    def opens(self, token: str) -> bool:
        """Whether this is the token, or one that opens once and has not."""
        if token in self._once:
            self._once.remove(token)
            return True
        return _equal(token, self.token)


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())


class Guard:
    """An ASGI application before another one."""

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        self._app, self._keys = app, keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, answer it with our cookie, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # a web socket: there is none
            await send({"type": "websocket.close", "code": 1008})
            return
        answer = _Answer(send)
        try:
            headers = _headers(scope)
            query = self._checked(scope, headers)
        except Refusal as error:
            await answer.refuse(error)
            return
        if query is None:
            await self._app(scope, receive, answer)
            return
        path = (scope["path"] if not scope["path"].startswith("//") else "/") + (f"?{query}" if query else "")
        if headers.get("sec-fetch-site") in (None, "none"):
            await answer.redirect(path, self._keys.cookie())
        else:  # a link in another page, such as a terminal's: what follows must come from a page of ours
            await answer.lead_on(path, self._keys.cookie())

    def _checked(self, scope: Scope, headers: Mapping[str, str]) -> str | None:
        """None for a request that may pass; for one with the token what is left of its query.

        Raises:
            Refusal: it may not.
        """
        method = scope["method"]
        if headers.get("host", "") not in self._keys.hosts:
            raise Refusal(421, "This is another host.")
        if method not in (*_READS, *_CHANGES):
            raise Refusal(405, "There is no such method.")
        site = headers.get("sec-fetch-site")
        if method in _READS and (query := self._opened(scope)) is not None:
            return query
        if site not in (None, "same-origin", *(("none",) if method in _READS else ())):
            raise Refusal(403, "The request comes from another site.")
        origins = [f"http://{host}" for host in self._keys.hosts]
        if "origin" in headers and headers["origin"] not in origins:
            raise Refusal(403, "The request comes from another site.")
        if not self._keys.knows(headers):
            raise Refusal(403, _NO_COOKIE)
        if method in _CHANGES:
            self._check_change(headers)
        return None

    def _check_change(self, headers: Mapping[str, str]) -> None:
        if headers.get("origin") != f"http://{headers['host']}":
            raise Refusal(403, "The request does not say that it comes from this page.")
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise Refusal(415, "The request is not JSON.")
        length = headers.get("content-length", "")
        if not (length.isascii() and length.isdecimal()):  # the server takes no more of a body than this says
            raise Refusal(411, "The request does not say how large it is.")
        if int(length) > MOST_BYTES:
            raise Refusal(413, f"The request is larger than {MOST_BYTES} bytes.")

    def _opened(self, scope: Scope) -> str | None:
        """The query without the token, where that is right; None without one."""
        query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        token = query.pop("token", None)
        if token is None:
            return None
        if len(token) != 1 or not self._keys.opens(token[0]):
            raise Refusal(403, _NO_COOKIE)
        return urlencode(query, doseq=True)


_NO_COOKIE = (
    "Open the address that `dlgrade serve` printed when it was last started.\n"
    "请打开 `dlgrade serve` 最近一次启动时显示的地址。"
)


def _headers(scope: Scope) -> dict[str, str]:
    """The headers by name.

    Raises:
        Refusal: one that we rest on is there twice.
    """
    headers: dict[str, str] = {}
    for raw, value in scope["headers"]:
        name = raw.decode("latin-1")
        if name in headers and name in _ONCE:
            raise Refusal(400, f"There are two headers {name}.")
        headers[name] = (f"{headers[name]}; " if name in headers else "") + value.decode("latin-1")
    return headers


_ONCE = ("host", "origin", "sec-fetch-site", "content-type", "content-length")


class _Answer:
    """Sends an answer with the headers that all have."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            ours = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]
            names = {name for name, _ in ours}
            theirs = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in names]
            message = {**message, "headers": [*theirs, *ours]}
        await self._send(message)

    async def refuse(self, error: Refusal) -> None:
        """Say in a line why not."""
        await self._whole(error.status, error.why, {"content-type": "text/plain; charset=utf-8"})

    async def redirect(self, path: str, cookie: str) -> None:
        """Give the cookie, and send the browser on to the address without the token."""
        await self._whole(303, "", {"location": path, "set-cookie": cookie})

    async def lead_on(self, path: str, cookie: str) -> None:
        """The same by a page that goes on by itself."""
        page = f'<!doctype html><meta http-equiv="refresh" content="0; url={html.escape(path)}">'
        await self._whole(200, page, {"content-type": "text/html; charset=utf-8", "set-cookie": cookie})

    async def _whole(self, status: int, text: str, headers: Mapping[str, str]) -> None:
        body = text.encode()
        named = [(name.encode(), value.encode()) for name, value in headers.items()]
        named.append((b"content-length", str(len(body)).encode()))
        await self({"type": "http.response.start", "status": status, "headers": named})
        await self._send({"type": "http.response.body", "body": body})
