"""Whether a number follows from given ones, and by which sum."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations

# How often one period fits into a longer one: from a yearly figure to a monthly one and back.
_PERIODS = (12, 4, 52, 3)
_MOST = 12  # given numbers looked at; a pasted table would explain anything


def derivation(value: float, given: Iterable[float]) -> str | None:
    """The sum by which `value` follows from the given numbers, or None.

    Looked at are equality, difference, sum, ratio, percentage of change, a percentage of a given
    number, and per-period figures.  Results count as far as the value is rounded.

    >>> derivation(120, [400, 520]), derivation(30, [400, 520]), derivation(7, [400, 520])
    ('520 - 400', '(520 - 400) / 400', None)
    """
    known = list(dict.fromkeys(abs(number) for number in given))[:_MOST]
    for a in known:
        if _close(value, a, 1e-6) or (a != int(a) and round(a) == value):
            return _plain(a)
    known = [number for number in known if number]
    for a, b in permutations(known, 2):
        for result, sum_ in (
            (max(a - b, 0), "{a} - {b}"),
            (a + b, "{a} + {b}"),
            ((a - b) / b * 100, "({a} - {b}) / {b}"),
            (a / b, "{a} / {b}"),
            (a // b, "{a} / {b}"),  # 40,000 / 410 makes 97 whole ones
            (a / b * 100, "{a} / {b}"),
            (a * (1 + b / 100) if b <= 100 else 0, "{a} + {b} %"),
            (a * (1 - b / 100) if b <= 100 else 0, "{a} - {b} %"),
            (a * b / 100 if b <= 100 else 0, "{b} % × {a}"),
            (a * b, "{a} × {b}"),
        ):
            if result and _close(value, result, None):
                return sum_.format(a=_plain(a), b=_plain(b))
    for a in known:
        for periods in _PERIODS:
            if _close(value, a / periods, None):
                return f"{_plain(a)} / {periods}"
            if _close(value, a * periods, 1e-6):
                return f"{_plain(a)} × {periods}"
    return None


def follows_from_change(value: float, start: float, end: float, *, points: bool) -> bool:
    """Whether `value` is how far it is from `start` to `end`: the difference or, as a share of the
    start, the percentage or multiple.  `points`: both are percentages, whose difference is no
    percentage.

    >>> follows_from_change(30, 400, 520, points=False), follows_from_change(3, 7, 4, points=True)
    (True, False)
    """
    changes = [] if points else [end - start]
    if start:
        changes += [(end - start) / start * 100, (end - start) / start, end / start]
    return any(_close(value, change, 0.01) for change in changes if change)


def _close(value: float, result: float, tolerance: float | None) -> bool:
    """Equal within a share of the larger, or, without a tolerance, as far as `value` is rounded."""
    value, result = abs(value), abs(result)
    if tolerance is not None:
        return abs(value - result) <= tolerance * max(value, result)
    digits = 0 if value == int(value) else 1 if round(value, 1) == value else 2
    return abs(value - result) <= 0.5001 * 10**-digits and result > 0.005


def _plain(number: float) -> str:
    return f"{number:g}" if abs(number) < 1e6 else f"{number:.0f}"
