"""Names of days and months that are something else: a person, a verb, half of another word."""

from __future__ import annotations

from rewriter.facts.dates.reader import Reader
from rewriter.facts.dates.tables import DateTables
from rewriter.facts.dates.templates import DIGITS

# Single names that compounds are made of.
_NAMES = frozenset({"month", "weekday", "holiday", "season", "quarter", "half", "fixed_day"})

# Those that own something: "today's market", "June's team".
_OWNERS = frozenset({"fixed_day", "relative_day", "month", "weekday"})

_OPENING = frozenset('.!?:;–("')
_PAUSE = frozenset(".!?:;-–\"'(,")


def is_attribute(reader: Reader, name: str, end: int, how: str) -> bool:
    """Whether a date word is the first half of another: "today's market", "mai-kampanjen".

    What is `how` led by "by" or "until" stays a date: "by May's end".
    """
    words, tokens = reader.words, reader.tokens
    if end + 1 >= len(words) or not (tokens.glued(end) and tokens.glued(end + 1)):
        return False
    if words[end] == "'":
        return name in _OWNERS and (how != "led" or name in ("fixed_day", "relative_day"))
    return words[end] in "-–" and words[end + 1][0].isalpha() and name in _NAMES


def is_person(reader: Reader, i: int, end: int) -> bool:
    """Whether a month is a person, family or subject: "April Hansen", "August has", "the May"."""
    words, tables = reader.words, reader.tables
    if end >= len(words) or not words[end][0].isalpha():
        return False
    if words[i] in tables.the or (i and words[i - 1] in tables.the):
        return words[end] not in tables.followers
    written = reader.tokens.slice(end, end)
    if written[0].isupper() and not written.isupper():
        return True
    joined = i > 0 and words[i - 1] in tables.and_
    if i and words[i - 1] not in _OPENING and not joined:
        return not tables.capital_months and is_full_name(reader, i)
    if not joined and words[end] in tables.state and words[end] not in tables.measuring:
        return True
    return any(
        tuple(words[end:stop]) in tables.people and not _figure(reader, stop)
        for stop in range(end + 1, end + 4)
    )


def is_habit(reader: Reader, i: int, end: int) -> bool:
    """Whether a day of the week says which: "our Sunday walks", "the Friday newsletter"."""
    words, tables = reader.words, reader.tables
    if end >= len(words) or not words[end][0].isalpha() or not tables.capital_months:
        return False
    owned = words[i] in tables.the or (i > 0 and words[i - 1] in tables.the)
    return owned and words[end] not in tables.followers


def _figure(reader: Reader, i: int) -> bool:
    return i < len(reader.words) and reader.words[i][0] in DIGITS


def is_full_name(reader: Reader, i: int) -> bool:
    """Whether the word is full and capital for no other reason than being a name."""
    capital = reader.tokens.text[reader.tokens.starts[i]].isupper()
    opening = i == 0 or reader.words[i - 1] in _PAUSE
    return capital and not opening and reader.words[i] not in reader.tables.short_months


def is_verb(reader: Reader, i: int, end: int) -> bool:
    """Whether a month that is a verb, too, is written like one: "only 3 may enter"."""
    tables: DateTables = reader.tables
    tokens = reader.tokens
    return tables.capital_months and any(
        reader.words[k] in tables.shy and tokens.text[tokens.starts[k]].islower()
        for k in range(i, end)
    )


def is_brand(reader: Reader, i: int, end: int) -> bool:
    """Whether a name that is written small stands in capitals before another: "Mandag Morgen"."""
    if end >= len(reader.words) or not reader.words[end].isalpha() or end < 2:
        return False
    here = reader.tokens.slice(end - 1, end - 1)
    return here[0].isupper() and reader.tokens.slice(end, end)[0].isupper()


def is_present(reader: Reader, i: int, end: int) -> bool:
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
