"""The page with a hosted model, with one that fails, and below a proxy's path."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from evals.bench.served import served_page
from rewriter.languages.pack import load_pack
from rewriter.pipeline import rewrite
from rewriter.schemas import FIELDS, Options
from tests.browser.visitor import VISITORS, Visitor
from tests.results import TEXTS
from tests.servers import ChatServer, Reply

ENGLISH = load_pack("en")
GOAL = "more followers"
visitors = pytest.mark.parametrize(
    ("code", "width"), [pytest.param(*one, id=f"{one[0]}-{one[1]}") for one in VISITORS]
)


def proved_answer(goal: str, code: str) -> dict[str, object]:
    """What a good model says, told apart from the embedded one's answer by its tone."""
    written = rewrite(goal, language=code, options=Options(tone="formal")).goal
    assert written is not None
    texts: dict[str, object] = {name: getattr(written, name) for name in FIELDS}
    assumptions = [assumption.text for assumption in written.assumptions]
    return {**texts, "assumptions": assumptions, "questions": []}


@visitors
def test_hosted_model(
    code: str, width: int, chrome: Browser, serve: Callable[..., ChatServer]
) -> None:
    """The text's way is told first; letters appear as they are written; a failure is told too."""
    pack = load_pack(code)
    goal = pack.page.rewrite.example_goals[0]
    answer = proved_answer(goal, code)
    server = serve(Reply(answer, drip=0.08), Reply(status=401, error="sk-wrong is no key"))
    settings = {"REWRITER_MODEL": "openai/some-model", "REWRITER_API_BASE": server.url}
    with served_page(settings) as address:
        visitor = Visitor.arrive(chrome, address, pack, width).open()
        told = pack.page.rewrite.hosted.format(model=f"openai/some-model ({server.url})")
        expect(visitor.at(".st-key-sg-where")).to_contain_text(told)
        assert server.requests == []
        visitor.see(".st-key-goal textarea").fill(goal)
        visitor.press("rewrite")
        visitor.see(".sg-writing .sg-written li")
        assert visitor.page.locator(".st-key-copy-text").count() == 0
        visitor.see(".st-key-copy-text")
        shown = visitor.page.evaluate(
            "[...document.querySelector('.sg-after p').childNodes].map(n => n.textContent).join('')"
        )
        assert shown == answer["statement"]
        assert visitor.page.locator(".sg-warning").count() == 0
        asked = len(server.requests)
        visitor.press("style_bolder")
        warning = visitor.see(".sg-warning")
        assert len(server.requests) > asked
        assert "openai/some-model" in warning.inner_text()
        assert pack.interface.document.written_by.format(model="embedded") in warning.inner_text()
        assert "sk-wrong" not in visitor.page.content()
        assert visitor.fits()
        assert visitor.audit() == []
        assert visitor.foreign == []
        visitor.leave()


@visitors
def test_stop(code: str, width: int, chrome: Browser, serve: Callable[..., ChatServer]) -> None:
    """Stop ends a long list at once, and what is done stays."""
    quick = Reply(TEXTS | {"assumptions": [], "questions": []})
    slow = Reply(TEXTS | {"assumptions": [], "questions": []}, delay=2.0)
    server = serve(*[quick] * 4, slow)
    settings = {"REWRITER_MODEL": "openai/some-model", "REWRITER_API_BASE": server.url}
    with served_page(settings) as address:
        visitor = Visitor.arrive(chrome, address, load_pack(code), width).open()
        visitor.see(".st-key-goal textarea").fill(
            "\n".join(f"- {n} leads" for n in range(110, 150))
        )
        visitor.press("rewrite")
        progress = visitor.at(".st-key-sg-progress")
        expect(progress).to_contain_text(" 40", timeout=60_000)  # LiteLLM is loaded first
        visitor.press("stop")
        alert = visitor.see(".sg-alert")
        assert " 40" in alert.inner_text()
        assert 1 <= visitor.page.locator(".sg-row, .sg-pair").count() < 40
        asked = len(server.requests)
        visitor.page.wait_for_timeout(2500)
        assert len(server.requests) - asked < 10
        visitor.leave()


def test_below_a_path(chrome: Browser) -> None:
    """Behind a proxy that serves it at /goals the page looks and works the same."""
    with served_page(path="goals") as address:
        visitor = Visitor.arrive(chrome, address, ENGLISH, 1280).open()
        visitor.rewrite(GOAL)
        font = visitor.at(".sg-hero h1").evaluate("one => getComputedStyle(one).fontFamily")
        assert "Source Serif" in font
        visitor.page.locator(".st-key-sg-views a").nth(2).click()
        expect(visitor.at(".stApp .sg-hero h1")).to_have_text(ENGLISH.page.check.headline)
        assert visitor.page.url.startswith(f"{address}/check")
        visitor.press("check_example_0")
        assert visitor.complaints == []
        visitor.leave()
