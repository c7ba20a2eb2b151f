"""What stands around a number and says what it counts: the tables of one language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum, auto
from functools import cache
from itertools import product
from typing import Literal

from rewriter.facts.money import Money
from rewriter.facts.numerals import numerals
from rewriter.facts.phrases import Phrases
from rewriter.facts.tokens import Tokens
from rewriter.languages.numbers import Period
from rewriter.languages.pack import Pack

_DIGIT = re.compile(r"[\d\u00bc-\u00be\u2150-\u215e]")
_SIGNS_MIN = (">", "> =", "≥")
_SIGNS_MAX = ("<", "< =", "≤", "= <")
_ARROWS = ("- >", "– >", "= >", "→", "⇒", "➔", "➜")

Bound = Literal["min", "max"]


class Opener(Enum):
    """What a word other than digits may belong to."""

    NUMBER = auto()
    SCALE = auto()  # "a million", "half a million"
    PART = auto()  # "a third"
    SHARE = auto()  # "half of"
    MULTIPLE = auto()
    FREQUENCY = auto()
    ONE = auto()  # "at least" or "minus" before an article
    COIN = auto()  # "a dollar"
    EVERY = auto()  # "every fifth"


class Units:
    """Tables made from a pack and Babel; take them from `units`, which builds them once."""

    def __init__(self, pack: Pack) -> None:
        w = pack.numbers
        self.words = w
        self.numerals = n = numerals(w)
        self.money = Money(pack)

        # What a number counts
        marks = [(phrase, "percent") for phrase in w.percent]
        self.marks: Phrases[str] = Phrases(marks + [(phrase, "points") for phrase in w.points])
        self.stars = frozenset(w.stars)
        self.times = frozenset(w.times)
        self.multiples = _spelled(w.multiples)
        for (stem, value), ending in product(w.multiple_stems.items(), w.multiple_endings):
            self.multiples.setdefault(stem + ending, value)
        self.factors = _phrases(w.factors, anchor=-1)
        self.not_multiple_before = frozenset(w.not_multiple_before)
        self.frequencies = _spelled(w.frequencies)
        self.tallies = frozenset(w.tallies)
        self.units_glued = frozenset(w.units_glued)
        # "44 rather than 40" counts no rathers.
        self.stop = frozenset(w.stop) | {phrase.split()[0] for phrase in w.against}
        self.adjectives = frozenset(w.adjectives)
        self.adjective_endings = tuple(w.adjective_endings)
        self.noun_last = w.head == "last"

        # What says how it is meant
        low: list[tuple[str, Bound]] = [(phrase, "min") for phrase in (*w.at_least, *_SIGNS_MIN)]
        high: list[tuple[str, Bound]] = [(phrase, "max") for phrase in (*w.at_most, *_SIGNS_MAX)]
        self.bounds = Phrases(low + high, anchor=-1)
        low = [(phrase, "min") for phrase in w.or_more]
        self.bounds_after = Phrases(low + [(phrase, "max") for phrase in w.or_less])
        self.counting = _phrases((*w.counting, *w.minus), anchor=-1)
        self.about = _phrases(w.about, anchor=-1)
        self.arrows = _phrases(_ARROWS, anchor=-1)
        self.between = _phrases(w.between, anchor=-1)
        self.from_words = _phrases(w.from_words, anchor=-1)
        self.to_words = _phrases(w.to_words, anchor=-1)
        self.to_anchors = frozenset(x for x in w.to_words if x.isalpha())
        # Dutch "op" is "to" and "on": "een 8,8 op Booking.com" leads nowhere.
        self.leads_on = self.to_anchors.difference(w.bridges)
        self.now_before = _phrases(w.now_before, anchor=-1)
        self.against = _phrases(w.against, anchor=-1)
        self.standing = _phrases(w.standing, anchor=-1)
        self.now_after = _phrases(w.now_after)
        self.of_words = _phrases(w.of_words)
        self.of_before = _phrases(w.of_words, anchor=-1)
        self.in_words = _phrases(w.in_words)
        self.by_before = _phrases(w.by_words, anchor=-1)
        self.periods: dict[str, Period] = {
            Tokens(name).words[0]: period for period, s in w.periods.items() for name in s.split()
        }
        per: list[tuple[str, Period]] = [(x, p) for p, xs in w.per_phrases.items() for x in xs]
        per += [(f"{x} {name}", p) for x, (name, p) in product(w.per, self.periods.items())]
        self.per = Phrases(per)
        self.rates = frozenset(x for xs in w.per_phrases.values() for x in xs if x.isalpha())
        self.bridges = frozenset(w.bridges)
        # A rate is looked for behind these words and the noun, not behind other function words.
        self.no_rate = (self.stop | set(w.joiners)) - set(w.bridges)
        self.per_words = frozenset(w.per)
        self.during = _phrases(w.during, anchor=-1)
        self.ago = _phrases(w.ago)

        # What says that it measures nothing
        self.clock = _phrases(w.clock)
        self.labels = _phrases(w.labels, anchor=-1)
        self.vague = frozenset(w.vague)
        self.months = _names(pack.locale.months["format"])
        self.weekdays = _names(pack.locale.days["format"])
        self.year_words = frozenset(w.year_words) | self.months
        self.weak_ones = frozenset(w.weak_ones)
        self.not_one_before = frozenset(w.not_one_before)
        self.not_one_after = frozenset(w.not_one_after)

        self.fractions: Phrases[float] = Phrases(
            w.fraction_phrases.items(),
            lambda word: 2 if word in n.halves else int(word not in self.stop),
        )
        self.openers: dict[str, Opener] = {}
        for opener, words in (
            (Opener.EVERY, w.every),
            (Opener.ONE, self.counting.anchors),
            (Opener.COIN, self.money.coins),
            (Opener.SHARE, self.fractions.anchors),
            (Opener.FREQUENCY, self.frequencies),
            (Opener.MULTIPLE, self.multiples),
            (Opener.PART, n.denominators),
            (Opener.SCALE, [*n.scales, *n.halves]),
            (Opener.NUMBER, n.starts),
        ):
            self.openers.update(dict.fromkeys(words, opener))
        self.idioms = Phrases(
            [(phrase, None) for phrase in w.idioms],
            lambda word: word[0].isdecimal() or word in self.openers,
        )
        # The words that make it worth while to look in front of a number, and behind it.
        self.before = frozenset({*self.times, *self.factors.anchors, *n.minus, *"-−+"})
        self.after = frozenset(
            {
                *self.of_words.anchors,
                *self.in_words.anchors,
                *self.stars,
                *self.bounds_after.anchors,
            }
        )
        self.fusing = bool(w.fused_joiners)

    def may_hold(self, tokens: Tokens) -> bool:
        """Whether a text can hold a number at all: the cheap test before the reading."""
        return (
            _DIGIT.search(tokens.text) is not None
            or not self.openers.keys().isdisjoint(tokens.words)
            or (self.fusing and self.numerals.stems.search(tokens.text.lower()) is not None)
        )


@cache
def units(pack: Pack) -> Units:
    """The tables of a language."""
    return Units(pack)


def _phrases(phrases: Iterable[str], anchor: int = 0) -> Phrases[None]:
    return Phrases([(phrase, None) for phrase in phrases], anchor)


def _spelled(table: dict[float, str]) -> dict[str, float]:
    return {word: value for value, spelled in table.items() for word in spelled.split()}


def _names(names: Mapping[str, Mapping[int, str]]) -> frozenset[str]:
    spelled = [name for width in ("wide", "abbreviated") for name in names[width].values()]
    return frozenset(name.lower().strip(".") for name in spelled)
