"""Whether what looks like a date is one: "may" and May, 3/4 and 3 April, "summer sale"."""

from __future__ import annotations

from rewriter.facts.dates.calendar import lasts_days
from rewriter.facts.dates.reader import Reader
from rewriter.facts.dates.slots import USUAL_YEARS, may_stand_before
from rewriter.facts.dates.tables import DateTables
from rewriter.facts.dates.templates import DIGITS, Phrase

# The rules of the part `point`: how a time is placed in the sentence.
POINTS = frozenset({"bare", "placed", "inside"})

# Single names that compounds are made of.
_NAMES = frozenset({"month", "weekday", "holiday", "season", "quarter", "half", "fixed_day"})

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
    if name == "now" or _attribute(reader, name, end):
        return False
    if (
        name == "numeric"
        and args[0].rule == "figures"
        and (args[0].args[2] is None or args[0].args[3] == ".-")
    ):
        return _clear_figures(reader, args[0].args, i, end, how)
    if name in _COUNTED and _an_age(args[0]):
        return False
    if name == "counted_before" and (how == "inside" or (i and words[i - 1] in tables.within)):
        return False  # "within a day before ...": the one measures, the other is the deadline
    if name == "range" and _of_measures(args):
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
        if not year and _verb(reader, i, end):
            return False
    if alone and name in ("year", "season", "holiday", "month"):
        return True
    if (
        name == "weekday"
        and how != "led"
        and not tables.capital_months
        and _branded(reader, i, end)
    ):
        return False
    if name == "fixed_day" and bare and not alone:
        return not _present(reader, i, end)
    if name == "year":
        return not bare and _clear_year(reader, args[0], i, end)
    if name == "range_years":
        return may_stand_before(reader, end)
    if name == "season" and len(args) == 1:
        return not bare and (words[end - 1] not in tables.shy or may_stand_before(reader, end))
    if name in ("half", "quarter") and end < len(words) and words[end] in tables.of:
        return False  # "the second half of our customers"
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


def _present(reader: Reader, i: int, end: int) -> bool:
    """Whether "today" tells how things are: "today we have 400", "from 400 today to 600"."""
    words, tables = reader.words, reader.tables
    near = words[max(0, i - 4) : i] + words[end : end + 3]
    return (
        not tables.state.isdisjoint(near)
        or (i > 0 and (words[i - 1][-1] in DIGITS or words[i - 1] == "%"))
        or (end < len(words) and words[end][0] in DIGITS)  # "today 48 hours on average"
        or (i > 0 and words[i - 1] in tables.of)  # "twice that of today"
        or (end < len(words) and words[end] in tables.to)
    )


def _attribute(reader: Reader, name: str, end: int) -> bool:
    """Whether a date word is the first half of another: "today's market", "mai-kampanjen"."""
    words, tokens = reader.words, reader.tokens
    if end + 1 >= len(words) or not (tokens.glued(end) and tokens.glued(end + 1)):
        return False
    if words[end] == "'":
        return name in ("fixed_day", "relative_day")
    return words[end] in "-–" and words[end + 1][0].isalpha() and name in _NAMES


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
        if _proper(reader, i, end):
            return False
        short = end - i == 1 and words[i] in tables.short_months
        return not (short or words[end - 1] in tables.shy) or _a_name(reader, i)
    if (
        name in ("half", "week_letter") and words[i].isalpha() and len(words[i]) == 1
    ):  # H1 and W1 are headings
        capital = reader.tokens.text[reader.tokens.starts[i]].isupper()
        return capital and may_stand_before(reader, end)
    return True


def _verb(reader: Reader, i: int, end: int) -> bool:
    """Whether a month that is a verb, too, is written like one: "only 3 may enter"."""
    tables: DateTables = reader.tables
    tokens = reader.tokens
    return tables.capital_months and any(
        reader.words[k] in tables.shy and tokens.text[tokens.starts[k]].islower()
        for k in range(i, end)
    )


def _a_name(reader: Reader, i: int) -> bool:
    """Whether the word is full and capital for no other reason than being a name."""
    capital = reader.tokens.text[reader.tokens.starts[i]].isupper()
    opening = i == 0 or reader.words[i - 1] in ".!?:;-–\"'("
    return capital and not opening and reader.words[i] not in reader.tables.short_months


def _proper(reader: Reader, i: int, end: int) -> bool:
    """Whether a month is a person, family or subject: "April Hansen", "August has", "the May"."""
    words, tables = reader.words, reader.tables
    if end >= len(words) or not words[end][0].isalpha():
        return False
    if words[i] in tables.the or (i and words[i - 1] in tables.the):
        return words[end] not in tables.followers
    written = reader.tokens.slice(end, end)
    name = written[0].isupper() and not written.isupper()
    return name or (i == 0 and words[end] in tables.state and words[end] not in tables.measuring)


def _branded(reader: Reader, i: int, end: int) -> bool:
    """Whether a name that is written small stands in capitals before another: "Mandag Morgen"."""
    if end >= len(reader.words) or not reader.words[end].isalpha() or end < 2:
        return False
    here = reader.tokens.slice(end - 1, end - 1)
    return here[0].isupper() and reader.tokens.slice(end, end)[0].isupper()


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
