"""Phrases looked up in tokens, each token once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set

from rewriter.facts.tokens import REMEMBERED, Tokens

_NONE: list[list[str]] = []


class Lexicon:
    """Finds any of many phrases.  `*` at a word's end or beginning stands for the rest of it.

    >>> words = Lexicon(["as soon as possible", "omsætning*", "*salget"])
    >>> tokens = Tokens("Mere omsætningsvækst i mersalget")
    >>> [tokens.slice(*hit) for hit in words.find(tokens)]
    ['omsætningsvækst', 'mersalget']
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        exact: dict[str, list[list[str]]] = {}
        wild: dict[str, list[list[str]]] = {}
        for phrase in phrases:
            words = _pattern_words(phrase)
            (wild if "*" in words[0] else exact).setdefault(words[0], []).append(words)
        self._exact = exact
        self._wild = list(wild.items())
        self._wild_regex = _any_of(wild) if wild else None
        # Whether a figure begins any of them: else figures, of which there is no end, are not
        # remembered.
        self.figures = any(first.strip("*")[:1].isdigit() for first in (*exact, *wild))
        # The words that were looked up already, and the patterns of those that begin any.
        self._seen: set[str] = set()
        self._starts: dict[str, list[list[str]]] = {}

    def find(self, tokens: Tokens) -> list[tuple[int, int]]:
        """Token ranges (first, last) of the longest matches, left to right, not overlapping."""
        vocabulary = tokens.vocabulary
        if not vocabulary <= self._seen:
            self._learn(vocabulary)
        starts = self._starts
        found: list[tuple[int, int]] = []
        if starts.keys().isdisjoint(vocabulary):  # as in most texts, for most lexicons
            return found
        words = tokens.words
        past = 0  # index behind the last match
        for i, word in enumerate(words):
            if i < past:
                continue
            patterns = starts.get(word)
            if patterns:
                past = _longest(patterns, words, i)
                if past > i:
                    found.append((i, past - 1))
        return found

    def hits(self, tokens: Tokens) -> bool:
        """Whether any phrase stands in the tokens."""
        return bool(self.find(tokens))

    def _learn(self, words: Set[str]) -> None:
        """Keeps what patterns the words of a text begin, for the next texts."""
        new = {word for word in words - self._seen if self.figures or not word[0].isdigit()}
        if len(self._seen) + len(new) > REMEMBERED:
            self._seen.clear()
            self._starts.clear()
            new |= words
        if len(new) <= REMEMBERED:
            self._seen |= new
        for word in new:
            if patterns := self.beginning(word):
                self._starts[word] = patterns

    def beginning(self, word: str) -> list[list[str]]:
        """The patterns that a word begins, cut into words."""
        exact = self._exact.get(word, _NONE)
        if not self._wild_regex or not self._wild_regex.fullmatch(word):
            return exact
        return exact + [
            pattern for first, wild in self._wild if _fits(first, word) for pattern in wild
        ]


class _Start:
    """The phrases that begin with one word, and the names of their lists.

    The longer ones go by their second word, as few of them get beyond it.
    """

    __slots__ = ("alone", "by_second", "by_wild_second", "leads_on")

    def __init__(self, phrases: Iterable[tuple[str, list[str]]]) -> None:
        self.alone: dict[str, int] = {}  # the lists in which the word alone will do
        self.by_second: dict[str, list[tuple[str, list[str]]]] = {}
        self.by_wild_second: list[tuple[str, list[str]]] = []
        for name, pattern in phrases:
            if len(pattern) == 1:
                self.alone[name] = 1
            elif "*" in pattern[1]:
                self.by_wild_second.append((name, pattern))
            else:
                self.by_second.setdefault(pattern[1], []).append((name, pattern))
        for longer in self.by_second.values():
            longer += self.by_wild_second
        self.leads_on = bool(self.by_second or self.by_wild_second)


_NOTHING = _Start(())


class Lexicons:
    """Many lexicons that read a text together, each word looked up once for all of them.

    >>> lists = Lexicons({"soon": ["as soon as possible"], "sales": ["sale*"]})
    >>> lists.find(Tokens("More sales as soon as possible"))
    {'sales': [(1, 1)], 'soon': [(2, 5)]}
    """

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._lexicons = {name: Lexicon(words) for name, words in phrases.items()}
        self._starts: dict[str, _Start] = {}
        self._figures = any(lexicon.figures for lexicon in self._lexicons.values())

    def find(self, tokens: Tokens) -> dict[str, list[tuple[int, int]]]:
        """What `Lexicon.find` gives, by name; names without a match are left out."""
        found: dict[str, list[tuple[int, int]]] = {}
        words = tokens.words
        starts = self._starts
        last = len(words) - 1
        for i, word in enumerate(words):
            start = starts.get(word)
            if start is None:
                start = self._learn(word)
            ends: Mapping[str, int] = start.alone
            if start.leads_on and i < last:
                longer = start.by_second.get(words[i + 1], start.by_wild_second)
                if longer:
                    ends = _ends(start.alone, longer, words, i)
            for name, length in ends.items():
                hits = found.get(name)
                if hits is None:
                    found[name] = [(i, i + length - 1)]
                elif i > hits[-1][1]:
                    hits.append((i, i + length - 1))
        return found

    def _learn(self, word: str) -> _Start:
        if word[0].isdigit() and not self._figures:
            return _NOTHING
        start = _Start(
            (name, pattern)
            for name, lexicon in self._lexicons.items()
            for pattern in lexicon.beginning(word)
        )
        if len(self._starts) >= REMEMBERED:
            self._starts.clear()
        self._starts[word] = start if start.alone or start.leads_on else _NOTHING
        return start


def _ends(
    alone: Mapping[str, int], longer: Iterable[tuple[str, list[str]]], words: list[str], i: int
) -> Mapping[str, int]:
    """How many words of each list the phrases at `i` take, the longest one of each."""
    ends = dict(alone)
    for name, pattern in longer:
        length = len(pattern)
        if (
            length > ends.get(name, 0)
            and i + length <= len(words)
            and all(map(_fits, pattern[1:], words[i + 1 : i + length]))
        ):
            ends[name] = length
    return ends


def _longest(patterns: Iterable[list[str]], words: list[str], i: int) -> int:
    """The index behind the longest pattern that fits at `i`; `i` where none does."""
    past = i
    for pattern in patterns:
        end = i + len(pattern)
        if past < end <= len(words) and all(map(_fits, pattern[1:], words[i + 1 : end])):
            past = end
    return past


def _pattern_words(phrase: str) -> list[str]:
    """A phrase cut as text is cut, its asterisks kept with their words."""
    marked = phrase.replace("*", "\ue000")
    return [
        word
        for piece in marked.split()
        for word in (
            [piece.lower().replace("\ue000", "*")] if "\ue000" in piece else Tokens(piece).words
        )
    ]


def _fits(pattern: str, word: str) -> bool:
    if "*" not in pattern:
        return pattern == word
    stem = pattern.strip("*")
    if pattern.startswith("*"):
        return stem in word if pattern.endswith("*") else word.endswith(stem)
    return word.startswith(stem)


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(p).replace(r"\*", ".*") for p in patterns))
