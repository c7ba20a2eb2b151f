"""Dates, holidays and weekdays: phrases that name a single day."""

from __future__ import annotations

from rewriter.facts.dates.calendar import (
    Clock,
    Moment,
    add_days,
    add_months,
    day,
    holiday,
    period,
    safe_date,
)
from rewriter.facts.dates.moments import (
    Found,
    ahead,
    between,
    in_year_or_next,
    resolve,
    rule,
)
from rewriter.facts.dates.templates import Phrase


@rule("day_month")
def _day_month(clock: Clock, on: int, month: int, year: Phrase | None = None) -> Found:
    def make(y: int) -> Found:
        found = safe_date(y, month, on)
        return day(found) if found else None

    return in_year_or_next(clock, year, make)


@rule("month_day")
def _month_day(clock: Clock, month: int, on: int, year: Phrase | None = None) -> Found:
    return _day_month(clock, on, month, year)


@rule("ymd", "year_month_day")
def _ymd(clock: Clock, year: int, month: int, on: int) -> Found:
    found = safe_date(year, month, on)
    return day(found) if found else None


@rule("numeric")
def _numeric(clock: Clock, figures: Phrase) -> Found:
    if figures.rule != "figures":
        return resolve(figures, clock)
    a, b, year, _ = figures.args
    month, on = (a, b) if clock.month_first else (b, a)
    if month > 12:
        month, on = on, month
    swappable = clock.varies and a <= 12 and b <= 12 and a != b
    found = _day_month(clock, on, month, Phrase("year", (year,)) if year else None)
    if found is None:
        month, on = on, month
        found = _day_month(clock, on, month, Phrase("year", (year,)) if year else None)
    return found._replace(swappable=swappable) if found else None


@rule("numeric_year")
def _numeric_year(clock: Clock, figures: Phrase, year: int) -> Found:
    if figures.rule != "figures":
        return None
    return _numeric(clock, Phrase("figures", (*figures.args[:2], year, figures.args[3])))


@rule("fixed_day", "now", "day_end")
def _fixed_day(clock: Clock) -> Found:
    return day(clock.today)


@rule("relative_day")
def _relative_day(clock: Clock) -> Found:
    return day(add_days(clock.today, 1))


@rule("overmorrow")
def _overmorrow(clock: Clock) -> Found:
    return day(add_days(clock.today, 2))


@rule("day_in")
def _day_in(clock: Clock, on: int, within: Phrase | str) -> Found:
    if isinstance(within, str):  # "the first of the month"
        return _day_alone(clock, on) if within == "month" else None
    month = resolve(within, clock)
    if month is None or month.grain != "month":
        return None
    found = safe_date(month.first.year, month.first.month, on)
    return Moment(found, found, past=month.past) if found else None


@rule("day_alone", "day_on")
def _day_alone(clock: Clock, on: int) -> Found:
    """ "The 20th": of this month, or of the next one that has it ahead."""
    first = clock.today.replace(day=1)
    for shift in range(3):
        month = add_months(first, shift)
        found = safe_date(month.year, month.month, on)
        if found and found >= clock.today:
            return day(found)
    return None


@rule("holiday")
def _holiday(clock: Clock, name: str, year: Phrase | None = None) -> Found:
    return in_year_or_next(clock, year, lambda y: holiday(name, y))


@rule("holiday_weekend")
def _holiday_weekend(clock: Clock, name: str, year: Phrase | None = None) -> Found:
    """From the Saturday to the Sunday beside it, or to the holiday if that is a Monday."""
    found = _holiday(clock, name, year)
    if found is None:
        return None
    monday = found.last.weekday() == 0
    sunday = add_days(found.last, -1 if monday else 6 - found.last.weekday())
    return Moment(add_days(sunday, -1), found.last if monday else sunday, "weekend")


@rule("weekday")
def _weekday(clock: Clock, weekday: int) -> Found:
    """The next such day; today's own name means a week from today."""
    return day(add_days(clock.today, (weekday - clock.today.weekday() - 1) % 7 + 1))


@rule("next_weekday")
def _next_weekday(clock: Clock, weekday: int) -> Found:
    """That day of next week."""
    return day(add_days(period("week", clock, 1).first, weekday))


@rule("weekday_after_next")
def _weekday_after_next(clock: Clock, weekday: int) -> Found:
    found = _weekday(clock, weekday)
    return day(add_days(found.first, 7)) if found else None


@rule("weekday_of")
def _weekday_of(clock: Clock, weekday: int, around: Phrase) -> Found:
    """The weekday of that week; beside a date it only helps to find the year."""
    found = resolve(around, clock)
    if found is None:
        return None
    if around.rule == "offset" or found.grain == "week":
        monday = add_days(found.last, -found.last.weekday())
        return Moment(add_days(monday, weekday), add_days(monday, weekday), past=found.past)
    if found.first == found.last and found.first.weekday() != weekday:
        later = resolve(around, clock._replace(today=add_days(found.last, 1)))
        if later and later.first > found.first and later.first.weekday() == weekday:
            return later
        swapped = resolve(around, clock._replace(month_first=not clock.month_first))
        if swapped and swapped.first.weekday() == weekday:
            return swapped
    return found


@rule("tail_weekday")
def _tail_weekday(clock: Clock, week: Phrase, weekday: int) -> Found:
    return _weekday_of(clock, weekday, week)


@rule("tail_weekdays")
def _tail_weekdays(clock: Clock, week: Phrase, first: int, last: int) -> Found:
    begins, ends = _weekday_of(clock, first, week), _weekday_of(clock, last, week)
    return between(begins.first, ends.last) if begins and ends else None


@rule("weekday_the_dd")
def _weekday_the_dd(clock: Clock, weekday: int, on: int) -> Found:
    """ "Monday the 21st": of this month if the two meet in it, though it may be over."""
    found = safe_date(clock.today.year, clock.today.month, on)
    if found and found.weekday() == weekday:
        return day(found)
    return _weekday_dd(clock, weekday, on)


@rule("weekday_dd")
def _weekday_dd(clock: Clock, weekday: int, on: int) -> Found:
    """ "Monday 21": the first month from now on in which the two meet."""
    first = clock.today.replace(day=1)
    for shift in range(24):
        month = add_months(first, shift)
        found = safe_date(month.year, month.month, on)
        if found and found >= clock.today and found.weekday() == weekday:
            return day(found)
    return None


@rule("weekday_before")
def _weekday_before(clock: Clock, weekday: int, anchor: Phrase) -> Found:
    return ahead(
        clock,
        anchor,
        lambda at: day(add_days(at.first, -((at.first.weekday() - weekday - 1) % 7 + 1))),
    )


@rule("weekday_after")
def _weekday_after(clock: Clock, weekday: int, anchor: Phrase) -> Found:
    return ahead(
        clock,
        anchor,
        lambda at: day(add_days(at.last, (weekday - at.last.weekday() - 1) % 7 + 1)),
    )
