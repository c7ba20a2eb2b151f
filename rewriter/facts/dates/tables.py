"""What a language calls months, weekdays, units and holidays, ready to look up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from babel.numbers import get_decimal_symbol

from rewriter.facts.dates.reader import Reader
from rewriter.facts.dates.templates import Reading, word_lists
from rewriter.facts.numerals import numerals
from rewriter.facts.tokens import Tokens
from rewriter.languages.deadlines import DeadlineWords, Weekday
from rewriter.languages.numbers import NumberWords
from rewriter.languages.pack import Pack, load_pack

_WEEKDAYS: tuple[Weekday, ...] = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip


class Names:
    """Names of one or more words, and what they stand for."""

    def __init__(self, pairs: Iterable[tuple[str, Any]]) -> None:
        self._by_first: dict[str, list[tuple[list[str], Any]]] = {}
        for phrase, value in pairs:
            for words in word_lists([phrase]):
                self._by_first.setdefault(words[0], []).append((words, value))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        self.first = set(self._by_first)
        self.words = {word for entries in self._by_first.values() for e in entries for word in e[0]}
        self.anchors = {entry[0][-1] for entries in self._by_first.values() for entry in entries}
        self.anchors.discard(".")

    def read(self, reader: Reader, i: int) -> Reading:
        """The longest name at token `i`."""
        words = reader.words
        for name, value in self._by_first.get(words[i], ()):
            if words[i : i + len(name)] == name:
                return value, i + len(name)
        return None


class DateTables:
    """What one language calls things, ready to look up."""

    def __init__(self, pack: Pack) -> None:
        words = pack.deadlines
        locale = pack.locale
        self.numbers: NumberWords = pack.numbers
        self.dotted = get_decimal_symbol(pack.basics.locale) != "."
        self.month_first = _month_first(locale.date_formats["long"].pattern)
        self.shy = frozenset(word for phrase in words.shy for word in Tokens(phrase).words)
        self.followers = frozenset(words.followers)
        self.measuring = frozenset(words.measuring)
        self.counted = frozenset(words.counted)
        self.state = frozenset(words.state)
        self.people = frozenset(tuple(Tokens(phrase).words) for phrase in words.people)
        self.than = frozenset(tuple(Tokens(phrase).words) for phrase in words.than)
        self.within = frozenset(Tokens(phrase).words[-1] for phrase in words.classes.within)
        self.labels = frozenset(pack.numbers.labels)
        self.to = frozenset(words.classes.to)
        self.by = frozenset(Tokens(phrase).words[-1] for phrase in words.classes.by)
        self.bare_years = words.bare_years
        self.and_ = frozenset(words.classes.and_)
        self.from_ = frozenset(Tokens(phrase).words[0] for phrase in words.classes.from_)
        self.after = frozenset(Tokens(phrase).words[0] for phrase in words.classes.after)
        self.the = frozenset(words.classes.the)
        self.per = frozenset(pack.numbers.per)
        self.rates = frozenset(
            tuple(Tokens(phrase).words)
            for phrases in pack.numbers.per_phrases.values()
            for phrase in phrases
        )
        self.year_first = locale.date_formats["short"].pattern.startswith("y")
        self.of = frozenset(
            words.classes.of[:1]
        )  # the others are prepositions of place and time, too

        months = {(name, n) for n, names in words.months.items() for name in names}
        short: set[str] = set()
        for context in locale.months.values():
            for width in ("wide", "abbreviated"):
                for number, name in context[width].items():
                    months.add((name.rstrip("."), number))
                    if width == "abbreviated":
                        short.add(name.rstrip(".").lower())
        full = {name.lower() for name in locale.months["format"]["wide"].values()}
        self.short_months = frozenset(
            (short | {name for names in words.months.values() for name in names}) - full
        )
        self.months = Names(months)
        self.capital_months = locale.months["format"]["wide"][5][0].isupper()
        wide = {
            (name + ending, day)
            for day, name in locale.days["format"]["wide"].items()
            for ending in ("", *words.weekday_endings)
        } | {
            (name, _WEEKDAYS.index(day)) for day, names in words.weekdays.items() for name in names
        }
        self.weekdays = Names(wide)
        brief = {
            (name.rstrip("."), day)
            for width in ("abbreviated", "short")
            for day, name in locale.days["format"][width].items()
        }
        self.any_weekdays = Names(wide | {(n, d) for n, d in brief if len(n) > 1})
        self.seasons = Names((n, season) for season, names in words.seasons.items() for n in names)
        self.holidays = Names((n, name) for name, names in words.holidays.items() for n in names)
        # "jul" is July behind a day, and Christmas without one.
        names = {name for names in words.holidays.values() for name in names}
        self.lone_months = Names(pair for pair in months if pair[0].lower() not in names)
        self.all_units = _unit_names(words, "one", "many", "definite")
        self.units = Names(self.all_units)
        self.single_units = Names(_unit_names(words, "one", "definite"))
        self.years = Names(
            pair for pair in _unit_names(words, "one", "definite") if pair[1] == "year"
        )
        self.any_years = Names(pair for pair in self.all_units if pair[1] == "year")
        self.workdays = Names(pair for pair in self.all_units if pair[1] == "workday")
        self.hours = Names((phrase, None) for phrase in pack.numbers.clock)
        self.definite = Names(_unit_names(words, "definite"))
        self.genitives = Names(_unit_names(words, "genitive"))
        self.owners = _owners(words, locale.months["format"]["wide"])
        t = numerals(pack.numbers)
        self.cardinal_starts = t.starts
        self.number_parts = t.starts | t.joiners | t.articles | t.halves | set(t.scales)
        self.number_starts = set(t.starts) | set(t.ordinals) | set(t.tens)
        self.late_ordinals = {word for word, value in t.ordinals.items() if value >= 10}
        self.thousands = _year_words(pack.numbers)
        self.year_starts = self.number_starts | self.thousands
        self.ordinal_starts = set(t.ordinals) | set(t.tens)


@cache
def date_tables(code: str) -> DateTables:
    """The tables of a language, built once."""
    return DateTables(load_pack(code))


def _month_first(pattern: str) -> bool:
    return pattern.index("M") < pattern.index("d")


def _year_words(words: NumberWords) -> set[str]:
    """Single words that are a year or begin one: "tweeduizend", "tvåtusentjugosju"."""
    t = numerals(words)
    thousands = [
        two + thousand
        for two in words.small[2].split()
        for thousand in words.scales.get(1000, "").split()
    ]
    spelled = {
        start + joiner + word
        for start in thousands
        for joiner in ("", *words.fused_joiners)
        for word in ("", *t.small)
    }
    return {word for word in spelled if t.fused(word)}


def _owners(words: DeadlineWords, months: Mapping[int, str]) -> dict[str, Names]:
    """The genitives of names by what they name: "junis", "kvartals", "sommerens"."""
    ending = words.genitive_ending

    def owned(names: Iterable[tuple[str, Any]]) -> Names:
        pairs = [(name, value) for name, value in names if ending]
        return Names(
            (name if name.endswith(ending) else name + ending, value) for name, value in pairs
        )

    units = {
        unit: Names((name, None) for name in (*forms.genitive, *(n + ending for n in forms.one)))
        for unit, forms in words.units.items()
        if unit in ("quarter", "half")
    }
    return {
        "month": owned((name, number) for number, name in months.items()),
        "month_word": owned((name, None) for name in words.classes.month_word),
        "season": owned((n, season) for season, names in words.seasons.items() for n in names),
        "quarter": units["quarter"],
        "half": units["half"],
    }


def _unit_names(words: DeadlineWords, *forms: str) -> list[tuple[str, str]]:
    return [
        (name, unit)
        for unit, names in words.units.items()
        for f in forms
        for name in getattr(names, f)
    ]
