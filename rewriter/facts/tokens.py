"""Text cut into words, digit runs and signs, with offsets into the original."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

# A word keeps its combining accents and soft hyphens, so that pasted text cuts like typed text.
_TOKEN = re.compile(
    r"[^\W\d_][^\W\d_\u0300-\u036f\u00ad]*(?:[\u0300-\u036f\u00ad]+[^\W\d_]*)*|\d+|\S"
)
_ASCII_TOKEN = re.compile(r"[A-Za-z]+|[0-9]+|\S")  # the same, at half the price


class Tokens:
    """The tokens of a text, as parallel lists.

    >>> t = Tokens("Få 10 000 følgere")
    >>> t.words
    ['få', '10', '000', 'følgere']
    >>> t.text[t.starts[3]:t.ends[3]]
    'følgere'
    """

    __slots__ = ("_vocabulary", "ends", "memo", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.memo: dict[Any, Any] = {}  # what a reader found and another one asks for again
        self._vocabulary: frozenset[str] | None = None
        token = _ASCII_TOKEN if text.isascii() else _TOKEN
        spans = [match.span() for match in token.finditer(text)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        lower = text.lower()
        if len(lower) == len(text):
            words = [lower[start:end] for start, end in spans]
        else:  # "İ" in lower case is two signs
            words = [text[start:end].lower() for start, end in spans]
        if not text.isascii():
            words = [word if word.isascii() else _plain(word) for word in words]
        self.words = words  # lower case, composed; for look-ups

    def __len__(self) -> int:
        return len(self.words)

    @property
    def vocabulary(self) -> frozenset[str]:
        """The different words of the text."""
        if self._vocabulary is None:
            self._vocabulary = frozenset(self.words)
        return self._vocabulary

    def glued(self, i: int) -> bool:
        """Whether nothing stands between token `i` and the one before it."""
        return i > 0 and self.starts[i] == self.ends[i - 1]

    def slice(self, first: int, last: int) -> str:
        """The original text from token `first` up to and with token `last`."""
        return self.text[self.starts[first] : self.ends[last]]


# Words that a table remembers before it forgets them all: more than a batch of goals uses often,
# and so few that no pasted text, and no batch however long, fills the memory.
REMEMBERED = 4_000
_SHORT = 2_000  # characters of a field or goal; longer texts would fill the memory
_KEPT = 500  # texts: of a page that is edited, of a goal that is asked for again, of a batch


def tokens_of(text: str) -> Tokens:
    """The tokens of a text, the same ones for the next who asks about it.

    Most texts are read more than once: for quantities and for deadlines, as a goal and as what its
    rewrite is compared with, and after each edit of another field.  What was worked out is in
    `memo` for the next reader.

    >>> tokens_of("Få 10 000 følgere") is tokens_of("Få 10 000 følgere")
    True
    """
    return _short(text) if len(text) <= _SHORT else _long(text)


def forget_texts() -> None:
    """Drops what `tokens_of` keeps, as benchmarks have to do between rounds."""
    _short.cache_clear()
    _long.cache_clear()


@lru_cache(maxsize=_KEPT)
def _short(text: str) -> Tokens:
    return Tokens(text)


@lru_cache(maxsize=1)
def _long(text: str) -> Tokens:
    return Tokens(text)


def _plain(word: str) -> str:
    word = unicodedata.normalize("NFC", word).replace("\u00ad", "") or word
    return "'" if word in ("\u2019", "\u02bc", "\u2032") else word
