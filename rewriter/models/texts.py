"""Small things about texts: capitals, spaces, and a choice among wordings."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from typing import TypeVar

from rewriter.languages.metrics import Lever, Reason, Trade

L = TypeVar("L", Lever, Reason)
_CLAUSE = 3  # words of a relative clause at least
_ENDINGS = re.compile(r"[\s.;,:!?]+$")
_SPACES = re.compile(r"[ \t]{2,}")
# "kr.." and ",." come from figures and names that end in a sign of their own.
_DOUBLED = re.compile(r"\.(?=\.)|,\s*(?=[.,;])")
_BEFORE_SIGN = re.compile(r" (?=[.,;:!?])")
_UNTIDY = re.compile(r"[ \t]{2}|\.\.|,[.,;]| [.,;:!?]")


def capital(text: str) -> str:
    """The text with its first letter in upper case, the rest untouched."""
    return text[:1].upper() + text[1:]


def bare(text: str) -> str:
    """Free text of the user without the sign at its end."""
    return _ENDINGS.sub("", text.strip())


def joined(*parts: str) -> str:
    """The parts that are not empty, with a space between."""
    return " ".join(part for part in parts if part)


def closed(text: str, relatives: Sequence[str], *, opens: bool) -> str:
    """The phrase with a comma behind its relative clause and, where it `opens`, before it.

    >>> closed("dem som har handlet", ("som",), opens=True), closed("alle", ("som",), opens=True)
    ('dem, som har handlet,', 'alle')
    """
    words = text.split()
    at = next((i for i, word in enumerate(words) if i and word in relatives), 0)
    if not at or len(words) - at < _CLAUSE:
        return text
    if opens and not words[at - 1].endswith(","):
        words[at - 1] += ","
    return f"{' '.join(words)},"


def tidy(text: str) -> str:
    """One space between words, one sign at a time."""
    if _UNTIDY.search(text):
        text = _BEFORE_SIGN.sub("", _DOUBLED.sub("", _SPACES.sub(" ", text)))
    return text.strip()


def fitting(choices: Sequence[L], trade: Trade | None) -> Sequence[L]:
    """The choices that suit whom the goal is about: those made for them and those for anybody.

    All of them where fewer than two would be left.
    """
    found = [choice for choice in choices if choice.trade in (None, trade)]
    return found if len(found) > 1 else choices


class Chooser:
    """Picks among wordings by the content of the goal: the same goal, the same words."""

    def __init__(self, seed: str) -> None:
        self._seed = seed.lower().encode()

    def index(self, count: int, purpose: str) -> int:
        """A number below `count`."""
        return zlib.crc32(self._seed + b"|" + purpose.encode()) % count
