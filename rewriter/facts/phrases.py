"""Phrases that are looked for at a known token."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from rewriter.facts.tokens import Tokens

T = TypeVar("T")


class Phrases(Generic[T]):
    """Phrases with a value each, found by one of their words: the anchor.

    The anchor is the word at an index (-1: the last), or the one that a function rates highest.
    `anchors` answers quickly whether a word can be one at all.

    >>> fruit = Phrases([("green apple", 1), ("apple", 2)], anchor=-1)
    >>> fruit.at(["a", "green", "apple"], 2), fruit.at(["an", "apple"], 1), fruit.at(["a"], 0)
    ((1, 1, 3), (2, 1, 2), None)
    """

    def __init__(
        self, entries: Iterable[tuple[str, T]], anchor: int | Callable[[str], int] = 0
    ) -> None:
        self._values: dict[tuple[str, ...], T] = {}
        shapes: dict[str, set[tuple[int, int]]] = {}
        for phrase, value in entries:
            words = tuple(Tokens(phrase).words)
            if isinstance(anchor, int):
                offset = anchor % len(words)
            else:
                offset = words.index(max(words, key=anchor))
            self._values.setdefault(words, value)
            shapes.setdefault(words[offset], set()).add((len(words), offset))
        # per anchor, the longest phrases first: how many words, and which one is the anchor
        self._shapes = {word: sorted(found, reverse=True) for word, found in shapes.items()}
        self.anchors = self._shapes.keys()

    def at(self, words: list[str], i: int) -> tuple[T, int, int] | None:
        """The longest phrase anchored at token `i`: its value, first token, and end."""
        if not 0 <= i < len(words):
            return None
        shapes = self._shapes.get(words[i])
        if shapes is None:
            return None
        for length, offset in shapes:
            start = i - offset
            if start >= 0 and start + length <= len(words):
                phrase = tuple(words[start : start + length])
                if phrase in self._values:
                    return self._values[phrase], start, start + length
        return None
