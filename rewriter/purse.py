"""A spending limit that many calls at once can't exceed.

What a call will cost is known when it is over.  So the most that it can cost is put aside before
it goes out, and what it did cost is booked when it is back.
"""

from __future__ import annotations

import threading
import time


class Purse:
    """US dollars to spend, shared by threads.

    >>> purse = Purse(1.0)
    >>> purse.put_aside(0.75, seconds=0), purse.put_aside(0.75, seconds=0)
    (True, False)
    >>> purse.book(put_aside=0.75, spent=0.5)
    >>> purse.put_aside(0.5, seconds=0), purse.spent
    (True, 0.5)
    """

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.spent = 0.0
        self._aside = 0.0
        self._changed = threading.Condition()

    @classmethod
    def of(cls, limit: float | None) -> Purse | None:
        """A purse with so much in it; None where there is no limit."""
        return None if limit is None else cls(limit)

    def put_aside(self, most: float, *, seconds: float) -> bool:
        """Whether a call that costs no more than `most` may go out.

        While calls that are under way hold too much, waits up to `seconds` for them to come back
        cheaper.  Whatever is put aside has to be booked.
        """
        until = time.monotonic() + seconds
        with self._changed:
            while self.spent + self._aside + most > self.limit:
                left = until - time.monotonic()
                if left <= 0 or not self._aside or self.spent + most > self.limit:
                    return False
                self._changed.wait(left)
            self._aside += most
            return True

    def book(self, *, put_aside: float, spent: float) -> None:
        """Ends a call: `spent` of what was put aside is gone, the rest is free again."""
        with self._changed:
            self._aside = max(0.0, self._aside - put_aside)
            self.spent += spent
            self._changed.notify_all()
