"""Months, quarters, years, weeks and seasons, named or counted from today."""

from __future__ import annotations

from datetime import date
from typing import Any

from rewriter.facts.dates.calendar import (
    Clock,
    Moment,
    add_days,
    add_months,
    day,
    fiscal_year,
    iso_week,
    months_from,
    period,
)
from rewriter.facts.dates.moments import (
    Found,
    between,
    in_year_or_next,
    resolve,
    rule,
)
from rewriter.facts.dates.templates import Phrase

# Years from today that two figures behind a stroke may name.
_AT_HAND = 5

# Months in which the meteorological seasons begin.
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


@rule("month", "this_month")
def _month(clock: Clock, month: int, year: Phrase | None = None) -> Found:
    return in_year_or_next(clock, year, lambda y: months_from(date(y, month, 1), 1, "month"))


@rule("year_month")
def _year_month(clock: Clock, year: int, month: int) -> Found:
    return months_from(date(year, month, 1), 1, "month") if 1 <= month <= 12 else None


@rule("quarter")
def _quarter(clock: Clock, number: int, year: Phrase | None = None) -> Found:
    if not 1 <= number <= 4:
        return None

    def make(y: int) -> Found:
        first = add_months(fiscal_year(y, clock).first, 3 * (number - 1))
        return months_from(first, 3, "quarter")

    return in_year_or_next(clock, year, make)


@rule("half")
def _half(clock: Clock, number: int, year: Phrase | None = None) -> Found:
    if not 1 <= number <= 2:
        return None

    def make(y: int) -> Found:
        first = add_months(fiscal_year(y, clock).first, 6 * (number - 1))
        return months_from(first, 6, "half")

    return in_year_or_next(clock, year, make)


@rule("third")
def _third(clock: Clock, number: int, year: Phrase | None = None) -> Found:
    """Four months: "the second tertial"."""
    if not 1 <= number <= 3:
        return None

    def make(y: int) -> Found:
        return months_from(add_months(fiscal_year(y, clock).first, 4 * (number - 1)), 4, "third")

    return in_year_or_next(clock, year, make)


@rule("year_third")
def _year_third(clock: Clock, year: int, number: int) -> Found:
    return _third(clock, number, Phrase("year", (year,)))


@rule("third_dash")
def _third_dash(clock: Clock, number: int, year: int) -> Found:
    return _year_third(clock, year, number)


@rule("year_quarter")
def _year_quarter(clock: Clock, year: int, number: int) -> Found:
    return _quarter(clock, number, Phrase("year", (year,)))


@rule("quarter_yy", "quarter_dash")
def _quarter_yy(clock: Clock, number: int, year: int) -> Found:
    return _year_quarter(clock, year, number)


@rule("half_yy")
def _half_yy(clock: Clock, number: int, year: int) -> Found:
    return _half(clock, number, Phrase("year", (year,)))


@rule("year_half")
def _year_half(clock: Clock, year: int, number: int) -> Found:
    return _half(clock, number, Phrase("year", (year,)))


@rule("fiscal_year")
def _fiscal_year(clock: Clock, *years: int) -> Found:
    return fiscal_year(years[-1], clock)


@rule("school_year")
def _school_year(clock: Clock, first: int, last: int) -> Found:
    """From summer to summer, as seasons of sport and culture go, too."""
    return between(date(first, 8, 1), date(last, 6, 30)) if last == first + 1 else None


@rule("year", "named_year")
def _year(clock: Clock, year: int) -> Found:
    return months_from(date(year, 1, 1), 12, "year")


@rule("week_no", "week_letter")
def _week_no(clock: Clock, number: int, year: Phrase | None = None) -> Found:
    return in_year_or_next(clock, year, lambda y: iso_week(number, y))


@rule("week_slash")
def _week_slash(clock: Clock, number: int, year: int) -> Found:
    """ "Week 40/26"; two weeks where the second figure is no year at hand."""
    if abs(year - clock.today.year) <= _AT_HAND:
        return iso_week(number, year)
    return resolve(Phrase("range_weeks", (number, year % 100)), clock)


@rule("year_week")
def _year_week(clock: Clock, year: int, number: int) -> Found:
    return iso_week(number, year)


@rule("week_of")
def _week_of(clock: Clock, within: Phrase) -> Found:
    found = resolve(within, clock)
    if found is None:
        return None
    sunday = found.first.weekday() == 6  # the week of a Sunday is the one that it opens
    monday = add_days(found.first, 1 if sunday else -found.first.weekday())
    return Moment(monday, add_days(monday, 6), "week")


@rule("season", "this_season")
def _season(clock: Clock, name: str, *more: Any) -> Found:
    """A meteorological season; of "autumn/winter 2027" the last.

    A winter is named after the year that it ends in, or if that one is over, begins in.
    """
    if more and isinstance(more[0], str):
        name, more = more[0], more[1:]
    year: Phrase | None = more[0] if more else None

    def make(y: int) -> Found:
        found = _season_of(name, y - (name == "winter"))
        over = year is not None and name == "winter" and found.last < clock.today
        return _season_of(name, y) if over else found

    return in_year_or_next(clock, year, make)


def _season_of(name: str, year: int) -> Moment:
    return months_from(date(year, _SEASONS[name], 1), 3, "season")


@rule("season_years")
def _season_years(clock: Clock, name: str, first: int, last: int) -> Found:
    """ "Winter 2026/27", and what lies in the second of two years otherwise."""
    if last != first + 1:
        return None
    return _season_of(name, first if name == "winter" else last)


@rule("year_season")
def _year_season(clock: Clock, year: int, name: str) -> Found:
    return _season(clock, name, Phrase("year", (year,)))


@rule("next_season")
def _next_season(clock: Clock, name: str) -> Found:
    """That season of next year."""
    return _season(clock, name, Phrase("next", ()))


@rule("this")
def _this(clock: Clock, unit: str) -> Found:
    return period(unit, clock)


@rule("next")
def _next(clock: Clock, unit: str) -> Found:
    if unit == "fortnight":
        return resolve(Phrase("next_n", (Phrase("one", (unit,)),)), clock)
    return period(unit, clock, 1)


@rule("coming")
def _coming(clock: Clock, unit: str) -> Found:
    """The next one; of weekends, the very next."""
    if unit == "weekend":
        return period(unit, clock, int(clock.today.weekday() > 4))
    return _next(clock, unit)


@rule("after_next")
def _after_next(clock: Clock, unit: str) -> Found:
    return period(unit, clock, 2)


@rule("past")
def _past(clock: Clock, *_: Any) -> Found:
    return day(clock.today)._replace(past=True)


@rule("this_year")
def _this_year(clock: Clock) -> Found:
    return period("year", clock)


@rule("next_year")
def _next_year(clock: Clock) -> Found:
    return period("year", clock, 1)


@rule("this_weekend")
def _this_weekend(clock: Clock) -> Found:
    return period("weekend", clock)
