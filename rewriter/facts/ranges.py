"""Numbers that belong together: ranges, from and to, and one number said twice."""

from __future__ import annotations

from rewriter.facts.figures import read_figure
from rewriter.facts.measure import Measure, take_noun
from rewriter.facts.phrases import Phrases
from rewriter.facts.tokens import Tokens
from rewriter.facts.units import Units

DASHES = frozenset("-–—‑−‐~")
_APART = 10  # tokens that may stand between from and to
_PARTS = frozenset(",;.:!?")
_ENDS = frozenset(".!?;\n")


def combine(found: list[Measure], tokens: Tokens, u: Units, *, dated: bool) -> list[Measure]:
    """Joins what belongs together; a range becomes one measure, from-to two with roles.

    `dated`: the text speaks of a time, too, so that "is at 40" may be how things will be.
    """
    kept = _joined(found, tokens, u)
    # "Amounts to 350, against 310 now": where the start is told, what stands is the target.
    told = dated or any(m.role == "baseline" for m in kept)
    for m in kept:
        if m.role is None and _left_behind(m, tokens, u, told):
            m.role = "baseline"
    return kept


def _joined(found: list[Measure], tokens: Tokens, u: Units) -> list[Measure]:
    kept: list[Measure] = []
    for m in found:
        _alone(m, tokens, u)
        between = tokens.words[kept[-1].end] if kept and m.begin - kept[-1].end == 1 else ""
        if kept and (kept[-1].end == m.begin or between in _PARTS):
            kept.append(m)  # nothing between them that could join them
            continue
        if kept and (_same(kept[-1], m, tokens, u) or _range(kept[-1], m, tokens, u)):
            continue
        if kept:
            _from_to(kept[-1], m, tokens, u)
            _against(kept[-1], m, tokens, u)
        kept.append(m)
    return kept


def _alone(m: Measure, tokens: Tokens, u: Units) -> None:
    """A starting point that is called one: "currently 400", "400 today"."""
    words = tokens.words
    if m.kind == "multiple":
        return
    if m.opening and u.now_before.at(words, m.opening - 1) is not None:
        m.role = "baseline"
        return
    if (
        max(m.noun_end, m.end) < len(words)
        and u.now_after.at(words, max(m.noun_end, m.end)) is not None
    ):
        m.role = "baseline"


def _against(a: Measure, b: Measure, tokens: Tokens, u: Units) -> None:
    """The start behind what is aimed at: "520 instead of 400", where "mot 400" may be "towards"."""
    near = _ENDS.isdisjoint(tokens.words[a.end : b.opening])
    if b.role is None and a.role != "baseline" and near and _before(b, u.against, tokens):
        b.role = "baseline"


def _left_behind(m: Measure, tokens: Tokens, u: Units, dated: bool) -> bool:
    """ "From 400 followers to many more", "our score stands at 22"."""
    words = tokens.words
    if m.opening == 0 or m.value_hi is not None or m.kind == "multiple":
        return False
    if not dated and m.bound is None and u.standing.at(words, m.opening - 1) is not None:
        return True
    end = max(m.end, m.noun_end)
    leads_on = end < len(words) and words[end] in u.leads_on
    return leads_on and _before(m, u.from_words, tokens)


def _same(a: Measure, b: Measure, tokens: Tokens, u: Units) -> bool:
    """ "45 (forty-five)"."""
    words = tokens.words
    closed = b.end < len(words) and words[b.end] == ")"
    if b.begin == a.end + 1 and words[a.end] == "(" and closed and a.value == b.value:
        a.end = a.noun_end = b.end + 1
        if a.unit is None:
            a.unit, a.kind = b.unit, b.kind
        if a.unit is None:
            take_noun(a, tokens, u, len(tokens.words))
        return True
    return False


def _range(a: Measure, b: Measure, tokens: Tokens, u: Units) -> bool:
    """Makes `a` the range of both, if they are one: "15-20 %", "between 10 and 20"."""
    words = tokens.words
    if a.value_hi is not None or "multiple" in (a.kind, b.kind) or a.scale or b.scale:
        return False
    between = words[a.end : b.begin]
    dash = len(between) == 1 and between[0] in DASHES
    if not dash and a.noun_end <= b.opening and len(between) > 3:
        return False
    joined = False
    if not dash and a.opening and u.between.at(words, a.opening - 1) is not None:
        joined = any(word in u.numerals.joiners for word in between) and len(between) <= 3
    if not dash and not joined:
        through = _to(b, tokens, u)
        hanging = a.end + 1 < len(words) and words[a.end] == "-" and tokens.glued(a.end)
        if through is None or through != a.end + hanging or _before(a, u.from_words, tokens):
            return False
        if b.role == "baseline":
            return False  # "12 % mot 14 % nå": the goal and what is
    low, high = _shared_scale(a, b, tokens, u)
    if joined and high < low:
        low, high = high, low
    if not low < high or not _alike(a, b):
        return False
    a.value, a.value_hi, a.end, a.noun_end = low, high, b.end, b.noun_end
    if b.unit is not None and (a.unit is None or a.kind == "count"):
        a.unit, a.kind = b.unit, b.kind
    a.per, a.role = b.per or a.per, a.role or b.role
    return True


def _alike(a: Measure, b: Measure) -> bool:
    return a.kind == b.kind or a.kind == "count" or b.kind == "count"


def _shared_scale(a: Measure, b: Measure, tokens: Tokens, u: Units) -> tuple[float, float]:
    """The values, `a` raised to the scale of `b` where only that makes sense: "5-10k"."""
    low, high = a.value, b.value
    plain = _unscaled(b, tokens, u)
    if plain and plain != high and _unscaled(a, tokens, u) == low and low < plain:
        low *= high / plain
    elif u.words.short_ranges and plain == high:
        low *= _left_out(low, high)
    return low, high


def _left_out(low: float, high: float) -> float:
    """The hundred of "5-600" and the thousand of "10-15 000", said once for both ends; else 1."""
    for scale in (1000.0, 100.0):
        if high % scale == 0 and low == int(low) and low < high / scale <= 2 * low:
            return scale
    return 1.0


def _share_scale(low: Measure, high: Measure, tokens: Tokens, u: Units) -> None:
    """ "from 2 to 2.5 million": the first is two million."""
    plain = _unscaled(high, tokens, u)
    bare = low.unit is None and low.kind == "count" and low.end == low.number_end
    if not bare or not plain or plain == high.value or _unscaled(low, tokens, u) != low.value:
        return
    if plain / 20 <= low.value <= plain * 5:
        low.value *= high.value / plain


def _unscaled(m: Measure, tokens: Tokens, u: Units) -> float | None:
    """The first figure or word of a number, without the scale behind it."""
    word = tokens.words[m.number]
    if not word[0].isdecimal():
        return u.numerals.small.get(word) or u.numerals.before_stem(word)
    figure = read_figure(tokens.text, tokens.starts[m.number], u.numerals.decimal)
    return figure[0] if figure else None


def _to(m: Measure, tokens: Tokens, u: Units) -> int | None:
    """Where the "to" in front of a number begins; "up to" is a bound as well."""
    for at in (m.opening, m.lead):
        if at and tokens.words[at - 1] in u.to_words.anchors:
            found = u.to_words.at(tokens.words, at - 1)
            if found is not None:
                return found[1]
    return None


def _before(m: Measure, phrases: Phrases[None], tokens: Tokens) -> bool:
    at = m.opening - 1
    return (
        at >= 0 and tokens.words[at] in phrases.anchors and phrases.at(tokens.words, at) is not None
    )


def _from_to(a: Measure, b: Measure, tokens: Tokens, u: Units) -> None:
    """Tells baseline and target apart: "from 400 to 520", "to 520 from 400"."""
    words = tokens.words
    if b.opening - a.end > _APART or any(word in _ENDS for word in words[a.end : b.opening]):
        return
    a_from, b_to = _before(a, u.from_words, tokens), _to(b, tokens, u)
    arrow = _before(b, u.arrows, tokens) and b.opening - a.end <= 2
    if (a_from and b_to is not None) or arrow:
        low, high = a, b
    elif _before(b, u.from_words, tokens) and _to(a, tokens, u) is not None:
        low, high = b, a
    else:
        return
    if not _alike(low, high):
        return  # "to € 350.000, which is a rise of 17 %": the one is no start of the other
    low.role, high.role = "baseline", "target"
    if high.lead and u.to_words.at(words, high.lead - 1) is not None:
        high.bound = None
    _share_scale(low, high, tokens, u)
    for one, other in ((low, high), (high, low)):
        if one.kind == "count" and one.unit is None and other.kind not in ("multiple", "ratio"):
            one.kind, one.unit = other.kind, other.unit
