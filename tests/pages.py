"""The page driven in this process, for tests of what it does rather than of how it looks."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from rewriter.languages.pack import load_pack
from rewriter.page import work
from rewriter.schemas import GoalRequest, RewriteResult

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / "rewriter" / "page" / "script.py"
LOCALES = {"en": "en-GB", "nb": "nb-NO", "da": "da-DK", "sv": "sv-SE", "nl": "nl-BE"}
ROUGH = {
    "en": "more visitors to our website",
    "nb": "flere besøkende på nettsiden vår",
    "da": "flere besøgende på vores hjemmeside",
    "sv": "fler besökare på vår webbplats",
    "nl": "meer bezoekers op onze website",
}


def open_page(code: str = "en", *, folded: bool = True, **address: str) -> AppTest:
    """The page as somebody with this language in the browser first sees it.

    With ``folded=False`` what is optional stands open.
    """
    page = AppTest.from_file(str(SCRIPT), default_timeout=20)
    page.context["locale"] = LOCALES[code]
    page.context["timezone"] = "Europe/Oslo"
    page.query_params.update(address)
    if not folded:
        page.session_state["sg-context"] = True
        page.session_state["sg-upload"] = True
    return page.run()


def press(page: AppTest, label: str) -> AppTest:
    """Press the button that is called `label`."""
    return next(button for button in page.button if button.label == label).click().run()


def go(page: AppTest, view: str) -> AppTest:
    """Follow the link to another view.  AppTest's own way there knows views in files only."""
    known = page._registered_pages.items()
    page._page_hash = next(key for key, info in known if info.get("url_pathname") == view)
    return page.run()


def submit(page: AppTest, goal: str, code: str = "en") -> AppTest:
    """Type `goal` and have it rewritten."""
    page.text_area(key="goal").set_value(goal)
    return press(page, load_pack(code).page.rewrite.button)


def html_of(page: AppTest) -> str:
    """All that is shown through the safe door."""
    return "\n".join(element.body for element in page.html)


def text_of(page: AppTest) -> str:
    """The same as a reader sees it."""
    return unescape(re.sub(r"<[^>]*>", "", html_of(page)))


def plain_text(page: AppTest) -> str:
    """What there is to copy."""
    found = re.search(r'<pre class="sg-plain"[^>]*>(.*?)</pre>', html_of(page), re.DOTALL)
    return unescape(found[1]) if found else ""


def answer_with(monkeypatch: pytest.MonkeyPatch, *results: RewriteResult) -> list[dict[str, Any]]:
    """Have rewrites give `results` in turn, the last for ever; returns what was asked."""
    asked: list[dict[str, Any]] = []

    def fake(goal: str, **wishes: Any) -> RewriteResult:
        asked.append({"goal": goal, **wishes})
        return results[min(len(asked), len(results)) - 1]

    def fake_each(requests: list[GoalRequest], **wishes: Any) -> Any:
        for request in requests:
            told = {"context": request.context, "language": request.language}
            yield fake(request.goal, **told, **wishes)

    monkeypatch.setattr(work, "rewrite", fake)
    monkeypatch.setattr(work, "rewrite_each", fake_each)
    return asked
