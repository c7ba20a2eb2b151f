"""Numbers that measure nothing: names, codes, dates, list marks, times of day."""

from __future__ import annotations

import re

from rewriter.facts.tokens import Tokens
from rewriter.facts.units import Units

# Three figures and more with hyphens or strokes: a date, a telephone number, an identity number.
_CHAIN = re.compile(r"\d+(?:[-/]\d+){2,}")
# A telephone number in pairs or with its country code, or digits that begin with nought.
_PHONE = re.compile(r"\d{2}(?: \d{2}){3,}(?![\d.,])|0\d+(?:[ -]\d+)*")
_ABROAD = re.compile(r"\+\d{1,3}[ -]\(?\d{2,4}\)?(?:[ -]\d{2,4})+")
_NAMES = 100  # numbers up to here name weeks, hours, rooms
_MARKS = frozenset(".):")
_JOINS = frozenset("-_./–:")
_ASPECTS = frozenset({(16, 9), (9, 16), (4, 3), (3, 4), (4, 5), (1, 1), (21, 9), (2, 3), (3, 2)})
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_NEAR_FIRST, _NEAR_LAST = 2010, 2049  # years that plans and their histories name


def run_end(tokens: Tokens, i: int) -> int:
    """The end of the unbroken run of letters and digits that token `i` is in."""
    words, n = tokens.words, len(tokens.words)
    at = i + 1
    while at < n and tokens.glued(at) and (words[at].isalnum() or words[at] in _JOINS):
        at += 1
    return at


def code_end(tokens: Tokens, i: int, u: Units) -> int | None:
    """The end of the code, date or telephone number that the digits at `i` are in, if they are."""
    words, text, start = tokens.words, tokens.text, tokens.starts[i]
    word = words[i]
    if tokens.glued(i):
        before = words[i - 1]
        if before[-1].isalpha():
            if before in u.times or before in u.money.before.anchors or _is_code(tokens, i - 1, u):
                return None
            return run_end(tokens, i)
        if before in "-–/" and i > 1 and tokens.glued(i - 1) and _next_year(words[i - 2], word):
            return i + 1
        if before in "-–_/" and i > 1 and tokens.glued(i - 1) and words[i - 2].isalpha():
            scaled = i > 2 and words[i - 3][-1].isdecimal() and tokens.glued(i - 2)
            if not scaled or words[i - 2] not in u.numerals.suffixes:  # "5k-20k" is no code
                return run_end(tokens, i)
        if before in ("'", "#", "@", "№", "_", "§"):
            return run_end(tokens, i)
        if before in "(*=" and i > 1 and tokens.glued(i - 1) and words[i - 2].isalnum():
            return run_end(tokens, i)  # program code: "alert(1)", "7*7"
        if before == "+":
            phone = _ABROAD.match(text, start - 1)
            if phone is not None and sum(map(str.isdecimal, phone[0])) >= 8:
                return _token_at(tokens, i, phone.end())
    if (word[0] == "0" and len(word) > 1) or len(word) == 2:
        phone = _PHONE.match(text, start)
        if phone is not None:
            return _token_at(tokens, i, phone.end())
    after = text[tokens.ends[i] : tokens.ends[i] + 1]
    if after and after in "-/":
        chain = _CHAIN.match(text, start)
        if chain is not None:
            return run_end(tokens, i)
    return None


def _next_year(year: str, word: str) -> bool:
    """Whether "2025/26" is a season."""
    return len(year) == 4 and year.isdecimal() and word == str(int(year) + 1)[2:]


def _is_code(tokens: Tokens, i: int, u: Units) -> bool:
    return u.money.code(tokens.text[tokens.starts[i] : tokens.ends[i]]) is not None


def _token_at(tokens: Tokens, i: int, offset: int) -> int:
    at = i + 1
    while at < len(tokens.words) and tokens.starts[at] < offset:
        at += 1
    return at


def mark_end(tokens: Tokens, i: int, end: int, value: float, u: Units) -> int | None:
    """The end of a list mark, ordinal, day of the month or time of day at `i`, if it is one."""
    words, text, n = tokens.words, tokens.text, len(tokens.words)
    whole = end == i + 1 and words[i].isdecimal()
    following = words[end] if end < n else ""
    if whole and following in _MARKS and tokens.glued(end) and value < 100:
        apart = end + 1 < n and not tokens.glued(end + 1)
        if apart and (_line_starts(tokens, i) or (following == ")" and not _in_brackets(words, i))):
            return end + 1
        if apart and following == ":" and words[i - 1][0].isalpha() and _line_starts(tokens, i - 1):
            return end + 1  # "Goal 2: ..."
        if following == "." and apart and value <= 31 and u.numerals.point_ordinals:
            letter = text[tokens.starts[end + 1]]
            if letter.islower() or words[end + 1] in u.months:
                return end + 1
    if value <= 31 and whole:
        after = end + 1 if following in u.of_words.anchors else end
        if after < n and words[after] in u.months and words[after] not in u.stop:
            return after + 1
        before = i - 2 if i > 1 and words[i - 1] == "." else i - 1
        if before >= 0 and words[before] in u.months and words[before] not in u.stop:
            return end
    # where the comma marks decimals, "14.30" is a time of day and "2,5" counts hours
    timely = following in u.clock.anchors and (u.numerals.decimal == "." or "." in words[i:end])
    return end + 1 if timely and u.clock.at(words, end) is not None else None


def _line_starts(tokens: Tokens, i: int) -> bool:
    return i == 0 or "\n" in tokens.text[tokens.ends[i - 1] : tokens.starts[i]]


def _in_brackets(words: list[str], i: int) -> bool:
    return "(" in words[max(0, i - 8) : i]


def is_label(tokens: Tokens, i: int, end: int, value: float, u: Units, dated: int | None) -> bool:
    """Whether the number is part of a name: "week 40", "no. 1", "phase 2".

    A date in front of it ends at offset `dated`: "this quarter 40" counts something.
    """
    before = i - 1
    if before > 0 and value >= 10 and tokens.words[before] == ":":
        before -= 1
    if _goes_on(tokens, i, end, value, u):
        return True
    if before < 0 or tokens.words[before] not in u.labels.anchors:
        return False
    if dated is not None and tokens.ends[before] <= dated:
        return False
    if before and tokens.words[before - 1] in u.per_words and tokens.words[before] in u.periods:
        return False  # "per week 2 posts"
    timely = end == i + 3 and tokens.words[i + 1] in ".:" and len(tokens.words[i + 2]) == 2
    plain = end == i + 1 or timely or value != int(value)
    return plain and u.labels.at(tokens.words, before) is not None


def _goes_on(tokens: Tokens, i: int, end: int, value: float, u: Units) -> bool:
    """Whether it ends a span of names that began before it: "week 40 and 41", "between 9 and 15"
    where these are hours.
    """
    words = tokens.words
    if i < 3 or value >= _NAMES or end != i + 1 or words[i - 1] not in u.numerals.joiners:
        return False
    counts = end < len(words) and words[end][0].isalpha() and words[end] not in u.stop
    first = i - 3 - (words[i - 3] == ".")
    named = words[i - 2].isdecimal() and words[first] in u.labels.anchors
    return named and not counts and u.labels.at(words, first) is not None


def is_release(tokens: Tokens, i: int, end: int, u: Units) -> bool:
    """Whether "2.0" stands behind a noun as in "Web 2.0"."""
    if end != i + 3 or not i or tokens.words[i + 2] != "0" or len(tokens.words[i]) > 1:
        return False
    before = tokens.words[i - 1]
    return before[0].isalpha() and before not in u.stop


def is_year(tokens: Tokens, i: int, end: int, value: float, u: Units, noun: bool) -> bool:
    """Whether a bare figure is a year: by its size, the word before and the noun behind it."""
    if not _FIRST_YEAR <= value <= _LAST_YEAR or end != i + 1 or len(tokens.words[i]) != 4:
        return False
    before = tokens.words[i - 1] if i else ""
    near = _NEAR_FIRST <= value <= _NEAR_LAST
    if before in u.year_words:
        return near or not noun
    if len(tokens.words) == 1:
        return False
    return near and not noun


def colon(tokens: Tokens, i: int, end: int, value: float, u: Units) -> tuple[float, int] | None:
    """ "4:1" at `i`: the figure behind the colon and the end; 0 for a time or an aspect ratio."""
    words, n = tokens.words, len(tokens.words)
    if end + 1 >= n or words[end] != ":" or not tokens.glued(end) or not tokens.glued(end + 1):
        return None
    other = words[end + 1]
    if not other.isdecimal() or len(other) > 6:
        return None
    clock = len(other) == 2 and value < 25 and int(other) < 60 and words[i].isdecimal()
    if clock or (int(value), int(other)) in _ASPECTS:
        return 0.0, run_end(tokens, end + 1)
    return float(other), end + 2
