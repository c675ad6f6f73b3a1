"""Asks an ASGI application as a browser would, without a socket; it keeps cookies."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx


class Client:
    """A browser that has opened pages of one host."""

    def __init__(self, app: Any, base: str) -> None:
        self._app, self._base = app, base
        self._cookies = httpx.Cookies()

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        """The answer to one request."""
        return asyncio.run(self._ask(method, path, given))

    async def _ask(self, method: str, path: str, given: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(transport=transport, base_url=self._base, cookies=self._cookies) as client:
            answer = await client.request(method, path, **given)
            self._cookies = client.cookies
            return answer

    def get(self, path: str, **given: Any) -> httpx.Response:
        """The answer to a GET."""
        return self.ask("GET", path, **given)

    def send(self, method: str, path: str, facts: object) -> httpx.Response:
        """The answer to JSON that our own page sends."""
        headers = {"origin": self._base, "sec-fetch-site": "same-origin"}
        return self.ask(method, path, headers=headers, json=facts)
