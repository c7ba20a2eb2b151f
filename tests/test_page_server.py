"""The server around the page: headers, the document, its own files, below a path."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from streamlit import config

from rewriter.languages.pack import available_languages, load_pack
from rewriter.page import document, server
from tests.pages import ROOT

DOCUMENT = """<!DOCTYPE html><html lang="en"><head>
<link rel="shortcut icon" href="./favicon.png" /><title>Streamlit</title>
<link rel="service-desc" href="./_stcore/agent/openapi.json" />
<script>window.ready = false</script></head>
<body><noscript><p>English.</p></noscript><div id="root"></div></body></html>"""
languages = pytest.mark.parametrize("code", available_languages())


def ask(
    path: str = "/", *, query: str = "", headers: dict[str, str] | None = None
) -> tuple[dict[str, str], str]:
    """The headers and body that the front door sends out."""

    async def page(_: Any) -> Response:
        return HTMLResponse(DOCUMENT, headers={"etag": "old"})

    async def plain(_: Any) -> Response:
        return PlainTextResponse("ok")

    routes = [Route("/plain", plain), Route("/{view:path}", page), *server.routes()]
    app = Starlette(routes=[*server.routes(), *routes], middleware=server.middleware())
    sent: list[dict[str, Any]] = []
    asked = {"accept": "text/html", **(headers or {})}
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in asked.items()],
        "server": ("localhost", 80),
    }

    heard = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, Any]:
        if (first := next(heard, None)) is None:
            await asyncio.sleep(10)  # nobody hangs up before the answer is out
        return first or {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return told, b"".join(message.get("body", b"") for message in sent[1:]).decode()


@pytest.mark.parametrize("path", ["/", "/check", "/plain", f"/{document.ASSETS}/page.css"])
def test_headers(path: str) -> None:
    """Whatever is sent out tells the browser what it may not do."""
    headers, _ = ask(path)
    policy = headers["content-security-policy"]
    for rule in ("default-src 'self'", "img-src 'self' data: blob:", "object-src 'none'"):
        assert rule in policy
    assert "unsafe-eval" not in policy
    assert not re.search(r"script-src[^;]*unsafe", policy)
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "SAMEORIGIN"


def test_inline_scripts_are_named() -> None:
    """The framework's own inline script runs, and no other."""
    headers, body = ask()
    [inline] = re.findall(r"<script>(.*?)</script>", body)
    assert (
        document.script_hashes(f"<script>{inline}</script>")[0]
        in headers["content-security-policy"]
    )
    assert (
        document.script_hashes("<script>alert(1)</script>")[0]
        not in headers["content-security-policy"]
    )


@languages
@pytest.mark.parametrize(
    ("path", "view"),
    [
        pytest.param("/", "rewrite", id="rewrite"),
        pytest.param("/check", "check", id="check"),
        pytest.param("/goals/letters", "guided", id="below a path"),
        pytest.param("/history", "history", id="history"),
    ],
)
def test_document_speaks_the_visitors_language(code: str, path: str, view: str) -> None:
    """Language, title and the view's heading stand in the document itself, and no English."""
    headers, body = ask(path, headers={"accept-language": f"{code}-XX,{code};q=0.9,en;q=0.1"})
    words = load_pack(code).page
    assert f'<html lang="{code}">' in body
    assert f"<h1>{getattr(words, view).headline}</h1>" in body
    assert f"<title>{words.title}</title>" in body
    assert words.needs_script in body
    assert "English." not in body
    assert "service-desc" not in body
    assert headers["vary"] == "Accept-Language"
    assert "etag" not in headers
    assert headers["content-length"] == str(len(body.encode()))


@pytest.mark.parametrize(
    ("query", "accepted", "code"),
    [
        pytest.param("lang=nl", "sv", "nl", id="address beats browser"),
        pytest.param("lang=<script>", "sv", "sv", id="nonsense in the address"),
        pytest.param("", "", "en", id="nothing said"),
        pytest.param("", "*", "en", id="anything"),
        pytest.param("goal=a&lang=da", "", "da", id="beside others"),
    ],
)
def test_language_of_the_document(query: str, accepted: str, code: str) -> None:
    """The same order as on the page: address, browser, English."""
    _, body = ask(query=query, headers={"accept-language": accepted})
    assert f'<html lang="{code}">' in body
    assert "<script>" not in body.replace("<script>window.ready = false</script>", "")


def test_document_is_always_whole() -> None:
    """A browser that has an older document, or would take it packed, gets this one."""
    asked = {"if-none-match": "old", "accept-encoding": "gzip", "range": "bytes=0-5"}
    _, body = ask(headers=asked)
    assert body.endswith("</html>")


@pytest.mark.parametrize("name", [*document.SHEETS, "page.js", "icon.svg"])
def test_own_files(name: str) -> None:
    """The page's own files are served, for long, under an address that changes with them."""
    headers, body = ask(f"/{document.ASSETS}/{name}", headers={"accept": "*/*"})
    assert body
    assert "immutable" in headers["cache-control"]
    assert f"{document.ASSETS}/{name}?v=" in document.address(name)


def test_script_knows_all_languages() -> None:
    """What the framework says in English is put right from a table in the script."""
    _, body = ask(f"/{document.ASSETS}/page.js", headers={"accept": "*/*"})
    for code in available_languages():
        assert load_pack(code).page.framework.no_results in body


@pytest.fixture
def _below_a_path() -> Iterator[None]:
    """The page served at /goals/."""
    config.set_option("server.baseUrlPath", "/goals/")
    yield
    config.set_option("server.baseUrlPath", "")


@pytest.mark.usefixtures("_below_a_path")
def test_own_files_below_a_path() -> None:
    """Where a proxy path is set, the page's own files are there too."""
    headers, _ = ask(f"/goals/{document.ASSETS}/page.css", headers={"accept": "*/*"})
    assert headers["content-type"].startswith("text/css")


def test_documents_of_the_framework_fit() -> None:
    """Each place of the framework's document that is put right is where it is looked for."""
    html = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    told = document.localised(html, "/", "lang=nb", "")
    assert '<html lang="nb">' in told
    assert "Streamlit</title>" not in told
    assert "favicon.png" not in told
    assert "You need to enable JavaScript" not in told
    for part in document._PARTS:
        assert f"./static/js/{part}." in told, part
    assert "./static/media/SourceSerifVariable-Roman" in told


def test_app_is_an_app() -> None:
    """`streamlit run app.py` finds the server here, not a script."""
    source = (ROOT / "app.py").read_text(encoding="utf-8")
    assert "app = st.App(" in source
    assert server.SCRIPT.is_file()
    assert isinstance(server.middleware()[0], Middleware)
