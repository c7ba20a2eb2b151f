"""How much of the server's own key a visitor may use.

A key that the visitor typed is the visitor's own affair and is not counted.  Two variables, both
for owners who serve the page to others::

    REWRITER_PAGE_GOALS    goals with a hosted model per visitor and hour (60)
    REWRITER_PAGE_MODELS   the hosted models that visitors may choose without a key of their own,
                           separated by commas; unset: any name
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable
from threading import Lock

from rewriter.errors import SettingsError

PER_HOUR = 60
MOST_VISITORS = 10_000
_HOUR = 3600.0


class Allowance:
    """Goals per visitor and hour, counted over the hour that has just passed.

    >>> allowance = Allowance(2, clock=lambda: 0.0)
    >>> [allowance.take("visitor", 1) for _ in range(3)], allowance.left("visitor")
    ([True, True, False], 0)
    """

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.limit = limit
        self._clock = clock
        self._taken: dict[str, deque[float]] = {}
        self._lock = Lock()

    def take(self, visitor: str, goals: int) -> bool:
        """Count `goals` against the visitor; False, and none counted, where they are too many."""
        with self._lock:
            taken = self._recent(visitor)
            if len(taken) + goals > self.limit:
                return False
            taken.extend([self._clock()] * goals)
            return True

    def left(self, visitor: str) -> int:
        """How many goals the visitor still has."""
        with self._lock:
            return max(0, self.limit - len(self._recent(visitor)))

    def minutes(self, visitor: str) -> int:
        """How long until the visitor has one more, in whole minutes."""
        with self._lock:
            taken = self._recent(visitor)
            if len(taken) < self.limit or not taken:
                return 0
            return max(1, -int(-(taken[0] + _HOUR - self._clock()) // 60))

    def _recent(self, visitor: str) -> deque[float]:
        since = self._clock() - _HOUR
        if len(self._taken) > MOST_VISITORS:
            self._taken = {w: t for w, t in self._taken.items() if t and t[-1] > since}
        taken = self._taken.setdefault(visitor, deque())
        while taken and taken[0] <= since:
            taken.popleft()
        return taken


def goals_per_hour() -> int:
    """REWRITER_PAGE_GOALS.  Raises `SettingsError` where it is no whole number."""
    value = os.environ.get("REWRITER_PAGE_GOALS", "").strip()
    if not value:
        return PER_HOUR
    if not value.isdecimal():
        raise SettingsError(f"REWRITER_PAGE_GOALS is {value!r}: give a whole number, such as 60.")
    return int(value)


def offered_models() -> tuple[str, ...] | None:
    """REWRITER_PAGE_MODELS; None where any name may be given.

    >>> offered_models() is None
    True
    """
    value = os.environ.get("REWRITER_PAGE_MODELS", "").strip()
    return tuple(name.strip() for name in value.split(",") if name.strip()) if value else None
