"""The date phrases of a text, found by the grammar of its language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

from rewriter.facts.dates.clarity import (
    POINTS,
    is_bare_year,
    is_clear,
    is_comparison,
    is_opening_hours,
    is_service,
    lasts,
    starts,
)
from rewriter.facts.dates.reader import Reader
from rewriter.facts.dates.slots import date_slots, stands_free
from rewriter.facts.dates.tables import date_tables
from rewriter.facts.dates.templates import DIGITS, Grammar, Phrase
from rewriter.facts.dates.typos import corrected, date_typos
from rewriter.facts.tokens import Tokens
from rewriter.languages.deadlines import CalendarRules
from rewriter.languages.pack import Pack, load_pack
from rewriter.languages.section import load_section

# No phrase has more tokens than this before its first figure, date word or unit.
_REACH = 10

_DIGIT = re.compile(r"\d")

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
        tables.genitives,
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


def _scan(tokens: Tokens, code: str) -> Iterator[Match]:
    words, typos = tokens.words, date_typos(code)
    if not typos.meant.keys().isdisjoint(words):
        words = corrected(words, typos)
    anchors = _anchors(code)
    if anchors.isdisjoint(words) and not _DIGIT.search(tokens.text):
        return
    at = [i for i, word in enumerate(words) if word in anchors or word[0] in DIGITS]
    if not at:
        return
    grammar = date_grammar(code)
    reader = Reader(tokens, grammar, date_tables(code), words)
    first = grammar.slots["deadline"].first
    i, ahead = max(0, at[0] - _REACH), 0
    while True:
        while ahead < len(at) and at[ahead] < i:
            ahead += 1
        if ahead == len(at):
            return
        i = max(i, at[ahead] - _REACH)
        word = words[i]
        if (word in first or word[0] in DIGITS) and _may_begin(tokens, i):
            found = reader.read("deadline", i)
            match = _match(reader, found[0], i, found[1]) if found else None
            if match:
                yield match
                i = match.last
        i += 1


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
        return Match("none", phrase, i, end - 1) if starts(reader, point, i, end) else None
    if isinstance(point, Phrase) and is_service(Phrase("offset", (point,))):
        return Match("number", phrase, i, end - 1)
    return Match("none", phrase, i, end - 1)
