"""Shares and agreement with the interval that they are known to.

Three formulas, for which no library of statistics is worth its size here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

_Z = 1.959964  # two-sided, 95 %


class Interval(NamedTuple):
    """An estimate between the ends of its 95 % interval."""

    value: float
    low: float
    high: float


class Counts(NamedTuple):
    """A label against a finding, case by case."""

    hit: int = 0
    missed: int = 0
    false: int = 0
    neither: int = 0


def wilson(part: int, whole: int) -> Interval | None:
    """A share with its Wilson score interval (E. B. Wilson, 1927); None of nothing.

    >>> [round(end, 3) for end in wilson(9, 10)]
    [0.9, 0.596, 0.982]
    """
    if not whole:
        return None
    share, zz = part / whole, _Z * _Z
    middle = (share + zz / (2 * whole)) / (1 + zz / whole)
    reach = _Z * math.sqrt(share * (1 - share) / whole + zz / (4 * whole * whole))
    reach /= 1 + zz / whole
    return Interval(share, max(0.0, middle - reach), min(1.0, middle + reach))


def kappa(counts: Counts) -> Interval | None:
    """Cohen's kappa of labels and findings; None where nothing was labelled and nothing found.

    The interval is Wilson's of the observed agreement with the chance agreement held fixed, which
    stays honest where the agreement is perfect: the usual standard error is nought there.

    >>> [round(end, 2) for end in kappa(Counts(20, 5, 10, 15))]
    [0.4, 0.12, 0.62]
    """
    total = sum(counts)
    labelled, found = counts.hit + counts.missed, counts.hit + counts.false
    if not labelled and not found:
        return None
    chance = (labelled * found + (total - labelled) * (total - found)) / total**2
    agreed = wilson(counts.hit + counts.neither, total)
    if agreed is None or chance == 1:
        return None
    return Interval(*(max(-1.0, (end - chance) / (1 - chance)) for end in agreed))


def ranked_above(higher: Sequence[float], lower: Sequence[float]) -> float | None:
    """How often one of `higher` is above one of `lower` (ties half): the area under the ROC.

    >>> ranked_above([3, 2], [1, 2])
    0.875
    """
    pairs = [(one > two) + (one == two) / 2 for one in higher for two in lower]
    return sum(pairs) / len(pairs) if pairs else None
