"""The number words of a language, spread out so that reading a number is a few look-ups."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import product

from babel.numbers import get_decimal_symbol

from rewriter.languages.numbers import NumberWords

# Longer than the longest number below a million in any of the languages.
_LONGEST = 70
_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"


class Numerals:
    """What `NumberWords` comes to.

    `small` holds every one-word number below 100 but for articles, `ordinals` those up to 39;
    `fused` reads the longer ones ("tvåhundrafemtio").
    """

    def __init__(self, words: NumberWords) -> None:
        self.decimal: str = get_decimal_symbol(words.babel)
        self.articles = frozenset(words.articles)
        self.joiners = frozenset(words.joiners)
        self.minus = frozenset(words.minus)
        self.decimal_words = frozenset(words.decimal_words)
        self.halves = frozenset(words.halves)
        self.couples = frozenset(words.couples)
        self.vulgar = {sign: unicodedata.numeric(sign) for sign in _VULGAR}
        self.fixed = {**words.fixed, **self.vulgar}
        self.point_ordinals = words.ordinal_point
        self.tens_first = words.tens_order != "units_first"
        self.units_first = words.tens_order != "tens_first"

        digits = {v: words.small[v].split() for v in range(20)}
        tens = {10 * (k + 2): spelled.split() for k, spelled in enumerate(words.tens)}
        self.tens = {word: value for value, spelled in tens.items() for word in spelled}
        self.units = {word: value for value in range(1, 10) for word in digits[value]}
        every = {word: value for value, spelled in digits.items() for word in spelled} | self.tens
        for ten, unit in product(tens, range(1, 10)):
            for ten_word, unit_word in product(tens[ten], digits[unit]):
                if self.tens_first:
                    every[ten_word + unit_word] = ten + unit
                for joiner in words.fused_joiners if self.units_first else ():
                    every[unit_word + joiner + ten_word] = ten + unit
        self.small = {word: value for word, value in every.items() if word not in self.articles}

        self.scales = {w: scale for scale, spelled in words.scales.items() for w in spelled.split()}
        self.bare = {word: self.scales[word] for word in words.bare_scales}
        self.suffixes = dict(words.suffixes)
        self.glued_suffixes = dict(words.glued_suffixes)
        for style, table in (("short", self.suffixes), ("long", self.scales)):
            for scale, pattern in words.babel.compact_decimal_formats[style]["other"].items():
                name = re.sub(r"[0\s'.]", "", str(pattern.pattern))
                if len(scale) % 3 == 1 and name:  # 1000, 1000000, ...: one figure before the name
                    if pattern.pattern.strip("0") == name:
                        self.glued_suffixes.setdefault(name, float(scale))
                    else:
                        table.setdefault(name.lower(), float(scale))

        # Behind a number in words a suffix needs to be long enough to be no other word.
        self.behind = {**{w: v for w, v in self.suffixes.items() if len(w) > 2}, **self.scales}
        # What can follow a number and belong to it.
        self.follow = {*self.behind, *self.joiners, *self.articles, *self.decimal_words, "-"}
        self._scale_stems = {w: v for w, v in self.scales.items() if v in (100, 1000)}
        parts = sorted([*every, *self._scale_stems, *words.fused_joiners], key=len, reverse=True)
        self._every = every
        self._part = re.compile("|".join(map(re.escape, parts)))
        self._fusing = bool(words.fused_joiners)
        self._joins = frozenset(words.fused_joiners)
        self.stems = re.compile("|".join(map(re.escape, self._scale_stems)))

        self.denominators = {
            word: value for value, spelled in words.denominators.items() for word in spelled.split()
        }
        self.ordinal_suffixes = tuple(
            (suffix if suffix[0].isalpha() else "", suffix) for suffix in words.ordinal_suffixes
        )
        self.ordinals = {
            word: value for value, s in enumerate(words.ordinals, start=1) for word in s.split()
        }
        ordinals = dict(self.ordinals)
        for ten, spelled in words.ordinal_tens.items():
            for ten_word, unit in product(spelled.split(), range(1, 10)):
                self.ordinals[ten_word] = ten
                for joiner, unit_word in product(words.fused_joiners, digits[unit]):
                    self.ordinals[unit_word + joiner + ten_word] = ten + unit
            for ten_word, (word, unit) in product(tens[ten], ordinals.items()):
                if unit < 10 and self.tens_first:
                    self.ordinals[ten_word + word] = ten + unit

    @property
    def starts(self) -> frozenset[str]:
        """The words that a number can start with, but for articles and fused ones."""
        return frozenset({*self.small, *self.bare, *self.fixed})

    def fused(self, word: str) -> float | None:
        """The value of a number written as one word, from 100 on; None for other words."""
        if not self._fusing or len(word) > _LONGEST or not self.stems.search(word):
            return None
        total = current = 0
        at, last = 0, ""
        while at < len(word):
            match = self._part.match(word, at)
            if match is None and last and (last[-1] == last[-2] or last[:-1] in self._scale_stems):
                match = self._part.match(word, at - 1)  # ett-usen, tusind(e)-ethundrede
            if match is None:
                return None
            at, last = match.end(), match[0]
            scale = self._scale_stems.get(last)
            if scale == 1000:
                if total:
                    return None
                total, current = 1000 * (current or 1), 0
            elif scale:
                if current >= 100:
                    return None
                current = 100 * (current or 1)
            elif last not in self._joins or (last in self._every and at == len(word)):
                if current % 100 or (current and self._every[last] >= 100):
                    return None
                current += self._every[last]
        return None if last in self._joins and last not in self._every else total + current

    def before_stem(self, word: str) -> float | None:
        """The three of "driehonderd" and "tretusen"; None for words with more or less to them."""
        stem = self.stems.search(word) if self._fusing else None
        rest = stem is not None and stem.end() == len(word)
        return self.small.get(word[: stem.start()]) if stem and rest else None


@cache
def numerals(words: NumberWords) -> Numerals:
    """The tables of a language, built once."""
    return Numerals(words)
