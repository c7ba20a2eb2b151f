"""How far a metric can be moved in the time there is, judged by its own past.

The rule.  The past gives a *level* that can be expected at the deadline without doing anything
new: the mean of the last periods, carried on by the median slope (Theil-Sen, which one odd period
does not bend), or the value of the same season a year before where that is higher.  A *stretch*
beyond it is fine up to ``1 + 0.25·√n``, where n is the number of periods left, and out of reach
beyond ``1 + √n``; noise in the past widens both.  Guides' examples anchor it: after months with
30 and 32 leads, 40 this month is a stretch that can be met and 100 is out of reach; 10 a month
does not become 2,000; +10 % in a year may be fine, +200 % in two months is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from statistics import fmean, median
from typing import Final, Literal

FINE: Final = 0.25
OUT_OF_REACH: Final = 1.0
_RECENT = 3  # periods that make up the present level
_SEASON = 12  # periods after which the same season returns, for monthly figures
_UNBACKED = 3.0  # a single starting point says less than a series: its limit is this much wider

Feasibility = Literal["fine", "steep", "unrealistic"]
PERIOD_DAYS: Final = {"day": 1.0, "week": 7.0, "month": 30.44, "quarter": 91.3, "year": 365.25}


@dataclass(frozen=True)
class Pace:
    """What the past supports.  `level`: expected anyway; `stretch`: the most that is fine."""

    level: float
    stretch: float
    limit: float


def pace(history: Sequence[float], periods: float, *, down: bool = False) -> Pace | None:
    """What a series of past results supports `periods` periods ahead; None without a level.

    `down`: the metric is to fall, so the stretch lies below the level.

    >>> supported = pace([30, 32], periods=1)
    >>> round(supported.stretch), round(supported.limit)
    (42, 68)
    >>> pace([0, 0], periods=3) is None
    True
    """
    if not history:
        return None
    recent = fmean(history[-_RECENT:]) if len(history) > 2 else history[-1]
    slopes = [(b - a) / (j - i) for (i, a), (j, b) in combinations(enumerate(history), 2)]
    slope = median(slopes) if slopes else 0.0
    ahead = min(periods, len(history))  # a trend is carried on no further than it has been seen
    level = recent + slope * ahead * (1 if (slope < 0) == down else 0)
    if len(history) >= _SEASON and not down:
        level = max(level, history[-_SEASON + round(min(periods, _SEASON)) - 1])
    if level <= 0:
        return None
    start = median(value - slope * i for i, value in enumerate(history))
    misses = [abs(value - (start + slope * i)) for i, value in enumerate(history)]
    noise = min(1.0, fmean(misses) / level) if len(history) > 2 else 0.0
    return _pace(level, periods, noise, 1.0, down)


def pace_from_baseline(baseline: float, periods: float, *, down: bool = False) -> Pace | None:
    """The same with nothing but a starting point; `periods` in months.

    >>> pace_from_baseline(10, 1).limit < 2000
    True
    """
    return _pace(baseline, periods, 0.0, _UNBACKED, down) if baseline > 0 else None


def _pace(level: float, periods: float, noise: float, width: float, down: bool) -> Pace:
    root = sqrt(max(periods, 1.0))
    stretch = 1 + FINE * root + noise
    limit = (1 + OUT_OF_REACH * root + 2 * noise) * width
    if down:
        return Pace(level, level / stretch, level / limit)
    return Pace(level, level * stretch, level * limit)


def judge(target: float, supported: Pace, *, down: bool = False) -> Feasibility:
    """Whether the target is fine, steep or out of reach.

    >>> [judge(target, pace([30, 32], 1)) for target in (40, 60, 100)]
    ['fine', 'steep', 'unrealistic']
    """
    sign = -1 if down else 1
    if sign * target > sign * supported.limit:
        return "unrealistic"
    return "steep" if sign * target > sign * supported.stretch else "fine"
