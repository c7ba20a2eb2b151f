"""Text cut into words, digit runs and signs, with offsets into the original."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

# A word keeps its combining accents and soft hyphens, so that pasted text cuts like typed text.
_TOKEN = re.compile(
    r"[^\W\d_][^\W\d_\u0300-\u036f\u00ad]*(?:[\u0300-\u036f\u00ad]+[^\W\d_]*)*|\d+|\S"
)


class Tokens:
    """The tokens of a text, as parallel lists.

    >>> t = Tokens("Få 10 000 følgere")
    >>> t.words
    ['få', '10', '000', 'følgere']
    >>> t.text[t.starts[3]:t.ends[3]]
    'følgere'
    """

    __slots__ = ("ends", "memo", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.memo: dict[str, Any] = {}  # what a reader found and another one asks for again
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []  # lower case, composed; for look-ups
        for match in _TOKEN.finditer(text):
            start, end = match.span()
            self.starts.append(start)
            self.ends.append(end)
            self.words.append(match[0].lower())
        if not text.isascii():
            self.words = [word if word.isascii() else _plain(word) for word in self.words]

    def __len__(self) -> int:
        return len(self.words)

    def glued(self, i: int) -> bool:
        """Whether nothing stands between token `i` and the one before it."""
        return i > 0 and self.starts[i] == self.ends[i - 1]

    def slice(self, first: int, last: int) -> str:
        """The original text from token `first` up to and with token `last`."""
        return self.text[self.starts[first] : self.ends[last]]


def _plain(word: str) -> str:
    word = unicodedata.normalize("NFC", word).replace("\u00ad", "") or word
    return "'" if word in ("\u2019", "\u02bc", "\u2032") else word
