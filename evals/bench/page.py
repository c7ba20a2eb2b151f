"""How quick the page is in a real browser: ``python -m evals.bench.page``.

Each reading starts in a browser that has nothing of the page in its cache.  The limits are those
that the page has to keep: a heading in 1.5 s, one rewrite in 0.5 s, fifty in 3 s.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator

from playwright.sync_api import Browser, Page
from pydantic_evals.reporting import TableResult

from evals.bench.served import browser, served_page
from evals.report import draw, make_console

LIMITS: dict[str, float | None] = {
    "first heading": 1.5,
    "page ready to type": None,
    "one rewrite": 0.5,
    "fifty goals": 3.0,
}
_READINGS = 5
_PATIENCE = 60_000  # milliseconds


def measure(readings: int = _READINGS) -> Iterator[TableResult]:
    """One table: the median and the worst of `readings`, in seconds."""
    taken: dict[str, list[float]] = {name: [] for name in LIMITS}
    with served_page() as address, browser() as chromium:
        for _ in range(readings):
            for name, seconds in _reading(chromium, address).items():
                taken[name].append(seconds)
    rows = [
        [name, round(statistics.median(times), 2), round(max(times), 2), LIMITS[name] or "-"]
        for name, times in taken.items()
    ]
    yield TableResult(
        title="The page in a fresh browser (seconds)",
        columns=["what", "median", "worst", "limit"],
        rows=rows,
    )


def _reading(chromium: Browser, address: str) -> dict[str, float]:
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page.set_default_timeout(_PATIENCE)
    try:
        began = time.perf_counter()
        page.goto(address, wait_until="commit")
        page.locator("h1").first.wait_for()
        heading = time.perf_counter() - began
        page.locator(".st-key-sg-examples button").first.wait_for()
        ready = time.perf_counter() - began
        page.wait_for_timeout(300)  # as quick as anybody can be with the mouse
        one = _timed(page, "more followers on Instagram", ".sg-pair")
        many = _timed(page, "\n".join(_goals(50)), ".st-key-open_49")
        return dict(zip(LIMITS, (heading, ready, one, many), strict=True))
    finally:
        page.close()


def _timed(page: Page, goal: str, result: str) -> float:
    page.locator("textarea").first.fill(goal)
    began = time.perf_counter()
    page.locator(".st-key-rewrite button").click()
    page.locator(result).first.wait_for()
    return time.perf_counter() - began


def _goals(count: int) -> list[str]:
    """Different goals, as a list that somebody pastes."""
    wanted = ("newsletter subscribers", "leads a month", "demo bookings", "followers on LinkedIn")
    return [f"- {(turn + 2) * 10} more {wanted[turn % len(wanted)]}" for turn in range(count)]


def main(show: Callable[[object], None] | None = None) -> int:
    """Print the table; 1 where a median is over its limit."""
    tell = show or make_console().print
    [table] = measure()
    tell(draw(table))
    medians = {str(row[0]): row[1] for row in table.rows}
    return int(any(limit and float(medians[name] or 0) > limit for name, limit in LIMITS.items()))


if __name__ == "__main__":
    sys.exit(main())
