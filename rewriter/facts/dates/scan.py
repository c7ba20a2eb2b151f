"""The date phrases of a text, found by the grammar of its language."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

from rewriter.facts.dates.around import stands_free
from rewriter.facts.dates.clarity import (
    POINTS,
    is_bare_year,
    is_clear,
    is_comparison,
    is_of,
    is_opening_hours,
    is_service,
    lasts,
    starts,
)
from rewriter.facts.dates.reader import Reader
from rewriter.facts.dates.slots import date_slots
from rewriter.facts.dates.tables import date_tables
from rewriter.facts.dates.templates import DIGITS, Grammar, Phrase
from rewriter.facts.dates.typos import corrected, date_typos
from rewriter.facts.tokens import Tokens
from rewriter.languages.deadlines import CalendarRules
from rewriter.languages.pack import Pack, load_pack
from rewriter.languages.section import load_section

# No phrase has more tokens than this before its first figure, date word or unit.
_REACH = 10

# What a word can be in a phrase.
_INSIDE, _MARK, _ANCHOR = range(3)

# Places of a text that are looked at closely; it bounds the time for pasted tables.
_MOST = 8_000

_DIGIT = re.compile(r"\d")
_HOLES = re.compile(r"[<{|?]")

# The parts in which a figure is never the last token.
_MAIN_PARTS = ("deadline", "point", "span", "time", "amount", "duration")


class Match(NamedTuple):
    """A date phrase: how it stands in the text, what it names, and its first and last token."""

    rule: str  # of the part `deadline`; "number" for a year that may as well be one
    time: Phrase
    first: int
    last: int


def find_phrases(tokens: Tokens, pack: Pack) -> list[Match]:
    """Every date, period or duration in order, not overlapping; kept with the tokens."""
    known = tokens.memo.get("dates")
    if known is None or known[0] != pack.code:
        known = tokens.memo["dates"] = (pack.code, list(_scan(tokens, pack.code)))
    matches: list[Match] = known[1]
    return matches


@cache
def date_grammar(code: str) -> Grammar:
    """The grammar of calendar.toml in the words of a language, and the language's own templates."""
    words = load_pack(code).deadlines
    rules = load_section(CalendarRules, "", "calendar")
    grammar = Grammar(
        words.classes.model_dump(by_alias=True),
        date_slots(date_tables(code)),
        rules.grammar,
        rules.kinds,
        main="time",
        main_parts=_MAIN_PARTS,
    )
    own = []
    for name, phrases in words.phrases.items():
        part, _, rule = name.partition(".")
        own.append((part, rule, phrases))
    shared = [
        (part, rule, phrases)
        for part, templates in rules.grammar.items()
        for rule, phrases in templates.items()
    ]
    for part, rule, phrases in [*own, *shared]:  # of equals, the first to come stands
        for phrase in phrases:
            grammar.trees[part].add(phrase, rule, grammar)
    grammar.finish()
    return grammar


@cache
def _anchors(code: str) -> frozenset[str]:
    """Words of which every phrase without a figure holds one."""
    tables = date_tables(code)
    anchors: set[str] = set()
    for names in (
        tables.months, tables.any_weekdays, tables.seasons, tables.holidays, tables.units,
        tables.genitives, *tables.owners.values(),
    ):  # fmt: skip
        anchors |= names.anchors
    anchors |= tables.late_ordinals | tables.thousands
    classes = load_pack(code).deadlines.classes
    for phrases in (
        classes.today, classes.tomorrow, classes.overmorrow, classes.past_day, classes.this_year,
        classes.next_year, classes.this_weekend, classes.week_end, classes.month_end,
        classes.quarter_end, classes.year_end, classes.mid_year, classes.new_year, classes.day_end,
        classes.half_word, classes.quarter_word,
    ):  # fmt: skip
        for phrase, hyphen in product(phrases, "- "):
            anchors.add(Tokens(phrase.replace("-", hyphen)).words[-1])
    return frozenset(anchors)


@cache
def _marks(code: str) -> frozenset[str]:
    """Words of which every phrase without a figure holds one, be it near an anchor or not."""
    tables, words = date_tables(code), load_pack(code).deadlines
    alone = [phrase for phrases in words.phrases.values() for phrase in phrases]
    alone = [phrase for phrase in alone if not _HOLES.search(phrase)]
    last = {Tokens(phrase).words[-1] for phrase in (*alone, *words.classes.now)}
    return _anchors(code) | tables.year_starts | last


@cache
def _roles(code: str) -> dict[str, int]:
    """What each word of a phrase can be, but for figures; other words stand in none."""
    tables = date_tables(code)
    words = set(date_grammar(code).words())
    for names in (
        tables.months, tables.any_weekdays, tables.seasons, tables.holidays, tables.units,
        tables.genitives, *tables.owners.values(),
    ):  # fmt: skip
        words |= names.words
    return (
        {word: _INSIDE for word in words if word[0] not in DIGITS}
        | dict.fromkeys(_marks(code), _MARK)
        | dict.fromkeys(_anchors(code), _ANCHOR)
    )


def _places(words: list[str], code: str) -> list[int]:
    """Where a phrase may begin: near an anchor, and before or at a mark, with nothing between
    them that stands in no phrase.

    A figure is an anchor, but most words before one only tell what is counted.
    """
    roles = _roles(code)
    places: list[int] = []
    begin = kept = 0  # of the words that one phrase may hold; of the places that are near an anchor
    for i, word in enumerate(words):
        role = roles.get(word)
        if role is None:
            if word[0] in DIGITS:
                role = _ANCHOR
            elif word[0].isalpha():
                begin = i + 1
                continue
        if role is None or role == _INSIDE:
            continue
        places += range(max(begin, i - _REACH), i + 1)
        begin = i + 1
        if role == _ANCHOR:
            near = bisect_left(places, i - _REACH, kept)
            del places[kept:near]
            kept = len(places)
    return places[:kept]


def _scan(tokens: Tokens, code: str) -> Iterator[Match]:
    words, typos = tokens.words, date_typos(code)
    if not typos.meant.keys().isdisjoint(words):
        words = corrected(words, typos)
    if _anchors(code).isdisjoint(words) and not _DIGIT.search(tokens.text):
        return
    places = _places(words, code)
    if not places:
        return
    grammar = date_grammar(code)
    reader = Reader(tokens, grammar, date_tables(code), words)
    first = grammar.slots["deadline"].first
    past, left = 0, _MOST
    for i in places:
        if i < past:
            continue
        word = words[i]
        if (word in first or word[0] in DIGITS) and _may_begin(tokens, i):
            left -= 1
            found = reader.read("deadline", i)
            match = _match(reader, found[0], i, found[1]) if found else None
            if match:
                yield match
                past = match.last + 1
            if not left:
                return


def _may_begin(tokens: Tokens, i: int) -> bool:
    """Whether a figure or letter is no part of a longer code; 2026-12-31 stands even in one."""
    word = tokens.words[i]
    if word[0] not in DIGITS:
        return len(word) > 1 or not tokens.glued(i) or not tokens.words[i - 1][-1].isalnum()
    return stands_free(tokens, i) or (len(word) == 4 and tokens.words[i + 1 : i + 2] == ["-"])


def _match(reader: Reader, phrase: Phrase, i: int, end: int) -> Match | None:
    """The phrase as a match, if the words around it leave it a date."""
    rule, args = phrase
    point = args[0] if args else phrase
    if rule == "none" or not isinstance(point, Phrase):
        return _no_deadline(reader, phrase, i, end)
    if rule == "amount":
        return Match("none" if lasts(reader, point, i) else "number", point, i, end - 1)
    bare = point.rule == "bare" and rule == "at"
    time = point.args[0] if point.rule in POINTS else point
    if reader.words[i][0] in DIGITS and not stands_free(reader.tokens, i):
        return Match(rule, time, i, end - 1) if bare and time.rule == "numeric" else None
    how = point.rule if rule == "at" else "led"
    while time.rule == "same":
        time = time.args[0]
    if rule == "at" and i and is_comparison(reader, i, end):
        return Match("none", phrase, i, end - 1)
    if is_opening_hours(time) and (i or end < len(reader.words)):
        return Match("none", phrase, i, end - 1)
    if is_service(time):  # a measure: "answer within two working days"
        alone = i == 0 and end == len(reader.words)
        return Match(rule if alone else "number", time, i, end - 1)
    if bare and time.rule == "year" and i and is_bare_year(reader, time.args[0], i, end):
        return Match("bare_year", time, i, end - 1)
    if not is_clear(reader, time, i, end, how):
        return None
    return Match("number" if bare and time.rule == "year" else rule, time, i, end - 1)


def _no_deadline(reader: Reader, phrase: Phrase, i: int, end: int) -> Match | None:
    """What is over, only begins or comes round again, if it is a date at all."""
    point = phrase.args[0] if phrase.args else phrase
    if isinstance(point, Phrase) and point.rule in POINTS:
        if not starts(reader, point, i, end):
            return None
        if is_of(reader, point.args[0], i):
            return Match("at", point.args[0], i, end - 1)
        return Match("none", phrase, i, end - 1)
    if isinstance(point, Phrase) and is_service(Phrase("offset", (point,))):
        return Match("number", phrase, i, end - 1)
    return Match("none", phrase, i, end - 1)
