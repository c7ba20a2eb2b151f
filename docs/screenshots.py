"""Takes the README's pictures of the page: ``python -m docs.screenshots``.

Starts the page on a free port and does what a visitor would.  Needs Debian's chromium, or another
one named in CHROMIUM.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from evals.bench.served import browser, served_page
from rewriter.languages.pack import load_pack

DOCS = Path(__file__).parent


def _result(page: Page, code: str) -> None:
    page.locator("textarea").first.fill(load_pack(code).page.rewrite.placeholder)
    page.locator(".st-key-rewrite button").click()
    page.locator(".st-key-copy-text").wait_for()
    page.mouse.move(0, 0)


def _edited(page: Page, code: str) -> None:
    _result(page, code)
    page.locator(".st-key-style_bolder button").click()
    page.locator(".sg-changes").wait_for()
    page.mouse.move(0, 0)


def _fixed(page: Page, code: str) -> None:
    page.locator(".st-key-sg-views a").nth(2).click()
    page.locator(".st-key-check_example_1 button").click()
    page.locator(".st-key-fix button").click()
    page.locator(".st-key-use_fixed").wait_for()
    page.mouse.move(0, 0)


# Name, width, height, locale, theme, and what is done before the picture is taken.
PICTURES: tuple[tuple[str, int, int, str, str, Callable[[Page, str], None]], ...] = (
    ("page", 1280, 1330, "en-GB", "light", _result),
    ("page-narrow", 390, 1400, "nb-NO", "light", _result),
    ("page-dark", 1280, 1200, "nl-NL", "dark", _edited),
    ("page-check", 1280, 1250, "sv-SE", "light", _fixed),
)


def main() -> None:
    """Write the pictures."""
    with served_page() as address, browser() as chromium:
        for name, width, height, locale, theme, act in PICTURES:
            page = chromium.new_page(
                viewport={"width": width, "height": height},
                locale=locale,
                color_scheme="dark" if theme == "dark" else "light",
            )
            page.goto(address)
            page.locator(".st-key-sg-examples button").first.wait_for()
            act(page, locale.split("-")[0])
            page.wait_for_timeout(800)
            page.screenshot(path=DOCS / f"{name}.png")
            page.close()


if __name__ == "__main__":
    main()
