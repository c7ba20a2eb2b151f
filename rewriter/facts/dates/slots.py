"""What single slots of a date phrase read: names, figures, years, numbers in words."""

from __future__ import annotations

from collections.abc import Callable

from rewriter.facts.cardinals import read_cardinal, read_ordinal
from rewriter.facts.dates.around import goes_on, is_hyphenated, may_stand_before
from rewriter.facts.dates.figures import read_day_and_month, read_numeric_date, read_short_date
from rewriter.facts.dates.hours import read_hours, read_times
from rewriter.facts.dates.reader import Reader
from rewriter.facts.dates.tables import DateTables, Names
from rewriter.facts.dates.templates import Phrase, Reading, Slot
from rewriter.facts.tokens import Tokens

FIRST_YEAR, LAST_YEAR = 1900, 2199

# Other years are sooner amounts if a noun follows: "in 2000 shops".
USUAL_YEARS = range(2015, 2061)


def date_slots(tables: DateTables) -> list[Slot]:
    """The slots that read a word or figure; the parts of the grammar are slots as well."""
    slots = [
        _named("month", tables.months, _month),
        _named("month_alone", tables.lone_months, _lone_month),
        _named("weekday", tables.weekdays),
        _named("wd", tables.any_weekdays, _abbreviated_weekday),
        _named("season", tables.seasons),
        _named("holiday", tables.holidays),
        _named("unit", tables.units),
        _named("unit_one", tables.single_units),
        _named("workdays", tables.workdays),
        _named("years", tables.any_years),
        _named("year_unit", tables.years),
        _named("definite", tables.definite),
        _named("genitive", tables.genitives),
        *(_named(f"{name}_genitive", names) for name, names in tables.owners.items()),
    ]
    dash = Slot("dash_yy", _dash_year)
    dash.first["-"] = dash.first["–"] = ()
    slots.append(dash)
    for name, read, first in (
        ("dd", _day, tables.number_starts),
        ("dd_after", _day_after_month, tables.number_starts),
        ("ord", _ordinal, tables.ordinal_starts),
        ("n", _number, tables.number_starts),
        ("small", _small_number, tables.number_starts),
        ("small_end", _small_number_at_end, tables.number_starts),
        ("four", _up_to_four, tables.number_starts),
        ("four_glued", _four_before_letter, set()),
        ("glued", _glued_up_to_four, set()),
        ("glued_week", _glued_small_number, set()),
        ("yyyy", _year, tables.year_starts),
        ("in_yyyy", _year_of_date, tables.year_starts),
        ("yy", _short_year, set()),
        ("yy_end", _short_year_at_end, set()),
        ("numeric", _numeric, set()),
        ("day_and_month", _day_and_month, set()),
        ("hours", read_hours, set()),
        ("times", read_times, set()),
    ):
        slot = Slot(name, read)
        slot.first.update(dict.fromkeys(first, ()))
        slot.digits = True
        slots.append(slot)
    return slots


def _named(name: str, names: Names, read: Callable[[Reader, int], Reading] | None = None) -> Slot:
    slot = Slot(name, read or names.read)
    slot.first.update(dict.fromkeys(names.first, ()))
    return slot


def _month(reader: Reader, i: int) -> Reading:
    found: Reading = reader.tables.months.read(reader, i)
    if found:
        end = found[1]
        tokens = reader.tokens
        if (
            reader.words[end - 1] in reader.tables.short_months
            and end < len(tokens)
            and reader.words[end] == "."
            and tokens.glued(end)
        ):
            return found[0], end + 1
    return found


def _lone_month(reader: Reader, i: int) -> Reading:
    return _month(reader, i) if reader.words[i] in reader.tables.lone_months.first else None


def _abbreviated_weekday(reader: Reader, i: int) -> Reading:
    found: Reading = reader.tables.any_weekdays.read(reader, i)
    if found and found[1] < len(reader.words) and reader.words[found[1]] == ".":
        return found[0], found[1] + 1
    return found


def _day(reader: Reader, i: int) -> Reading:
    """A day of the month: figure, with a point or an ending, or word."""
    word = reader.words[i]
    tokens = reader.tokens
    if word.isdecimal():
        if len(word) > 2 or not 1 <= int(word) <= 31:
            return None
        end = i + 1
        if end >= len(reader.words) or not tokens.glued(end):
            return int(word), end
        ordinal = read_ordinal(tokens, i, reader.tables.numbers)
        if ordinal:
            return int(word), ordinal[1]
        if goes_on(tokens, end):
            return None
        if end < len(tokens) and reader.words[end] == "." and tokens.glued(end):
            end += 1
        return int(word), end
    found = _ordinal(reader, i) or read_cardinal(tokens, i, reader.tables.numbers)
    if found and found[0] == int(found[0]) and 1 <= found[0] <= 31:
        return int(found[0]), found[1]
    return None


def _day_after_month(reader: Reader, i: int) -> Reading:
    """A day behind its month: "May 20", but not "in May 20 new leads" or "in May 20 %"."""
    found = _day(reader, i)
    if found is None:
        return None
    end = found[1]
    words = reader.words
    if words[i - 1] in "-/" and not reader.tokens.glued(i) and not words[i - 2][-1].isdecimal():
        return None
    if words[i - 1] == "-" and reader.tokens.glued(i) and not reader.tokens.glued(i - 1):
        return None  # "May -27" is a year
    if words[end - 1] == "." and words[end - 2].isdecimal():
        return found[0], end - 1  # the point of a figure at the end is the sentence's
    suffixed = words[i].isdecimal() and end > i + 1
    year = end < len(words) and words[end] in reader.tables.year_starts
    if suffixed or year or (may_stand_before(reader, end) and not is_hyphenated(reader, end)):
        return found[0], end
    return None


def _ordinal(reader: Reader, i: int) -> Reading:
    if reader.words[i].isdecimal() and not _glued_on(reader, i):
        return None
    found = read_ordinal(reader.tokens, i, reader.tables.numbers)
    return found if found and 1 <= found[0] <= 53 else None


def _glued_on(reader: Reader, i: int) -> bool:
    return i + 1 < len(reader.words) and reader.tokens.glued(i + 1)


def _number(reader: Reader, i: int) -> Reading:
    words = reader.words
    if i + 1 >= len(words):
        return None  # nothing left for it to count
    if words[i].isdecimal() and len(words[i]) < 4 and words[i + 1].isalpha():
        return int(words[i]), i + 1
    found = read_cardinal(reader.tokens, i, reader.tables.numbers)
    return found if found and 0 < found[0] <= 1000 else None


def _small_number(reader: Reader, i: int) -> Reading:
    """The 3 of Q3 and the 40 of week 40."""
    word = reader.words[i]
    if word.isdecimal():
        end = i + 1
        if len(word) > 2 or not 1 <= int(word) <= 53 or goes_on(reader.tokens, end):
            return None
        letter = _glued_on(reader, i) and reader.words[end].isalpha()
        return None if letter else (int(word), end)
    found = read_cardinal(reader.tokens, i, reader.tables.numbers)
    return (int(found[0]), found[1]) if found and 1 <= found[0] <= 53 else None


def _up_to_four(reader: Reader, i: int) -> Reading:
    found = _small_number(reader, i)
    return found if found and found[0] <= 4 else None


def _small_number_at_end(reader: Reader, i: int) -> Reading:
    found = _small_number(reader, i)
    return found if found and may_stand_before(reader, found[1]) else None


def _four_before_letter(reader: Reader, i: int) -> Reading:
    """The 3 of "3Q26" and "3Q 2026"."""
    word = reader.words[i]
    return (int(word), i + 1) if word in ("1", "2", "3", "4") else None


def _glued_small_number(reader: Reader, i: int) -> Reading:
    return _small_number(reader, i) if reader.tokens.glued(i) else None


def _glued_up_to_four(reader: Reader, i: int) -> Reading:
    return _up_to_four(reader, i) if reader.tokens.glued(i) else None


def _year(reader: Reader, i: int) -> Reading:
    word = reader.words[i]
    if word.isdecimal():
        if len(word) != 4 or not FIRST_YEAR <= int(word) <= LAST_YEAR:
            return None
        if goes_on(reader.tokens, i + 1) or not _yearstands_free(reader.tokens, i):
            return None
        return int(word), i + 1
    found = read_cardinal(reader.tokens, i, reader.tables.numbers)
    if found is None or found[0] != int(found[0]):
        return None
    value, end = int(found[0]), found[1]
    if value in (19, 20) and end < len(reader.words):  # "nineteen eighty-six"
        rest = read_cardinal(reader.tokens, end, reader.tables.numbers)
        if rest and 10 <= rest[0] <= 99 and not reader.words[end].isdecimal():
            return value * 100 + int(rest[0]), rest[1]
    return (value, end) if FIRST_YEAR <= value <= LAST_YEAR else None


def _year_of_date(reader: Reader, i: int) -> Reading:
    """A year behind a day or month: not the 2000 of "by 1 June 2000 members"."""
    found = _year(reader, i)
    if found and found[0] not in USUAL_YEARS and not may_stand_before(reader, found[1]):
        return None
    return found


def _yearstands_free(tokens: Tokens, i: int) -> bool:
    return not (tokens.glued(i) and tokens.words[i - 1] in ",.+$€£")


def _day_and_month(reader: Reader, i: int) -> Reading:
    """The "5/4" of "4-5/4", where days go before months."""
    return None if reader.tables.month_first else read_day_and_month(reader.tokens, i)


def _short_year(reader: Reader, i: int) -> Reading:
    word = reader.words[i]
    if len(word) != 2 or not word.isdecimal() or goes_on(reader.tokens, i + 1):
        return None
    return full_year(int(word)), i + 1


def _short_year_at_end(reader: Reader, i: int) -> Reading:
    found = _short_year(reader, i)
    if not found or found[0] < 2010 or is_hyphenated(reader, found[1]):
        return None
    if may_stand_before(reader, found[1]):
        return found
    return None


def _dash_year(reader: Reader, i: int) -> Reading:
    """ "30 juni -27", but not "19-20"."""
    if reader.tokens.glued(i) or i + 1 >= len(reader.words) or not reader.tokens.glued(i + 1):
        return None
    return _short_year_at_end(reader, i + 1) if reader.words[i + 1].isdecimal() else None


def full_year(yy: int) -> int:
    """The year that two digits stand for.

    >>> full_year(27), full_year(96)
    (2027, 1996)
    """
    return 2000 + yy if yy < 70 else 1900 + yy


def _numeric(reader: Reader, i: int) -> tuple[Phrase, int] | None:
    tables: DateTables = reader.tables
    found = read_numeric_date(reader.tokens, i, dotted=tables.dotted, year_first=tables.year_first)
    if found is None and tables.year_first and i and reader.words[i - 1] in tables.by:
        return read_short_date(reader.tokens, i)
    if found and found[0].rule == "figures" and found[0].args[2:] == (None, "-"):
        a, b = found[0].args[:2]
        if not (a > 12 >= b or may_stand_before(reader, found[1])):
            return None  # "Friday 3-5 posts"
    return found
