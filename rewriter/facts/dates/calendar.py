"""Days, periods and holidays: date arithmetic that knows no language."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from rewriter.languages.deadlines import CalendarRules
from rewriter.languages.section import load_section

MONTHS_OF = {
    "month": 1,
    "quarter": 3,
    "third": 4,
    "half": 6,
    "year": 12,
    "fiscal_year": 12,
    "decade": 120,
}
DAYS_OF = {"hour": 1 / 24, "day": 1, "week": 7, "weekend": 7, "fortnight": 14}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Moment(NamedTuple):
    """A day or period on the calendar, and how it may be understood."""

    first: date
    last: date
    grain: str = "day"
    closing: bool = False  # the end of a period: "before" it still is by it
    past: bool = False  # spoken of as over
    swappable: bool = False  # day and month may be the other way round


class Clock(NamedTuple):
    """What a phrase is understood against."""

    today: date
    month_first: bool = False
    varies: bool = False  # readers of the language disagree on the order of day and month
    fiscal: int = 1  # first month of the fiscal year


def day(on: date) -> Moment:
    """A single day as a moment."""
    return Moment(on, on)


def safe_date(year: int, month: int, on: int) -> date | None:
    """The date, or None where the calendar has none.

    >>> safe_date(2027, 2, 29) is None
    True
    """
    if not 1 <= year <= 9990 or not 1 <= month <= 12:
        return None
    return date(year, month, on) if 1 <= on <= calendar.monthrange(year, month)[1] else None


def add_months(start: date, months: int) -> date:
    """The same day so many months on, or the month's last day where it has fewer.

    >>> add_months(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    index = start.year * 12 + start.month - 1 + months
    year, month = min(max(index // 12, 1), 9990), index % 12 + 1
    on = start.day
    return date(year, month, on if on < 29 else min(on, calendar.monthrange(year, month)[1]))


def add_days(start: date, days: int) -> date:
    """So many days on; dates beyond the calendar stop at its edge."""
    ordinal = min(max(start.toordinal() + days, 1), date(9990, 12, 31).toordinal())
    return date.fromordinal(ordinal)


def add_workdays(start: date, days: int) -> date:
    """So many days on, Saturdays and Sundays not counted.

    >>> add_workdays(date(2026, 3, 12), 3)
    datetime.date(2026, 3, 17)
    """
    weeks, rest = divmod(days, 5)
    at = add_days(start, 7 * weeks)
    while rest:
        at = add_days(at, 1)
        rest -= at.weekday() < 5
    return at


def months_from(first: date, count: int, grain: str) -> Moment:
    """The period of `count` months that begins on the first of a month."""
    return Moment(first, add_days(add_months(first, count), -1), grain)


def period(unit: str, clock: Clock, shift: int = 0) -> Moment:
    """The week, month, ... that today is in, or one `shift` units later.

    Quarters, halves and fiscal years follow the clock's fiscal year; years are calendar years.

    >>> period("quarter", Clock(date(2026, 3, 11)), 1).last
    datetime.date(2026, 6, 30)
    """
    today = clock.today
    if unit in ("week", "fortnight", "weekend"):
        monday = add_days(today, 7 * shift * (2 if unit == "fortnight" else 1) - today.weekday())
        if unit == "weekend":
            return Moment(add_days(monday, 5), add_days(monday, 6), "weekend")
        return Moment(monday, add_days(monday, 13 if unit == "fortnight" else 6), unit)
    if unit == "workday":
        return day(add_workdays(today, shift))
    if unit in ("day", "hour"):
        return day(add_days(today, shift))
    months = MONTHS_OF[unit]
    start = clock.fiscal - 1 if unit in ("quarter", "third", "half", "fiscal_year") else 0
    index = today.year * 12 + today.month - 1 - start
    index = index - index % months + months * shift + start
    first = date(min(max(index // 12, 1), 9990), index % 12 + 1, 1)
    return months_from(first, months, "year" if unit == "fiscal_year" else unit)


def fiscal_year(year: int, clock: Clock) -> Moment:
    """The fiscal year that is named after the calendar year it ends in.

    >>> fiscal_year(2027, Clock(date(2026, 3, 11), fiscal=7)).first
    datetime.date(2026, 7, 1)
    """
    return months_from(date(year - (clock.fiscal > 1), clock.fiscal, 1), 12, "year")


def iso_week(number: int, year: int) -> Moment | None:
    """Monday to Sunday of an ISO week; None where the year has none of that number."""
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    return Moment(monday, add_days(monday, 6), "week")


def nth_weekday(weekday: int, nth: int, first: date, last: date) -> date | None:
    """The nth such weekday from `first` to `last`; -1 is the last one, -2 the last but one.

    >>> nth_weekday(4, -1, date(2026, 11, 1), date(2026, 11, 30))
    datetime.date(2026, 11, 27)
    """
    if nth > 0:
        found = add_days(first, (weekday - first.weekday()) % 7 + 7 * (nth - 1))
    else:
        found = add_days(last, -((last.weekday() - weekday) % 7) + 7 * (nth + 1))
    return found if first <= found <= last else None


def easter(year: int) -> date:
    """Easter Sunday (Gregorian), after the algorithm of Meeus, Jones and Butcher.

    >>> easter(2026)
    datetime.date(2026, 4, 5)
    """
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, rest = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, rest + 1)


@cache
def holiday_rules() -> dict[str, str]:
    """The rules of calendar.toml, by the holiday's name."""
    return load_section(CalendarRules, "", "calendar").holidays


@cache
def holiday(name: str, year: int) -> Moment:
    """When a holiday or season begins that has its rule in calendar.toml, and when it ends.

    >>> holiday("black_friday", 2026).last
    datetime.date(2026, 11, 27)
    """
    first, _, last = holiday_rules()[name].partition(" to ")
    begins = _on(first, year)
    ends = _on(last, year) if last else begins
    if ends < begins:
        ends = _on(last, year + 1)
    if (last or first).startswith("week"):
        ends = add_days(ends, 6)
    return Moment(begins, ends, "holiday")


def lasts_days(name: str) -> bool:
    """Whether a holiday is a span by its rule: a season, a week.

    >>> lasts_days("black_week"), lasts_days("black_friday")
    (True, False)
    """
    rule = holiday_rules()[name]
    return " to " in rule or rule.startswith("week")


_RULE = re.compile(
    r"(?:(?P<easter>easter)|week (?P<week>\d+)|(?P<nth>-?\d) (?P<nthday>[a-z]{3}) of (?P<of>\d+)"
    r"|(?P<from>[a-z]{3}) from (?P<frommonth>\d+)-(?P<fromday>\d+)|(?P<month>\d+)-(?P<day>\d+))"
    r"(?P<shift> [+-]\d+)?(?P<dodge> not sun)?"
)


def _on(rule: str, year: int) -> date:
    match = _RULE.fullmatch(rule)
    if match is None:
        raise ValueError(f"No rule for a holiday: {rule!r}")
    if match["easter"]:
        on = easter(year)
    elif match["week"]:
        on = date.fromisocalendar(year, int(match["week"]), 1)
    elif match["nth"]:
        month = int(match["of"])
        last = date(year, month, calendar.monthrange(year, month)[1])
        found = nth_weekday(
            _WEEKDAYS.index(match["nthday"]), int(match["nth"]), date(year, month, 1), last
        )
        if found is None:
            raise ValueError(f"No such weekday every year: {rule!r}")
        on = found
    elif match["from"]:
        earliest = date(year, int(match["frommonth"]), int(match["fromday"]))
        on = earliest + timedelta((_WEEKDAYS.index(match["from"]) - earliest.weekday()) % 7)
    else:
        on = date(year, int(match["month"]), int(match["day"]))
    on += timedelta(int(match["shift"] or 0))
    return on - timedelta(1) if match["dodge"] and on.weekday() == 6 else on
