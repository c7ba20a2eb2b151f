"""Numbers in words: where one begins, and what kind of number it is."""

from __future__ import annotations

from rewriter.facts.cardinals import read_cardinal, read_ordinal
from rewriter.facts.collect import Collector
from rewriter.facts.labels import run_end
from rewriter.facts.measure import Measure, of_what, take_company, take_unit
from rewriter.facts.units import Opener


class WordScan(Collector):
    """Reads from a word that is an `Opener`; each method returns the token to go on at."""

    def word(self, i: int, opener: Opener) -> int:
        """Reads what begins at, or is betrayed by, the word at `i`."""
        words, u = self.words, self.u
        idiom = u.idioms.at(words, i) if words[i] in u.idioms.anchors else None
        if idiom is not None:
            return max(idiom[2], i + 1)
        article = i > 0 and words[i - 1] in u.numerals.articles
        if opener is Opener.NUMBER:
            return self.number(self._start(i), i) or i + 1
        if opener is Opener.EVERY:
            return self._every(i)
        if opener is Opener.SCALE:
            found = self.number(self._first(i, article), i)
            if found is None and self._start(i) < i:
                found = self.number(self._start(i), i)
            return found or self._share(i) or self._part(i) or self._half(i, article) or i + 1
        if opener is Opener.PART:
            return self._part(i) or self._share(i) or i + 1
        if opener is Opener.SHARE:
            return self._share(i) or self._multiple(i) or i + 1
        if opener is Opener.MULTIPLE:
            return self._multiple(i) or i + 1
        if opener is Opener.FREQUENCY:
            return self._frequency(i)
        if opener is Opener.ONE:
            return self._one(i)
        if article and (words[i] in u.money.scaled or u.money.after.at(words, i) is not None):
            return self.measure(i - 1, i - 1, i, 1.0)
        return i + 1

    def number(self, first: int, trigger: int) -> int | None:
        """The number at `first`, if it reaches past the token `trigger`."""
        tokens, words, u = self.tokens, self.words, self.u
        number = read_cardinal(tokens, first, u.words)
        if number is None or number[1] <= trigger:
            return None
        value, end = number
        before = words[first - 1] if first else ""
        if words[first] in u.numerals.bare and before in u.vague:
            return end
        if end < self.n and words[end] in u.numerals.denominators and value == int(value):
            part = self._part(end, first, value)
            if part is not None:
                return part
        if end < self.n and words[end] == "-" and tokens.glued(end) and self.fold(end):
            return self.keep(Measure(first, first, end, end + 2, value, kind="multiple"))
        if end < self.n and words[end] == "-" and tokens.glued(end) and self.tally(end):
            return self.measure(first, first, end + 2, value)
        if end < self.n and words[end] == "-" and tokens.glued(end) and self.compound(end):
            if words[end + 1] in u.numerals.denominators and value == int(value):
                part = self._part(end + 1, first, value)  # "two-thirds"
                if part is not None:
                    return part
            return run_end(tokens, first)
        if value >= 10 and value < 30 and end < self.n and value == int(value):
            year = u.numerals.small.get(words[end], 0)
            if 10 <= year < 100:  # "twenty twenty-six"
                following = read_cardinal(tokens, end, u.words)
                return following[1] if following else end
        if value == 1 and end == first + 1 and self._idle_one(first, end):
            return end
        return self.measure(first, first, end, value)

    def _idle_one(self, i: int, end: int) -> bool:
        """Whether a word for one counts nothing: "one of", "this one"."""
        words, u = self.words, self.u
        if words[i] not in u.weak_ones:
            return False
        before = words[i - 1] if i else ""
        following = words[end] if end < self.n else "."
        if before in u.numerals.minus or (i and words[i - 1] in u.counting.anchors):
            return False
        if following in u.of_words.anchors or following in u.in_words.anchors:
            m = Measure(i, i, end, end, 1.0)
            of_what(m, self.tokens, u)
            if m.scale is not None:
                return False
        leads_on = following in u.numerals.joiners or following in u.to_words.anchors
        if leads_on and end + 1 < self.n and u.openers.get(words[end + 1]) is Opener.NUMBER:
            return False  # "one to two million"
        if following in u.not_one_after or (before and before in u.not_one_before):
            return True
        if before not in u.not_one_before:
            return False
        rate = Measure(i, i, end, end, 1.0)  # "One post a week"
        take_company(rate, self.tokens, u, self.reach(rate))
        return rate.per is None

    def _part(self, i: int, first: int | None = None, count: float = 1.0) -> int | None:
        """ "a third", "two thirds": the denominator stands at `i`."""
        words, u, n = self.words, self.u, self.n
        size = u.numerals.denominators.get(words[i])
        if size is None:
            return None
        if first is None:
            if not i or words[i - 1] not in u.numerals.articles:
                return None
            first = i - 1
        end = i + 1
        following = words[end] if end < n else ""
        if following == "-" and self.tokens.glued(end) and self.tokens.glued(min(end + 1, n - 1)):
            return None  # "a half-hearted try"
        if words[i] in u.periods:  # "a quarter" is three months as well
            if following not in u.of_words.anchors and (
                first == 0 or u.by_before.at(words, first - 1) is None
            ):
                return None
        elif words[i] in u.numerals.ordinals and count == 1:
            plain = (
                following[:1].isalpha()
                and following not in u.stop
                and following not in u.adjectives
            )
            if plain:
                return None
        if count >= size * 3:
            return None
        m = Measure(first, first, end, end, count / size, kind="ratio")
        at = end + 1 if following in u.of_words.anchors else end
        at += at < n and words[at] in u.numerals.articles
        if at < n and u.numerals.scales.get(words[at], 0) >= 1000:
            m.value, m.kind, m.end, m.number_end = (
                m.value * u.numerals.scales[words[at]],
                "count",
                at + 1,
                at + 1,
            )
            take_unit(m, self.tokens, u, first)
        return self.keep(m)

    def _share(self, i: int) -> int | None:
        found = self.u.fractions.at(self.words, i)
        if found is None:
            return None
        value, first, end = found
        if first and self.words[first - 1] in self.u.numerals.ordinals:
            return end  # "the first half of"
        return self.keep(Measure(first, first, end, end, value, kind="ratio"))

    def _multiple(self, i: int) -> int | None:
        words, u = self.words, self.u
        value = u.multiples.get(words[i])
        if value is None or (i + 1 < self.n and words[i + 1] in u.not_multiple_before):
            return None
        return self.keep(Measure(i, i, i + 1, i + 1, value, kind="multiple"))

    def _frequency(self, i: int) -> int:
        m = Measure(i, i, i + 1, i + 1, self.u.frequencies[self.words[i]])
        found = self.u.per.at(self.words, i + 1)
        if found is not None:
            m.per = found[0]
        elif m.value == 1:
            return i + 1
        else:
            m.kind = "multiple"
        return self.keep(m)

    def _one(self, i: int) -> int:
        """ "at least a", "minus en": an article that counts."""
        words, u, at = self.words, self.u, i + 1
        if at >= self.n or words[at] not in u.numerals.articles or not u.counting.at(words, i):
            return i + 1
        number = read_cardinal(self.tokens, at, u.words)
        value, end = number if number is not None else (1.0, at + 1)
        if words[end - 1] in u.numerals.halves or (
            end < self.n and words[end] in u.numerals.denominators
        ):
            return i + 1
        return self.measure(at, at, end, value)

    def _first(self, i: int, article: bool) -> int:
        """Where a number ends that has its scale or half at `i`: "a million", "en og en halv"."""
        words, n = self.words, self.u.numerals
        if not article:
            return i
        if i > 2 and words[i - 2] in n.joiners and words[i - 3] in n.articles:
            return i - 3
        return i - 1

    def _start(self, i: int) -> int:
        """Where a number begins that a word at `i` goes on: "en komma fem", "a couple hundred"."""
        words, n = self.words, self.u.numerals
        if i > 1 and words[i - 1] in n.decimal_words and words[i - 2] in n.articles:
            return i - 2
        for at in (i - 1, i - 2):
            if at >= 0 and words[at] in n.couples:
                return at - (at > 0 and words[at - 1] in n.articles)
        return i

    def _half(self, i: int, article: bool) -> int | None:
        """ "half a percent", "een half procent"."""
        words, u, end = self.words, self.u, i + 1
        if words[i] not in u.numerals.halves:
            return None
        if not article and end < self.n and words[end] in u.numerals.articles:
            end += 1
        if end >= self.n or u.marks.at(words, end) is None:
            return None
        first = i - 1 if article else i
        return self.measure(first, first, end, 0.5)

    def _every(self, i: int) -> int:
        """ "every fifth customer": one in five.  Not "every third month"."""
        words, u, n = self.words, self.u, self.n
        ordinal = read_ordinal(self.tokens, i + 1, u.words) if i + 1 < n else None
        if ordinal is None or not 2 < ordinal[0] <= 20:
            return i + 1
        scale, end = ordinal
        if end >= n or words[end] in u.periods or words[end] in u.weekdays or words[end] in u.stop:
            return end
        return self.keep(Measure(i, i, end, end, 1.0, kind="ratio", scale=float(scale)))

    def compound(self, hyphen: int) -> bool:
        """Whether a hyphen binds the number to a word that it does not count: "30-day"."""
        at, u, words = hyphen + 1, self.u, self.words
        if at >= self.n or not self.tokens.glued(at) or not words[at][0].isalpha():
            return False
        if u.openers.get(words[at]) is Opener.NUMBER or u.numerals.fused(words[at]) is not None:
            return self.tokens.slice(at, at)[0].isupper()  # "two-three", but "7-Eleven"
        return (
            words[at] not in u.marks.anchors
            and words[at] not in u.money.after.anchors
            and (words[at] not in u.words.multiple_endings)
        )

    def fold(self, hyphen: int) -> bool:
        """ "2-fold", "five-fold"."""
        at = hyphen + 1
        written = at < self.n and self.tokens.glued(at)
        return written and self.words[at] in self.u.words.multiple_endings

    def tally(self, hyphen: int) -> bool:
        """ "fifty-odd", "ett 30-tal"."""
        at = hyphen + 1
        return at < self.n and self.tokens.glued(at) and self.words[at] in self.u.tallies
