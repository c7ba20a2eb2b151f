"""The page with a hosted model, with one that fails, and below a proxy's path."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, expect

from evals.bench.served import served_page
from rewriter.languages.pack import load_pack
from rewriter.pipeline import rewrite
from rewriter.schemas import FIELDS
from tests.browser.visitor import Visitor
from tests.results import TEXTS
from tests.servers import ChatServer, Reply

ENGLISH = load_pack("en")
GOAL = "more followers"


def arrive(chrome: Browser, address: str) -> Visitor:
    """An English visitor at a desk."""
    return Visitor.arrive(chrome, address, ENGLISH, 1280).open()


def proved_answer() -> dict[str, object]:
    """What a good model says, told apart by its first words."""
    goal = rewrite(GOAL, language="en").goal
    assert goal is not None
    texts: dict[str, object] = {name: getattr(goal, name) for name in FIELDS}
    assumptions = [assumption.text for assumption in goal.assumptions]
    promise = f"We promise: {goal.statement[0].lower()}{goal.statement[1:]}"
    return {**texts, "statement": promise, "assumptions": assumptions, "questions": []}


def test_hosted_model(chrome: Browser, serve: Callable[..., ChatServer]) -> None:
    """The text's way is told first; letters appear as they are written; a failure is told too."""
    written = Reply(proved_answer(), drip=0.08)
    broken = Reply(status=401, error="sk-wrong is no key")
    server = serve(written, broken)
    settings = {"REWRITER_MODEL": "openai/some-model", "REWRITER_API_BASE": server.url}
    with served_page(settings) as address:
        visitor = arrive(chrome, address)
        told = ENGLISH.page.rewrite.hosted.format(model=f"openai/some-model ({server.url})")
        expect(visitor.at(".st-key-sg-where")).to_contain_text(told)
        assert server.requests == []
        visitor.see(".st-key-goal textarea").fill(GOAL)
        visitor.press("rewrite")
        visitor.see(".sg-writing .sg-written li")
        assert visitor.page.locator(".st-key-copy-text").count() == 0
        visitor.see(".st-key-copy-text")
        expect(visitor.at(".sg-after p")).to_contain_text("We promise:")
        assert visitor.page.locator(".sg-warning").count() == 0
        asked = len(server.requests)
        visitor.press("style_bolder")
        warning = visitor.see(".sg-warning")
        assert len(server.requests) > asked
        assert "openai/some-model" in warning.inner_text()
        assert (
            ENGLISH.interface.document.written_by.format(model="embedded") in warning.inner_text()
        )
        assert "sk-wrong" not in visitor.page.content()
        assert visitor.audit() == []
        assert visitor.foreign == []
        visitor.leave()


def test_stop(chrome: Browser, serve: Callable[..., ChatServer]) -> None:
    """Stop ends a long list at once, and what is done stays."""
    quick = Reply(TEXTS | {"assumptions": [], "questions": []})
    slow = Reply(TEXTS | {"assumptions": [], "questions": []}, delay=2.0)
    server = serve(*[quick] * 4, slow)
    settings = {"REWRITER_MODEL": "openai/some-model", "REWRITER_API_BASE": server.url}
    with served_page(settings) as address:
        visitor = arrive(chrome, address)
        visitor.see(".st-key-goal textarea").fill(
            "\n".join(f"- {n} more leads" for n in range(10, 50))
        )
        visitor.press("rewrite")
        progress = visitor.at(".st-key-sg-progress")
        expect(progress).to_contain_text("of 40", timeout=60_000)  # LiteLLM is loaded first
        visitor.press("stop")
        alert = visitor.see(".sg-alert")
        assert "of 40" in alert.inner_text()
        assert 1 <= visitor.page.locator(".sg-row, .sg-pair").count() < 40
        asked = len(server.requests)
        visitor.page.wait_for_timeout(2500)
        assert len(server.requests) - asked < 10
        visitor.leave()


def test_below_a_path(chrome: Browser) -> None:
    """Behind a proxy that serves it at /goals the page looks and works the same."""
    with served_page(path="goals") as address:
        visitor = arrive(chrome, address)
        visitor.rewrite(GOAL)
        font = visitor.at(".sg-hero h1").evaluate("one => getComputedStyle(one).fontFamily")
        assert "Source Serif" in font
        visitor.page.locator(".st-key-sg-views a").nth(2).click()
        expect(visitor.at(".stApp .sg-hero h1")).to_have_text(ENGLISH.page.check.headline)
        assert visitor.page.url.startswith(f"{address}/check")
        visitor.press("check_example_0")
        assert visitor.complaints == []
        visitor.leave()
