"""One server, one browser and one visitor per language and screen for all journeys."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from evals.bench.served import browser, chromium, served_page
from rewriter.languages.pack import load_pack
from tests.browser.visitor import VISITORS, Visitor

_MISSING = "No chromium, so the tests in tests/browser were left out: apt-get install chromium"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """These tests come last; without a browser they are left out, under CI that is a failure.

    They are the slow ones, and Playwright keeps an event loop running in this thread for as long
    as the browser is open.
    """
    mine = [item for item in items if "tests/browser" in item.path.as_posix()]
    others = [item for item in items if "tests/browser" not in item.path.as_posix()]
    if not mine or chromium():
        items[:] = others + mine
        return
    if os.environ.get("CI"):
        raise pytest.UsageError(_MISSING)
    items[:] = others
    config.hook.pytest_deselected(items=mine)
    config.stash[_LEFT_OUT] = True


_LEFT_OUT = pytest.StashKey[bool]()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """The last line says what was left out."""
    if config.stash.get(_LEFT_OUT, False):
        print(_MISSING)  # noqa: T201


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the page is served."""
    with served_page() as running:
        yield running


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """The browser."""
    with browser() as running:
        yield running


def _name(visitor: tuple[str, int]) -> str:
    return f"{visitor[0]}-{visitor[1]}"


@pytest.fixture(scope="module", params=VISITORS, ids=_name)
def visitor(request: Any, address: str, chrome: Browser) -> Iterator[Visitor]:
    """Somebody with this language and screen, who stays for all journeys of a module."""
    code, width = request.param
    here = Visitor.arrive(chrome, address, load_pack(code), width)
    yield here
    here.leave()
