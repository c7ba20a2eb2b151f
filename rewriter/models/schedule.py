"""By when: a day that gives the metric the time it takes, where the user named none."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from rewriter.languages.metrics import MetricFacts
from rewriter.schemas import Style

_PATIENCE = {"sooner": 0.5, "later": 1.8}


def propose_deadline(
    facts: MetricFacts, today: date, style: Style | None, fiscal_year_start: int
) -> date:
    """The end of a month or quarter that leaves the metric the time it takes.

    >>> from rewriter.languages.metrics import metric_table
    >>> leads = metric_table().metrics["leads"]
    >>> propose_deadline(leads, date(2026, 11, 22), None, 1)
    datetime.date(2027, 3, 31)
    """
    day = today + timedelta(days=round(facts.days * _PATIENCE.get(style or "", 1)))
    end = _end_of(day, facts.quarter_end and style != "sooner", fiscal_year_start)
    if style == "later":
        usual = propose_deadline(facts, today, None, fiscal_year_start)
        while end <= usual:
            end = _end_of(end + timedelta(days=1), facts.quarter_end, fiscal_year_start)
    return end


def _end_of(day: date, by_quarter: bool, fiscal_year_start: int) -> date:
    """The last day of the month or quarter of the fiscal year that `day` falls in."""
    year, month = day.year, day.month
    while by_quarter and (month - fiscal_year_start) % 3 != 2:
        month += 1
        if month > 12:
            year, month = year + 1, 1
    return date(year, month, calendar.monthrange(year, month)[1])
