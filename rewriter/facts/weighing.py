"""Answers to questions that word lists answer badly: the weighed sum of many small signs.

Good writers share few words, so lists saturate.  The weights of `languages.learned` are those of a
logistic regression over words, neighbouring words and pieces of words in labelled texts.  Reading a
text with them is a sum: the same text has the same score on every machine, and each word's share of
it can be told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from math import sqrt

from rewriter.facts.tokens import REMEMBERED
from rewriter.languages.pack import load_pack

_PIECES = (4, 5)  # letters of a piece; shorter ones say little, longer ones are words
_SCALE = 8.0  # of all words of a text together, beside signs that count one each
_EDGE = "|"
_KEPT = 500  # words whose pieces are kept, for the other questions that are asked about a text


@lru_cache(maxsize=_KEPT)
def pieces(word: str) -> tuple[str, ...]:
    """The signs in one word: itself and its pieces.

    >>> pieces("sales")
    ('sales', '|sal', 'sale', 'ales', 'les|', '|sale', 'sales', 'ales|')
    """
    if not word[0].isalpha():
        return ("#" if word[0].isdigit() else word,)
    edged = f"{_EDGE}{word}{_EDGE}"
    return (
        word,
        *(edged[i : i + n] for n in _PIECES for i in range(len(edged) - n + 1)),
    )


def neighbours(words: Sequence[str]) -> Iterator[str]:
    """Each word with the next, edges of the text included."""
    before = _EDGE
    for word in words:
        yield f"{before} {word}"
        before = word
    yield f"{before} {_EDGE}"


def text_signs(words: Sequence[str]) -> dict[str, float]:
    """How much of a text each sign makes up, as weights are learned."""
    words = ["#" if word[0].isdigit() else word for word in words]
    found = Counter(piece for word in words for piece in pieces(word))
    found.update(neighbours(words))
    share = _SCALE / sqrt(found.total())
    return {sign: count * share for sign, count in found.items()}


class Scale:
    """One question's weights, ready to weigh texts in one language."""

    def __init__(self, bias: float, table: Mapping[str, float]) -> None:
        self._bias = bias
        self._table = table
        self._words: dict[str, tuple[float, int]] = {}

    def weigh(self, words: Sequence[str], signs: Mapping[str, float]) -> float:
        """The sum over words and signs; above zero the answer is yes.

        >>> Scale(-0.5, {"sales": 1.0, ":new": 0.25}).weigh(["sales"], {":new": 2.0}) > 0
        True
        """
        table = self._table
        total = self._bias + sum(table.get(sign, 0.0) * value for sign, value in signs.items())
        if not words:
            return total
        words = ["#" if word[0].isdigit() else word for word in words]
        sum_, count = 0.0, len(words) + 1
        for sign in neighbours(words):
            sum_ += table.get(sign, 0.0)
        for word in words:
            weight, size = self._word(word)
            sum_ += weight
            count += size
        return total + sum_ * _SCALE / sqrt(count)

    def _word(self, word: str) -> tuple[float, int]:
        found = self._words.get(word)
        if found is None:
            parts = pieces(word)
            found = sum(self._table.get(part, 0.0) for part in parts), len(parts)
            if len(self._words) >= REMEMBERED:
                self._words.clear()
            self._words[word] = found
        return found


@cache
def scale(code: str, question: str) -> Scale:
    """The scale of a language for a question of `languages.learned.Learned`."""
    weights = getattr(load_pack(code).learned, question)
    return Scale(weights.bias, weights.table)
