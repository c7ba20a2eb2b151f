"""Work that is left alone when its time is up.

A time-out of an HTTP client limits silence: a server that sends a byte now and then is listened
to for ever.  So the call runs in a thread of its own, and here the clock is watched.  A call that
was left ends with its connection; its thread is a daemon and keeps nobody from leaving, but for
the moment that is needed to let go of locks: a daemon that dies with one blocks Python's own exit.
"""

from __future__ import annotations

import atexit
import time
from collections.abc import Callable, Iterable, Iterator
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TypeVar
from weakref import WeakSet

T = TypeVar("T")

_AT_EXIT = 1.0  # seconds for calls that were left, all together
_running: WeakSet[Thread] = WeakSet()


def pieces(work: Callable[[], Iterable[T]], until: float) -> Iterator[T]:
    """What `work` yields, piece by piece, while ``time.monotonic()`` is below `until`.

    Raises `TimeoutError` then, and whatever `work` raises.

    >>> list(pieces(lambda: "abc", time.monotonic() + 1))
    ['a', 'b', 'c']
    """
    arrived: SimpleQueue[tuple[T] | BaseException | None] = SimpleQueue()
    left = Event()

    def run() -> None:
        try:
            for piece in work():
                if left.is_set():
                    return
                arrived.put((piece,))
            arrived.put(None)
        except BaseException as error:
            arrived.put(error)

    thread = Thread(target=run, daemon=True)
    _running.add(thread)
    thread.start()
    try:
        while True:
            try:
                piece = arrived.get(timeout=max(0.0, until - time.monotonic()))
            except Empty:
                piece = TimeoutError()
            if piece is None:
                return
            if isinstance(piece, BaseException):
                raise piece
            yield piece[0]
    finally:
        left.set()


def within(work: Callable[[], T], until: float) -> T:
    """What `work` returns, if it does before ``time.monotonic()`` is `until`.

    Raises `TimeoutError` if it doesn't, and whatever `work` raises.

    >>> within(lambda: 7, time.monotonic() + 1)
    7
    """
    return next(pieces(lambda: [work()], until))


@atexit.register
def _let_go() -> None:
    until = time.monotonic() + _AT_EXIT
    for thread in list(_running):
        thread.join(max(0.0, until - time.monotonic()))
