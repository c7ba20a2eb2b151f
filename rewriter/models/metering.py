"""What the calls of one draft take: tokens, dollars, and what must not be spent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rewriter.models.failures import OverspentError, UnpricedError
from rewriter.purse import Purse
from rewriter.schemas import Usage

Price = Callable[[int, int], float]  # of so many prompt and completion tokens, in US dollars


class Meter:
    """Counts calls and what they took; asks the purse, if there is one, before each.

    `price` raises where the model's price is not known.  A reply that says nothing of its usage,
    and a call that was given up, make the sums unknown: None, never nought.
    """

    def __init__(self, price: Price | None, purse: Purse | None) -> None:
        self._price = price
        self._purse = purse
        self._calls = 0
        self._tokens: list[tuple[int, int] | None] = []
        self._costs: list[float | None] = []

    def begin(self, asked: Mapping[str, Any], seconds: float) -> float:
        """Before a call: what was put aside for it, to be given back to `replied` and the others.

        Raises `OverspentError` where the call could cost more than there is to spend, and
        `UnpricedError` where nobody knows what it could cost.
        """
        most = 0.0
        if self._purse is not None:
            if self._price is None:
                raise UnpricedError
            # A token is at least one byte; the room is all that the model may write.
            sent = [asked.get(part) for part in ("messages", "response_format", "tools")]
            try:
                most = self._price(len(str(sent).encode()), asked["max_tokens"])
            except Exception as error:  # LiteLLM raises bare exceptions for what it doesn't know
                raise UnpricedError from error
            if not self._purse.put_aside(most, seconds=seconds):
                raise OverspentError
        self._calls += 1
        return most

    def replied(
        self, tokens: tuple[int, int] | None, put_aside: float, bill: Callable[[], float]
    ) -> None:
        """A reply came; `tokens` are those of prompt and completion, None where it doesn't say.

        `bill` tells what it cost, discounts and all.
        """
        cost = None
        if tokens is not None and self._price is not None:
            try:
                cost = float(bill())
            except Exception:  # as above
                cost = None
        self._tokens.append(tokens)
        self._costs.append(cost)
        self._book(put_aside, put_aside if cost is None else cost)

    def refused(self, put_aside: float) -> None:
        """The call was turned down, or never arrived: it took nothing."""
        self._book(put_aside, 0.0)

    def lost(self, put_aside: float) -> None:
        """The call was given up, and what it took stays unknown; the purse fears the worst."""
        self._tokens.append(None)
        self._costs.append(None)
        self._book(put_aside, put_aside)

    def usage(self) -> Usage:
        """All calls together; `seconds` is for the caller to fill in."""
        tokens = [pair for pair in self._tokens if pair is not None]
        costs = [cost for cost in self._costs if cost is not None]
        known = len(tokens) == len(self._tokens)
        return Usage(
            calls=self._calls,
            prompt_tokens=sum(pair[0] for pair in tokens) if known else None,
            completion_tokens=sum(pair[1] for pair in tokens) if known else None,
            cost=sum(costs) if len(costs) == len(self._costs) else None,
        )

    def _book(self, put_aside: float, spent: float) -> None:
        if self._purse is not None:
            self._purse.book(put_aside=put_aside, spent=spent)
