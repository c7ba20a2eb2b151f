"""The web server around the page: security headers, the document, the page's own files.

`app.py` hands these to `st.App`.  The page loads nothing from any other host, and the policy here
tells the browser to refuse whatever would try.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from rewriter.page import document, phrases, work

SCRIPT = Path(__file__).with_name("script.py")
_KINDS = {
    **dict.fromkeys(document.SHEETS, "text/css"),
    "icon.svg": "image/svg+xml",
    "page.js": "text/javascript",
}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    # A shared link holds a goal: it is told to nobody.
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_DIRECTIVES = (
    "default-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    # The framework writes its styles into the document.
    "style-src 'self' 'unsafe-inline'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'",
)
# Without these the framework answers with the whole document, unpacked.
_CONDITIONS = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}


def policy(*scripts: str) -> str:
    """The Content-Security-Policy of a document with these inline `scripts` (by their hashes)."""
    return "; ".join([*_DIRECTIVES, " ".join(["script-src 'self'", *scripts])])


class FrontDoor:
    """Middleware: every answer gets the headers, every document the visitor's language."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        if "text/html" in asked.get("accept", ""):
            kept = [pair for pair in scope["headers"] if pair[0] not in _CONDITIONS]
            scope = {**scope, "headers": kept}
        await self._app(scope, receive, _Answer(scope, asked, send))


class _Answer:
    """Sends an answer on, with headers; holds a document back until it is whole."""

    def __init__(self, scope: Scope, asked: Headers, send: Send) -> None:
        self._scope = scope
        self._asked = asked
        self._send = send
        self._held: Message | None = None
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(_HEADERS)
            headers.setdefault("Content-Security-Policy", policy())
            plain = "content-encoding" not in headers
            if plain and headers.get("content-type", "").startswith("text/html"):
                self._held = message
                return
        elif self._held is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if message.get("more_body"):
                return
            await self._finish(self._held)
            return
        await self._send(message)

    async def _finish(self, start: Message) -> None:
        text = self._body.decode("utf-8", "replace")
        if text:
            query = self._scope.get("query_string", b"").decode("latin-1")
            accepted = self._asked.get("accept-language", "")
            text = document.localised(text, self._scope["path"], query, accepted)
        body = text.encode()
        headers = MutableHeaders(scope=start)
        headers["Content-Security-Policy"] = policy(*document.script_hashes(text))
        headers["Cache-Control"] = "no-cache"
        headers["Vary"] = "Accept-Language"
        for name in ("etag", "last-modified"):
            del headers[name]
        if text:
            headers["Content-Length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def middleware() -> list[Middleware]:
    """What stands before Streamlit's own middleware."""
    return [Middleware(FrontDoor)]


def routes() -> list[BaseRoute]:
    """The page's own files, below the path that the page is served at."""
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    at = f"/{base}/{document.ASSETS}" if base else f"/{document.ASSETS}"
    return [Route(f"{at}/{name}", _file) for name in _KINDS]


async def _file(request: Request) -> Response:
    name = request.url.path.rpartition("/")[2]
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    if name == "page.js":
        script = (document.STATIC / name).read_text(encoding="utf-8")
        return Response(phrases.prepended(script), media_type=_KINDS[name], headers=kept)
    return FileResponse(document.STATIC / name, media_type=_KINDS[name], headers=kept)


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Has what the first visitor needs ready before the first visitor comes."""
    work.prepare()
    yield
