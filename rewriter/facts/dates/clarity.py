"""Whether what looks like a date is one: "may" and May, 3/4 and 3 April, "summer sale"."""

from __future__ import annotations

from rewriter.facts.dates.around import may_stand_before
from rewriter.facts.dates.calendar import lasts_days
from rewriter.facts.dates.names import (
    is_attribute,
    is_brand,
    is_full_name,
    is_habit,
    is_person,
    is_present,
    is_verb,
)
from rewriter.facts.dates.reader import Reader
from rewriter.facts.dates.slots import USUAL_YEARS
from rewriter.facts.dates.tables import DateTables
from rewriter.facts.dates.templates import DIGITS, Phrase

# The rules of the part `point`: how a time is placed in the sentence.
POINTS = frozenset({"bare", "placed", "inside"})

_WITH_MONTH = frozenset({"month", "this_month", "day_month", "month_day"})

# Years that nobody plans ahead, but that customers may be old.
_AGE = 15

# Durations that may count from a day.
_COUNTED = frozenset({"offset", "counted_before", "counted_from", "counted_starting", "next_n"})

# Year and sign of figures that may be decimals or a range as well.
_PAIRS = ((None, "."), (None, "-"))

# Ordinal words up to here are sooner what comes first, second, ....
_TENTH = 10

_AROUND_THE_CLOCK = (24, 7)
_WIDE_SCREEN = (16, 9)
_SHAPES = frozenset({_AROUND_THE_CLOCK, _WIDE_SCREEN, (4, 3), (3, 2), (21, 9), (5, 4)})


def is_clear(reader: Reader, time: Phrase, i: int, end: int, how: str) -> bool:
    """Whether the words around the phrase of tokens `i` to `end` leave it a date.

    `how` it is placed: "bare", "placed" at a time, "inside" a period, or "led" by "until", ....
    """
    tables: DateTables = reader.tables
    words = reader.words
    name, args = time
    bare = how == "bare"
    alone = bare and _alone(reader, i, end)
    if name == "now" or is_attribute(reader, name, end, how):
        return False
    if (
        name == "numeric"
        and args[0].rule == "figures"
        and (args[0].args[2] is None or args[0].args[3] == ".-")
    ):
        return _clear_figures(reader, args[0].args, i, end, how)
    if name in _COUNTED and _an_age(args[0]):
        return False
    if name == "third" and bare and len(args) == 1 and len(words[i]) == 1:
        return alone  # a heading or a size: "T1", but "by T1" and "T1 2027"
    if name == "unit_before" and _a_rate(reader, i):
        return False
    if name == "end_of" and _a_rate(reader, i) and _leads_on(reader, end):
        return False  # "3 innlegg i uka ut august"
    if name == "counted_before" and (how == "inside" or (i and words[i - 1] in tables.within)):
        return False  # "within a day before ...": the one measures, the other is the deadline
    if name == "range" and _of_measures(args):
        return False
    if name == "range_figures" and not _clear_range(reader, args, i, how, alone):
        return False
    if name in ("week_no", "quarter") and not may_stand_before(reader, end):
        before = words[i] if how == "placed" else words[i - 1] if i else ""
        if before in tables.per:
            return False  # "per week 2 posts"
    if name in ("day_alone", "day_on"):
        late = args[0] >= _TENTH or any(word[0] in DIGITS for word in words[i:end])
        return late and how in ("led", "day_on") and may_stand_before(reader, end)
    if name in _WITH_MONTH and how not in ("led", "inside") and not alone:
        year = len(args) > (1 if name in ("month", "this_month") else 2)
        if not year and is_verb(reader, i, end):
            return False
    if alone and name in ("year", "season", "holiday", "month"):
        return True
    if (
        name == "weekday"
        and how != "led"
        and not tables.capital_months
        and is_brand(reader, i, end)
    ):
        return False
    if name == "weekday" and how != "led" and is_habit(reader, i, end):
        return False
    if name == "fixed_day" and bare and not alone:
        return not is_present(reader, i, end)
    if name == "year":
        return not bare and _clear_year(reader, args[0], i, end)
    if name == "range_years":
        return may_stand_before(reader, end)
    if name == "season" and len(args) == 1:
        return not bare and (words[end - 1] not in tables.shy or may_stand_before(reader, end))
    if name in ("half", "quarter") and words[end : end + 1] and words[end] in tables.of:
        # "The second half of our customers", but Dutch "in Q2 van 60 naar 40".
        return end + 1 < len(words) and words[end + 1][0] in DIGITS
    return not bare or _clear_name(reader, time, i, end)


def lasts(reader: Reader, amount: Phrase, i: int) -> bool:
    """Whether a lone duration is time spent: "a 3-month plan" is, "deliver in 30 days" is not.

    Days may be what is measured, and so may be what follows "to" or "under".
    """
    unit = amount.args[1]
    if unit in ("hour", "day", "workday", "quarter"):
        return False
    return not i or reader.words[i - 1] not in reader.tables.measuring


def _alone(reader: Reader, i: int, end: int) -> bool:
    """Whether there is nothing else in the text."""
    return i == 0 and not any(word[0].isalnum() for word in reader.words[end : end + 2])


def is_service(time: Phrase) -> bool:
    """Whether an offset is in hours or working days, which measure a service."""
    if time.rule != "offset":
        return False
    args = _plain(time.args[0]).args
    return "workday" in args or "hour" in args


def starts(reader: Reader, point: Phrase, i: int, end: int) -> bool:
    """Whether what follows "from" or "after" is a time: not the 5-10 of "from 5-10 leads"."""
    time = _plain(point.args[0])
    if time.rule in _COUNTED and _an_age(time.args[0]):
        return False
    if time.rule == "offset":  # "grow our following within six months"
        return reader.words[i] not in reader.tables.after
    if time.rule == "range":
        return not _of_measures(time.args)
    if time.rule != "numeric" or time.args[0].rule != "figures":
        return True
    _, _, year, sign = time.args[0].args
    return (
        year is not None
        or sign == "/"
        or _clear_figures(reader, time.args[0].args, i, end, "placed")
    )


def is_of(reader: Reader, time: Phrase, i: int) -> bool:
    """Whether "from" means "of" behind a noun: Dutch "de vergadering van 18 maart".

    A lone month or year is rather what is compared with: "de cijfers van mei".
    """
    if not i or reader.words[i] not in reader.tables.of or not reader.words[i - 1].isalpha():
        return False
    time = _plain(time)
    return time.rule in _WITH_MONTH and len(time.args) > 1


def _plain(phrase: Phrase) -> Phrase:
    while phrase.rule == "same":
        phrase = phrase.args[0]
    return phrase


def _an_age(duration: Phrase) -> bool:
    """Whether "over 50 years" tells how old somebody is."""
    if not isinstance(duration, Phrase):
        return False
    args = _plain(duration).args
    return "year" in args and any(isinstance(n, int | float) and n > _AGE for n in args)


def _of_measures(ends: tuple[Phrase, ...]) -> bool:
    """Whether two figures like 4.1 and 4.6 are the ends of a range, without a point or year."""
    return all(
        one.rule == "numeric" and one.args[0].rule == "figures" and one.args[0].args[2:] in _PAIRS
        for one in ends
    )


def is_comparison(reader: Reader, i: int, end: int) -> bool:
    """Whether a date is what something is measured by: "more than in May", "200 in 2025 to 400"."""
    words, tables = reader.words, reader.tables
    if any(tuple(words[max(0, i - k) : i]) in tables.than for k in range(1, 4)):
        return True
    onward = end + 1 < len(words) and words[end] in tables.to and words[end + 1][0] in DIGITS
    return onward and not tables.from_.isdisjoint(words[max(0, i - 4) : i])


def is_opening_hours(time: Phrase) -> bool:
    """ "Monday to Friday"."""
    return time.rule == "range" and {one.rule for one in time.args} == {"weekday"}


def is_bare_year(reader: Reader, year: int, i: int, end: int) -> bool:
    """Whether a year without preposition at the end of a clause is one by the language's custom."""
    words = reader.words
    closed = end >= len(words) or words[end] in ".,;!?)"
    if words[i - 1] in reader.tables.labels:
        return False  # "Office 2027"
    return reader.tables.bare_years and closed and year in USUAL_YEARS and words[i - 1].isalpha()


def _leads_on(reader: Reader, end: int) -> bool:
    """Whether a date goes on where the phrase ends."""
    return end < len(reader.words) and reader.words[end] in reader.tables.months.first


def _clear_range(
    reader: Reader, args: tuple[int, Phrase, Phrase], i: int, how: str, alone: bool
) -> bool:
    """Whether 4-5/4 is two days in April: "rated 4-5/5" is not."""
    day, month, year = args[1].args
    if year or len(args) > 2 or alone or day > 12:
        return True
    return how != "bare" and (reader.words[i] not in reader.tables.measuring or day > month)


def _a_rate(reader: Reader, i: int) -> bool:
    """Whether "in the month" says how often, not when: "9 leads i månaden före jul"."""
    words, rates, numbers = reader.words, reader.tables.rates, reader.tables.cardinal_starts
    counted = any(word[0] in DIGITS or word in numbers for word in words[max(0, i - 4) : i])
    return counted and any(
        tuple(words[first:k]) in rates for first in (i, i - 1) for k in (first + 2, first + 3)
    )


def _clear_year(reader: Reader, year: int, i: int, end: int) -> bool:
    tables: DateTables = reader.tables
    words = reader.words
    if end < len(words) and (words[end] in tables.counted or words[end] in "%‰$€£"):
        return False
    if year not in USUAL_YEARS and not may_stand_before(reader, end):
        return False
    # "from 1500 to 2027"
    return words[i] not in tables.to or i == 0 or words[i - 1][-1] not in DIGITS


def _clear_name(reader: Reader, time: Phrase, i: int, end: int) -> bool:
    """Whether a name without preposition is the time itself and not what a noun is called by."""
    tables: DateTables = reader.tables
    words = reader.words
    name, args = time
    if name in ("year_end", "quarter_end", "month_end", "week_end"):
        return may_stand_before(reader, end)
    if len(args) > 1:
        return True
    if name == "holiday":
        return (
            not lasts_days(args[0])
            and may_stand_before(reader, end)
            and words[end - 1] not in tables.shy
        )
    if name == "month":
        if is_person(reader, i, end):
            return False
        short = end - i == 1 and words[i] in tables.short_months
        return not (short or words[end - 1] in tables.shy) or is_full_name(reader, i)
    if (
        name in ("half", "week_letter") and words[i].isalpha() and len(words[i]) == 1
    ):  # H1 and W1 are headings
        capital = reader.tokens.text[reader.tokens.starts[i]].isupper()
        return capital and may_stand_before(reader, end)
    return True


def _clear_figures(
    reader: Reader,
    figures: tuple[int, int, int | None, str],
    i: int,
    end: int,
    how: str,
) -> bool:
    """Whether 31/12, 31-12 or 31.12 is a day rather than a fraction, score or decimal."""
    a, b, _, sign = figures
    words = reader.words
    tables: DateTables = reader.tables
    measuring = words[i] in tables.measuring
    month, day = (a, b) if tables.month_first else (b, a)
    certain = day > 12 >= month and (a, b) not in (_AROUND_THE_CLOCK, _WIDE_SCREEN)
    if not may_stand_before(reader, end) and not (certain and sign == "-" and a > b):
        return False
    if sign == ".-":  # "1.6-26"
        return how in ("led", "placed") or _alone(reader, i, end)
    if sign[0] == ".":
        point = sign == ".." or words[end : end + 1] == ["."]
        if not tables.dotted:
            return how == "placed" and not measuring and b > 12
        if how == "bare":
            return sign == ".." or (point and _alone(reader, i, end))
        return not measuring and (how == "led" or point or b >= 10 or words[end - 1][0] == "0")
    if how != "bare":
        return not measuring or max(a, b) > 10 or (a >= b and (sign == "/" or b >= 10))
    if _alone(reader, i, end):
        return certain or (a, b) != _AROUND_THE_CLOCK
    falling = sign == "/" and a > b and not tables.month_first and (a, b) not in _SHAPES
    return certain or (falling and i > 0 and words[i - 1].isalpha())
