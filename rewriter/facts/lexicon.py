"""Phrases looked up in tokens, each token once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rewriter.facts.tokens import Tokens

_SEEN = 20_000  # words remembered per lexicon; pasted text must not fill the memory


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
        self._starts: dict[str, list[list[str]]] = {}

    def find(self, tokens: Tokens) -> list[tuple[int, int]]:
        """Token ranges (first, last) of the longest matches, left to right, not overlapping."""
        found = []
        words = tokens.words
        starts = self._starts
        past = 0  # index behind the last match
        for i, word in enumerate(words):
            if i < past:
                continue
            patterns = starts.get(word)
            if patterns is None:
                patterns = self._learn(word)
            for pattern in patterns:
                end = i + len(pattern)
                if end > past and all(map(_fits, pattern[1:], words[i + 1 : end])):
                    past = end if end <= len(words) else past
            if past > i:
                found.append((i, past - 1))
        return found

    def hits(self, tokens: Tokens) -> bool:
        """Whether any phrase stands in the tokens."""
        return bool(self.find(tokens))

    def _learn(self, word: str) -> list[list[str]]:
        """The patterns that a word begins, kept for the next time."""
        patterns = list(self._exact.get(word, ()))
        if self._wild_regex and self._wild_regex.fullmatch(word):
            for first, wild in self._wild:
                if _fits(first, word):
                    patterns += wild
        if len(self._starts) > _SEEN:
            self._starts.clear()
        self._starts[word] = patterns
        return patterns


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
