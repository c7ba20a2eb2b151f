"""Durations from today or from a date, and spans from one date to another."""

from __future__ import annotations

from datetime import date
from typing import Any

from rewriter.facts.dates.calendar import (
    DAYS_OF,
    MONTHS_OF,
    Clock,
    Moment,
    add_days,
    add_months,
    add_workdays,
    day,
    iso_week,
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

_COUNTS = {"one": 1.0, "half_one": 0.5, "one_and_half": 1.5, "several": 2.0, "few": 3.0}


def _length(phrase: Phrase) -> tuple[float, float, float, str]:
    """Months, days and workdays of a duration, and its first unit."""
    rule, args = phrase
    if rule == "same":
        return _length(args[0])
    if rule == "one_and":
        months, days, workdays, _ = _length(args[1])
        more = _units(1, args[0])
        return months + more[0], days + more[1], workdays + more[2], args[0]
    if rule == "one_or":  # "a week or two", "een week of zes"
        return (*_units(args[1], args[0]), args[0])
    if rule == "amount_range":
        return (*_units(args[1], args[2]), args[2])
    if rule == "amounts":
        months, days, workdays, _ = _length(args[2])
        more = _units(args[0], args[1])
        return months + more[0], days + more[1], workdays + more[2], args[1]
    if len(args) == 1:
        count = _COUNTS[rule]
        return (*_units(count, args[0]), args[0])
    count = float(args[0]) + (0.5 if rule == "amount_and_half" else 0)
    return (*_units(count, args[1]), args[1])


def _units(count: float, unit: str) -> tuple[float, float, float]:
    if unit == "workday":
        return 0, 0, count
    if unit in DAYS_OF:
        return 0, count * DAYS_OF[unit], 0
    return count * MONTHS_OF[unit], 0, 0


def _shifted(start: date, duration: Phrase, sign: int = 1) -> date:
    months, days, workdays, _ = _length(duration)
    whole = int(months)
    on = add_months(start, sign * whole)
    on = add_days(on, sign * round(days + (months - whole) * 30))
    return add_workdays(on, round(workdays)) if sign > 0 else add_days(on, -round(workdays * 1.4))


@rule("offset")
def _offset(clock: Clock, duration: Phrase) -> Found:
    return day(_shifted(clock.today, duration))


@rule("today_in")
def _today_in(clock: Clock, duration: Phrase) -> Found:
    return _offset(clock, duration)


@rule("tomorrow_in")
def _tomorrow_in(clock: Clock, duration: Phrase) -> Found:
    return day(_shifted(add_days(clock.today, 1), duration))


@rule("weekday_in")
def _weekday_in(clock: Clock, weekday: int, duration: Phrase) -> Found:
    """ "Monday in two weeks": so many after the coming Monday; else the first Monday after that."""
    coming = add_days(clock.today, (weekday - clock.today.weekday()) % 7)
    months, days, _, _ = _length(duration)
    on = _shifted(clock.today if months or days % 7 else coming, duration)
    return day(add_days(on, (weekday - on.weekday()) % 7))


@rule("this_time_next")
def _this_time_next(clock: Clock, unit: str) -> Found:
    return _offset(clock, Phrase("one", (unit,)))


@rule("next_and_half")
def _next_and_half(clock: Clock, unit: str) -> Found:
    return _next_n(clock, Phrase("one_and_half", (unit,)))


@rule("next_n")
def _next_n(clock: Clock, *parts: Any) -> Found:
    """So much time from today; quarters and decades go by the calendar."""
    duration = parts[0] if len(parts) == 1 else Phrase("amount", parts)
    months, _, _, unit = _length(duration)
    if unit in ("quarter", "decade") and months % MONTHS_OF[unit] == 0:
        shift = int(months // MONTHS_OF[unit])
        return Moment(clock.today, period(unit, clock, shift).last, "span")
    return Moment(clock.today, _shifted(clock.today, duration), "span")


# Names that come round again: "three months from 1 February" may count from one that is over.
_RECURRING = frozenset({"day_month", "month_day", "numeric", "holiday", "month", "season"})


@rule("counted_from")
def _counted_from(clock: Clock, duration: Phrase, start: Phrase) -> Found:
    if start.rule in _RECURRING:
        clock = clock._replace(today=_shifted(clock.today, duration, -1))
    found = resolve(start, clock)
    return day(_shifted(found.last, duration)) if found else None


@rule("counted_starting")
def _counted_starting(clock: Clock, duration: Phrase, start: Phrase) -> Found:
    found = resolve(start, clock)
    return between(found.first, add_days(_shifted(found.first, duration), -1)) if found else None


@rule("counted_before")
def _counted_before(clock: Clock, duration: Phrase, end: Phrase) -> Found:
    found = resolve(end, clock)
    if found is None:
        return None
    on = _shifted(found.last if found.closing else found.first, duration, -1)
    if on < clock.today:
        later = resolve(end, clock._replace(today=add_days(found.last, 1)))
        if later and later.first > found.first:
            on = _shifted(later.first, duration, -1)
    return day(on)


@rule("unit_before")
def _unit_before(clock: Clock, unit: str, anchor: Phrase) -> Found:
    """ "The week before Christmas": the calendar week, month, ... that ends before it begins."""
    return ahead(clock, anchor, lambda at: _beside(clock, unit, at.first, -1))


@rule("unit_after")
def _unit_after(clock: Clock, unit: str, anchor: Phrase) -> Found:
    return ahead(clock, anchor, lambda at: _beside(clock, unit, at.last, 1))


@rule("nth_unit_after")
def _nth_unit_after(clock: Clock, nth: int, unit: str, anchor: Phrase) -> Found:
    def make(at: Moment) -> Found:
        first = _beside(clock, unit, at.last, 1)
        return _beside(clock, unit, first.first, nth - 1) if first and nth > 1 else first

    return ahead(clock, anchor, make)


def _beside(clock: Clock, unit: str, on: date, step: int) -> Found:
    if unit == "weekend":
        shift = -1 if step < 0 else int(on.weekday() > 4)
        return period(unit, clock._replace(today=on), shift)
    return period(unit, clock._replace(today=on), step)


@rule("first_amount")
def _first_amount(clock: Clock, nth: int, amount: Phrase, whole: Phrase) -> Found:
    """ "The first six months of 2027"."""
    found = resolve(whole, clock)
    return (
        between(found.first, add_days(_shifted(found.first, amount), -1))
        if found and nth == 1
        else None
    )


@rule("final_amount")
def _final_amount(clock: Clock, amount: Phrase, whole: Phrase) -> Found:
    found = resolve(whole, clock)
    return between(add_days(_shifted(found.last, amount, -1), 1), found.last) if found else None


@rule("range")
def _range(clock: Clock, first: Phrase, last: Phrase) -> Found:
    begins, ends = resolve(first, clock), resolve(last, clock)
    if begins is None or ends is None or begins.past:
        return None
    running = ends.last > clock.today or last.rule in ("now", "fixed_day")
    if begins.first > ends.last and not running:
        ends = resolve(last, clock._replace(today=begins.first)) or ends
    elif begins.first > ends.last or _has_year(last, clock):
        # The last such day before the end: "May to September" said in July, "May-July 2027".
        reach = add_days(ends.last, -6) if first.rule == "weekday" else add_months(ends.last, -11)
        begins = resolve(first, clock._replace(today=reach)) or begins
    if ends.grain == "holiday" and begins.first < ends.first:
        ends = day(ends.first)  # "between Easter and the summer holidays" ends where those begin
    swappable = begins.swappable or ends.swappable
    return Moment(min(begins.first, ends.last), ends.last, "span", swappable=swappable)


def _has_year(phrase: Phrase, clock: Clock) -> bool:
    """Whether it means the same whenever it is said."""
    return resolve(phrase, clock) == resolve(
        phrase, clock._replace(today=add_months(clock.today, 36))
    )


@rule("range_days")
def _rangebetween(
    clock: Clock, first: int, last: int, month: int, year: Phrase | None = None
) -> Found:
    return in_year_or_next(
        clock, year, lambda y: between(safe_date(y, month, first), safe_date(y, month, last))
    )


@rule("range_figures")
def _range_figures(clock: Clock, first: int, last: Phrase, year: Phrase | None = None) -> Found:
    on, month, named = last.args
    return _rangebetween(clock, first, on, month, Phrase("year", (named,)) if named else year)


@rule("range_month_days")
def _range_monthbetween(
    clock: Clock, month: int, first: int, last: int, year: Phrase | None = None
) -> Found:
    def make(y: int) -> Found:
        begins = safe_date(y, month, first)
        ends = safe_date(y, month, last)
        if begins and ends and ends < begins:
            ends = add_months(ends, 1)
        return between(begins, ends)

    return in_year_or_next(clock, year, make)


@rule("range_relative")
def _range_relative(clock: Clock, first: int, last: int, within: Phrase) -> Found:
    month = resolve(within, clock)
    if month is None or month.grain != "month":
        return None
    year, number = month.first.year, month.first.month
    return between(safe_date(year, number, first), safe_date(year, number, last))


@rule("relative_range")
def _relative_range(clock: Clock, within: Phrase, first: int, last: int) -> Found:
    return _range_relative(clock, first, last, within)


@rule("range_weeks")
def _range_weeks(clock: Clock, first: int, last: int, year: Phrase | None = None) -> Found:
    def make(y: int) -> Found:
        begins = iso_week(first, y)
        ends = iso_week(last, y if last >= first else y + 1)
        return between(begins.first, ends.last) if begins and ends else None

    return in_year_or_next(clock, year, make)


@rule("range_quarters")
def _range_quarters(clock: Clock, first: int, last: int, year: Phrase | None = None) -> Found:
    ends = resolve(Phrase("quarter", (last, year)), clock)
    begins = resolve(Phrase("quarter", (first, year)), clock)
    if begins is None or ends is None:
        return None
    return Moment(min(begins.first, ends.first), ends.last, "span")


@rule("range_years")
def _range_years(clock: Clock, first: int, last: int) -> Found:
    return between(date(first, 1, 1), date(last, 12, 31))
