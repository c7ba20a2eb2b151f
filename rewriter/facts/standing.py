"""Numbers of a rough goal that say where things stand: "we get 40 a month now"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from rewriter.facts.goalwords import GoalLexicon
from rewriter.facts.tokens import Tokens
from rewriter.schemas import Quantity

_NEAR = 6  # tokens between the number and the word that puts it in the present
_STOPS = frozenset(".;,:!?()–—")


def stands(
    quantity: Quantity,
    others: Sequence[Quantity],
    tokens: Tokens,
    hits: Sequence[tuple[int, int]],
    lexicon: GoalLexicon,
) -> bool:
    """Whether the number is one of the present or past, by the words of its own clause.

    `hits` are the token ranges of `GoalWords.present`.  A word of wanting before the number, or
    "more" behind it, makes it a wish; so does a word that may also mean "reach" (Norwegian "nå")
    right before it.  Between two numbers the word belongs to the nearer one.
    """
    words = tokens.words
    first, last = _place(quantity, tokens)
    begin, end = first, last
    while begin and words[begin - 1] not in _STOPS:
        begin -= 1
    while end + 1 < len(words) and words[end + 1] not in _STOPS:
        end += 1
    inside = [hit for hit in hits if begin <= hit[0] and hit[1] <= end]
    if not inside:
        return False
    told = {i for i, j in inside for i in range(i, j + 1)}
    if any(words[i] in lexicon.aimed for i in range(begin, first) if i not in told):
        return False
    if last < end and words[last + 1] in lexicon.new and _is_up(words[last + 1], lexicon):
        return False
    places = [_place(other, tokens) for other in others]
    for i, j in inside:
        if j == first - 1 and lexicon.directions["reach"].hits(Tokens(words[j])):
            continue
        gap = _gap(i, j, first, last)
        if gap <= _NEAR and all(gap <= _gap(i, j, *place) for place in places):
            return True
    return False


def _place(quantity: Quantity, tokens: Tokens) -> tuple[int, int]:
    return bisect_left(tokens.starts, quantity.start), bisect_left(tokens.ends, quantity.end)


def _gap(i: int, j: int, first: int, last: int) -> int:
    return max(i - last, first - j)


def _is_up(word: str, lexicon: GoalLexicon) -> bool:
    return lexicon.directions["up"].hits(Tokens(word))
