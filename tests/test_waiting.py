"""Work that is left alone when its time is up."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from rewriter.models.waiting import pieces, within


def test_in_time() -> None:
    """What is there in time comes back."""
    assert within(lambda: "there", time.monotonic() + 5) == "there"


def test_left_alone() -> None:
    """What takes too long is left, on the second."""
    hurry = threading.Event()
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        within(lambda: hurry.wait(5), started + 0.1)
    assert 0.1 <= time.monotonic() - started < 5
    hurry.set()


def test_failures_come_through() -> None:
    """An exception of the work is raised here, as the one it is."""
    problem = LookupError("nothing there")

    def fail() -> None:
        raise problem

    with pytest.raises(LookupError) as caught:
        within(fail, time.monotonic() + 5)
    assert caught.value is problem


def test_each_piece_counts() -> None:
    """Pieces that keep coming don't make the time longer; what came before is not lost."""

    def drip() -> Iterator[int]:
        for number in range(100):
            time.sleep(0.05)
            yield number

    got: list[int] = []
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        got.extend(pieces(drip, started + 0.28))
    assert time.monotonic() - started < 5
    assert got == list(range(len(got)))
    assert 2 <= len(got) <= 5


def test_who_leaves_ends_the_work() -> None:
    """When nobody listens any more, the work stops at its next piece."""
    ended = threading.Event()

    def forever() -> Iterator[int]:
        try:
            while True:
                time.sleep(0.01)
                yield 1
        finally:
            ended.set()

    for _ in pieces(forever, time.monotonic() + 5):
        break
    assert ended.wait(1)


def test_works_in_a_daemon_thread() -> None:
    """A call that hangs for ever keeps no program from ending."""
    assert within(lambda: threading.current_thread().daemon, time.monotonic() + 5) is True
