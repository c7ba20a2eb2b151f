"""One number with what stands around it: unit, bound, rate, the counted noun."""

from __future__ import annotations

from dataclasses import dataclass

from rewriter.facts.cardinals import past_point, read_cardinal
from rewriter.facts.tokens import Tokens
from rewriter.facts.units import Bound, Opener, Units
from rewriter.languages.numbers import Period
from rewriter.schemas import QuantityKind

_NOUN_WORDS = 4  # adjectives and noun; longer runs are no noun phrase
_RATINGS = frozenset({3, 4, 5, 6, 7, 10, 100})  # scales that people rate on
_RATE_WORDS = 6  # "30 qualified new leads from the web site per month"
_OTHER_NUMBERS = frozenset({Opener.NUMBER, Opener.FREQUENCY, Opener.MULTIPLE})
_OPEN_ENDS = frozenset(".!?;:()\n")


@dataclass(slots=True)
class Measure:
    """A number on its way to a `Quantity`.  Indexes are of tokens."""

    begin: int  # first token, sign or currency in front
    number: int  # first token of the number itself
    number_end: int
    end: int  # past the unit
    value: float
    value_hi: float | None = None
    unit: str | None = None
    kind: QuantityKind = "count"
    bound: Bound | None = None
    per: Period | None = None
    role: str | None = None
    scale: float | None = None
    lead: int = 0  # token behind the bound in front
    opening: int = 0  # first token of what introduces it: "at least about"
    noun_end: int = 0


def take_unit(m: Measure, tokens: Tokens, u: Units, floor: int) -> None:
    """Reads the unit right behind the number, and the currency in front of it.

    What stands before token `floor` belongs to another number.
    """
    words, at, n = tokens.words, m.end, len(tokens.words)
    if _take_currency_before(m, tokens, u, floor):
        at = m.end
    if at >= n:
        return
    word = words[at]
    if word == "." and at + 1 < n and tokens.glued(at) and words[at - 1] in u.numerals.suffixes:
        if tokens.glued(at + 1) or not _is_money(tokens, at + 1, u):
            return
        at, word, m.end = at + 1, words[at + 1], at + 1  # "1,5 mill. NOK"
    if m.kind != "money" and word in u.marks.anchors:
        found = u.marks.at(words, at)
        if found is not None:
            m.kind = "percent" if found[0] == "percent" else "points"
            m.unit, m.end = "%", found[2]
            return
    if word in u.money.marks.anchors and tokens.glued(at):
        amount = u.money.marks.at(words, at)
        closed = amount is not None and not (amount[2] < n and words[amount[2]][0].isdecimal())
        if amount is not None and closed:
            m.kind, m.unit, m.end = "money", m.unit or amount[0], amount[2]
            return
    _take_currency_after(m, tokens, u)


def _is_money(tokens: Tokens, at: int, u: Units) -> bool:
    named = u.money.code(tokens.text[tokens.starts[at] : tokens.ends[at]])
    return named is not None or tokens.words[at] in u.money.after.anchors


def _take_currency_before(m: Measure, tokens: Tokens, u: Units, floor: int) -> bool:
    words, at = tokens.words, m.begin - 1
    if at < 0:
        return False
    scaled = u.money.scaled_before.get(words[at])
    if scaled is not None and at >= floor and not tokens.glued(at):
        m.kind, m.unit, m.begin = "money", scaled[0], at
        m.value *= scaled[1]
        return True
    found = u.money.before.at(words, at) if words[at] in u.money.before.anchors else None
    if found is not None:
        code, first = found[0], found[1]
    else:
        named = u.money.code(tokens.text[tokens.starts[at] : tokens.ends[at]])
        if named is None:
            return False
        code, first = named, at
    if first < floor:
        return False  # "5 kr 10": the word belongs to the number before it
    m.kind, m.unit, m.begin = "money", code, first
    return True


def _take_currency_after(m: Measure, tokens: Tokens, u: Units) -> None:
    words, at, n = tokens.words, m.end, len(tokens.words)
    word = words[at]
    scaled = u.money.scaled.get(word)
    if scaled is not None:
        m.kind, m.unit, m.end = "money", scaled[0], at + 1
        m.value *= scaled[1]
        return
    if word in u.money.prefixes and at + 1 < n and tokens.glued(at + 1):
        found = u.money.after.at(words, at + 1)  # "1,5 M€"
        if found is not None and not words[at + 1][0].isalpha():
            m.kind, m.unit, m.end = "money", found[0], found[2]
            m.value *= u.money.prefixes[word]
            return
    found = u.money.after.at(words, at) if word in u.money.after.anchors else None
    if found is not None:
        end = found[2]
        if end < n and words[end][0].isdecimal() and tokens.glued(end) and not tokens.glued(at):
            return  # "5 $10": the sign belongs to the number behind it
        m.kind, m.unit, m.end = "money", found[0], past_point(tokens, found[2])
        _take_scale(m, tokens, u)
        return
    code = u.money.code(tokens.text[tokens.starts[at] : tokens.ends[at]])
    if code is not None:
        m.kind, m.unit, m.end = "money", code, at + 1
        _take_scale(m, tokens, u)


def _take_scale(m: Measure, tokens: Tokens, u: Units) -> None:
    """ "75 USD million"."""
    scale = u.numerals.scales.get(tokens.words[m.end], 0) if m.end < len(tokens.words) else 0
    if scale >= 1000 and m.number_end == m.number + 1:
        m.value, m.end = m.value * scale, m.end + 1


def take_opening(m: Measure, tokens: Tokens, u: Units) -> None:
    """Reads "at least", "about" and the like in front of the number."""
    words, at = tokens.words, m.begin
    for _ in range(3):
        if m.bound is None and at and words[at - 1] in u.bounds.anchors:
            found = u.bounds.at(words, at - 1)
            if found is not None and (at < 2 or u.arrows.at(words, at - 1) is None):
                m.bound, m.lead, at = found[0], at, found[1]
                continue
        filler = u.about.at(words, at - 1) if at and words[at - 1] in u.about.anchors else None
        if filler is None:
            break
        # "in the 20" stays with its preposition; only what is followed by the number may go
        at = filler[1]
    m.opening = at


def take_company(m: Measure, tokens: Tokens, u: Units, stop: int) -> None:
    """Reads what follows up to token `stop`: the counted noun, "or more", the rate."""
    words = tokens.words
    _take_bound_after(m, tokens, u)
    m.noun_end = m.end
    if m.kind == "count" and m.unit is None:
        take_noun(m, tokens, u, stop)
        if m.noun_end != m.end:
            end, m.end = m.end, m.noun_end
            _take_bound_after(m, tokens, u)
            m.noun_end, m.end = m.end, end
    # a rate may have been taken for a deadline, so `stop` itself is looked at as well
    at, limit = m.end, min(stop + 1, len(words), m.end + _RATE_WORDS)
    while at < limit:
        word = words[at]
        if word in u.per.anchors:
            found = u.per.at(words, at)
            # "10% through weekly posts" is no rate.
            tied = at > m.end and word in u.rates and words[at - 1] in u.bridges
            if found is not None and not tied:
                m.per = found[0]
                return
        if at >= m.noun_end and (word in u.no_rate or u.openers.get(word) in _OTHER_NUMBERS):
            return
        if word[0].isdecimal() or (word in _OPEN_ENDS and past_point(tokens, at) == at):
            return
        at += 1


def _take_bound_after(m: Measure, tokens: Tokens, u: Units) -> None:
    words = tokens.words
    if m.bound is None and m.end < len(words) and words[m.end] in u.bounds_after.anchors:
        found = u.bounds_after.at(words, m.end)
        if found is not None and (words[m.end] != "+" or tokens.glued(m.end)):
            m.bound, m.end = found[0], found[2]


def take_noun(m: Measure, tokens: Tokens, u: Units, stop: int) -> None:
    """The counted noun, where one is plain: `unit` in lower case, and where it ends."""
    words, n = tokens.words, min(len(tokens.words), stop)
    run: list[tuple[str, int]] = []
    at = m.end
    while at < n and len(run) < _NOUN_WORDS:
        word = words[at]
        if word in u.rates and not run:
            at += 1  # "30 monthly leads"
            continue
        if not word[0].isalpha() or word in u.stop or word in u.now_after.anchors:
            break
        first = at
        at += 1
        while at + 1 < n and words[at] in "-&'" and tokens.glued(at) and tokens.glued(at + 1):
            at += 2  # "sign-ups"
        run.append((tokens.slice(first, at - 1).lower(), at))
    if not run:
        return
    nouns = [entry for entry in run if not _is_adjective(entry[0], u)]
    nouns = nouns or [entry for entry in run[-1:] if entry[0] not in u.adjectives]
    if not nouns:
        return
    pieces = len(nouns) > 1 and nouns[0][0] in u.units_glued  # "30 st nya kunder"
    chosen = nouns[1] if pieces else nouns[0]
    if u.noun_last:
        plurals = [entry for entry in nouns if entry[0].endswith("s")]
        chosen = plurals[-1] if plurals else nouns[-1] if len(nouns) < 3 else nouns[0]
    m.unit, m.noun_end = chosen


def _is_adjective(word: str, u: Units) -> bool:
    return word in u.adjectives or (len(word) > 5 and word.endswith(u.adjective_endings))


def of_what(m: Measure, tokens: Tokens, u: Units) -> None:
    """ "4.2 of 5", "3 out of 10", "one in five": the scale of a rating or ratio."""
    words, at = tokens.words, m.end
    if at >= len(words) or m.kind != "count":
        return
    found = u.of_words.at(words, at) if words[at] in u.of_words.anchors else None
    share = False
    if (
        found is None
        and words[at] in u.in_words.anchors
        and m.value == int(m.value)
        and m.value < 10
    ):
        found, share = u.in_words.at(words, at), True
    if found is None:
        return
    whole = read_cardinal(tokens, found[2], u.words)
    if whole is None or whole[0] < m.value or whole[0] <= 1:
        return
    scale, end = whole
    following = words[end] if end < len(words) else ""
    if following in u.periods or following in u.marks.anchors or following in u.money.after.anchors:
        return
    if share and (scale > 100 or scale != int(scale)):
        return
    counted = following[:1].isalpha() and following not in u.stop and following not in u.stars
    m.kind = "ratio" if share or counted or m.value == 1 or scale not in _RATINGS else "rating"
    m.scale, m.end = scale, end
