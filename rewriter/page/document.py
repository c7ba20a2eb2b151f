"""The HTML document that Streamlit's program starts in: language, heading and looks from the first.

The framework's own document is empty and English until its program has loaded, been connected and
been sent the page.  Here it gets the visitor's language, the heading of the view that the address
names, and hints to load what that view needs, so that there is something to read at once.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs

import streamlit

from rewriter.languages.pack import Pack
from rewriter.languages.page import ViewWords
from rewriter.page import phrases, safe
from rewriter.typed import pack_for

STATIC = Path(__file__).with_name("static")
SHEETS = ("page.css", "result.css")
ASSETS = "page-assets"  # where the page's own files are served, below its address
# The parts of Streamlit's program that the first view is made of, as their files are called.
_PARTS = ("Html", "purify.es", "PageLink", "Selectbox", "TextArea", "Button")
_FONT = "SourceSerifVariable-Roman.ttf"
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_LANGUAGE = re.compile(r"\s*([\w-]+)")


def localised(document: str, path: str, query: str, accepted: str) -> str:
    """Streamlit's `document` for whoever asks for `path` with `query` and reads `accepted`.

    `accepted` is the browser's Accept-Language.
    """
    wished = parse_qs(query).get("lang", [""])[0]
    browser = _LANGUAGE.match(accepted)
    pack = pack_for(wished, browser[1] if browser else None)
    return _localised(document, pack, _view(path))


@cache
def _localised(document: str, pack: Pack, view: str) -> str:
    words = pack.page
    views: dict[str, ViewWords] = {
        "check": words.check,
        "letters": words.guided,
        "history": words.history,
    }
    about = views.get(view, words.rewrite)
    shell = safe.tag(
        "div",
        safe.tag("p", safe.tag("span", words.title), class_="sg-brand"),
        safe.tag("h1", about.headline),
        safe.tag("p", about.lead, class_="sg-lead"),
        class_="sg-shell",
    )
    off = safe.tag("p", words.needs_script)
    places: tuple[tuple[str, str], ...] = (
        (r'<html lang="en">', f'<html lang="{pack.code}">'),
        (r"<title>.*?</title>", f"<title>{safe.escaped(words.title)}</title>{_head()}"),
        (r'href="\./favicon\.png"', f'href="{address("icon.svg")}" type="image/svg+xml"'),
        (r'<link rel="service-desc"[^>]*>', ""),
        (r"<noscript>.*?</noscript>", f"<noscript>{off}</noscript>{shell}"),
        (r"</body>", "".join(map(_sheet, SHEETS)) + "</body>"),
    )
    for found, instead in places:
        if place := re.search(found, document, re.DOTALL):
            document = document[: place.start()] + instead + document[place.end() :]
    return document


def _view(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _head() -> str:
    hints = "".join(_hints())
    sheets = "".join(f'<link rel="preload" href="{address(n)}" as="style">' for n in SHEETS)
    return f'{sheets}{hints}<script type="module" src="{address("page.js")}"></script>'


def _sheet(name: str) -> str:
    return f'<link rel="stylesheet" href="{address(name)}">'


def address(name: str) -> str:
    """Where the file `name` is served, relative to any view; another one when it changes."""
    return f"./{ASSETS}/{name}?v={_version()}"


@cache
def _version() -> str:
    content = b"".join(path.read_bytes() for path in sorted(STATIC.iterdir()) if path.is_file())
    content += phrases.prepended("").encode()
    return hashlib.sha256(content).hexdigest()[:12]


def _hints() -> Iterator[str]:
    for name in _framework_files("js", _PARTS):
        yield f'<link rel="modulepreload" crossorigin href="./static/js/{name}">'
    for name in _framework_files("media", (_FONT,)):
        href = f"./static/media/{name}"
        yield f'<link rel="preload" as="font" type="font/woff2" crossorigin href="{href}">'
        # The framework names the same family, but only once its program runs.
        yield (
            "<style>@font-face{font-family:'Source Serif';font-weight:200 900;"
            f"src:url('{href}') format('woff2')}}</style>"
        )


def _framework_files(folder: str, stems: Sequence[str]) -> Iterator[str]:
    """Files of Streamlit's program by the names that they have but for a hash; none is no harm."""
    within = Path(streamlit.__file__).parent / "static" / "static" / folder
    for stem in stems:
        yield from sorted(path.name for path in within.glob(f"{stem}.????????.*"))


@cache
def script_hashes(document: str) -> tuple[str, ...]:
    """What a Content-Security-Policy calls the scripts inside `document`."""
    found = (hashlib.sha256(text.encode()).digest() for text in _SCRIPT.findall(document))
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in found)
