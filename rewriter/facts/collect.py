"""Gathers the numbers of a text, each with what stands around it."""

from __future__ import annotations

from collections.abc import Sequence

from rewriter.facts.labels import is_label, is_release, is_year
from rewriter.facts.measure import Measure, of_what, take_company, take_opening, take_unit
from rewriter.facts.tokens import Tokens
from rewriter.facts.units import Units

_SIGNS = frozenset("-−+")
_REACH = 12  # tokens behind a number that can say something about it


class Collector:
    """The numbers found so far, and the spans of the text that are not to be read."""

    def __init__(self, tokens: Tokens, u: Units, skip: Sequence[tuple[int, int]]) -> None:
        self.tokens = tokens
        self.words = tokens.words
        self.u = u
        self.n = len(tokens.words)
        self.skip = sorted(skip)
        self.limit: int | None = None  # where the next span to skip begins
        self.skipped: int | None = None  # where the last one ended
        self.found: list[Measure] = []

    def measure(self, begin: int, first: int, end: int, value: float) -> int:
        """Reads what stands around the number `first` to `end`; the token to go on at.

        Keeps the number unless it measures nothing.
        """
        tokens, words, u = self.tokens, self.words, self.u
        m = Measure(begin, first, end, end, value)
        floor = self.found[-1].end if self.found else 0
        before = words[begin - 1] if begin > floor else ""
        after = words[end] if end < self.n else ""
        if before in u.before:
            self._sign(m)
            if before in u.times and tokens.glued(first):
                m.kind, m.begin = "multiple", first - 1
                return self.keep(m)
            if before in u.factors.anchors and u.factors.at(words, begin - 1) is not None:
                m.kind = "multiple"
                return self.keep(m)
        if after in u.times:
            return self._times(m)
        take_unit(m, tokens, u, floor)
        if after and (after[0].isalpha() or m.end != end or after in u.after):
            glued = after in u.units_glued and words[first][0].isdecimal() and tokens.glued(end)
            if glued and m.kind == "count":
                m.unit, m.end = after, end + 1
            self._rating(m)
        if m.kind == "count" and before in u.of_before.anchors and self._ratio_before(m):
            return self.keep(m)
        if m.begin:
            take_opening(m, tokens, u)
        if m.end < self.n and not words[m.end][0].isdecimal():
            take_company(m, tokens, u, self.reach(m))
        if m.kind == "count" and m.scale is None:
            if is_label(tokens, first, end, value, u, self.skipped) or self._duration(m):
                return end
            noun = m.unit is not None or m.per is not None or m.bound is not None
            if is_year(tokens, first, end, value, u, noun):
                return end
            if not noun and is_release(tokens, first, end, u):
                return end
        return self.keep(m)

    def keep(self, m: Measure) -> int:
        """Adds a number, unless it reaches into a span to skip; the token to go on at."""
        if m.opening == 0 or m.opening > m.begin:
            m.opening = m.begin
        if self.found and m.begin < self.found[-1].end:
            return m.number_end
        if self.limit is not None and self.tokens.ends[m.end - 1] > self.limit:
            return m.number_end
        self.found.append(m)
        return m.end

    def reach(self, m: Measure) -> int:
        """The token that what follows a number may not reach into: the next span to skip."""
        if self.limit is None:
            return self.n
        at, last = m.end, min(self.n, m.end + _REACH)
        while at < last and self.tokens.starts[at] < self.limit:
            at += 1
        return at

    def _sign(self, m: Measure) -> None:
        at = m.begin - 1
        word = self.words[at]
        if word in self.u.numerals.minus:
            m.value, m.begin = -m.value, at
        elif word in _SIGNS and self.tokens.glued(m.begin):
            if word == "+":
                m.begin = at
            elif not self.tokens.glued(at):
                m.value, m.begin = -m.value, at

    def _times(self, m: Measure) -> int:
        """ "three times": how often, if a period follows; else a multiple."""
        m.end += 1
        found = self.u.per.at(self.words, m.end)
        if found is not None:
            m.per, m.unit = found[0], self.words[m.end - 1]
        elif m.value == 1:
            return m.end
        else:
            m.kind = "multiple"
        take_opening(m, self.tokens, self.u)
        return self.keep(m)

    def _rating(self, m: Measure) -> None:
        """ "4.2 of 5", "4.5 stars", "4.5 stars of 5", "4.5 of 5 stars"."""
        of_what(m, self.tokens, self.u)
        if m.end < self.n and self.words[m.end] in self.u.stars and m.kind in ("count", "rating"):
            unit = self.words[m.end]
            m.kind, m.end = "count", m.end + 1
            if m.scale is None:
                of_what(m, self.tokens, self.u)
            m.kind, m.unit = "rating", unit

    def _ratio_before(self, m: Measure) -> bool:
        """ "en av fem": an article before "of" counts as one."""
        words, u = self.words, self.u
        found = u.of_before.at(words, m.begin - 1)
        if found is None or not found[1] or words[found[1] - 1] not in u.numerals.articles:
            return False
        m.scale, m.value, m.begin, m.kind = m.value, 1.0, found[1] - 1, "ratio"
        return True

    def _duration(self, m: Measure) -> bool:
        """ "over three years", "three years ago": how long, which is no measure."""
        words, u = self.words, self.u
        at = m.end
        if at < self.n and words[at] in u.adjectives:
            at += 1
        if at >= self.n or words[at] not in u.periods or m.per is not None:
            return False
        if u.ago.at(words, at + 1) is not None:
            return True
        return bool(m.opening) and u.during.at(words, m.opening - 1) is not None
