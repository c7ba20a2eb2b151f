"""Whether a number follows from given ones, and by which sum."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import permutations

from rewriter.schemas import QuantityKind

# How often one period fits into a longer one: from a yearly figure to a monthly one and back.
_PERIODS = (12, 4, 52, 3)
# In the order in which they are preferred; `_results` works them out in the same order.
_SUMS = (
    "{a} - {b}",
    "{a} + {b}",
    "({a} - {b}) / {b}",
    "{a} / {b}",
    "{a} / {b}",
    "{a} / {b}",
    "{a} + {b} %",
    "{a} - {b} %",
    "{b} % × {a}",
    "{a} × {b}",
)
_SHARES = (2, 5)  # those of `_SUMS` that make a percentage of any numbers
_NOTHING = 0.005  # results up to here are none
_MOST = 16  # given numbers looked at; a pasted table would explain anything


def derivation(
    value: float,
    given: Iterable[float],
    percents: frozenset[float] = frozenset(),
    *,
    share: bool = False,
) -> str | None:
    """The sum by which `value` follows from the given numbers, or None.

    Looked at are equality, difference, sum, ratio, percentage of change, per-period figures, and
    those of the given numbers that are `percents` of the others.  Results count as far as the value
    is rounded.  `share`: the value is a percentage, which no difference of visitors makes.

    >>> derivation(120, [400, 520]), derivation(30, [400, 520]), derivation(7, [400, 520])
    ('520 - 400', '(520 - 400) / 400', None)
    """
    return _derivation(abs(value), tuple(given), percents, share)


@lru_cache(maxsize=256)  # checks and provenance ask the same of the numbers of one goal
def _derivation(
    value: float, given: tuple[float, ...], percents: frozenset[float], share: bool
) -> str | None:
    known = tuple(dict.fromkeys(map(abs, given)))[:_MOST]
    if value in known:
        return _plain(value)
    for a in known:
        if _close(value, a, 1e-6) or (a != int(a) and round(a) == value):
            return _plain(a)
    numbers = tuple(number for number in known if number)
    off = _rounded_by(value)
    results, sizes = _results(numbers, percents)
    near = sizes[bisect_left(sizes, value - off) : bisect_right(sizes, value + off)]
    ranks = [rank for rank, result in enumerate(results) if result in near] if near else []
    pairs = tuple(permutations(numbers, 2)) if ranks else ()
    if share:
        ranks = [rank for rank in ranks if _makes_share(rank, pairs, percents)]
    if not ranks:
        return None if share else _by_period(value, numbers)
    pair, sum_ = divmod(min(ranks), len(_SUMS))
    a, b = pairs[pair]
    return _SUMS[sum_].format(a=_plain(a), b=_plain(b))


def _makes_share(
    rank: int, pairs: Sequence[tuple[float, float]], percents: frozenset[float]
) -> bool:
    pair, sum_ = divmod(rank, len(_SUMS))
    return sum_ in _SHARES or (sum_ < 2 and percents.issuperset(pairs[pair]))


@lru_cache(maxsize=256)
def _results(
    numbers: tuple[float, ...], percents: frozenset[float]
) -> tuple[list[float], list[float]]:
    """What each of `_SUMS` makes of each pair, in order, and what is more than nothing by size."""
    found: list[float] = []
    for a, b in permutations(numbers, 2):
        share = b / 100 if b in percents else 0.0
        found += (
            a - b,
            a + b,
            abs(a - b) / b * 100,
            a / b,
            a // b,  # 40,000 / 410 makes 97 whole ones
            a / b * 100,
            a + a * share if share else 0.0,
            a - a * share if share else 0.0,
            a * share,
            a * b,
        )
    return found, sorted(result for result in found if result > _NOTHING)


def _by_period(value: float, numbers: Iterable[float]) -> str | None:
    off = _rounded_by(value)
    for a in numbers:
        for periods in _PERIODS:
            if abs(value - a / periods) <= off and a / periods > _NOTHING:
                return f"{_plain(a)} / {periods}"
            if _close(value, a * periods, 1e-6):
                return f"{_plain(a)} × {periods}"
    return None


def follows_from_change(
    value: float, start: float, end: float, kind: QuantityKind | None = None
) -> bool:
    """Whether `value` is how far it is from `start` to `end`: as a percentage or a multiple of the
    start, else the difference; whichever it is where the kind of number is not known.

    >>> follows_from_change(30, 400, 520), follows_from_change(30, 400, 520, "percent")
    (True, True)
    >>> follows_from_change(30, 400, 520, "count"), follows_from_change(120, 400, 520, "count")
    (False, True)
    """
    if start and kind in (None, "percent"):
        change = abs((end - start) / start * 100)
        if abs(abs(value) - change) <= _rounded_by(value) and change > _NOTHING:
            return True
    changes = [end - start] if kind not in ("percent", "multiple", "ratio") else []
    if start and kind in (None, "multiple", "ratio"):
        changes += [(end - start) / start, end / start]
    return any(_close(abs(value), abs(change), 0.01) for change in changes if change)


def _close(value: float, result: float, tolerance: float) -> bool:
    """Equal within a share of the larger of two numbers that are not negative."""
    return abs(value - result) <= tolerance * max(value, result)


def _rounded_by(value: float) -> float:
    """How far the number may be from one that it is rounded from: half of its last digit."""
    digits = 0 if value == int(value) else 1 if round(value, 1) == value else 2
    return 0.5001 * 10.0**-digits


def _plain(number: float) -> str:
    return f"{number:g}" if abs(number) < 1e6 else f"{number:.0f}"
