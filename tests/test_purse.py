"""A spending limit that holds, however many spend at once."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from rewriter.purse import Purse


def test_never_more_than_the_limit() -> None:
    """Many threads, each spending less than it put aside: the limit holds at every moment."""
    purse = Purse(1.0)
    seen: list[float] = []

    def spend(_: int) -> bool:
        if not purse.put_aside(0.2, seconds=1):
            return False
        seen.append(purse.spent)
        purse.book(put_aside=0.2, spent=0.11)
        return True

    with ThreadPoolExecutor(8) as pool:
        done = sum(pool.map(spend, range(40)))
    assert purse.spent == pytest.approx(0.11 * done)
    assert 1.0 - 0.2 < purse.spent <= 1.0
    assert max(seen) <= 1.0


def test_waits_for_those_under_way() -> None:
    """What another call put aside may come back: worth waiting for."""
    purse = Purse(1.0)
    assert purse.put_aside(0.9, seconds=0)
    threading.Timer(0.05, lambda: purse.book(put_aside=0.9, spent=0.1)).start()
    assert purse.put_aside(0.8, seconds=2)


def test_does_not_wait_in_vain() -> None:
    """Where nothing can come back, the answer is there at once; else when the time is up."""
    purse = Purse(1.0)
    started = time.monotonic()
    assert not purse.put_aside(1.5, seconds=5)
    assert time.monotonic() - started < 5
    assert purse.put_aside(0.9, seconds=0)
    assert not purse.put_aside(0.5, seconds=0.05)
    assert 0.05 <= time.monotonic() - started < 5


def test_nothing_to_spend() -> None:
    """A limit of nought lets through what costs nothing."""
    assert Purse(0.0).put_aside(0.0, seconds=0)
    assert not Purse(0.0).put_aside(0.01, seconds=0)
