"""Slips of the finger in a rough goal: words one letter off a word that the pack knows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, cached_property

from pydantic import BaseModel

from rewriter.facts.metrics import names_compound
from rewriter.facts.tokens import REMEMBERED, Tokens
from rewriter.languages.pack import Pack, load_pack

_SHORTEST = 5  # letters: shorter words have too many neighbours
_SAFE = 8  # letters up to which another letter makes another word rather than a slip
_FAIR = 7  # letters below which only swapped letters and words of direction are put right
_LONG = 12  # letters from which a word seen elsewhere may have been the same slip
_PLAIN = str.maketrans({"ø": "o", "æ": "a", "ß": "s", "c": "k", "z": "s"})
_SOFT_C = re.compile("c(?=[eiy])")
_DOUBLE = re.compile(r"(.)\1+")
_CLUSTER = re.compile(r"[bcdfghjklmnpqrtvwxz]{3}")  # no vowel, and no s that joins many
_WORD = re.compile(r"\w+")


class _Speller:
    """The words of a pack that matter to a goal, by how they sound."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._meanings: dict[str, set[str]] = {}
        for word, meaning in _vocabulary(pack):
            self._meanings.setdefault(word, set()).add(meaning)
        self._seen: dict[str, str] = {}

    @cached_property
    def _by_start(self) -> dict[tuple[str, int], list[tuple[str, str]]]:
        """Sounds and their words, by first letter and length."""
        found: dict[tuple[str, int], list[tuple[str, str]]] = {}
        for word in self._meanings:
            if len(word) >= _SHORTEST:
                sound = _sound(word)
                found.setdefault((sound[0], len(sound)), []).append((sound, word))
        return found

    def correct(self, word: str) -> str:
        """The known word that is meant, or the word itself."""
        found = self._seen.get(word)
        if found is None:
            if len(self._seen) >= REMEMBERED:
                self._seen.clear()
            found = self._seen[word] = self._correct(word)
        return found

    def _correct(self, word: str) -> str:
        if len(word) < _SHORTEST or word in self._meanings:
            return word
        code = self._pack.code
        if word in _pack_words(code) or (len(word) < _LONG and word in _seen_words(code)):
            return word
        if names_compound(word, self._pack):
            return word
        sound = _sound(word)
        same, near = [], []
        for size in range(len(sound) - 1, len(sound) + 2):
            for other, known in self._by_start.get((sound[0], size), ()):
                if len(word) < _FAIR and not self._is_safe(word, known):
                    continue
                if other == sound:
                    same.append(known)
                elif self._is_slip(word, known):
                    near.append(known)
        close = same or near
        if not close:
            return word
        shared = set.intersection(*(self._meanings[known] for known in close))
        return close[0] if shared else word

    def _is_safe(self, word: str, known: str) -> bool:
        """Whether a short word may be meant: bakers are no backers, but "laeds" are leads."""
        swapped = sorted(word) == sorted(known)
        doubled = _DOUBLE.sub(r"\1", word) == _DOUBLE.sub(r"\1", known)
        unspoken = len(word) < len(known) and bool(_CLUSTER.search(word))
        moves = any(m.startswith(("direction ", "channel ")) for m in self._meanings[known])
        return swapped or doubled or unspoken or moves

    @staticmethod
    def _is_slip(word: str, known: str) -> bool:
        """Whether the one may be meant by the other, which is a letter off."""
        # Another letter in a short word makes another word: coffee is no coffer.
        changed = len(word) == len(known) and sorted(word) != sorted(known)
        if (changed and len(word) <= _SAFE) or _same_but_ending(word, known):
            return False
        return _one_off(word, known)


def correct_spelling(text: str, pack: Pack) -> str:
    """The text with slips in the words that say what to reach put right.

    A word is changed only where it is long, is none that the pack uses anywhere, and has one
    neighbour in meaning: a letter too many, too few or another, two swapped, or a missing accent.

    >>> correct_spelling("More folowers on Instagarm", load_pack("en"))
    'More followers on Instagram'
    >>> correct_spelling("More flowers on Instagram", load_pack("en"))
    'More flowers on Instagram'
    """
    speller = _speller(pack.code)
    tokens = Tokens(text)
    pieces: list[str] = []
    done = 0
    for i, word in enumerate(tokens.words):
        if len(word) >= _SHORTEST and word[0].isalpha():
            start, end = tokens.starts[i], tokens.ends[i]
            if i and len(word) < _SAFE and text[start:end].istitle():
                continue  # a name rather than a slip
            meant = speller.correct(word)
            if meant != word:
                meant = meant.capitalize() if text[start].isupper() else meant
                pieces += [text[done:start], meant]
                done = end
    return "".join((*pieces, text[done:])) if pieces else text


@cache
def _speller(code: str) -> _Speller:
    return _Speller(load_pack(code))


def _vocabulary(pack: Pack) -> Iterator[tuple[str, str]]:
    """Words that are worth putting right, each with what it stands for."""
    words = pack.metrics
    for name, entry in words.metrics.items():
        for compound in entry.compounds:
            for first in compound.first:
                for last in compound.last:
                    yield first + last, name
        for phrase in (*entry.words, *entry.heads, entry.one, entry.many):
            yield from _pieces(phrase, name)
    for name, channel in words.channels.items():
        for phrase in channel.words:
            yield from _pieces(phrase, f"channel {name}")
    for way, phrases in words.goal.directions:
        for phrase in phrases:
            yield from _pieces(phrase, f"direction {way}")


def _pieces(phrase: str, meaning: str) -> Iterator[tuple[str, str]]:
    words = phrase.split()
    if len(words) == 1:
        yield phrase, meaning
    else:
        # A word out of several stands for itself.
        yield from ((word, word) for word in words if len(word) >= _SHORTEST)


@cache
def _pack_words(code: str) -> frozenset[str]:
    """Every word that the pack uses anywhere: none of them is a slip."""
    pack = load_pack(code)
    sections: Iterable[BaseModel] = (pack.basics, pack.metrics, pack.judging, pack.drafts)
    found: set[str] = set()
    for section in sections:
        for text in _texts(section):
            found.update(_WORD.findall(text.lower()))
    return frozenset(found)


@cache
def _seen_words(code: str) -> frozenset[str]:
    """Words of texts that the pack was made with, whatever they stand for."""
    pack = load_pack(code)
    weights = pack.learned
    tables = (weights.consequence.table, weights.claim.table, weights.concrete.table)
    return pack.vocabulary.union(*tables)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for _, inner in value:
            yield from _texts(inner)
    elif isinstance(value, dict):
        yield from (key for key in value if isinstance(key, str))
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _texts(inner)


def _sound(word: str) -> str:
    """The word without accents and double letters, with one letter for one sound."""
    plain = unicodedata.normalize("NFD", _SOFT_C.sub("s", word)).translate(_PLAIN)
    return _DOUBLE.sub(r"\1", "".join(c for c in plain if not unicodedata.combining(c)))


def _one_off(one: str, two: str) -> bool:
    """Whether one letter added, dropped or changed, or two swapped, leads from one to the other."""
    pairs = zip(one, two, strict=False)
    at = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(two)))
    if len(one) == len(two):
        swapped = one[at : at + 2] == two[at : at + 2][::-1] and one[at + 2 :] == two[at + 2 :]
        return swapped or one[at + 1 :] == two[at + 1 :]
    if len(one) > len(two):
        return one[at + 1 :] == two[at:]
    return one[at:] == two[at + 1 :]


def _same_but_ending(one: str, two: str) -> bool:
    """Whether only the last letter is another, lost or added: forms of words, and no slips."""
    shorter = min(len(one), len(two))
    return one[: shorter - (len(one) == len(two))] == two[: shorter - (len(one) == len(two))]
