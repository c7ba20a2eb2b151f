"""Takes the README's pictures of the page: ``python docs/screenshots.py``.

Starts the page on a free port, types a goal as a visitor would, and writes `docs/page.png` and
`docs/page-narrow.png`.  Needs Debian's chromium, or another one named in CHROMIUM.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

DOCS = Path(__file__).parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
GOAL = "more followers on Instagram"


@contextmanager
def served_page() -> Iterator[str]:
    """The address of the page, served for as long as the block runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=DOCS.parent, stdout=quiet, stderr=quiet)  # noqa: S603
    address = f"http://localhost:{port}"
    try:
        _wait(f"{address}/_stcore/health")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait(address: str) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=1):  # noqa: S310
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"The page did not start: nothing answers at {address}")


def rewrite(page: Page, address: str) -> None:
    """Open the page and have `GOAL` rewritten."""
    page.goto(address)
    page.locator("textarea").first.fill(GOAL)
    page.locator(".st-key-rewrite button").click()
    page.locator(".sg-letters").first.wait_for()
    page.wait_for_timeout(500)


def main() -> None:
    """Write both pictures."""
    with served_page() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-quic", "--disable-background-networking"],
        )
        for name, width, height in (("page", 1280, 1250), ("page-narrow", 390, 1400)):
            view = browser.new_page(viewport={"width": width, "height": height}, locale="en-GB")
            rewrite(view, address)
            view.screenshot(path=DOCS / f"{name}.png")
            view.close()
        browser.close()


if __name__ == "__main__":
    main()
