"""Parts of a period: its end, its beginning, its second Tuesday."""

from __future__ import annotations

from datetime import date

from rewriter.facts.dates.calendar import (
    MONTHS_OF,
    Clock,
    Moment,
    add_days,
    add_months,
    day,
    iso_week,
    months_from,
    nth_weekday,
    period,
)
from rewriter.facts.dates.moments import (
    Found,
    ahead,
    in_year_or_next,
    resolve,
    rule,
    year_of,
)
from rewriter.facts.dates.templates import Phrase

_LENGTH = {
    "day": 1,
    "week": 7,
    "weekend": 7,
    "month": 28,
    "quarter": 90,
    "third": 120,
    "half": 181,
    "year": 365,
}


def _within(clock: Clock, part: str, whole: Phrase) -> Found:
    """The whole, if it is longer than the part."""
    found = resolve(whole, clock)
    if found is None or (found.last - found.first).days + 1 < _LENGTH.get(part, 1):
        return None
    return found


@rule("nth_weekday")
def _nth_weekday(clock: Clock, nth: int, weekday: int, whole: Phrase) -> Found:
    found = _within(clock, "week", whole)
    on = nth_weekday(weekday, nth, found.first, found.last) if found else None
    if found and on and on < clock.today and whole.rule == "month" and len(whole.args) < 2:
        return _nth_weekday(clock._replace(today=add_days(found.last, 1)), nth, weekday, whole)
    return day(on) if on else None


@rule("nth_weekday_after")
def _nth_weekday_after(clock: Clock, nth: int, weekday: int, anchor: Phrase) -> Found:
    """ "The second Friday after Easter"."""

    def make(at: Moment) -> Found:
        return day(add_days(at.last, (weekday - at.last.weekday() - 1) % 7 + 1 + 7 * (nth - 1)))

    return ahead(clock, anchor, make)


@rule("final_weekday")
def _final_weekday(clock: Clock, weekday: int, whole: Phrase) -> Found:
    return _nth_weekday(clock, -1, weekday, whole)


@rule("nth_last_weekday")
def _nth_last_weekday(clock: Clock, nth: int, weekday: int, whole: Phrase) -> Found:
    return _nth_weekday(clock, -nth, weekday, whole)


@rule("nth_unit")
def _nth_unit(clock: Clock, nth: int, unit: str, whole: Phrase) -> Found:
    """The nth day, full week, month, ... of a period; weeks of a year are ISO weeks."""
    found = _within(clock, unit, whole)
    if found is None or unit in ("fortnight", "decade", "year", "fiscal_year"):
        return None
    if unit in ("week", "weekend"):
        if found.grain == "year" and nth > 0 and unit == "week":
            return iso_week(nth, found.first.year)
        if unit == "weekend":  # the one of the first Saturday
            saturday = nth_weekday(5, nth, found.first, found.last)
            return Moment(saturday, add_days(saturday, 1), unit) if saturday else None
        sunday = nth_weekday(6, nth, add_days(found.first, 6), found.last)
        return Moment(add_days(sunday, -6), sunday, unit) if sunday else None
    if unit in ("day", "workday"):
        return _nth_day(found, nth, unit)
    months = MONTHS_OF[unit]
    first = add_months(
        found.first if nth > 0 else add_days(found.last, 1), months * (nth - (nth > 0))
    )
    return months_from(first, months, unit) if found.first <= first < found.last else None


def _nth_day(whole: Moment, nth: int, unit: str) -> Found:
    step, on = (1, add_days(whole.first, -1)) if nth > 0 else (-1, add_days(whole.last, 1))
    left = abs(nth)
    while left:
        on = add_days(on, step)
        left -= unit == "day" or on.weekday() < 5
    return day(on) if whole.first <= on <= whole.last else None


@rule("nth_of_this")
def _nth_of_this(clock: Clock, whole: str, nth: int, unit: str) -> Found:
    return _nth_unit(clock, nth, unit, Phrase("this", (whole,)))


@rule("final_of_this")
def _final_of_this(clock: Clock, whole: str, unit: str) -> Found:
    return _nth_unit(clock, -1, unit, Phrase("this", (whole,)))


@rule("final_unit")
def _final_unit(clock: Clock, unit: str, whole: Phrase) -> Found:
    return _nth_unit(clock, -1, unit, whole)


@rule("nth_last")
def _nth_last(clock: Clock, nth: int, unit: str, whole: Phrase) -> Found:
    return _nth_unit(clock, -nth, unit, whole)


@rule("final_day")
def _final_day(clock: Clock, month: int, year: Phrase | None = None) -> Found:
    """The last day of a month."""
    found = resolve(Phrase("month", (month, year)), clock)
    return day(found.last) if found else None


@rule("half_of")
def _half_of(clock: Clock, number: int, whole: Phrase) -> Found:
    found = _within(clock, "week", whole)
    if found is None or not 1 <= number <= 2:
        return None
    if found.grain == "year":
        middle = add_days(add_months(found.first, 6), -1)
    elif found.grain == "month":
        middle = add_days(found.first, 14)
    else:
        middle = add_days(found.first, ((found.last - found.first).days - 1) // 2)
    return (
        Moment(found.first, middle, "half")
        if number == 1
        else Moment(add_days(middle, 1), found.last, "half")
    )


def _close(first: date, last: date) -> Moment:
    return Moment(first, last, "end", closing=True)


@rule("end_of")
def _end_of(clock: Clock, whole: Phrase | str) -> Found:
    found = period(whole, clock) if isinstance(whole, str) else resolve(whole, clock)
    if found is None:
        return None
    return _close(found.first, found.last)._replace(past=found.past)


@rule("beginning_of")
def _beginning_of(clock: Clock, whole: Phrase | str) -> Found:
    """The first ten days of a month, the first Wednesday of a week, the first third of others."""
    found = period(whole, clock) if isinstance(whole, str) else resolve(whole, clock)
    if found is None:
        return None
    last = {
        "week": add_days(found.first, 2),
        "month": add_days(found.first, 9),
        "year": add_days(add_months(found.first, 3), -1),
        "half": add_days(add_months(found.first, 2), -1),
    }.get(found.grain, add_days(found.first, (found.last - found.first).days // 3))
    if last < clock.today <= found.last and isinstance(whole, Phrase) and _comes_round(whole):
        return _beginning_of(clock._replace(today=add_days(found.last, 1)), whole)
    return Moment(found.first, last, "part", past=found.past)


def _comes_round(phrase: Phrase) -> bool:
    """Whether it is a name without a year: the beginning of a school year may be the next one's."""
    while phrase.rule == "same":
        phrase = phrase.args[0]
    return phrase.rule in ("month", "season", "holiday", "quarter", "half") and len(phrase.args) < 2


@rule("opening_of")
def _opening_of(clock: Clock, whole: Phrase) -> Found:
    """The first day: "ved indgangen til 2027"."""
    found = resolve(whole, clock)
    return day(found.first) if found else None


@rule("middle_of")
def _middle_of(clock: Clock, whole: Phrase | str) -> Found:
    """The 11th to the 20th of a month, midsummer of a year, the middle third of others."""
    found = period(whole, clock) if isinstance(whole, str) else resolve(whole, clock)
    if found is None:
        return None
    days = (found.last - found.first).days + 1
    first, last = {
        "week": (add_days(found.first, 1), add_days(found.first, 4)),
        "month": (add_days(found.first, 10), add_days(found.first, 19)),
        "year": (add_months(found.first, 4), add_days(add_months(found.first, 6), -1)),
    }.get(found.grain, (add_days(found.first, days // 3), add_days(found.first, 2 * days // 3)))
    return Moment(first, last, "part", past=found.past)


@rule("midpoint_of")
def _midpoint_of(clock: Clock, whole: Phrase) -> Found:
    """The 15th of a month, the end of June of a year, the middle day of others."""
    found = resolve(whole, clock)
    if found is None:
        return None
    if found.grain == "month":
        return day(add_days(found.first, 14))
    if found.grain == "year":
        return day(add_days(add_months(found.first, 6), -1))
    return day(add_days(found.first, (found.last - found.first).days // 2))


@rule("week_end")
def _week_end(clock: Clock) -> Found:
    return _end_of(clock, "week")


@rule("month_end")
def _month_end(clock: Clock) -> Found:
    return _end_of(clock, "month")


@rule("quarter_end")
def _quarter_end(clock: Clock) -> Found:
    return _end_of(clock, "quarter")


@rule("year_end")
def _year_end(clock: Clock, year: Phrase | None = None) -> Found:
    return _end_of(clock, Phrase("year", (year_of(year, clock),)) if year else "year")


@rule("new_year")
def _new_year(clock: Clock) -> Found:
    """The first month of next year."""
    return months_from(date(clock.today.year + 1, 1, 1), 1, "holiday")


@rule("mid_year")
def _mid_year(clock: Clock, year: Phrase | None = None) -> Found:
    """The end of June."""
    return in_year_or_next(clock, year, lambda y: _close(date(y, 6, 30), date(y, 6, 30)))


@rule("turn_of_month")
def _turn_of_month(clock: Clock, month: int, *_: int) -> Found:
    return _end_of(clock, Phrase("month", (month,)))


@rule("turn_of_year")
def _turn_of_year(clock: Clock, year: int, *_: int) -> Found:
    return _end_of(clock, Phrase("year", (year,)))
