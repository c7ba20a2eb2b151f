"""Figures that people say: a proposed 11.3 % would claim a precision that is not there."""

from __future__ import annotations

from math import ceil, floor, log10

from rewriter.languages.metrics import MetricFacts

ROUND_SHARES = (0.02, 0.03, 0.05, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
ROUND_POINTS = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_FINEST = {"percent": 0.1, "rating": 0.1, "ratio": 0.1, "duration": 0.5}
_WHOLE_FROM = 10.0  # from here on nobody says parts of a per cent, an hour or a pound
_SMALL_PRICE = 2.0  # below it, prices move by hundredths


def finest(facts: MetricFacts, value: float) -> float:
    """The smallest step in which people say figures as large as `value` of the metric.

    >>> from rewriter.languages.metrics import metric_table
    >>> churn = metric_table().metrics["churn"]
    >>> finest(churn, 4.8), finest(churn, 24)
    (0.1, 1.0)
    """
    if facts.kind == "rating":
        return _FINEST["rating"]
    if value >= _WHOLE_FROM:
        return 1.0
    if facts.unit_price:
        return 0.1 if value >= _SMALL_PRICE else 0.05
    return _FINEST.get(facts.kind, 1.0)


def within(target: float, base: float, facts: MetricFacts, sign: int) -> float:
    """The target rounded to a figure that people say, on the right side of base and limit."""
    fine = finest(facts, target)
    if facts.limit is not None:
        room = abs(facts.limit - base)
        target = base + sign * min(abs(target - base), room * 0.4)
        if facts.limit == base or (facts.limit - base) * sign < 0:
            return base
    exact = facts.kind in ("rating", "score")
    step = fine if exact else max(fine, round_step(abs(target - base)))
    if abs(step / fine - round(step / fine)) > 1e-9:
        step = 5 * fine if step >= 5 * fine else fine  # nobody wins half a guest, or says 4.25 %
    # Rounded towards the starting point, so that no proposal asks for more than was worked out.
    steps = floor(target / step + 1e-9) if sign > 0 else ceil(target / step - 1e-9)
    rounded = round(steps * step, 2)
    if (rounded - base) * sign <= 0:
        rounded = round(base + sign * fine, 2)
        if rounded <= 0 or (facts.limit is not None and (rounded - facts.limit) * sign > 0):
            return base
    return rounded


def round_step(change: float) -> float:
    """A round step of at most half the change: 50 for a change of 135."""
    if change <= 0:
        return 0.0
    size = 10.0 ** floor(log10(change / 2))
    return next(step for step in (5 * size, 2.5 * size, size) if step <= change / 2)


def largest(choices: tuple[float, ...], wanted: float) -> float:
    """The largest choice that is not above what is wanted; the smallest where all are."""
    return max((c for c in choices if c <= wanted * 1.05), default=choices[0])
