"""A visitor of the page: a browser window, and what there is to do and to see in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Download, Locator, Page, expect

from rewriter.languages.pack import Pack
from tests.pages import LOCALES

_PATIENCE = 20_000  # milliseconds, on a machine with much else to do
_HEIGHT = 900

WIDTHS = (390, 1280)
SPOKEN = ("en", "nb", "nl")
VISITORS = [(code, width) for code in SPOKEN for width in WIDTHS]


@dataclass
class Visitor:
    """`log` holds every address asked for, `complaints` what the browser's console said."""

    page: Page
    address: str
    pack: Pack
    width: int
    log: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def arrive(cls, browser: Browser, address: str, pack: Pack, width: int) -> Visitor:
        """A fresh window in the language of `pack`."""
        context = browser.new_context(
            viewport={"width": width, "height": _HEIGHT},
            locale=LOCALES[pack.code],
            permissions=["clipboard-read", "clipboard-write"],
            accept_downloads=True,
        )
        context.set_default_timeout(_PATIENCE)
        expect.set_options(timeout=_PATIENCE)
        page = context.new_page()
        visitor = cls(page, address, pack, width)
        page.on("request", lambda request: visitor.log.append(request.url))
        page.on("websocket", lambda socket: visitor.log.append(socket.url))
        page.on("console", visitor._hear)
        page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        return visitor

    def leave(self) -> None:
        """Close the window."""
        self.page.context.close()

    def _hear(self, message: Any) -> None:
        # Below a view's address the framework first looks for its server beside the view.
        looking = message.location["url"].rpartition("/_stcore/")[0]
        if message.type == "error" and looking in {"", self.address}:
            self.complaints.append(f"{message.text} {message.location['url']}")

    @property
    def foreign(self) -> list[str]:
        """Requests to anybody but the page's own host."""
        own = urlsplit(self.address).netloc
        inline = ("data:", "blob:")
        return [
            url for url in self.log if not url.startswith(inline) and urlsplit(url).netloc != own
        ]

    def open(self, view: str = "") -> Visitor:
        """Come to a view, in a session of its own."""
        self.page.goto(f"{self.address}/{view}")
        self.see(".stApp .sg-hero h1")
        return self

    def at(self, selector: str) -> Locator:
        """The first thing there."""
        return self.page.locator(selector).first

    def see(self, selector: str) -> Locator:
        """Wait for it to be there."""
        found = self.at(selector)
        found.wait_for()
        return found

    def press(self, key: str) -> None:
        """Press the button with this key."""
        self.see(f".st-key-{key} button").click()

    def rewrite(self, goal: str) -> None:
        """Have a goal rewritten."""
        self.see(".st-key-goal textarea").fill(goal)
        self.press("rewrite")
        self.see(".st-key-copy-text")

    def download(self, key: str) -> bytes:
        """What a download button gives."""
        with self.page.expect_download() as coming:
            self.press(key)
        file: Download = coming.value
        return Path(file.path()).read_bytes()

    def settled(self) -> None:
        """Wait until nothing is being drawn any more."""
        self.page.wait_for_function(
            "() => !document.querySelector('[data-stale=\"true\"], .stSpinner')"
        )
        self.page.wait_for_timeout(150)

    def fits(self) -> bool:
        """Whether nothing stands out at the side."""
        wide = "document.querySelector('[data-testid=stMain]').scrollWidth"
        return int(self.page.evaluate(wide)) <= self.width

    def audit(self) -> list[str]:
        """Serious and critical findings of axe-core, each with what it is about."""
        self.page.locator(".st-key-model_choice").wait_for(state="attached")  # drawn last
        self.settled()
        found = Axe().run(self.page).response["violations"]
        return [
            f"{one['id']}: {node['html'][:160]} {node['any'][0]['message'] if node['any'] else ''}"
            for one in found
            if one["impact"] in {"serious", "critical"}
            for node in one["nodes"]
        ]
