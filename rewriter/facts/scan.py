"""Goes through a text once and measures every number that counts something."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rewriter.facts.cardinals import read_cardinal, read_ordinal
from rewriter.facts.labels import code_end, colon, mark_end, run_end
from rewriter.facts.measure import Measure
from rewriter.facts.ranges import DASHES
from rewriter.facts.tokens import Tokens
from rewriter.facts.units import Units
from rewriter.facts.wordscan import WordScan

_ADDRESS = ("://", "www.", "@")
_MOST = 5_000  # no text about goals holds more numbers; it bounds the time for pasted tables
_NOUN = 4  # letters written to a figure that are a noun rather than part of a code: "20leads"
_LONG_WORD = 7  # no fused number of a hundred and more is shorter


class Scan(WordScan):
    """One pass.  Each method that reads returns the token to go on at."""

    def run(self) -> list[Measure]:
        """Reads the text and returns what it measures, in order."""
        words, u, starts = self.words, self.u, self.tokens.starts
        openers, stems, fusing = u.openers, u.numerals.stems, u.fusing
        i, n, spans, span = 0, self.n, self.skip, 0
        self.limit = spans[0][0] if spans else None
        while i < n and len(self.found) < _MOST:
            if span < len(spans) and starts[i] >= spans[span][0]:
                if starts[i] < spans[span][1]:
                    i += 1
                else:
                    self.skipped = spans[span][1]
                    span += 1
                    self.limit = spans[span][0] if span < len(spans) else None
                continue
            word = words[i]
            opener = openers.get(word)
            if opener is not None:
                i = self.word(i, opener)
            elif word[0].isdecimal() or (
                word in ".," and i + 1 < n and words[i + 1][0].isdecimal()
            ):
                i = self._figure(i)
            elif fusing and len(word) >= _LONG_WORD and stems.search(word):
                i = self.number(i, i) or i + 1
            else:
                i += 1
        return self.found

    def _figure(self, i: int) -> int:
        tokens, words, u, n = self.tokens, self.words, self.u, self.n
        word = words[i]
        apart = not tokens.glued(i)
        if word in ".,":
            if not apart or not tokens.glued(i + 1):
                return i + 1
        elif not apart or len(word) == 2 or word[0] == "0" or (i + 1 < n and tokens.glued(i + 1)):
            code = code_end(tokens, i, u)
            if code is not None:
                return code
        if word in u.idioms.anchors:
            idiom = u.idioms.at(words, i)
            if idiom is not None:
                return max(idiom[2], i + 1)
        number = (None if apart else self._listed(i)) or read_cardinal(tokens, i, u.words)
        if number is None:
            return run_end(tokens, i)
        value, end = number
        if value < 100 or (end < n and words[end] in u.clock.anchors):
            marked = mark_end(tokens, i, end, value, u)
            if marked is not None:
                return marked
        if end < n and tokens.glued(end):
            after = self._glued(i, end, value)
            if after is not None:
                return after
        if self.skipped is not None and tokens.ends[i - 1] == self.skipped:
            clock = u.clock.at(words, end) if end < n else None
            if clock is not None:
                return clock[2]  # "Monday morning 9 o'clock"
        if value <= 31 and self._by_date(i, end):
            return end
        return self.measure(i, i, end, value)

    def _glued(self, i: int, end: int, value: float) -> int | None:
        """What is written to a figure; None where it leaves the figure a number."""
        tokens, words, u = self.tokens, self.words, self.u
        glued = words[end]
        figures = end + 1 < self.n and tokens.glued(end + 1) and words[end + 1][0].isdecimal()
        if glued[0].isalpha():
            if glued in u.times and figures:
                return run_end(tokens, i)  # "4x4"
            if glued == "s" and 1900 <= value < 2100 and value % 10 == 0:
                return end + 1  # "the 1990s"
            ordinal = read_ordinal(tokens, i, u.words) if value < 1000 else None
            if ordinal is not None:
                return ordinal[1]
            if self._known_glued(end) or len(glued) >= _NOUN:
                return None
            return run_end(tokens, i)
        if glued in "/:" and figures:
            return self._pair(i, end, value)
        if glued == ":":
            ordinal = read_ordinal(tokens, i, u.words) if value < 1000 else None
            return ordinal[1] if ordinal else None
        if glued == "-" and self.fold(end):
            return self.keep(Measure(i, i, end, end + 2, value, kind="multiple"))
        if glued == "-" and end + 1 < self.n and u.marks.at(words, end + 1) is not None:
            return self.measure(i, i, end + 1, value)  # "en 50-procentig ökning"
        if glued == "-" and self.tally(end):
            return self.measure(i, i, end + 2, value)
        if glued == "-" and self.compound(end):
            if words[end + 1] not in u.stars or value == int(value):
                return run_end(tokens, i)
            rating = Measure(i, i, end, end + 2, value, kind="rating", unit=words[end + 1])
            return self.keep(rating)  # "a 4.5-star rating"
        return end + 1 if glued == "°" else None

    def _by_date(self, i: int, end: int) -> bool:
        """Whether a day of the month stands beside a date to skip: "18 and 19 June"."""
        words, starts = self.words, self.tokens.starts
        beside = i - 1 if i and (words[i - 1] in DASHES) else i
        if beside < i and self.skipped is not None and self.tokens.ends[beside - 1] == self.skipped:
            return True  # "June 18-19"
        if self.limit is None or end + 1 >= self.n or starts[end + 1] != self.limit:
            return False
        joins = words[end] in DASHES or words[end] in self.u.numerals.joiners
        return joins and words[end + 1][0].isdecimal()

    def _listed(self, i: int) -> tuple[float, int] | None:
        """A figure behind a comma that marks no decimals: the 24 of "22,24,26"."""
        words, tokens = self.words, self.tokens
        if i < 2 or words[i - 1] != "," or not tokens.glued(i) or not tokens.glued(i - 1):
            return None
        figures = words[i - 2][-1].isdecimal() and words[i].isdecimal() and len(words[i]) < 16
        return (float(words[i]), i + 1) if figures else None

    def _known_glued(self, at: int) -> bool:
        """Whether letters written to a figure are a unit; else it is a code: 5G, 3D."""
        u, word = self.u, self.words[at]
        original = self.tokens.text[self.tokens.starts[at] : self.tokens.ends[at]]
        return (
            u.marks.at(self.words, at) is not None
            or u.money.after.at(self.words, at) is not None
            or word in u.money.scaled
            or word in u.money.prefixes
            or word in u.times
            or (word in u.units_glued and (len(word) > 1 or original == word))
            or u.money.code(original) is not None
        )

    def _whole(self, i: int) -> float:
        """The figure at `i`, if it stands alone; else nought."""
        word, end = self.words[i], i + 1
        goes_on = (
            end + 1 < self.n
            and self.words[end] in (".", ",", "/")
            and self.tokens.glued(end)
            and self.tokens.glued(end + 1)
            and self.words[end + 1][0].isdecimal()
        )
        return 0.0 if goes_on or len(word) > 6 or not word.isdecimal() else float(word)

    def _pair(self, i: int, end: int, value: float) -> int:
        """ "8/10", "1/3", "4:1"."""
        tokens, words, u = self.tokens, self.words, self.u
        if words[end] == ":":
            other = colon(tokens, i, end, value, u)
            if other is None or not other[0]:
                return run_end(tokens, i)
            m = Measure(i, i, other[1], other[1], value, kind="ratio", scale=other[0])
            return self.keep(m)
        whole, stop = self._whole(end + 1), end + 2
        if whole < value or whole < 2:
            return run_end(tokens, i)
        m = Measure(i, i, stop, stop, value, kind="rating", scale=whole)
        if value == 1 or (whole in (2, 3, 4, 8) and value < whole):
            m.value, m.kind, m.scale = value / whole, "ratio", None
            scale = u.numerals.scales.get(words[stop], 0) if stop < self.n else 0
            if scale >= 1000:
                return self.measure(i, i, stop + 1, m.value * scale)
        elif whole not in (5, 6, 7, 10, 100):
            return run_end(tokens, i)
        return self.keep(m)


def scan(tokens: Tokens, u: Units, skip: Sequence[tuple[int, int]]) -> list[Measure]:
    """The numbers outside the character spans `skip` that measure something, in order."""
    text = tokens.text
    if any(sign in text for sign in _ADDRESS):
        skip = [*skip, *_addresses(text)]
    return Scan(tokens, u, skip).run()


def _addresses(text: str) -> list[tuple[int, int]]:
    """Where web and mail addresses stand."""
    return [
        match.span()
        for match in re.finditer(r"\S+", text)
        if "://" in match[0] or "www." in match[0] or re.search(r"\w@\w", match[0])
    ]
