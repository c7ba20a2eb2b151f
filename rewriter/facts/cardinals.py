"""Whole and broken numbers in words or digits, and ordinals, at a given token."""

from __future__ import annotations

from rewriter.facts.figures import read_figure
from rewriter.facts.numerals import Numerals, numerals
from rewriter.facts.tokens import Tokens
from rewriter.languages.numbers import NumberWords

_INFINITY = float("inf")
_BEFORE_POINT = frozenset(" \t\n(-+−\u00a0\u202f")


def read_cardinal(tokens: Tokens, i: int, words: NumberWords) -> tuple[float, int] | None:
    """The number that starts at token `i`, and the index just past its last token.

    Digits with the separators of the language, words, and both mixed ("2,5 million"); no sign,
    no unit.  An article counts as one only before a scale ("a hundred").

    >>> from rewriter.languages.pack import load_pack
    >>> read_cardinal(Tokens("fem og tyve prosent"), 0, load_pack("nb").numbers)
    (25.0, 3)
    """
    table = numerals(words)
    part = _part(tokens, i, table)
    if part is None:
        return _before_scale(tokens, i, table)
    value, end = part
    spelled = not tokens.words[i][0].isdecimal()
    alone = end < len(tokens.words) and tokens.words[end] not in table.follow
    if alone and (value < 100 or not spelled):
        return part
    return _scaled(tokens, value, end, table, spelled)


def _before_scale(tokens: Tokens, i: int, t: Numerals) -> tuple[float, int] | None:
    """ "a hundred", "half a million", "en halv million", "a dozen"."""
    words, n = tokens.words, len(tokens.words)
    if i >= n:
        return None
    at, value = i, 1.0
    if words[at] in t.articles:
        at += 1
        if at < n and words[at] in t.decimal_words:  # "en komma fem millioner"
            value, end = _decimals(tokens, value, at, t)
            return _scaled(tokens, value, end, t) if end > at else None
        if at < n and words[at] in t.joiners:
            value, end = _and_a_half(tokens, value, at, t)  # "en og en halv"
            return _scaled(tokens, value, end, t) if end > at else None
    if at < n and words[at] in t.halves:
        at, value = at + 1, 0.5
        if at < n and words[at] in t.articles:
            at += 1
    if at < n and words[at] in t.couples:
        at, value = at + 1, 2.0
        at += at + 1 < n and words[at + 1] in t.scales and words[at] not in t.scales
        if at >= n or t.scales.get(words[at], 0) < 100:
            return None
    if i < at < n and words[at] in t.scales:
        return _scaled(tokens, value, at, t)
    return None


def _part(tokens: Tokens, i: int, t: Numerals) -> tuple[float, int] | None:
    """A number without scale words, or a bare "hundred" or a fused word."""
    words, n = tokens.words, len(tokens.words)
    if i >= n:
        return None
    word = words[i]
    if word[0].isdecimal() or (word in ".," and i + 1 < n and words[i + 1][0].isdecimal()):
        return _digits(tokens, i, t)
    value = t.small.get(word)
    if value is not None:
        at = i + 1
        if 0 < value < 10 and t.units_first and at + 1 < n:
            hyphen = words[at] == "-" and tokens.glued(at)  # "vijf-en-twintig"
            joined = at + hyphen < n and words[at + hyphen] in t.joiners
            ten = t.tens.get(words[min(at + 1 + 2 * hyphen, n - 1)]) if joined else None
            if ten:
                return float(value + ten), at + 2 + 2 * hyphen
        if value >= 20 and value % 10 == 0 and t.tens_first:
            hyphen = at + 1 < n and words[at] == "-" and tokens.glued(at) and tokens.glued(at + 1)
            unit = t.units.get(words[at + hyphen]) if at + hyphen < n else None
            if unit and (hyphen or words[at] not in t.articles):
                return float(value + unit), at + hyphen + 1
        return float(value), at
    if word in t.articles and t.units_first and i + 2 < n and words[i + 1] in t.joiners:
        ten = t.tens.get(words[i + 2])
        return (float(1 + ten), i + 3) if ten else None
    if word in t.bare:
        return 1.0, i  # the scale itself is read by `_scaled`
    fixed = t.fixed.get(word)
    if fixed is None:
        fixed = t.fused(word)
    return None if fixed is None else (float(fixed), i + 1)


def _digits(tokens: Tokens, i: int, t: Numerals) -> tuple[float, int] | None:
    words, starts, text = tokens.words, tokens.starts, tokens.text
    start = starts[i]
    if words[i] in ".," and start and text[start - 1] not in _BEFORE_POINT:
        return None
    figure = read_figure(text, start, t.decimal)
    if figure is None:
        return None
    value, stop = figure
    end, n = i + 1, len(words)
    while end < n and starts[end] < stop:
        end += 1
    if end < n and not words[end][0].isdecimal():
        word = words[end]
        scale = None
        if starts[end] == stop:
            if word in t.vulgar:  # "2½"
                return value + t.vulgar[word], end + 1
            scale = t.glued_suffixes.get(text[stop : tokens.ends[end]])
        if scale is None:
            scale = t.suffixes.get(word)
        if scale is None and len(word) == 1:
            letter = text[starts[end] : tokens.ends[end]]  # "10 M": a small m is metres
            scale = t.glued_suffixes.get(letter) if letter.isupper() else None
        if scale is not None:
            return value * scale, past_point(tokens, end + 1)
    return value, end


def past_point(tokens: Tokens, at: int) -> int:
    """Past the point of an abbreviation at `at`, where the sentence visibly goes on behind it."""
    if at + 1 < len(tokens.words) and tokens.words[at] == "." and tokens.glued(at):
        following = tokens.text[tokens.starts[at + 1]]
        if following.islower() or following in ".,;/(":
            return at + 1
    return at


def _scaled(
    tokens: Tokens, value: float, end: int, t: Numerals, spelled: bool = False
) -> tuple[float, int]:
    """Takes in what follows: decimals, a half, scale words, and smaller numbers after a scale."""
    words, n = tokens.words, len(tokens.words)
    if end < n and words[end] in t.decimal_words:
        value, end = _decimals(tokens, value, end, t)
    elif end < n and (words[end] in t.joiners or words[end] in t.articles or words[end] == "-"):
        value, end = _and_a_half(tokens, value, end, t)
    # `room`: what may follow is smaller; `big`: the last scale from 1000 on.
    total, current, room, big = 0.0, value, 0.0, _INFINITY
    if value >= 100 and spelled:
        if value % 1000 == 0:
            total, current, room, big = value, 0.0, 1000.0, 1000.0
        elif value % 100 == 0:
            room = 100.0
    while end < n:
        scale = t.behind.get(words[end])
        if scale is not None:
            if scale < 100:
                return (
                    (current * scale, end + 1) if not room and not total else (total + current, end)
                )
            if scale == 100:
                if room == 100 or not 0 < current < 1000:
                    break
                current, room = current * 100, 100.0
            elif current and scale < big:
                total, current, room, big = total + current * scale, 0.0, scale, scale
            elif not current and scale > big and total < 1000 * big:
                total, room, big = total * scale, scale, scale  # "three thousand millions"
            else:
                break
            end = past_point(tokens, end + 1) if words[end] in t.suffixes else end + 1
            continue
        if not room:
            break
        smaller = _smaller(tokens, end, room, big, t)
        if smaller is None:
            break
        value, end = smaller
        if value >= 1000:  # one word with its thousands: "trehundrede og fyrretusindethundrede"
            thousands, value = divmod(value, 1000)
            total, current, big = total + 1000 * (current + thousands), 0.0, 1000.0
            room = 1000.0 if not value else 0.0 if value % 100 else 100.0
        elif room > 100 and value >= 100 and value % 100 == 0:
            room = 100.0
        else:
            room = 0.0
        current += value
    value = total + current
    if room and end < n:
        if words[end] in t.decimal_words:
            return _decimals(tokens, value, end, t)
        half, stop = _and_a_half(tokens, value, end, t)
        if stop > end and room >= 1000 and room == big and not current:
            half = value + room / 2  # "a million and a half"
        return half, stop
    return value, end


def _smaller(
    tokens: Tokens, i: int, room: float, big: float, t: Numerals
) -> tuple[float, int] | None:
    """The number at `i`, a joiner before it or not, that goes on with the one before it."""
    words, n = tokens.words, len(tokens.words)
    at = i + 1 if words[i] in t.joiners else i
    part = _part(tokens, at, t) if at < n else None
    if part is None:
        if at >= n or words[at] not in t.articles:
            return None
        after = words[at + 1] if at + 1 < n else ""
        if after in t.halves or after in t.denominators:
            return None
        return (1.0, at + 1) if at > i or t.scales.get(after, room) < room else None
    value, end = part
    fused = value >= 1000 > room and big > 1000 and words[at][0].isalpha() and value < 100_000
    if value != int(value) or not (0 < value < room or fused):
        return None
    following = t.scales.get(words[end]) if end < n else None
    if following is None or following < 100:
        return part
    if following == 100:
        return part if room > 100 and value < 10 else None
    return part if following < big else None


def _decimals(tokens: Tokens, value: float, end: int, t: Numerals) -> tuple[float, int]:
    """ "two point five", "tre komma en fire"."""
    words, n = tokens.words, len(tokens.words)
    if end + 1 >= n or words[end] not in t.decimal_words or value != int(value):
        return value, end
    digits, at = "", end + 1
    while at < n and len(digits) < 6:
        unit = t.units.get(words[at], t.small.get(words[at]))
        if unit is None and words[at].isdecimal() and not digits:
            unit = int(words[at]) if len(words[at]) <= 6 else None
        if unit is None or (unit >= 10 and digits):
            break
        at += 1
        if unit >= 20 and unit % 10 == 0 and unit < 100:
            part = _part(tokens, at - 1, t)
            unit, at = (int(part[0]), part[1]) if part else (unit, at)
        digits += str(unit)
    return (float(f"{int(value)}.{digits}"), at) if digits else (value, end)


def _and_a_half(tokens: Tokens, value: float, end: int, t: Numerals) -> tuple[float, int]:
    """ "two and a half", "two-and-a-half", "to og en halv", "tre en halv"."""
    words, n = tokens.words, len(tokens.words)
    hyphen = end + 1 < n and words[end] == "-" and tokens.glued(end) and tokens.glued(end + 1)
    at = end + hyphen
    for some in (t.joiners, t.articles):
        if at < n and words[at] in some:
            at += 1
            at += hyphen and at < n and words[at] == "-"
    if end + hyphen < at < n and words[at] in t.halves and value == int(value):
        return value + 0.5, at + 1
    return value, end


def read_ordinal(tokens: Tokens, i: int, words: NumberWords) -> tuple[int, int] | None:
    """The ordinal at token `i`, and the index just past it: "3rd", "3.", "3:e", "tredje".

    A figure with a point counts wherever the language writes ordinals so; the caller knows
    whether the sentence might end there.

    >>> from rewriter.languages.pack import load_pack
    >>> read_ordinal(Tokens("3:e kvartalet"), 0, load_pack("sv").numbers)
    (3, 3)
    """
    t = numerals(words)
    n = len(tokens.words)
    if i >= n:
        return None
    word = tokens.words[i]
    if word.isdecimal():
        if len(word) > 3:
            return None
        if i + 1 < n and tokens.glued(i + 1):
            if tokens.words[i + 1] == "." and t.point_ordinals:
                return int(word), i + 2
            for suffix in t.ordinal_suffixes:
                end = _glued_suffix(tokens, i + 1, suffix[1])
                if end:
                    return int(word), end
        return None
    value = t.ordinals.get(word)
    if value is not None:
        return value, i + 1
    ten = t.tens.get(word)
    if ten and i + 1 < n:
        at = i + 2 if tokens.words[i + 1] == "-" else i + 1
        unit = t.ordinals.get(tokens.words[at]) if at < n else None
        if unit and unit < 10:
            return ten + unit, at + 1
    return None


def _glued_suffix(tokens: Tokens, i: int, suffix: str) -> int | None:
    """The index past the glued tokens from `i` on that spell `suffix`, if they do."""
    at, n = i, len(tokens.words)
    rest = suffix
    while rest:
        if at >= n or not tokens.glued(at) or not rest.startswith(tokens.words[at]):
            return None
        rest = rest[len(tokens.words[at]) :]
        at += 1
    return at
